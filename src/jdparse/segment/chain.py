"""The segmenter's model: reads every unit by itself, then the whole posting.

Two linear models, one after the other. The *reader* gives each unit a log-probability for each
label from its own words alone; it learned from many postings that were never annotated. The
*chain*, a linear-chain conditional random field, weighs those of the unit, of its surroundings and
of its heading, the unit's own features, those of its heading, and which label follows which; it
learned from annotated postings. Decoding takes the most probable label of each unit given all of
the posting (forward-backward), so that every label comes with its probability. Plain arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, repeat
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from jdparse.segment.features import HEADING, UnitView
from jdparse.stored_text import to_bytes, to_lines

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

# Parts of the table of weights: the reader's, and the chain's for a unit's and its heading's words.
PARTS: Final = 3
# Half-widths, in units, of the two windows over which the reader's view is averaged.
_WINDOWS: Final = (3, 8)
# Log-probabilities below this say no more than "no".
_FLOOR: Final = -6.0
# A unit is taken for a heading from this probability on; a known one needs less.
_HEADING_PROBABILITY: Final = 0.5
_KNOWN_HEADING_PROBABILITY: Final = 0.05
# What certainty adds to its score, in log-odds.
_CERTAINTY: Final = 8.0
# The same for what the markup calls one: annotated postings have too little markup to learn it.
_MARKED: Final = 3.0
# Units since the heading are counted up to here; the last class is "no heading yet".
_SINCE: Final = 8
# Steps between two scalings: few enough for 64-bit floats.
_SCALE_EVERY: Final = 8
_WEIGHTS: Final = "weights.npz"
_NO_WORDS: Final = "^="  # begin features that are no words, and no pair of words


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of words ("train models") of a vocabulary, by the rows of their words.

    A pair of the rows i and j has the key i * `base` + j; the keys ascend. The rows of the pairs
    follow those of all other features, from `first` on; `base` is a row that holds none.
    """

    keys: Indices
    first: int
    base: int

    def rows(self, one: Indices, other: Indices) -> Indices:
        """The row of each pair of rows of words, `base` where it is not in the vocabulary."""
        wanted = one * self.base + other
        at = np.searchsorted(self.keys, wanted)
        known = self.keys.take(at, mode="clip") == wanted
        return np.where(known, at + self.first, self.base)


@dataclass(frozen=True, slots=True)
class Table:
    """Weights as whole numbers of one byte and a scale a column: a fourth of the memory to read.

    `numbers` is features + 1 rows (the last for none, zeros) of parts × labels.
    """

    numbers: npt.NDArray[np.int8]
    scales: Floats

    @classmethod
    def of(cls, weights: Floats) -> Self:
        """The nearest table to the weights."""
        scales = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
        return cls(np.rint(weights / scales).astype(np.int8), scales.astype(np.float32))

    def sums(self, rows: Indices, starts: Indices) -> Floats:
        """The sums of the rows from each start to the next; none is empty. Exact in any order."""
        picked = self.numbers.take(rows, axis=0)
        sums: Floats = np.add.reduceat(picked, starts, axis=0, dtype=np.int32) * self.scales
        return sums


@dataclass(frozen=True, slots=True)
class ChainModel:
    """The weights; `table` has a row a feature, first those of `vocabulary`, then its pairs."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]  # all features but the pairs
    pairs: Pairs
    table: Table
    context: Floats  # surroundings × labels
    transitions: Floats  # joints × labels × labels: from, to
    start: Floats
    end: Floats

    def probabilities(self, postings: Sequence[Sequence[UnitView]]) -> list[Floats]:
        """The probability of each label for each unit of each posting: units × labels.

        Rows sum to 1. Many postings at once take less time than one by one, with the same result.
        """
        count, lengths = len(self.labels), [len(views) for views in postings]
        views = list(chain.from_iterable(postings))
        if not views:
            return [np.zeros((0, count), np.float32) for _ in postings]
        sums = self._sums([view.shape for view in views] + [view.place for view in views])
        read = sums[: len(views)] + self._sums_of_words([view.words for view in views])
        placed = sums[len(views) :, count:]
        reader = log_probabilities(read[:, :count])
        above = headings_above(views, reader[:, self.labels.index(HEADING)], lengths)
        around = surroundings(reader, above, lengths)
        scores = read[:, count : 2 * count] + placed[:, :count]
        for part in _parts(lengths):  # one by one: a product of more rows may round otherwise
            scores[part] += around[part] @ self.context
        below = above >= 0
        scores[below] += (read[:, 2 * count :] + placed[:, count:])[above[below]]
        self._add_certainty(scores, views)
        joints = [[view.joint for view in views] for views in postings]
        found = marginals(scores, joints, self.transitions, self.start, self.end)
        return [found[part] for part in _parts(lengths)]

    def _add_certainty(self, scores: Floats, views: Sequence[UnitView]) -> None:
        heading = self.labels.index(HEADING)
        for at, view in enumerate(views):
            if view.certain is not None:
                scores[at, self.labels.index(view.certain)] += _CERTAINTY
            elif view.is_marked:
                scores[at, heading] += _MARKED

    @property
    def none(self) -> int:
        """The row of what is not in the vocabulary."""
        return self.pairs.base

    def _sums(self, features: Sequence[Sequence[str]]) -> Floats:
        """The sum of the rows of each unit's features; a row of zeros is added: none is empty."""
        return self.table.sums(self._rows(features), _starts(features))

    def _sums_of_words(self, units: Sequence[Sequence[str]]) -> Floats:
        """The same for each unit's words and their pairs, found without writing the pairs out."""
        rows = self._rows(units)
        each = np.empty((len(rows), 2), np.int64)  # a word, and its pair with the one after
        each[:, 0], each[:-1, 1] = rows, self.pairs.rows(rows[:-1], rows[1:])
        each[-1, 1] = self.none
        return self.table.sums(each.ravel(), 2 * _starts(units))

    def _rows(self, some: Sequence[Sequence[str]]) -> Indices:
        """The row of each string, and of an empty one after each sequence, which no table holds."""
        names = chain.from_iterable(chain.from_iterable(zip(some, repeat(("",)))))
        return np.fromiter(map(self.vocabulary.get, names, repeat(self.none)), np.int64)


