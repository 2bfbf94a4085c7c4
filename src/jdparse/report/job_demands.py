"""Degrees and years as schema.org `JobPosting` states them: only what is required.

Both take the least that lets somebody apply, as Google's guide to job postings asks: of "BS and 5
years, or MS and 3" both degrees and 36 months.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jdparse.posting import DegreeLevel, Experience, Posting

# Google's values. "Any degree" is none of them, and a degree in law or medicine is a first one in
# some countries, a second one in others.
_CREDENTIALS: Final[Mapping[DegreeLevel, str]] = {
    "high_school": "high school", "associate": "associate degree", "bachelor": "bachelor degree",
    "master": "postgraduate degree", "doctorate": "postgraduate degree",
}  # fmt: skip


def education_requirements(posting: Posting) -> Iterator[dict[str, str]]:
    """Each level that is required, as a credential, the lowest first."""
    levels = {degree.level for degree in posting.degrees if degree.requirement == "required"}
    for credential in dict.fromkeys(_CREDENTIALS.values()):
        if any(_CREDENTIALS.get(level) == credential for level in levels):
            yield {
                "@type": "EducationalOccupationalCredential",
                "credentialCategory": credential,
            }


def experience_requirements(posting: Posting) -> dict[str, Any] | None:
    """The least months that are required; those that stand in place of a degree, where they do."""
    years = _years_in_place_of_degree(posting)
    years = _least_years(posting) if years is None else years
    if not years:
        return None
    return {
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": round(years * 12),
    }


def experience_in_place_of_education(posting: Posting) -> bool:
    """Whether experience will do instead; Google takes it beside both of the others only."""
    required = [degree for degree in posting.degrees if degree.requirement == "required"]
    accepted = (
        any(degree.equivalent_experience for degree in required)
        or _years_in_place_of_degree(posting) is not None
    )
    stated = any(education_requirements(posting)) and experience_requirements(posting) is not None
    return accepted and stated


def _years_in_place_of_degree(posting: Posting) -> float | None:
    """The years of "a bachelor's degree, or four years of experience"."""
    ways = posting.requirement_alternatives
    alone = [way.min_years for way in ways if way.degree is None and way.min_years]
    return min(alone) if alone and any(way.degree for way in ways) else None


def _least_years(posting: Posting) -> float:
    """What every applicant needs, and beside it what the easiest of the alternatives asks."""
    ways = posting.requirement_alternatives
    easiest = min((way.min_years or 0 for way in ways), default=0)
    always = (
        one.min_years or 0
        for one in posting.experience
        if one.requirement == "required" and not _is_alternative(posting, one)
    )
    return max(easiest, *always, 0)


def _is_alternative(posting: Posting, one: Experience) -> bool:
    ways = posting.requirement_alternatives
    return any(way.start <= one.start and one.end <= way.end for way in ways)
