"""The skill tagger: which words of a posting name a skill, by a linear-chain model.

Trained as a conditional random field on hand-annotated postings (`train_skills.py`), it runs on
plain arrays. All that a word says about itself and its neighbours is summed once a word and kept,
so tagging costs a few look-ups a word. The best tags are found between words that surely name no
skill: given those, the stretches in between do not depend on one another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from jdparse.extract.skill_features import (
    EDGE,
    REACH,
    Words,
    clue_attributes,
    word_attributes,
)
from jdparse.word_pairs import WordPairs

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

OUTSIDE: Final = "O"
# A word is surely outside where "outside" leads by this much, in log-odds.
SURE: Final = 8.0
_ARRAYS: Final = "tagger.npz"
_CLASSES: Final = "classes.npz"
_REMEMBERED: Final = 50_000  # words whose sums are kept; the vocabulary of all postings is open
_FIRST_ROWS: Final = 1024
_EDGES: Final = (EDGE,) * REACH
# Prefixes of the attributes of a word as seen from another, and of those of two words.
_OFFSETS: Final = {str(offset): at for at, offset in enumerate(range(-REACH, REACH + 1))}
_PAIRS: Final = ("pair=", "next=")

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words `start` to `end` (exclusive) of a unit that name a skill: "hard" or "soft"."""

    unit: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class TaggerWeights:
    """What training found: a row of weights (one a label) an attribute, and the transitions.

    `classes` are the word classes learned from the corpora, from fine to coarse.
    """

    labels: tuple[str, ...]
    attributes: dict[str, int]
    weights: Floats  # attributes × labels
    transition: Floats  # labels × labels: from, to
    classes: dict[str, tuple[int, ...]]


class Sums(dict[K, int]):
    """Rows of a table by their key, each worked out when it is first asked for and kept."""

    def __init__(self, work_out: Callable[[K], Floats], *shape: int) -> None:
        self.table = np.zeros((_FIRST_ROWS, *shape), np.float32)
        self._work_out = work_out

    def __missing__(self, key: K) -> int:
        row = len(self)
        if row == len(self.table):
            self.table = np.concatenate((self.table, np.zeros_like(self.table)))
        self.table[row] = self._work_out(key)
        self[key] = row
        return row

    def rows(self, keys: Iterable[K]) -> Ints:
        """The rows of the keys, good until the next call."""
        if len(self) >= _REMEMBERED:
            self.clear()
        return np.array(list(map(self.__getitem__, keys)), np.intp)


class SkillTagger:
    """Tags the units of a posting with a model, its weights arranged by what they belong to."""

    def __init__(self, model: TaggerWeights) -> None:
        self.model = model
        width = len(model.labels)
        seen: dict[str, list[tuple[int, int]]] = {}  # attribute: its offsets (from 0) and rows
        pairs: dict[str, list[tuple[int, int]]] = {}  # two words: sides and rows
        for attribute, row in model.attributes.items():
            prefix, _, rest = attribute.partition(":")
            if prefix in _OFFSETS:
                seen.setdefault(rest, []).append((_OFFSETS[prefix], row))
            elif attribute.startswith(_PAIRS):
                side, _, words = attribute.partition("=")
                pairs.setdefault(words, []).append((_PAIRS.index(side + "="), row))
        self._attributes = {attribute: at for at, attribute in enumerate(seen)}
        self._seen = _arranged(model.weights, seen.values(), len(_OFFSETS))
        self._pairs = WordPairs(pairs)
        self._paired = _arranged(model.weights, [*pairs.values(), ()], len(_PAIRS))
        self._words = Sums(self._fold, len(_OFFSETS), width)
        self._clues = Sums(self._clue_weights, width)

    def tag(self, units: Sequence[Words]) -> list[TaggedSpan]:
        """The skills named in the units, in order."""
        bounds = np.cumsum([0, *(len(unit.words) for unit in units)])
        if not bounds[-1]:
            return []
        outside = self.model.labels.index(OUTSIDE)
        tags = _decode(self.scores(units), self.model.transition, outside, bounds)
        return list(self._spans(tags, np.flatnonzero(tags != outside), bounds))

    def _spans(self, tags: Ints, named: Ints, bounds: Ints) -> Iterator[TaggedSpan]:
        """Runs of tagged words: "B-" begins one, and so does the first of its unit."""
        if not len(named):
            return
        starts = np.zeros(len(tags) + 1, bool)
        starts[bounds] = True
        begin = np.array([label.startswith("B-") for label in self.model.labels])
        gap = np.diff(named, prepend=-2) > 1
        first = np.flatnonzero(gap | begin[tags[named]] | starts[named])
        last = np.append(first[1:], len(named)) - 1
        places = np.searchsorted(bounds, named[first], side="right") - 1
        for a, b, unit in zip(named[first], named[last], places, strict=True):
            label = self.model.labels[tags[a]][2:]
            yield TaggedSpan(int(unit), int(a - bounds[unit]), int(b - bounds[unit] + 1), label)

    def scores(self, units: Sequence[Words]) -> Floats:
        """The score of each label for each word of all units, from attributes alone."""
        words, lower = list(_EDGES), list(_EDGES)
        clues: list[tuple[str, str, str, str]] = []
        for unit in units:
            words += (*unit.words, *_EDGES)
            lower += (*unit.lower, *_EDGES)
            clues += zip((EDGE, *unit.tags), unit.tags, (*unit.tags[1:], EDGE), repeat(unit.kind))
        edges = np.repeat(np.arange(1, len(units) + 1), [len(unit.words) for unit in units])
        places = np.arange(len(clues)) + REACH * edges
        rows = self._clues.rows(clues)
        scores: Floats = self._clues.table.take(rows, axis=0)
        rows = self._words.rows(words) * len(_OFFSETS)
        folded = self._words.table.reshape(-1, len(self.model.labels))
        for at in range(len(_OFFSETS)):
            scores += folded.take(rows[places + (at - REACH)] + at, axis=0)
        pairs = self._pairs.rows(lower)
        scores += self._paired[pairs[places - 1], 0]
        scores += self._paired[pairs[places], 1]
        return scores

    def _fold(self, word: str) -> Floats:
        """What a word adds to the scores of the words around it: offsets × labels."""
        names = (EDGE,) if word == EDGE else word_attributes(word, self.model.classes)
        known = [self._attributes[name] for name in names if name in self._attributes]
        sums: Floats = self._seen[known].sum(axis=0)
        return sums

    def _clue_weights(self, clue: tuple[str, str, str, str]) -> Floats:
        rows = map(self.model.attributes.get, clue_attributes(*clue))
        sums: Floats = self.model.weights[[row for row in rows if row is not None]].sum(axis=0)
        return sums


