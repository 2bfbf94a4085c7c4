"""The role classifier: a linear model that teaches itself from unlabelled postings, calibrated.

Everything it says is linear in the features, so that a verdict decomposes into what each feature,
and with it each sentence, adds.

1. Base models: one multinomial logistic regression for the classes, one binary for every side of
   every distinction; each labels the pool, and is fitted again with the labels it is sure of.
2. Their decision values on postings they have not seen (folds by group, pool included) train the
   combiner, a small logistic regression that calibrates and lets the distinctions speak.
3. Combiner times base models is the model: one row of weights a class, one a side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from jdparse.classify.linear import Linear, row_each, sigmoid, softmax
from jdparse.classify.pool import Array, Pool, Quota, clean, pseudo_label
from jdparse.classify.rows import HeldOut, Rows, Split, make_rows

Judges = Literal["both", "words", "distinctions"]

_MAX_ITERATIONS: Final = 400


@dataclass(frozen=True, slots=True)
class _Unseen:
    """Base models, one a split, and their decision values for the rows they had not seen."""

    values: Array
    bases: tuple[Linear, ...]


class RoleClassifier(ClassifierMixin, BaseEstimator):
    """Multinomial logistic regression with self-training, distinctions and calibration.

    Parameters:
        C: Inverse strength of regularization of the base models.
        combiner_C: The same of the combiner.
        pool_weight: What a row of the pool counts beside a labelled one.
        pool_confidence: Probability from which the model's own label of a pool row is used.
        pool_per_source, pool_per_class: Most rows of a class from one source, and in all.
        rounds: How often the pool is labelled anew.
        folds: Folds (by group) of the calibration; 0 leaves the model uncalibrated.
        judges: Whose decision values the combiner sees: those of the classes ("words"), of the
            sides ("distinctions"), or both.
        seed: Of folds and draws.

    Attributes:
        classes_, coef_, intercept_: As scikit-learn's linear models; one row a class, also for two.
        side_coef_, side_intercept_: The same for each column of `sides`, log-odds of that side.
        held_out_: Probabilities of the training rows from models that had not seen their group;
            None where there were too few for folds.
    """

    def __init__(  # scikit-learn's parameters are arguments
        self,
        C: float = 5.0,
        combiner_C: float = 1.0,
        pool_weight: float = 0.15,
        pool_confidence: float = 0.7,
        pool_per_source: int = 400,
        pool_per_class: int = 5000,
        rounds: int = 1,
        folds: int = 10,
        judges: Judges = "both",
        seed: int = 0,
    ) -> None:
        self.C = C
        self.combiner_C = combiner_C
        self.pool_weight = pool_weight
        self.pool_confidence = pool_confidence
        self.pool_per_source = pool_per_source
        self.pool_per_class = pool_per_class
        self.rounds = rounds
        self.folds = folds
        self.judges = judges
        self.seed = seed

    def fit(  # what belongs to rows is given to fit
        self,
        X: Any,
        y: Any,
        groups: Any = None,
        sides: Array | None = None,
        said: Any = None,
        pool: Pool | None = None,
        trust: Any = None,
    ) -> Self:
        """Fit to labelled rows.

        `groups` (employers) never stand on both sides of a fold, `None`: each row is its own.
        `sides` has a column of 0, 1 or NaN (not labelled) for each side of each distinction. `said`
        is what the pool's poor teacher says of the labelled rows: so much is it believed.
        `trust` is what each label counts in the calibration, 1 by default.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            raise ValueError(f"RoleClassifier needs two classes, there is one class: {y[0]}")
        groups = np.arange(len(y)).astype(str) if groups is None else np.asarray(groups)
        rows = make_rows(X, y, sides, said, trust)
        base = self._base(rows, pool)
        splits = self._splits(y, groups, pool)
        unseen = None if splits is None else self._unseen(rows, splits)
        self._combine(base, None if unseen is None else unseen.values, rows)
        self.held_out_ = None if unseen is None else self._held_out(rows, unseen, splits or ())
        return self

    def cross_validate(  # as fit
        self,
        X: Any,
        y: Any,
        splits: Sequence[Split],
        sides: Array | None = None,
        said: Any = None,
        trust: Any = None,
    ) -> HeldOut:
        """What models with these parameters say of rows that they had not seen.

        Every row is judged once; the combiner, too, learns from the training rows alone.
        """
        self.classes_ = np.unique(y)
        rows = make_rows(csr_matrix(X), np.asarray(y), sides, said, trust)
        return self._held_out(rows, self._unseen(rows, splits), splits)

    def decision_function(self, X: Any) -> Array:
        """Log-odds, up to a constant, of each class; for two classes that of the second."""
        values = self._decide(X)
        return values[:, 1] - values[:, 0] if len(self.classes_) == 2 else values

    def predict_proba(self, X: Any) -> Array:
        """Calibrated probabilities, one column a class."""
        return softmax(self._decide(X))

    def predict(self, X: Any) -> Array:
        """The most probable class of each row."""
        best = self._decide(X).argmax(axis=1)
        return np.asarray(self.classes_[best])

    def predict_sides(self, X: Any) -> Array:
        """Calibrated probabilities of each side of each distinction."""
        rows = self._checked(X)
        return sigmoid(Linear(self.side_coef_, self.side_intercept_)(rows))

    def __sklearn_tags__(self) -> Any:
        """Says that sparse rows are welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _checked(self, X: Any) -> Any:
        check_is_fitted(self, "coef_")
        return validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)

    def _decide(self, X: Any) -> Array:
        rows = self._checked(X)
        return Linear(self.coef_, self.intercept_)(rows)

    def _base(self, rows: Rows, pool: Pool | None) -> Linear:
        """All base models as one: a row a class, then a row a side."""
        models = [self._self_trained(rows, self.classes_, pool)]
        for side in rows.sides.T:
            known = rows.take(np.flatnonzero(~np.isnan(side))).relabelled(side[~np.isnan(side)])
            both = self._self_trained(known, np.array([0, 1]), pool)
            models.append(Linear(np.diff(both.coef, axis=0), np.diff(both.intercept)))
        return Linear(
            np.vstack([model.coef for model in models]),
            np.concatenate([model.intercept for model in models]),
        )

    def _self_trained(self, rows: Rows, classes: Array, pool: Pool | None) -> Linear:
        model = self._logistic(rows.X, rows.y, np.ones(len(rows.y)), classes)
        if pool is None or not len(pool.groups):
            return model
        for turn in range(self.rounds):
            own = pseudo_label(
                pool,
                clean(softmax(model(pool.X)), pool.said, rows.said, rows.y, classes),
                classes,
                Quota(self.pool_confidence, self.pool_per_source, self.pool_per_class),
                seed=self.seed + turn,
            )
            weights = np.r_[np.ones(len(rows.y)), np.full(len(own.rows), self.pool_weight)]
            both = vstack([csr_matrix(rows.X), pool.X[own.rows]]).tocsr()
            model = self._logistic(both, np.r_[rows.y, own.labels], weights, classes)
        return model

    def _logistic(self, X: Any, y: Array, weights: Array, classes: Array) -> Linear:
        """Logistic regression in which every class counts the same; a row a class."""
        totals = {label: weights[y == label].sum() for label in np.unique(y)}
        balanced = weights * np.array([weights.sum() / (len(totals) * totals[v]) for v in y])
        solver = "liblinear" if len(totals) == 2 else "lbfgs"
        model = LogisticRegression(
            C=self.C, max_iter=_MAX_ITERATIONS, solver=solver, random_state=self.seed
        ).fit(X, y, sample_weight=balanced)
        return row_each(model, classes)

    def _unseen(self, rows: Rows, splits: Sequence[Split]) -> _Unseen:
        """Decision values of the base models for rows that they had not seen."""
        values = np.zeros((len(rows.y), len(self.classes_) + rows.sides.shape[1]))
        bases = []
        for split in splits:
            bases.append(self._base(rows.take(split.train), split.pool))
            values[split.test] = bases[-1](rows.X[split.test])
        return _Unseen(values, tuple(bases))

    def _held_out(self, rows: Rows, unseen: _Unseen, splits: Sequence[Split]) -> HeldOut:
        """Calibrated probabilities, each row's calibration learned from other rows."""
        n, values = len(self.classes_), unseen.values
        classes = np.zeros((len(rows.y), n))
        sides = np.zeros((len(rows.y), rows.sides.shape[1]))
        judge = np.zeros(len(rows.y), dtype=np.int64)
        models: list[Linear] = []
        for split, base in zip(splits, unseen.bases, strict=True):
            top = self._calibrated(values[split.train], rows.take(split.train))
            judge[split.test] = len(models)
            models.append(top.after(base))
            classes[split.test] = softmax(top(values[split.test]))
            for i in range(rows.sides.shape[1]):
                slope, shift = self._platt(values[split.train, n + i], rows.sides[split.train, i])
                sides[split.test, i] = sigmoid(slope * values[split.test, n + i] + shift)
        return HeldOut(classes, sides, tuple(models), judge)

    def _splits(self, y: Array, groups: Array, pool: Pool | None) -> list[Split] | None:
        """Folds by group that all hold every class for training; None where there are too few."""
        fewest = min(len(set(groups[y == label])) for label in self.classes_)
        if min(self.folds, fewest) < 2:
            return None
        splitter = StratifiedGroupKFold(
            min(self.folds, fewest), shuffle=True, random_state=self.seed
        )
        splits = [
            Split(train, test, pool and pool.without(set(groups[test])))
            for train, test in splitter.split(y, y, groups)
        ]
        whole = all(len(np.unique(y[split.train])) == len(self.classes_) for split in splits)
        return splits if whole else None

    def _combine(self, base: Linear, values: Array | None, rows: Rows) -> None:
        """Set the fitted weights from the base models and their held-out values."""
        n = len(self.classes_)
        if values is None:
            self.coef_, self.intercept_ = base.coef[:n], base.intercept[:n]
            self.side_coef_, self.side_intercept_ = base.coef[n:], base.intercept[n:]
            return
        whole = self._calibrated(values, rows).after(base)
        self.coef_, self.intercept_ = whole.coef, whole.intercept
        scales = [self._platt(values[:, n + i], side) for i, side in enumerate(rows.sides.T)]
        slope, shift = np.array(scales).reshape(len(scales), 2).T
        self.side_coef_ = base.coef[n:] * slope[:, None]
        self.side_intercept_ = base.intercept[n:] * slope + shift

    def _calibrated(self, values: Array, rows: Rows) -> Linear:
        """The combiner: from all decision values (columns it may not see weigh 0) to classes."""
        n = len(self.classes_)
        seen = {
            "both": slice(None),
            "words": slice(0, n),
            "distinctions": slice(n, None),
        }[self.judges]
        model = LogisticRegression(C=self.combiner_C, max_iter=_MAX_ITERATIONS)
        top = row_each(model.fit(values[:, seen], rows.y, rows.trust), self.classes_)
        coef = np.zeros((n, values.shape[1]))
        coef[:, seen] = top.coef
        return Linear(coef, top.intercept)

    def _platt(self, values: Array, side: Array) -> tuple[float, float]:
        """Slope and shift that calibrate a side's decision value."""
        known = ~np.isnan(side)
        model = LogisticRegression(C=1e3).fit(values[known, None], side[known])
        return float(model.coef_[0, 0]), float(model.intercept_[0])
