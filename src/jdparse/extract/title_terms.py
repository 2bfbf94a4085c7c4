"""What a job title or place says of the terms of the job: `lexicons/title_terms.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from jdparse.annotations import Term
from jdparse.document import Fact
from jdparse.lexicon import Entry, read_lexicon

# Between titles of which one is the job's.
_CHOICE: Final = re.compile(r"/|\b(?:or|to)\b", re.IGNORECASE)

TitleNoun = Literal["seniority", "employment_type", "work_mode", "place_work_mode"]


class TitleTerm(Entry):
    """One entry of `lexicons/title_terms.toml`."""

    noun: TitleNoun
    value: str
    pattern: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A term with its place in the title."""

    value: str
    start: int
    end: int


def title_term(noun: TitleNoun, title: Fact | None) -> Term | None:
    """The term that a title (or place) states, with its own offsets (None where it is no text).

    >>> title_term("seniority", Fact("Sr. Machine Learning Engineer", "page")).value
    'senior'
    """
    if title is None:
        return None
    named = _named(noun, title.value)
    if named is None:
        return None
    if title.start is None:
        return Term(named.value, None, None, title.origin)
    return Term(named.value, title.start + named.start, title.start + named.end, title.origin)


def offers_several(noun: TitleNoun, title: Fact | None) -> bool:
    """Whether a title leaves several terms to choose from.

    >>> offers_several("seniority", Fact("Data Scientist (Senior or Lead)", "page"))
    True
    >>> offers_several("seniority", Fact("Manager / Senior Manager", "page"))
    False
    """
    if title is None:
        return False
    named = (_named(noun, choice) for choice in _CHOICE.split(title.value))
    return len({term.value for term in named if term is not None}) > 1


def _named(noun: TitleNoun, title: str) -> _Named | None:
    """The first term of the lexicon that stands in a title."""
    for value, pattern in _patterns(noun):
        if match := pattern.search(title):
            return _Named(value, match.start(), match.end())
    return None


@cache
def _patterns(noun: TitleNoun) -> tuple[tuple[str, re.Pattern[str]], ...]:
    terms = read_lexicon("title_terms", TitleTerm).values()
    return tuple(
        (term.value, re.compile(rf"(?<![a-z])(?:{term.pattern})(?![a-z])", re.IGNORECASE))
        for term in terms
        if term.noun == noun
    )
