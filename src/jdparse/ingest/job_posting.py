"""schema.org `JobPosting` to stated facts and the HTML of its description.

Fields and their forms: https://schema.org/JobPosting and Google's guide to the type. Every field
may be one value or a list, an object or a plain string.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jdparse.document import Fact, Facts, StatedPay
from jdparse.ingest.dates import read_date
from jdparse.ingest.employment import employment_type, work_mode
from jdparse.ingest.lines import tidy
from jdparse.ingest.places import country_code, country_of, is_place
from jdparse.ingest.stated_pay import RawPay, check_pay
from jdparse.posting import Origin, Problem

# A remote job open to more countries than this is open to the world: no location.
_MOST_COUNTRIES: Final = 5
_MOST_LOCATIONS: Final = 50
# An internal code in place of a name: "erstegro01P2", "US_CORP_01", "00412".
_COMPANY_CODE: Final = re.compile(r"[^\s_]*+_\S*+|[A-Za-z]*+\d+[A-Za-z]+\d+\w*|[A-Z]{0,4}-?\d{3,}")
# Fields that hold text of the posting beside its description, and the heading each one is.
_SECTIONS: Final = {
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "educationRequirements": "Education",
    "experienceRequirements": "Experience",
    "skills": "Skills",
    "jobBenefits": "Benefits",
}


@dataclass(frozen=True, slots=True)
class JobPosting:
    """What one JobPosting states: checked facts, its description as HTML, what was not believed."""

    facts: Facts
    description: str
    problems: tuple[Problem, ...]


def is_job_posting(node: object) -> bool:
    """Whether a JSON-LD node is a JobPosting."""
    if not isinstance(node, Mapping):
        return False
    kinds = node.get("@type", node.get("type"))
    return any(
        isinstance(kind, str) and kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1] == "JobPosting"
        for kind in _each(kinds)
    )


def read_job_posting(node: Mapping[str, Any], origin: Origin = "json_ld") -> JobPosting:
    """The facts of a JobPosting; values that cannot be true become problems.

    >>> found = read_job_posting({"title": "Data Scientist", "datePosted": "1970-01-01"})
    >>> found.facts.title.value, found.problems[0].code
    ('Data Scientist', 'implausible')
    """
    problems: list[Problem] = []
    locations, country = _locations(node, problems)
    kinds = [text for kind in _each(node.get("employmentType")) if (text := _text(kind))]
    employment = employment_type([kind for kind in kinds if not _says_nothing(kind)])
    mode = work_mode(_text(node.get("jobLocationType")) or "")
    facts = Facts(
        title=_fact(_text(node.get("title")) or _text(node.get("name")), origin),
        company=_fact(_company(node, problems), origin),
        locations=tuple(Fact(place, origin) for place in locations),
        country=country,
        date_posted=_date(node, "datePosted", origin, problems),
        valid_through=_date(node, "validThrough", origin, problems),
        employment_type=_fact(employment, origin),
        work_mode=_fact(mode, origin),
        pay=tuple(_pays(node, origin, problems)),
    )
    return JobPosting(facts, description_html(node), tuple(problems))


def _says_nothing(kind: str) -> bool:
    """Whether a type of employment is none, so that the text is asked."""
    return employment_type(kind) == "other"


def merge_places(nodes: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The first of some nodes of one posting, with the locations of all of them.

    >>> merge_places([{"jobLocation": "Leeds"}, {"jobLocation": ["York"]}])
    {'jobLocation': ['Leeds', 'York']}
    """
    places = [place for node in nodes for place in _each(node.get("jobLocation"))]
    return {**nodes[0], "jobLocation": places} if len(nodes) > 1 else nodes[0]


def description_html(node: Mapping[str, Any]) -> str:
    """The description, and the other fields of text as sections where it does not hold them."""
    description = _html(node.get("description"))
    parts = [description]
    for field, heading in _SECTIONS.items():
        texts = [_html(value) for value in _each(node.get(field))]
        if len(description) < 200 and any(texts):
            parts.append(f"<h2>{heading}</h2>" + "".join(f"<p>{text}</p>" for text in texts))
    return "\n".join(part for part in parts if part)


def unescape_html(text: str) -> str:
    """HTML whose tags arrived as entities, once or twice over, with its tags back."""
    for _ in range(2):
        if not re.search(r"&(?:amp;)?lt;/?[a-zA-Z]", text) or re.search(
            r"<(?:p|div|ul|li|br)\b", text
        ):
            return text
        text = html.unescape(text)
    return text