def _arranged(weights: Floats, places: Collection[Sequence[tuple[int, int]]], count: int) -> Floats:
    """The rows of weights at their places: one table an item, `count` places in each."""
    table = np.zeros((len(places), count, weights.shape[1]), np.float32)
    flat = [(item, place, row) for item, own in enumerate(places) for place, row in own]
    if flat:
        items, inner, rows = np.array(flat).T
        table[items, inner] = weights[rows]
    return table


def _decode(scores: Floats, transition: Floats, outside: int, bounds: Ints) -> Ints:
    """The best labels: Viterbi, all uncertain stretches of the posting side by side."""
    tags = np.full(len(scores), outside, np.intp)
    others = [label for label in range(scores.shape[1]) if label != outside]
    lead = scores[:, outside] - scores.take(others, axis=1).max(axis=1)
    starts, ends = _stretches(lead < SURE, bounds)
    if not len(starts):
        return tags
    order = np.argsort(starts - ends, kind="stable")  # the longest first
    starts, sizes = starts[order], (ends - starts)[order]
    first = np.zeros(len(scores) + 1, bool)  # where a unit begins: nothing stands before
    first[bounds] = True
    best = scores[starts] + np.where(first[starts, None], 0, transition[outside])
    back: list[Ints] = []
    # how many stretches have a word at each step, and one step further none
    running = np.searchsorted(-sizes, -np.arange(1, sizes[0] + 2), side="right").tolist()
    final = np.where(first[starts + sizes, None], 0, transition[:, outside])
    last = np.zeros(len(starts), np.intp)
    for step, alive in enumerate(running[:-1]):
        if step:
            paths = best[:alive, :, None] + transition
            back.append(paths.argmax(axis=1))
            best = np.maximum.reduce(paths, axis=1) + scores[starts[:alive] + step]
        done = slice(running[step + 1], alive)
        if done.start < done.stop:
            last[done] = (best[done] + final[done]).argmax(axis=1)
    for step in range(sizes[0] - 1, -1, -1):
        alive = running[step]
        tags[starts[:alive] + step] = last[:alive]
        if step:
            last[:alive] = back[step - 1][np.arange(alive), last[:alive]]
    return tags


def _stretches(uncertain: npt.NDArray[np.bool_], bounds: Ints) -> tuple[Ints, Ints]:
    """Starts and ends of runs of uncertain words; none reaches over the end of a unit."""
    begins = np.zeros(len(uncertain) + 1, bool)
    begins[bounds] = True
    before = np.concatenate(([False], uncertain[:-1]))
    after = np.concatenate((uncertain[1:], [False]))
    starts = np.flatnonzero(uncertain & (~before | begins[:-1]))
    ends = np.flatnonzero(uncertain & (~after | begins[1:])) + 1
    return starts, ends


def load_tagger(folder: Path) -> SkillTagger:
    """The tagger stored in a folder; nothing in it is executed."""
    with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
        return SkillTagger(
            TaggerWeights(
                labels=tuple(_lines(arrays["labels"])),
                attributes={name: row for row, name in enumerate(_lines(arrays["attributes"]))},
                weights=arrays["weights"].astype(np.float32) * arrays["scale"],
                transition=arrays["transition"],
                classes=load_classes(folder),
            )
        )


def save_tagger(model: TaggerWeights, folder: Path) -> None:
    """Store a model but for its word classes: weights as 16-bit whole numbers with one scale."""
    scale = np.float32(np.abs(model.weights).max() / 32767)
    np.savez_compressed(
        folder / _ARRAYS,
        labels=_as_bytes(model.labels),
        attributes=_as_bytes(model.attributes),
        weights=np.rint(model.weights / scale).astype(np.int16),
        scale=scale,
        transition=model.transition,
    )


def load_classes(folder: Path) -> dict[str, tuple[int, ...]]:
    """The word classes stored in a folder: word to class numbers, from fine to coarse."""
    with np.load(folder / _CLASSES, allow_pickle=False) as arrays:
        numbers = map(tuple, arrays["classes"].tolist())
        return dict(zip(_lines(arrays["vocabulary"]), numbers, strict=True))


def save_classes(classes: dict[str, tuple[int, ...]], folder: Path) -> None:
    """Store word classes."""
    np.savez_compressed(
        folder / _CLASSES,
        vocabulary=_as_bytes(classes),
        classes=np.array(list(classes.values()), np.uint16),
    )


def _as_bytes(lines: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)


def _lines(stored: npt.NDArray[np.uint8]) -> list[str]:
    return bytes(stored).decode("utf-8").split("\n")
