"""Microdata of a page as the object that JSON-LD would be.

extruct does this for every vocabulary, but takes a second to import and brings rdflib; a posting
needs one item type, read from the tree that is already parsed.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

_MOST_PROPERTIES: Final = 500
_MOST_REFERENCES: Final = 20
_LINKS: Final = {"a": "href", "link": "href", "img": "src", "object": "data"}
_HTML_FIELDS: Final = frozenset({"description", "responsibilities", "qualifications", "skills"})


def find_microdata_postings(page: etree._Element) -> list[dict[str, Any]]:
    """Every item of type JobPosting as a dict of its properties; `description` stays HTML.

    `itemref` is followed one step, so that a cycle of references ends.
    """
    items = page.iterfind(".//*[@itemtype]")
    return [_read_item(item) for item in items if "JobPosting" in item.get("itemtype", "")]


def _read_item(item: etree._Element) -> dict[str, Any]:
    names = item.get("itemref", "").split()[:_MOST_REFERENCES]
    referred = [node for name in names for node in item.xpath("//*[@id=$name]", name=name)[:1]]
    found: dict[str, Any] = {}
    for root in (item, *referred):
        _collect(root, found, root is not item)
    return found


def _collect(root: etree._Element, found: dict[str, Any], with_root: bool) -> None:
    """Properties below a node; those of an inner item belong to its own object."""
    stack = [root] if with_root else _children(root)
    count = 0
    while stack and count < _MOST_PROPERTIES:
        element = stack.pop()
        name = element.get("itemprop")
        inner = element.get("itemscope") is not None or element.get("itemtype") is not None
        if name:
            count += 1
            value: Any = _value(element, name)
            if inner:
                value = {}
                _collect(element, value, False)
            for single in name.split():
                _put(found, single, value)
        if not inner:
            stack.extend(_children(element))


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in reversed(element) if isinstance(child.tag, str)]


def _put(found: dict[str, Any], name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _value(element: etree._Element, name: str) -> str:
    for attribute in ("content", "datetime"):
        if element.get(attribute):
            return str(element.get(attribute))
    if name in _HTML_FIELDS:
        return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    if (
        element.tag in _LINKS
        and element.get(_LINKS[element.tag])
        and not "".join(element.itertext()).strip()
    ):
        return str(element.get(_LINKS[element.tag]))
    return " ".join("".join(element.itertext()).split())
