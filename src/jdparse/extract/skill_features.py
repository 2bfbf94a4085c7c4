"""What the skill tagger sees of a word: its form, its shape, its class and what the lexicon says.

The same attributes serve training (as strings, `attributes_of`) and tagging (as sums of weights,
folded once a word): `skill_tagger` holds the weights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# How far from a word each kind of attribute is seen: words and classes at two, shapes at one.
REACH: Final = 2
NEAR_REACH: Final = 1
EDGE: Final = "<edge>"  # stands for the words before the first and after the last
_LONGEST_SHAPE: Final = 12
_NEAR: Final = ("shape", "ending", "start")
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


def word_attributes(word: str, classes: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """The attributes of a word wherever it stands; `classes` are word classes from fine to coarse.

    >>> word_attributes("NumPy", {"numpy": (7, 2)})
    ('word=numpy', 'shape=XxxXx', 'ending=mpy', 'start=num', 'class0=7', 'class1=2')
    """
    lower = word.lower()
    shape = _RUN.sub(r"\1\1", word[:_LONGEST_SHAPE].translate(_SHAPES))
    known = classes.get(lower, ())
    return (
        f"word={lower}",
        f"shape={shape}",
        f"ending={lower[-3:]}",
        f"start={lower[:3]}",
        *(f"class{at}={number}" for at, number in enumerate(known)),
    )


def reach_of(attribute: str) -> int:
    """How far from its word an attribute is seen."""
    return NEAR_REACH if attribute.startswith(_NEAR) else REACH


def clue_attributes(before: str, here: str, after: str, kind: str) -> tuple[str, ...]:
    """The attributes of the lexicon's tags at a word and beside it, and of its unit's kind."""
    return (
        "bias",
        f"tags={before}|{here}|{after}",
        f"tag={here}",
        f"tag_after={after}",
        f"kind={kind}|{here}",
    )


def pair_attributes(lower: Sequence[str], at: int) -> tuple[str, str]:
    """The attributes of a word together with the one before and the one after."""
    before = lower[at - 1] if at else EDGE
    after = lower[at + 1] if at + 1 < len(lower) else EDGE
    return f"pair={before} {lower[at]}", f"next={lower[at]} {after}"


def attributes_of(unit: Words, classes: Mapping[str, tuple[int, ...]]) -> list[list[str]]:
    """All attributes of each word of a unit, as the trainer wants them."""
    own = [word_attributes(word, classes) for word in unit.words]
    tags = (EDGE, *unit.tags, EDGE)
    rows = []
    for at in range(len(own)):
        row = [
            *clue_attributes(tags[at], tags[at + 1], tags[at + 2], unit.kind),
            *pair_attributes(unit.lower, at),
        ]
        for offset in range(-REACH, REACH + 1):
            if 0 <= at + offset < len(own):
                seen = (a for a in own[at + offset] if abs(offset) <= reach_of(a))
                row += [f"{offset}:{attribute}" for attribute in seen]
            else:
                row.append(f"{offset}:{EDGE}")
        rows.append(row)
    return rows
