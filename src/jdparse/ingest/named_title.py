"""The job title that a posting's own sentences name: "We are looking for a Senior Data Scientist".

Only forms that say which job it is count (`lexicons/title_forms.toml`), and only words written as a
title that end in an occupation; the first in the text where several stand. Of 3,542 postings of the
corpora that name their title nowhere else, 880 get one so; of 200 that are neither the column's nor
a part of it one in ten is another job.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from jdparse.document import Fact, Facts
from jdparse.ingest.titles import is_beside, occupation_ends
from jdparse.lexicon import Entry, read_lexicon

# A dot ends a sentence but in these.
_WORD: Final = r"(?:(?:[SJ]r|Asst|Assoc)\.|[A-Z][\w&/+#’'-]*(?:\.\w+)*)"
_TITLE: Final = rf"(?P<title>{_WORD}(?: (?:{_WORD}|[IV\d]+|of|and|&|/|-|–)){{1,8}})"
_GRADE: Final = re.compile(r" (?:I{1,3}|IV|V|[1-5])(?!\w)")
# What goes on with what is led: "Head of Data Science".
_LEADS: Final = re.compile(r"\b(?:Head|Director|President|VP|Manager) of ")
_WITHIN: Final = re.compile(r"[\w,;] ?\Z")  # before a cue that begins no sentence


class TitleForm(Entry):
    """One entry of `lexicons/title_forms.toml`."""

    cues: tuple[str, ...]
    begins: bool = False
    between: str = ""
    tail: str = ""
    example: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A form, and its pattern from behind the cue."""

    form: TitleForm
    pattern: re.Pattern[str]


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(
        _Form(form, re.compile(f"{form.between}{_TITLE}{form.tail}"))
        for form in read_lexicon("title_forms", TitleForm).values()
    )


def add_named_title(facts: Facts, text: str) -> Facts:
    """The facts, with the title that a sentence names where none is known.

    >>> add_named_title(Facts(), "As a Senior Data Scientist, you weigh flour.").title
    Fact(value='Senior Data Scientist', origin='text', start=5, end=26)
    """
    if facts.title is not None:
        return facts
    found = (
        fact for form in _forms() for cue in form.form.cues for fact in _named(text, form, cue)
    )
    return replace(facts, title=min(found, key=lambda fact: fact.start or 0, default=None))


def _named(text: str, form: _Form, cue: str) -> Iterator[Fact]:
    """The first title that one cue names; none or one."""
    at = text.find(cue)
    while at >= 0:
        match = form.pattern.match(text, at + len(cue))
        if match and not (form.form.begins and _WITHIN.search(text, max(0, at - 2), at)):
            start, end = match.start("title"), _title_end(match["title"])
            if end:
                yield Fact(text[start : start + end], "text", start, start + end)
                return
        at = text.find(cue, at + 1)


def _title_end(words: str) -> int:
    """Where a title of two words or more ends: behind its last occupation and its grade; else 0."""
    ends = occupation_ends(words)
    if not ends or " " not in words[: ends[-1]] or is_beside(words):
        return 0
    if _LEADS.search(words):
        return len(words)
    grade = _GRADE.match(words, ends[-1])
    return grade.end() if grade else ends[-1]
