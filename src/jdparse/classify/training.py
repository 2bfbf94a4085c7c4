"""From readings and labels to a role model: the recipe that the bench and the release share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from jdparse.classify.conformal import threshold
from jdparse.classify.distinctions import DISTINCTIONS, SIDES
from jdparse.classify.features import PostingFeatures, Reading
from jdparse.classify.pool import Pool
from jdparse.classify.role_classifier import RoleClassifier
from jdparse.classify.samples import Sample
from jdparse.classify.store import RoleModel

Array = np.ndarray[Any, Any]
Progress = Callable[[str], None]

SIDE_NAMES: Final = tuple((name, side) for name in DISTINCTIONS for side in SIDES)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained; the defaults are those of the shipped model."""

    features: PostingFeatures = field(default_factory=PostingFeatures)
    classifier: RoleClassifier = field(default_factory=RoleClassifier)
    coverage: float = 0.9
    mask_titles: bool = True


@dataclass(frozen=True, slots=True)
class Labelled:
    """Samples with their readings, and groups (employers, near-duplicates) that stay together."""

    samples: tuple[Sample, ...]
    readings: tuple[Reading, ...]
    groups: Array

    @property
    def labels(self) -> Array:
        """Their labels."""
        return np.array([sample.label for sample in self.samples])

    @property
    def sources(self) -> Array:
        """Their sources."""
        return np.array([sample.source for sample in self.samples])

    def sides(self) -> Array:
        """A column of 0, 1 or NaN for each of `SIDE_NAMES`."""
        rows = [[_side(s.sides.get(name), side) for name, side in SIDE_NAMES] for s in self.samples]
        return np.array(rows, dtype=np.float64).reshape(len(self.samples), len(SIDE_NAMES))

    def take(self, rows: Sequence[int] | Array) -> Labelled:
        """Some of them."""
        chosen = [int(row) for row in rows]
        return Labelled(
            tuple(self.samples[row] for row in chosen),
            tuple(self.readings[row] for row in chosen),
            self.groups[chosen],
        )


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """Readings to learn from without labels; `weak` as in `Pool`."""

    readings: tuple[Reading, ...]
    groups: Array
    sources: Array
    weak: Array


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what its cross-validation said of every labelled sample."""

    model: RoleModel
    out_of_fold: Array | None


def fit_role_model(
    labelled: Labelled,
    recipe: Recipe,
    unlabelled: Unlabelled | None = None,
    progress: Progress = lambda _: None,
) -> Trained:
    """Train a model. Its out-of-fold probabilities are in the order of its labels."""
    progress("vocabulary")
    readings = [*labelled.readings, *(unlabelled.readings if unlabelled else ())]
    sources = np.r_[labelled.sources, unlabelled.sources if unlabelled else []]
    several = len(set(sources)) > recipe.features.min_groups
    features = recipe.features.fit(readings, groups=sources if several else None)
    pool = None
    if unlabelled is not None:
        X = features.transform(unlabelled.readings)  # noqa: N806
        pool = Pool(X, unlabelled.groups, unlabelled.sources, unlabelled.weak)
    progress("classifier")
    sides = labelled.sides()
    has_sides = not np.isnan(sides).all()
    classifier = recipe.classifier.fit(
        features.transform(labelled.readings),
        labelled.labels,
        groups=labelled.groups,
        sides=sides if has_sides else None,
        pool=pool,
    )
    least = 0.0
    if classifier.out_of_fold_ is not None:
        truth = np.searchsorted(classifier.classes_, labelled.labels)
        least = threshold(classifier.out_of_fold_, truth, recipe.coverage)
    names = SIDE_NAMES if has_sides else ()
    model = RoleModel(features, classifier, names, recipe.coverage, least, recipe.mask_titles)
    return Trained(model, classifier.out_of_fold_)


def _side(said: str | None, side: str) -> float:
    return float("nan") if not said else float(said in (side, "both"))
