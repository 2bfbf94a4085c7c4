"""A JSON value to a posting: schema.org JobPosting, a known record, or a list of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from jdparse.ingest.ats import read_content, read_record
from jdparse.ingest.ats_forms import find_form
from jdparse.ingest.job_posting import read_job_posting
from jdparse.ingest.json_ld import find_in_value
from jdparse.ingest.problems import no_content, several, unreadable
from jdparse.ingest.reading import Reading

# Keys under which systems wrap one record or a list of them.
_DEEPEST: Final = 4
_MOST: Final = 1000
_WRAPPERS: Final = (
    "job",
    "offer",
    "posting",
    "data",
    "result",
    "jobs",
    "offers",
    "results",
    "postings",
    "content",
)


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
    form = find_form(records[0])
    assert form is not None  # noqa: S101  # _records keeps only what has a form
    return read_record(records[0], form)


def _records(value: Any, depth: int) -> list[Mapping[str, Any]]:
    """The records of a value: itself, those of a list, those under the key of a wrapper."""
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        return [found for item in value[:_MOST] for found in _records(item, depth + 1)]
    if not isinstance(value, Mapping) or find_form(value) is not None:
        return [value] if isinstance(value, Mapping) else []
    for key in _WRAPPERS:
        if found := _records(value.get(key), depth + 1):
            return found
    return []


def _unknown(value: Any) -> str:
    has = f" It has {', '.join(map(str, list(value)[:12]))}." if isinstance(value, Mapping) else ""
    return (
        "The JSON is no posting of a known form: it needs a schema.org JobPosting, a record of an "
        f"applicant tracking system, or at least a title and a description.{has}"
    )
