"""The model at work: the same figures as the estimator's, sentence by sentence, in a fraction of
a millisecond.

scikit-learn's matrices and checks cost more than the sums of one posting, and its import more than
reading one; a test holds that both give the same probabilities.
"""  # noqa: D205

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jdparse.classify.reading import Reading, grams
from jdparse.classify.weighting import Weighting

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Scores:
    """What each sentence (row) adds to each decision value (column), and the constants."""

    sentences: Array
    intercept: Array

    def values(self) -> Array:
        """The decision values: one a class, then one a side."""
        return np.asarray(self.sentences.sum(axis=0) + self.intercept)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A fitted model as a dict of columns and one matrix, columns × (classes, then sides)."""

    columns: dict[str, int]
    weighting: Weighting
    weights: Array
    intercept: Array

    def score(self, reading: Reading) -> Scores:
        """Decision values by sentence; a word's value is shared among the places it stands in."""
        columns: list[int] = []
        lengths: list[int] = []
        get = self.columns.get
        for sentence in reading.sentences:
            before = len(columns)
            columns += [found for gram in grams(sentence) if (found := get(gram)) is not None]
            lengths.append(len(columns) - before)
        added = np.zeros((len(lengths), len(self.intercept)))
        if columns:
            self._add(added, reading, columns, np.array(lengths))
        return Scores(added, self.intercept)

    def _add(self, added: Array, reading: Reading, columns: list[int], lengths: Array) -> None:
        weight = np.array([sentence.weight for sentence in reading.sentences])
        place = np.repeat(np.arange(len(lengths)), lengths)
        index, inverse = np.unique(np.array(columns), return_inverse=True)
        count = np.bincount(inverse, weights=weight[place])
        share = self.weighting.values(index, count) / count
        parts = self.weights[index][inverse] * (share[inverse] * weight[place])[:, None]
        holding = np.flatnonzero(lengths)
        starts = np.r_[0, np.cumsum(lengths[holding])[:-1]]
        added[holding] = np.add.reduceat(parts, starts, axis=0)
