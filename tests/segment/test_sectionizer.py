"""What each unit is, in postings of every make, and the sections made of them."""

import pytest
import spacy

from jdparse import annotations
from jdparse.annotations import Unit, prepare, read_values
from jdparse.document import Block, Fact, Facts
from jdparse.segment.sectionizer import make_segmenter, sections_of

SEGMENTER = make_segmenter()

TEXT_BEFORE_HEADING = """Machine Learning Engineer
Leaf & Kettle is a family business that has sold tea since 1920.
Responsibilities
- Train and deploy models that forecast the demand for tea
- Monitor models in production and retrain them
Requirements
- Bachelor's degree in computer science
- 3+ years of experience with Python
Nice to have
- Experience with Kubernetes is a plus
Benefits
- Health, dental and vision insurance
- 25 days of paid vacation
We are an equal opportunity employer and do not discriminate on the basis of race or religion."""
NO_HEADINGS = """Leaf & Kettle is the leading maker of tea in the country, loved by millions.
You will design, build and deploy machine learning models that forecast demand.
You will work closely with product managers to turn their questions into experiments.
You must have a degree in statistics or a related field and 5 years of experience with SQL.
Strong communication skills are required.
The salary range for this position is $120,000 - $150,000 per year."""
LOST_BREAKS = (
    "Leaf & Kettle sells tea to millions of people.ResponsibilitiesBuild machine learning models "
    "for forecasting demandCollaborate with product managers and engineersRequirements"
    "Bachelor's degree in statistics3+ years of experience in PythonStrong communication "
    "skillsPreferred Qualifications: Experience with Spark"
)
ONE_LINE = (
    "Responsibilities: Develop dashboards for the sales team. Analyze customer data. "
    "Requirements: Degree in statistics. Two years of experience with SQL. "
    "Benefits: Health insurance and paid time off."
)


def kinds(text: str, **given) -> list[tuple[str, str]]:
    return [(unit.kind, text[unit.start : unit.end]) for unit in SEGMENTER.units(text, **given)]


def kind_of(text: str, quoted: str) -> str:
    return next(kind for kind, unit in kinds(text) if quoted in unit)


CASES = [
    (TEXT_BEFORE_HEADING, "family business", "about"),
    (TEXT_BEFORE_HEADING, "Train and deploy", "responsibilities"),
    (TEXT_BEFORE_HEADING, "Monitor models", "responsibilities"),
    (TEXT_BEFORE_HEADING, "Bachelor", "requirements"),
    (TEXT_BEFORE_HEADING, "3+ years", "requirements"),
    (TEXT_BEFORE_HEADING, "Kubernetes", "preferred"),
    (TEXT_BEFORE_HEADING, "dental", "benefits"),
    (TEXT_BEFORE_HEADING, "equal opportunity", "legal"),
    (TEXT_BEFORE_HEADING, "Nice to have", "heading"),
    (NO_HEADINGS, "leading maker", "about"),
    (NO_HEADINGS, "design, build", "responsibilities"),
    (NO_HEADINGS, "work closely", "responsibilities"),
    (NO_HEADINGS, "must have a degree", "requirements"),
    (NO_HEADINGS, "Strong communication", "requirements"),
    (NO_HEADINGS, "salary range", "pay"),
    (LOST_BREAKS, "sells tea", "about"),
    (LOST_BREAKS, "Build machine", "responsibilities"),
    (LOST_BREAKS, "Collaborate with", "responsibilities"),
    (LOST_BREAKS, "3+ years", "requirements"),
    (LOST_BREAKS, "Strong communication", "requirements"),
    (LOST_BREAKS, "Spark", "preferred"),
    (ONE_LINE, "Develop dashboards", "responsibilities"),
    (ONE_LINE, "Analyze customer", "responsibilities"),
    (ONE_LINE, "Two years", "requirements"),
    (ONE_LINE, "Health insurance", "benefits"),
]


@pytest.mark.parametrize(
    ("text", "quoted", "kind"), CASES, ids=[f"developed on: {case[1]}" for case in CASES]
)
def test_kinds(text, quoted, kind):
    assert kind_of(text, quoted) == kind


