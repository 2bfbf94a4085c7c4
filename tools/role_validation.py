"""How the shipped role model holds on what it was not trained on: other sources, fewer features."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.base import clone

from jdparse.classify.distinctions import DISTINCTIONS, SIDES
from jdparse.classify.metrics import Figure, figure
from jdparse.classify.pool import Pool, clean
from jdparse.classify.role_classifier import RoleClassifier
from jdparse.classify.rows import HeldOut, Split
from jdparse.classify.training import SIDE_NAMES, Labelled, Matrices

Array = np.ndarray[Any, Any]

# A source with fewer labelled postings shares a fold with the other small ones.
LEAST: Final = 15
SMALL: Final = "small sources"


@dataclass(frozen=True, slots=True)
class TitleAudit:
    """(Label of the title, label after cleaning) to how many postings.

    `labelled`: where content labels decide; `pool`: where the model that learned from them does,
    knowing how often each title is right.
    """

    labelled: dict[tuple[str, str], int]
    pool: dict[tuple[str, str], int]

    def changed(self) -> tuple[int, int, int, int]:
        """Changed and all, of the labelled and of the pool."""
        parts = []
        for pairs in (self.labelled, self.pool):
            parts += [sum(n for (a, b), n in pairs.items() if a != b), sum(pairs.values())]
        return parts[0], parts[1], parts[2], parts[3]


def source_folds(sources: Array) -> Array:
    """The fold of each row: its source, or that of all small sources together."""
    counts = Counter(sources.tolist())
    return np.array([name if counts[name] >= LEAST else SMALL for name in sources])


def leave_source_out(labelled: Labelled, classifier: RoleClassifier, matrices: Matrices) -> HeldOut:
    """Each source judged by models that saw nothing of it, nor of its employers.

    Neither is their unlabelled text in the pool.
    """
    folds = source_folds(labelled.sources)
    splits = []
    for name in np.unique(folds):
        test = np.flatnonzero(folds == name)
        employers = set(labelled.groups[test])
        unseen = (folds != name) & ~np.isin(labelled.groups, sorted(employers))
        pool = _without_sources(matrices.pool, set(labelled.sources[test]))
        rest = None if pool is None else pool.without(employers)
        splits.append(Split(np.flatnonzero(unseen), test, rest))
    held_out: HeldOut = clone(classifier).cross_validate(
        matrices.X,
        labelled.labels,
        splits,
        matrices.sides,
        matrices.said,
        labelled.trust(),
    )
    return held_out


def ablations(
    labelled: Labelled, classifier: RoleClassifier, matrices: Matrices, cues: int
) -> dict[str, Array]:
    """Held-out probabilities with the distinctions alone, and with the words alone.

    `cues` is the number of named features, the first columns. "named cues alone" sees these and
    nothing else; "distinctions alone" judges by the six scores of the distinctions; "words alone"
    has neither the cues nor the scores.
    """
    first, rest = slice(0, cues), slice(cues, None)
    return {
        "named cues alone": _held_out(labelled, classifier, matrices, first, "distinctions"),
        "distinctions alone": _held_out(
            labelled, classifier, matrices, slice(None), "distinctions"
        ),
        "words alone": _held_out(labelled, classifier, matrices, rest, "words"),
    }


def side_agreement(
    labelled: Labelled, sides: Array
) -> dict[str, tuple[Figure | None, Figure | None]]:
    """How often each distinction's scores agree with its labels, on clear cases.

    First, over those labelled with one side: that side's score is the higher. Second, over all:
    both scores are on the labelled side of 0.5.
    """
    clear = np.array([sample.clear for sample in labelled.samples])
    truth = labelled.sides()
    found: dict[str, tuple[Figure | None, Figure | None]] = {}
    for name in DISTINCTIONS:
        mle, ds = (SIDE_NAMES.index((name, side)) for side in SIDES)
        known = clear & ~np.isnan(truth[:, mle])
        one = known & (truth[:, mle] != truth[:, ds])
        higher = (sides[:, mle] > sides[:, ds]) == (truth[:, mle] == 1)
        exact = ((sides[:, [mle, ds]] > 0.5) == (truth[:, [mle, ds]] == 1)).all(axis=1)
        found[name] = figure(higher[one]), figure(exact[known])
    return found


def cleaned_titles(
    classifier: RoleClassifier, labelled: Labelled, matrices: Matrices
) -> TitleAudit:
    """How far the titles' labels were kept: against the content labels, and in the pool."""
    pool = matrices.pool
    changes: Counter[tuple[str, str]] = Counter()
    if pool is not None:
        known = labelled.said()
        p = clean(
            classifier.predict_proba(pool.X), pool.said, known, labelled.labels, classifier.classes_
        )
        best = classifier.classes_[p.argmax(axis=1)]
        changes.update(zip(pool.said[pool.said != ""], best[pool.said != ""], strict=True))
    said = labelled.said()
    read = Counter(zip(said[said != ""], labelled.labels[said != ""], strict=True))
    return TitleAudit(_plain(read), _plain(changes))


def _plain(pairs: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {(str(a), str(b)): count for (a, b), count in sorted(pairs.items())}


def _held_out(
    labelled: Labelled,
    classifier: RoleClassifier,
    matrices: Matrices,
    columns: slice,
    judges: str,
) -> Array:
    pool = matrices.pool
    if pool is not None:
        pool = Pool(pool.X[:, columns], pool.groups, pool.sources, pool.said)
    model = clone(classifier).set_params(judges=judges)
    fitted = model.fit(
        matrices.X[:, columns],
        labelled.labels,
        groups=labelled.groups,
        sides=None if judges == "words" else matrices.sides,
        said=matrices.said,
        pool=pool,
        trust=labelled.trust(),
    )
    return np.asarray(fitted.held_out_.classes)


def _without_sources(pool: Pool | None, sources: set[str]) -> Pool | None:
    if pool is None:
        return None
    return pool.take(np.flatnonzero(~np.isin(pool.sources, sorted(sources))))
