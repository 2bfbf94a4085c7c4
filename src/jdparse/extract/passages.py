"""The passages of a posting that a demand is read from: its units, or its lines.

A line that was wrapped in mid sentence and its rest are one passage.

Extractors look for a plain string first and read only the passages that hold it, so that the
patterns proper see some hundred characters of a posting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from spacy.tokens import Doc

from jdparse.annotations import PREFIX, Unit, UnitKind, read_values, text_of
from jdparse.extract.contexts import context
from jdparse.extract.cues import Array, Cues, marks_of
from jdparse.extract.graded_headings import graded_headings

_KEY: Final = PREFIX + "passages"
_ASCII_LOWER: Final = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
# Lines that go on with a choice; before the "or" stands no more than a bullet.
_OR_LINE: Final = re.compile(r"\n\W{0,8}or\b", re.IGNORECASE)
_OR: Final = re.compile(r"\W{0,8}or\b(?P<alone>\W*\Z)?", re.IGNORECASE)
# A label and the bare answer on the line below it ("Work remotely:", "No") are read as one line.
_LABEL: Final = re.compile(r"[^\n]{3,79}[^\n.!;,]")
_WRAPPED: Final = 45  # characters of a line that can have been wrapped
_LONGEST_ANSWER: Final = 45  # characters
# Kinds of the items of a posting, told apart less surely than where a line goes on.
_LISTED: Final[frozenset[UnitKind]] = frozenset({"responsibilities", "requirements", "preferred"})
# Without sections nothing says that a line is not a demand.
_UNKNOWN: Final[UnitKind] = "requirements"


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit of a posting, or those of a wrapped line: its text, offset, kind and heading."""

    text: str
    start: int
    kind: UnitKind = _UNKNOWN
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Passages:
    """All passages of a posting by start, its text also in small letters, the marks of these.

    `source` are the units that they are made of, () where these are only the lines.
    """

    text: str
    lowered: str
    marks: Array = field(repr=False, compare=False)
    units: tuple[Unit, ...]
    source: tuple[Unit, ...] = ()

    def holding(self, cues: Cues) -> Iterator[Passage]:
        """The passages that hold one of the strings, in order, each once."""
        found = {at for cue in cues.possible(self.marks) for at in self._places(cue)}
        for at in sorted(found):
            unit = self.units[at]
            text = _as_one_line(self.text[unit.start : unit.end])
            yield Passage(text, unit.start, unit.kind, unit.heading)

    def with_choices(self) -> Passages:
        """The same, but lines that "or" joins are one passage ("… and 5 years", "OR", "PhD …")."""
        if not _OR_LINE.search(self.text):
            return self
        units: list[Unit] = []
        going_on = False
        for unit in self.units:
            choice = _OR.match(self.text, unit.start, unit.end)
            if units and (choice or going_on):
                units[-1] = replace(units[-1], end=unit.end)
            else:
                units.append(unit)
            going_on = choice is not None and choice["alone"] is not None
        return replace(self, units=tuple(units))

    def _places(self, cue: str) -> Iterator[int]:
        text = self.lowered if cue.islower() else self.text
        found = text.find(cue)
        while found >= 0:
            at = bisect_right(self.units, found, key=_start) - 1
            if at >= 0 and found < self.units[at].end:
                yield at
                found = max(found, self.units[at].end - 1)
            found = text.find(cue, found + 1)


def passages(doc: Doc) -> Passages:
    """The passages of a Doc: the sectionizer's units, else one a line; made once a Doc."""
    source = read_values(doc, "units")
    made: Passages | None = doc.user_data.get(_KEY)
    if made is None or (source and made.source is not source):
        made = doc.user_data[_KEY] = passages_of(text_of(doc), source)
    return made


def passages_of(text: str, source: tuple[Unit, ...] = ()) -> Passages:
    """The passages of a text: its units, else one a line."""
    units = tuple(_unwrapped(text, graded_headings(text, source or _lines(text))))
    lowered = lower(text)
    return Passages(text, lowered, marks_of(lowered), units, source)


def lower(text: str) -> str:
    """The text in small letters, of the same length."""
    lowered = text.lower()
    # A few capitals (İ) become two characters, which would shift all that follows.
    return lowered if len(lowered) == len(text) else text.translate(_ASCII_LOWER)


def _unwrapped(text: str, units: Iterable[Unit]) -> Iterator[Unit]:
    """The units, each with the lines that go on with it or answer it."""
    before: Unit | None = None
    for unit in units:
        if before is not None and (_goes_on(text, before, unit) or _answers(text, before, unit)):
            before = replace(before, end=unit.end)
            continue
        if before is not None:
            yield before
        before = unit
    if before is not None:
        yield before


def _goes_on(text: str, before: Unit, unit: Unit) -> bool:
    """Whether a unit is the rest of a long line before it: no new item, and in small letters."""
    if not text[unit.start : unit.start + 1].islower():
        return False
    if before.kind != unit.kind and not {before.kind, unit.kind} <= _LISTED:
        return False
    line_start = text.rfind("\n", 0, before.end) + 1
    return (
        before.kind != "heading"
        and text[before.end : unit.start].strip(" ") == "\n"
        and before.end - line_start >= _WRAPPED
        and text[before.end - 1] not in ".:;!?"
    )


def _answers(text: str, label: Unit, unit: Unit) -> bool:
    """Whether a unit is a line that only answers the line above it."""
    return (
        unit.end - unit.start < _LONGEST_ANSWER
        and text[label.end : unit.start].strip(" ") == "\n"
        and context("bare_answer").fullmatch(text, unit.start, unit.end) is not None
        and _LABEL.fullmatch(text, label.start, label.end) is not None
    )


def _as_one_line(text: str) -> str:
    """The text with a colon in place of the line break before an answer, so that offsets stay."""
    label, _, answer = text.rpartition("\n")
    if not label or not context("bare_answer").fullmatch(answer):
        return text
    return f"{label}{' ' if label[-1] in ':?' else ':'}{answer}"


def _lines(text: str) -> Iterator[Unit]:
    start = 0
    for line in text.split("\n"):
        yield Unit(start, start + len(line), _UNKNOWN, None, 0.0)
        start += len(line) + 1


def _start(unit: Unit) -> int:
    return unit.start