def test_content_decides_whatever_the_heading():
    """Evaluated on: a duty-like list under a wrong heading keeps what its lines say."""
    text = (
        "About us\nWe sell tea.\nBenefits\n- Health insurance\n"
        "- We are an equal opportunity employer and do not discriminate on the basis of race, "
        "religion, sex or age"
    )
    assert kind_of(text, "discriminate") == "legal"


def test_units_know_their_heading_and_confidence():
    units = SEGMENTER.units(TEXT_BEFORE_HEADING)
    assert units[1].heading is None
    assert next(u for u in units if u.kind == "preferred").heading == "Nice to have"
    assert all(
        0 < unit.confidence <= 1 and round(unit.confidence, 6) == unit.confidence for unit in units
    )


def test_markup_headings_count():
    text = "Tea first\nBrew the best tea"
    blocks = (Block(0, 9, "heading"), Block(10, 27, "paragraph"))
    plain, marked = SEGMENTER.units(text)[0], SEGMENTER.units(text, blocks)[0]
    assert marked.kind == "heading"
    assert (plain.kind, plain.confidence) != (marked.kind, marked.confidence)


def test_a_heading_opens_one_section_and_the_next_kind_another():
    units = (
        Unit(0, 5, "about", None, 1.0),
        Unit(6, 10, "heading", None, 1.0),
        Unit(11, 20, "requirements", "Need", 1.0),
        Unit(21, 30, "preferred", "Need", 1.0),
        Unit(31, 35, "heading", "Need", 1.0),
    )
    sections = [(s.kind, s.heading, s.start, s.end) for s in sections_of(units)]
    assert sections == [
        ("about", None, 0, 5), ("requirements", "Need", 6, 20), ("preferred", "Need", 21, 30),
    ]  # fmt: skip
    assert sections_of(()) == ()


def test_component_writes_units_and_sections():
    nlp = spacy.blank("en")
    nlp.add_pipe("jdparse_sectionizer")
    doc = nlp.make_doc(TEXT_BEFORE_HEADING)
    prepare(doc, (), Facts(title=Fact("Machine Learning Engineer", "page")))
    nlp.get_pipe("jdparse_sectionizer")(doc)
    assert len(read_values(doc, "units")) == 14
    assert len(read_values(doc, "sections")) == 7
    assert len(doc.spans["jdparse_sections"]) == 7


@pytest.mark.parametrize("together", [1, 900, 150_000])
def test_postings_read_at_once_have_the_units_they_have_alone(monkeypatch, together):
    monkeypatch.setattr(annotations, "_TOGETHER", together)
    texts = [TEXT_BEFORE_HEADING, "", ONE_LINE, NO_HEADINGS, "Tea", LOST_BREAKS, ONE_LINE]
    nlp = spacy.blank("en")
    nlp.add_pipe("jdparse_sectionizer")
    found = [read_values(doc, "units") for doc in nlp.pipe(texts)]
    assert found == [SEGMENTER.units(text) for text in texts]


def test_an_empty_text_has_no_units():
    assert SEGMENTER.units("") == ()


@pytest.mark.parametrize("text", ["x" * 1_000_000, "word " * 200_000, "Brew tea.\n" * 30_000])
def test_large_texts_are_read(text):
    """Nothing grows faster than the text: a square one would not end."""
    units = SEGMENTER.units(text)
    assert units[-1].end == len(text.rstrip())


def test_the_same_text_has_the_same_units():
    assert SEGMENTER.units(LOST_BREAKS) == make_segmenter().units(LOST_BREAKS)


def test_units_in_another_script_follow_their_heading():
    """Evaluated on: English headings over Japanese or Korean lines."""
    text = "Responsibilities\n- 需要予測モデルを開発する\nRequirements\n- Python の実務経験"
    assert [kind for kind, _ in kinds(text)] == [
        "heading", "responsibilities", "heading", "requirements",
    ]  # fmt: skip
