"""Lines, and the sentences of lines that hold several, also where line breaks were lost.

A boundary inside a line is the end of a sentence ("… scale. Design …"), a sentence glued to the
next ("… scale.Design …"), a word glued to the one that began the next line ("experienceStrong"),
an inline bullet, or an inline heading ("… in Python. Requirements: …"). One compiled pattern finds
the candidates; each is judged by the words on its two sides, so that time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from jdparse.segment.headings import normalize

_BULLET: Final = "•·▪●◦‣⁃➢✓✔"
# It begins with one set of characters, and each group is empty: so it runs as fast as a search.
_CANDIDATE: Final = re.compile(
    rf"""
    [A-Z.!?:{_BULLET}–*\n-]
    (?: (?<=[.!?])["”’)\]]*+
        (?: [ \u00a0\u202f]++(?=["“‘'(\[]?[^\W_a-z]|[{_BULLET}*–-])(?P<stop>)  # "scale. Design"
          | (?=[A-Z][a-z]*[ ’',:/-])(?P<glued_stop>) )                        # "scale.Design a"
      | (?<=[a-z)][A-Z])(?=[a-z])(?P<glued>)                                  # "scaleDesign"
      | (?<=:)(?P<colon>)                                                     # "Requirements:"
      | (?<=[{_BULLET}])(?P<bullet>)
      | (?<=[ ][–*-])[ ](?=[A-Z])(?P<dash>)                                   # " - Design"
      | (?<=\n)(?P<line_end>)
    )
    """,
    re.VERBOSE,
)
# Nothing but signs, or but the number of a part: "2.1."
_NO_WORD: Final = re.compile(r"[\W_]*+|(?:\d{1,2}\.)+(?:\d{1,2}\.?)?")
_LEFT_WORD: Final = re.compile(r"[^\s(/]*$")
_RIGHT_WORD: Final = re.compile(r"[A-Z][a-z]+(?=[^\w]|$)")
_LEFT_LETTERS: Final = re.compile(r"[A-Za-z]*$")
_BEFORE_GLUED_STOP: Final = re.compile(r"[^\W\dA-Z_]|[)\]%]")
_HEADING_START: Final = re.compile(r"[A-Z](?<![^\W_][A-Z])|[A-Z](?<=[a-z)][A-Z])")
_WORD_BEFORE: Final = re.compile(r"(?<![^\W_])([A-Z][A-Za-z]*) \Z")
# Words of a title before a heading that ends with a known one: "Key Duties & Responsibilities".
_TITLE_WORD: Final = r"(?:[A-Z][\w'’/-]*+|&|and|of|the|your|our|for)"
_TITLE_WORDS: Final = re.compile(rf"(?:[{_BULLET}*–-] +)?{_TITLE_WORD}(?: {_TITLE_WORD}){{0,4}} ")
_TITLE_REACH: Final = 60
_ENUMERATOR: Final = re.compile(r"(?:\d{1,2}|[a-z])$")
# White space, then the bullets and numbers of an item before something else.
_LEAD: Final = re.compile(
    rf"\s*+((?:(?:[{_BULLET}][ ]*+|(?:[*–-]|\(?\d{{1,2}}[.)]|\(?[a-z]\))[ ]++)(?=.))*)", re.DOTALL
)
# An inline dash is a bullet only where a line has at least this many of them.
_MIN_DASHES: Final = 2
# No word that matters is longer: how far to look on either side of a candidate.
_REACH: Final = 24
_HEADING_REACH: Final = 40


class Piece(NamedTuple):
    """A line or a sentence of one, by its offsets, without its bullet."""

    start: int
    end: int
    is_item: bool
    is_line_start: bool


@dataclass(frozen=True, slots=True)
class UnitSplitter:
    """Splits a text into units.

    `starters` are the capitalised words that begin lines ("Experience"): a word glued to one of
    them is a lost line break, but for the `names` that hold one. `inline` are the headings that are
    found inside a line, and whether what follows them is a unit of its own; `openers` the words
    before one that are part of it ("Preferred skills & qualifications"). `abbreviations` are words
    whose full stop ends no sentence.
    """

    starters: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    inline: Mapping[str, bool] = field(default_factory=dict)
    last_words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Know the last word of every inline heading: most candidates end there."""
        last_words = sorted({phrase.split()[-1] for phrase in self.inline})
        object.__setattr__(self, "last_words", tuple(last_words))

    def split(self, text: str) -> tuple[Piece, ...]:
        r"""The lines of a text, and the sentences of those that hold several.

        >>> text = "- Build models. Ship them!\nYou know PythonExperience in Go"
        >>> pieces = UnitSplitter(frozenset({"Experience"})).split(text)
        >>> [text[piece.start : piece.end] for piece in pieces]
        ['Build models.', 'Ship them!', 'You know Python', 'Experience in Go']
        """
        pieces: list[Piece] = []
        start = 0
        cuts: set[int] = set()
        dashes: list[int] = []
        for match in _CANDIDATE.finditer(text + "\n"):
            if match.lastgroup == "line_end":
                if len(dashes) >= _MIN_DASHES:
                    cuts.update(dashes)
                pieces.extend(_pieces(text, start, match.start(), cuts))
                start, cuts, dashes = match.end(), set(), []
            elif match.lastgroup == "dash":
                dashes.append(match.start())
            else:
                cuts.update(self._cuts(text, start, match))
        return tuple(pieces)

    def _cuts(self, text: str, start: int, candidate: re.Match[str]) -> tuple[int, ...]:
        """Where to cut a line for one candidate: a bullet begins what it stands before."""
        kind, at = candidate.lastgroup, candidate.start()
        if kind == "colon":
            return self._around_heading(text, start, at, candidate.end())
        if kind == "bullet" or (kind == "glued" and self._is_lost_break(text, start, at)):
            return (at, *self._around_heading(text, start, at, at))
        if kind == "glued":
            return self._around_heading(text, start, at, at)
        return (candidate.end(),) if self._ends_sentence(text, start, candidate) else ()

    def _around_heading(self, text: str, start: int, at: int, end: int) -> tuple[int, ...]:
        """Before a known heading that ends here, and after it where it only introduces."""
        left = text[max(start, at - _HEADING_REACH) : at].rstrip()
        if not left.lower().endswith(self.last_words):
            return ()
        for match in _HEADING_START.finditer(left):
            introduces = self.inline.get(normalize(left[match.start() :]))
            if introduces is not None:
                begin = max(start, at - _HEADING_REACH) + self._opened(left, match.start())
                if _is_title(text, start, begin):
                    begin = start
                return (begin, end) if introduces else (begin,)
        return ()

    def _opened(self, left: str, at: int) -> int:
        """Where a known heading begins with the words before it that are part of it."""
        while (word := _WORD_BEFORE.search(left[:at])) and word[1].capitalize() in self.openers:
            at = word.start()
        return at

    def _is_lost_break(self, text: str, start: int, at: int) -> bool:
        right = _RIGHT_WORD.match(text, at, at + _REACH)
        if right is None or right.group() not in self.starters:
            return False
        left = _LEFT_LETTERS.search(text, max(start, at - _REACH), at)
        name = (left.group() if left else "") + right.group()
        return len(name) > len(right.group()) + 1 and name not in self.names

    def _ends_sentence(self, text: str, start: int, stop: re.Match[str]) -> bool:
        """Whether a full stop ends a sentence: not "e.g. Python", "Node.JS" or "1. Build"."""
        at = stop.start()
        if stop.lastgroup == "glued_stop" and not _BEFORE_GLUED_STOP.match(
            text, max(start, at - 1), at
        ):
            return False
        match = _LEFT_WORD.search(text, max(start, at - _REACH), at)
        word = match.group().lower() if match else ""
        if word in self.abbreviations:
            return False
        # "in 2020. We" and "by 20. We" end a sentence
        return not (_ENUMERATOR.match(word) and (len(word) == 1 or at - start < 3))


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether the beginning of a line is but words of a title."""
    return end - start <= _TITLE_REACH and bool(_TITLE_WORDS.fullmatch(text, start, end))


def _pieces(text: str, start: int, end: int, cuts: Iterable[int]) -> Iterator[Piece]:
    """The pieces of a line that is cut at some places."""
    is_line_start = True
    for right in (*sorted(cuts), end):
        piece = _trim(text, start, right, is_line_start)
        if piece is not None:
            yield piece
            is_line_start = False
        start = right


def _trim(text: str, start: int, end: int, is_line_start: bool) -> Piece | None:
    """Without white space and bullets; None where no word is left."""
    lead = _LEAD.match(text, start, end)
    if lead is None:
        return None
    start = lead.end()
    while start < end and text[end - 1].isspace():
        end -= 1
    if _NO_WORD.fullmatch(text, start, end):
        return None
    return Piece(start, end, bool(lead[1]), is_line_start)
