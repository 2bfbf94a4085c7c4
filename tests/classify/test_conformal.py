"""Prediction sets hold the true label as often as stated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapie.classification import SplitConformalClassifier
from sklearn.base import BaseEstimator, ClassifierMixin

from jdparse.classify.conformal import coverage_curve, prediction_set, threshold


def drawn(n, seed=0):
    """Probabilities, and labels that truly come up as often as these say."""
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet([0.5, 0.5, 0.5], size=n)
    return probabilities, np.array([random.choice(3, p=row) for row in probabilities])


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.9, 0.95])
def test_the_stated_coverage_holds_on_new_cases(coverage):
    least = threshold(*drawn(2000), coverage)
    probabilities, truth = drawn(2000, seed=1)
    held = prediction_set(probabilities, least)[np.arange(2000), truth].mean()
    assert held >= coverage - 0.03


@pytest.mark.filterwarnings("ignore:Invalid value")  # MAPIE's, of sums that are 1 but for rounding
@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("n", [37, 500])
def test_prediction_sets_are_mapies(n, coverage):
    """MAPIE's LAC is the same method; its sets may be empty, ours hold the likeliest label."""
    calibrating, truth = drawn(n)
    new, _ = drawn(3000, seed=1)
    mapie = SplitConformalClassifier(
        Given().fit(calibrating, truth),
        confidence_level=coverage,
        conformity_score="lac",
        prefit=True,
    ).conformalize(calibrating, truth)
    _, sets = mapie.predict_set(new)
    least = threshold(calibrating, truth, coverage)
    likeliest = np.eye(3, dtype=bool)[new.argmax(axis=1)]
    assert 0 < (sets.sum(axis=1) > 1).mean() < 1  # there is something to agree on
    assert np.array_equal(prediction_set(new, least), sets[:, :, 0] | likeliest)


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose features are its probabilities."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return np.asarray(X)

    def predict(self, X):
        return np.asarray(X).argmax(axis=1)


@given(st.floats(0, 1), st.integers(0, 100))
def test_a_set_is_never_empty_and_has_the_likeliest(least, seed):
    probabilities, _ = drawn(5, seed)
    kept = prediction_set(probabilities, least)
    assert kept[np.arange(5), probabilities.argmax(axis=1)].all()


def test_more_coverage_than_cases_can_show_leaves_all_labels():
    assert threshold(np.array([[0.9, 0.1]]), np.array([0]), 0.9) == 0.0


def test_the_curve_judges_each_group_by_the_others():
    probabilities, truth = drawn(900)
    points = coverage_curve(probabilities, truth, np.arange(900) % 3, (0.6, 0.9))
    assert [round(point.measured, 1) for point in points] == pytest.approx([0.7, 0.9], abs=0.11)
    assert points[0].decided > points[1].decided
    assert points[1].accuracy > points[0].accuracy > 0.5
