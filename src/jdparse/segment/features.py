"""What a unit looks like: the features that the segmenter weighs, the same in training and use.

A feature is a string. Those of content are the unit's own words, their pairs and its shape; those
of place say where in the posting it stands and which known heading came before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from jdparse.annotations import UnitKind
from jdparse.posting import SectionKind
from jdparse.segment.headings import MAX_WORDS as MAX_HEADING_WORDS
from jdparse.segment.headings import Headings
from jdparse.segment.units import Piece

# Long units say what they are early; the rest is not read, so that time is linear in units.
MAX_WORDS: Final = 80
_MAX_CHARACTERS: Final = 12 * MAX_WORDS
_SHORT: Final = 9
_LAST_LATIN: Final = "\u024f"
_FOREIGN: Final = re.compile(rf"[^\W\d_\0-{_LAST_LATIN}]")
_FOREIGN_SHARE: Final = 0.3
# What there is most of stands first; a line break ends a unit.
_WORD: Final = re.compile(
    r"[A-Za-z]++[^\W\d_]*+(?:['’][a-z]+)?|\n|\d+|[$€£%+?!]|[^\W\d_]+(?:['’][a-z]+)?"
)
_COUNTS: Final = [
    f"=n{count if count < 6 else 6 + min((count - 6) // 5, 8)}" for count in range(MAX_WORDS + 1)
]
_DIGIT: Final = re.compile("[0-9]")

HEADING: Final = "heading"
# How a unit follows the one before: on the same line (or a line wrapped in mid-sentence), as one
# item after another thing, or as a new line. What follows what differs between the three.
SAME_LINE, ITEM, NEW_LINE = range(3)
JOINTS: Final = 3


class UnitView(NamedTuple):
    """A unit as the model sees it.

    `words` are those that count, `shape` what else its content gives. `announces` is the kind that
    a known heading announces; `may_introduce` says that it is shaped like a heading or marked as
    one. `certain` is a label that no model need guess: an unmistakable heading, or, for a unit in
    another script, what the known heading above it announces.
    """

    words: list[str]
    shape: list[str]
    place: list[str]
    joint: int
    announces: SectionKind | None
    may_introduce: bool
    is_marked: bool
    certain: UnitKind | None = None

    def content(self) -> list[str]:
        """All features of content: words, pairs of neighbours ("train models"), shape."""
        return [*self.words, *map("{} {}".format, self.words, self.words[1:]), *self.shape]


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
    announced: SectionKind | None = None
    others_since = 0
    title = title.lower().strip() if title else None
    before = "."
    size = f"=t{min(len(pieces).bit_length(), 8)}"
    raws = [text[piece.start : piece.end] for piece in pieces]
    for index, (piece, raw, words) in enumerate(zip(pieces, raws, _words(raws), strict=True)):
        kind = headings.kind_of(raw) if len(words) <= MAX_HEADING_WORDS else None
        is_marked = piece.start in marked
        is_titled = len(words) <= _SHORT and _is_titled(raw)
        may_introduce = (
            is_marked or kind is not None or _is_shaped_like_heading(raw, words, piece, is_titled)
        )
        place = [size, *_place(index, len(pieces), announced, others_since)]
        if may_introduce:
            place += _as_heading(kind, is_marked)
            announced, others_since = (kind, 0) if kind else (announced, min(others_since + 1, 2))
        if title is not None and raw.lower() == title:
            place.append("=title")
        joint = _joint(raw, piece, before)
        place.append(f"=j{joint}")
        is_foreign = _is_foreign(raw)
        certain: UnitKind | None = announced if is_foreign else None
        if kind is not None and headings.is_certain(raw):
            certain = HEADING
        seen, shape = ([], ["=1"]) if is_foreign else (words, _shape(raw, words, piece, is_titled))
        views.append(UnitView(seen, shape, place, joint, kind, may_introduce, is_marked, certain))
        before = raw[-1]
    return views


def _words(raws: Sequence[str]) -> list[list[str]]:
    """The words of each unit: lower case; numbers by their number of digits."""
    if not raws:
        return []
    found = _WORD.findall("\n".join([raw[:_MAX_CHARACTERS] for raw in raws]))
    # all at once: most of the time
    units = " ".join(found).lower().replace("’", "'").split("\n")
    words = [unit.split()[:MAX_WORDS] for unit in units]
    return [
        some
        if raw.isascii() and not _DIGIT.search(raw)
        else ["0" * min(len(word), 6) if word[0].isdigit() else word for word in some]
        for raw, some in zip(raws, words, strict=True)
    ]


def _is_foreign(raw: str) -> bool:
    """Whether much of it is in another script: its few Latin words would mislead."""
    if raw.isascii() or not _FOREIGN.search(raw):
        return False
    letters = [c for c in raw[:_MAX_CHARACTERS] if c.isalpha()]
    return sum(c > _LAST_LATIN for c in letters) > _FOREIGN_SHARE * len(letters)


def _shape(raw: str, words: list[str], piece: Piece, is_titled: bool) -> list[str]:
    count, last = len(words), raw[-1]
    features = ["=1", _COUNTS[count], "=ea" if last.isalnum() else "=e" + last]
    features += ["^" + " ".join(words[:1]), "^" + " ".join(words[:2]), "^" + " ".join(words[:3])]
    if words:
        features += ["^~" + words[0][-3:], "$" + words[-1]]
    if piece.is_item:
        features.append("=item")
    if count <= _SHORT:
        if raw.isupper():
            features.append("=upper")
        elif is_titled:
            features.append("=titled")
    return features


def _place(index: int, total: int, above: SectionKind | None, others: int) -> list[str]:
    """Where among all it stands, and under what heading, with how many `others` since."""
    place = [f"=p{index}" if index < 4 else f"=d{10 * index // total}"]
    if total - index <= 3:
        place.append(f"=q{total - index}")
    if above is not None:
        place += ["=in:" + above, f"=in:{above}{others}"]
    return place


def _as_heading(kind: SectionKind | None, is_marked: bool) -> list[str]:
    """What tells that it may introduce others."""
    place = ["=heading"] if kind is None else ["=h:" + kind, "=heading"]
    if is_marked:
        place.append("=marked")
    return place


def _joint(raw: str, piece: Piece, before: str) -> int:
    if not piece.is_line_start or (
        raw[0].islower() and before not in ".!?:;" and not piece.is_item
    ):
        return SAME_LINE
    return ITEM if piece.is_item else NEW_LINE


def _is_shaped_like_heading(raw: str, words: list[str], piece: Piece, is_titled: bool) -> bool:
    if len(words) > _SHORT or piece.is_item or raw[-1] in ".!,;":
        return False
    return is_titled or raw[-1] in ":?"


def _is_titled(raw: str) -> bool:
    words = [word for word in raw.split() if len(word) > 3 or word[0].isupper()]
    return bool(words) and sum([word[0].isupper() for word in words]) >= 0.7 * len(words)
