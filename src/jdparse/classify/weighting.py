"""What the features of one posting are worth: cues by a constant, words by TF-IDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Weighting:
    """The first `cues` columns count `cue_weight`; word `i`, column `cues + i`, counts `idf[i]`."""

    cues: int
    cue_weight: float
    idf: Array

    def values(self, index: Array, count: Array) -> Array:
        """The values of one posting's columns from their weighted counts.

        log2(1 + count) times what the column counts, the words scaled to length 1 together.

        >>> weighting = Weighting(1, 0.05, np.array([3.0, 4.0]))
        >>> weighting.values(np.array([0, 1, 2]), np.ones(3)).tolist()
        [0.05, 0.6, 0.8]
        """
        values: Array = np.log2(1 + count)
        is_word = index >= self.cues
        values[~is_word] *= self.cue_weight
        values[is_word] *= self.idf[index[is_word] - self.cues]
        length = np.sqrt(np.sum(values[is_word] ** 2))
        if length:
            values[is_word] /= length
        return values
