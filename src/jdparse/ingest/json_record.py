"""A JSON value to a posting: schema.org JobPosting, a known record, or a list of one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from jdparse.ingest.ats import read_content, read_record
from jdparse.ingest.ats_forms import Form, find_form
from jdparse.ingest.common_record import find_common_form, is_job, is_titled, values_of
from jdparse.ingest.job_posting import read_job_posting
from jdparse.ingest.json_ld import find_in_value, load_leniently
from jdparse.ingest.problems import no_content, several, unreadable
from jdparse.ingest.reading import Reading

# Records in a list, and lists in one another, that are looked at.
_DEEPEST: Final = 4
_MOST: Final = 1000
_SPACE: Final = re.compile(r"[\s,\ufeff]*")


def load_json(text: str) -> Any:
    r"""The value of a JSON text with the faults that texts have, or None; of JSON lines a list.

    >>> load_json('{"title": "A"}\n{"title": "B"}')
    [{'title': 'A'}, {'title': 'B'}]
    """
    values = _values(text)
    if len(values) > 1:
        return values
    return load_leniently(text.lstrip("\ufeff"))


def _values(text: str) -> list[Any]:
    """The objects and lists that follow one another in a text, up to what is no JSON."""
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    at = 0
    while len(found) < _MOST and (match := _SPACE.match(text, at)) and match.end() < len(text):
        try:
            value, at = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            break
        if isinstance(value, Mapping | list):
            found.append(value)
    return found


def read_json_value(value: Any) -> Reading:
    """The posting in a JSON value; a problem where it holds none or several.

    >>> read_json_value({"title": "Data Scientist", "description": "<p>Train models</p>"}).lines[0]
    Line(text='Train models', kind='paragraph')
    """
    nodes = find_in_value(value)
    if len(nodes) > 1:
        return Reading(problems=(several(len(nodes), "The JSON"),))
    if nodes:
        posting = read_job_posting(nodes[0])
        return Reading(tuple(read_content(posting.description)), posting.facts, posting.problems)
    records = _records(value, depth=0)
    if len(records) > 1:
        return Reading(problems=(several(len(records), "The JSON"),))
    if not records and isinstance(value, Mapping) and "@type" in value:
        return Reading(problems=(no_content(f"the data describes a {value['@type']!s:.40}"),))
    if not records:
        return Reading(problems=(unreadable(_unknown(value)),))
    form = _form(records[0])
    assert form is not None  # noqa: S101  # _records keeps only what has a form
    return read_record(records[0], form)


def _form(value: Mapping[str, Any]) -> Form | None:
    return find_form(value) or find_common_form(value)


def _records(value: Any, depth: int) -> list[Mapping[str, Any]]:
    """The records of a value: itself, those of a list, those under the key of a wrapper.

    A list of jobs has a title and a description too at times, and a job a list of other things.
    """
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        return [found for item in value[:_MOST] for found in _records(item, depth + 1)]
    if not isinstance(value, Mapping):
        return []
    alone = [value] if _form(value) is not None else []
    if find_form(value) is not None or (alone and is_job(value)):
        return alone
    for inner in values_of(value, "wrapper"):
        found = _records(inner, depth + 1)
        if found and (not alone or all(map(is_titled, found))):
            return [_with_company(value, record) for record in found]
    return alone


def _with_company(outer: Mapping[str, Any], record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with the company that stands beside it, where it names none itself."""
    names = values_of(outer, "company")
    if not names or values_of(record, "company"):
        return record
    return {**record, "company": names[0]}


def _unknown(value: Any) -> str:
    has = f" It has {', '.join(map(str, list(value)[:12]))}." if isinstance(value, Mapping) else ""
    return (
        "The JSON is no posting of a known form: it needs a schema.org JobPosting, a record of an "
        f"applicant tracking system, or at least a description.{has}"
    )
