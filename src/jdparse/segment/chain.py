"""The segmenter's model: weighs the features of every unit, then decodes the whole posting.

A linear-chain conditional random field. A unit's score for a label is the sum of the weights of
its own features, of those of its neighbours and of those of its heading (four roles); a learned
matrix weighs which label follows which. Decoding takes the most probable label of each unit given
all of the posting (forward-backward), so every label comes with its probability. Plain arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from jdparse.segment.features import UnitView

Floats = npt.NDArray[np.float32]

# Roles in which a unit's features are weighed, in the order of the weights.
ROLES: Final = ("self", "previous", "next", "heading")
_ARRAYS: Final = "weights.npz"


@dataclass(frozen=True, slots=True)
class ChainModel:
    """Weights: `emission` is (features + 1, roles × labels), its last row for unknown features."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    emission: Floats
    transition: Floats  # labels × labels: from, to
    start: Floats
    end: Floats

    def probabilities(self, views: Sequence[UnitView]) -> Floats:
        """The probability of each label for each unit: units × labels."""
        if not views:
            return np.zeros((0, len(self.labels)), np.float32)
        return _marginals(self.emissions(views), self.transition, self.start, self.end)

    def emissions(self, views: Sequence[UnitView]) -> Floats:
        """The score of each label for each unit from features alone: units × labels."""
        known = self.vocabulary.get
        rows = [[i for f in view.features if (i := known(f)) is not None] or [-1] for view in views]
        starts = np.cumsum([0] + [len(row) for row in rows[:-1]])
        flat = np.fromiter((i for row in rows for i in row), np.int64)
        sums = np.add.reduceat(self.emission[flat], starts, axis=0)
        sums = sums.reshape(len(views), len(ROLES), len(self.labels))
        scores: Floats = sums[:, 0].copy()
        scores[1:] += sums[:-1, 1]
        scores[:-1] += sums[1:, 2]
        under = [(i, view.under) for i, view in enumerate(views) if view.under is not None]
        if under:
            below, above = map(list, zip(*under, strict=True))
            scores[below] += sums[above, 3]
        return scores


def load_chain(folder: Path) -> ChainModel:
    """The model stored in a folder; nothing in it is executed."""
    with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
        words = bytes(arrays["vocabulary"]).decode("utf-8").split("\n")
        emission = np.zeros((len(words) + 1, arrays["emission"].shape[1]), np.float32)
        emission[:-1] = arrays["emission"].astype(np.float32) * arrays["scale"]
        return ChainModel(
            labels=tuple(bytes(arrays["labels"]).decode("utf-8").split("\n")),
            vocabulary={word: row for row, word in enumerate(words)},
            emission=emission,
            transition=arrays["transition"],
            start=arrays["start"],
            end=arrays["end"],
        )


def save_chain(model: ChainModel, folder: Path) -> None:
    """Store a model: weights as bytes with one scale, which costs nothing measurable."""
    scale = np.float32(np.abs(model.emission).max() / 127)
    np.savez_compressed(
        folder / _ARRAYS,
        vocabulary=np.frombuffer("\n".join(model.vocabulary).encode("utf-8"), np.uint8),
        labels=np.frombuffer("\n".join(model.labels).encode("utf-8"), np.uint8),
        emission=np.rint(model.emission[:-1] / scale).astype(np.int8),
        scale=scale,
        transition=model.transition,
        start=model.start,
        end=model.end,
    )


def _marginals(scores: Floats, transition: Floats, start: Floats, end: Floats) -> Floats:
    """Forward-backward with every step scaled to sum 1, so that length does not matter."""
    emission = np.exp(scores - scores.max(axis=1, keepdims=True))
    step = np.exp(transition)
    forward = np.empty_like(emission)
    forward[0] = emission[0] * np.exp(start)
    forward[0] /= forward[0].sum()
    for i in range(1, len(emission)):
        here = (forward[i - 1] @ step) * emission[i]
        forward[i] = here / here.sum()
    backward = np.exp(end)
    for i in range(len(emission) - 1, -1, -1):
        forward[i] *= backward
        forward[i] /= forward[i].sum()
        backward = step @ (backward * emission[i])
        backward /= backward.sum()
    return forward
