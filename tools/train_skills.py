"""Train the skill tagger and the categorizer on annotated postings.

    python tools/train_skills.py train.jsonl models/skills/1 --vectors v.npz --more others.jsonl

`--more` are postings annotated by other hands. What they call a skill differs a little in style, so
their words have weights of their own beside those of all, which learn the difference and are left
out of the model (after Daumé, "Frustratingly Easy Domain Adaptation", 2007).

Wants `classes.npz` in the folder, the vectors (both by `train_word_classes.py`) and a trained
segmenter: units are those the pipeline finds, so that training sees what tagging will. Needs torch.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from tagger_network import Labelled, fit_network, load_vectors

from jdparse import Listing
from jdparse.annotations import Unit, prepare, read_values
from jdparse.extract.skill_category import (
    SkillCategorizer,
    category_attributes,
    save_categorizer,
)
from jdparse.extract.skill_lexicon import SkillMatcher, skill_lexicon, words_of
from jdparse.extract.skill_spans import Tokens, tagged_units
from jdparse.extract.skill_tagger import (
    OUTSIDE,
    load_classes,
    save_tagger,
)
from jdparse.extract.skills import tokens_of
from jdparse.ingest.read import read

CATEGORY = {
    "lang": "programming_language",
    "math": "mathematics_statistics",
    "ml": "machine_learning",
    "mlfw": "ml_framework",
    "data": "data_engineering",
    "viz": "analysis_visualization",
    "cloud": "cloud_mlops",
    "swe": "software_engineering",
    "soft": "soft_skill",
    "other": "other",
}
GOLD_WEIGHT = 3.0  # of an annotated phrase beside a form of the lexicon, for the categorizer


@dataclass(frozen=True, slots=True)
class Sample:
    """One annotated posting as the pipeline reads it."""

    text: str
    tokens: Tokens
    units: tuple[Unit, ...]
    skills: list[dict[str, str]]
    by_others: bool = False


def main() -> None:
    """Train both models and write them to the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="annotated postings, JSONL")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--more", type=Path, help="postings annotated by others, JSONL")
    parser.add_argument("--vectors", type=Path, required=True, help="of words, npz")
    args = parser.parse_args()
    samples = list(read_samples(args.gold))
    if args.more:
        samples += [replace(sample, by_others=True) for sample in read_samples(args.more)]
    classes = load_classes(args.folder)
    vectors = load_vectors(args.vectors)
    save_tagger(fit_network(list(units_of(samples)), vectors, classes), args.folder)
    save_categorizer(train_categorizer(samples, classes), args.folder)


def read_samples(path: Path) -> Iterator[Sample]:
    """The postings of a gold file, with the units that the pipeline finds."""
    return samples_of(map(json.loads, path.read_text(encoding="utf-8").splitlines()))


def samples_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[Sample]:
    """Postings as a gold file has them, with the units that the pipeline finds."""
    tokenizer = {"@tokenizers": "jdparse.PostingTokenizer.v1"}
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": tokenizer}})
    sectionizer = nlp.add_pipe("jdparse_sectionizer")
    for row in rows:
        keys = ("title", "company", "location", "country")
        document = read(Listing(row["text"], id=row["id"], **{key: row.get(key) for key in keys}))
        doc = prepare(nlp.make_doc(document.text), document.blocks, document.facts)
        units = read_values(sectionizer(doc), "units")
        tokens = tokens_of(document.text, (unit.start for unit in units))
        yield Sample(document.text, tokens, units, row["skills"])


def units_of(samples: Iterable[Sample]) -> Iterator[Labelled]:
    """The units of annotated postings that are read for skills, with the label of each word."""
    for sample in samples:
        labels = labels_of(sample)
        for unit in tagged_units(_matcher(), sample.tokens, sample.units):
            end = unit.first + len(unit.words.words)
            yield Labelled(unit.words, labels[unit.first : end], sample.by_others)


@cache
def _matcher() -> SkillMatcher:
    return SkillMatcher(skill_lexicon())


def labels_of(sample: Sample) -> list[str]:
    """The label of each word: every place that reads as a quoted skill, the longest first."""
    tokens = sample.tokens
    begins = {start: at for at, start in enumerate(tokens.starts)}
    ends = {
        s + len(w): at for at, (s, w) in enumerate(zip(tokens.starts, tokens.words, strict=True))
    }
    labels = [OUTSIDE] * len(tokens.words)
    for skill in sorted(sample.skills, key=lambda skill: -len(skill["quote"])):
        kind = "soft" if skill["cat"] == "soft" else "hard"
        for match in _places(skill["quote"], sample.text):
            first, last = begins.get(match.start()), ends.get(match.end())
            if first is None or last is None or set(labels[first : last + 1]) != {OUTSIDE}:
                continue
            labels[first : last + 1] = [f"B-{kind}"] + [f"I-{kind}"] * (last - first)
    return labels


def _places(quote: str, text: str) -> Iterator[re.Match[str]]:
    """Where a quote stands; short names only in their own case, and not in "R&D" or "C-level"."""
    words = quote.split()
    any_case = len(words) > 1 or len(quote) > 5 or quote.islower()
    pattern = r"\s+".join(map(re.escape, words)) + ("(?![&-])" if len(quote) == 1 else "")
    return re.finditer(pattern, text, re.IGNORECASE if any_case else 0)


def train_categorizer(
    samples: Sequence[Sample], classes: Mapping[str, tuple[int, ...]]
) -> SkillCategorizer:
    """A logistic regression of the words of the lexicon's forms and the annotated phrases."""
    phrases: list[tuple[list[str], str, float]] = [
        (words_of(f), s.category, 1.0) for f, s in skill_lexicon().forms.items()
    ]
    for sample in samples:
        for skill in sample.skills:
            phrases.append((words_of(skill["quote"]), CATEGORY[skill["cat"]], GOLD_WEIGHT))
    counter = CountVectorizer(analyzer=lambda words: list(category_attributes(words, classes)))
    matrix = counter.fit_transform([words for words, _, _ in phrases])
    model = LogisticRegression(C=1.0, max_iter=300)
    model.fit(matrix, [category for _, category, _ in phrases], [w for _, _, w in phrases])
    names = counter.get_feature_names_out()
    weights = np.vstack([model.coef_.T, model.intercept_]).astype(np.float32)
    attributes = {str(name): row for row, name in enumerate(names)}
    return SkillCategorizer(tuple(model.classes_), attributes, weights)


if __name__ == "__main__":
    main()
