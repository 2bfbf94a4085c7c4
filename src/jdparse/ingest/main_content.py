"""Which node of a page is the posting: the smallest that still holds nearly all of its prose.

1. Every node is measured once: prose, text in links, form controls.
2. What is no prose by its tag, its name ("cookie", "similar jobs") or its measure (mostly links,
   mostly controls) is set aside, unless it holds most of the page.
3. From the body down, the step goes to the child that keeps at least `_SHARE` of the prose.
4. A node inside that is named as a description, and holds most of it, is taken instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from lxml import etree

from jdparse.ingest.lines import tidy
from jdparse.lexicon import Entry, read_lexicon

# Share of the prose that a child keeps for the step down to it; and that a node named as the
# description holds of its surroundings to be taken instead.
_SHARE: Final = 0.88
_NAMED_SHARE: Final = 0.5
# Share of the text of list items outside of it: then the lists of demands are not in it.
_ITEMS_APART: Final = 0.3
# Nodes of the same name that hold this share of the largest are parts of one posting.
_PART_SHARE: Final = 0.2
# A region set aside holds less than this share of the page's prose: layouts wrap whole pages in
# <form>, or name their body after its cookie banner.
_MOST_OF_PAGE: Final = 0.8
# A form asks something every so many characters; a posting with a form around it tells more.
_PROSE_PER_CONTROL: Final = 80
_ASIDE_ROLES: Final = frozenset(
    {"navigation", "dialog", "search", "contentinfo", "alert", "banner"}
)
# Text in links above this share makes a region of more than a few links navigation.
_LINK_SHARE: Final = 0.5
_MANY_LINKS: Final = 3
# An <a> around more is one that was never closed.
_LONGEST_LINK: Final = 400
_LEAST_POSTING: Final = 150
# Nodes that are measured; real pages have a tenth.
_MOST_NODES: Final = 60_000

# A row of a summary above the posting: its label and an amount.
_AMOUNT: Final = re.compile(
    r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|PLN|SEK|NOK|DKK|CZK|INR|SGD|AUD|CAD|JPY|NZD|BRL|AED|ILS)\b)\s?\d"
    r"|\d[\d.,\s]*[kK]?\s?(?:[€£₹]|(?:USD|EUR|GBP|CHF|PLN|SEK|NOK|DKK|CZK|LPA|SGD|AUD|CAD|Kč|zł)\b)"
)
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_ROW: Final = 80
_MOST_ROWS: Final = 3

_NO_TEXT: Final = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "iframe", "head", "select", "option",
        "button", "textarea", "input", "video", "audio", "canvas", "object", "embed", "map",
        "datalist", "img", "link", "meta",
    }
)  # fmt: skip
_ASIDE_TAGS: Final = frozenset({"nav", "footer", "aside", "dialog"})
_CONTROLS: Final = frozenset({"input", "select", "textarea", "label"})
_NAME_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMED: Final = (
    "class", "id", "itemprop", "data-testid", "data-automation-id", "data-automation", "data-qa",
    "data-ui", "data-test",
)  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class Region(Entry):
    """A kind of region of a page and the words of its names."""

    words: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _region(kind: str, whole: bool) -> re.Pattern[str]:
    """The pattern of a region's words, and of its whole names too where `whole`."""
    region = read_lexicon("page_regions", Region)[kind]
    words = rf"\b(?:{'|'.join(region.words)})\b"
    names = rf"(?<=\|)(?:{'|'.join(region.names)})(?=\|)"
    return re.compile(f"{names}|{words}" if whole else words)


@dataclass(frozen=True, slots=True)
class MainContent:
    """The node of the posting, and the rows with amounts of pay that stand above it."""

    node: etree._Element
    pay_rows: tuple[str, ...]


@dataclass(slots=True)
class _Measure:
    """What a node holds, in characters and counts; `aside` where it is no part of a posting."""

    element: etree._Element
    parent: int
    prose: int = 0
    linked: int = 0
    links: int = 0
    controls: int = 0
    items: int = 0
    holds_posting: bool = False
    names: str = ""
    aside: bool = False


def main_content(body: etree._Element) -> MainContent:
    """The node that holds the posting, with what is no part of one taken out of it."""
    textless: list[etree._Element] = []
    measures = _measure(body, textless)
    for element in textless:
        drop(element)
    _set_aside(measures)
    chosen = _descend(measures)
    rows = tuple(dict.fromkeys(_pay_rows(measures, chosen)))[:_MOST_ROWS]
    node = measures[chosen].element
    for measure in measures:
        if measure.aside and not measures[measure.parent].aside:
            drop(measure.element)
    return MainContent(node, rows)


def _is_row(measure: _Measure) -> bool:
    return measure.prose <= _LONGEST_ROW and not measure.links


