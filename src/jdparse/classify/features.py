"""The columns of the role model: readings to the sparse matrix that scikit-learn learns from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from sys import intern
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from jdparse.classify.reading import CUE, Reading, cue_matcher, grams
from jdparse.classify.weighting import Weighting


class PostingFeatures(TransformerMixin, BaseEstimator):
    """Readings to a sparse matrix: named cues first, then words and pairs by TF-IDF.

    A word's value is log2(1 + count) times its inverse document frequency, counts weighted by
    section, the words of a posting scaled to length 1; a cue's is log2(1 + count) times
    `cue_weight`. A word enters that stands in at least `min_postings` postings of `min_groups`
    groups (sources: what only one board says is not learned) and at most `max_share` of them all.
    """

    def __init__(
        self,
        min_postings: int = 20,
        min_groups: int = 3,
        max_share: float = 0.7,
        cue_weight: float = 0.05,
    ) -> None:
        self.min_postings = min_postings
        self.min_groups = min_groups
        self.max_share = max_share
        self.cue_weight = cue_weight

    def fit(self, X: Sequence[Reading], y: Any = None, groups: Sequence[str] | None = None) -> Self:
        """Learn the vocabulary; `groups` None counts each posting as a group of its own."""
        frequency: Counter[str] = Counter()
        groups_of: dict[str, set[str]] = {}
        for index, reading in enumerate(X):
            group = str(index) if groups is None else groups[index]
            for gram in map(intern, _distinct(reading)):
                frequency[gram] += 1
                seen = groups_of.setdefault(gram, set())
                if len(seen) < self.min_groups:
                    seen.add(group)
        most = self.max_share * len(X)
        kept = sorted(
            gram
            for gram, count in frequency.items()
            if self.min_postings <= count <= most and len(groups_of[gram]) >= self.min_groups
            if not gram.startswith(CUE)
        )
        self.cues_ = [CUE + name for name in cue_matcher().features]
        self.words_ = kept
        counts = np.array([frequency[word] for word in kept], dtype=np.float64)
        self.idf_ = np.log((1 + len(X)) / (1 + counts)) + 1
        self.n_features_out_ = len(self.cues_) + len(kept)
        return self

    def keep(self, columns: np.ndarray[Any, Any]) -> Self:
        """These features less the words whose columns are not among `columns` (ascending)."""
        first = len(self.cues_)
        words = columns[columns >= first] - first
        self.words_ = [self.words_[index] for index in words]
        self.idf_ = self.idf_[words]
        self.n_features_out_ = first + len(self.words_)
        return self

    def columns(self) -> dict[str, int]:
        """Feature to column."""
        check_is_fitted(self, "words_")
        return {name: index for index, name in enumerate([*self.cues_, *self.words_])}

    def transform(self, X: Iterable[Reading]) -> csr_matrix:
        """One row a reading, one column a feature."""
        columns, weighting = self.columns(), self.weighting()
        indptr, indices, data = [0], [], []
        for reading in X:
            index, count = _counts(reading, columns)
            indices.append(index)
            data.append(weighting.values(index, count))
            indptr.append(indptr[-1] + len(index))
        shape = (len(indptr) - 1, self.n_features_out_)
        flat = np.concatenate(data or [np.empty(0)]), np.concatenate(indices or [np.empty(0, int)])
        return csr_matrix((*flat, indptr), shape=shape)

    def weighting(self) -> Weighting:
        """What its columns are worth."""
        return Weighting(len(self.cues_), self.cue_weight, self.idf_)


def _distinct(reading: Reading) -> set[str]:
    return {gram for sentence in reading.sentences for gram in grams(sentence)}


def _counts(
    reading: Reading, columns: Mapping[str, int]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    counts: dict[int, float] = {}
    for sentence in reading.sentences:
        for gram in grams(sentence):
            column = columns.get(gram)
            if column is not None:
                counts[column] = counts.get(column, 0.0) + sentence.weight
    order = sorted(counts)
    return np.array(order, dtype=np.int64), np.array([counts[c] for c in order], dtype=np.float64)
