"""The employer that a posting's own words name: "About Acme", "Acme is an equal opportunity …".

Only forms that say whose posting it is count (`lexicons/company_forms.toml`), and only names that
stand in the posting more than once. Of 4,000 postings of the corpora, read without their columns,
some 1,200 get an employer so; where it is not the column's it is mostly a short or a new name, or
the employer where the column has a job board. Of 154 read by eye 151 were right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Final

from jdparse.document import Fact, Facts
from jdparse.ingest.places import country_of
from jdparse.ingest.titles import names_occupation
from jdparse.lexicon import Entry, read_lexicon, read_words

_WORD: Final = r"[A-Z0-9][\w&’'+-]*(?:\.\w+)*"
_FORM: Final = r"(?:,? (?:Inc|LLC|LLP|Ltd|Limited|Corp|Co|PLC|GmbH|AG)\b\.?)?"
_NAME: Final = rf"(?P<name>{_WORD}(?: (?:{_WORD}|of|and|&|for|the|de|der|van|von)){{0,4}}?{_FORM})"
# The same at the end of what stands before a tail; no word right before it.
_NAME_BEFORE: Final = re.compile(rf"(?<![\w&,;] )(?<!\w){_NAME},?\Z")
_LONGEST: Final = 60
_MOST_NAMES: Final = 8  # in forms of one posting that are looked at: time stays linear


class CompanyForm(Entry):
    """One entry of `lexicons/company_forms.toml`."""

    head: str = ""
    tail: str
    example: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A form's pattern; one without a head begins behind the name."""

    name: str
    pattern: re.Pattern[str]
    headless: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name, how many forms name it, and where it stands."""

    forms: int
    places: Sequence[tuple[int, int]]


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(
        _Form(name, re.compile(f"{form.head}{_NAME * bool(form.head)}{form.tail}"), not form.head)
        for name, form in read_lexicon("company_forms", CompanyForm).items()
    )


@cache
def _no_name() -> frozenset[str]:
    return frozenset(read_words("company_words")["no_name"])


def add_named_company(facts: Facts, text: str) -> Facts:
    r"""The facts, with the employer that the text names where none is known.

    >>> text = "About Brightwater Mills\nAt Brightwater Mills, we grind flour."
    >>> add_named_company(Facts(), text).company
    Fact(value='Brightwater Mills', origin='text', start=6, end=23)
    """
    if facts.company is not None:
        return facts
    named: dict[str, set[str]] = {}
    for form, name in islice(_named(text), _MOST_NAMES):
        named.setdefault(name, set()).add(form)
    candidates = [
        _Candidate(len(forms), [match.span() for match in _pattern(name).finditer(text)])
        for name, forms in named.items()
    ]
    known = [candidate for candidate in candidates if len(candidate.places) > 1]
    if not known:
        return facts
    best = max(known, key=lambda one: (one.forms, len(one.places)))
    # as it is written in running text, not in a heading of capitals
    start, end = min(best.places, key=lambda place: text[slice(*place)].isupper())
    return replace(facts, company=Fact(text[start:end], "text", start, end))


def _pattern(name: str) -> re.Pattern[str]:
    """A name wherever it stands by itself, not in an address; that of a heading in small too."""
    spellings = {name, name.title() if name.isupper() else name}
    return re.compile(rf"(?<![\w.@/])(?:{'|'.join(map(re.escape, sorted(spellings)))})(?!\w|\.\w)")


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Forms and the names in them, in the order of the forms."""
    for form in _forms():
        for match in form.pattern.finditer(text):
            named: re.Match[str] | None = match
            if form.headless:
                start = match.start()
                named = _NAME_BEFORE.search(text, max(0, start - _LONGEST), start)
            if named is not None and _is_name(named["name"]):
                yield form.name, named["name"]


def begins_no_name(words: str) -> bool:
    """Whether words begin as no employer's name does: "The role", "Home", "Data Engineering"."""
    return re.split(r"[\W_]", words.lower(), maxsplit=1)[0] in _no_name()


def _is_name(name: str) -> bool:
    """Whether words can be an employer's name: no place, no occupation, no heading or menu."""
    return (
        1 < len(name) <= _LONGEST
        and not begins_no_name(name)
        and any(map(str.isalpha, name))
        and country_of(name) is None
        and not names_occupation(name)
    )
