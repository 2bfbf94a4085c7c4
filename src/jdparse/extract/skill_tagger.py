"""The skill tagger: which words of a posting name a skill, by a linear-chain model.

Trained as a conditional random field on hand-annotated postings (`train_skills.py`), it runs on
plain arrays. All that a word says about itself and its neighbours is summed once a word and kept,
so tagging costs a few look-ups a word. The best tags are found between words that surely name no
skill: given those, the stretches in between do not depend on one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from jdparse.extract.skill_features import (
    EDGE,
    REACH,
    Clues,
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
    """Words `start` to `end` (exclusive) that name a skill of a kind: "hard" or "soft"."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one unit and what is known of each."""

    words: Sequence[str]
    lower: Sequence[str]
    clues: Sequence[Clues]


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
    _clues: dict[tuple[Clues, str, str], Floats] = field(default_factory=dict)
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

    def tag(self, units: Sequence[Words]) -> list[list[TaggedSpan]]:
        """The skills named in each unit, in order."""
        if not any(unit.words for unit in units):
            return [[] for _ in units]
        scores = self.scores(units)
        lengths = [len(unit.words) for unit in units]
        tags = _decode(scores, self.model.transition, self.model.labels.index(OUTSIDE), lengths)
        names = [self.model.labels[tag] for tag in tags]
        spans, at = [], 0
        for length in lengths:
            spans.append(list(_spans(names[at : at + length])))
            at += length
        return spans

    def scores(self, units: Sequence[Words]) -> Floats:
        """The score of each label for each word of all units, from attributes alone."""
        folded: list[Floats] = []
        clued: list[Floats] = []
        inner: list[int] = []
        paired: list[tuple[int, Floats]] = []
        edge = self._word(EDGE)
        for unit in units:
            folded += [edge] * REACH
            inner += range(len(folded), len(folded) + len(unit.words))
            folded += map(self._word, unit.words)
            paired += self._pair_weights(unit.lower, len(clued))
            clued += self._clue_weights(unit.clues)
        folded += [edge] * REACH
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

    def _clue_weights(self, clues: Sequence[Clues]) -> Iterator[Floats]:
        tags = [EDGE, *(clue.tag for clue in clues), EDGE]
        for at, clue in enumerate(clues):
            key = (clue, tags[at], tags[at + 2])
            known = self._clues.get(key)
            if known is None:
                known = np.zeros(len(self.model.labels), np.float32)
                for attribute in ("bias", *clue_attributes(clues, at)):
                    known += self._weight(attribute)
                self._clues[key] = known
            yield known

    def _pair_weights(self, lower: Sequence[str], start: int) -> Iterator[tuple[int, Floats]]:
        ends = (EDGE, *lower, EDGE)
        for at in range(len(ends) - 1):
            known = self._pairs.get((ends[at], ends[at + 1]))
            if known is not None:
                if at < len(lower):
                    yield start + at, known[0]
                if at > 0:
                    yield start + at - 1, known[1]


def _decode(scores: Floats, transition: Floats, outside: int, lengths: Sequence[int]) -> Ints:
    """The best labels: Viterbi, all uncertain stretches of the posting side by side."""
    tags = np.full(len(scores), outside, np.intp)
    lead = scores[:, outside] - np.delete(scores, outside, axis=1).max(axis=1)
    starts, ends = _stretches(lead < SURE, lengths)
    if not len(starts):
        return tags
    order = np.argsort(starts - ends, kind="stable")  # the longest first
    starts, sizes = starts[order], (ends - starts)[order]
    first = np.zeros(len(scores) + 1, bool)  # where a unit begins: nothing stands before
    first[np.cumsum([0, *lengths])] = True
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


def _stretches(uncertain: npt.NDArray[np.bool_], lengths: Sequence[int]) -> tuple[Ints, Ints]:
    """Starts and ends of runs of uncertain words; none reaches over the end of a unit."""
    begins = np.zeros(len(uncertain) + 1, bool)
    begins[np.cumsum([0, *lengths])] = True
    before = np.concatenate(([False], uncertain[:-1]))
    after = np.concatenate((uncertain[1:], [False]))
    starts = np.flatnonzero(uncertain & (~before | begins[:-1]))
    ends = np.flatnonzero(uncertain & (~after | begins[1:])) + 1
    return starts, ends


def _spans(tags: Sequence[str]) -> Iterator[TaggedSpan]:
    start = None
    for at, tag in enumerate([*tags, OUTSIDE]):
        if start is not None and not tag.startswith("I-"):
            yield TaggedSpan(start, at, tags[start][2:])
            start = None
        if tag != OUTSIDE and start is None:
            start = at


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
