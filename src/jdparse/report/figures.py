"""What the summary of a batch shows: counts and spreads, no posting's own text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from jdparse.posting import DegreeLevel, RoleLabel

# From fewer postings nothing is concluded: of what half of them pay, or what is paid in a place.
LEAST_POSTINGS: Final = 5

ByRole = Mapping[RoleLabel, int]


@dataclass(frozen=True, slots=True)
class Titled:
    """Postings whose title alone says `title` (None: nothing), by what their duties say."""

    title: RoleLabel | None
    roles: ByRole


@dataclass(frozen=True, slots=True)
class SkillCount:
    """In how many postings of each role a skill is asked for."""

    name: str
    roles: ByRole


@dataclass(frozen=True, slots=True)
class PaySpread:
    """Base pay of one role, in `currency` a year: percentiles of the middles of the ranges."""

    role: RoleLabel
    currency: str
    place: str | None
    postings: int
    p10: float
    p25: float
    median: float
    p75: float
    p90: float


@dataclass(frozen=True, slots=True)
class DegreeCount:
    """In how many postings of each role `level` is the least degree required (None: no degree)."""

    level: DegreeLevel | None
    roles: ByRole


@dataclass(frozen=True, slots=True)
class FailureCount:
    """How many listings failed for one reason, and the first of them."""

    code: str
    listings: int
    first_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The article's base pay of machine learning engineers, USD a year."""

    source: str
    average: float
    low: float
    high: float
    cities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """All that the summary shows.

    `statuses` and `duplicates` count all listings; the rest counts parsed ones, without duplicates
    where `unique`; `titles` and `degrees` only those in English. `confident` is the part of `roles`
    in which one role alone is left.
    """

    statuses: Mapping[str, int]
    duplicates: int
    unique: bool
    roles: ByRole
    confident: ByRole
    titles: tuple[Titled, ...]
    skills: tuple[SkillCount, ...]
    pay: tuple[PaySpread, ...]
    places: tuple[PaySpread, ...]
    degrees: tuple[DegreeCount, ...]
    failures: tuple[FailureCount, ...]
    benchmark: Benchmark
