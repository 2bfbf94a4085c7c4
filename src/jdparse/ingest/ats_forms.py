"""The forms of records: which system one is of, by its fields, and where each thing stands in it.

Forms of the public APIs: Greenhouse job board, Lever postings, Ashby job postings, Workable,
SmartRecruiters, Recruitee, Pinpoint, RemoteOK, Remotive. Named sections stay sections, with a
heading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jdparse.ingest.stated_pay import RawPay
from jdparse.posting import PayKind

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the posting: its heading, where it has a name, and its HTML or text.

    Of one that counts `if_new`, only lines count that the parts before it do not hold.
    """

    heading: str | None
    content: object
    if_new: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What a system's fields say, as they say it."""

    title: object
    parts: tuple[Part, ...]
    company: object = None
    locations: tuple[object, ...] = ()
    country: object = None
    posted: object = None
    closes: object = None
    employment: object = None
    mode: object = None
    pay: tuple[RawPay, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One system: the fields that only its records have together, and how they are read."""

    name: str
    fields: frozenset[str]
    read: Callable[[Raw], Record]


def _get(raw: object, *path: str) -> Any:
    for key in path:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw


def _items(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _joined(*parts: object) -> str:
    return ", ".join(
        dict.fromkeys(part.strip() for part in parts if isinstance(part, str) and part.strip())
    )


def _greenhouse(raw: Raw) -> Record:
    return Record(
        title=raw.get("title"),
        parts=(Part(None, raw.get("content")),),
        company=raw.get("company_name"),
        locations=(_get(raw, "location", "name"),),
        posted=raw.get("first_published"),
        closes=raw.get("application_deadline"),
        pay=tuple(
            RawPay(
                _cents(entry, "min_cents"),
                _cents(entry, "max_cents"),
                _get(entry, "currency_type"),
                None,
            )
            for entry in _items(raw.get("pay_input_ranges"))
        ),
    )


def _cents(entry: object, field: str) -> float | None:
    cents = _get(entry, field)
    return cents / 100 if isinstance(cents, int | float) else None


def _lever(raw: Raw) -> Record:
    lists = [
        Part(_get(entry, "text"), _list_html(_get(entry, "content")))
        for entry in _items(raw.get("lists"))
    ]
    pay = raw.get("salaryRange")
    whole = raw.get("description") or raw.get("descriptionPlain")
    return Record(
        title=raw.get("text"),
        parts=(
            Part(None, whole or _joined(raw.get("opening"), raw.get("descriptionBody"))),
            *lists,
            Part(None, raw.get("salaryDescription") or raw.get("salaryDescriptionPlain")),
            Part(None, raw.get("additional") or raw.get("additionalPlain")),
        ),
        locations=tuple(_items(_get(raw, "categories", "allLocations")))
        or (_get(raw, "categories", "location"),),
        country=raw.get("country"),
        posted=raw.get("createdAt"),
        employment=_get(raw, "categories", "commitment"),
        mode=raw.get("workplaceType"),
        pay=(_range(pay, "interval"),) if isinstance(pay, Mapping) else (),
    )


def _list_html(content: object) -> object:
    return f"<ul>{content}</ul>" if isinstance(content, str) and "<li" in content else content


def _range(pay: Raw, unit: str) -> RawPay:
    return RawPay(pay.get("min"), pay.get("max"), pay.get("currency"), pay.get(unit))


_ASHBY_PAY: Final[dict[str, PayKind]] = {
    "Salary": "base",
    "Bonus": "bonus",
    "EquityCashValue": "equity",
}


def _ashby(raw: Raw) -> Record:
    tiers = _items(_get(raw, "compensation", "compensationTiers"))
    components = [part for tier in tiers for part in _items(_get(tier, "components"))]
    components = components or _items(_get(raw, "compensation", "summaryComponents"))
    others = tuple(_get(entry, "location") for entry in _items(raw.get("secondaryLocations")))
    return Record(
        title=raw.get("title"),
        parts=(Part(None, raw.get("descriptionHtml") or raw.get("descriptionPlain")),),
        company=raw.get("organizationName") or raw.get("companyName"),
        locations=(raw.get("location"), *others),
        country=_get(raw, "address", "postalAddress", "addressCountry"),
        posted=raw.get("publishedAt"),
        employment=raw.get("employmentType"),
        mode=raw.get("workplaceType") or ("remote" if raw.get("isRemote") is True else None),
        pay=tuple(
            RawPay(
                part.get("minValue"),
                part.get("maxValue"),
                part.get("currencyCode"),
                part.get("interval"),
                kind,
            )
            for part in components
            if isinstance(part, Mapping)
            and (kind := _ASHBY_PAY.get(part.get("compensationType", "")))
        ),
    )


_WORKABLE_PAY: Final = ("from", "to", "currency", "period")


def _workable(raw: Raw) -> Record:
    place = raw.get("location")
    pay = raw.get("salary")
    return Record(
        title=raw.get("title"),
        parts=(
            Part(None, raw.get("description") or raw.get("full_description")),
            Part("Requirements", raw.get("requirements")),
            Part("Benefits", raw.get("benefits")),
        ),
        company=raw.get("company") or _get(raw, "account", "name"),
        locations=(
            _joined(*(_get(place, key) for key in ("city", "region", "country")))
            or _get(place, "location_str")
            or _joined(*(raw.get(key) for key in ("city", "state", "country"))),
        ),
        country=_get(place, "country_code") or _get(place, "countryCode"),
        posted=raw.get("published_on") or raw.get("published") or raw.get("created_at"),
        employment=raw.get("employment_type") or raw.get("type"),
        mode=raw.get("workplace_type") or raw.get("workplace") or _get(place, "workplace_type")
        or ("remote" if True in {raw.get("telecommuting"), raw.get("remote"),
                                 _get(place, "telecommuting")} else None),
        pay=(RawPay(*(_get(pay, f"salary_{field}") for field in _WORKABLE_PAY)),)
        if isinstance(pay, Mapping) else (),
    )  # fmt: skip


def _smartrecruiters(raw: Raw) -> Record:
    sections = _get(raw, "jobAd", "sections")
    parts = [
        Part(_get(entry, "title"), _get(entry, "text"))
        for entry in (sections.values() if isinstance(sections, Mapping) else ())
        if _get(entry, "text")
    ]
    place = raw.get("location")
    modes = (("remote", "remote"), ("hybrid", "hybrid"))
    return Record(
        title=raw.get("name"),
        parts=tuple(parts),
        company=_get(raw, "company", "name"),
        locations=(
            _get(place, "fullLocation")
            or _joined(*(_get(place, key) for key in ("city", "region", "country"))),
        ),
        country=_get(place, "country"),
        posted=raw.get("releasedDate"),
        employment=_get(raw, "typeOfEmployment", "label") or _get(raw, "typeOfEmployment", "id"),
        mode=next((mode for field, mode in modes if _get(place, field) is True), None),
    )


def _recruitee(raw: Raw) -> Record:
    pay = raw.get("salary")
    modes = (("hybrid", "hybrid"), ("remote", "remote"), ("on_site", "onsite"))
    return Record(
        title=raw.get("title"),
        parts=(Part(None, raw.get("description")), Part("Requirements", raw.get("requirements"))),
        company=raw.get("company_name"),
        locations=(raw.get("location") or _joined(raw.get("city"), raw.get("country")),),
        country=raw.get("country_code"),
        posted=raw.get("published_at") or raw.get("created_at"),
        closes=raw.get("close_at"),
        employment=raw.get("employment_type_code"),
        mode=next((mode for field, mode in modes if raw.get(field) is True), None),
        pay=(_range(pay, "period"),) if isinstance(pay, Mapping) else (),
    )


_PINPOINT_PARTS: Final = (
    ("key_responsibilities", "Key responsibilities"),
    ("skills_knowledge_expertise", "Skills, knowledge and expertise"),
    ("benefits", "Benefits"),
)


def _pinpoint(raw: Raw) -> Record:
    return Record(
        title=raw.get("title"),
        parts=(
            Part(None, raw.get("description")),
            *(
                Part(raw.get(f"{field}_header") or heading, raw.get(field))
                for field, heading in _PINPOINT_PARTS
            ),
        ),
        locations=(_get(raw, "location", "name"),),
        closes=raw.get("deadline_at"),
        employment=raw.get("employment_type"),
        mode=raw.get("workplace_type"),
        pay=(_pinpoint_pay(raw),) if raw.get("compensation_visible") is True else (),
    )


def _pinpoint_pay(raw: Raw) -> RawPay:
    low, high = raw.get("compensation_minimum"), raw.get("compensation_maximum")
    return RawPay(low, high, raw.get("compensation_currency"), raw.get("compensation_frequency"))


def _remoteok(raw: Raw) -> Record:
    return Record(
        title=raw.get("position"),
        parts=(Part(None, raw.get("description")),),
        company=raw.get("company"),
        locations=(raw.get("location"),),
        posted=raw.get("date") or raw.get("epoch"),
        mode="remote",
        pay=(RawPay(raw.get("salary_min"), raw.get("salary_max"), "USD", "year"),)
        if raw.get("salary_min") or raw.get("salary_max") else (),
    )  # fmt: skip


def _remotive(raw: Raw) -> Record:
    # its `salary` is free text, often with several currencies: left to the visible text
    return Record(
        title=raw.get("title"),
        parts=(Part(None, raw.get("description")), Part("Salary", raw.get("salary"))),
        company=raw.get("company_name"),
        locations=(raw.get("candidate_required_location"),),
        posted=raw.get("publication_date"),
        employment=raw.get("job_type"),
        mode="remote",
    )


_FORMS: Final = (
    Form("greenhouse", frozenset({"content", "absolute_url", "title"}), _greenhouse),
    Form("greenhouse", frozenset({"content", "internal_job_id", "title"}), _greenhouse),
    Form("lever", frozenset({"text", "categories", "lists"}), _lever),
    Form("lever", frozenset({"text", "categories", "descriptionPlain"}), _lever),
    Form("lever", frozenset({"text", "hostedUrl", "description"}), _lever),
    Form("ashby", frozenset({"title", "descriptionHtml"}), _ashby),
    Form("smartrecruiters", frozenset({"name", "jobAd"}), _smartrecruiters),
    Form("workable", frozenset({"title", "shortcode", "description"}), _workable),
    Form("recruitee", frozenset({"title", "careers_url", "description"}), _recruitee),
    Form("recruitee", frozenset({"title", "employment_type_code", "description"}), _recruitee),
    Form("pinpoint", frozenset({"title", "key_responsibilities", "description"}), _pinpoint),
    Form("remoteok", frozenset({"position", "slug", "description"}), _remoteok),
    Form("remoteok", frozenset({"position", "epoch", "description"}), _remoteok),
    Form("remotive", frozenset({"title", "candidate_required_location", "description"}), _remotive),
)


def find_form(raw: Raw) -> Form | None:
    """The system whose record this is, or None.

    >>> find_form({"text": "Engineer", "categories": {}, "lists": []}).name
    'lever'
    """
    return next((form for form in _FORMS if form.fields <= raw.keys()), None)
