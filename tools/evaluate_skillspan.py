"""Train the tagger's architecture on SkillSpan and score it: strict span F1 on its dev set.

    python tools/evaluate_skillspan.py skillspan/train.jsonl skillspan/dev.jsonl --vectors v.npz

SkillSpan (Zhang et al. 2022, MIT) marks two layers that overlap, Skill and Knowledge; each gets a
model of its own. What is scored is the architecture (lexicon, word vectors, network), not the
shipped weights: the two data sets do not agree on what a skill is. Needs torch.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tagger_network import Labelled, fit_network, load_vectors

from jdparse.extract.skill_features import Words
from jdparse.extract.skill_lexicon import SkillMatcher, skill_lexicon
from jdparse.extract.skill_spans import tags_of
from jdparse.extract.skill_tagger import OUTSIDE, SkillTagger, load_classes
from jdparse.models import model_path

LAYERS = ("Skill", "Knowledge")
KIND = "requirements"  # sentences come without their posting: the kind is the same for all


@dataclass(frozen=True, slots=True)
class Sentence:
    """One tokenized sentence and the spans of one layer, in words."""

    words: Words
    spans: frozenset[tuple[int, int]]


def main() -> None:
    """Train and score both layers; one JSON object a layer on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--vectors", type=Path, required=True, help="of words, npz")
    args = parser.parse_args()
    vectors = load_vectors(args.vectors)
    classes = load_classes(model_path("skills"))
    for layer in LAYERS:
        train = list(sentences(args.train, layer))
        model = fit_network([Labelled(s.words, labels_of(s)) for s in train], vectors, classes)
        figures = score(SkillTagger(model), list(sentences(args.dev, layer)))
        sys.stdout.write(json.dumps({"layer": layer, **figures}) + "\n")


def sentences(path: Path, layer: str) -> Iterator[Sentence]:
    """The sentences of a file; SkillSpan's tokens are those between spaces."""
    matcher = SkillMatcher(skill_lexicon())
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = row["text"].split(" ")
        starts, at = {}, 0
        for number, word in enumerate(words):
            starts[at] = number
            at += len(word) + 1
        ends = {start + len(words[number]): number + 1 for start, number in starts.items()}
        spans = frozenset(
            (starts[s["start"]], ends[s["end"]]) for s in row["spans"] if s["label"] == layer
        )
        lower = [word.lower() for word in words]
        yield Sentence(Words(words, lower, tags_of(matcher, words, lower), KIND), spans)


def labels_of(sentence: Sentence) -> list[str]:
    """The label of each word."""
    labels = [OUTSIDE] * len(sentence.words.words)
    for start, end in sorted(sentence.spans):
        labels[start:end] = ["B-hard"] + ["I-hard"] * (end - start - 1)
    return labels


def score(tagger: SkillTagger, gold: list[Sentence]) -> dict[str, float]:
    """Strict precision, recall and F1 of spans."""
    spans = tagger.tag([sentence.words for sentence in gold])
    found, right = len(spans), sum((s.start, s.end) in gold[s.unit].spans for s in spans)
    wanted = sum(len(sentence.spans) for sentence in gold)
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


if __name__ == "__main__":
    main()
