"""The verdict: which role a posting is by its duties, how sure that is, and why.

`evidence` decomposes the verdict: its weights sum to the log-odds of the label's probability (see
`evidence.py`). In `distinctions` a weight above 0 speaks for the machine learning engineer, one
below 0 for the data scientist.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from jdparse.classify.conformal import prediction_set
from jdparse.classify.distinctions import DISTINCTIONS, SIDES
from jdparse.classify.evidence import DIGITS, heaviest_first, log_odds_by_sentence, rounded
from jdparse.classify.linear import softmax
from jdparse.classify.reading import Reading, read_posting
from jdparse.classify.role_weights import RoleWeights
from jdparse.classify.scorer import Scorer, Scores
from jdparse.classify.title import title_label
from jdparse.errors import ModelError
from jdparse.models import model_path
from jdparse.posting import (
    ROLE_LABELS,
    Distinction,
    Evidence,
    Posting,
    RoleLabel,
    RoleProbabilities,
    RoleVerdict,
)

Array = np.ndarray[Any, Any]

# Fewer words than this (role names left out) and no label is confident.
LEAST_WORDS: Final = 30
# Sentences shown behind a distinction's scores.
SHOWN: Final = 5
# Problems that leave every label open.
_OPEN: Final = frozenset({"not_english", "not_a_posting", "several_postings"})
# Sections that tell what the work is.
_OF_WORK: Final = frozenset({"responsibilities", "requirements", "preferred"})
_MODEL: Final = "role"


@dataclass(frozen=True, slots=True)
class Judge:
    """The shipped model, ready to judge."""

    name: str
    model: RoleWeights
    scorer: Scorer
    order: tuple[int, ...]

    def __call__(self, posting: Posting) -> RoleVerdict | None:
        """The verdict on a parsed posting; None where it says nothing to judge."""
        reading = read_posting(posting, mask_titles=self.model.mask_titles)
        says_little = reading.words() < LEAST_WORDS
        if not reading.sentences or (says_little and not _tells_of_work(posting)):
            return None
        scores = self.scorer.score(reading)
        probabilities = self.probabilities(scores)
        best = int(probabilities.argmax())
        label = ROLE_LABELS[best]
        kept = _prediction_set(probabilities, self.model.least, says_little or _is_open(posting))
        said = title_label(posting.title)
        return RoleVerdict(
            label=label,
            confident=len(kept) == 1,
            probabilities=RoleProbabilities(*map(float, probabilities)),
            prediction_set=kept,
            title_label=said,
            title_agrees=None if said is None else said == label,
            distinctions=self._distinctions(posting.text, reading, scores),
            evidence=self._evidence(posting.text, reading, scores, probabilities),
        )

    def probabilities(self, scores: Scores) -> Array:
        """Probabilities in the order of `ROLE_LABELS`, rounded, summing to 1, none 0 or 1."""
        values = scores.values()[None, list(self.order)]
        return rounded(softmax(values)[0])

    def _distinctions(self, text: str, reading: Reading, scores: Scores) -> tuple[Distinction, ...]:
        values = scores.values()
        found = []
        for name in DISTINCTIONS:
            columns = [len(ROLE_LABELS) + self.model.sides.index((name, side)) for side in SIDES]
            mle, ds = (round(float(1 / (1 + np.exp(-values[c]))), DIGITS) for c in columns)
            weights = scores.sentences[:, columns[0]] - scores.sentences[:, columns[1]]
            shown = heaviest_first(text, reading.sentences, np.round(weights, DIGITS), SHOWN)
            found.append(Distinction(name, mle, ds, shown))
        return tuple(found)

    def _evidence(
        self, text: str, reading: Reading, scores: Scores, probabilities: Array
    ) -> tuple[Evidence, ...]:
        words = np.array([sentence.words() for sentence in reading.sentences])
        added = scores.sentences[:, list(self.order)]
        weights = log_odds_by_sentence(added, probabilities, words)
        return heaviest_first(text, reading.sentences, weights)


def judge(posting: Posting) -> RoleVerdict | None:
    """The role of a parsed posting by the shipped model; None without a model or without words.

    The posting's title, and every name of a role in its text, are not read.

    >>> from jdparse import parse
    >>> text = "You will train neural networks in PyTorch and deploy them to production on GPUs."
    >>> verdict = judge(parse(text, title="Data Scientist"))
    >>> verdict.label, verdict.title_label, verdict.title_agrees
    ('machine_learning_engineer', 'data_scientist', False)
    """
    found = _judge()
    return None if found is None else found(posting)


def model_name() -> str | None:
    """Name and version of the shipped model, "role/1"; None where none is installed."""
    try:
        return f"{_MODEL}/{model_path(_MODEL).name}"
    except ModelError:
        return None


def make_judge(model: RoleWeights, name: str) -> Judge:
    """The judge of a model that tells the record's three labels and the distinctions."""
    if set(model.labels) != set(ROLE_LABELS):
        raise ModelError(f"A verdict needs the labels {ROLE_LABELS}; {name} has {model.labels}.")
    wanted = {(distinction, side) for distinction in DISTINCTIONS for side in SIDES}
    if set(model.sides) != wanted:
        raise ModelError(f"A verdict needs the distinctions {DISTINCTIONS}; {name} lacks some.")
    order = tuple(model.labels.index(label) for label in ROLE_LABELS)
    return Judge(name, model, model.scorer(), order)


@cache
def _judge() -> Judge | None:
    if model_name() is None:
        return None
    folder = model_path(_MODEL)
    return make_judge(RoleWeights.load(folder), f"{_MODEL}/{folder.name}")


def _prediction_set(probabilities: Array, least: float, is_open: bool) -> tuple[RoleLabel, ...]:
    if is_open:
        return ROLE_LABELS
    kept = prediction_set(probabilities[None], least)[0]
    return tuple(label for label, stays in zip(ROLE_LABELS, kept, strict=True) if stays)


def _is_open(posting: Posting) -> bool:
    return (
        not _tells_of_work(posting)
        or posting.language not in (None, "en")
        or any(problem.code in _OPEN for problem in posting.problems)
    )


def _tells_of_work(posting: Posting) -> bool:
    """Whether any part of it is a duty or a demand: what else it says leaves every label open."""
    return any(section.kind in _OF_WORK for section in posting.sections)
