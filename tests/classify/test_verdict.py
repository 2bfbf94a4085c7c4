"""The verdict of the shipped model on parsed postings."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jdparse import parse
from jdparse.classify.evidence import log_odds_by_sentence, rounded
from jdparse.classify.linear import sigmoid, softmax
from jdparse.classify.reading import read_posting
from jdparse.classify.store import load_model
from jdparse.classify.verdict import LEAST_WORDS, judge, model_name
from jdparse.models import model_path
from jdparse.posting import ROLE_LABELS, Problem

MLE, DS, OTHER = ROLE_LABELS

ENGINEERING = """Tidewell moves parcels. We keep a small office by the harbour.
What you will do
- Train and fine-tune PyTorch models that forecast parcel volumes
- Deploy them to Kubernetes behind a low-latency API and monitor them for drift
- Build the training pipelines and the feature store with our platform group
What you bring
- Strong software engineering in Python or C++, CI/CD and Docker
- Experience with deep learning frameworks in production"""
SCIENCE = """Tidewell moves parcels. We keep a small office by the harbour.
What you will do
- Design A/B tests, analyze the results and present findings to product leaders
- Explore customer data in SQL and R to uncover trends and inform pricing decisions
- Build dashboards in Tableau that track our key metrics
What you bring
- Strong statistics: regression, hypothesis testing, causal inference
- A degree in statistics, economics or another quantitative field"""
NURSING = """Tidewell Clinic cares for families. We keep a small ward by the harbour.
What you will do
- Give medication, dress wounds and record vital signs on each round
- Comfort patients and explain the doctor's advice to their families
- Train student nurses on the ward and order supplies
What you bring
- A nursing licence and two years on a surgical ward
- Calm in emergencies and a friendly manner with children"""
TEXTS = {MLE: ENGINEERING, DS: SCIENCE, OTHER: NURSING}
FORMS = {
    "text before the first heading": lambda text: text,
    "no headings": lambda text: "\n".join(x for x in text.split("\n") if not x.startswith("What")),
    "lost line breaks": lambda text: text.replace("\n- ", ". ").replace("\n", " "),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(("label", "text"), TEXTS.items(), ids=TEXTS)
def test_duties_decide_in_every_layout(label, text, form):
    verdict = judge(parse(form(text)))
    assert verdict.label == label
    assert label in verdict.prediction_set


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_title_changes_nothing_but_what_the_title_says(text):
    plain = judge(parse(text))
    for title in ("Data Scientist", "Machine Learning Engineer", "Registered Nurse"):
        titled = judge(parse(text, title=title))
        assert replace(titled, title_label=None, title_agrees=None) == plain
        assert titled.title_agrees is (titled.title_label == titled.label)
    assert (plain.title_label, plain.title_agrees) == (None, None)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_evidence_sums_to_the_log_odds(text):
    posting = parse(text)
    verdict = judge(posting)
    p = getattr(verdict.probabilities, verdict.label)
    assert sum(e.weight for e in verdict.evidence) == pytest.approx(log(p / (1 - p)), abs=1e-4)
    quoted = [*verdict.evidence, *(e for d in verdict.distinctions for e in d.evidence)]
    assert all(posting.text[e.start : e.end] == e.text != "" for e in quoted)
    weights = [abs(e.weight) for e in verdict.evidence]
    assert weights == sorted(weights, reverse=True)


def test_the_sentence_that_decides_is_the_evidence():
    verdict = judge(parse(ENGINEERING))
    assert {"Train", "Deploy", "Build"} & {e.text.split()[1] for e in verdict.evidence[:3]}


def test_distinctions_speak_for_the_side_of_the_duties():
    for text, ours, theirs in ((ENGINEERING, MLE, DS), (SCIENCE, DS, MLE)):
        for distinction in judge(parse(text)).distinctions:
            assert getattr(distinction, ours) > 0.5 > getattr(distinction, theirs)
            sign = 1 if ours == MLE else -1
            assert distinction.evidence[0].weight * sign > 0


def test_the_verdict_is_the_estimators():
    """The fast sums give what scikit-learn's predict_proba gives."""
    model = load_model(model_path("role")).model
    scorer = model.weights().scorer()
    for text in TEXTS.values():
        posting = parse(text)
        reading = read_posting(posting)
        rows = model.features.transform([reading])
        values = scorer.score(reading).values()
        assert np.allclose(softmax(values[None, :3]), model.classifier.predict_proba(rows))
        assert np.allclose(sigmoid(values[3:]), model.classifier.predict_sides(rows))
        expected = dict(zip(model.labels, model.classifier.predict_proba(rows)[0], strict=True))
        shown = judge(posting).probabilities
        assert all(getattr(shown, k) == pytest.approx(v, abs=2e-6) for k, v in expected.items())


def test_probabilities_have_six_digits_and_sum_to_one():
    for text in TEXTS.values():
        shown = judge(parse(text)).probabilities
        values = [getattr(shown, label) for label in ROLE_LABELS]
        assert round(sum(values), 9) == 1
        assert all(round(value, 6) == value and 0 < value < 1 for value in values)


def test_what_leaves_every_label_open():
    clear = parse(ENGINEERING)
    short = parse("You will deploy deep learning models to production.")
    assert len(short.text.split()) < LEAST_WORDS
    not_english = replace(clear, problems=(Problem("not_english", ""),))
    for posting in (short, replace(clear, language="de"), not_english):
        verdict = judge(posting)
        assert verdict.prediction_set == ROLE_LABELS
        assert not verdict.confident
    assert judge(clear).confident == (len(judge(clear).prediction_set) == 1)


def test_a_text_without_words_has_no_verdict():
    assert judge(replace(parse(ENGINEERING), text="— • —", sections=())) is None


def test_the_model_has_a_name():
    assert model_name() == f"role/{model_path('role').name}"


@given(
    st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=1, max_size=8),
    st.lists(st.floats(-2, 2), min_size=3, max_size=3),
)
@settings(deadline=None)
def test_any_sentences_sum_to_the_log_odds(rows, intercept):
    added = np.array(rows)
    shown = rounded(softmax((added.sum(axis=0) + intercept)[None])[0])
    p = shown.max()
    weights = log_odds_by_sentence(added, shown, np.arange(1, len(rows) + 1))
    assert weights.sum() == pytest.approx(log(p / (1 - p)), abs=1e-5)
