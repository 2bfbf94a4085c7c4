"""The ways to qualify, where a posting states several ("BS and 5 years, or MS and 3")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from jdparse.extract.degree_names import DegreeMention
from jdparse.posting import DegreeLevel, RequirementAlternative

# Levels in their order, to see that a higher degree asks for fewer years.
_RANK: Final[dict[DegreeLevel, int]] = {
    "high_school": 0, "associate": 1, "any": 2, "bachelor": 2, "master": 3, "professional": 4,
    "doctorate": 4,
}  # fmt: skip
_OR: Final = re.compile(r"\bor\b|/|;|\n|\.\s|,", re.IGNORECASE)
_STARTS_OR: Final = re.compile(
    r"\bor(?: have \w+[^.;]{0,80}|(?: a| at least| minimum| with)*)\s*$", re.I
)
_AND: Final = re.compile(r"\b(?:and|with|plus|having)\b|[+&,(]", re.IGNORECASE)
_REACH: Final = 220  # characters between a degree and the years that belong to it


@dataclass(frozen=True, slots=True)
class Years:
    """A demand in years within a passage."""

    start: int
    end: int
    least: float | None


@dataclass(frozen=True, slots=True)
class _Way:
    """One way: its degree, its years, or both; offsets within the passage."""

    degree: DegreeLevel | None
    least: float | None
    start: int
    end: int


def alternatives(
    text: str, offset: int, degrees: Sequence[DegreeMention], years: Sequence[Years]
) -> tuple[RequirementAlternative, ...]:
    """The alternatives of one passage that starts at `offset`; () where it states none.

    There are alternatives where at least two ways differ in their years, or one of them is
    years with no degree.

    >>> from jdparse.extract.degree_names import degree_name_reader
    >>> text = "BS and 5 years, or MS and 3 years"
    >>> degrees = degree_name_reader().mentions(text)
    >>> ways = alternatives(text, 0, degrees, (Years(7, 14, 5.0), Years(26, 33, 3.0)))
    >>> [(way.degree, way.min_years, way.text) for way in ways]
    [('bachelor', 5.0, 'BS and 5 years'), ('master', 3.0, 'MS and 3 years')]
    """
    if not degrees or not years:
        return ()
    ways = _ways(text, degrees, years)
    if not _are_alternatives(text, ways):
        return ()
    distinct = {(way.degree, way.least): way for way in reversed(ways)}
    return tuple(
        RequirementAlternative(
            way.degree, way.least, text[way.start : way.end], offset + way.start, offset + way.end
        )
        for way in sorted(distinct.values(), key=lambda way: (way.start, way.end))
    )


def _ways(text: str, degrees: Sequence[DegreeMention], years: Sequence[Years]) -> list[_Way]:
    """Degrees with the years that follow each, and years alone after "or"."""
    first = degrees[0].start
    if all(year.start < first for year in years) or _years_lead(text, degrees, years):
        return _ways_by_years(text, degrees, years)
    ways: list[_Way] = []
    following = [*(degree.start for degree in degrees[1:]), len(text)]
    for degree, limit in zip(degrees, following, strict=True):
        own, alone = _split(text, degree, [y for y in years if degree.end <= y.start < limit])
        end = degree.end if own is None else own.end
        ways.append(_Way(degree.level, None if own is None else own.least, degree.start, end))
        ways += [_Way(None, year.least, year.start, year.end) for year in alone]
    return ways


def _split(
    text: str, degree: DegreeMention, following: Sequence[Years]
) -> tuple[Years | None, list[Years]]:
    """The years that go with a degree, and those that stand for it ("or 5 years")."""
    own: Years | None = None
    alone: list[Years] = []
    for year in following:
        between = text[degree.end : year.start]
        if _STARTS_OR.search(between):
            alone.append(year)
        elif own is None and not alone and len(between) <= _REACH and _AND.search(between):
            own = year
    return own, alone


def _years_lead(text: str, degrees: Sequence[DegreeMention], years: Sequence[Years]) -> bool:
    """Whether each number of years stands before its degree ("5 years with a BS, 3 with an MS")."""
    if len(years) < 2 or years[0].start > degrees[0].start:
        return False
    return all(any(y.end < d.start and d.start - y.end < 80 for d in degrees) for y in years)


def _ways_by_years(
    text: str, degrees: Sequence[DegreeMention], years: Sequence[Years]
) -> list[_Way]:
    ways: list[_Way] = []
    following = [*(year.start for year in years[1:]), len(text)]
    for year, limit in zip(years, following, strict=True):
        own = [d for d in degrees if year.end <= d.start < limit]
        if not own:
            ways.append(_Way(None, year.least, year.start, year.end))
        elif _STARTS_OR.search(text[year.end : own[0].start]):
            ways.append(_Way(None, year.least, year.start, year.end))
            ways += [_Way(degree.level, None, degree.start, degree.end) for degree in own]
        else:
            ways += [_Way(degree.level, year.least, year.start, degree.end) for degree in own]
    return ways


def _are_alternatives(text: str, ways: Sequence[_Way]) -> bool:
    if len(ways) < 2 or not all(_is_choice(text, a, b) for a, b in _pairs(ways)):
        return False
    least = {way.least for way in ways}
    if len(least) < 2:
        return False
    if any(way.degree is None for way in ways) or None not in least:
        return True
    # "MS or PhD with 3 years" asks for the years of both; "PhD or MS with 3 years" of the lower.
    without = [_RANK[way.degree] for way in ways if way.least is None and way.degree]
    having = [_RANK[way.degree] for way in ways if way.least is not None and way.degree]
    return min(without) > max(having)


def _pairs(ways: Sequence[_Way]) -> Iterator[tuple[_Way, _Way]]:
    ordered = sorted(ways, key=lambda way: (way.start, way.end))
    return pairwise(ordered)


def _is_choice(text: str, one: _Way, other: _Way) -> bool:
    return other.start < one.end or _OR.search(text[one.end : other.start]) is not None
