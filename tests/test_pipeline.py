"""The whole flow: what holds for every posting, whatever is in it."""

import dataclasses
import gc
import json
import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jdparse
from jdparse import Listing
from jdparse.annotations import text_of
from jdparse.extract import requirement, skill_tagger
from jdparse.extract.pay import PayComponent
from jdparse.posting import Posting, Problem
from jdparse.processes import map_chunks
from jdparse.segment.sectionizer import Sectionizer

SAMPLES = sorted(Path(__file__).parents[1].glob("samples/postings/*"))

# Lines of the kinds that postings are made of; Hypothesis puts them together in any order.
LINES = [
    "About us",
    "Responsibilities:",
    "**What you bring**",
    "NICE TO HAVE",
    "Benefits",
    "- ",
    "",
    "• Train and deploy ranking models in Python and PyTorch",
    "Analyse A/B tests for the product team.",
    "- 3-5 years of experience, or a PhD and 1 year",
    "BSc/MSc in statistics or equivalent experience",
    "$150-190k plus 10% bonus; €55.000; ₹12–18 LPA; £500/day",
    "Founded in 1999 with $20M in funding.",
    "We are unable to sponsor visas. Hybrid, two days on-site.",
    "401(k), dental and stock options",
    "Fluent German is a plus.",
    "We are an equal opportunity employer.",
    "\u2022\u00a0Go, R, C++/C#",
    "<script>alert(1)</script>",
    "&amp;lt;b&gt;",
    "\x00\ufeff",
    "日本語の求人",
    "ProductsWe are",
    "\\n",
]

SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Data Scientist",
    "description": "<p>What you will do</p><ul><li>Analyse experiments</li></ul>",
    "hiringOrganization": {"@type": "Organization", "name": "Tidewell"},
    "datePosted": "2026-02-03",
}


def quoting(value):
    """Every value inside `value` that quotes the text."""
    if dataclasses.is_dataclass(value):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        if {"text", "start", "end"} <= fields.keys():
            yield value
        for inner in fields.values():
            yield from quoting(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from quoting(inner)


def check_invariants(posting):
    for value in quoting(posting):
        if value.start is not None:
            assert posting.text[value.start : value.end] == value.text
            assert value.text.strip()
    for section in posting.sections:
        assert 0 <= section.start < section.end <= len(posting.text)
    for low, high in [(p.min, p.max) for p in posting.pay] + [
        (x.min_years, x.max_years) for x in posting.experience
    ]:
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
    assert posting.text == "" or all(
        line and line == line.rstrip() for line in posting.text.split("\n")
    )
    if posting.role is not None:
        assert sum(dataclasses.astuple(posting.role.probabilities)) == pytest.approx(1)
        assert posting.role.label in posting.role.prediction_set
        assert posting.role.confident == (len(posting.role.prediction_set) == 1)
    assert posting.status in ("ok", "partial", "failed")
    assert (posting.status == "ok") == (not posting.problems)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_parses_and_holds_the_invariants(path):
    posting = jdparse.parse(path)
    assert posting.status == "ok"
    assert posting.id == path.name
    check_invariants(posting)


def test_of_a_language_the_models_have_not_learned_only_what_is_known_is_read():  # caught a bug
    text = (
        "Wir suchen für unser Team in Graz eine Person, die gerne mit Daten arbeitet.\n"
        "Ihre Aufgaben:\n- Sie bauen Modelle mit Python und pflegen die Datenbank der Firma\n"
        "- Umsetzung der Anforderungen mit den Kolleginnen und Kollegen\n"
        "Your profile:\n- Erfahrung mit Kubernetes und SQL"
    )
    posting = jdparse.parse(text)
    assert [problem.code for problem in posting.problems] == ["not_english"]
    assert posting.responsibilities == ()
    assert [skill.name for skill in posting.skills] == ["Python", "Kubernetes", "SQL"]
    assert [section.kind for section in posting.sections] == ["other", "other", "requirements"]


@given(st.lists(st.sampled_from(LINES), max_size=25).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_any_text_parses_and_holds_the_invariants(text):
    check_invariants(jdparse.parse(text))


@given(st.lists(st.sampled_from(LINES), max_size=25).map("\n".join))
@settings(max_examples=50, deadline=None)
def test_a_parsed_text_parses_to_the_same_text(text):
    once = jdparse.parse(text).text
    assert jdparse.parse(once).text == once


@pytest.mark.parametrize(
    "text", ["- \n\\n", "\n\nBake bread\\nSell it", "- \n- \nBake\\nSell\\nEat", "\\n\n\\n"]
)
def test_line_breaks_written_out_are_read_once(text):
    """Caught a bug: empty lines counted against them, and are gone when a text is parsed again."""
    once = jdparse.parse(text).text
    assert jdparse.parse(once).text == once


def test_every_kind_of_source_gives_the_same_text(tmp_path):
    text = "What you will do\n- Analyse experiments"
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "a.html").write_text("<h2>What you will do</h2><ul><li>Analyse experiments</ul>")
    sources = [text, text.encode(), tmp_path / "a.txt", tmp_path / "a.html", SCHEMA_ORG,
               Listing(text), Listing(SCHEMA_ORG["description"])]  # fmt: skip
    assert {jdparse.parse(source).text for source in sources} == {text}


def test_parse_many_gives_what_parse_gives_for_any_number_of_workers():
    sources = [
        *SAMPLES[:12],
        "",
        "Duties: train models.",
        SCHEMA_ORG,
        b"\xff\xfe\x00",
        Path("absent.txt"),
    ]
    alone = [jdparse.parse(source) for source in sources]
    for workers in (1, 2):
        assert list(jdparse.parse_many(iter(sources), workers=workers)) == alone


@pytest.fixture
def quick_switches():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_any_number_of_threads_gives_what_one_gives(monkeypatch, quick_switches):
    """Caught a bug: threads filled one table of words, and found other skills ever after."""
    sources = SAMPLES[:40]
    alone = [jdparse.parse(source) for source in sources]
    monkeypatch.setattr(skill_tagger, "_REMEMBERED", 200)  # what is kept is let go of all the time
    monkeypatch.setattr(requirement, "_REMEMBERED", 1)
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(jdparse.parse, sources)) == alone
    assert [jdparse.parse(source) for source in sources] == alone


