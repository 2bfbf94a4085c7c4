"""The category of a skill that the lexicon does not know: a linear model of its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from jdparse.posting import SkillCategory
from jdparse.stored_text import to_bytes, to_lines

Floats = npt.NDArray[np.float32]
_ARRAYS: Final = "categories.npz"
SOFT: Final[SkillCategory] = "soft_skill"


def category_attributes(
    lower: Sequence[str], classes: Mapping[str, tuple[int, ...]]
) -> Iterator[str]:
    """What of a phrase tells its category: its words, the last above all, and their classes.

    >>> list(category_attributes(["load", "balancing"], {"balancing": (9, 3)}))
    ['word=load', 'word=balancing', 'class0=9', 'class1=3', 'last=balancing', 'lastclass=3']
    """
    for word in lower:
        yield f"word={word}"
        for at, number in enumerate(classes.get(word, ())):
            yield f"class{at}={number}"
    if lower:
        yield f"last={lower[-1]}"
        for number in classes.get(lower[-1], ())[-1:]:
            yield f"lastclass={number}"


@dataclass(frozen=True, slots=True)
class SkillCategorizer:
    """Weights: one row an attribute, one column a category; the last row is the bias."""

    categories: tuple[SkillCategory, ...]
    attributes: dict[str, int]
    weights: Floats

    def category(
        self, lower: Sequence[str], classes: Mapping[str, tuple[int, ...]], *, soft: bool
    ) -> SkillCategory:
        """The likeliest category of a phrase, given that the tagger calls it soft or hard."""
        if soft:
            return SOFT
        rows = [self.attributes.get(a) for a in category_attributes(lower, classes)]
        known = [row for row in rows if row is not None]
        scores = self.weights[-1] + self.weights[known].sum(axis=0)
        scores[self.categories.index(SOFT)] = -np.inf
        return self.categories[int(scores.argmax())]


def load_categorizer(folder: Path) -> SkillCategorizer:
    """The categorizer stored in a folder; nothing in it is executed."""
    with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
        names, categories = to_lines(arrays["attributes"]), to_lines(arrays["categories"])
        return SkillCategorizer(
            categories=cast(tuple[SkillCategory, ...], tuple(categories)),
            attributes={name: row for row, name in enumerate(names)},
            weights=arrays["weights"].astype(np.float32),
        )


def save_categorizer(model: SkillCategorizer, folder: Path) -> None:
    """Store a categorizer, its weights in half precision."""
    np.savez_compressed(
        folder / _ARRAYS,
        attributes=to_bytes(model.attributes),
        categories=to_bytes(model.categories),
        weights=model.weights.astype(np.float16),
    )
