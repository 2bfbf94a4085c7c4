"""The command line as a user types it, in a process of its own where start-up counts."""

import json
import os
import signal
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from jdparse.adapters.cli import app

GOOD = "What you will do\n- Train models in Python\nRequirements\n- 3+ years of experience"


@pytest.fixture
def run():
    return lambda *arguments, **options: CliRunner().invoke(app, map(str, arguments), **options)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    return path


def test_parse_prints_a_table_by_default(run, good):
    result = run("parse", good)
    assert result.exit_code == 0
    assert "good.txt" in result.stdout
    assert "Python" in result.stdout


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_parse_prints_records(run, good, form):
    result = run("parse", good, "--format", form)
    assert json.loads(result.stdout)["id"] == "good.txt"
    assert result.stderr == ""


def test_the_suffix_of_out_chooses_the_format(run, good, tmp_path):
    starts = {"a.json": '{\n  "schema', "a.jsonl": '{"schema', "a.html": "<!DOCTYPE html>",
              "a.jsonld": '{\n  "@context'}  # fmt: skip
    for name, start in starts.items():
        result = run("parse", good, "-o", tmp_path / "new" / name)
        assert result.exit_code == 0
        assert result.stdout == ""
        assert (tmp_path / "new" / name).read_text().startswith(start)


def test_standard_input(run):
    result = run("parse", "-", "--format", "json", input=GOOD)
    assert json.loads(result.stdout)["text"] == GOOD


def test_a_title_can_be_given(run, good):
    result = run("parse", good, "--title", "ML Engineer", "--format", "json")
    assert json.loads(result.stdout)["title"] == "ML Engineer"