def test_components_can_be_handed_to_other_processes():
    for _, component in jdparse.load().pipeline:  # as spaCy's `n_process` does
        assert pickle.loads(pickle.dumps(component))  # noqa: S301 - our own


@pytest.mark.parametrize(("stage", "method"), [(Sectionizer, "_read"), (PayComponent, "__call__")])
def test_a_stage_that_breaks_on_one_posting_leaves_the_rest_of_its_chunk(
    monkeypatch, stage, method
):
    sources = [*SAMPLES[:3], "You will train models in Python. We mention xyzzy.", *SAMPLES[3:6]]
    rest = [jdparse.parse(source) for source in sources if isinstance(source, Path)]
    whole = getattr(stage, method)

    def breaking(self, read):  # one Doc, or several
        if any("xyzzy" in text_of(doc) for doc in (read if isinstance(read, list) else [read])):
            raise ValueError("odd")
        return whole(self, read)

    monkeypatch.setattr(stage, method, breaking)
    found = list(jdparse.parse_many(sources))
    assert [posting.status for posting in found].count("failed") == 1
    assert found[3].problems[0].code == "unexpected"
    assert "ValueError: odd" in found[3].problems[0].message
    assert found[:3] + found[4:] == rest


@pytest.fixture
def breaking(monkeypatch):
    """Makes a stage break on every posting: "read" or "pay"."""

    def odd(*_arguments, **_named):
        raise ValueError("odd")

    def at(stage):
        if stage == "pay":
            monkeypatch.setattr(PayComponent, "__call__", odd)
        else:
            monkeypatch.setattr("jdparse.pipeline.read", odd)

    return at


TEXT = "Duties: you will train models in Python."


@pytest.mark.parametrize("stage", ["read", "pay"])
@pytest.mark.parametrize(
    "source",
    [TEXT, TEXT.encode(), SCHEMA_ORG | {"id": 7}, [SCHEMA_ORG | {"id": "8"}], SAMPLES[0],
     Listing(TEXT, id="9", uri="https://example.com/9"), Listing(TEXT.encode())],
    ids=["text", "bytes", "record", "list", "file", "listing", "listing without id"],
)  # fmt: skip
def test_a_posting_that_breaks_the_parser_is_still_known(breaking, source, stage):
    """Caught a bug: it was "unknown" without a digest, and `parse` raised."""
    good = jdparse.parse(source)
    breaking(stage)
    failed = jdparse.parse(source)
    assert list(jdparse.parse_many([source])) == [failed]
    assert failed.status == "failed"
    assert [problem.code for problem in failed.problems] == ["unexpected"]
    assert (failed.id, failed.source.uri) == (good.id, good.source.uri)
    unread = stage == "read" and isinstance(source, Path)
    assert failed.source.sha256 == ("" if unread else good.source.sha256)
    assert failed.title == (None if stage == "read" else good.title)
    assert jdparse.parse(source, id="given").id == "given"


def test_a_row_that_could_not_be_read_fails_alone_as_among_many():  # caught a bug
    row = Listing(TEXT, id="3", problem=Problem("bad_row", "Line 3 is not a JSON object."))
    posting = jdparse.parse(row)
    assert (posting.status, posting.id, posting.text) == ("failed", "3", "")
    assert posting.problems == (row.problem,)
    assert list(jdparse.parse_many([row])) == [posting]
    assert jdparse.parse(dataclasses.replace(row, problem=None)).status == "ok"


@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_title_or_id_leaves_what_is_stated(nothing):  # caught a bug
    posting = jdparse.parse(SCHEMA_ORG, title=nothing, id="")
    assert posting == jdparse.parse(SCHEMA_ORG)
    assert posting.title == "Data Scientist"


