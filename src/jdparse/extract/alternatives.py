"""The ways to qualify, where a posting states several ("BS and 5 years, or MS and 3")."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, TypeVar

from jdparse.extract.contexts import context
from jdparse.extract.degree_names import DegreeMention
from jdparse.posting import DegreeLevel, RequirementAlternative

# Levels in their order, to see that a higher degree asks for fewer years.
_RANK: Final[dict[DegreeLevel, int]] = {
    "high_school": 0, "associate": 1, "any": 2, "bachelor": 2, "master": 3, "professional": 4,
    "doctorate": 4,
}  # fmt: skip
_OR: Final = re.compile(r"\bor\b|/|;|\n|\.\s|[,(]", re.IGNORECASE)
_PREFERENCE: Final = re.compile(r"\b(?:prefer|ideally|a plus)", re.IGNORECASE)
_STARTS_OR: Final = re.compile(
    r"\bor(?: have \w+[^.;]{0,80}"
    r"|(?: an?| at least| minimum| of| with| additional| another)*)\s*\Z",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\b(?:and|with|plus|having)\b|[+&,(]", re.IGNORECASE)
# Between years and the degree they are for: "5 years with a BS", "2 years (if PhD)".
_FOR: Final = re.compile(r"(?:\b(?:with|for|if|plus|and)\b|\()[^.;()]{0,25}\Z", re.IGNORECASE)
# What names examples of the degree before it: "an advanced degree (e.g. an MBA)".
_EXAMPLE: Final = re.compile(r"\s*[(,]?\s*(?:e\.?g\b|i\.?e\b|such as|including)", re.IGNORECASE)
# Where one demand ends and the next begins: at a line, a sentence, or a lost line break.
_ENDS: Final = re.compile(
    r"\n|(?<=[A-Za-z)]{3})\.(?=\s+[A-Z0-9])|(?<=[a-z)]{2})\.(?=\s|[A-Z0-9])"
    r"|(?<=[a-z)])(?=\d+\+? ?years|(?:Bachelor|Master|Ph\.?D|B\.?[SA]|M\.?S|An? (?:bachelor|master)"
    r"|Minimum|At least|Strong|Experience|Proven|Excellent|Knowledge|Ability|Must|Demonstrated)\b)"
)
# What goes on with the demand before it all the same.
_GOES_ON: Final = re.compile(
    r"\W*or\b|[^.\n]{0,120}(?:substitut|in lieu|in place of)", re.IGNORECASE
)
_OPENS: Final = re.compile(r"\(\s*\Z")
_ALONE: Final = re.compile(r"\n\W*or\W*\Z", re.IGNORECASE)  # a line of its own
_LONGEST_OR: Final = 12  # characters of that line, with its bullet and blank lines around it
_REACH: Final = 220  # characters between a degree and the years that belong to it
_NEAR: Final = 80  # characters between years and the degree that belongs to them


@dataclass(frozen=True, slots=True)
class Years:
    """A demand in years within a passage."""

    start: int
    end: int
    least: float | None


T = TypeVar("T", DegreeMention, Years)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way: its degree, its years, or both; offsets within the passage."""

    degree: DegreeLevel | None
    least: float | None
    start: int
    end: int
    years_first: bool = False


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
    found: list[_Way] = []
    for start, end in _demands(text):
        ways = _ways(text, _between(degrees, start, end), _between(years, start, end))
        for choice in _choices(text, ways):
            found += _told_apart(choice)
    return tuple(
        RequirementAlternative(
            way.degree, way.least, text[way.start : way.end], offset + way.start, offset + way.end
        )
        for way in found
    )


def _demands(text: str) -> Iterator[tuple[int, int]]:
    """Where each demand of a passage begins and ends."""
    ends = (match.end() for match in _ENDS.finditer(text))
    return pairwise([0, *(end for end in ends if not _goes_on(text, end)), len(text)])


def _goes_on(text: str, end: int) -> bool:
    if _GOES_ON.match(text, end):
        return True
    return _ALONE.search(text, max(0, end - _LONGEST_OR), end) is not None


def _between(items: Sequence[T], start: int, end: int) -> Sequence[T]:
    return items[bisect_left(items, start, key=_start) : bisect_left(items, end, key=_start)]


def _ways(text: str, degrees: Sequence[DegreeMention], years: Sequence[Years]) -> list[_Way]:
    """The ways that one demand names, by where they begin."""
    if not degrees or not years:
        return []
    lead = _years_lead(text, degrees, years)
    ways: list[_Way] = []
    items: list[DegreeMention | Years] = [*degrees, *years]
    for item in sorted(items, key=_start):
        if isinstance(item, Years):
            _add_years(text, ways, item, lead or _in_own_bracket(text, item, degrees))
        elif not lead or item.start > years[0].start:
            _add_degree(text, ways, item)
    return _with_shared_years(text, ways)


