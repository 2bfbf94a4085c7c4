"""Train the tagger's architecture on SkillSpan and score it: strict span F1 on its dev set.

    python tools/evaluate_skillspan.py skillspan/train.jsonl skillspan/dev.jsonl --vectors v.npz

SkillSpan (Zhang et al. 2022, MIT) marks two layers that overlap, Skill and Knowledge; each gets a
model of its own. Its sentences are put back into their postings, one a line, and read as any
posting is: with our words, in the units that the segmenter finds. Every span counts, also those in
units that are never read for skills. What is scored is the architecture (lexicon, word vectors,
network), not the shipped weights: the two data sets do not agree on what a skill is. Needs torch.

`--more` are postings annotated by the project's guidelines (`annotations.py`). A larger network
learns them, then SkillSpan's train set, and labels them anew as SkillSpan would; the tagger's own
network learns from these labels and SkillSpan's (`tagger_teacher.py`). Some 25 minutes a layer on
one core. Their commas are left out, for SkillSpan's texts have none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from tagger_network import Course, Labelled, WordVectors, fit_network, load_vectors
from tagger_teacher import taught
from train_skills import read_samples, units_of

from jdparse.annotations import prepare, read_values
from jdparse.document import Block, Facts
from jdparse.extract.skill_features import Words
from jdparse.extract.skill_lexicon import SkillMatcher, skill_lexicon
from jdparse.extract.skill_spans import TaggedUnit, Tokens, tagged_units
from jdparse.extract.skill_tagger import OUTSIDE, SkillTagger, TaggerWeights
from jdparse.extract.skills import tokens_of

LAYERS = {"Skill": "soft", "Knowledge": "hard"}  # with the nearest of our labels
TEACHERS = 2
TIMES = 4  # SkillSpan's units stand so often beside those that a teacher labels
# with many labels less has to be hidden
WITH_MORE = Course(epochs=4, steps=900, dropped=0.1, unknown=0.03)


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
    parser.add_argument("--more", type=Path, help="postings with labels of ours, JSONL")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    vectors = load_vectors(args.vectors)
    more = [without_commas(unit) for unit in units_of(read_samples(args.more))] if args.more else []
    for layer, kind in LAYERS.items():
        units = [unit for r in readings(args.train, layer) for unit in labelled(r, kind)]
        model = fitted(units, more, vectors, args.seed)
        figures = score(SkillTagger(model), list(readings(args.dev, layer)))
        sys.stdout.write(json.dumps({"layer": layer, **figures}) + "\n")


def fitted(
    units: Sequence[Labelled], more: Sequence[Labelled], vectors: WordVectors, seed: int
) -> TaggerWeights:
    """The tagger's network trained on SkillSpan's units, and on ours as a teacher labels them."""
    if not more:
        return fit_network(units, vectors, {}, seed)
    seeds = range(seed * TEACHERS, (seed + 1) * TEACHERS)
    return fit_network(
        [*taught(more, units, vectors, seeds), *(list(units) * TIMES)], vectors, {}, seed, WITH_MORE
    )


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


def labelled(reading: Reading, kind: str) -> Iterator[Labelled]:
    """The units of a posting with the label of each word."""
    tokens = reading.tokens
    labels = [OUTSIDE] * len(tokens.words)
    for at, (start, word) in enumerate(zip(tokens.starts, tokens.words, strict=True)):
        for first, end in reading.spans:
            if first <= start and start + len(word) <= end:
                labels[at] = f"B-{kind}" if start == first else f"I-{kind}"
    for unit in reading.units:
        words = unit.words
        yield Labelled(words, labels[unit.first : unit.first + len(words.words)])


def without_commas(unit: Labelled) -> Labelled:
    """A unit as it were had its commas been lost."""
    words = unit.words
    kept = [at for at, word in enumerate(words.words) if word != ","]
    columns = (words.words, words.lower, words.tags, unit.labels)
    written, lower, tags, labels = ([column[at] for at in kept] for column in columns)
    return replace(unit, words=Words(written, lower, tags, words.kind), labels=labels)


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
