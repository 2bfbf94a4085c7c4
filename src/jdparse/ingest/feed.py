"""XML feeds of postings, which several systems offer beside their pages, to records."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

_FEED: Final = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?"
    r"<(?:rss|feed|offers?|jobs?|postings?|vacanc(?:y|ies)|positions?|source|urlset|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
# What feeds call one posting.
_RECORDS: Final = frozenset({"offer", "job", "item", "entry", "posting", "vacancy", "position"})
_DEEPEST: Final = 6


def is_feed(text: str) -> bool:
    """Whether a text is XML that lists postings, were it only one.

    >>> is_feed('<?xml version="1.0"?><jobs><job/></jobs>'), is_feed("<html>")
    (True, False)
    """
    return _FEED.match(text) is not None


def feed_records(text: str) -> list[dict[str, Any]]:
    """The records of a feed: their fields by the names of the elements, without namespaces.

    >>> feed_records("<jobs><job><title>Baker</title><tags><tag>bread</tag></tags></job></jobs>")
    [{'title': 'Baker', 'tags': ['bread']}]
    """
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.lstrip().encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [] if root is None else _records(root, 0)


def _records(element: etree._Element, depth: int) -> list[dict[str, Any]]:
    children = [child for child in element if isinstance(child.tag, str)]
    if _name(element) in _RECORDS and children:
        value = _value(element, 0)
        return [value] if isinstance(value, dict) else []
    if depth > _DEEPEST:
        return []
    return [record for child in children for record in _records(child, depth + 1)]


def _value(element: etree._Element, depth: int) -> Any:
    """An element's text; of one with children a list where they share a name, else an object."""
    children = [child for child in element if isinstance(child.tag, str)]
    names = {_name(child) for child in children}
    if not children or depth > _DEEPEST:
        return "".join(element.itertext()).strip()
    if len(names) == 1 and depth:
        return [_value(child, depth + 1) for child in children]
    fields: dict[str, Any] = {}
    for child in children:
        fields.setdefault(_name(child), _value(child, depth + 1))
    return fields


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname).lower()
