"""Duties, one entry each, and the area each belongs to."""

import pytest
import spacy

from jdparse.annotations import Unit, prepare, read_values
from jdparse.document import Facts
from jdparse.extract.responsibilities import AreaEntry, DutyAreas, extract_responsibilities
from jdparse.lexicon import read_lexicon

DATA, MODELS = "data_preparation_analysis", "model_building_optimization"
DEPLOYMENT, COLLABORATION = "deployment_monitoring", "collaboration_communication"
ENTRIES = read_lexicon("duty_areas", AreaEntry)
AREAS = DutyAreas(ENTRIES)
TERMS = [
    (entry.area if weight >= entry.least else "other", term)
    for entry in ENTRIES.values()
    for weight, terms in ((4, entry.strong), (2, entry.medium), (1, entry.weak))
    for term in terms
]

CASES = [
    ("developed on", "Clean and preprocess large data sets for the models", DATA),
    ("developed on", "Build ETL pipelines with Spark", DATA),
    ("developed on", "Train predictive models and tune their hyperparameters", MODELS),
    ("developed on", "Researching new algorithms for speech", MODELS),
    ("developed on", "Deploy models to production and monitor drift", DEPLOYMENT),
    ("developed on", "Own the ML platform on Kubernetes", DEPLOYMENT),
    ("developed on", "Work closely with product managers", COLLABORATION),
    ("developed on", "Explain results to non-technical stakeholders", COLLABORATION),
    ("developed on", "Write unit tests and review code", "software_engineering"),
    ("developed on", "Create dashboards and weekly reports for sales", "insight_reporting"),
    ("caught a bug: no supervisor", "Apply supervised learning", MODELS),
    ("caught a bug: no serving", "Serve tea to guests", "other"),
    ("caught a bug: one weak word", "Maintain the director's calendar", "other"),
    ("caught a bug: one weak word", "Conduct training for new porters", "other"),
    ("caught a bug: one word of many trades", "Draw up budgets and operational plans", "other"),
    ("caught a bug: one word of many trades", "Make financial models of leases", "other"),
    ("caught a bug: one word of many trades", "Manage the tea garden", "other"),
    ("caught a bug", "Integrate new models into the payment flow", DEPLOYMENT),
    ("caught a bug", "Tune ETL processes", DATA),
    ("caught a bug", "Extract actionable insights", "insight_reporting"),
    ("developed on", "Learn what machine learning can do for claims", MODELS),
    ("developed on", "Water the plants", "other"),
    ("developed on", "", "other"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("duty", "area"), [c[1:] for c in CASES], ids=[f"{c[0]}: {c[1]}" for c in CASES]
)
def test_area(duty, area):
    assert AREAS.area_of(duty) == area


def test_each_term_belongs_to_its_area_if_it_is_enough_alone():
    for area, term in TERMS:
        assert AREAS.area_of(term) == area, term


def test_no_term_twice():
    assert len(AREAS.weights) == len(TERMS)


def parse(text: str) -> list[str]:
    nlp = spacy.blank("en")
    nlp.add_pipe("jdparse_sectionizer")
    nlp.add_pipe("jdparse_responsibilities")
    doc = nlp(prepare(nlp.make_doc(text), (), Facts()))
    duties = read_values(doc, "responsibilities")
    assert all(text[duty.start : duty.end] == duty.text for duty in duties)
    return [duty.text for duty in duties]


POSTINGS = [
    ("caught a bug: wrapped lines, and numbers of parts",
     "Responsibilities:\n1.1.\n- Train forecasting models for the tea that is sold in\nshops and "
     "on trains\n- Deploy them to production",
     ["Train forecasting models for the tea that is sold in\nshops and on trains",
      "Deploy them to production"]),
    ("developed on: text before the first heading",
     "Leaf & Kettle sells tea.\nResponsibilities:\n- Train forecasting models\n"
     "- Deploy them to production\nRequirements:\n- 3+ years of experience with Python",
     ["Train forecasting models", "Deploy them to production"]),
    ("developed on: no headings",
     "Leaf & Kettle is the largest maker of tea in the country. You will build machine "
     "learning models and deploy them. You will work closely with engineers to improve our "
     "platform. A degree in statistics is required.",
     ["You will build machine learning models and deploy them.",
      "You will work closely with engineers to improve our platform."]),
    ("developed on: lost line breaks",
     "Leaf & Kettle sells tea.ResponsibilitiesDevelop and deploy machine learning models"
     "Analyze large datasets to find insightsRequirementsBachelor's degree in statistics",
     ["Develop and deploy machine learning models", "Analyze large datasets to find insights"]),
    ("developed on: no duties", "Requirements\n- 3+ years of experience with Python", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "duties"), [p[1:] for p in POSTINGS], ids=[p[0] for p in POSTINGS]
)
def test_duties(text, duties):
    assert parse(text) == duties


def test_only_units_of_duties_are_entries():
    units = (Unit(0, 8, "responsibilities", None, 0.9), Unit(9, 17, "requirements", None, 0.9))
    duties = extract_responsibilities("Sell tea\nKnow tea", units, AREAS)
    assert [(duty.text, duty.start, duty.end) for duty in duties] == [("Sell tea", 0, 8)]
