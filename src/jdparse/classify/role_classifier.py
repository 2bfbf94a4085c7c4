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

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from scipy.sparse import csr_matrix, issparse, vstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from jdparse.classify.pool import Array, Pool, pseudo_label

_MAX_ITERATIONS: Final = 400


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (rows x features) and intercepts of linear decision functions."""

    coef: Array
    intercept: Array

    def __call__(self, X: Any) -> Array:  # noqa: N803
        """Decision values, one column a row of weights."""
        return np.asarray(X @ self.coef.T) + self.intercept


class RoleClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Multinomial logistic regression with self-training, distinctions and calibration.

    Parameters:
        C: Inverse strength of regularization of the base models.
        combiner_C: The same of the combiner.
        pool_weight: What a row of the pool counts beside a labelled one.
        pool_confidence: Probability from which the model's own label of a pool row is used.
        pool_per_source, pool_per_class: Most rows of a class from one source, and in all.
        rounds: How often the pool is labelled anew.
        folds: Folds (by group) of the calibration; 0 leaves the model uncalibrated.
        seed: Of folds and draws.

    Attributes:
        classes_, coef_, intercept_: As scikit-learn's linear models; one row a class, also for two.
        side_coef_, side_intercept_: The same for each column of `sides`, log-odds of that side.
        out_of_fold_: Probabilities of the training rows from models that had not seen their group.
    """

    def __init__(
        self,
        C: float = 20.0,  # noqa: N803
        combiner_C: float = 1.0,  # noqa: N803
        pool_weight: float = 0.2,
        pool_confidence: float = 0.6,
        pool_per_source: int = 150,
        pool_per_class: int = 2000,
        rounds: int = 1,
        folds: int = 5,
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
        self.seed = seed

    def fit(
        self,
        X: Any,  # noqa: N803
        y: Any,
        groups: Any = None,
        sides: Array | None = None,
        pool: Pool | None = None,
    ) -> Self:
        """Fit to labelled rows.

        `groups` (employers) never stand on both sides of a fold, `None`: each row is its own.
        `sides` has a column of 0, 1 or NaN (not labelled) for each side of each distinction.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)  # noqa: N806
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            raise ValueError(f"RoleClassifier needs two classes; all rows are {self.classes_[0]!r}")
        groups = np.arange(len(y)).astype(str) if groups is None else np.asarray(groups)
        sides = np.empty((len(y), 0)) if sides is None else np.asarray(sides, dtype=np.float64)
        base = self._base(X, y, sides, pool)
        held_out = self._held_out(X, y, groups, sides, pool)
        self._combine(base, held_out, y, sides, groups)
        return self

    def decision_function(self, X: Any) -> Array:  # noqa: N803
        """Log-odds, up to a constant, of each class; for two classes that of the second."""
        values = self._linear()(self._checked(X))
        return values[:, 1] - values[:, 0] if len(self.classes_) == 2 else values

    def predict_proba(self, X: Any) -> Array:  # noqa: N803
        """Calibrated probabilities, one column a class."""
        return softmax(self._linear()(self._checked(X)))

    def predict(self, X: Any) -> Array:  # noqa: N803
        """The most probable class of each row."""
        return np.asarray(self.classes_[self._linear()(self._checked(X)).argmax(axis=1)])

    def predict_sides(self, X: Any) -> Array:  # noqa: N803
        """Calibrated probabilities of each side of each distinction."""
        values = Linear(self.side_coef_, self.side_intercept_)(self._checked(X))
        return np.asarray(1 / (1 + np.exp(-values)))

    def __sklearn_tags__(self) -> Any:
        """Says that sparse rows are welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _checked(self, X: Any) -> Any:  # noqa: N803
        check_is_fitted(self, "coef_")
        return validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)

    def _linear(self) -> Linear:
        return Linear(self.coef_, self.intercept_)

    def _base(self, X: Any, y: Array, sides: Array, pool: Pool | None) -> Linear:  # noqa: N803
        """All base models as one: a row a class, then a row a side."""
        models = [self._self_trained(X, y, self.classes_, pool)]
        for side in sides.T:
            known = np.flatnonzero(~np.isnan(side))
            labels = side[known].astype(np.int64)
            both = self._self_trained(X[known], labels, np.array([0, 1]), pool, weak=False)
            models.append(Linear(np.diff(both.coef, axis=0), np.diff(both.intercept)))
        return Linear(
            np.vstack([model.coef for model in models]),
            np.concatenate([model.intercept for model in models]),
        )

    def _self_trained(
        self,
        X: Any,  # noqa: N803
        y: Array,
        classes: Array,
        pool: Pool | None,
        *,
        weak: bool = True,
    ) -> Linear:
        model = self._logistic(X, y, np.ones(len(y)), classes)
        if pool is None or not len(pool.groups):
            return model
        if not weak:
            pool = Pool(pool.X, pool.groups, pool.sources, np.full(len(pool.groups), ""))
        for turn in range(self.rounds):
            own = pseudo_label(
                pool,
                softmax(model(pool.X)),
                classes,
                confidence=self.pool_confidence,
                per_source=self.pool_per_source,
                per_class=self.pool_per_class,
                seed=self.seed + turn,
            )
            weights = np.r_[np.ones(len(y)), np.full(len(own.rows), self.pool_weight)]
            rows = vstack([csr_matrix(X), pool.X[own.rows]]).tocsr()
            model = self._logistic(rows, np.r_[y, own.labels], weights, classes)
        return model

    def _logistic(self, X: Any, y: Array, weights: Array, classes: Array) -> Linear:  # noqa: N803
        """Logistic regression in which every class counts the same; a row a class."""
        totals = {label: weights[y == label].sum() for label in np.unique(y)}
        balanced = weights * np.array([weights.sum() / (len(totals) * totals[v]) for v in y])
        solver = "liblinear" if len(totals) == 2 else "lbfgs"
        model = LogisticRegression(
            C=self.C, max_iter=_MAX_ITERATIONS, solver=solver, random_state=self.seed
        ).fit(X, y, sample_weight=balanced)
        return _row_each(model, classes)

    def _held_out(
        self,
        X: Any,  # noqa: N803
        y: Array,
        groups: Array,
        sides: Array,
        pool: Pool | None,
    ) -> Array | None:
        """Decision values of rows whose group the base models had not seen."""
        values = np.zeros((len(y), len(self.classes_) + sides.shape[1]))
        folds = self._splits(y, groups, self.folds)
        if folds is None:
            return None
        for train, test in folds:
            rest = None if pool is None else pool.without(set(groups[test]))
            values[test] = self._base(X[train], y[train], sides[train], rest)(X[test])
        return values

    def _splits(self, y: Array, groups: Array, folds: int) -> list[tuple[Array, Array]] | None:
        """Folds by group that all hold every class for training; None where there are too few."""
        fewest = min(len(set(groups[y == label])) for label in self.classes_)
        if min(folds, fewest) < 2:
            return None
        splitter = StratifiedGroupKFold(min(folds, fewest), shuffle=True, random_state=self.seed)
        splits = list(splitter.split(y, y, groups))
        whole = all(len(np.unique(y[train])) == len(self.classes_) for train, _ in splits)
        return splits if whole else None

    def _combine(
        self, base: Linear, held_out: Array | None, y: Array, sides: Array, groups: Array
    ) -> None:
        """Set the fitted attributes from the base models and their held-out values."""
        n = len(self.classes_)
        if held_out is None:
            self.coef_, self.intercept_ = base.coef[:n], base.intercept[:n]
            self.side_coef_, self.side_intercept_ = base.coef[n:], base.intercept[n:]
            self.out_of_fold_ = None
            return
        top = self._calibrated(held_out, y)
        self.coef_ = top.coef @ base.coef
        self.intercept_ = top.coef @ base.intercept + top.intercept
        slopes = [self._platt(held_out[:, n + i], sides[:, i]) for i in range(sides.shape[1])]
        slope, shift = np.array(slopes).reshape(-1, 2).T
        self.side_coef_ = base.coef[n:] * slope[:, None]
        self.side_intercept_ = base.intercept[n:] * slope + shift
        self.out_of_fold_ = np.zeros((len(y), n))
        for train, test in self._splits(y, groups, self.folds) or ():
            known = self._calibrated(held_out[train], y[train])
            self.out_of_fold_[test] = softmax(known(held_out[test]))
        self.held_out_ = held_out

    def _calibrated(self, values: Array, y: Array) -> Linear:
        model = LogisticRegression(C=self.combiner_C, max_iter=_MAX_ITERATIONS).fit(values, y)
        return _row_each(model, self.classes_)

    def _platt(self, values: Array, side: Array) -> tuple[float, float]:
        known = ~np.isnan(side)
        model = LogisticRegression(C=1e3).fit(values[known, None], side[known])
        return float(model.coef_[0, 0]), float(model.intercept_[0])


def softmax(values: Array) -> Array:
    """Rows of decision values to rows of probabilities."""
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _row_each(model: LogisticRegression, classes: Array) -> Linear:
    """A fitted model's weights with a row for each of `classes`, also where it has but two."""
    coef, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coef = np.vstack([-coef / 2, coef / 2])
        intercept = np.r_[-intercept / 2, intercept / 2]
    if len(model.classes_) < len(classes):
        raise ValueError("a fold lacks a class")
    return Linear(np.asarray(coef), np.asarray(intercept))
