"""What the role classifier is fitted to and judged on: labelled rows, splits, held-out answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jdparse.classify.linear import Linear
from jdparse.classify.pool import Array, Pool


@dataclass(frozen=True, slots=True)
class Split:
    """Rows to train on, rows to judge, and a pool without anything of the latter."""

    train: Array
    test: Array
    pool: Pool | None = None


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Calibrated probabilities of rows that the models had not seen: of classes and of sides.

    `models` are the decision functions of the classes, `judge` which of them judged each row.
    """

    classes: Array
    sides: Array
    models: tuple[Linear, ...]
    judge: Array


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled rows: features, labels, sides, and what the poor teacher says of them."""

    X: Any
    y: Array
    sides: Array
    said: Array
    trust: Array

    def take(self, rows: Array) -> Rows:
        """Some of them."""
        return Rows(self.X[rows], self.y[rows], self.sides[rows], self.said[rows], self.trust[rows])

    def relabelled(self, y: Array) -> Rows:
        """The same rows with the labels of another question."""
        return Rows(self.X, y.astype(np.int64), self.sides, self.said, self.trust)


def make_rows(X: Any, y: Array, sides: Array | None, said: Any, trust: Any) -> Rows:
    """Rows in which what is not given says nothing."""
    return Rows(
        X,
        y,
        np.empty((len(y), 0)) if sides is None else np.asarray(sides, dtype=np.float64),
        np.full(len(y), "") if said is None else np.asarray(said),
        np.ones(len(y)) if trust is None else np.asarray(trust, dtype=np.float64),
    )
