"""The estimator: scikit-learn's checks, groups, the pool, and its calibration."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import estimator_checks_generator

from jdparse.classify.features import PostingFeatures
from jdparse.classify.linear import softmax
from jdparse.classify.pool import Pool, Quota, clean, pseudo_label
from jdparse.classify.reading import read_text
from jdparse.classify.role_classifier import RoleClassifier

CHECKS = [
    one for folds in (0, 3) for one in estimator_checks_generator(RoleClassifier(folds=folds))
]


@pytest.mark.parametrize(
    ("estimator", "check"), CHECKS, ids=[getattr(c, "func", c).__name__ for _, c in CHECKS]
)
def test_scikit_learns_own_checks(estimator, check):
    check(estimator)


def blobs(n=60, classes=3, seed=0):
    random = np.random.default_rng(seed)
    y = np.arange(n) % classes
    rows = random.normal(size=(n, 6))
    rows[np.arange(n), y] += 2.5
    return csr_matrix(rows), np.array(["a", "b", "c"])[y]


def test_probabilities_sum_to_one_and_the_fit_repeats():
    rows, y = blobs()
    first, second = (RoleClassifier(folds=2).fit(rows, y) for _ in range(2))
    assert np.array_equal(first.coef_, second.coef_)
    assert np.allclose(first.predict_proba(rows).sum(axis=1), 1)
    assert clone(first).get_params() == first.get_params()


def test_held_out_rows_are_not_judged_by_their_own_group():
    """What only a group's own mark tells is learned by heart, and not seen across groups."""
    random = np.random.default_rng(0)
    groups = np.repeat(np.arange(40), 4)
    y = np.arange(2)[random.integers(0, 2, 40)][groups]
    signal = y[:, None] + random.normal(size=(160, 1))
    rows = csr_matrix(np.hstack([signal, np.eye(40)[groups]]))
    model = RoleClassifier(folds=4).fit(rows, y, groups=groups.astype(str))
    held_out = model.classes_[model.held_out_.classes.argmax(axis=1)]
    assert model.score(rows, y) > 0.95
    assert 0.55 < (held_out == y).mean() < 0.85


def test_sides_are_learned_from_the_rows_that_have_them():
    rows, y = blobs()
    sides = np.where(y == "a", 1.0, 0.0)[:, None]
    sides[::4] = np.nan
    model = RoleClassifier(folds=2).fit(rows, y, sides=sides)
    assert ((model.predict_sides(rows)[:, 0] > 0.5) == (y == "a")).mean() > 0.9


def test_the_pool_teaches_words_that_no_labelled_row_has():
    y = np.arange(20) % 2
    known = np.where(y == 1, 1.0, -1.0)[:, None]
    labelled = csr_matrix(np.hstack([known, np.zeros((20, 1))]))
    with_new_word = csr_matrix(np.hstack([known, known]))
    marks = np.arange(20).astype(str)
    pool = Pool(with_new_word, np.char.add("p", marks), marks, np.full(20, ""))
    alone, taught = (RoleClassifier(folds=2).fit(labelled, y, pool=p) for p in (None, pool))
    assert alone.coef_[1, 1] == 0
    assert taught.coef_[1, 1] > 0 > taught.coef_[0, 1]


def test_no_source_and_no_class_in_excess():
    pool = Pool(
        csr_matrix((6, 1)), np.arange(6).astype(str), np.array(list("xxxyyy")), np.full(6, "")
    )
    sure = np.tile([0.9, 0.1], (6, 1))
    own = pseudo_label(pool, sure, np.array(["a", "b"]), Quota(0.8, 2, 3), seed=0)
    assert len(own.rows) == 3
    assert max(np.unique(pool.sources[own.rows], return_counts=True)[1]) <= 2
    assert not len(pseudo_label(pool, sure, np.array(["a", "b"]), Quota(0.95, 2, 3), seed=0).rows)


def test_a_title_is_believed_as_far_as_it_was_right():
    known, truth = np.array(["a"] * 10), np.array(["a"] * 9 + ["b"])
    classes = np.array(["a", "b"])
    heard = clean(np.array([[0.5, 0.5]]), np.array(["a"]), known, truth, classes)
    assert heard[0].sum() == pytest.approx(1)
    useless = clean(np.array([[0.5, 0.5]]), np.array([""]), np.array(["", ""]), classes, classes)
    assert useless[0] == pytest.approx([0.5, 0.5])


def test_it_works_in_scikit_learns_pipelines_and_searches():
    texts = {
        "cook": ["You cook soups", "You keep the kitchen clean", "You order herbs"],
        "driver": ["You drive the night bus", "You check the brakes", "You sell tickets"],
    }
    readings = [read_text(text) for own in texts.values() for text in own * 6]
    y = np.repeat(list(texts), 18)
    groups = np.arange(36) // 3
    features = PostingFeatures(min_postings=1, min_groups=1, max_share=1.0)
    pipeline = make_pipeline(features, RoleClassifier(folds=2))
    scores = cross_val_score(pipeline, readings, y, groups=groups, cv=GroupKFold(3))
    assert scores.mean() == 1.0
    search = GridSearchCV(pipeline, {"roleclassifier__C": [0.5, 5.0]}, cv=2).fit(readings, y)
    assert search.predict([read_text("You drive and sell tickets")]).tolist() == ["driver"]
    assert clone(search.best_estimator_).get_params()["roleclassifier__folds"] == 2


def test_held_out_models_give_the_held_out_probabilities():
    rows, y = blobs()
    found = RoleClassifier(folds=3).fit(rows, y).held_out_
    for judge, model in enumerate(found.models):
        own = found.judge == judge
        assert own.any()
        assert np.allclose(softmax(model(rows[own])), found.classes[own])


def test_one_class_is_an_error():
    with pytest.raises(ValueError, match="two classes"):
        RoleClassifier().fit(np.eye(3), ["a", "a", "a"])
