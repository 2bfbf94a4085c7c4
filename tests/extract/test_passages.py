"""Passages: the units, or the lines, that hold a string."""

import pytest
import spacy

import jdparse.extract.degrees  # noqa: F401  (declares the extensions)
from jdparse.annotations import Unit
from jdparse.extract.cues import Cues, marks_of, shortest
from jdparse.extract.degree_names import degree_name_reader
from jdparse.extract.passages import Passages, lower, passages

NLP = spacy.blank("en")


def test_each_passage_that_holds_a_cue_comes_once_and_in_order():
    text = "A degree, a degree\nnothing\nBS here"
    posting = passages(NLP.make_doc(text))
    assert [p.text for p in posting.holding(Cues(["degree", "BS"]))] == [
        "A degree, a degree",
        "BS here",
    ]
    assert list(posting.holding(Cues(["bs "]))) == [next(iter(posting.holding(Cues(["BS"]))))]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        # developed on
        ("You hold a bachelor's degree in statistics, economics\nor a related field", True),
        # negatives: a new sentence, a new item, a short line, a line that has ended
        ("You hold a bachelor's degree in statistics, economics\nOr a diploma", False),
        ("- A bachelor's degree in statistics or in economics\n- or a diploma", False),
        ("A bachelor's degree\nor a diploma", False),
        ("You hold a bachelor's degree in statistics, economics.\nor a diploma", False),
    ],
)
def test_a_line_wrapped_in_mid_sentence_is_one_passage_with_its_rest(text, whole):
    first = next(iter(passages(NLP.make_doc(text)).holding(Cues(["bachelor"]))))
    assert (first.text == text) is whole
    assert text[first.start : first.start + len(first.text)] == first.text


def test_a_capital_that_grows_when_lowered_shifts_nothing():
    posting = passages(NLP.make_doc("İstanbul İzmir degree"))
    assert len(posting.lowered) == len(posting.text)
    assert [p.start for p in posting.holding(Cues(["degree"]))] == [0]


def test_characters_between_units_belong_to_none():
    text = "ab degree"
    posting = Passages(text, text, marks_of(text), (Unit(0, 2, "about", None, 1.0),))
    assert list(posting.holding(Cues(["degree"]))) == []


def test_shortest_cues_find_what_the_longer_do():
    assert shortest(["B.Sc", "B.S", "mtech", "MTech"]) == ("B.S", "mtech")


@pytest.mark.parametrize(
    "text",
    ["", "a", "BS", "PhD in Ingénieur 😀 studies, BAC+5 or B. E", "\ud800 İ degree", "A.S" * 9_999],
)
def test_no_cue_that_a_text_holds_is_passed_over(text):
    every = degree_name_reader().cues
    possible = every.possible(marks_of(lower(text)))
    held = {cue for cue in every.all if cue in (lower(text) if cue.islower() else text)}
    assert held <= set(possible)
    assert every.stand_in(text) is bool(held)
    assert len(possible) < len(every.all) / 2
