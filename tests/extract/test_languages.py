"""Spoken languages, told from nationalities, companies and subjects."""

import pytest
import spacy

from jdparse.annotations import Unit, read_values
from jdparse.extract.languages import LanguageNames
from jdparse.lexicon import read_lexicon

NLP = spacy.blank("en")
NLP.add_pipe("jdparse_languages")


def languages(text, kind="requirements", heading=None):
    doc = NLP.make_doc(text)
    doc._.jdparse_units = (Unit(0, len(text), kind, heading, 1.0),)
    return [(found.language, found.requirement) for found in read_values(NLP(doc), "languages")]


CASES = [
    # developed on
    ("Fluent English", [("en", "required")]),
    ("German C1 is a plus", [("de", "preferred")]),
    ("Japanese (N2)", [("ja", "required")]),
    ("Excellent written and spoken English and German", [("en", "required"), ("de", "required")]),
    ("Native Mandarin speaker", [("zh", "required")]),
    ("Fluency in English is essential and knowledge of French is a definite advantage",
     [("en", "required"), ("fr", "preferred")]),
    ("Strong English, with fluency in Arabic considered a plus",
     [("en", "required"), ("ar", "preferred")]),
    # caught a bug
    ("Strong English skillsPython", [("en", "required")]),
    ("Language: English is mandatory, French is a plus",
     [("en", "required"), ("fr", "preferred")]),
    ("Good knowledge of IAS and Armenian taxation", []),
    ("Polish your skills", []),
    ("German is not required", []),
    ("Fluent Danish is not required, but helpful", [("da", "preferred")]),
    # evaluated on
    ("Fluency in English, German is a plus", [("en", "required"), ("de", "preferred")]),
    ("English muffins for breakfast", []),
    ("Work for a French bank on natural language processing", []),
    ("Explain results in plain English", []),
    ("A degree in English literature", []),
    ("Experience with programming languages such as Python", []),
    ("Teams in Polish and Spanish offices", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:30] for text, _ in CASES])
def test_languages(text, expected):
    assert languages(text) == expected


def test_a_line_under_the_heading_languages():
    assert languages("Dutch, English", heading="Languages") == [
        ("nl", "required"),
        ("en", "required"),
    ]
    assert languages("Free German courses for all", "benefits") == []


NAMES = [
    (code, name)
    for code, entry in read_lexicon("languages", LanguageNames).items()
    for name in entry.names
]


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_every_name_finds_itself(code, name):
    assert languages(f"Fluent in {name}.") == [(code, "required")]


def test_no_name_twice():
    assert len({name for _, name in NAMES}) == len(NAMES)
