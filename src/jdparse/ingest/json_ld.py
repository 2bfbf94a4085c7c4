"""JSON-LD in a page: every JobPosting in it, through the faults that pages have."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from jdparse.ingest.job_posting import is_job_posting

_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")
_WRAPPERS: Final = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$"
)
_COMMENT_LINE: Final = re.compile(r"(?m)^[ \t\r]*+//[^\n]*$")
_LONE_BACKSLASH: Final = re.compile(r'\\(?!["\\/bfnrtu])')
# Nodes looked at in one script; more is no posting's.
_MOST_NODES: Final = 20_000


def find_job_postings(scripts: Iterable[str]) -> list[Mapping[str, Any]]:
    """Every JobPosting of the scripts, in order: bare, in lists, in `@graph`, inside other nodes.

    >>> find_job_postings(['{"@graph": [{"@type": "JobPosting", "title": "A",}]}'])[0]["title"]
    'A'
    """
    found: list[Mapping[str, Any]] = []
    for script in scripts:
        if "JobPosting" in script:
            found.extend(find_in_value(load_leniently(script)))
    return found


def load_leniently(text: str) -> Any:
    """The value of JSON with raw line breaks, trailing commas, comments or entities; or None."""
    text = _WRAPPERS.sub("", text)
    for mend in _MENDS:
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return _first_value(text)


def _as_it_is(text: str) -> str:
    return text


def _without_commas(text: str) -> str:
    return _TRAILING_COMMA.sub("", _COMMENT_LINE.sub("", text))


def _with_escapes(text: str) -> str:
    return _LONE_BACKSLASH.sub(r"\\\\", text)


# One fault at a time, the most frequent first.
_MENDS: Final[tuple[Callable[[str], str], ...]] = (
    _as_it_is,
    _without_commas,
    html.unescape,
    _with_escapes,
)


def _first_value(text: str) -> Any:
    """The value before what makes the text no JSON: two objects in one script, a stray bracket."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def find_in_value(value: Any) -> list[Mapping[str, Any]]:
    """Every JobPosting in a JSON value, breadth first."""
    found: list[Mapping[str, Any]] = []
    queue = [value]
    for node in queue:
        if len(queue) > _MOST_NODES:
            break
        if is_job_posting(node):
            found.append(node)
        elif isinstance(node, Mapping):
            queue.extend(child for child in node.values() if isinstance(child, Mapping | list))
        elif isinstance(node, list):
            queue.extend(child for child in node if isinstance(child, Mapping | list))
    return found
