"""Which node of a page is the posting: the smallest that tells nearly all of it.

1. Every node is measured once: its text, and what of it tells something (sentences, items).
2. What is no part of a posting by its tag, its heading ("Similar jobs"), its name or its measure
   (mostly links, mostly controls) is set aside, unless it holds most of the page.
3. From the body down, the step goes to the child that keeps nearly all that is told, or most of it
   where no section of a posting stays behind.
4. A node inside that is named or headed as the description, and holds most of it, is taken instead.
5. Sentences between the page's main heading and that node are its introduction: they go back to its
   head.

Nothing but the names in 2 and 4 depends on how a site writes its classes: with every class and id
renamed, the pages of `benchmarks/ingest.py` lose half a point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from jdparse.ingest.lines import tidy
from jdparse.ingest.page_nodes import Node, measure
from jdparse.ingest.page_regions import is_posting, set_aside

# Share of what is told that a child keeps for the step down to it; and where the headings of all
# sections ("Requirements") are in it. From 0.6 to 0.8 the score hardly moves.
_SHARE: Final = 0.88
_SHARE_BESIDE_NO_SECTION: Final = 0.7
# Share that a node named as the description holds of its surroundings to be taken instead.
_NAMED_SHARE: Final = 0.5
# Share of the text of list items outside of it: then the lists of demands are not in it.
_ITEMS_APART: Final = 0.3
# Nodes of the same name that hold this share of the largest are parts of one posting.
_PART_SHARE: Final = 0.2
# A row of a summary above the posting: its label and an amount.
_AMOUNT: Final = re.compile(
    r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|PLN|SEK|NOK|DKK|CZK|INR|SGD|AUD|CAD|JPY|NZD|BRL|AED|ILS)\b)\s?\d"
    r"|\d[\d.,\s]*[kK]?\s?(?:[€£₹]|(?:USD|EUR|GBP|CHF|PLN|SEK|NOK|DKK|CZK|LPA|SGD|AUD|CAD|Kč|zł)\b)"
)
# Sentences of this length below the main heading introduce the posting.
_INTRODUCTION: Final = 120
# What the parser lets through as "&#1;" it does not take back.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_ROW: Final = 80
_MOST_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class MainContent:
    """The node of the posting, and the rows with amounts of pay that stand above it."""

    node: etree._Element
    pay_rows: tuple[str, ...]


def main_content(body: etree._Element) -> MainContent:
    """The node that holds the posting, with what is no part of one taken out of it."""
    textless: list[etree._Element] = []
    nodes = measure(body, textless)
    for element in textless:
        drop(element)
    set_aside(nodes)
    chosen = _descend(nodes)
    rows = tuple(dict.fromkeys(_pay_rows(nodes, chosen)))[:_MOST_ROWS]
    introduction = [nodes[at].element for at in _introduction(nodes, chosen)]
    for node in nodes:
        if node.aside and not nodes[node.parent].aside:
            drop(node.element)
    node = nodes[chosen].element
    for element in reversed(introduction):
        drop(element)
        _put_first(element, node)
    return MainContent(node, rows)


def _put_first(element: etree._Element, node: etree._Element) -> None:
    """Makes an element the first thing in a node, before the node's own text."""
    element.tail, node.text = _NOT_XML.sub("", node.text or ""), None
    node.insert(0, element)


def _is_row(node: Node) -> bool:
    return node.prose <= _LONGEST_ROW and not node.links


def drop(element: etree._Element) -> None:
    """Takes a node out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        tail = _NOT_XML.sub("", element.tail)
        before = element.getprevious()
        if before is None:
            parent.text = _NOT_XML.sub("", parent.text or "") + tail
        else:
            before.tail = _NOT_XML.sub("", before.tail or "") + tail
    parent.remove(element)


def _pay_rows(nodes: Sequence[Node], chosen: int) -> Iterator[str]:
    """Rows with an amount of money above the posting, each with its label."""
    for at in range(1, chosen):
        node = nodes[at]
        own = (node.element.text or "").strip()
        if node.aside or not _AMOUNT.search(own):
            continue
        row = node
        while row.parent > 0 and _is_row(nodes[row.parent]):
            row = nodes[row.parent]
        if _is_row(row):
            yield tidy(" ".join(row.element.itertext()))


def _introduction(nodes: Sequence[Node], chosen: int) -> list[int]:
    """What stands between the page's main heading and the posting's node and is only sentences.

    What has a heading or items of its own is a section about the employer, or a summary.
    """
    around = _with_ancestors(nodes, chosen)
    heads = [at for at in range(1, chosen) if nodes[at].element.tag == "h1" and nodes[at].prose]
    if not heads or next(nodes[chosen].element.iter("h1"), None) is not None:
        return []
    around |= _with_ancestors(nodes, nodes[heads[-1]].parent)
    between = (at for at in range(heads[-1] + 1, chosen) if at not in around)
    outer = (at for at in between if nodes[at].parent in around)
    found = [at for at in outer if not nodes[at].aside and _is_sentences(nodes[at])]
    return found if sum(nodes[at].told for at in found) >= _INTRODUCTION else []


def _is_sentences(node: Node) -> bool:
    return 0 < node.told == node.prose and not node.items


def _with_ancestors(nodes: Sequence[Node], at: int) -> set[int]:
    found: set[int] = set()
    while at >= 0:
        found.add(at)
        at = nodes[at].parent
    return found


def _descend(nodes: Sequence[Node]) -> int:
    children: dict[int, list[int]] = {}
    for at, node in enumerate(nodes):
        if not node.aside:
            children.setdefault(node.parent, []).append(at)
    at = 0
    while True:
        best = max(children.get(at, ()), key=lambda i: nodes[i].told, default=None)
        if best is None or not _holds_posting(nodes[best], nodes[at]):
            break
        at = best
    return _named_inside(nodes, at)


def _holds_posting(inner: Node, outer: Node) -> bool:
    """Whether a step inwards loses nothing: next to no sentences, or some but no section."""
    share = _SHARE if inner.sections < outer.sections else _SHARE_BESIDE_NO_SECTION
    return inner.told > 0 and inner.told >= share * outer.told


def _named_inside(nodes: Sequence[Node], chosen: int) -> int:
    """The node under the chosen one that is named as the posting's description.

    Where the posting is cut in several of one name, the chosen node that holds them all stays.
    """
    inside = {chosen}
    named: list[int] = []
    for at in range(chosen + 1, len(nodes)):
        node = nodes[at]
        if node.parent not in inside or node.aside:
            continue
        if is_posting(node):
            named.append(at)
        else:
            inside.add(at)
    best = max(named, key=lambda at: nodes[at].told, default=chosen)
    told = nodes[best].told
    twins = [at for at in named if nodes[at].names == nodes[best].names or nodes[at].headed]
    parts = [at for at in twins if nodes[at].told > _PART_SHARE * told]
    apart = nodes[chosen].items - nodes[best].items
    if apart > _ITEMS_APART * nodes[chosen].items:
        return chosen
    enough = told >= _NAMED_SHARE * nodes[chosen].told
    return best if enough and len(parts) == 1 else chosen
