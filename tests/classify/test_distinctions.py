"""The cues of the article's distinctions."""

import re

import pytest

from jdparse.classify.distinctions import DISTINCTIONS, GAP, SIDES, CueEntry, make_cue_matcher
from jdparse.classify.masking import words
from jdparse.lexicon import read_lexicon

ENTRIES = read_lexicon("distinctions", CueEntry)


def test_each_distinction_has_cues_for_either_side():
    assert {(e.distinction, e.side) for e in ENTRIES.values()} == {
        (name, side) for name in DISTINCTIONS for side in SIDES
    }


@pytest.mark.parametrize("name", ENTRIES)
def test_every_cue_finds_itself_and_stands_once(name):
    matcher = make_cue_matcher()
    cues = ENTRIES[name].cues
    assert len(set(cues)) == len(cues)
    for cue in cues:
        clause = words(re.sub(r"\*", "", cue))
        assert len(clause) == len(cue.split()) <= 4, cue
        assert name in matcher.find(clause), cue


def found(text: str) -> set[str]:
    return set(make_cue_matcher().find(words(text)))


def test_words_between_are_allowed_up_to_the_gap():
    assert "deploying_models" in found("deploy " + "x " * GAP + "models")
    assert "deploying_models" not in found("deploy " + "x " * (GAP + 1) + "models")


def test_order_counts():
    assert "building_models" not in found("models build")


def test_a_whole_word_is_not_a_beginning():
    assert "analysis_tools" in found("r")
    assert "analysis_tools" not in found("rather excellent")
