"""One entry for everything that comes in; texts are written for these tests."""

import gzip
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jdparse.document import Listing
from jdparse.ingest import files
from jdparse.ingest.read import MAX_TEXT, read

POSTING = (
    "Data Scientist\n\nWe help bakeries waste less bread.\n\nWhat you will do:\n"
    "• Forecast demand with Python\n* Explain results to bakers\n\nYou need a degree in statistics."
)


def codes(source):
    return [problem.code for problem in read(source).problems]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("", ["empty_input"], id="developed on: nothing"),
        pytest.param(" \n\t\u200b", ["empty_input"], id="developed on: white space"),
        pytest.param(b"", ["empty_input"], id="developed on: no bytes"),
        pytest.param(bytes(range(256)) * 40, ["undecodable"], id="developed on: binary"),
        pytest.param(Path("no/such/posting.txt"), ["unreadable"], id="developed on: no file"),
        pytest.param(Path("tests"), ["unreadable"], id="developed on: a folder"),
        pytest.param({"colour": "red"}, ["unreadable"], id="developed on: JSON of no known form"),
        pytest.param(
            "Du entwickelst Modelle für unsere Kunden und arbeitest mit dem Team in Köln.",
            ["not_english"],
            id="developed on: German",
        ),
        pytest.param(
            "Train models in Python. " * 50_000, ["truncated"], id="developed on: 1 MB line"
        ),
        pytest.param(
            "•" * 1_000_000, ["truncated", "empty_input"], id="caught a bug: only bullets"
        ),
        pytest.param(POSTING, [], id="developed on: a posting"),
        pytest.param("We are hiring a data scientist. Apply.", [], id="developed on: terse"),
        pytest.param(
            "Duties: you will train and deploy models in Python. Pay: $150-190k.",
            [],
            id="developed on: one line",
        ),
        pytest.param(
            "<p>We are hiring a data scientist. Apply.</p>", [], id="caught a bug: terse HTML"
        ),
        pytest.param(
            "Caf\xe9 seeks a data scientist for our team".encode("cp1252"), [], id="Latin-1"
        ),
    ],
)
def test_problems_of_an_input(source, expected):
    assert codes(source) == expected


def test_every_problem_says_what_to_do_or_what_happened():
    for source in ("", Path("no/such.txt"), bytes(range(256)) * 40, {"a": 1}):
        assert all(len(problem.message) > 30 for problem in read(source).problems)


def test_text_is_one_block_a_line_with_one_kind_of_bullet():
    document = read(POSTING)
    assert document.text.split("\n") == [
        "Data Scientist",
        "We help bakeries waste less bread.",
        "What you will do:",
        "- Forecast demand with Python",
        "- Explain results to bakers",
        "You need a degree in statistics.",
    ]
    assert [block.kind for block in document.blocks][3:5] == ["item", "item"]
    assert document.facts.title is not None
    assert document.facts.title.value == "Data Scientist"


def test_a_posting_without_headings_and_one_without_line_breaks_keep_their_words():
    flat = POSTING.replace("\n", " ")
    assert read(flat).text.split()[:2] == ["Data", "Scientist"]
    assert read(flat).facts.title is None


def test_labelled_lines_become_facts_with_offsets():
    text = (
        "Job title: Data Analyst\nLocation: Austin, TX\nPosted: July 8, 2021\nJob type: Part-time"
    )
    document = read(text)
    facts = document.facts
    assert facts.country == "US"
    for fact, value in (
        (facts.title, "Data Analyst"),
        (facts.locations[0], "Austin, TX"),
        (facts.date_posted, "2021-07-08"),
        (facts.employment_type, "part_time"),
    ):
        assert fact is not None
        assert (fact.value, fact.origin) == (value, "text")
        assert fact.start is not None
        assert document.text[fact.start : fact.end] in text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Company: Crumb | Location: Leeds, UK | Job type: Part-time",
            id="caught a bug: in one line",
        ),
        pytest.param("Company: Crumb · Location: Leeds, UK • Job type: Part-time", id="with dots"),
        pytest.param(
            "| Fact | Value |\n|---|---|\n| **Company** | Crumb |\n| Location: | Leeds, UK |\n"
            "| Job type | Part-time |",
            id="caught a bug: in a table",
        ),
    ],
)
def test_labels_beside_one_another_and_in_a_table(text):
    document = read(f"{text}\nWe bake.")
    facts = document.facts
    found = (facts.company, *facts.locations, facts.employment_type)
    assert [fact and fact.value for fact in found] == ["Crumb", "Leeds, UK", "part_time"]
    assert [document.text[fact.start : fact.end] for fact in found] == [
        "Crumb",
        "Leeds, UK",
        "Part-time",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "| Location | Austin | Leeds |",
        "Bread | Location: Austin",
        "Company: Crumb | Location - Austin",
        "Company: Crumb, Location: Austin",
    ],
)
def test_negative_cells_that_state_no_one_value(line):
    assert read(f"{line}\nWe bake.").facts.locations == ()


