"""The vocabulary of the regions of a page: names, beginnings of headings, notices."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from jdparse.lexicon import Entry, any_of, read_lexicon

LONGEST_HEADING: Final = 80


class Region(Entry):
    """A kind of region of a page: the words of its names, how its headings begin, its lines."""

    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@cache
def _regions() -> dict[str, Region]:
    return read_lexicon("page_regions", Region)


@cache
def _name_pattern(kind: str, whole: bool) -> re.Pattern[str]:
    """The pattern of a region's words, and of its whole names too where `whole`."""
    region = _regions()[kind]
    words = rf"\b(?:{'|'.join(region.words)})\b"
    names = rf"(?<=\|)(?:{'|'.join(region.names)})(?=\|)"
    return re.compile(f"{names}|{words}" if whole else words)


@cache
def _heading_pattern() -> re.Pattern[str]:
    """One group a kind; "*" in a heading stands for up to three words."""
    groups = []
    for kind, region in _regions().items():
        if not region.headings:
            continue
        groups.append(f"(?P<{kind}>{_any_form(region.headings)})(?!\\w)")
    return re.compile(rf"[\W\d]*(?:{'|'.join(groups)})", re.IGNORECASE)


def _any_form(forms: tuple[str, ...]) -> str:
    """The pattern of any of some forms; "*" in one stands for up to three words."""
    inner = any_of(forms).replace(r"\*\ ", r"(?:\S+ ){0,3}")
    return inner.replace(r"\ \*", r"(?: \S+){1,3}")


@lru_cache(8192)
def is_named(names: str, kind: str, whole: bool = True) -> bool:
    """Whether one of a node's names is that of a kind of region; `whole`: by a whole name too."""
    return _name_pattern(kind, whole).search(names) is not None


def heading_kind(text: str) -> str:
    """The kind of region that a heading announces, or "".

    >>> heading_kind("Similar jobs"), heading_kind("About the company"), heading_kind("Salary")
    ('aside', 'company', '')
    """
    match = _heading_pattern().match(text) if len(text) <= LONGEST_HEADING else None
    return str(match.lastgroup) if match else ""


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_regions()['notice'].words)})\b|©", re.IGNORECASE)


def is_notice(text: str) -> bool:
    """Whether a text speaks of the site and not of the job: of cookies, signing in, rights.

    >>> is_notice("We use cookies to improve your experience"), is_notice("You improve our models")
    (True, False)
    """
    return _notice().search(text) is not None


@cache
def _control() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{_any_form(_regions()['control'].lines)})[\W_]*", re.IGNORECASE)


def is_control(text: str) -> bool:
    """Whether a line is but a button or a link of the page.

    >>> is_control("Show map"), is_control("Updated: 1 day ago"), is_control("Apply statistics")
    (True, True, False)
    """
    return len(text) <= LONGEST_HEADING and _control().fullmatch(text) is not None