def test_a_slow_consumer_holds_back_the_reading():
    taken = []  # caught a bug: joblib's generator read the whole input ahead
    sources = (taken.append(n) or "" for n in range(2_000))
    postings = jdparse.parse_many(sources, workers=2)
    next(postings)
    assert len(taken) < 500
    postings.close()


def test_a_worker_keeps_to_its_core():
    """Caught a bug: two workers, each with threads of algebra for all cores, took turns waiting."""

    def threads(_chunk):
        return [os.environ.get("OMP_NUM_THREADS")]

    assert list(map_chunks(threads, [1, 2], size=1, workers=2)) == ["1", "1"]


def test_workers_leave_what_they_loaded_out_of_garbage_collection_and_this_process_does_not():
    def settled(_chunk):
        return [gc.get_freeze_count() > 0]

    here = gc.get_freeze_count()
    found = list(map_chunks(settled, range(12), size=1, workers=2, keep_workers=False))
    assert found[-1]
    assert list(map_chunks(settled, [1], size=1, workers=1)) == [here > 0]
    assert gc.get_freeze_count() == here


def test_no_workers_are_refused_before_anything_is_read():
    """Caught a bug: joblib said so, in its own words, when the first posting was asked for."""
    with pytest.raises(jdparse.JdparseError, match="0 workers"):
        jdparse.parse_many([""], workers=0)
    assert [posting.status for posting in jdparse.parse_many([""], workers=1)] == ["failed"]


def test_parse_many_is_lazy():
    def endless():
        while True:
            yield "We are hiring a data scientist. Apply."

    assert isinstance(next(jdparse.parse_many(endless())), Posting)


def test_the_same_input_gives_the_same_bytes():
    source = SAMPLES[0]
    first, second = (json.dumps(jdparse.to_record(jdparse.parse(source))) for _ in range(2))
    assert first == second


def test_the_package_lists_its_public_names_and_says_its_version():
    """Caught a bug: `dir` gave the names that its own source imports, and none of these."""
    assert dir(jdparse) == sorted([*jdparse.__all__, "__version__"])
    assert all(getattr(jdparse, name) for name in dir(jdparse))
    assert jdparse.__version__ == version("jdparse")
    with pytest.raises(AttributeError, match="no attribute 'parser'"):
        _ = jdparse.parser


def test_id_and_title_can_be_given():
    posting = jdparse.parse("Duties: train models in Python.", id="7", title="ML Engineer")
    assert (posting.id, posting.title) == ("7", "ML Engineer")
    assert posting.role.title_label == "machine_learning_engineer"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "empty_input"),
        ("  \n\t ", "empty_input"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "undecodable"),
        (Path("there-is-no-such-file.html"), "unreadable"),
        ("<html><nav>Home</nav><p>Our cookies are delicious.</p></html>", "not_a_posting"),
        ({"@type": "Person", "name": "A. Nother"}, "not_a_posting"),
    ],
    ids=["empty", "white space", "binary", "no file", "no posting", "another kind of data"],
)  # fmt: skip
def test_what_is_no_posting_fails_with_a_code_and_a_message_that_helps(source, code):
    posting = jdparse.parse(source)
    assert posting.status == "failed"
    assert code in [problem.code for problem in posting.problems]
    assert all(len(problem.message) > 20 for problem in posting.problems)
    assert posting.role is None


def test_another_language_is_said_and_never_confident():
    german = (
        "Wir suchen zum nächsten Termin eine Person für unser Team in Köln. Ihre Aufgaben: Sie "
        "entwickeln Modelle für die Vorhersage der Nachfrage und bringen sie in den Betrieb. Sie "
        "haben ein Studium der Informatik und drei Jahre Erfahrung mit Python und Datenbanken."
    )
    posting = jdparse.parse(german)
    assert posting.language == "de"
    assert posting.status == "partial"
    assert [problem.code for problem in posting.problems] == ["not_english"]
    assert not posting.role.confident


def test_a_megabyte_on_one_line_parses():
    line = "Train models in Python and report to planners for $20 an hour, 3+ years. " * 14_000
    posting = jdparse.parse(line)
    assert posting.status in ("ok", "partial")
    check_invariants(posting)


def test_a_parsed_posting_is_what_the_pipeline_finds_and_the_pipeline_keeps_spans_too():
    """`parse` gives the components a Doc without tokens."""
    text = "Requirements\n- Python and SQL\n- a BSc in physics\nPay: $50 an hour"
    posting, doc = jdparse.parse(text), jdparse.load()(text)
    assert posting.skills == doc._.jdparse_skills
    assert posting.degrees == doc._.jdparse_degrees
    assert posting.pay == doc._.jdparse_pay
    assert [span.text for span in doc.spans["jdparse_skills"]] == ["Python", "SQL"]
    assert jdparse.load()("").spans["jdparse_skills"] is not None
