"""Records of no known system: their fields by the names that such fields go by.

The names are data: those of a table's columns (`columns.toml`) and of what only records have
(`record_fields.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from jdparse.ingest.ats_forms import Form, Part, Raw, Record
from jdparse.ingest.dates import read_date
from jdparse.ingest.employment import work_mode
from jdparse.ingest.markup import is_markup, is_page
from jdparse.ingest.stated_pay import RawPay
from jdparse.ingest.titles import names_occupation
from jdparse.lexicon import Entry, read_lexicon

_IGNORED: Final = str.maketrans("", "", "_- ")
# "job_title" is the title of a job as "title" is; "jobs" is no "s".
_JOB: Final = re.compile(r"job(?=.{2})")
# Where an object has its text: a place, a company, a field of a content management system.
_NAMES: Final = (
    "name", "label", "display_name", "displayName", "descriptor", "rendered", "html", "text",
)  # fmt: skip
_TRUE: Final = frozenset({"true", "yes", "1", "1.0"})
# Entries of a list that is a section; a posting has a few dozen.
_MOST_ENTRIES: Final = 200


class Field(Entry):
    """The names one field goes by, the most telling first, and its heading where it has one."""

    names: tuple[str, ...]
    heading: str | None = None


def key_of(name: object) -> str:
    """A field's name as it is compared.

    >>> key_of("Job Title"), key_of("job_title"), key_of("jobs")
    ('title', 'title', 'jobs')
    """
    return _JOB.sub("", str(name).lower().translate(_IGNORED), count=1)


@cache
def _fields() -> dict[str, tuple[str, ...]]:
    """The keys of each field, of both lexicons."""
    named = read_lexicon("columns", Field) | read_lexicon("record_fields", Field)
    return {field: tuple(dict.fromkeys(map(key_of, entry.names))) for field, entry in named.items()}


@cache
def _headings() -> dict[str, str]:
    entries = read_lexicon("record_fields", Field).items()
    return {field: entry.heading for field, entry in entries if entry.heading is not None}


def values_of(raw: Raw, field: str) -> list[Any]:
    """What a record holds under the names of a field, the most telling name first."""
    return list(_stated(_by_key(raw), field))


def _by_key(raw: Raw) -> dict[str, Any]:
    """The record's values that hold something, by key; of two with one key the first."""
    found: dict[str, Any] = {}
    for name, value in raw.items():
        if value is not None and value not in ("", [], {}):
            found.setdefault(key_of(name), value)
    return found


def _stated(by_key: Mapping[str, Any], field: str) -> Iterator[Any]:
    return (by_key[key] for key in _fields()[field] if key in by_key)


def find_common_form(raw: Raw) -> Form | None:
    """How a record of no known system is read, or None where it holds no text of a posting."""
    by_key = _by_key(raw)
    holds_text = bool(_content(by_key)) or (bool(_title(by_key)) and any(_sections(by_key)))
    return _FORM if holds_text and "@type" not in raw else None


def is_titled(raw: Raw) -> bool:
    """Whether a record has a title."""
    return bool(_title(_by_key(raw)))


def is_job(raw: Raw) -> bool:
    """Whether a record's title names an occupation."""
    return names_occupation(_title(_by_key(raw)))


def _read(raw: Raw) -> Record:
    by_key = _by_key(raw)
    pay, stated_pay = _pay(by_key)
    return Record(
        title=_title(by_key),
        parts=(Part(None, _content(by_key)), *_sections(by_key), *stated_pay),
        company=_company(by_key),
        locations=tuple(_locations(by_key)),
        country=next(filter(None, map(_string, _stated(by_key, "country"))), None),
        posted=next((x for x in _stated(by_key, "posted") if read_date(x)), None),
        closes=next((x for x in _stated(by_key, "closes") if read_date(x)), None),
        employment=[name for value in _stated(by_key, "employment") for name in _strings(value)],
        mode=_mode(by_key),
        pay=pay,
    )


_FORM: Final = Form("common", frozenset(), _read)


def _string(value: object) -> str:
    """The text of a value: itself, or an object's name."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in _NAMES if value.get(name)), None)
    return value.strip() if isinstance(value, str) else ""


def _strings(value: object) -> list[str]:
    values = value[:_MOST_ENTRIES] if isinstance(value, list) else [value]
    return [text for entry in values if (text := _string(entry))]


def _title(by_key: Mapping[str, Any]) -> str:
    return next(filter(None, map(_string, _stated(by_key, "title"))), "")


def _content(by_key: Mapping[str, Any]) -> str:
    """The longest field of text, for a summary stands beside the whole; a page only where alone."""
    texts = list(map(_string, _stated(by_key, "content")))
    return max(texts, key=lambda text: (bool(text) and not is_page(text), len(text)), default="")


def _company(by_key: Mapping[str, Any]) -> str | None:
    """Its name, without the rating that datasets keep below it."""
    names = (name.split("\n")[0] for name in map(_string, _stated(by_key, "company")))
    return next(filter(None, names), None)


def _locations(by_key: Mapping[str, Any]) -> Iterator[str]:
    of_city = _fields()["city"]
    for key in _fields()["location"]:
        if key in by_key and key not in of_city:
            places = by_key[key] if isinstance(by_key[key], list) else [by_key[key]]
            yield from filter(None, map(_place, places[:_MOST_ENTRIES]))
            return
    yield _address(by_key)


def _place(value: object) -> str:
    return _string(value) or (_address(_by_key(value)) if isinstance(value, Mapping) else "")


def _address(by_key: Mapping[str, Any]) -> str:
    """City, region and country in one; a country alone is no place."""
    parts = [
        next(filter(None, map(_string, _stated(by_key, field))), "")
        for field in ("city", "region", "country")
    ]
    return ", ".join(dict.fromkeys(filter(None, parts))) if any(parts[:2]) else ""


def _mode(by_key: Mapping[str, Any]) -> str | None:
    named = (text for value in _stated(by_key, "mode") for text in _strings(value))
    remote = any(str(value).lower() in _TRUE for value in _stated(by_key, "remote"))
    return next(filter(work_mode, named), "remote" if remote else None)


def _pay(by_key: Mapping[str, Any]) -> tuple[tuple[RawPay, ...], list[Part]]:
    """Pay as figures where the currency is stated too, else as the text that states it."""
    for value in (by_key, *_stated(by_key, "pay")):
        if not isinstance(value, Mapping):
            continue
        figures = value if value is by_key else _by_key(value)
        low, high, currency, period = (
            next(_stated(figures, f"pay_{field}"), None)
            for field in ("min", "max", "currency", "period")
        )
        if (low or high) and isinstance(currency, str):
            return (RawPay(low, high, currency, period),), []
    texts = (text for text in _stated(by_key, "pay") if isinstance(text, str))
    return (), [Part("Salary", text, if_new=True) for text in texts][:1]


def _sections(by_key: Mapping[str, Any]) -> Iterator[Part]:
    inner = [_by_key(value) for value in _stated(by_key, "sections") if isinstance(value, Mapping)]
    for field, heading in _headings().items():
        for fields in (by_key, *inner):
            for value in _stated(fields, field):
                if text := _section_text(value):
                    yield Part(heading, text, if_new=True)


def _section_text(value: object) -> str:
    if not isinstance(value, list):
        return _string(value)
    entries = _strings(value)
    if any(map(is_markup, entries)):
        return f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"
    return "\n".join(f"- {entry}" for entry in entries)
