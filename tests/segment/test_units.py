"""Units: lines, sentences, lost line breaks, inline bullets and headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdparse.lexicon import read_lexicon, read_words
from jdparse.segment.headings import HeadingEntry, Headings
from jdparse.segment.sectionizer import make_splitter
from jdparse.segment.units import UnitSplitter

SPLITTER = make_splitter(Headings(read_lexicon("headings", HeadingEntry)))
PARTS = [
    "Build models. ",
    "e.g. tea",
    "\n",
    "- ",
    "• ",
    "skillsExperience ",
    "Duties: ",
    "3.5 ",
    "a)",
]


def split(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in SPLITTER.split(text)]


CASES = [
    ("developed on: lines", "Who we are\nWe sell tea", ["Who we are", "We sell tea"]),
    ("developed on: sentences", "We sell tea. You brew it!", ["We sell tea.", "You brew it!"]),
    ("developed on: bullets go", "- Brew tea\n• Pour it\n2) Sip", ["Brew tea", "Pour it", "Sip"]),
    ("developed on: inline bullets", "Duties • Brew • Pour", ["Duties", "Brew", "Pour"]),
    ("developed on: inline dashes", "Tasks: - Brew - Pour", ["Tasks:", "Brew", "Pour"]),
    ("developed on: one dash is a dash", "Tea for all - Green too", ["Tea for all - Green too"]),
    ("developed on: abbreviation", "Tools (e.g. Kettle) at Leaf Inc. Paris",
     ["Tools (e.g. Kettle) at Leaf Inc. Paris"]),
    ("developed on: glued stop", "Ship to prod.Design a cup", ["Ship to prod.", "Design a cup"]),
    ("developed on: a domain is no stop", "See leaf.com or ASP.NET", ["See leaf.com or ASP.NET"]),
    ("developed on: glued words", "Know RustExperience in Go", ["Know Rust", "Experience in Go"]),
    ("developed on: a name stays", "Use PyTorch, OneDrive and JavaScript",
     ["Use PyTorch, OneDrive and JavaScript"]),
    ("developed on: inline headings", "Responsibilities: Build it. Requirements: Python",
     ["Responsibilities:", "Build it.", "Requirements:", "Python"]),
    ("developed on: glued headings", "models in GoRequirementsPython knowledge",
     ["models in Go", "Requirements", "Python knowledge"]),
    ("developed on: a label keeps its value", "We sell tea. Location: Paris",
     ["We sell tea.", "Location: Paris"]),
    ("developed on: a lower-case word is no heading", "the requirements: many",
     ["the requirements: many"]),
    ("caught a bug: a lone bullet is no unit", "•\nBrew tea", ["Brew tea"]),
    ("caught a bug: an enumerator is no sentence", "1. Brew tea. 2. Pour", ["Brew tea.", "Pour"]),
    ("developed on: nothing", " \n•\n--", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_units(text, expected):
    assert split(text) == expected


def test_marks_items_and_line_starts():
    pieces = SPLITTER.split("- Brew tea. Pour it\nSip")
    assert [(piece.is_item, piece.is_line_start) for piece in pieces] == [
        (True, True), (False, False), (False, True),
    ]  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PARTS)).map("".join))
def test_units_are_in_order_within_lines_and_lose_no_letter(text):
    pieces = SPLITTER.split(text)
    end = 0
    for piece in pieces:
        assert end <= piece.start < piece.end
        assert "\n" not in text[piece.start : piece.end]
        end = piece.end
    inside = sum(piece.end - piece.start for piece in pieces)
    left_out = [c for c in text if c.isalpha()]
    assert inside >= len(left_out) - 3 * text.count(")")  # "a) " is an enumerator


def test_each_name_would_be_cut_without_its_entry():
    words = read_words("lost_breaks")
    bare = UnitSplitter(frozenset(words["line_starters"]))
    kept = {name for name in words["names"] if len(bare.split(f"Know {name} well")) == 2}
    assert kept == set(words["names"])


def test_no_abbreviation_ends_a_sentence():
    for word in read_words("lost_breaks")["abbreviations"]:
        assert len(split(f"know the {word}. Kettle")) == 1, word
    assert len(split("know the tea. Kettle")) == 2


def test_each_line_starter_opens_a_line():
    words = read_words("lost_breaks")["line_starters"]
    assert len(set(words)) == len(words)
    for word in words:
        assert split(f"know the kettle{word} here")[1:] == [f"{word} here"], word


@pytest.mark.parametrize(
    "unit", ["x", "A", "aA", ". ", "Aa: ", "• ", "a - B", "\n", "experienceStrong "]
)
def test_a_long_line_of_anything_is_split_in_linear_time(unit, grows_linearly):
    assert grows_linearly(SPLITTER.split, unit)
    text = unit * (200_000 // len(unit))
    assert sum(piece.end - piece.start for piece in SPLITTER.split(text)) <= len(text)
