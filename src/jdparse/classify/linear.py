"""Linear decision functions, and what makes probabilities of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (rows x features) and intercepts of linear decision functions."""

    coef: Array
    intercept: Array

    def __call__(self, X: Any) -> Array:
        """Decision values, one column a row of weights."""
        return np.asarray(X @ self.coef.T) + self.intercept

    def after(self, first: Linear) -> Linear:
        """Both in one: these of the decision values that `first` gives."""
        return Linear(self.coef @ first.coef, self.coef @ first.intercept + self.intercept)


def sigmoid(values: Array) -> Array:
    """Log-odds to probabilities."""
    return np.asarray(1 / (1 + np.exp(-values)))


def softmax(values: Array) -> Array:
    """Rows of decision values to rows of probabilities."""
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def row_each(model: LogisticRegression, classes: Array) -> Linear:
    """A fitted model's weights with a row for each of `classes`, also where it has but two."""
    coef, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coef = np.vstack([-coef / 2, coef / 2])
        intercept = np.r_[-intercept / 2, intercept / 2]
    if len(model.classes_) < len(classes):
        raise ValueError("a fold lacks a class")
    return Linear(np.asarray(coef), np.asarray(intercept))