def _starts(some: Sequence[Sequence[str]]) -> Indices:
    """Where each sequence starts if all are joined, an empty string after each."""
    lengths = np.fromiter(map(len, some), np.int64) + 1
    return lengths.cumsum() - lengths


def log_probabilities(scores: Floats) -> Floats:
    """Scores as natural logarithms of probabilities, row by row."""
    scores = scores - scores.max(axis=1, keepdims=True)
    result: Floats = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return result


def _parts(lengths: Sequence[int]) -> list[slice]:
    """Where the units of each posting are among those of all."""
    return [
        slice(end - length, end) for length, end in zip(lengths, accumulate(lengths), strict=True)
    ]


def headings_above(views: Sequence[UnitView], heading: Floats, lengths: Sequence[int]) -> Indices:
    """For each unit the index of the nearest heading before it, -1 where its posting has none.

    `heading` is the reader's log-probability that a unit is a heading.
    """
    above: list[int] = []
    chances = np.exp(heading).tolist()
    for part in _parts(lengths):
        last = -1
        for index in range(part.start, part.stop):
            above.append(last)
            view, chance = views[index], chances[index]
            is_known = view.announces is not None and chance >= _KNOWN_HEADING_PROBABILITY
            if view.is_marked or is_known or chance >= _HEADING_PROBABILITY:
                last = index
    return np.array(above)


def surroundings(reader: Floats, above: Indices, lengths: Sequence[int]) -> Floats:
    """What the reader says about a unit, its neighbours, two windows and the heading above it.

    The columns: the unit, the one before, the one after, the means over the windows, the heading
    (labels each), then how many units the heading is away (one of `_SINCE` classes and "none").
    """
    total, count = reader.shape
    view = np.maximum(reader, _FLOOR) / 3 + 1
    at = np.arange(total)
    ends = np.repeat(np.cumsum(lengths), lengths)  # of the posting of each unit
    starts = ends - np.repeat(lengths, lengths)
    result = np.zeros((total, context_size(count)), np.float32)
    result[:, :count] = view
    result[1:, count : 2 * count] = view[:-1]
    result[at == starts, count : 2 * count] = 0
    result[:-1, 2 * count : 3 * count] = view[1:]
    result[at == ends - 1, 2 * count : 3 * count] = 0
    sums = view.astype(np.float64)
    for part in _parts(lengths):
        np.cumsum(sums[part], axis=0, out=sums[part])
    for number, width in enumerate(_WINDOWS, start=3):
        low, high = np.maximum(at - width, starts), np.minimum(at + width + 1, ends)
        before = np.where((low > starts)[:, None], sums[low - 1], 0)
        means = (sums[high - 1] - before) / (high - low)[:, None]
        result[:, number * count : (number + 1) * count] = means
    below = above >= 0
    heading = 3 + len(_WINDOWS)
    result[below, heading * count : (heading + 1) * count] = view[above[below]]
    since = np.where(below, np.minimum(at - above - 1, _SINCE - 1), _SINCE)
    result[at, (heading + 1) * count + since] = 1.0
    return result


def context_size(labels: int) -> int:
    """How many columns `surroundings` has."""
    return (4 + len(_WINDOWS)) * labels + _SINCE + 1


