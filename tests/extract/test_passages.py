"""Passages: the units, or the lines, that hold a string."""

import spacy

import jdparse.extract.degrees  # noqa: F401  (declares the extensions)
from jdparse.annotations import Unit
from jdparse.extract.passages import Passages, passages, shortest

NLP = spacy.blank("en")


def test_each_passage_that_holds_a_cue_comes_once_and_in_order():
    text = "A degree, a degree\nnothing\nBS here"
    posting = passages(NLP.make_doc(text))
    assert [p.text for p in posting.holding(["degree", "BS"])] == ["A degree, a degree", "BS here"]
    assert list(posting.holding(["bs "])) == [next(iter(posting.holding(["BS"])))]


def test_a_capital_that_grows_when_lowered_shifts_nothing():
    posting = passages(NLP.make_doc("İstanbul İzmir degree"))
    assert len(posting.lowered) == len(posting.text)
    assert [p.start for p in posting.holding(["degree"])] == [0]


def test_characters_between_units_belong_to_none():
    posting = Passages("ab degree", "ab degree", (Unit(0, 2, "about", None, 1.0),))
    assert list(posting.holding(["degree"])) == []


def test_shortest_cues_find_what_the_longer_do():
    assert shortest(["B.Sc", "B.S", "mtech", "MTech"]) == ("B.S", "mtech")
