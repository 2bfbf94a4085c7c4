"""A posting as schema.org `JobPosting`, to put on a page: what it states and nothing else.

Properties and their values: https://schema.org/JobPosting, in the forms of Google's guide to job
postings. A property that the posting does not state has no key: no null and no guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from jdparse.posting import Benefit, Pay, PayPeriod, Posting
from jdparse.report.job_demands import (
    education_requirements,
    experience_in_place_of_education,
    experience_requirements,
)
from jdparse.report.job_places import applicant_countries, job_locations
from jdparse.report.job_text import PART, SENTENCE, said, section_text, text_html
from jdparse.report.wording import quoted

_EMPLOYMENT_TYPES: Final[Mapping[str, str]] = {
    "full_time": "FULL_TIME", "part_time": "PART_TIME", "contract": "CONTRACTOR",
    "temporary": "TEMPORARY", "internship": "INTERN", "volunteer": "VOLUNTEER",
    "per_diem": "PER_DIEM", "other": "OTHER",
}  # fmt: skip
# A sum paid once has no unit there, and is no salary.
_UNITS: Final[Mapping[PayPeriod, str]] = {
    "hour": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"
}  # fmt: skip
_INCENTIVES: Final = frozenset({"bonus", "equity", "stock"})
# What ends a script, or keeps its end from being seen, within `<script>`: the HTML standard's list.
_SCRIPT_SIGNS: Final = re.compile(r"<(?=!--|script)", re.IGNORECASE)


def to_job_posting(posting: Posting) -> dict[str, Any]:
    """What a posting states as a schema.org JobPosting, keys in the order of Google's guide.

    >>> from jdparse import parse
    >>> data = to_job_posting(parse("Pay: $50 an hour.", title="Cook", id="7"))
    >>> data["title"], data["description"], data["identifier"]["value"]
    ('Cook', '<p>Pay: $50 an hour.</p>', '7')
    >>> data["baseSalary"]["value"]
    {'@type': 'QuantitativeValue', 'value': 50, 'unitText': 'HOUR'}
    >>> "datePosted" in data
    False
    """
    stated = {
        "title": posting.title,
        "description": text_html(posting),
        "identifier": _identifier(posting),
        "url": _address(posting.source.uri),
        "datePosted": posting.date_posted,
        "validThrough": posting.valid_through,
        "employmentType": _EMPLOYMENT_TYPES.get(posting.employment_type or ""),
        "hiringOrganization": _named("Organization", posting.company),
        "jobLocation": _one_or_all(job_locations(posting)),
        "jobLocationType": "TELECOMMUTE" if posting.work_mode == "remote" else None,
        "applicantLocationRequirements": _one_or_all(applicant_countries(posting)),
        "baseSalary": _one_or_all(_salaries(posting.pay)),
        "incentiveCompensation": said(posting, _incentives(posting), PART),
        "jobBenefits": said(posting, _benefits(posting), PART),
        "responsibilities": "\n".join(quoted(duty.text) for duty in posting.responsibilities),
        "qualifications": section_text(posting, "requirements"),
        "skills": [skill.name for skill in posting.skills],
        "educationRequirements": _one_or_all(education_requirements(posting)),
        "experienceRequirements": experience_requirements(posting),
        "experienceInPlaceOfEducation": experience_in_place_of_education(posting) or None,
        "eligibilityToWorkRequirement": _eligibility(posting),
        "securityClearanceRequirement": _clearance(posting),
    }
    head = {"@context": "https://schema.org/", "@type": "JobPosting"}
    return head | {name: value for name, value in stated.items() if value not in (None, "", [])}


def to_json_ld(postings: Sequence[Posting], *, array: bool = False) -> str:
    r"""The JSON-LD of postings, safe within `<script type="application/ld+json">`.

    One posting is an object, several are an array; with `array` one is an array too. A failed
    posting is none, and is left out.

    >>> from jdparse import parse
    >>> r'"title": "<\/script>"' in to_json_ld([parse("Duties: cook.", title="</script>")])
    True
    """
    found = [to_job_posting(posting) for posting in postings if posting.status != "failed"]
    shown = found[0] if len(found) == 1 and not array else found
    text = json.dumps(shown, ensure_ascii=False, indent=2, allow_nan=False)
    return _SCRIPT_SIGNS.sub(r"\\u003c", text).replace("</", r"<\/") + "\n"


def _one_or_all(values: Iterable[Any]) -> Any:
    """A property's value: the only one by itself, as consumers expect it."""
    found = list(values)
    return found[0] if len(found) == 1 else found


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _identifier(posting: Posting) -> dict[str, str]:
    value = _named("PropertyValue", posting.company) or {"@type": "PropertyValue"}
    return {**value, "value": posting.id}


def _address(uri: str | None) -> str | None:
    return uri if uri is not None and uri.startswith(("https://", "http://")) else None


def _salaries(pay: Iterable[Pay]) -> Iterator[dict[str, Any]]:
    for one in pay:
        if one.kind != "base" or one.period not in _UNITS:
            continue
        salary: dict[str, Any] = {"@type": "MonetaryAmount", "currency": one.currency}
        if one.place is not None:
            salary["name"] = one.place
        amounts = {"minValue": _number(one.min), "maxValue": _number(one.max)}
        if one.min == one.max:
            amounts = {"value": _number(one.min)}
        known = {name: amount for name, amount in amounts.items() if amount is not None}
        unit = {"unitText": _UNITS[one.period]}
        yield {**salary, "value": {"@type": "QuantitativeValue", **known, **unit}}


def _number(amount: float | None) -> float | None:
    """An amount as people write it: 150000, not 150000.0."""
    return int(amount) if amount is not None and amount == int(amount) else amount


def _incentives(posting: Posting) -> Iterator[tuple[int, int]]:
    values: tuple[Pay | Benefit, ...] = (*posting.pay, *posting.benefits)
    for value in values:
        if value.kind in _INCENTIVES and value.start is not None and value.end is not None:
            yield value.start, value.end


def _benefits(posting: Posting) -> Iterator[tuple[int, int]]:
    for benefit in posting.benefits:
        if benefit.kind not in _INCENTIVES:
            yield benefit.start, benefit.end


def _eligibility(posting: Posting) -> str | None:
    """Where no visa is sponsored an applicant needs the right to work; an offer asks nothing."""
    if posting.visa_sponsorship != "refused":
        return None
    return _said_of(posting, "visa_sponsorship") or "Visa sponsorship is not available."


def _clearance(posting: Posting) -> str | None:
    if posting.security_clearance != "required":
        return None
    return _said_of(posting, "security_clearance") or "A security clearance is required."


def _said_of(posting: Posting, name: str) -> str | None:
    """The sentence that states a scalar of the record."""
    found = posting.provenance.get(name)
    if found is None or found.start is None or found.end is None:
        return None
    return said(posting, [(found.start, found.end)], SENTENCE)
