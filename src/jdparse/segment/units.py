"""Lines, and the sentences of lines that hold several, also where line breaks were lost.

A boundary inside a line is the end of a sentence ("… scale. Design …"), a sentence glued to the
next ("… scale.Design …"), a word glued to the one that began the next line ("experienceStrong"),
an inline bullet, or an inline heading ("… in Python. Requirements: …"). One compiled pattern finds
the candidates; each is judged by the words on its two sides, so that time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jdparse.lexicon import Entry

# Words before a full stop that do not end a sentence.
_ABBREVIATIONS: Final = frozenset(
    "e.g i.e eg ie vs inc ltd co corp st dr mr ms mrs sr jr no approx dept min max incl resp cf "
    "u.s u.k ph b.s m.s b.a m.a b.sc m.sc b.tech m.tech b.e m.e ph.d d.c a.m p.m al fig ext est".split()
)
_BULLET: Final = "•·▪●◦‣⁃➢✓✔"
_CANDIDATE: Final = re.compile(
    rf"""
      (?P<stop>[.!?]["”’)\]]*+)[ \u00a0\u202f]++(?=["“‘'(\[]?[^\W_a-z]|[{_BULLET}*–-])  # "scale. Design"
    | (?P<glued_stop>(?<=[^\W\dA-Z_]|[)\]%])[.!?]["”’)]*+)(?=[A-Z][a-z]*[ ’',:/-])      # "scale.Design a"
    | (?P<glued>(?<=[a-z)])(?=[A-Z][a-z]))                                            # "scaleDesign"
    | [ ]?(?P<bullet>[{_BULLET}])[ ]*
    | (?P<dash>(?<=[a-z.;:,)])[ ][–*-][ ](?=[A-Z]))                                   # " - Design"
    """,
    re.VERBOSE,
)
_LEFT_WORD: Final = re.compile(r"[^\s(]*$")
_RIGHT_WORD: Final = re.compile(r"[A-Z][a-z]+(?=[^\w]|$)")
_LEFT_LETTERS: Final = re.compile(r"[A-Za-z]*$")
_ENUMERATOR: Final = re.compile(r"(?:\d{1,2}|[a-z])$")
_MARKER: Final = re.compile(rf"(?:[{_BULLET}*–-]|\(?\d{{1,2}}[.)]|\(?[a-z]\))[ ]+")
# An inline dash is a bullet only where a line has at least this many of them.
_MIN_DASHES: Final = 2
# No word that matters is longer: how far to look on either side of a candidate.
_REACH: Final = 24


class Words(Entry):
    """A list of words of the lexicon `lost_breaks`."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or a sentence of one, by its offsets, without its bullet."""

    start: int
    end: int
    is_item: bool
    is_line_start: bool


@dataclass(frozen=True, slots=True)
class UnitSplitter:
    """Splits a text into units.

    `starters` are the capitalised words that begin lines ("Experience"): a word glued to one of
    them is a lost line break, but for the `names` that hold one. `inline` finds headings inside a
    line: its group "heading" introduces what follows, its group "label" belongs to it.
    """

    starters: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    inline: re.Pattern[str] | None = None

    def split(self, text: str) -> tuple[Piece, ...]:
        r"""The lines of a text, and the sentences of those that hold several.

        >>> text = "- Build models. Ship them!\nYou know PythonExperience in Go"
        >>> pieces = UnitSplitter(frozenset({"Experience"})).split(text)
        >>> [text[piece.start : piece.end] for piece in pieces]
        ['Build models.', 'Ship them!', 'You know Python', 'Experience in Go']
        """
        pieces: list[Piece] = []
        start = 0
        for line in text.split("\n"):
            pieces.extend(self._split_line(text, start, start + len(line)))
            start += len(line) + 1
        return tuple(pieces)

    def _split_line(self, text: str, start: int, end: int) -> Iterator[Piece]:
        cuts = self._cuts(text, start, end)
        if self.inline is not None:
            for match in self.inline.finditer(text, start, end):
                cuts.setdefault(match.start(), False)
                if match.lastgroup == "heading":
                    cuts.setdefault(match.end(), False)
        left, is_item, is_line_start = start, False, True
        for right in [*sorted(cuts), end]:
            piece = _trim(text, left, right, is_item, is_line_start)
            if piece is not None:
                yield piece
                is_line_start = False
            left, is_item = right, cuts.get(right, False)

    def _cuts(self, text: str, start: int, end: int) -> dict[int, bool]:
        """Where to cut a line, and whether a bullet stands there."""
        cuts: dict[int, bool] = {}
        dashes: list[int] = []
        for match in _CANDIDATE.finditer(text, start, end):
            kind, at = match.lastgroup, match.start()
            if kind == "bullet":
                cuts[match.end()] = True
            elif kind == "dash":
                dashes.append(match.end())
            elif kind == "glued":
                if self._is_lost_break(text, start, at):
                    cuts[at] = False
            elif not _is_abbreviation(text, start, at):
                cuts[match.end()] = False
        if len(dashes) >= _MIN_DASHES:
            cuts.update(dict.fromkeys(dashes, True))
        return cuts

    def _is_lost_break(self, text: str, start: int, at: int) -> bool:
        right = _RIGHT_WORD.match(text, at, at + _REACH)
        if right is None or right.group() not in self.starters:
            return False
        left = _LEFT_LETTERS.search(text, max(start, at - _REACH), at)
        name = (left.group() if left else "") + right.group()
        return len(name) > len(right.group()) + 1 and name not in self.names


def _trim(text: str, start: int, end: int, is_item: bool, is_line_start: bool) -> Piece | None:
    """Without white space and bullets; None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while (marker := _MARKER.match(text, start, end)) and marker.end() < end:
        start, is_item = marker.end(), True
    while start < end and text[end - 1].isspace():
        end -= 1
    return Piece(start, end, is_item, is_line_start) if start < end else None


def _is_abbreviation(text: str, start: int, at: int) -> bool:
    match = _LEFT_WORD.search(text, max(start, at - _REACH), at)
    word = match.group().lower() if match else ""
    if word in _ABBREVIATIONS:
        return True
    # "1. Build" and "J. Smith", where "in 2020. We" and "by 20. We" end a sentence
    return bool(_ENUMERATOR.match(word)) and (len(word) == 1 or at - start < 3)
