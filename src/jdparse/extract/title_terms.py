"""What a job title or place says of the terms of the job: `lexicons/title_terms.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from jdparse.annotations import Term
from jdparse.document import Fact
from jdparse.lexicon import Entry, read_lexicon

TitleNoun = Literal["seniority", "employment_type", "work_mode", "place_work_mode"]


class TitleTerm(Entry):
    """One entry of `lexicons/title_terms.toml`."""

    noun: TitleNoun
    value: str
    pattern: str
    examples: tuple[str, ...]


def title_term(noun: TitleNoun, title: Fact | None) -> Term | None:
    """The term that a title (or place) states, with its own offsets (None where it is no text).

    >>> title_term("seniority", Fact("Sr. Machine Learning Engineer", "page")).value
    'senior'
    """
    if title is None:
        return None
    for value, pattern in _patterns(noun):
        if match := pattern.search(title.value):
            if title.start is None:
                return Term(value, None, None, title.origin)
            return Term(value, title.start + match.start(), title.start + match.end(), title.origin)
    return None


@cache
def _patterns(noun: TitleNoun) -> tuple[tuple[str, re.Pattern[str]], ...]:
    terms = read_lexicon("title_terms", TitleTerm).values()
    return tuple(
        (term.value, re.compile(rf"(?<![a-z])(?:{term.pattern})(?![a-z])", re.IGNORECASE))
        for term in terms
        if term.noun == noun
    )
