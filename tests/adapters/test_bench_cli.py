"""train and evaluate, as a researcher types them, on few samples so that it is quick."""

import json
import re

import pytest
import spacy
from spacy.tokens import DocBin
from typer.testing import CliRunner

from jdparse.adapters.cli import app

DUTIES = {
    "machine_learning_engineer": "Deploy ranking models to production and monitor them",
    "data_scientist": "Analyse experiments with statistics and present insights to the business",
}


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(app, [*map(str, arguments), "--workers", "1"])


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.jsonl"
    rows = [
        {"id": f"{label}-{n}", "label": label, "company": f"Employer {label} {n}",
         "text": f"What you will do\n- {duty} for team {n}\n- Project {n} of {n + 3} in Python"}
        for label, duty in DUTIES.items()
        for n in range(12)
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_a_model_is_trained_evaluated_and_compared(run, samples, tmp_path):
    model = tmp_path / "model"
    trained = run("train", samples, "-o", model, "--no-plots", "--folds", 3)
    assert trained.exit_code == 0, trained.stderr
    assert {"model.skops", "meta.json", "README.md"} <= {path.name for path in model.iterdir()}
    found = tmp_path / "found.json"
    evaluated = run("evaluate", model, samples, "--against", model, "-o", found)
    assert evaluated.exit_code == 0, evaluated.stderr
    assert "accuracy" in evaluated.stdout
    assert "McNemar's exact test: p = 1 (chance alone" in " ".join(evaluated.stdout.split())
    assert " s  parsing 24 samples" in trained.stderr
    assert f" s  judging {samples} with {model}" in evaluated.stderr
    figures = json.loads(found.read_text())
    assert figures["figures"]["accuracy"]["value"] > 0.9
    assert figures["comparison"]["n"] == 24


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "holds no samples"),
        ('{"id": 1, "text": "Train models"}\n', "label"),
        ("{", "cannot be read"),
    ],
)
def test_samples_that_will_not_do_are_wrong_usage(run, tmp_path, content, says):
    path = tmp_path / "samples.jsonl"
    path.write_text(content)
    result = run("train", path, "-o", tmp_path / "model")
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize(
    ("command", "extras"),
    [("train", {"train"}), ("batch", {"dedupe", "report"}), ("spark", {"spark"}),
     ("evaluate", set()), ("export", set()), ("parse", set())],
)  # fmt: skip
def test_help_names_the_extras_and_keeps_their_brackets(command, extras):
    """Rich takes [train] for markup and drops it (caught a bug)."""
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
    assert set(re.findall(r"jdparse\[(\w+)\]", shown)) == extras
    assert not re.search(r"needs jdparse\W*\.|\(jdparse[,)]", shown)


def test_the_worst_errors_are_printed_with_their_evidence(run, samples, tmp_path):
    rows = [json.loads(line) for line in samples.read_text().splitlines()]
    rows[0]["label"] = "[red]データ"  # neither markup nor a glyph of the plot's font
    rows[0]["text"] += "\n- Deploy ranking models" + " and more of them" * 400
    rows += [
        {"id": f"d{n}", "label": "[red]データ", "company": f"d{n}", "text": f"You label images {n}"}
        for n in range(6)
    ]
    samples.write_text("\n".join(map(json.dumps, rows)))
    trained = run("train", samples, "-o", tmp_path / "model", "--folds", 3)
    assert trained.exit_code == 0, trained.stderr
    assert "Glyph" not in trained.stderr
    _, _, worst = trained.stdout.partition("Worst errors")
    assert f"{rows[0]['id']}: is [red]データ" in worst
    assert "Deploy ranking models" in worst
    assert worst.count("more") < 50


@pytest.mark.parametrize(
    "options", [("--folds", 1), ("--coverage", 1.5)], ids=["one fold", "no coverage"]
)
def test_options_out_of_range_are_wrong_usage(run, samples, tmp_path, options):
    result = run("train", samples, "-o", tmp_path / "model", *options)
    assert result.exit_code == 2
    assert options[0] in result.stderr


def test_an_export_of_no_known_form_is_refused(tmp_path):
    result = CliRunner().invoke(app, ["export", "x.jsonl", "-o", str(tmp_path / "out.conllu")])
    assert result.exit_code == 2
    assert "--format" in result.stderr


def test_a_pickle_is_refused_with_the_reason(run, samples, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.skops").write_bytes(
        b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00."
    )
    result = run("evaluate", tmp_path / "model", samples)
    assert result.exit_code == 2
    assert "pickle" in result.stderr.lower() or "skops" in result.stderr.lower()


@pytest.mark.parametrize(
    ("name", "start"), [("a.jsonl", b'{"id"'), ("a.conll", b"# id"), ("a.spacy", b"")]
)
@pytest.mark.parametrize("gold", [True, False])
def test_spans_are_exported_for_other_tools(tmp_path, name, start, gold):
    row = {
        "id": "a",
        "text": "You will write Python.",
        "skills": [{"quote": "Python", "cat": "lang"}],
    }
    table = tmp_path / "rows.jsonl"
    table.write_text(json.dumps(row))
    out = tmp_path / name
    arguments = ["export", str(table), "-o", str(out), *(["--gold"] if gold else [])]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    assert out.read_bytes().startswith(start)
    if name == "a.spacy":
        (doc,) = DocBin().from_disk(out).get_docs(spacy.blank("en").vocab)
        assert [span.text for span in doc.spans["skills"]] == ["Python"]


def test_a_failed_posting_is_named_and_not_exported(run, tmp_path):
    """Caught a bug: it was an empty document among the others, and the exit code 0."""
    table, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": "a", "text": "You will write Python."}, {"id": "b", "text": ""}]
    table.write_text("\n".join(map(json.dumps, rows)))
    result = run("export", table, "-o", out)
    assert result.exit_code == 1
    assert "failed: b: empty_input" in result.stderr
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a"]


def test_a_table_that_is_not_there_is_said_without_a_number(run, tmp_path):
    """Caught a bug: "[Errno 2] No such file or directory"."""
    for command in (("train", "absent.csv"), ("evaluate", "shipped", "absent.csv")):
        result = run(*command, "-o", tmp_path / "out")
        assert result.exit_code == 2
        assert "absent.csv" in result.stderr
        assert "Errno" not in result.stderr