@pytest.mark.parametrize(
    "line",
    [
        "Company: we are growing fast",
        "Organization: excellent",
        "Title: read on",
        "Role: Support the data engineers",
        "Location: Remote",
    ],
)
def test_a_labelled_line_that_states_no_value_is_no_fact(line):
    facts = read(f"{line}\nMore text for you.").facts
    assert (facts.company, facts.title, facts.locations) == (None, None, ())


LONE_LABELS = [
    # caught a bug: the value stands on the line below its label
    ("Location\nAustin, TX\nTeam\nOvens", ("Austin, TX",)),
    ("locations\nAustin, TX\nLeeds, United Kingdom\ntime type\nFull time",
     ("Austin, TX", "Leeds, United Kingdom")),
    ("**Location:**\n- Leeds (Required)", ("Leeds",)),
    ("Work location\nRemote - Canada", ("Remote - Canada",)),
    ("Location\nWe bake in Leeds.", ()),
    ("Office\nPython, SQL", ()),
    ("Location\nRemote\nLeeds", ()),
    ("Position Location:\nSt. Louis, MO", ("St. Louis, MO",)),
    ("Location: 100% remote with late hours", ()),
    ("Location: Hybrid - 3 days at home", ()),
    ("Location: Remote - Canada", ("Remote - Canada",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), LONE_LABELS)
def test_a_label_alone_on_its_line_has_its_value_below(text, places):
    document = read(f"{text}\nMore bread for more people.")
    facts = document.facts
    assert tuple(fact.value for fact in facts.locations) == places
    assert all(document.text[fact.start : fact.end] == fact.value for fact in facts.locations)


def test_lone_labels_of_other_facts():
    facts = read("Company:\nCrumb\nPosition\nSenior Data Analyst\nMore bread.").facts
    assert (facts.company.value, facts.title.value) == ("Crumb", "Senior Data Analyst")
    facts = read("Company\nBread\nRole\nAnalyst\nSchedule\nFull-time\nMore bread.").facts
    assert (facts.company, facts.title, facts.employment_type) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        # caught a bug: an abbreviation's dot ended the value
        ("Company: Crumb Pvt. Ltd., Pune", "Crumb Pvt. Ltd., Pune"),
        ("Company: Crumb Inc.", "Crumb Inc."),
        ("Company: Crumb. Bread", "Crumb"),
        ("Company:\tCrumb", "Crumb"),
        ("Company: Crumb BakersLocation: LeedsJob Type: Contract", "Crumb Bakers"),
        ("Company: Crumb Reports To: the baker", "Crumb"),
    ],
)
def test_where_the_value_of_a_label_ends(line, value):
    assert read(f"{line}\nMore bread.").facts.company.value == value


@pytest.mark.parametrize(
    ("line", "title"),
    [
        # caught a bug: what stands before the title, or in brackets, hid it
        ("201730 Data Scientist (Open)", "Data Scientist (Open)"),
        ("\U0001f680 Data Scientist", "Data Scientist"),
        ("1. Data Analyst", None),
        ("Data Scientist (m/f/d) (up to 100 %, from home, or in the mill)",
         "Data Scientist (m/f/d) (up to 100 %, from home, or in the mill)"),
        ("Power BI & Data Engineer - Mill Works Create (m/f/d)",
         "Power BI & Data Engineer - Mill Works Create (m/f/d)"),
        ("our data scientist", None),
        ("Home | Data Scientist | Login", None),
        ("Reports to: Head of Data", None),
        ("About Data Engineers", None),
        ("Data Engineer Responsibilities", None),
        ("What a data scientist does at the mill, and how, and with whom else", None),
    ],
)  # fmt: skip
def test_a_first_line_that_is_the_title(line, title):
    found = read(f"{line}\nMore bread.").facts.title
    assert (found and found.value) == title


def test_columns_of_a_listing_go_before_the_text():
    listing = Listing(POSTING, id="7", title="ML Engineer", company="Crumb", location="Leeds, UK")
    document = read(listing)
    assert document.id == "7"
    assert document.facts.title is not None
    assert (document.facts.title.value, document.facts.title.origin) == ("ML Engineer", "page")
    assert document.facts.country == "GB"


def test_the_same_input_has_the_same_id_and_another_another():
    assert read(POSTING).id == read(POSTING).id != read(POSTING + "!").id