def _years_lead(text: str, degrees: Sequence[DegreeMention], years: Sequence[Years]) -> bool:
    """Whether each number of years stands before its degree ("5 years with a BS, 3 with an MS")."""
    if len(years) < 2:
        return False
    following = [_degree_for(text, year, degrees) for year in years]
    return None not in following and all(one is not other for one, other in pairwise(following))


def _in_own_bracket(text: str, years: Years, degrees: Sequence[DegreeMention]) -> bool:
    """Whether a bracket has the years and a degree of theirs: "BS, 8 years (6 with an MS)"."""
    opened = _OPENS.search(text, max(0, years.start - _LONGEST_OR), years.start)
    return opened is not None and _degree_for(text, years, degrees) is not None


def _degree_for(text: str, years: Years, degrees: Sequence[DegreeMention]) -> DegreeMention | None:
    """The degree right behind years that says for whom they are ("5 years with a BS")."""
    at = bisect_right(degrees, years.end, key=_start)
    if at == len(degrees) or degrees[at].start - years.end > _NEAR:
        return None
    return degrees[at] if _FOR.search(text, years.end, degrees[at].start) else None


def _add_years(text: str, ways: list[_Way], years: Years, lead: bool) -> None:
    """Years begin a way, go with the degree before them, or are a demand of another kind."""
    last = ways[-1] if ways else None
    between = text[last.end : years.start] if last else ""
    replacing = context("years_for_degree").match(text, years.end) or context(
        "for_degree_years"
    ).search(text, max(0, years.start - _NEAR), years.start)
    if last is None or lead or replacing or _STARTS_OR.search(between):
        ways.append(_Way(None, years.least, years.start, years.end, not replacing))
    elif last.least is None and len(between) <= _REACH and _AND.search(between):
        ways[-1] = replace(last, least=years.least, end=years.end)


def _add_degree(text: str, ways: list[_Way], degree: DegreeMention) -> None:
    """A degree goes with the years right before it, or begins a way."""
    last = ways[-1] if ways else None
    if last is not None and last.years_first:
        if last.degree is not None and _EXAMPLE.match(text, last.end):
            return
        if last.degree is None and _is_for(text, last, degree, first=len(ways) == 1):
            ways[-1] = replace(last, degree=degree.level, end=degree.end)
            return
        if last.degree is not None and context("degree_link").fullmatch(
            text, last.end, degree.start
        ):
            ways.append(replace(last, degree=degree.level, end=degree.end))
            return
    ways.append(_Way(degree.level, None, degree.start, degree.end))


def _is_for(text: str, years: _Way, degree: DegreeMention, *, first: bool) -> bool:
    """Whether years belong to the degree after them: the first do unless "or" parts the two."""
    if first:
        return _STARTS_OR.search(text, years.end, degree.start) is None
    return _FOR.search(text, years.end, degree.start) is not None


def _with_shared_years(text: str, ways: Sequence[_Way]) -> list[_Way]:
    """The ways, where the years of "BS or MS with 3 years" are those of both.

    In "PhD or MS with 3 years" the higher degree asks for none.
    """
    shared: list[_Way] = []
    for way in reversed(ways):
        after = shared[-1] if shared else None
        if (
            after is not None
            and way.least is None
            and not after.years_first
            and _rank(way) <= _rank(after)
            and context("degree_link").fullmatch(text, way.end, after.start)
        ):
            way = replace(way, least=after.least)  # noqa: PLW2901
        shared.append(way)
    return shared[::-1]


def _choices(text: str, ways: Sequence[_Way]) -> Iterator[list[_Way]]:
    """Ways that follow one another as a choice, together."""
    choice: list[_Way] = []
    for way in ways:
        if choice and not _is_choice(text, choice[-1], way):
            yield choice
            choice = []
        choice.append(way)
    if choice:
        yield choice


def _is_choice(text: str, one: _Way, other: _Way) -> bool:
    if other.start < one.end:
        return True
    between = text[one.end : other.start]
    return _OR.search(between) is not None and _PREFERENCE.search(between) is None


def _told_apart(ways: Sequence[_Way]) -> list[_Way]:
    """The distinct ways of a choice; none where they do not differ in their years."""
    with_degree = [way.least for way in ways if way.degree and way.least is not None]
    # Who has no degree is asked for more years than who has one.
    ways = [w for w in ways if w.degree or (w.least or 0) > min(with_degree, default=-1)]
    least = {way.least for way in ways}
    if len(least) < 2:
        return []
    if None in least and all(way.degree for way in ways):
        # A degree alone stands for more than one with years: "PhD, or MS with 3 years".
        without = [_rank(way) for way in ways if way.least is None]
        if min(without) <= max(_rank(way) for way in ways if way.least is not None):
            return []
    distinct = {(way.degree, way.least): way for way in reversed(ways)}
    return sorted(distinct.values(), key=lambda way: (way.start, way.end))


def _rank(way: _Way) -> int:
    return -1 if way.degree is None else _RANK[way.degree]


def _start(item: DegreeMention | Years) -> int:
    return item.start
