"""The ways to qualify: which demands are a choice, and what only stands beside one another."""

import re

import pytest
import spacy

from jdparse.annotations import Unit, read_values
from jdparse.extract.alternatives import Years
from jdparse.extract.alternatives import alternatives as ways
from jdparse.extract.degree_names import DegreeMention

NLP = spacy.blank("en")
NLP.add_pipe("jdparse_degrees")
NLP.add_pipe("jdparse_experience")


def alternatives(text):
    doc = NLP.make_doc(text)
    doc._.jdparse_units = (Unit(0, len(text), "requirements", None, 1.0),)
    found = read_values(NLP(doc), "alternatives")
    assert all(text[way.start : way.end] == way.text for way in found)
    return [(way.degree, way.min_years) for way in found]


CHOICES = [
    # developed on
    ("BS/MS in physics with 4 years of practice, or a PhD with 1 year",
     [("bachelor", 4), ("master", 4), ("doctorate", 1)]),
    ("BSc with 6 years. Or MSc with 4 years", [("bachelor", 6), ("master", 4)]),
    ("7+ years (or a PhD with 4+ years) of work in vision", [(None, 7), ("doctorate", 4)]),
    ("PhD (or MS with 4+ years of practice) in geology", [("doctorate", None), ("master", 4)]),
    ("At least 9 years of modelling OR a Master's degree and 5 years",
     [(None, 9), ("master", 5)]),
    ("PhD or Master's in statistics, with 2+ years (for PhD) or with 6+ years (for Master's)",
     [("doctorate", 2), ("master", 6)]),
    ("Master's or PhD in maths.4+ years with a Master's or 2+ years with a PhD.Good humour",
     [("master", 4), ("doctorate", 2)]),
    ("Bachelor's degree, Master's degree or PhD as follows: six years with a Bachelor's degree, "
     "four years with a Master's degree", [("bachelor", 6), ("master", 4)]),
    # a degree that years stand for
    ("Master's degree required (8 years of practice may be substituted for education)",
     [("master", None), (None, 8)]),
    ("Bachelor's degree in law. 6 years of casework can be accepted in place of it",
     [("bachelor", None), (None, 6)]),
    ("A bachelor's degree, or an additional 4 years of work", [("bachelor", None), (None, 4)]),
    # caught a bug: other demands of a posting without line breaks hid the choice
    ("6 years of design workA bachelor's degree in physics or 3 years of practice.Strong SQL",
     [("bachelor", None), (None, 3)]),
    ("3 years of SQL. BS with 5 years or MS with 2 years. 4 years of Java.",
     [("bachelor", 5), ("master", 2)]),
    ("9 years with a Bachelor's degree or 7 years with an advanced degree (e.g. Masters/MBA) or at "
     "least 3 years with a PhD", [("bachelor", 9), ("master", 7), ("doctorate", 3)]),
    ("2 years of Go, or 1 year with a Master's degree", [(None, 2), ("master", 1)]),
    ("BS in Geology with at least 7+ years of fieldwork (5+ years with an MS Degree)",
     [("bachelor", 7), ("master", 5)]),
]  # fmt: skip


LINES = [
    # caught a bug: each line was a passage of its own
    ("Bachelor's degree and 6 years\nOR\nMaster's degree and 4 years\n\nOR\nPhD",
     [("bachelor", 6), ("master", 4), ("doctorate", None)]),
    ("• MS with 5 years in geology,\n• or a PhD with 2 years", [("master", 5), ("doctorate", 2)]),
    ("PhD in physics\nOr Master's degree and 3+ years\n2+ years of SQL",
     [("doctorate", None), ("master", 3)]),
    # what only stands beside one another
    ("Master's degree in physics\n5+ years of Python or R", []),
    ("Bachelor's degree and 3 years\nOrganized, with a PhD for preference", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINES, ids=[text[:20] for text, _ in LINES])
def test_a_choice_over_lines(text, expected):
    doc = NLP.make_doc(text)
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    doc._.jdparse_units = tuple(Unit(*line, "requirements", None, 1.0) for line in lines)
    found = read_values(NLP(doc), "alternatives")
    assert [(way.degree, way.min_years) for way in found] == expected
    assert all(text[way.start : way.end] == way.text for way in found)


@pytest.mark.parametrize(("text", "expected"), CHOICES, ids=[text[:40] for text, _ in CHOICES])
def test_a_choice(text, expected):
    assert alternatives(text) == expected


NONE = [
    # caught a bug
    "Master's in physics plus 5 years of pricing; preferably a PhD plus 8+ years",
    "PhD or MS in physics or a related field4+ years of modelling",
    "Bachelor's degree or equivalent with 3 years of testing",
    "BS with 8 years of fieldwork (11 years would be grand, 3 of them at sea)",
    # evaluated on
    "BS in maths with 3 years of Python or 2 years of R",
    "MS or PhD and 3 years",
    "3 years of Python; MS or PhD",
    "Bachelor's degree. 5 years of SQL or Java. 2 years of Go",
    "A bachelor's degree and a 4-year apprenticeship",
]


@pytest.mark.parametrize("text", NONE)
def test_no_choice(text):
    assert alternatives(text) == []


def test_a_megabyte_of_one_line_is_read():
    demand = "BS with 5 years or MS with 3 years. "
    starts = range(0, 10_000 * len(demand), len(demand))
    names = ((0, "bachelor"), (19, "master"))
    degrees = [DegreeMention(level, at + n, at + n + 2) for at in starts for n, level in names]
    years = [Years(at + n, at + n + 7, most) for at in starts for n, most in ((8, 5.0), (27, 3.0))]
    assert len(ways(demand * 10_000, 0, degrees, years)) == 20_000
