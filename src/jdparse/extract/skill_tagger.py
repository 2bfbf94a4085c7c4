"""The skill tagger: which words of a posting name a skill, by a linear-chain model.

Trained as a conditional random field on hand-annotated postings (`train_skills.py`), it runs on
plain arrays. All that a word says about itself and its neighbours is summed once a word and kept,
so tagging costs a few look-ups a word. The best tags are found between words that surely name no
skill: given those, the stretches in between do not depend on one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from jdparse.extract.skill_features import (
    EDGE,
    REACH,
    Words,
    clue_attributes,
    reach_of,
    word_attributes,
)

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

OUTSIDE: Final = "O"
# A word is surely outside where "outside" leads by this much, in log-odds.
SURE: Final = 8.0
_ARRAYS: Final = "tagger.npz"
_CLASSES: Final = "classes.npz"
_REMEMBERED: Final = 50_000  # words whose sums are kept; the vocabulary of all postings is open
_PAIR: Final = "pair="
_NEXT: Final = "next="


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


@dataclass(slots=True)
class SkillTagger:
    """Tags the units of a posting."""

    model: TaggerWeights
    _words: dict[str, Floats] = field(default_factory=dict)
    _clues: dict[tuple[str, str, str, str], Floats] = field(default_factory=dict)
    _pairs: dict[tuple[str, str], tuple[Floats, Floats]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nothing = np.zeros(len(self.model.labels), np.float32)
        for attribute, row in self.model.attributes.items():
            for side, prefix in enumerate((_PAIR, _NEXT)):
                if attribute.startswith(prefix):
                    first, _, second = attribute[len(prefix) :].partition(" ")
                    both = list(self._pairs.get((first, second), (nothing, nothing)))
                    both[side] = self.model.weights[row]
                    self._pairs[first, second] = (both[0], both[1])

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
        edges = [self._word(EDGE)] * REACH
        folded, clued = list(edges), list[Floats]()
        inner: list[int] = []
        paired: list[tuple[int, Floats]] = []
        for unit in units:
            inner += range(len(folded), len(folded) + len(unit.words))
            folded += map(self._word, unit.words)
            folded += edges
            paired += self._pair_weights(unit.lower, len(clued))
            clued += self._clue_weights(unit.tags, unit.kind)
        table, places = np.array(folded), np.array(inner, np.intp)
        scores: Floats = np.array(clued)
        for at in range(2 * REACH + 1):
            scores += table[places + (at - REACH), at]
        for place, weights in paired:
            scores[place] += weights
        return scores

    def _word(self, word: str) -> Floats:
        """What a word adds to the scores of the words around it: offsets × labels."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            known = self._words[word] = self._fold(word)
        return known

    def _fold(self, word: str) -> Floats:
        edge = word == EDGE
        attributes = (EDGE,) if edge else word_attributes(word, self.model.classes)
        table = np.zeros((2 * REACH + 1, len(self.model.labels)), np.float32)
        for attribute in attributes:
            reach = REACH if edge else reach_of(attribute)
            for offset in range(-reach, reach + 1):
                table[offset + REACH] += self._weight(f"{offset}:{attribute}")
        return table

    def _weight(self, attribute: str) -> Floats | float:
        row = self.model.attributes.get(attribute)
        return 0.0 if row is None else self.model.weights[row]

    def _clue_weights(self, tags: Sequence[str], kind: str) -> Iterator[Floats]:
        padded = (EDGE, *tags, EDGE)
        for key in zip(padded, tags, padded[2:], repeat(kind), strict=False):
            known = self._clues.get(key)
            if known is None:
                known = np.zeros(len(self.model.labels), np.float32)
                for attribute in clue_attributes(*key):
                    known += self._weight(attribute)
                self._clues[key] = known
            yield known

    def _pair_weights(self, lower: Sequence[str], start: int) -> Iterator[tuple[int, Floats]]:
        known = self._pairs.get
        pairs = zip((EDGE, *lower), (*lower, EDGE), strict=True)
        for at, weights in enumerate(map(known, pairs), start):
            if weights is not None:
                if at < start + len(lower):
                    yield at, weights[0]
                if at > start:
                    yield at - 1, weights[1]


def _decode(scores: Floats, transition: Floats, outside: int, bounds: Ints) -> Ints:
    """The best labels: Viterbi, all uncertain stretches of the posting side by side."""
    tags = np.full(len(scores), outside, np.intp)
    lead = scores[:, outside] - np.delete(scores, outside, axis=1).max(axis=1)
    starts, ends = _stretches(lead < SURE, bounds)
    if not len(starts):
        return tags
    order = np.argsort(starts - ends, kind="stable")  # the longest first
    starts, sizes = starts[order], (ends - starts)[order]
    first = np.zeros(len(scores) + 1, bool)  # where a unit begins: nothing stands before
    first[bounds] = True
    best = scores[starts] + np.where(first[starts, None], 0, transition[outside])
    back: list[Ints] = []
    running = np.searchsorted(-sizes, -np.arange(1, sizes[0] + 1), side="right")
    final = np.where(first[starts + sizes, None], 0, transition[:, outside])
    last = np.zeros(len(starts), np.intp)
    for step in range(sizes[0]):
        if step:
            alive = running[step]
            paths = best[:alive, :, None] + transition
            back.append(paths.argmax(axis=1))
            best = paths.max(axis=1) + scores[starts[:alive] + step]
        done = sizes[: len(best)] == step + 1
        last[: len(best)][done] = (best[done] + final[: len(best)][done]).argmax(axis=1)
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
