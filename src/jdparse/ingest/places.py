"""Locations: which country one names, and which words are no place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from jdparse.countries import read_countries
from jdparse.lexicon import any_of

_NO_PLACE: Final = re.compile(
    r"(?:any ?where|world ?wide|global|remote|n/?a|none|null|unknown|various|varies|tbd|other|"
    r"default|multiple(?: locations)?|location|-+)[\s().-]*",
    re.IGNORECASE,
)
# "TX" of "Austin, TX 78701", "UK" of "Remote - UK"
_LAST_CODE: Final = re.compile(r"(?:^|[\s,;/|(-])([A-Z]{2,3})(?:\s+\d{4,5}(?:-\d{4})?)?\W*$")
# Codes that are no words of their own, wherever they stand: "US Remote", "EST, USA only"
_ALONE: Final = re.compile(r"\b(?:US|USA|UK|UAE)\b")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
# A line that is nothing but a place: no sentence, and how it may end.
_LONGEST_LINE: Final = 70
_NO_LINE: Final = re.compile(
    r"[!?:;]|(?<!St)(?<!Ft)(?<!Mt)\.\s|\.$|\b(?:we|our|you|your|is|are|will)\b", re.IGNORECASE
)
_TOWN_AND_REGION: Final = re.compile(r"^[A-Z][\w .'’-]+, [A-Z]{2}\b")
# What is longer is no location but a text in the wrong column.
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name of the lexicon: one pattern, longest first, and what each names by its kind."""

    pattern: re.Pattern[str]
    by_kind: dict[str, dict[str, str]]


# How much a name tells, the most first: "Georgia" in "Tbilisi, Georgia" gives way to a country.
_KINDS: Final = ("names", "regions", "cities")


@cache
def _names() -> _Names:
    countries = read_countries()
    by_kind = {
        kind: {name: code for code, entry in countries.items() for name in getattr(entry, kind)}
        for kind in (*_KINDS, "codes", "region_codes")
    }
    by_kind["codes"].update({code: code for code in countries})
    written = any_of(name for kind in _KINDS for name in by_kind[kind])
    return _Names(re.compile(rf"(?<!\w)(?:{written})(?!\w)"), by_kind)


def country_of(location: str) -> str | None:
    """The ISO 3166 alpha-2 code of the one country that a location names, else None.

    >>> [country_of(x) for x in ("Austin, TX 78701", "Remote (UK)", "Berlin, DE", "Paris; Oslo")]
    ['US', 'GB', 'DE', None]
    """
    outside = _IN_BRACKETS.sub(" ", location[:_LONGEST])
    return _country_in(outside) or _country_in(location[:_LONGEST])


def _country_in(location: str) -> str | None:
    names = _names()
    written = set(names.pattern.findall(location.lower()))
    found = {
        kind: {names.by_kind[kind][name] for name in written if name in names.by_kind[kind]}
        for kind in _KINDS
    }
    if not found["names"] and (match := _LAST_CODE.search(location)) is not None:
        return _country_of_code(match[1], found["cities"])
    for kind in _KINDS:
        if found[kind]:
            return found[kind].pop() if len(found[kind]) == 1 else None
    alone = set(_ALONE.findall(location))
    return names.by_kind["codes"][alone.pop()] if len(alone) == 1 else None


def _country_of_code(code: str, of_cities: set[str]) -> str | None:
    """The country of a code that ends a location; "CA" ends both San Jose and Toronto."""
    names = _names().by_kind
    country = names["codes"].get(code)
    if country in of_cities:
        return country
    return names["region_codes"].get(code) or country


def country_code(value: str) -> str | None:
    """The alpha-2 code of a field that holds a country: its code or its name.

    >>> country_code("ca"), country_code("Czechia"), country_code("Atlantis")
    ('CA', 'CZ', None)
    """
    code = value.strip().upper()
    kinds = _names().by_kind
    if re.fullmatch("[A-Z]{2}", code) and code != "UK":
        return code
    return kinds["codes"].get(code) or kinds["names"].get(value.strip().lower())


def is_place(text: str) -> bool:
    """Whether a location says where: not "Anywhere", "Remote", "-" or "N/A".

    >>> is_place("Anywhere"), is_place("Remote, Germany")
    (False, True)
    """
    return any(sign.isalpha() for sign in text) and _NO_PLACE.fullmatch(text.strip()) is None


def is_named_place(text: str) -> bool:
    """Whether a text is nothing but the name of a country, region or city that is known.

    >>> is_named_place("New York"), is_named_place("Boston Dynamics")
    (True, False)
    """
    return any(text.strip().lower() in _names().by_kind[kind] for kind in _KINDS)


def names_where(text: str) -> bool:
    """Whether a line by itself is a place: it names a country or city, or ends in a region's code.

    >>> names_where("Redmond, WA"), names_where("Leeds or remote"), names_where("Python, SQL")
    (True, True, False)
    """
    if len(text) > _LONGEST_LINE or not is_place(text) or _NO_LINE.search(text):
        return False
    return _TOWN_AND_REGION.search(text) is not None or country_of(text) is not None
