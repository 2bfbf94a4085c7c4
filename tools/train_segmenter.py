"""Trains the segmenter: `train_segmenter.py GOLD.jsonl POSTINGS.parquet models/segmenter/1`.

1. The chain learns on annotated postings, from words, headings and place. 2. It labels many
postings that were never annotated, and the reader learns to say the same from the words of a unit
alone. 3. The chain learns again, now with what the reader says; and again from 2., `ROUNDS` times.
GOLD has lines of `{text, title, units: [{start, end, label}]}`, POSTINGS the columns `source`,
`title`, `description`, `lang`, `n_chars`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sp
from chain_training import Annotated, fit_chain, fit_reader, sparse_rows

from jdparse.document import Listing
from jdparse.ingest.read import read
from jdparse.lexicon import read_lexicon
from jdparse.segment.chain import (
    PARTS,
    ChainModel,
    Table,
    arranged,
    context_size,
    find_pairs,
    headings_above,
    log_probabilities,
    save_chain,
    surroundings,
)
from jdparse.segment.features import HEADING, UnitView, describe_units
from jdparse.segment.headings import HeadingEntry, Headings
from jdparse.segment.sectionizer import make_splitter
from jdparse.segment.units import Piece

LABELS = (
    HEADING,
    "about",
    "responsibilities",
    "requirements",
    "preferred",
    "pay",
    "benefits",
    "legal",
    "apply",
    "meta",
    "other",
)
GOLD_LABELS = {
    "head": HEADING,
    "resp": "responsibilities",
    "req": "requirements",
    "pref": "preferred",
}
# The evaluation on Google's postings has nothing fitted on them.
LEFT_OUT = frozenset({"google_careers2018"})
PER_SOURCE = 300
MAX_CHARACTERS, MAX_UNITS = 10_000, 300
ROUNDS, STEPS = 3, 50
READER_L2, CHAIN_L2, CONTEXT_L2 = 2.0, 1.5, 0.02
MIN_READER_COUNT, MIN_CHAIN_COUNT = 8, 2
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Sample:
    """One posting: its units, what the model sees of them, and their labels where annotated."""

    text: str
    pieces: tuple[Piece, ...]
    views: list[UnitView]
    labels: tuple[int, ...] = ()


class Sampler:
    """Makes samples from texts by the very steps that parse them."""

    def __init__(self) -> None:
        self.headings = Headings(read_lexicon("headings", HeadingEntry))
        self.splitter = make_splitter(self.headings)

    def sample(self, text: str, title: str | None) -> Sample:
        """One posting, not annotated."""
        document = read(Listing(text, title=title))
        pieces = self.splitter.split(document.text)
        marked = frozenset(block.start for block in document.blocks if block.kind == "heading")
        views = describe_units(document.text, pieces, self.headings, marked, title)
        return Sample(document.text, pieces, views)

    def gold(self, row: dict[str, Any]) -> Sample:
        """An annotated posting; labels are carried over word by word."""
        sample = self.sample(row["text"], row.get("title"))
        theirs = word_labels(row)
        ours = [(m.group().lower(), m.start(), m.end()) for m in WORD.finditer(sample.text)]
        matcher = SequenceMatcher(
            None, [w for w, _ in theirs], [w for w, _, _ in ours], autojunk=False
        )
        found = {
            j + k: theirs[i + k][1] for i, j, n in matcher.get_matching_blocks() for k in range(n)
        }
        labels, at = [], 0
        for piece in sample.pieces:
            votes: Counter[str] = Counter()
            while at < len(ours) and ours[at][1] < piece.end:
                if label := found.get(at):
                    votes[label] += 1
                at += 1
            label = votes.most_common(1)[0][0] if votes else "other"
            # the annotated unit may be a line whose inline heading is a unit of its own here
            if self.headings.is_certain(sample.text[piece.start : piece.end]):
                label = HEADING
            labels.append(LABELS.index(label))
        return replace(sample, labels=tuple(labels))


def word_labels(row: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Each word of an annotated text with the label of its unit."""
    units, at, found = row["units"], 0, []
    for match in WORD.finditer(row["text"]):
        while at < len(units) and units[at]["end"] <= match.start():
            at += 1
        inside = at < len(units) and units[at]["start"] < match.end()
        label = GOLD_LABELS.get(units[at]["label"], units[at]["label"]) if inside else None
        found.append((match.group().lower(), label))
    return found


