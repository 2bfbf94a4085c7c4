"""The skill tagger: which words of a posting name a skill, by a small network and a chain.

Each word has a hidden layer that sees it and two words to either side; a linear-chain conditional
random field over it was trained with it, on hand-annotated postings (`train_skills.py`). It runs on
plain arrays: all that a word adds to the hidden layers around it is summed once a word and kept, so
that tagging costs a few look-ups a word. The best tags are found between words that surely name no
skill: given those, the stretches in between do not depend on one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from jdparse.extract.skill_features import PARTS, REACH, Words, word_parts
from jdparse.stored_text import to_bytes, to_lines

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
Stretches = tuple[Ints, Ints]  # where each starts and ends

OUTSIDE: Final = "O"
_ARRAYS: Final = "tagger.npz"
_CLASSES: Final = "classes.npz"
_WIDTH: Final = 2 * REACH + 1
# Words whose sums are kept, 2.6 KB each; the vocabulary of all postings is open.
_REMEMBERED: Final = 30_000
_FIRST_ROWS: Final = 1024
_PRODUCTS: Final = 1024  # of one part of a word that are kept
_AT_A_TIME: Final = 4096  # words whose hidden layers are held at once
_EDGES: Final = (("", ""),) * REACH  # stand before the first word of a unit and after its last


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words `start` to `end` (exclusive) of a unit that name a skill: "hard" or "soft"."""

    unit: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Vectors:
    """The values of one part of a word as vectors; row 0 is for values that are not known."""

    rows: Mapping[str, int]
    table: Floats  # values + 1 × dimensions


@dataclass(frozen=True, slots=True)
class TaggerWeights:
    """What training found.

    `classes` are the word classes learned from the corpora, from fine to coarse.
    """

    labels: tuple[str, ...]
    parts: tuple[Vectors, ...]  # one for each of `PARTS`
    kernel: Floats  # offsets × dimensions of all parts × hidden
    kinds: Vectors  # of units; × hidden
    output: Floats  # hidden + 1 × labels; the last row is the bias
    transition: Floats  # labels × labels: from, to
    classes: dict[str, tuple[int, ...]]


class _Products(dict[int, Floats]):
    """What each row of one part of a word adds to the hidden layers around; the first are kept.

    `kernel` is dimensions × (offsets · hidden).
    """

    def __init__(self, part: Vectors, kernel: Floats) -> None:
        self._part = part
        self._kernel = kernel

    def __missing__(self, row: int) -> Floats:
        product: Floats = self._part.table[row] @ self._kernel
        if len(self) < _PRODUCTS:
            self[row] = product
        return product

    def of(self, value: str) -> Floats:
        return self[self._part.rows.get(value, 0)]


