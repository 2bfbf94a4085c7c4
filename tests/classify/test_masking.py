"""No title and no role name reaches the model."""

import pytest

from jdparse.classify.masking import make_masker, words
from jdparse.classify.reading import read_text
from jdparse.classify.title import TitleEntry
from jdparse.lexicon import read_lexicon

MASKED = {
    "developed on: level and field": "Senior Machine Learning Engineers deploy models",
    "developed on: hyphens": "machine-learning engineer deploy models",
    "developed on: slash": "AI/ML Engineer deploy models",
    "developed on: data scientist": "data scientists deploy models",
    "developed on: head alone": "Engineers deploy models",
    "developed on: manager of ours": "Data Science Manager deploy models",
    "developed on: abbreviation": "MLEs deploy models",
    "developed on: whole name": "Members of Technical Staff deploy models",
}
KEPT = {
    "developed on: field without a head": "machine learning models",
    "developed on: a verb": "lead the work",
    "developed on: engineering": "software engineering practice",
    "developed on: manager of others": "password manager",
}


@pytest.mark.parametrize("text", MASKED.values(), ids=MASKED.keys())
def test_a_role_name_is_taken_out_with_its_modifiers(text):
    assert make_masker().clauses(text) == (("deploy", "models"),)


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_names_no_person_stays(text):
    assert make_masker().clauses(text) == (words(text),)


def test_the_postings_own_title_is_taken_out_with_its_parts():
    masker = make_masker().with_title("Growth Wizard, Demand Planning (remote)")
    assert masker.clauses("Growth Wizard for demand planning: fun") == (("for",), ("fun",))


def test_a_title_of_one_word_does_not_erase_the_word():
    assert make_masker().with_title("Statistics").clauses("know statistics") == (
        ("know", "statistics"),
    )


@pytest.mark.parametrize("role", ["Machine Learning Engineer", "Data Scientist", "Data Analyst"])
def test_the_reading_is_the_same_whatever_the_title(role):
    text = "We look for a {0}.\nThe {0} trains models with other {0}s."
    ours, other = (read_text(text.format(name), title=name) for name in (role, "Research Engineer"))
    assert [s.clauses for s in ours.sentences] == [s.clauses for s in other.sentences]


def test_every_phrase_of_the_lexicon_is_found_once():
    entries = read_lexicon("titles", TitleEntry)
    seen: dict[tuple[str, str], str] = {}
    masker = make_masker()
    for name, entry in entries.items():
        for phrase in entry.phrases:
            assert seen.setdefault((entry.part, phrase), name) == name, phrase
            assert " ".join(words(phrase)) == phrase
            if entry.part in ("head", "name"):
                assert masker.clauses(phrase) == (), phrase
            if entry.part in ("modifier", "title_head"):
                assert len(words(phrase)) == 1, phrase
            if entry.part == "title_head":
                assert masker.clauses(f"ai {phrase}") == (), phrase
            if entry.part == "modifier":
                assert masker.clauses(f"{phrase} engineer") == (), phrase
        assert len(set(entry.phrases)) == len(entry.phrases), name
