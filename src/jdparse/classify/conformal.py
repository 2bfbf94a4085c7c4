"""Conformal prediction sets: the labels that cannot be ruled out at a stated coverage.

The set of a posting holds every label whose probability reaches a threshold, chosen on postings
that the model had not seen so that the true label is in the set as often as stated (split
conformal prediction with the score 1 - p; Sadinle, Lei and Wasserman, 2019). It is never empty:
the most probable label always belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """At one coverage: how often the true label is in the set, how often the set is one label,
    and how often that one label is right (None where no set is one label)."""  # noqa: D205, D209

    stated: float
    measured: float
    decided: float
    accuracy: float | None


def threshold(probabilities: Array, truth: Array, coverage: float) -> float:
    """The probability that a label must reach to stay in the set.

    `probabilities` (rows x classes) are of unseen postings, `truth` their classes' columns.

    >>> threshold(np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7]]), np.array([0, 1, 1]), 0.5)
    0.7
    """
    scores = np.sort(1 - probabilities[np.arange(len(truth)), truth])
    rank = ceil((len(scores) + 1) * coverage)
    return 0.0 if rank > len(scores) else round(1 - float(scores[rank - 1]), 6)


def prediction_set(probabilities: Array, least: float) -> Array:
    """Which labels stay, a row of booleans a posting."""
    kept = np.asarray(probabilities >= least)
    kept[np.arange(len(kept)), probabilities.argmax(axis=1)] = True
    return kept


def coverage_curve(
    probabilities: Array, truth: Array, groups: Array, coverages: Iterable[float]
) -> tuple[CoveragePoint, ...]:
    """Coverage held, decided share and accuracy, each group by the thresholds of the others."""
    return tuple(_point(probabilities, truth, groups, stated) for stated in coverages)


def _point(probabilities: Array, truth: Array, groups: Array, stated: float) -> CoveragePoint:
    sets = np.zeros(probabilities.shape, dtype=bool)
    for group in np.unique(groups):
        own = groups == group
        least = threshold(probabilities[~own], truth[~own], stated)
        sets[own] = prediction_set(probabilities[own], least)
    single = sets.sum(axis=1) == 1
    right = probabilities.argmax(axis=1) == truth
    return CoveragePoint(
        stated=stated,
        measured=round(float(sets[np.arange(len(truth)), truth].mean()), 4),
        decided=round(float(single.mean()), 4),
        accuracy=round(float(right[single].mean()), 4) if single.any() else None,
    )