class _Sums(dict[tuple[str, str], int]):
    """Rows of a table by word and tag, each worked out when it is first asked for and kept.

    Not for two threads at once: a row is good only while no other call fills the table.
    """

    def __init__(self, model: TaggerWeights) -> None:
        dimensions = [part.table.shape[1] for part in model.parts]
        kernels = np.split(model.kernel, np.cumsum(dimensions)[:-1], axis=1)
        # dimensions × (offsets · hidden), a word's own vectors are multiplied once
        kernels = [k.transpose(1, 0, 2).reshape(k.shape[1], -1) for k in kernels]
        self._products = list(map(_Products, model.parts, kernels))
        self.table = np.zeros((_FIRST_ROWS, kernels[0].shape[1]), np.float32)

    def __missing__(self, key: tuple[str, str]) -> int:
        row = len(self)
        if row == len(self.table):
            self.table = np.concatenate((self.table, np.zeros_like(self.table)))
        self._add_up(self.table[row], *key)
        self[key] = row
        return row

    def _add_up(self, sums: Floats, word: str, tag: str) -> None:
        sums.fill(0)
        if word:
            for products, value in zip(self._products, word_parts(word, tag), strict=True):
                sums += products.of(value)

    def of(self, keys: Iterable[tuple[str, str]]) -> Ints:
        """The rows of the keys, good until the next call."""
        if len(self) >= _REMEMBERED:  # those that came first are the most frequent
            for key in list(self)[_REMEMBERED // 2 :]:
                del self[key]
        return np.array(list(map(self.__getitem__, keys)), np.intp)


class SkillTagger:
    """Tags the units of postings with a model."""

    def __init__(self, model: TaggerWeights) -> None:
        self.model = model
        # A call takes one away and puts it back, so no two threads fill one; there are as many as
        # were ever in use at once. No lock: one held while a process forks is never let go.
        self._idle = [_Sums(model)]
        self._outside = model.labels.index(OUTSIDE)
        self._sure = sure_lead(model.transition, self._outside)

    def tag(self, units: Sequence[Words]) -> list[TaggedSpan]:
        """The skills named in the units of a posting, in order."""
        return self.tag_all([units])[0]

    def tag_all(self, postings: Sequence[Sequence[Words]]) -> list[list[TaggedSpan]]:
        """The skills named in the units of each posting: the same as one by one, in less time."""
        bounds = [np.cumsum([0, *(len(unit.words) for unit in units)]) for units in postings]
        ends = np.cumsum([0, *(each[-1] for each in bounds)])
        if not ends[-1]:
            return [[] for _ in postings]
        scores = np.concatenate(
            [self.scores(units) for units, each in zip(postings, bounds, strict=True) if each[-1]]
        )
        tags = self._tags(
            scores, np.concatenate([a + each for a, each in zip(ends, bounds, strict=False)])
        )
        parts = zip(np.split(tags, ends[1:-1]), bounds, strict=True)
        return [list(self._spans(some, each)) for some, each in parts]

    def _tags(self, scores: Floats, bounds: Ints) -> Ints:
        """The best label of each word; `bounds` are where units begin and end."""
        outside = self._outside
        others = [label for label in range(scores.shape[1]) if label != outside]
        lead = scores[:, outside] - scores.take(others, axis=1).max(axis=1)
        stretches = _stretches(lead <= self._sure, bounds)
        return _decode(scores, self.model.transition, outside, stretches, bounds)

    def _spans(self, tags: Ints, bounds: Ints) -> Iterator[TaggedSpan]:
        """Runs of tagged words: "B-" begins one, and so does the first of its unit."""
        named = np.flatnonzero(tags != self._outside)
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
        """The score of each label for each word of all units, from the words around it alone."""
        keys = list(_EDGES)
        for unit in units:
            keys += zip(unit.words, unit.tags, strict=True)
            keys += _EDGES
        sums = self._take_sums()
        rows = sums.of(keys) * _WIDTH
        sizes = [len(unit.words) for unit in units]
        places = np.arange(sum(sizes)) + REACH * np.repeat(np.arange(1, len(units) + 1), sizes)
        rows_of_kinds = [self.model.kinds.rows.get(unit.kind, 0) for unit in units]
        kinds = np.repeat(np.array(rows_of_kinds, np.intp), sizes)
        parts = range(0, len(places), _AT_A_TIME)
        scores = [
            self._scores(
                sums.table, rows, places[at : at + _AT_A_TIME], kinds[at : at + _AT_A_TIME]
            )
            for at in parts
        ]
        self._idle.append(sums)
        return np.concatenate(scores)

    def _take_sums(self) -> _Sums:
        try:
            return self._idle.pop()
        except IndexError:  # other threads have them all
            return _Sums(self.model)

    def _scores(self, table: Floats, rows: Ints, places: Ints, kinds: Ints) -> Floats:
        hidden: Floats = self.model.kinds.table.take(kinds, axis=0)
        table = table.reshape(-1, hidden.shape[1])
        for at in range(_WIDTH):
            hidden += table.take(rows[places + (at - REACH)] + at, axis=0)
        np.maximum(hidden, 0, out=hidden)
        scores: Floats = hidden @ self.model.output[:-1] + self.model.output[-1]
        return scores


def sure_lead(transition: Floats, outside: int) -> float:
    """The lead of "outside", in log-odds, beyond which no label around a word can change it.

    A path through another label gains at most so much from the transitions into and out of it.

    >>> sure_lead(np.array([[0.0, 1.0], [2.0, 0.5]]), 0)
    3.0
    """
    into = (transition - transition[:, outside, None]).max(axis=0)
    out_of = (transition - transition[outside]).max(axis=1)
    # before the first word of a unit and after its last nothing stands, and nothing is gained
    return float((np.maximum(into, 0) + np.maximum(out_of, 0)).max())


def _decode(
    scores: Floats, transition: Floats, outside: int, stretches: Stretches, bounds: Ints
) -> Ints:
    """The best labels: Viterbi, all uncertain stretches of the posting side by side."""
    tags = np.full(len(scores), outside, np.intp)
    starts, ends = stretches
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


def _stretches(uncertain: npt.NDArray[np.bool_], bounds: Ints) -> Stretches:
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
                labels=tuple(to_lines(arrays["labels"])),
                parts=tuple(_stored_vectors(arrays, part) for part in PARTS),
                kernel=arrays["kernel"].astype(np.float32),
                kinds=_stored_vectors(arrays, "kind"),
                output=arrays["output"],
                transition=arrays["transition"],
                classes=load_classes(folder),
            )
        )


def save_tagger(model: TaggerWeights, folder: Path) -> None:
    """Store a model but for its word classes; vectors as whole numbers of one byte."""
    stored: dict[str, Any] = {
        "labels": to_bytes(model.labels),
        "kernel": model.kernel.astype(np.float16),
        "output": model.output,
        "transition": model.transition,
    }
    for name, part in (*zip(PARTS, model.parts, strict=True), ("kind", model.kinds)):
        scales = np.maximum(np.abs(part.table).max(axis=0), 1e-6) / 127
        stored |= {
            f"{name}.values": to_bytes(part.rows),
            f"{name}.table": np.rint(part.table / scales).astype(np.int8),
            f"{name}.scales": scales.astype(np.float32),
        }
    np.savez_compressed(folder / _ARRAYS, **stored)


def _stored_vectors(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> Vectors:
    values = to_lines(arrays[f"{name}.values"])
    table = arrays[f"{name}.table"] * arrays[f"{name}.scales"]
    return Vectors({value: row for row, value in enumerate(values, 1)}, table.astype(np.float32))


def load_classes(folder: Path) -> dict[str, tuple[int, ...]]:
    """The word classes stored in a folder: word to class numbers, from fine to coarse."""
    with np.load(folder / _CLASSES, allow_pickle=False) as arrays:
        numbers = map(tuple, arrays["classes"].tolist())
        return dict(zip(to_lines(arrays["vocabulary"]), numbers, strict=True))


def save_classes(classes: dict[str, tuple[int, ...]], folder: Path) -> None:
    """Store word classes."""
    np.savez_compressed(
        folder / _CLASSES,
        vocabulary=to_bytes(classes),
        classes=np.array(list(classes.values()), np.uint16),
    )
