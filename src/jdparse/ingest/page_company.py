"""The employer that a page's own title names beside the job.

Read are only the forms that say so: "Data Scientist at Crumb", "Crumb: Data Scientist", "Crumb is
hiring a Data Scientist", "Engineering jobs at Crumb". A bare "Data Scientist - Crumb" may name the
job board: the name must be one of a company (Ltd, GmbH), stand in the posting too, or be that of a
logo and of the employer's part of the page's address ("boards.example/crumb/123").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import Final

from jdparse.lexicon import read_words

_SEPARATOR: Final = re.compile(r"\s+[-–—|·•:]\s+|\s*\|\s*")
_AT: Final = re.compile(r"(?:\s+in\s+[^|]{2,60}?)?\s+(?:at|@|bei|chez)\s+(?P<name>[^|]+)")
_JOBS_AT: Final = re.compile(r"\bjobs?\s+(?:at|@|with)\s+(?P<name>[A-Z0-9][^|:]*)")
_BEFORE: Final = re.compile(
    r"(?P<name>[A-Z0-9][^|]{1,60}?)(?::|\s+(?:is\s+)?hiring(?:\s+an?)?)\s*$"
)
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")
_GENERIC: Final = re.compile(
    r"\b(?:jobs?|careers?|vacanc\w+|hiring|apply|details?|search|home|about us|remote)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 60
_LOGO: Final = re.compile(r"\s*\blogo\b\s*", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://([^/?#]+)(?:/([^/?#]+))?")


@cache
def _form() -> re.Pattern[str]:
    """A legal form at the end of a name."""
    forms = "|".join(read_words("legal_forms")["telling"])
    return re.compile(rf"\b(?:{forms})\b\.?$")


def names_in_address(address: str, logos: Iterable[str]) -> frozenset[str]:
    """The keys of the names of logos that stand in an address too: first in its path, or its host.

    >>> sorted(names_in_address("https://boards.example/crumb/123", ["Crumb logo", "Boards logo"]))
    ['crumb']
    """
    found = _ADDRESS.match(address)
    if found is None:
        return frozenset()
    hosts = found[1].split(".")[:-2]
    parts = {_key(part) for part in (*hosts, found[2] or "")}
    return frozenset(_key(_LOGO.sub("", logo)) for logo in logos if _LOGO.search(logo)) & parts


def _key(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


def page_company(
    job: str, titles: tuple[str, ...], site: str, text: str, own: Set[str] = frozenset()
) -> str | None:
    """The employer that a page's titles name, or None; `own` are keys of names that are no board's.

    >>> page_company("Data Scientist", ("Data Scientist at Crumb - Job Board",), "Job Board", "")
    'Crumb'
    >>> page_company("Data Scientist", ("Data Scientist | Loaves",), "", "") is None
    True
    """
    for title in titles:
        for found in _names(job, title, text, own):
            name = _BRACKETS.sub("", found).strip(" .,:-–|")
            if 1 < len(name) <= _LONGEST and name.lower() != site.lower() and _is_name(name):
                return name
    return None


def _is_name(name: str) -> bool:
    return (name[0].isupper() or name[0].isdigit()) and _GENERIC.search(name) is None


def _names(job: str, title: str, text: str, own: Set[str]) -> Iterator[str]:
    at = title.lower().find(job.lower()) if len(job) > 2 else -1
    if at >= 0:
        before, after = title[:at], title[at + len(job) :]
        if found := _AT.match(after):
            yield _SEPARATOR.split(found["name"])[0]
        if found := _BEFORE.search(before):
            yield re.sub(r"^Jobs?\s+@\s+", "", found["name"])
        yield from _beside(before, after, text, own)
    if found := _JOBS_AT.search(title):
        yield _SEPARATOR.split(found["name"])[0]


def _beside(before: str, after: str, text: str, own: Set[str]) -> Iterator[str]:
    """What alone stands beside the job, where more than its place says that it is a company."""
    parts = [part.strip() for part in (*_SEPARATOR.split(before), *_SEPARATOR.split(after))]
    for part in filter(None, parts):
        named = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) if len(part) > 3 else None
        if _form().search(part) or named or _key(part) in own:
            yield part