def test_some_failed_is_exit_1_and_each_is_named(run, good, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    result = run("parse", good, tmp_path / "empty.txt", tmp_path / "absent.txt", "-f", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert "empty.txt: empty_input" in result.stderr
    assert "absent.txt: unreadable" in result.stderr


def test_a_folder_is_parsed_file_by_file(run, good, tmp_path):
    (tmp_path / "b.html").write_text(f"<html><body><pre>{GOOD}</pre></body></html>")
    result = run("parse", tmp_path, "-f", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["b.html", "good.txt"]


@pytest.mark.parametrize(
    "arguments",
    [("parse",), ("parse", "x", "--format", "yaml"), ("batch", "absent.csv", "-o", "out.jsonl"),
     ("batch", "absent.csv"), ("batch", ".", "-o", "out.xlsx"),
     ("batch", "absent*.csv", "-o", "out.jsonl")],
)  # fmt: skip
def test_wrong_usage_is_exit_2(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_no_worker_at_all_is_wrong_usage(run, tmp_path):
    """Caught a bug: it ended in joblib's traceback, after all listings had been read."""
    (tmp_path / "jobs.csv").write_text(f'id,text\n1,"{GOOD}"\n')
    arguments = ("batch", tmp_path / "jobs.csv", "-o", tmp_path / "out.jsonl", "--workers")
    refused = run(*arguments, "0")
    assert refused.exit_code == 2
    assert refused.stderr == "jdparse: 0 workers cannot parse: give 1, or -1 for one a core.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["jobs.csv"]
    assert run(*arguments, "1").exit_code == 0


def test_batch(run, tmp_path):
    table = tmp_path / "jobs.csv"
    table.write_text("ref,ad\n1,We ship models with Python every week\n2,\n")
    out = tmp_path / "out.jsonl"
    result = run("batch", table, "-o", out, "--id-column", "ref", "--content-column", "ad",
                 "--workers", "1")  # fmt: skip
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["1", "2"]
    assert "2: empty_input" in result.stderr
    assert result.stdout == ""


def test_batch_reads_several_sources_and_standard_input(run, tmp_path):
    table, out = tmp_path / "jobs.csv", tmp_path / "out.jsonl"
    table.write_text(f'id,text\n1,"{GOOD}"\n')
    lines = json.dumps({"id": "2", "text": f"{GOOD} daily"})
    result = run("batch", table, "-", "-o", out, "--workers", "1", input=lines)
    assert result.exit_code == 0, result.stderr
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["1", "2"]


def test_standard_input_of_another_kind_is_wrong_usage(run, tmp_path):
    """Caught a bug: a CSV file there failed once for each of its lines."""
    result = run("batch", "-", "-o", tmp_path / "out.jsonl", input="id,text\n1,We hire\n")
    assert result.exit_code == 2
    assert "is not JSON lines" in " ".join(result.stderr.split())


def test_batch_says_how_many_of_which(run, tmp_path):
    table = tmp_path / "jobs.jsonl"
    rows = [{"id": n, "text": text} for n, text in enumerate([GOOD, GOOD, ""])]
    table.write_text("\n".join(map(json.dumps, rows)))
    result = run("batch", table, "-o", tmp_path / "out.csv", "--workers", "1", "--unique")
    assert result.exit_code == 1
    counts = dict(line.rsplit(maxsplit=1) for line in result.stderr.splitlines()[1:5])
    assert counts == {"ok": "2", "partial": "0", "failed": "1", "duplicates": "1"}
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 3


def test_batch_strict_stops_and_names_the_failure(run, tmp_path):
    table = tmp_path / "jobs.csv"
    table.write_text(f'id,text\na,\nb,"{GOOD}"\n')
    result = run("batch", table, "-o", tmp_path / "out.jsonl", "--workers", "1", "--strict")
    assert result.exit_code == 1
    assert "listing 1, a: empty_input" in result.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_batch_with_changed_listings_is_wrong_usage_until_restart(run, tmp_path):
    table, out = tmp_path / "jobs.csv", tmp_path / "out.jsonl"
    arguments = ("batch", table, "-o", out, "--workers", "1")
    table.write_text(f'id,text\nb,"{GOOD}"\na,\n')
    assert run(*arguments, "--strict").exit_code == 1
    table.write_text(f'id,text\nc,"{GOOD}"\n')
    result = run(*arguments)
    assert result.exit_code == 2
    assert "other listings" in result.stderr
    assert run(*arguments, "--restart").exit_code == 0


@pytest.mark.parametrize("command", ["parse", "batch"])
def test_what_is_left_out_of_a_folder_is_said(run, good, tmp_path, command):
    """Caught a bug: a table among the pages was passed over without a word."""
    out = tmp_path / "new" / "out.jsonl"
    assert "left out" not in run(command, tmp_path, "-o", out).stderr
    for name in ("jobs.csv", ".hidden.csv", "a.png"):
        (tmp_path / name).write_text("x")
    result = run(command, tmp_path, "-o", out)
    assert result.exit_code == 0
    others = (tmp_path / "a.png", tmp_path / "jobs.csv", out)
    assert f"left out 3 files of other kinds: {', '.join(map(str, others))}\n" in result.stderr


@pytest.mark.parametrize(
    ("report", "says"),
    [
        ("good.txt", "would be among the postings of"),
        ("summary.html", "would be among the postings of"),
        ("jobs.jsonl", "is among the listings"),
        ("out.csv", "is the output"),
    ],
)
def test_a_summary_replaces_neither_listings_nor_records(run, good, tmp_path, report, says):
    """Caught a bug: it took the place of a posting in the folder, and of the records."""
    jobs = tmp_path / "jobs.jsonl"
    jobs.write_text(json.dumps({"id": "a", "text": GOOD}))
    out = ("-o", tmp_path / "out.csv", "--report", tmp_path / report)
    result = run("batch", tmp_path, jobs, *out)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert good.read_text() == GOOD
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("source", ["jobs.jsonl", "*.jsonl", "link.jsonl"])
def test_a_batch_never_replaces_its_own_listings(run, tmp_path, monkeypatch, source):
    """Caught a bug: the records took the place of the listings."""
    line = json.dumps({"id": "a", "text": GOOD})
    (tmp_path / "jobs.jsonl").write_text(line)
    (tmp_path / "link.jsonl").symlink_to("jobs.jsonl")
    monkeypatch.chdir(tmp_path)
    result = run("batch", source, "-o", "jobs.jsonl", "--workers", "1")
    assert result.exit_code == 2
    assert "another name" in result.stderr
    assert (tmp_path / "jobs.jsonl").read_text() == line
    assert run("batch", "jobs.jsonl", "-o", "new.jsonl", "--workers", "1").exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of a terminal")
@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143), (1, 129)])
def test_a_batch_that_is_ended_says_how_to_go_on(run, tmp_path, monkeypatch, number, code):
    """Caught a bug: `kill` and a closed terminal ended it without a word, the cursor hidden."""
    (tmp_path / "jobs.csv").write_text(f'id,text\na,"{GOOD}"\n')
    batch = ("batch", tmp_path / "jobs.csv", "-o", tmp_path / "out.jsonl", "--workers", "1")
    heard = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
    before = signal.signal(number, heard)  # who runs the tests may ignore it: nohup does
    try:
        with monkeypatch.context() as patched:
            patched.setattr("jdparse.batch.run.mark", lambda *_: os.kill(os.getpid(), number))
            result = run(*batch)
    finally:
        signal.signal(number, before)
    assert result.exit_code == code
    assert "Run the same command again" in result.stderr
    result = run(*batch)
    assert result.exit_code == 0
    assert "going on after 1 of 1" in result.stderr


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_it_answers_without_loading_a_pipeline(argument):
    code = """if True:
        import sys
        from jdparse.__main__ import app
        try:
            app(["ARGUMENT"])
        except SystemExit:
            print(sorted({"spacy", "sklearn", "duckdb", "bs4"} & set(sys.modules)))
    """.replace("ARGUMENT", argument)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_python_m(good):
    command = [sys.executable, "-m", "jdparse", "parse", str(good), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["id"] == "good.txt"
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["r.txt", "r", "r.TXT", "r.HTML", "r.htm"])
def test_a_suffix_is_read_in_any_case_and_a_table_may_have_none(run, good, tmp_path, name):
    """Caught a bug: r.HTML held the table that a terminal shows."""
    assert run("parse", good, "-o", tmp_path / name).exit_code == 0
    page = (tmp_path / name).read_text().startswith("<!DOCTYPE html>")
    assert page is ("htm" in name.lower())


@pytest.mark.parametrize(("name", "says"), [("r.csv", "jdparse batch"), ("r.pdf", "--format")])
def test_a_suffix_that_parse_does_not_write_is_refused(run, good, tmp_path, name, says):
    """Caught a bug: a table's lines were written into it."""
    result = run("parse", good, "-o", tmp_path / name)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.replace("│", " ").split())
    assert not (tmp_path / name).exists()
    assert run("parse", good, "-o", tmp_path / name, "--format", "jsonl").exit_code == 0


