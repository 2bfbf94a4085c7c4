"""Train the tagger's architecture on SkillSpan and score it: strict span F1 on its dev set.

    python tools/evaluate_skillspan.py skillspan/train.jsonl skillspan/dev.jsonl --vectors v.npz

SkillSpan (Zhang et al. 2022, MIT) marks two layers that overlap, Skill and Knowledge; each gets a
model of its own. Its sentences are put back into their postings, one a line, and read as any
posting is: with our words, in the units that the segmenter finds. Every span counts, also those in
units that are never read for skills. What is scored is the architecture (lexicon, word vectors,
network), not the shipped weights: the two data sets do not agree on what a skill is. Needs torch.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from tagger_network import Labelled, fit_network, load_vectors

from jdparse.annotations import prepare, read_values
from jdparse.document import Block, Facts
from jdparse.extract.skill_lexicon import SkillMatcher, skill_lexicon
from jdparse.extract.skill_spans import TaggedUnit, Tokens, tagged_units
from jdparse.extract.skill_tagger import OUTSIDE, SkillTagger
from jdparse.extract.skills import tokens_of

LAYERS = ("Skill", "Knowledge")


@dataclass(frozen=True, slots=True)
class Reading:
    """One posting as the pipeline reads it, and the spans of one layer, in characters."""

    tokens: Tokens
    units: tuple[TaggedUnit, ...]
    spans: frozenset[tuple[int, int]]


def main() -> None:
    """Train and score both layers; one JSON object a layer on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--vectors", type=Path, required=True, help="of words, npz")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    vectors = load_vectors(args.vectors)
    for layer in LAYERS:
        units = [unit for r in readings(args.train, layer) for unit in labelled(r)]
        model = fit_network(units, vectors, {}, seed=args.seed)
        figures = score(SkillTagger(model), list(readings(args.dev, layer)))
        sys.stdout.write(json.dumps({"layer": layer, **figures}) + "\n")


def readings(path: Path, layer: str) -> Iterator[Reading]:
    """The postings of a file: its sentences follow one another, with the number of theirs."""
    nlp = spacy.blank("en")
    nlp.add_pipe("jdparse_sectionizer")
    matcher = SkillMatcher(skill_lexicon())
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    for _, sentences in groupby(rows, key=lambda row: itemgetter("source", "doc")(row["meta"])):
        yield _reading(list(sentences), layer, nlp, matcher)


def _reading(
    sentences: Sequence[dict[str, Any]], layer: str, nlp: Language, matcher: SkillMatcher
) -> Reading:
    text = "\n".join(sentence["text"] for sentence in sentences)
    blocks, spans, start = [], set(), 0
    for sentence in sentences:
        end = start + len(sentence["text"])
        blocks.append(Block(start, end, "paragraph"))
        spans |= {
            (start + span["start"], start + span["end"])
            for span in sentence["spans"]
            if span["label"] == layer
        }
        start = end + 1
    doc = nlp(prepare(nlp.make_doc(text), blocks, Facts(), text))
    tokens = tokens_of(text)
    read = tagged_units(matcher, tokens, read_values(doc, "units"))
    return Reading(tokens, tuple(read), frozenset(spans))


def labelled(reading: Reading) -> Iterator[Labelled]:
    """The units of a posting with the label of each word."""
    tokens = reading.tokens
    labels = [OUTSIDE] * len(tokens.words)
    for at, (start, word) in enumerate(zip(tokens.starts, tokens.words, strict=True)):
        for first, end in reading.spans:
            if first <= start and start + len(word) <= end:
                labels[at] = "B-hard" if start == first else "I-hard"
    for unit in reading.units:
        words = unit.words
        yield Labelled(words, labels[unit.first : unit.first + len(words.words)])


def score(tagger: SkillTagger, gold: Sequence[Reading]) -> dict[str, float]:
    """Strict precision, recall and F1 of spans."""
    found = right = 0
    for reading in gold:
        spans = _found(tagger, reading)
        found += len(spans)
        right += len(spans & reading.spans)
    wanted = sum(len(reading.spans) for reading in gold)
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _found(tagger: SkillTagger, reading: Reading) -> set[tuple[int, int]]:
    """Characters of the spans that are tagged."""
    tokens, spans = reading.tokens, set()
    for span in tagger.tag([unit.words for unit in reading.units]):
        first = reading.units[span.unit].first + span.start
        last = first + span.end - span.start - 1
        spans.add((tokens.starts[first], tokens.starts[last] + len(tokens.words[last])))
    return spans


if __name__ == "__main__":
    main()
