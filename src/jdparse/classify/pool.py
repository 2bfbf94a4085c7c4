"""Unlabelled postings, and what a model that knows the labelled ones may teach itself from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Pool:
    """Unlabelled rows: their features, employers (or other groups) and sources.

    `said` is what a poor teacher says of each row (the label of its title), "" for nothing.
    """

    X: csr_matrix
    groups: Array
    sources: Array
    said: Array

    def without(self, groups: Collection[str]) -> Pool:
        """The pool less the rows of these groups."""
        return self.take(np.flatnonzero(~np.isin(self.groups, sorted(groups))))

    def take(self, rows: Array) -> Pool:
        """Some of its rows."""
        return Pool(self.X[rows], self.groups[rows], self.sources[rows], self.said[rows])


@dataclass(frozen=True, slots=True)
class PseudoLabels:
    """Rows of a pool and the labels that a model gave them."""

    rows: Array
    labels: Array


@dataclass(frozen=True, slots=True)
class Quota:
    """Which rows of a pool are used: labels at least so probable, and no more than so many.

    `per_source` rows of one class from one source, so that no board's layout stands for a role;
    `per_class` rows of a class in all.
    """

    confidence: float
    per_source: int
    per_class: int


def pseudo_label(
    pool: Pool, probabilities: Array, classes: Array, quota: Quota, *, seed: int
) -> PseudoLabels:
    """Labels for the rows that the model is sure of; which ones is drawn with `seed`."""
    best = probabilities.argmax(axis=1)
    sure = probabilities.max(axis=1) >= quota.confidence
    order = np.random.default_rng(seed).permutation(len(best))
    taken: Counter[tuple[int, str]] = Counter()
    totals: Counter[int] = Counter()
    rows = []
    for row in order[sure[order]]:
        label, source = int(best[row]), str(pool.sources[row])
        if taken[label, source] < quota.per_source and totals[label] < quota.per_class:
            taken[label, source] += 1
            totals[label] += 1
            rows.append(row)
    chosen = np.array(sorted(rows), dtype=np.int64)
    return PseudoLabels(chosen, classes[best[chosen]])


def clean(probabilities: Array, said: Array, known: Array, truth: Array, classes: Array) -> Array:
    """Probabilities of a pool's rows after hearing what the poor teacher says of them.

    How far to believe it is counted on labelled rows, where it said `known` and `truth` is true:
    p(class | text, said) is p(class | text) times p(said | class), scaled to sum to 1.
    """
    heard = probabilities.copy()
    totals = np.array([(truth == label).sum() for label in classes])
    words = sorted(set(known.tolist()) | set(said.tolist()))
    for word in words:
        times = np.array([((known == word) & (truth == label)).sum() for label in classes])
        heard[said == word] *= (times + 1) / (totals + len(words))
    return np.asarray(heard / heard.sum(axis=1, keepdims=True))