def test_an_empty_name_is_not_this_folder(run, good, monkeypatch):
    """Caught a bug: `parse ''` parsed all that lay there."""
    monkeypatch.chdir(good.parent)
    assert run("parse", "", "-f", "jsonl").exit_code == 2
    assert run("parse", ".", "-f", "jsonl").exit_code == 0


def test_a_title_for_a_folder_is_refused(run, good):
    """Caught a bug: it was ignored without a word."""
    assert run("parse", good.parent, "--title", "Cook").exit_code == 2


@pytest.mark.parametrize(
    ("source", "says"),
    [("absent.txt", "jdparse parse -"), ("jobs.example.com/1", "https://"),
     ("www.example.com", "https://"), ("pasted words " * 100, "jdparse parse -"),
     ("jobs.csv", "jdparse batch")],
)  # fmt: skip
def test_what_is_no_posting_file_says_what_to_do(run, tmp_path, monkeypatch, source, says):
    """Caught a bug: the words were for Python, and a long text was an error of the system."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jobs.csv").write_text("id,text\n")
    result = run("parse", source, "-f", "jsonl")
    assert result.exit_code == 1
    assert f"failed: {source[:20]}" in result.stderr
    assert says in result.stderr


@pytest.mark.parametrize("out", ["folder", "good.txt/r.html"])
def test_an_output_that_cannot_be_written_is_named_in_plain_words(run, good, tmp_path, out):
    """Caught a bug: "[Errno 21] Is a directory"."""
    (tmp_path / "folder").mkdir()
    result = run("parse", good, "-o", tmp_path / out)
    assert result.exit_code == 2
    assert "Errno" not in result.stderr
    assert "folder" in result.stderr


def test_a_failed_source_is_named_as_it_was_given(run, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "empty.txt").write_text("")
    sources = [tmp_path / name / "empty.txt" for name in ("a", "b")]
    said = run("parse", *sources, "-f", "jsonl").stderr
    assert all(f"failed: {source}: empty_input" in said for source in sources)


def test_the_shape_of_json_does_not_hang_on_how_many_files_a_folder_holds(run, good):
    """Caught a bug: a folder with one file gave an object, with two an array."""
    assert isinstance(json.loads(run("parse", good.parent, "-f", "json").stdout), list)
    assert isinstance(json.loads(run("parse", good, good, "-f", "json").stdout), list)
    assert isinstance(json.loads(run("parse", good, "-f", "json").stdout), dict)


def test_a_posting_as_schema_org_data_is_parsed_again(run, good, tmp_path):
    out = tmp_path / "new" / "good.jsonld"
    assert run("parse", good, "--title", "Cook", "-o", out).exit_code == 0
    assert run("parse", good, "--title", "Cook", "-f", "jsonld").stdout == out.read_text()
    data = json.loads(out.read_text())
    assert (data["@type"], data["title"]) == ("JobPosting", "Cook")
    again = json.loads(run("parse", out, "-f", "json").stdout)
    assert again["title"] == "Cook"
    assert again["text"].startswith(GOOD)


def test_schema_org_data_leaves_out_what_failed_and_stays_an_array(run, good, tmp_path):
    assert len(json.loads(run("parse", tmp_path, "-f", "jsonld").stdout)) == 1
    (tmp_path / "empty.txt").write_text("")
    result = run("parse", tmp_path, "-f", "jsonld")
    assert result.exit_code == 1
    assert [one["identifier"]["value"] for one in json.loads(result.stdout)] == ["good.txt"]
    assert "empty.txt: empty_input" in result.stderr
    alone = run("parse", tmp_path / "empty.txt", "-f", "jsonld")
    assert (alone.exit_code, alone.stdout) == (1, "[]\n")
