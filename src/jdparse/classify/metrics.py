"""Figures of a classifier, each with an interval that says how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.metrics import precision_recall_fscore_support

Array = np.ndarray[Any, Any]

ROUNDS: Final = 1000
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `n` cases and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}, n = {self.n})"


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Precision, recall and F1 of one label, and how many cases truly have it."""

    label: str
    precision: float
    recall: float
    f1: float
    n: int


def figure(right: Array, seed: int = 0) -> Figure | None:
    """Share of True, resampled; None of no cases.

    >>> figure(np.array([True, True, True, True]))
    Figure(value=1.0, low=1.0, high=1.0, n=4)
    """
    n = len(right)
    if not n:
        return None
    draws = np.random.default_rng(seed).binomial(n, right.mean(), ROUNDS) / n
    low, high = np.quantile(draws, [0.025, 0.975])
    mean, low, high = (round(float(value), _DIGITS) for value in (right.mean(), low, high))
    return Figure(mean, low, high, n)


def class_figures(truth: Array, predicted: Array, labels: tuple[str, ...]) -> list[ClassFigures]:
    """One entry a label, in their order."""
    rows = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0.0)
    return [
        ClassFigures(
            label,
            round(float(p), _DIGITS),
            round(float(r), _DIGITS),
            round(float(f), _DIGITS),
            int(n),
        )
        for label, p, r, f, n in zip(labels, *rows, strict=True)
    ]


def calibration_error(probability: Array, happened: Array, bins: int = 10) -> float | None:
    """Expected calibration error over `bins` equal bins; None of no cases.

    >>> calibration_error(np.array([0.95, 0.95]), np.array([True, True]))
    0.05
    """
    if not len(probability):
        return None
    where = np.minimum((probability * bins).astype(int), bins - 1)
    off = sum(abs((probability - happened)[where == b].sum()) for b in range(bins))
    return round(float(off / len(probability)), _DIGITS)


def figures_of(
    truth: Array, clear: Array, labels: tuple[str, ...], probabilities: Array
) -> dict[str, Figure | float | None]:
    """Accuracy over all and over clear cases, and calibration of the most probable label.

    Where two labels are the two roles, also how often the likelier of them is right among their
    own cases, and how well that lean is calibrated.
    """
    names = np.array(labels)
    right = names[probabilities.argmax(axis=1)] == truth
    found: dict[str, Figure | float | None] = {
        "accuracy": figure(right),
        "accuracy, clear cases": figure(right[clear]),
        "calibration error": calibration_error(probabilities.max(axis=1), right),
    }
    if {"machine_learning_engineer", "data_scientist"} < set(labels):
        mle, ds = (
            probabilities[:, labels.index(role)]
            for role in ("machine_learning_engineer", "data_scientist")
        )
        lean = mle / (mle + ds)
        ours = np.isin(truth, ["machine_learning_engineer", "data_scientist"])
        is_mle = truth == "machine_learning_engineer"
        sided = (lean > 0.5) == is_mle
        found["MLE or DS"] = figure(sided[ours])
        found["MLE or DS, clear cases"] = figure(sided[ours & clear])
        found["MLE or DS, calibration error"] = calibration_error(lean[ours], is_mle[ours])
    return found
