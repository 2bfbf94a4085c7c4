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

    `weak` is an array of labels from a poor teacher (the title), "" where there is none: a row is
    used only where the model's own label does not contradict it.
    """

    X: csr_matrix
    groups: Array
    sources: Array
    weak: Array

    def without(self, groups: Collection[str]) -> Pool:
        """The pool less the rows of these groups."""
        kept = np.flatnonzero(~np.isin(self.groups, sorted(groups)))
        return Pool(self.X[kept], self.groups[kept], self.sources[kept], self.weak[kept])


@dataclass(frozen=True, slots=True)
class PseudoLabels:
    """Rows of a pool and the labels that a model gave them."""

    rows: Array
    labels: Array


def pseudo_label(
    pool: Pool,
    probabilities: Array,
    classes: Array,
    *,
    confidence: float,
    per_source: int,
    per_class: int,
    seed: int,
) -> PseudoLabels:
    """Labels for the rows that the model is sure of, no source and no class in excess.

    At most `per_source` rows of one class from one source, so that no board's layout stands for a
    role, and `per_class` of a class in all; which ones is drawn with `seed`.
    """
    best = probabilities.argmax(axis=1)
    sure = probabilities.max(axis=1) >= confidence
    agrees = (pool.weak == "") | (pool.weak == classes[best])
    order = np.random.default_rng(seed).permutation(len(best))
    taken: Counter[tuple[int, str]] = Counter()
    totals: Counter[int] = Counter()
    rows = []
    for row in order[(sure & agrees)[order]]:
        label, source = int(best[row]), str(pool.sources[row])
        if taken[label, source] < per_source and totals[label] < per_class:
            taken[label, source] += 1
            totals[label] += 1
            rows.append(row)
    chosen = np.array(sorted(rows), dtype=np.int64)
    return PseudoLabels(chosen, classes[best[chosen]])
