"""Figures of a classifier, each with an interval that says how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.stats import binomtest

Array = np.ndarray[Any, Any]

ROUNDS: Final = 1000
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of `n` cases and its 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}, n = {self.n})"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibration error over `n` cases, and what chance alone makes of it.

    So few cases show an error even of perfect probabilities: `by_chance` is what these same
    probabilities stay under 95 times in 100 where they are true.
    """

    value: float
    by_chance: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} (up to {self.by_chance:.3f} is chance, n = {self.n})"


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Precision, recall and F1 of one label, and how many cases truly have it.

    Precision is None where no case was judged so, recall where none is so, F1 where neither.
    """

    label: str
    precision: Figure | None
    recall: Figure | None
    f1: Figure | None
    n: int


def figure(right: Array, seed: int = 0) -> Figure | None:
    """Share of True and its bootstrap interval; None of no cases.

    >>> figure(np.array([True, True, True, False]))
    Figure(value=0.75, low=0.25, high=1.0, n=4)

    Where all cases are alike, so are all resamples: there the interval is the exact one (Clopper
    and Pearson, 1934).

    >>> figure(np.array([True, True, True, True]))
    Figure(value=1.0, low=0.3976, high=1.0, n=4)
    """
    n = len(right)
    if not n:
        return None
    count = int(right.sum())
    draws = np.random.default_rng(seed).binomial(n, count / n, ROUNDS) / n
    return _with_interval(count, n, draws)


def _with_interval(count: int, n: int, draws: Array) -> Figure:
    if count in (0, n):
        exact = binomtest(count, n).proportion_ci()
        low, high = exact.low, exact.high
    else:
        low, high = np.quantile(draws, [0.025, 0.975])
    mean, low, high = (round(float(value), _DIGITS) for value in (count / n, low, high))
    return Figure(mean, low, high, n)


def class_figures(
    truth: Array, predicted: Array, labels: tuple[str, ...], seed: int = 0
) -> list[ClassFigures]:
    """One entry a label, in their order."""
    found = []
    for label in labels:
        is_so, judged_so = truth == label, predicted == label
        found.append(
            ClassFigures(
                label,
                figure(is_so[judged_so], seed),
                figure(judged_so[is_so], seed),
                _f1(is_so, judged_so, seed),
                int(is_so.sum()),
            )
        )
    return found


def _f1(is_so: Array, judged_so: Array, seed: int) -> Figure | None:
    """Twice the hits as a share of the cases that are so and those judged so, taken together."""
    hits = int((is_so & judged_so).sum())
    whole = int(is_so.sum() + judged_so.sum())
    if not whole:
        return None
    misses = whole - 2 * hits
    rest = len(is_so) - hits - misses
    shares = np.array([hits, misses, rest]) / len(is_so)
    drawn = np.random.default_rng(seed).multinomial(len(is_so), shares, ROUNDS)
    both, either = 2 * drawn[:, 0], np.maximum(2 * drawn[:, 0] + drawn[:, 1], 1)
    if not misses:  # all resamples are alike
        return figure(np.ones(hits, dtype=bool), seed)
    low, high = np.quantile(both / either, [0.025, 0.975])
    value, low, high = (round(float(v), _DIGITS) for v in (2 * hits / whole, low, high))
    return Figure(value, low, high, hits + misses)


def calibration_error(probability: Array, happened: Array, bins: int = 10) -> float:
    """Expected calibration error over `bins` equal bins, of one case or more.

    >>> calibration_error(np.array([0.95, 0.95]), np.array([True, True]))
    0.05
    """
    where = np.minimum((probability * bins).astype(int), bins - 1)
    off = np.bincount(where, weights=probability - happened, minlength=bins)
    return round(float(np.abs(off).sum() / len(probability)), _DIGITS)


def calibration(probability: Array, happened: Array, seed: int = 0) -> Calibration | None:
    """The calibration error beside that of perfect probabilities; None of no cases.

    Outcomes are drawn from the probabilities themselves (consistency resampling; Bröcker and
    Smith, 2007).
    """
    n = len(probability)
    if not n:
        return None
    random = np.random.default_rng(seed)
    drawn = [calibration_error(probability, random.random(n) < probability) for _ in range(ROUNDS)]
    by_chance = round(float(np.quantile(drawn, 0.95)), _DIGITS)
    return Calibration(calibration_error(probability, happened), by_chance, n)


def figures_of(
    truth: Array, clear: Array, labels: tuple[str, ...], probabilities: Array
) -> dict[str, Figure | Calibration | None]:
    """Accuracy over all and over clear cases, and calibration of the most probable label.

    Where two labels are the two roles, also how often the likelier of them is right among their
    own cases, and how well that lean is calibrated.
    """
    names = np.array(labels)
    right = names[probabilities.argmax(axis=1)] == truth
    found: dict[str, Figure | Calibration | None] = {
        "accuracy": figure(right),
        "accuracy, clear cases": figure(right[clear]),
        "calibration error": calibration(probabilities.max(axis=1), right),
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
        found["MLE or DS, calibration error"] = calibration(lean[ours], is_mle[ours])
    return found
