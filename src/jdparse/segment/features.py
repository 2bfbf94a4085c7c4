"""What a unit looks like: the features that the segmenter weighs, the same in training and use.

A feature is a string; `describe` gives those of the unit itself. The model weighs each in four
roles: of the unit, of the one before, of the one after and of the heading it stands under.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jdparse.segment.headings import Headings
from jdparse.segment.units import Piece

# Long units say what they are early; their tail is cut so that time stays linear in units.
MAX_WORDS: Final = 80
_HEADING_WORDS: Final = 9
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+|[$€£%+?!]")
_TITLED: Final = re.compile(r"[A-Z]")
_DIGITS: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as the model sees it: its own features, and the index of the heading above it."""

    features: list[str]
    under: int | None


def describe_units(
    text: str,
    pieces: Sequence[Piece],
    headings: Headings,
    marked: frozenset[int],
    title: str | None,
) -> list[UnitView]:
    """The features of all units of one posting.

    `marked` are the offsets of lines that the markup calls headings; `title` the stated title.
    """
    views: list[UnitView] = []
    under: int | None = None
    since = 0
    low_title = title.lower().strip() if title else None
    for index, piece in enumerate(pieces):
        raw = text[piece.start : piece.end]
        features, is_heading = describe(raw, piece, headings, piece.start in marked)
        _add_place(features, index, len(pieces))
        if low_title and raw.lower() == low_title:
            features.append("=title")
        features.append("=under" + str(min(since, 6)) if under is not None else "=top")
        views.append(UnitView(features, under))
        since += 1
        if is_heading:
            under, since = index, 0
    return views


def describe(raw: str, piece: Piece, headings: Headings, marked: bool) -> tuple[list[str], bool]:
    """The features of one unit's text, and whether it may be a heading."""
    words = [_shape(word) for word in _WORD.findall(raw[: MAX_WORDS * 12])[:MAX_WORDS]]
    features = ["=1", *words]
    features.extend(map("{} {}".format, words, words[1:]))
    features.append("^" + " ".join(words[:1]))
    features.append("^" + " ".join(words[:2]))
    features.append("^" + " ".join(words[:3]))
    if words:
        features.append("^~" + words[0][-3:])
        features.append("$" + words[-1])
    count = len(words)
    features.append(f"=n{count if count < 6 else 6 + min((count - 6) // 5, 8)}")
    last = raw[-1]
    features.append("=e" + (last if not last.isalnum() else "a"))
    if piece.is_item:
        features.append("=item")
    if not piece.is_line_start:
        features.append("=inner")
    if marked:
        features.append("=marked")
    short = count <= _HEADING_WORDS
    kind = headings.kind_of(raw) if count <= 12 else None
    if kind is not None:
        features.append("=h:" + kind)
    if short:
        features.extend(_case(raw))
    is_heading = (
        marked
        or kind is not None
        or (
            short
            and not piece.is_item
            and last not in ".!,;"
            and (last in ":?" or _mostly_titled(raw))
        )
    )
    if is_heading:
        features.append("=heading")
    return features, is_heading


def _shape(word: str) -> str:
    """Lower case; numbers by their number of digits."""
    if word[0].isdigit():
        return "0" * min(len(word), 6)
    return word.lower().replace("’", "'")


def _case(raw: str) -> list[str]:
    features = []
    if raw.isupper():
        features.append("=upper")
    elif _mostly_titled(raw):
        features.append("=titled")
    return features


def _mostly_titled(raw: str) -> bool:
    words = [word for word in raw.split() if len(word) > 3 or word[0].isupper()]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def _add_place(features: list[str], index: int, total: int) -> None:
    features.append(f"=p{index}" if index < 4 else f"=d{10 * index // total}")
    if total - index <= 3:
        features.append(f"=q{total - index}")
    features.append(f"=t{min(total.bit_length(), 8)}")
