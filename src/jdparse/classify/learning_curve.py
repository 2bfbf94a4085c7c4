"""How much the model learns from more samples: held-out accuracy by their number."""

from __future__ import annotations

from typing import Final

import numpy as np
from sklearn.base import clone

from jdparse.classify.metrics import Figure, figure
from jdparse.classify.pool import Array
from jdparse.classify.rows import HeldOut
from jdparse.classify.training import Labelled, Progress, Trained

# Shares of the samples in the curve, beside all of them.
SHARES: Final = (0.25, 0.5, 0.75)


def learning_curve(
    labelled: Labelled, trained: Trained, progress: Progress
) -> tuple[tuple[int, Figure | None], ...]:
    """Held-out accuracy of models trained on a part of the samples, and on them all."""
    points = []
    classifier, matrices = trained.model.classifier, trained.matrices
    order = np.random.default_rng(classifier.seed).permutation(len(labelled.samples))
    for share in SHARES:
        rows = np.sort(order[: round(share * len(order))])
        some = labelled.take(rows)
        if len(set(some.labels)) < len(set(labelled.labels)):
            continue
        progress(f"learning curve: {len(rows)} samples")
        model = clone(classifier).fit(
            matrices.X[rows],
            some.labels,
            groups=some.groups,
            said=matrices.said[rows],
            pool=matrices.pool,
            trust=some.trust(),
        )
        points.append(_point(some, model.classes_, model.held_out_))
    return (*points, _point(labelled, classifier.classes_, trained.held_out))


def _point(
    labelled: Labelled, classes: Array, held_out: HeldOut | None
) -> tuple[int, Figure | None]:
    count = len(labelled.samples)
    if held_out is None:
        return count, None
    return count, figure(classes[held_out.classes.argmax(axis=1)] == labelled.labels)
