"""Words beside a value that tell what it is there for, from `lexicons/contexts.toml`."""

from __future__ import annotations

import re
from functools import cache

from jdparse.lexicon import Entry, read_lexicon


class ContextEntry(Entry):
    """One entry: `before`, one of `alternatives`, `after`, all regular expressions.

    One of `needs`, where there are any, stands in small letters in every text that it matches.
    """

    alternatives: tuple[str, ...]
    before: str = ""
    after: str = ""
    needs: tuple[str, ...] = ()


@cache
def context(name: str) -> re.Pattern[str]:
    """The compiled pattern of an entry, without regard to case.

    >>> bool(context("years_not_before").search("in the next "))
    True
    """
    return re.compile(pattern_of(name), re.IGNORECASE)


@cache
def needs_of(name: str) -> tuple[str, ...]:
    """The strings of which one is in every text that an entry matches: they spare the search."""
    return _contexts()[name].needs


@cache
def lower_context(name: str) -> re.Pattern[str]:
    """The same for a text in small letters, which it is through with in half the time.

    >>> bool(lower_context("years_not_before").search("in the next "))
    True
    """
    return re.compile(pattern_of(name))


def pattern_of(name: str) -> str:
    """The pattern of an entry, to be part of another."""
    entry = _contexts()[name]
    return f"{entry.before}(?:{'|'.join(entry.alternatives)}){entry.after}"


@cache
def _contexts() -> dict[str, ContextEntry]:
    return read_lexicon("contexts", ContextEntry)