def marginals(
    scores: Floats, joints: Sequence[Sequence[int]], transitions: Floats, start: Floats, end: Floats
) -> Floats:
    """Forward-backward, scaled to sum 1 every few steps, so that length does not matter.

    `joints` are those of each posting. All postings go step by step, side by side: those with the
    most units first, so that the ones that have not ended are always the first.
    """
    lengths = np.array([len(each) for each in joints])
    at = np.concatenate([np.arange(length) for length in lengths])
    order = np.lexsort((np.repeat(-lengths, lengths), at))  # the first units of all, the second …
    rows = [slice(a, b) for a, b in pairwise([0, *np.bincount(at).cumsum().tolist()])]
    joint = np.fromiter(chain.from_iterable(joints), np.int64)[order]
    emission = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))[order]
    steps = np.exp(transitions.astype(np.float64))[joint]
    steps *= emission[:, None, :]
    forward, backward = np.empty_like(emission), np.empty_like(emission)
    forward[rows[0]] = state = emission[rows[0]] * np.exp(start)
    for i, row in enumerate(rows[1:], start=1):
        state = state[: row.stop - row.start]
        if i % _SCALE_EVERY == 0:
            state = state / state.sum(axis=1, keepdims=True)
        forward[row] = state = (state[:, None, :] @ steps[row])[:, 0, :]
    states = np.tile(np.exp(end.astype(np.float64)), (rows[0].stop, 1))
    for i, row in reversed(list(enumerate(rows))):
        state = states[: row.stop - row.start]
        backward[row] = state
        if i % _SCALE_EVERY == 0:
            state = state / state.sum(axis=1, keepdims=True)
        states[: row.stop - row.start] = (steps[row] @ state[:, :, None])[:, :, 0]
    forward *= backward
    forward /= forward.sum(axis=1, keepdims=True)
    result = np.empty(forward.shape, np.float32)
    result[order] = forward
    return result


def arranged(features: Sequence[str]) -> tuple[list[int], int]:
    """The order in which features stand in a table, and how many of them are no pairs.

    Each word of a pair is a feature too. Pairs stand by the places of their words.

    >>> features = ["a", "a b", "b", "b a", "=1"]
    >>> order, singles = arranged(features)
    >>> [features[at] for at in order], singles
    (['a', 'b', '=1', 'a b', 'b a'], 3)
    """
    pairs = [at for at, feature in enumerate(features) if _is_pair(feature)]
    singles = [at for at, feature in enumerate(features) if not _is_pair(feature)]
    place = {features[at]: number for number, at in enumerate(singles)}
    pairs.sort(key=lambda at: [place[word] for word in features[at].split(" ")])
    return singles + pairs, len(singles)


def _is_pair(feature: str) -> bool:
    return feature[0] not in _NO_WORDS and " " in feature


def find_pairs(features: Sequence[str], singles: int) -> Pairs:
    """The pairs of arranged features."""
    place = {feature: row for row, feature in enumerate(features[:singles])}
    words = [feature.split(" ") for feature in features[singles:]]
    rows = np.array([[place[a], place[b]] for a, b in words], np.int64).reshape(-1, 2)
    return _pairs(rows, singles)


def _pairs(rows: Indices, singles: int) -> Pairs:
    base = singles + len(rows)
    return Pairs(rows[:, 0] * base + rows[:, 1], singles, base)


def load_chain(folder: Path) -> ChainModel:
    """The model stored in a folder; nothing in it is executed."""
    with np.load(folder / _WEIGHTS, allow_pickle=False) as arrays:
        words = to_lines(arrays["vocabulary"])
        numbers = arrays["table"]
        return ChainModel(
            labels=tuple(to_lines(arrays["labels"])),
            vocabulary={word: row for row, word in enumerate(words)},
            pairs=_pairs(arrays["pairs"].astype(np.int64), len(words)),
            table=Table(np.vstack([numbers, np.zeros_like(numbers[:1])]), arrays["scales"]),
            context=arrays["context"],
            transitions=arrays["transitions"],
            start=arrays["start"],
            end=arrays["end"],
        )


def save_chain(model: ChainModel, folder: Path) -> None:
    """Store a model."""
    np.savez_compressed(
        folder / _WEIGHTS,
        vocabulary=to_bytes(model.vocabulary),
        pairs=np.stack(np.divmod(model.pairs.keys, model.none), axis=1).astype(np.int32),
        labels=to_bytes(model.labels),
        table=model.table.numbers[:-1],
        scales=model.table.scales,
        context=model.context.astype(np.float32),
        transitions=model.transitions.astype(np.float32),
        start=model.start.astype(np.float32),
        end=model.end.astype(np.float32),
    )