def drop(element: etree._Element) -> None:
    """Takes a node out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        # what the parser lets through as "&#1;" it does not take back
        tail = _NOT_XML.sub("", element.tail)
        before = element.getprevious()
        if before is None:
            parent.text = _NOT_XML.sub("", parent.text or "") + tail
        else:
            before.tail = _NOT_XML.sub("", before.tail or "") + tail
    parent.remove(element)


def _pay_rows(measures: Sequence[_Measure], chosen: int) -> Iterator[str]:
    """Rows with an amount of money above the posting, each with its label."""
    for at in range(1, chosen):
        measure = measures[at]
        own = (measure.element.text or "").strip()
        if measure.aside or not _AMOUNT.search(own):
            continue
        row = measure
        while row.parent > 0 and _is_row(measures[row.parent]):
            row = measures[row.parent]
        if _is_row(row):
            yield tidy(" ".join(row.element.itertext()))


def _measure(body: etree._Element, textless: list[etree._Element]) -> list[_Measure]:
    """Every node that can hold text, parents before children; the others go to `textless`."""
    measures = [_Measure(body, -1)]
    index = {body: 0}
    elements = body.iter(etree.Element)
    next(elements)
    for element in elements:
        parent = index.get(element.getparent())
        if parent is None:
            continue
        measures[parent].prose += _length(element.tail)
        tag = element.tag
        if tag in _CONTROLS and element.get("type") != "hidden":
            measures[parent].controls += 1
        if tag in _NO_TEXT:
            textless.append(element)
            continue
        if len(measures) >= _MOST_NODES:
            break
        index[element] = len(measures)
        attributes = element.attrib
        names = _name_words(*map(attributes.get, _NAMED)) if attributes else ""
        measures.append(_Measure(element, parent, names=names))
    for measure in reversed(measures):
        measure.prose += _length(measure.element.text)
        if measure.element.tag == "a" and measure.prose <= _LONGEST_LINK:
            measure.linked += measure.prose
            measure.links += 1
        elif measure.element.tag == "li":
            measure.items = measure.prose - measure.linked
        if measure.parent >= 0:
            _add(measures[measure.parent], measure, 1)
    return measures


def _add(to: _Measure, measure: _Measure, sign: int) -> None:
    to.prose += sign * measure.prose
    to.linked += sign * measure.linked
    to.links += sign * measure.links
    to.controls += sign * measure.controls
    to.items += sign * measure.items


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


@lru_cache(4096)
def _name_words(*named: str | None) -> str:
    """The words of a node's names, each name between bars: "|job description|col md|"."""
    written = " ".join(name[:200] for name in named if name)
    names = (" ".join(_NAME_PARTS.findall(name)) for name in written.split())
    return f"|{'|'.join(names)}|".lower() if written else ""


@lru_cache(8192)
def _is_named(names: str, kind: str, whole: bool = True) -> bool:
    return _region(kind, whole).search(names) is not None


def _is_posting(measure: _Measure, whole: bool = True) -> bool:
    named = bool(measure.names) and _is_named(measure.names, "posting", whole)
    return named and measure.prose >= _LEAST_POSTING


def _set_aside(measures: Sequence[_Measure]) -> None:
    """Marks the nodes that are no part of a posting, the inner ones first.

    What is set aside no longer counts for the nodes around it, so that a form or a list of links
    does not take the posting beside it along.
    """
    whole = measures[0].prose
    for measure in reversed(measures[1:]):
        if _is_aside(measure, whole):
            measure.aside = True
            at = measure.parent
            while at >= 0:
                _add(measures[at], measure, -1)
                at = measures[at].parent
        elif measure.holds_posting or _is_posting(measure, whole=False):
            measures[measure.parent].holds_posting = True
    for measure in measures[1:]:
        measure.aside = measure.aside or measures[measure.parent].aside


def _is_aside(measure: _Measure, whole: int) -> bool:
    element = measure.element
    style = element.get("style")
    if style is not None and _HIDDEN.search(style[:500]):
        return True
    if measure.prose > _MOST_OF_PAGE * whole:
        return False
    if element.tag in _ASIDE_TAGS or element.get("role") in _ASIDE_ROLES:
        return True
    if measure.links > _MANY_LINKS and measure.linked > _LINK_SHARE * measure.prose:
        return True
    if measure.controls > 2 and measure.prose < _PROSE_PER_CONTROL * measure.controls:
        return True
    by_name = bool(measure.names) and _is_named(measure.names, "aside")
    return by_name and not measure.holds_posting


def _descend(measures: Sequence[_Measure]) -> int:
    children: dict[int, list[int]] = {}
    for at, measure in enumerate(measures):
        if not measure.aside:
            children.setdefault(measure.parent, []).append(at)
    at = 0
    while True:
        best = max(children.get(at, ()), key=lambda i: measures[i].prose, default=None)
        if best is None or measures[best].prose < _SHARE * measures[at].prose:
            break
        at = best
    return _named_inside(measures, at)


def _named_inside(measures: Sequence[_Measure], chosen: int) -> int:
    """The node under the chosen one that is named as the posting's description.

    Where the posting is cut in several of one name, the chosen node that holds them all stays.
    """
    inside = {chosen}
    named: list[int] = []
    for at in range(chosen + 1, len(measures)):
        measure = measures[at]
        if measure.parent not in inside or measure.aside:
            continue
        if _is_posting(measure):
            named.append(at)
        else:
            inside.add(at)
    best = max(named, key=lambda at: measures[at].prose, default=chosen)
    prose = measures[best].prose
    twins = [at for at in named if measures[at].names == measures[best].names]
    parts = [at for at in twins if measures[at].prose > _PART_SHARE * prose]
    apart = measures[chosen].items - measures[best].items
    if apart > _ITEMS_APART * measures[chosen].items:
        return chosen
    enough = prose >= _NAMED_SHARE * measures[chosen].prose
    return best if enough and len(parts) == 1 else chosen
