"""Fits the two models of the segmenter: a multinomial regression and a linear-chain CRF.

Only training needs this; it uses scipy, the models it makes need numpy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

# Cells of one padded group of postings; bounds memory.
_GROUP_CELLS = 200_000


def fit_reader(features: sp.csr_matrix, targets: np.ndarray, l2: float, steps: int) -> np.ndarray:
    """Weights (features × labels) that give the rows their distributions of labels."""
    transposed = features.T.tocsr()
    size = (features.shape[1], targets.shape[1])
    mass = targets.sum(axis=1, keepdims=True)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        scores = features @ flat.reshape(size).astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(axis=1, keepdims=True)
        value = -float((targets * (scores - np.log(total))).sum()) + 0.5 * l2 * flat @ flat
        slope = transposed @ (mass * odds / total - targets)
        return value, np.asarray(slope, np.float64).ravel() + l2 * flat

    return _minimum(loss, size[0] * size[1], steps).reshape(size).astype(np.float32)


@dataclass
class ChainWeights:
    """Weights of a fitted chain: features × labels, joints × labels × labels, labels, labels."""

    features: np.ndarray
    transitions: np.ndarray
    start: np.ndarray
    end: np.ndarray


@dataclass
class Annotated:
    """Units one after the other: features, labels, joints; and how many units each posting has."""

    features: sp.csr_matrix
    labels: np.ndarray
    joints: np.ndarray
    lengths: np.ndarray


def fit_chain(data: Annotated, l2: np.ndarray, steps: int) -> ChainWeights:
    """The chain that makes the labels most probable; `l2` is one a feature."""
    features, labels, joints, lengths = data.features, data.labels, data.joints, data.lengths
    count, joint_count = int(labels.max()) + 1, int(joints.max()) + 1
    transposed, groups = features.T.tocsr(), _groups(lengths)
    cut = features.shape[1] * count
    shape = (joint_count, count, count)
    ends = [cut, cut + int(np.prod(shape)), cut + int(np.prod(shape)) + count]
    penalty = np.concatenate([np.repeat(l2, count), np.full(ends[2] + count - cut, l2.max())])
    truth = _Truth.of(labels, joints, lengths, count, joint_count)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, transitions, start, end = np.split(flat, ends)
        scores = features @ weights.reshape(-1, count).astype(np.float32)
        scores = np.asarray(scores, np.float64)
        expected = _Expected(scores, transitions.reshape(shape), start, end)
        for group in groups:
            expected.add(group, joints)
        value = expected.log_total - truth.score(scores, transitions, start, end)
        slopes = [
            np.asarray(transposed @ (expected.labels - truth.labels).astype(np.float32)).ravel(),
            (expected.transitions - truth.transitions).ravel(),
            expected.start - truth.start,
            expected.end - truth.end,
        ]
        return value + 0.5 * (penalty * flat) @ flat, np.concatenate(slopes) + penalty * flat

    weights, transitions, start, end = np.split(_minimum(loss, ends[2] + count, steps), ends)
    return ChainWeights(weights.reshape(-1, count), transitions.reshape(shape), start, end)


def _minimum(loss: object, size: int, steps: int) -> np.ndarray:
    options = {"maxiter": steps, "maxcor": 6}
    found: np.ndarray = minimize(
        loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options
    ).x
    return found


@dataclass
class _Truth:
    """What the annotation says, counted."""

    labels: np.ndarray
    transitions: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @classmethod
    def of(
        cls, labels: np.ndarray, joints: np.ndarray, lengths: np.ndarray, count: int, kinds: int
    ) -> _Truth:
        hot = np.eye(count)[labels]
        last = np.cumsum(lengths) - 1
        first = last - lengths + 1
        within = np.ones(len(labels), bool)
        within[first] = False
        transitions = np.zeros((kinds, count, count))
        to = np.nonzero(within)[0]
        np.add.at(transitions, (joints[to], labels[to - 1], labels[to]), 1)
        return cls(hot, transitions, hot[first].sum(axis=0), hot[last].sum(axis=0))

    def score(
        self, scores: np.ndarray, transitions: np.ndarray, start: np.ndarray, end: np.ndarray
    ) -> float:
        return float(
            (scores * self.labels).sum()
            + transitions @ self.transitions.ravel()
            + start @ self.start
            + end @ self.end
        )


@dataclass
class _Group:
    """Postings of like length, padded: `index` is longest × postings, -1 where there is no unit."""

    index: np.ndarray
    lengths: np.ndarray


def _groups(lengths: np.ndarray) -> list[_Group]:
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    order = np.argsort(lengths, kind="stable")
    groups, at = [], 0
    while at < len(order):
        stop = at + 1
        while stop < len(order) and (stop - at + 1) * lengths[order[stop]] <= _GROUP_CELLS:
            stop += 1
        chosen = order[at:stop]
        index = np.full((lengths[chosen].max(), len(chosen)), -1)
        for column, posting in enumerate(chosen):
            index[: lengths[posting], column] = np.arange(offsets[posting], offsets[posting + 1])
        groups.append(_Group(index, lengths[chosen]))
        at = stop
    return groups


class _Expected:
    """What the weights expect: label probabilities and counts of transitions (forward-backward)."""

    def __init__(
        self, scores: np.ndarray, transitions: np.ndarray, start: np.ndarray, end: np.ndarray
    ) -> None:
        self.scores = scores
        self.steps, self.first, self.last = np.exp(transitions), np.exp(start), np.exp(end)
        self.labels = np.zeros_like(scores)
        self.transitions = np.zeros_like(transitions)
        self.start, self.end = np.zeros_like(start), np.zeros_like(end)
        self.log_total = 0.0

    def add(self, group: _Group, joints: np.ndarray) -> None:
        """Add one group of postings."""
        index, mask = group.index, group.index >= 0
        scores = np.where(mask[..., None], self.scores[index], 0.0)
        highest = scores.max(axis=2, keepdims=True)
        emission = np.exp(scores - highest)
        columns = [
            [np.nonzero(mask[t] & (joints[index[t]] == j))[0] for j in range(len(self.steps))]
            for t in range(len(index))
        ]
        forward, scale = self._forward(emission, columns)
        total = (forward[-1] * self.last).sum(axis=1)
        self.log_total += np.log(total).sum() + np.log(scale).sum() + (highest[..., 0] * mask).sum()
        backward = self.last / total[:, None]
        for t in range(len(index) - 1, -1, -1):
            here = forward[t] * backward
            self.labels[index[t][mask[t]]] = here[mask[t]]
            self.end += here[group.lengths - 1 == t].sum(axis=0)
            if t == 0:
                self.start += here.sum(axis=0)
            else:
                scaled = emission[t] / scale[t][:, None]
                backward = self._back(forward[t - 1], scaled, columns[t], backward)

    def _forward(
        self, emission: np.ndarray, columns: list[list[np.ndarray]]
    ) -> tuple[np.ndarray, np.ndarray]:
        forward, scale = np.empty_like(emission), np.ones(emission.shape[:2])
        state = emission[0] * self.first
        scale[0] = state.sum(axis=1)
        forward[0] = state / scale[0][:, None]
        for t in range(1, len(emission)):
            forward[t] = forward[t - 1]
            for step, some in zip(self.steps, columns[t], strict=True):
                state = (forward[t - 1][some] @ step) * emission[t][some]
                scale[t][some] = state.sum(axis=1)
                forward[t][some] = state / scale[t][some][:, None]
        return forward, scale

    def _back(
        self,
        forward: np.ndarray,
        emission: np.ndarray,
        columns: list[np.ndarray],
        backward: np.ndarray,
    ) -> np.ndarray:
        """One step back: `forward` of the units before, scaled `emission` of these."""
        before = backward.copy()
        for joint, some in enumerate(columns):
            ahead = backward[some] * emission[some]
            self.transitions[joint] += (forward[some].T @ ahead) * self.steps[joint]
            before[some] = ahead @ self.steps[joint].T
        return before


def sparse_rows(rows: Sequence[Sequence[int]], width: int) -> sp.csr_matrix:
    """A matrix of counts from the column numbers of each row."""
    ends = np.cumsum([0] + [len(row) for row in rows])
    columns = np.fromiter((i for row in rows for i in row), np.int32, int(ends[-1]))
    matrix = sp.csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(rows), width))
    matrix.sum_duplicates()
    return matrix