def read_gold(path: Path, sampler: Sampler) -> list[Sample]:
    """The annotated postings whose units can be relied on."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return [sampler.gold(row) for row in rows if row.get("units_reliable", True)]


def read_postings(path: Path, sampler: Sampler, seed: int, per_source: int) -> list[Sample]:
    """At most `per_source` English postings of each source."""
    rows = pq.read_table(
        path, columns=["source", "title", "description", "lang", "n_chars"]
    ).to_pylist()
    random.Random(seed).shuffle(rows)  # noqa: S311
    taken: Counter[str] = Counter()
    samples = []
    for row in rows:
        if row["lang"] != "en" or row["n_chars"] > MAX_CHARACTERS or row["source"] in LEFT_OUT:
            continue
        if taken[row["source"]] < per_source:
            taken[row["source"]] += 1
            sample = sampler.sample(row["description"], row["title"])
            if 0 < len(sample.pieces) <= MAX_UNITS:
                samples.append(sample)
    return samples


class Trainer:
    """Fits reader and chain on one annotated and one unannotated set of postings."""

    def __init__(self, gold: Sequence[Sample], postings: Sequence[Sample]) -> None:
        self.gold, self.postings = gold, postings
        self.reader_vocabulary = vocabulary(postings, False, MIN_READER_COUNT)
        self.chain_vocabulary = vocabulary(gold, True, MIN_CHAIN_COUNT)
        self.content = self.reader_matrix(postings)

    def reader_matrix(self, samples: Sequence[Sample]) -> sp.csr_matrix:
        """Contents of units × the vocabulary of the reader."""
        known = self.reader_vocabulary.get
        rows = [
            [i for f in v.content() if (i := known(f)) is not None]
            for s in samples
            for v in s.views
        ]
        return sparse_rows(rows, len(self.reader_vocabulary))

    def chain_matrix(self, samples: Sequence[Sample], reader: np.ndarray) -> sp.csr_matrix:
        """Features of units, of their headings, and their surroundings as the reader sees them."""
        known, width = self.chain_vocabulary.get, len(self.chain_vocabulary)
        said = log_probabilities(self.reader_matrix(samples) @ reader)
        rows, context, at = [], [], 0
        for sample in samples:
            here = said[at : at + len(sample.views)]
            at += len(sample.views)
            above = headings_above(sample.views, here[:, 0], [len(here)])
            context.append(surroundings(here, above, [len(here)]))
            own = [
                [i for f in v.content() + v.place if (i := known(f)) is not None]
                for v in sample.views
            ]
            for ids, up in zip(own, above, strict=True):
                rows.append(ids + [width + i for i in (own[up] if up >= 0 else [])])
        return sp.hstack(
            [sparse_rows(rows, 2 * width), sp.csr_matrix(np.concatenate(context))]
        ).tocsr()

    def fit(self) -> ChainModel:
        """The model after all rounds; the first reader knows nothing."""
        model = self.fit_chain(np.zeros((len(self.reader_vocabulary), len(LABELS)), np.float32))
        for _ in range(ROUNDS):
            targets = np.concatenate([model.probabilities([s.views])[0] for s in self.postings])
            model = self.fit_chain(fit_reader(self.content, targets, READER_L2, STEPS))
        return model

    def fit_chain(self, reader: np.ndarray) -> ChainModel:
        """The chain on the annotated postings, put together with the reader."""
        data = Annotated(
            self.chain_matrix(self.gold, reader),
            np.array([label for s in self.gold for label in s.labels]),
            np.array([v.joint for s in self.gold for v in s.views]),
            np.array([len(s.views) for s in self.gold]),
        )
        width, size = len(self.chain_vocabulary), context_size(len(LABELS))
        penalties = np.concatenate([np.full(2 * width, CHAIN_L2), np.full(size, CONTEXT_L2)])
        weights = fit_chain(data, penalties, STEPS)
        names = sorted({*self.reader_vocabulary, *self.chain_vocabulary})
        order, singles = arranged(names)
        words = [names[at] for at in order]
        rows = {word: row for row, word in enumerate(words)}
        table = np.zeros((len(words) + 1, PARTS * len(LABELS)), np.float32)
        table[[rows[w] for w in self.reader_vocabulary], : len(LABELS)] = reader
        own, above = weights.features[:width], weights.features[width : 2 * width]
        table[[rows[w] for w in self.chain_vocabulary], len(LABELS) :] = np.hstack([own, above])
        return ChainModel(
            LABELS,
            {word: row for row, word in enumerate(words[:singles])},
            find_pairs(words, singles),
            Table.of(table),
            weights.features[2 * width :].astype(np.float32),
            weights.transitions.astype(np.float32),
            weights.start.astype(np.float32),
            weights.end.astype(np.float32),
        )


def vocabulary(samples: Sequence[Sample], with_place: bool, least: int) -> dict[str, int]:
    """The features that at least so many units have, in order of their names."""
    counts: Counter[str] = Counter()
    for sample in samples:
        for view in sample.views:
            counts.update({*view.content(), *view.place} if with_place else set(view.content()))
    return {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= least))}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("postings", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-source", type=int, default=PER_SOURCE)
    args = parser.parse_args()
    sampler = Sampler()
    gold = read_gold(args.gold, sampler)
    postings = read_postings(args.postings, sampler, args.seed, args.per_source)
    args.folder.mkdir(parents=True, exist_ok=True)
    save_chain(Trainer(gold, postings).fit(), args.folder)


if __name__ == "__main__":
    main()
