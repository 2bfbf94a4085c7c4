"""Fields of study: the list that follows "degree in", or stands before "degree".

The list is walked item by item: a known field is taken as written, a generic one ("a related
field") passed over, and the first thing that is neither ends the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from jdparse.extract.contexts import context
from jdparse.lexicon import Entry, any_of, read_lexicon

REACH: Final = 400  # characters of a list that are read at most
_BEFORE: Final = 160  # characters before "degree" in which its fields can stand
# How the names of sciences end, so that the lexicon need not hold them all.
_ENDINGS: Final = (
    "ology|onomy|ography|metrics|nomics|istry|mechanics|dynamics|fluidics"
    "|science|sciences|engineering|mathematics|statistics|informatics"
)
_SEPARATOR: Final = re.compile(r"[,/;(&:]|\b(?:or|and|in)\b", re.IGNORECASE)
# What the list before "BSc" begins after, where it is no other sentence run into this one.
_OPENED: Final = re.compile(
    r"(?:^|[-–:•(,]|\b(?:an?|in|your|have|with|the|hold|or))\s*$", re.IGNORECASE
)


class FieldWords(Entry):
    """One entry of `lexicons/fields_of_study.toml`."""

    words: tuple[str, ...]
    alone: tuple[str, ...] = ()


class FieldReader:
    """Reads lists of fields of study; made once by `field_reader()`."""

    def __init__(self, words: dict[str, FieldWords]) -> None:
        heads, modifiers, generic = words["heads"], words["modifiers"], words["generic"]
        head = rf"(?:{any_of(heads.words)}|\w{{2,}}(?:{_ENDINGS}))"
        modifier = rf"(?:{any_of(modifiers.words)})"
        joined = rf"(?:{any_of(set(modifiers.words) - set(heads.words) - set(generic.words))})"
        noun = rf"(?:{any_of(generic.alone)})"
        vague = rf"(?:{any_of(generic.words)}|[a-z]{{4,}}-related)"
        # "a technical or related field" is one phrase, "a technical or business field" and "a
        # technical, public policy or related field" hold a field.
        named = rf"(?:or|and)\s(?:{any_of(heads.words)})"
        between = rf"(?:[ /()-]+|,[ ]*(?=(?:or |and )?(?:{vague}|{noun})))(?!{named}(?![a-z]))"
        self._field = re.compile(
            rf"(?:{any_of(modifiers.alone)})(?![A-Za-z])"
            rf"|(?i:(?:{joined}(?:/|,? (?:and |& |or |))(?={joined}[ /])|{modifier}[-\s]){{0,5}}{head})"  # noqa: E501
            r"(?![a-z])(?!-related)(?! experience)"
        )
        self._generic = re.compile(
            rf"(?i:{vague}(?:{between}[a-z-]+){{0,5}}?[ /-]+{noun}|{joined} {noun}|{noun}|{vague})"
            r"(?![A-Za-z])"
        )
        # What no list knows: a capitalized item, or a word before a known one ("animal science").
        self._loose = re.compile(
            r"[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?(?: (?:[A-Z][a-z]+|of)){0,3}"
            r"(?=\s*(?:[,/;)]| or | and |$))"
            rf"|(?i:[a-z-]{{4,}} {head})(?![a-z])"
        )

        # Short names right before a known field: "ME, EE, Math".
        short = r"[A-Z]{2,4}[,/] ?"
        self._short = re.compile(
            rf"[A-Z]{{2,4}}(?=[,/] ?(?:{short}){{0,4}}(?:(?:or|and) )?(?:{any_of(modifiers.alone)}"
            rf"|(?i:(?:{modifier}[-\s]){{0,5}}{head}))(?![A-Za-z]))"
        )

    def after(self, text: str, start: int, *, certain: bool) -> tuple[str, ...]:
        """The fields of the list that begins at `start`, as written.

        `certain` tells that a list does begin there ("degree in"), so that an unknown capitalized
        item is taken for a field too.

        >>> field_reader().after("in Statistics, CS or a related field with", 0, certain=True)
        ('Statistics', 'CS')
        """
        fields: list[str] = []
        limit = min(len(text), start + REACH)
        at = start
        while at < limit:
            after_separator = at == start or _SEPARATOR.search(text, at, _skip(text, at, limit))
            at = _skip(text, at, limit)
            if context("field_stop").match(text, at, limit):
                break
            if match := self._field.match(text, at, limit):
                fields.append(match.group())
            elif not (match := self._generic.match(text, at, limit)):
                if not (certain and after_separator):
                    break
                match = self._loose.match(text, at, limit) or self._short.match(text, at, limit)
                if match is None:
                    break
                fields.append(match.group())
            at = match.end()
        return _distinct(fields)

    def before(self, text: str, end: int, *, adjacent: bool) -> tuple[str, ...]:
        """The fields of the list that ends at `end`, as in "a Computer Science degree".

        `adjacent` tells that nothing may stand between ("a Computer Science BSc").

        >>> field_reader().before("Have a Maths or Physics degree", 24, adjacent=False)
        ('Maths', 'Physics')
        """
        start = max(0, end - _BEFORE)
        found = [m.span() for m in self._field.finditer(text, start, end)]
        fields: list[str] = []
        at = end
        for span in reversed(found):
            between = text[span[1] : at]
            if not fields and adjacent and between.strip():
                return ()
            generic = self._generic.sub(" ", between) if at == end else between
            if _skip(generic, 0, len(generic)) < len(generic) or "." in between or "(" in between:
                break
            fields.append(text[slice(*span)])
            at = span[0]
        if adjacent and not _OPENED.search(text, max(0, at - 12), at):
            return ()
        return _distinct(reversed(fields))


def _skip(text: str, at: int, limit: int) -> int:
    match = context("field_between").match(text, at, limit)
    return match.end() if match else at


def _distinct(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple({field.casefold(): field for field in fields}.values())


@cache
def field_reader() -> FieldReader:
    """The reader of the shipped words."""
    return FieldReader(read_lexicon("fields_of_study", FieldWords))
