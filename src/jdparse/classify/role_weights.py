"""The role model as `parse` reads it: plain arrays, written beside the estimators they are from.

`weights.npz` holds all that a verdict needs, and nothing that is executed. Judging by the
estimators themselves would import scikit-learn and skops, which takes longer than all the rest of
a first posting together.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from jdparse.classify.meta import check_digest, read_meta
from jdparse.classify.scorer import Scorer
from jdparse.classify.weighting import Weighting
from jdparse.errors import ModelError
from jdparse.stored_text import to_bytes, to_lines

Array = np.ndarray[Any, Any]

WEIGHTS_FILE: Final = "weights.npz"
WEIGHTS_DIGEST: Final = "weights_sha256"  # its key in the meta


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """A trained model, ready to judge.

    `names` are the features' names, a column each: the cues, then the words. `coef` (single
    precision) and `intercept` have a row for each of `labels`, then one for each of `sides`
    (distinction, side). `least` is the least probability of a label in the prediction set.
    """

    labels: tuple[str, ...]
    sides: tuple[tuple[str, str], ...]
    least: float
    mask_titles: bool
    names: tuple[str, ...]
    weighting: Weighting
    coef: Array
    intercept: Array

    def __post_init__(self) -> None:
        """Raises `ValueError` where the parts do not fit one another."""
        rows = len(self.labels) + len(self.sides)
        words = len(self.names) - self.weighting.cues
        if self.coef.shape != (rows, len(self.names)) or self.intercept.shape != (rows,):
            raise ValueError(
                f"its features do not fit its classifier: {self.coef.shape[1]} weights"
            )
        if self.weighting.idf.shape != (words,):
            raise ValueError(f"{words} words have {len(self.weighting.idf)} frequencies")

    def scorer(self) -> Scorer:
        """The scorer of these weights."""
        return Scorer(
            {name: column for column, name in enumerate(self.names)},
            self.weighting,
            self.coef.T.astype(np.float64),
            self.intercept.astype(np.float64),
        )

    def save(self, folder: Path) -> Path:
        """Write `weights.npz`; the same weights give the same bytes."""
        file = folder / WEIGHTS_FILE
        np.savez_compressed(
            file,
            labels=to_bytes(self.labels),
            sides=to_bytes(part for side in self.sides for part in side),
            names=to_bytes(self.names),
            cues=np.int64(self.weighting.cues),
            cue_weight=np.float64(self.weighting.cue_weight),
            idf=self.weighting.idf,
            coef=self.coef,
            intercept=self.intercept,
            least=np.float64(self.least),
            mask_titles=np.bool_(self.mask_titles),
        )
        return file

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The weights of a model folder. Raises `ModelError` where they are not to be trusted."""
        meta, file = read_meta(folder), folder / WEIGHTS_FILE
        if not file.is_file():
            raise ModelError(f"No weights at {folder}: {WEIGHTS_FILE} is missing.")
        check_digest(file, meta.get(WEIGHTS_DIGEST))
        try:
            with np.load(file, allow_pickle=False) as arrays:
                found = cls._of_arrays(arrays)
        except Exception as error:  # a damaged file breaks numpy in many ways
            raise ModelError(f"{file} is damaged: {type(error).__name__}: {error}") from error
        if list(found.labels) != meta["labels"]:
            told = f"{file} tells {found.labels} apart"
            raise ModelError(f"{told}, its meta.json says {meta['labels']}.")
        return found

    @classmethod
    def _of_arrays(cls, arrays: Any) -> Self:
        parts = to_lines(arrays["sides"])
        return cls(
            labels=tuple(to_lines(arrays["labels"])),
            sides=tuple(zip(parts[::2], parts[1::2], strict=True)),
            least=float(arrays["least"]),
            mask_titles=bool(arrays["mask_titles"]),
            names=tuple(to_lines(arrays["names"])),
            weighting=Weighting(int(arrays["cues"]), float(arrays["cue_weight"]), arrays["idf"]),
            coef=arrays["coef"],
            intercept=arrays["intercept"],
        )
