"""Demands in years, what only looks like one, and the alternatives they belong to."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jdparse.annotations import Unit, read_values

NLP = spacy.blank("en")
NLP.add_pipe("jdparse_degrees")
NLP.add_pipe("jdparse_experience")


def read(text, kind="requirements", noun="experience"):
    doc = NLP.make_doc(text)
    doc._.jdparse_units = (Unit(0, len(text), kind, None, 1.0),)
    return read_values(NLP(doc), noun)


def years(text, kind="requirements"):
    return [(found.min_years, found.max_years) for found in read(text, kind)]


DEMANDS = [
    # developed on
    ("5+ years of Python", [(5, None)]),
    ("3-5 years in analytics", [(3, 5)]),
    ("3 to 5 yrs experience", [(3, 5)]),
    ("between 2 and 4 years of work", [(2, 4)]),
    ("Minimum of five (5) years", [(5, None)]),
    ("at least two years’ experience", [(2, None)]),
    ("5-7+ years", [(5, None)]),
    ("8-10+ yrs", [(8, None)]),
    ("3 or more years’ experience", [(3, None)]),
    ("over 10 years of experience", [(10, None)]),
    ("up to 3 years of experience", [(None, 3)]),
    ("18 months of experience", [(1.5, None)]),
    ("6 months experience with SQL", [(0.5, None)]),
    ("2+ years of SQL and 1 year of dbt", [(2, None), (1, None)]),
    ("10+ years overall, at least 4 of them in retail", [(10, None), (4, None)]),
    ("a couple of years of practice", [(2, None)]),
    ("Requirements3+ years of ETL", [(3, None)]),
    # caught a bug
    ("1 + year of coding", [(1, None)]),
    ("Five (5+) years of Scala", [(5, None)]),
    ("4 or more years in Business Intelligence", [(4, None)]),
    ("not less than four years’ experience", [(4, None)]),
    ("2+ years of project management experience", [(2, None)]),
    ("6 years project or programme management experience", [(6, None)]),  # caught a bug
    ("A one-year probationary period", []),  # caught a bug
    ("A 6 year project. Experience with tides helps", []),
    # evaluated on
    ("a 3-year contract", []),
    ("a firm with 30 years in business and many clients", []),
    ("The post is limited to 3 years", []),
    ("The appointment will be for three years", []),
    ("It can be extended for another three years", []),
    ("a 4-year degree", []),
    ("You are at least 18 years old", []),
    ("in the next 5 years we will grow", []),
    ("Contract length: 12 months", []),
    ("options vest over the first 4 years", []),
    ("For over 25 years we have taught traders with experience", []),
    ("We are looking for over 5 years of experience", [(5, None)]),
    ("You pass a 7-year background check", []),
    ("4 years of service experience", [(4, None)]),
    ("$120,000 a year", []),
    # caught a bug
    ("You don't need 5 years of experience", []),
    ("No 3-5 years of experience required", []),
    ("No less than 5 years of experience required", [(5, None)]),
]


@pytest.mark.parametrize(("text", "expected"), DEMANDS, ids=[text[:30] for text, _ in DEMANDS])
def test_years(text, expected):
    assert years(text) == expected


ASIDE = [
    ("about", "For over 20 years we have built pumps", []),
    ("about", "With 45 years of experience, Acme Pumps is a leader", []),
    ("about", "We are looking for an engineer with 4 - 6 years of experience", [(4, 6)]),
    ("benefits", "Sabbatical after 5 years", []),
    ("meta", "Experience: 2 - 4 years", [(2, 4)]),
    ("meta", "AWS: 1 year (Preferred)", [(1, None)]),
    ("responsibilities", "Forecast three years of demand in Spark", []),
]


@pytest.mark.parametrize(("kind", "text", "expected"), ASIDE)
def test_sections_that_ask_for_nothing(kind, text, expected):
    assert years(text, kind) == expected


def test_grade():
    found = read("5 years of Python required, 2 years of Scala a plus")
    assert [demand.requirement for demand in found] == ["required", "preferred"]
    assert read("2 years of Scala", "preferred")[0].requirement == "preferred"


@pytest.mark.parametrize(  # caught a bug
    ("text", "grades"),
    [
        ("2 years of sales experience (online shops preferred)", ["required"]),
        ("2+ years of coding experience, Scala preferred", ["required"]),
        ("2+ years of coding experience in Scala, Go or Rust preferred", ["preferred"]),
        ("3 years of experience, 5+ years preferred", ["required", "preferred"]),
        ("Kafka is a huge plus (3+ years)", ["preferred"]),
        ("Min. 1 year of experience preferred", ["preferred"]),
    ],
)
def test_a_clause_of_a_preferred_unit_does_not_grade_its_years(text, grades):
    assert [demand.requirement for demand in read(text, "preferred")] == grades


ALTERNATIVES = [
    ("BS and 5 years, or MS and 3 years", [("bachelor", 5), ("master", 3)]),
    ("PhD, or MS with 2+ years", [("doctorate", None), ("master", 2)]),
    ("BS + 8 years, MS + 6 years or PhD + 3 years",
     [("bachelor", 8), ("master", 6), ("doctorate", 3)]),
    ("5 years with a Bachelor's or 2 years with a Master's", [("bachelor", 5), ("master", 2)]),
    ("PhD in Physics or three years of research experience", [("doctorate", None), (None, 3)]),
    ("MS or PhD in CS with 3+ years", []),
    ("BS in a related field with 3 years", []),
    ("BS in Maths. 3 years of Python.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ALTERNATIVES)
def test_alternatives(text, expected):
    found = read(text, noun="alternatives")
    assert [(way.degree, way.min_years) for way in found] == expected
    assert all(text[way.start : way.end] == way.text for way in found)


@pytest.mark.parametrize(
    "text",
    [
        "A note first.\nRequirements\n3 years of SQL",
        "- 3 years of SQL\n- Python",
        "You bring 3 years of SQL and curiosity and we bring the tea",
    ],
    ids=["text before the first heading", "no headings", "line breaks lost"],
)
def test_without_units_every_line_is_read(text):
    assert [found.min_years for found in read_values(NLP(text), "experience")] == [3]


@given(st.text(alphabet="0123456789+-–to yearsmonthBS of'’,.\n", max_size=100))
def test_offsets_and_order(text):
    for found in read_values(NLP(text or " "), "experience"):
        assert text[found.start : found.end] == found.text
        assert found.max_years is None or found.max_years > (found.min_years or 0)


def test_a_megabyte_of_one_line_is_read():
    assert len(years("3 years of SQL and " * 4_000)) == 4_000
    assert years("5 " * 500_000) == []
