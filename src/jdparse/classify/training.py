"""From readings and labels to a role model: the recipe that the bench and the release share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from jdparse.classify.conformal import threshold
from jdparse.classify.distinctions import DISTINCTIONS, SIDES
from jdparse.classify.features import PostingFeatures
from jdparse.classify.pool import Pool
from jdparse.classify.reading import Reading
from jdparse.classify.role_classifier import RoleClassifier
from jdparse.classify.rows import HeldOut
from jdparse.classify.samples import Sample
from jdparse.classify.store import RoleModel
from jdparse.classify.title import title_label

Array = np.ndarray[Any, Any]
Progress = Callable[[str], None]

SIDE_NAMES: Final = tuple((name, side) for name in DISTINCTIONS for side in SIDES)

# What a label counts on which two careful readers could differ; cross-validated.
DOUBTFUL: Final = 0.25
# Samples on either hand of a side: of fewer, whole folds may hold none, and nothing is learned.
_FEWEST_OF_A_SIDE: Final = 10


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained; the defaults are those of the shipped model.

    `prior` is the share of each label where the model will be used, for samples that were chosen to
    hold more of some; None takes the samples as they come.
    """

    features: PostingFeatures = field(default_factory=PostingFeatures)
    classifier: RoleClassifier = field(default_factory=RoleClassifier)
    coverage: float = 0.95
    mask_titles: bool = True
    prior: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """Samples with their readings, and groups (employers, near-duplicates) that stay together.

    `texts` are the cleaned texts that the readings' offsets are of.
    """

    samples: tuple[Sample, ...]
    readings: tuple[Reading, ...]
    groups: Array
    texts: tuple[str, ...]

    @property
    def labels(self) -> Array:
        """Their labels."""
        return np.array([sample.label for sample in self.samples])

    @property
    def sources(self) -> Array:
        """Their sources."""
        return np.array([sample.source for sample in self.samples])

    def trust(self, prior: Mapping[str, float] | None = None) -> Array:
        """What their labels count in the calibration; with `prior` each label has its share."""
        trust = np.array([1.0 if sample.clear else DOUBTFUL for sample in self.samples])
        for label, share in (prior or {}).items():
            own = self.labels == label
            trust[own] *= share * len(trust) / trust[own].sum()
        return trust

    def said(self) -> Array:
        """What their titles say, "" for nothing."""
        return np.array([title_label(sample.listing.title) or "" for sample in self.samples])

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
            tuple(self.texts[row] for row in chosen),
        )


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """Readings to learn from without labels; `said` as in `Pool`: the labels of their titles."""

    readings: tuple[Reading, ...]
    groups: Array
    sources: Array
    said: Array


@dataclass(frozen=True, slots=True)
class Matrices:
    """What the classifier is fitted to: labelled rows and the pool as sparse matrices."""

    X: Any
    sides: Array | None
    said: Array
    pool: Pool | None


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, the matrices it was fitted to, and what cross-validation said of every sample."""

    model: RoleModel
    matrices: Matrices
    held_out: HeldOut | None


def fit_role_model(
    labelled: Labelled,
    recipe: Recipe,
    unlabelled: Unlabelled | None = None,
    progress: Progress = lambda _: None,
) -> Trained:
    """Train a model. Its held-out probabilities are in the order of its labels."""
    progress("vocabulary")
    features = _fit_features(labelled, recipe, unlabelled)
    matrices = _matrices(labelled, features, unlabelled)
    progress("classifier")
    classifier = recipe.classifier.fit(
        matrices.X,
        labelled.labels,
        groups=labelled.groups,
        sides=matrices.sides,
        said=matrices.said,
        pool=matrices.pool,
        trust=labelled.trust(recipe.prior),
    )
    held_out = classifier.held_out_
    least = 0.0
    if held_out is not None:
        truth = np.searchsorted(classifier.classes_, labelled.labels)
        least = threshold(held_out.classes, truth, recipe.coverage)
    names = () if matrices.sides is None else SIDE_NAMES
    model = RoleModel(features, classifier, names, recipe.coverage, least, recipe.mask_titles)
    return Trained(model, matrices, held_out)


def _fit_features(
    labelled: Labelled, recipe: Recipe, unlabelled: Unlabelled | None
) -> PostingFeatures:
    readings = [*labelled.readings, *(unlabelled.readings if unlabelled else ())]
    sources = np.r_[labelled.sources, unlabelled.sources if unlabelled else []]
    several = len(set(sources)) > recipe.features.min_groups
    features: PostingFeatures = recipe.features.fit(readings, groups=sources if several else None)
    return features


def _matrices(
    labelled: Labelled, features: PostingFeatures, unlabelled: Unlabelled | None
) -> Matrices:
    pool = None
    if unlabelled is not None:
        X = features.transform(unlabelled.readings)
        pool = Pool(X, unlabelled.groups, unlabelled.sources, unlabelled.said)
    sides = labelled.sides()
    return Matrices(
        features.transform(labelled.readings),
        sides if _are_told(sides) else None,
        labelled.said(),
        pool,
    )


def _are_told(sides: Array) -> bool:
    """Whether each side is labelled so and otherwise often enough to stand in every fold."""
    often = [(sides == value).sum(axis=0) >= _FEWEST_OF_A_SIDE for value in (0, 1)]
    return bool(np.all(often))


def _side(said: str | None, side: str) -> float:
    return float("nan") if not said else float(said in (side, "both"))