def test_files_of_every_kind(tmp_path):
    html = f"<html><body><h1>Data Scientist</h1><p>{POSTING}</p></body></html>"
    record = {"title": "Data Scientist", "description": f"<p>{POSTING}</p>"}
    mail = f"MIME-Version: 1.0\nSubject: job\nContent-Type: text/html; charset=utf-8\n\n{html}"
    files = {
        "a.txt": POSTING.encode(),
        "a.html": html.encode("utf-16"),
        "a.json": json.dumps(record).encode(),
        "a.txt.gz": gzip.compress(POSTING.encode()),
        "a.mhtml": mail.encode(),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        document = read(path)
        assert document.id == name
        assert not document.problems, name
        assert "- Forecast demand with Python" in document.text, name


def test_a_word_document(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Duties", 2)
    document.add_paragraph("Train models for our bakers", style="List Bullet")
    document.save(tmp_path / "a.docx")
    found = read(tmp_path / "a.docx")
    assert found.text == "Duties\n- Train models for our bakers"
    assert found.blocks[0].kind == "heading"


def test_a_damaged_document_is_unreadable(tmp_path):
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 and no more")
    assert codes(tmp_path / "a.pdf") == ["unreadable"]


def test_pdfs_leave_one_handler_with_the_logger_however_many_are_read():  # caught a bug
    pytest.importorskip("pypdf")
    read(b"%PDF-1.4 and no more")
    once = list(logging.getLogger("pypdf").handlers)
    read(b"%PDF-1.4 and no more")
    assert logging.getLogger("pypdf").handlers == once
    assert any(isinstance(handler, logging.NullHandler) for handler in once)


RECORD = {"title": "Data Scientist", "description": POSTING}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps([RECORD], indent=2), id="caught a bug: a list set over lines"),
        pytest.param("\ufeff" + json.dumps(RECORD), id="caught a bug: a mark before it"),
        pytest.param(json.dumps(RECORD) + "\n", id="one line"),
    ],
)
def test_json_is_read_however_it_is_written(text, tmp_path):
    assert read(text).text == read(POSTING).text
    for suffix in (".json", ".jsonl", ".ndjson"):  # caught a bug: .jsonl was of no known kind
        (tmp_path / f"a{suffix}").write_text(text, encoding="utf-8")
        assert read(tmp_path / f"a{suffix}").text == read(POSTING).text
    assert read([RECORD]).text == read(POSTING).text


def test_json_lines_are_several_postings():
    """Caught a bug: the first was read, and nothing said of the others."""
    line = json.dumps(RECORD)
    for lines in (f"{line}\n{line}\n", f"{line}{line}", f"{line}\n{line}\n{line[:40]}"):
        assert codes(lines) == ["several_postings"]


@pytest.mark.parametrize(
    "text",
    ['{Crumb} seeks a "data scientist" for our team.', '[Remote] We hire a "data scientist".'],
)
def test_negative_a_text_that_begins_with_a_bracket(text):
    assert read(text).text == text


@pytest.mark.parametrize("text", [r"{\rtf1\ansi Data Scientist}", rb"{\rtf1\ansi \'e9 Bake}"])
def test_rich_text_is_refused(text):
    """Caught a bug: its codes were taken for the posting."""
    assert codes(text) == ["unreadable"]


LINE = st.text(st.sampled_from("aZé 9.•-*–_#\\\t\u200b\x00<>&:"), max_size=30)
TEXTS = st.lists(LINE, max_size=12).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_blocks_cover_the_lines_and_offsets_slice(text):
    document = read(text)
    lines = [document.text[block.start : block.end] for block in document.blocks]
    assert "\n".join(lines) == document.text
    assert all(line and line == line.strip() for line in lines)
    assert document.text or document.problems


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.sampled_from("aZé 9.•-*–\t"), max_size=30), max_size=12).map("\n".join))
def test_cleaning_is_idempotent(text):
    once = read(text).text
    assert read(once).text == once


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_never_raise(data):
    document = read(data)
    assert document.text or document.problems


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<ul><li>", "<p>Train models</p>", "<", "&", "**", "- "]
)
def test_hostile_repetition_stays_within_the_limit(piece):
    document = read("<html><body>" + piece * 100_000 if piece[0] == "<" else piece * 100_000)
    assert len(document.text) <= MAX_TEXT
    assert document.problems


def test_mail_that_nests_without_end_is_refused():  # caught a bug
    part = "--b{0}\nContent-Type: multipart/mixed; boundary=b{1}\n\n"
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n"
    data = (head + "".join(part.format(i, i + 1) for i in range(3_000))).encode()
    assert [problem.code for problem in read(data).problems] == ["unreadable"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
@pytest.mark.parametrize("most", [30, 10_000])
def test_a_file_too_long_is_cut_and_says_so(tmp_path, monkeypatch, pack, most):
    """Caught a bug: a path was cut without a word, where the same bytes were read whole."""
    monkeypatch.setattr(files, "MAX_BYTES", most)
    data = pack(b"We hire a data scientist today. " * 4)
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    for source in (path, data, Listing(data), Listing(path)):
        problems = [problem.code for problem in read(source).problems]
        assert ("truncated" in problems) == (most == 30)


def test_a_document_too_long_says_so_too(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 30)
    problems = read(b"%PDF-1.7 " + b"x" * 100).problems
    assert [problem.code for problem in problems] == ["truncated", "unreadable"]
