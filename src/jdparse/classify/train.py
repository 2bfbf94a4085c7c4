"""The bench: train a role model on one's own samples, any labels, with the guards that it needs.

Titles are masked, near-duplicates and employers never stand on both sides of a split, the seed is
fixed, and the figures in the card are those of postings that the model had not seen.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from jdparse.classify.card import write_card
from jdparse.classify.conformal import CoveragePoint, coverage_curve
from jdparse.classify.evaluate import Evaluation, judge_sample, summarize
from jdparse.classify.features import PostingFeatures
from jdparse.classify.groups import split_groups
from jdparse.classify.learning_curve import learning_curve
from jdparse.classify.linear import Linear
from jdparse.classify.meta import META_FILE
from jdparse.classify.metrics import Figure
from jdparse.classify.plots import check_plots
from jdparse.classify.reading import read_posting
from jdparse.classify.role_classifier import RoleClassifier
from jdparse.classify.rows import HeldOut
from jdparse.classify.samples import Sample, data_digest, read_samples
from jdparse.classify.store import RoleModel, role_weights, save_model
from jdparse.classify.training import Labelled, Progress, Recipe, Trained, fit_role_model
from jdparse.document import Listing
from jdparse.errors import TrainingError
from jdparse.posting import Posting

ParseMany = Callable[[Iterable[Listing]], Iterator[Posting]]

# Coverages of the card's curve.
COVERAGES: Final = (0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99)
# Samples of a label from which it can be learned and checked.
_FEWEST: Final = 4


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """What a researcher may set; the defaults suit some tens to some thousands of samples.

    `coverage`: how often the true label is to be in the prediction set. `mask_titles`: whether
    role names are taken out of the text. `curve`: whether the learning curve is worked out (three
    more trainings). `plots`: whether the card has plots (needs matplotlib).
    """

    seed: int = 0
    folds: int = 5
    coverage: float = 0.95
    mask_titles: bool = True
    curve: bool = True
    plots: bool = True

    def recipe(self, samples: int) -> Recipe:
        """The recipe for so many samples: few of them carry few words, so the named cues lead."""
        few = samples < 500
        features = PostingFeatures(
            min_postings=2 if few else 5, min_groups=2, cue_weight=0.15 if few else 0.05
        )
        classifier = RoleClassifier(folds=self.folds, seed=self.seed)
        return Recipe(features, classifier, self.coverage, self.mask_titles)


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Where the model is, what it was trained on, and its figures on unseen groups."""

    folder: Path
    labels: dict[str, int]
    groups: int
    digest: str
    evaluation: Evaluation | None
    coverage: tuple[CoveragePoint, ...] = ()
    learning: tuple[tuple[int, Figure | None], ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        plain = asdict(self)
        plain["folder"] = str(self.folder)
        plain["evaluation"] = None if self.evaluation is None else self.evaluation.to_dict()
        return plain


def train_role(
    samples: Path,
    out: Path,
    *,
    parse_many: ParseMany,
    options: TrainingOptions = TrainingOptions(),  # frozen
    progress: Progress = lambda _: None,
) -> TrainingReport:
    """Train on a CSV, JSONL or Parquet file, or a folder of samples; write model, meta and card.

    Raises `TrainingError` with the reason where the samples do not suffice, or where `out` holds
    anything but a model.
    """
    _check_out(out)
    if options.plots:
        check_plots()
    progress("reading")
    return train(read_samples(samples, say=progress), out, parse_many, options, progress)


def train(
    samples: list[Sample],
    out: Path,
    parse_many: ParseMany,
    options: TrainingOptions,
    progress: Progress,
) -> TrainingReport:
    """Train on samples in memory; see `train_role`."""
    _check([sample.label for sample in samples])  # parsing thousands takes minutes
    progress(f"parsing {len(samples)} samples")
    labelled = label_readings(samples, parse_many, mask_titles=options.mask_titles)
    if len(labelled.samples) < len(samples):
        kept = {sample.listing.id for sample in labelled.samples}
        lost = [str(s.listing.id) for s in samples if s.listing.id not in kept]
        progress(f"left out {len(lost)} without words to learn from: {', '.join(lost[:5])}")
    _check(labelled.labels.tolist())
    recipe = options.recipe(len(labelled.samples))
    trained = fit_role_model(labelled, recipe, progress=progress)
    progress("figures")
    report = report_of(labelled, trained, out, options, progress)
    meta = {
        "data": {
            "samples": len(labelled.samples),
            "labels": report.labels,
            "sha256": report.digest,
        },
        "split": f"{options.folds} folds by employer and near-duplicates, seed {options.seed}",
        "coverage": options.coverage,
        "mask_titles": options.mask_titles,
        "figures": _plain_figures(report.evaluation),
    }
    full = save_model(trained.model, out, meta)
    write_card(out, full, report, plots=options.plots)
    return report


def label_readings(
    samples: Iterable[Sample], parse_many: ParseMany, *, mask_titles: bool = True
) -> Labelled:
    """Samples parsed and read, with their groups; those with no words are left out."""
    listed = list(samples)
    kept, readings, texts = [], [], []
    postings = parse_many(sample.listing for sample in listed)
    for sample, posting in zip(listed, postings, strict=True):
        reading = read_posting(posting, mask_titles=mask_titles)
        if reading.sentences:
            kept.append(sample)
            readings.append(reading)
            texts.append(posting.text)
    groups = split_groups(texts, [sample.employer for sample in kept])
    return Labelled(tuple(kept), tuple(readings), groups, tuple(texts))


def held_out_evaluation(
    labelled: Labelled, model: RoleModel, held_out: HeldOut, name: str
) -> Evaluation:
    """The evaluation of each sample by the one of the held-out models that had not seen it."""
    scorers = [role_weights(model.features, _alone(model, one)).scorer() for one in held_out.models]
    rows = zip(labelled.samples, labelled.texts, labelled.readings, held_out.judge, strict=True)
    judged = tuple(
        judge_sample(sample, text, reading, scorers[judge], model.labels)
        for sample, text, reading, judge in rows
    )
    return summarize(judged, model.labels, name)


def _alone(model: RoleModel, classes: Linear) -> RoleClassifier:
    """A classifier of these decision functions, without sides."""
    classifier = RoleClassifier(**model.classifier.get_params())
    classifier.coef_, classifier.intercept_ = classes.coef, classes.intercept
    classifier.side_coef_ = np.zeros((0, classes.coef.shape[1]))
    classifier.side_intercept_ = np.zeros(0)
    classifier.classes_ = model.classifier.classes_
    return classifier


def _check_out(out: Path) -> None:
    """Nothing but a model is written over: its card is a README.md, and so are others' files."""
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / META_FILE).is_file()):
        raise TrainingError(f"{out} holds other things than a model: name a new folder.")