def _html(value: object) -> str:
    text = value if isinstance(value, str) else _text(value) or ""
    return unescape_html(text)


def _each(value: object) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _text(value: object) -> str | None:
    """The text of a value: a string, a number, an object's name, the first of a list."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("value") or value.get("@value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return tidy(html.unescape(re.sub(r"<[^<>]{0,200}>", " ", str(value)))) or None


def _fact(value: str | None, origin: Origin) -> Fact | None:
    return None if value is None else Fact(value, origin)


def _company(node: Mapping[str, Any], problems: list[Problem]) -> str | None:
    name = _text(node.get("hiringOrganization"))
    if name is None or name.lower() in {"n/a", "confidential", "none", "null", "-"}:
        return None
    if _COMPANY_CODE.fullmatch(name):
        problems.append(_implausible("company", name, "it looks like an internal code"))
        return None
    return name


def _date(
    node: Mapping[str, Any], field: str, origin: Origin, problems: list[Problem]
) -> Fact | None:
    stated = node.get(field)
    if stated is None or stated == "":
        return None
    found = read_date(stated[0] if isinstance(stated, list) and stated else stated)
    if found is None:
        problems.append(_implausible(field, stated, "no plausible date"))
    return _fact(found, origin)


def _locations(node: Mapping[str, Any], problems: list[Problem]) -> tuple[list[str], str | None]:
    places: list[str] = []
    countries: list[str | None] = []
    for location in _each(node.get("jobLocation"))[:_MOST_LOCATIONS]:
        place, country = _place(location)
        if place and not is_place(place):
            problems.append(_implausible("location", place, "no place"))
        elif place:
            places.append(place)
            countries.append(country or country_of(place))
    allowed = _each(node.get("applicantLocationRequirements"))
    if not places and 0 < len(allowed) <= _MOST_COUNTRIES:
        named = [name for entry in allowed if (name := _text(entry)) and is_place(name)]
        places, countries = named, [country_code(name) or country_of(name) for name in named]
    distinct = set(countries)
    return list(dict.fromkeys(places)), countries[0] if len(distinct) == 1 else None


def _place(location: object) -> tuple[str | None, str | None]:
    """The place as "City, Region, Country", and the country's code."""
    address = location.get("address", location) if isinstance(location, Mapping) else location
    if isinstance(address, list) and address:
        address = address[0]
    if not isinstance(address, Mapping):
        return _text(address) or _text(location), None
    fields = ("addressLocality", "addressRegion", "addressCountry")
    parts: list[str] = []
    for part in (_text(address.get(field)) for field in fields):
        if (
            part
            and part != "-"
            and part not in parts
            and not any(part in p.split(", ") for p in parts)
        ):
            parts.append(part)
    if not parts:
        parts = [text for text in (_text(address.get("streetAddress")), _text(location)) if text][
            :1
        ]
    if len(parts) > 1 and not is_place(parts[0]):
        parts = [part for part in parts if is_place(part)] or parts[:1]
    country = country_code(_text(address.get("addressCountry")) or "")
    return ", ".join(parts) or None, country


def _pays(node: Mapping[str, Any], origin: Origin, problems: list[Problem]) -> Iterator[StatedPay]:
    for salary in _each(node.get("baseSalary")):
        pay = check_pay(_raw_pay(salary, node.get("salaryCurrency")), origin)
        if isinstance(pay, Problem):
            problems.append(pay)
        elif pay is not None:
            yield pay


def _raw_pay(salary: object, currency: object) -> RawPay:
    if not isinstance(salary, Mapping):
        # a sentence about pay: the visible text has it, with what it means
        single = (
            None if isinstance(salary, str) and re.search("[A-Za-z].*[A-Za-z]", salary) else salary
        )
        return RawPay(single, single, currency, None)
    value = salary.get("value", salary)
    if isinstance(value, list) and value:
        value = value[0]
    inner = value if isinstance(value, Mapping) else {}
    single = inner.get("value") if inner else value
    low, high = (
        inner.get("minValue", salary.get("minValue")),
        inner.get("maxValue", salary.get("maxValue")),
    )
    if low is None and high is None and not isinstance(single, Mapping):
        low = high = single
    unit = (
        inner.get("unitText")
        or inner.get("unitCode")
        or salary.get("unitText")
        or salary.get("unitCode")
    )
    stated = salary.get("currency") or inner.get("currency") or currency
    return RawPay(low, high, stated, unit)


def _implausible(field: str, value: object, reason: str) -> Problem:
    return Problem("implausible", f"The structured {field} ({value!s:.60}) was left out: {reason}.")
