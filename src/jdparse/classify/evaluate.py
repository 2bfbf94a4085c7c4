"""How good a role model is on postings whose label is known, and where it is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.stats import binomtest

from jdparse.classify.evidence import heaviest_first, log_odds_by_sentence, rounded
from jdparse.classify.linear import softmax
from jdparse.classify.metrics import (
    Calibration,
    ClassFigures,
    Figure,
    class_figures,
    figure,
    figures_of,
)
from jdparse.classify.reading import Reading, read_posting
from jdparse.classify.samples import Sample, data_digest, read_samples
from jdparse.classify.scorer import Scorer
from jdparse.classify.store import RoleModel, load_model
from jdparse.document import Listing
from jdparse.errors import TrainingError
from jdparse.models import model_path
from jdparse.posting import Evidence, Posting

ParseMany = Callable[[Iterable[Listing]], Iterator[Posting]]

# How many of the worst errors are shown, and sentences for each.
WORST: Final = 10
SHOWN: Final = 3
_SEEN: Final = ("It was trained on these very postings: expect less on others.",)


@dataclass(frozen=True, slots=True)
class Judged:
    """One posting: what it is, what the model says, and the sentences that led it there."""

    id: str
    source: str
    truth: str
    clear: bool
    label: str
    probabilities: tuple[float, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over all postings, by class and by source, and the worst errors first.

    `left_out` are the ids of postings with no words to judge; `notes` say why the figures may not
    be what they seem.
    """

    model: str
    labels: tuple[str, ...]
    figures: dict[str, Figure | Calibration | None]
    classes: tuple[ClassFigures, ...]
    sources: dict[str, Figure | None]
    confusion: tuple[tuple[int, ...], ...]
    worst: tuple[Judged, ...]
    judged: tuple[Judged, ...]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, the single postings left out but for the worst errors."""
        plain = asdict(self)
        del plain["judged"]
        return plain


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same postings: which right where the other is wrong, and McNemar's p."""

    first: str
    second: str
    n: int
    both: int
    only_first: int
    only_second: int
    p_value: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)

    def __str__(self) -> str:
        alike = "chance alone may well do that" if self.p_value > 0.05 else "more than chance"
        return (
            f"Of {self.n} postings both are right on {self.both}; {self.first} alone on "
            f"{self.only_first}, {self.second} alone on {self.only_second}. McNemar's exact test: "
            f"p = {self.p_value:.3g} ({alike})."
        )


def evaluate_role(
    model: Path | None,
    gold: Path,
    *,
    parse_many: ParseMany,
    say: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Judge the postings of a gold file with a model (None: the shipped one).

    Of a samples folder, the test split. Raises `ModelError` or `TrainingError` with the reason
    where either cannot be used.
    """
    folder = model_path("role") if model is None else model
    stored = load_model(folder)
    samples = read_samples(gold, "test", say)
    name = "/".join(folder.resolve().parts[-2:])
    found = evaluate(stored.model, samples, parse_many=parse_many, name=name)
    judged = [s for s in samples if str(s.listing.id) not in found.left_out]
    trained_on = stored.meta.get("data", {}).get("sha256") == data_digest(judged)
    return replace(found, notes=stored.differences() + (_SEEN if trained_on else ()))


def evaluate(
    model: RoleModel,
    samples: list[Sample],
    *,
    parse_many: ParseMany,
    name: str,
) -> Evaluation:
    """Judge samples with a model; those with no words are left out, and named."""
    unknown = {sample.label for sample in samples} - set(model.labels)
    if unknown:
        raise TrainingError(
            f"The gold has labels that {name} does not know: {', '.join(sorted(unknown))}. "
            f"It tells apart: {', '.join(model.labels)}."
        )
    judged = tuple(_judge_all(model, samples, parse_many))
    if not judged:
        raise TrainingError("None of the gold's postings could be parsed and has words to judge.")
    known = {one.id for one in judged}
    left_out = tuple(str(s.listing.id) for s in samples if s.listing.id not in known)
    return replace(summarize(judged, model.labels, name), left_out=left_out)


def summarize(judged: tuple[Judged, ...], labels: tuple[str, ...], name: str) -> Evaluation:
    """The figures of judged postings."""
    truth = np.array([one.truth for one in judged])
    said = np.array([one.label for one in judged])
    clear = np.array([one.clear for one in judged])
    sources = np.array([one.source for one in judged])
    probabilities = np.array([one.probabilities for one in judged])
    pairs = Counter(zip(truth.tolist(), said.tolist(), strict=True))
    return Evaluation(
        model=name,
        labels=labels,
        figures=figures_of(truth, clear, labels, probabilities),
        classes=tuple(class_figures(truth, said, labels)),
        sources={
            str(source): figure((truth == said)[sources == source]) for source in np.unique(sources)
        },
        confusion=tuple(tuple(pairs[row, column] for column in labels) for row in labels),
        worst=_worst(judged, labels),
        judged=judged,
    )


def compare(first: Evaluation, second: Evaluation) -> Comparison:
    """McNemar's exact test on the postings that both have judged.

    Raises `TrainingError` where they have none in common.
    """
    other = {one.id: one.label == one.truth for one in second.judged}
    pairs = [(one.label == one.truth, other[one.id]) for one in first.judged if one.id in other]
    if not pairs:
        raise TrainingError("The two evaluations have no posting in common.")
    counts = Counter(pairs)
    ours, theirs = counts[True, False], counts[False, True]
    p_value = binomtest(ours, ours + theirs).pvalue if ours + theirs else 1.0
    return Comparison(
        first.model,
        second.model,
        len(pairs),
        counts[True, True],
        ours,
        theirs,
        round(float(p_value), 6),
    )


def _judge_all(model: RoleModel, samples: list[Sample], parse_many: ParseMany) -> Iterator[Judged]:
    scorer = model.weights().scorer()
    postings = parse_many(sample.listing for sample in samples)
    for sample, posting in zip(samples, postings, strict=True):
        reading = read_posting(posting, mask_titles=model.mask_titles)
        if not reading.sentences:
            continue
        yield judge_sample(sample, posting.text, reading, scorer, model.labels)


def judge_sample(
    sample: Sample, text: str, reading: Reading, scorer: Scorer, labels: tuple[str, ...]
) -> Judged:
    """What a scorer says of a sample, read from `text`, and the sentences behind it."""
    added = scorer.score(reading).sentences[:, : len(labels)]
    values = added.sum(axis=0) + scorer.intercept[: len(labels)]
    probabilities = rounded(softmax(values[None])[0])
    words = np.array([sentence.words() for sentence in reading.sentences])
    weights = log_odds_by_sentence(added, probabilities, words)
    return Judged(
        id=str(sample.listing.id),
        source=sample.source,
        truth=sample.label,
        clear=sample.clear,
        label=labels[int(probabilities.argmax())],
        probabilities=tuple(probabilities.tolist()),
        evidence=heaviest_first(text, reading.sentences, weights, SHOWN),
    )


def _worst(judged: tuple[Judged, ...], labels: tuple[str, ...]) -> tuple[Judged, ...]:
    """The errors in which the true label was held least probable."""
    wrong = [one for one in judged if one.label != one.truth]
    wrong.sort(key=lambda one: (one.probabilities[labels.index(one.truth)], one.id))
    return tuple(wrong[:WORST])