def _check(labels: list[str]) -> None:
    counts = Counter(labels)
    if len(counts) < 2:
        raise TrainingError(f"Training needs two labels; the samples have {_counted(counts)}.")
    few = Counter({label: count for label, count in counts.items() if count < _FEWEST})
    if few:
        raise TrainingError(
            f"Too few samples to learn and check a label ({_FEWEST} needed): {_counted(few)}."
        )


def _counted(counts: Counter[str], most: int = 10) -> str:
    """Labels and how many have them, the most frequent first."""
    shown = [f"{label} ({count})" for label, count in counts.most_common(most)]
    more = f" and {len(counts) - most} more" if len(counts) > most else ""
    return ", ".join(shown) + more


def report_of(
    labelled: Labelled, trained: Trained, out: Path, options: TrainingOptions, progress: Progress
) -> TrainingReport:
    """What the card says of a trained model."""
    labels = trained.model.labels
    evaluation: Evaluation | None = None
    points: tuple[CoveragePoint, ...] = ()
    if trained.held_out is not None:
        probabilities = trained.held_out.classes
        evaluation = held_out_evaluation(labelled, trained.model, trained.held_out, out.name)
        truth = np.searchsorted(np.array(labels), labelled.labels)
        folds = np.array([hash_fold(group, options.folds) for group in labelled.groups])
        points = coverage_curve(probabilities, truth, folds, COVERAGES)
    return TrainingReport(
        folder=out,
        labels=dict(sorted(Counter(labelled.labels.tolist()).items())),
        groups=len(set(labelled.groups)),
        digest=data_digest(labelled.samples),
        evaluation=evaluation,
        coverage=points,
        learning=learning_curve(labelled, trained, progress) if options.curve else (),
    )


def hash_fold(group: str, folds: int) -> int:
    """A fold for a group, the same on every machine."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % max(folds, 2)


def _plain_figures(evaluation: Evaluation | None) -> dict[str, Any]:
    return {} if evaluation is None else evaluation.to_dict()["figures"]
