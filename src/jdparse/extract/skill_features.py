"""What the skill tagger sees of a word: its form, its shape, and what the lexicon says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# What is seen of a word, in the order of `word_parts`.
PARTS: Final = ("word", "shape", "ending", "start", "tag")
# How many words to either side are seen with a word.
REACH: Final = 2
_LONGEST_SHAPE: Final = 12
_RUN: Final = re.compile(r"(.)\1{2,}")
_SHAPES: Final = str.maketrans(
    {
        **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "X"),
        **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "x"),
        **dict.fromkeys("0123456789", "0"),
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one unit, the lexicon's tag of each, and the kind of the unit.

    A tag is "" outside any form of the lexicon, else "B-" or "I-" and the skill's category.
    """

    words: Sequence[str]
    lower: Sequence[str]
    tags: Sequence[str]
    kind: str


def word_parts(word: str, tag: str) -> tuple[str, ...]:
    """The parts of a word with its tag, as the tagger knows them.

    >>> word_parts("NumPy", "B-ml_framework")
    ('numpy', 'XxxXx', 'mpy', 'num', 'B-ml_framework')
    """
    lower = word.lower()
    shape = _RUN.sub(r"\1\1", word[:_LONGEST_SHAPE].translate(_SHAPES))
    return lower, shape, lower[-3:], lower[:3], tag
