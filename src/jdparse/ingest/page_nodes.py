"""The nodes of a page, measured once: text, links, form controls, items, and their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from jdparse.ingest.region_words import is_notice

# Nodes that are measured; real pages have a tenth.
_MOST_NODES: Final = 60_000
# An <a> around more is one that was never closed.
_LONGEST_LINK: Final = 400
NO_TEXT: Final = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "iframe", "head", "select", "option",
        "button", "textarea", "input", "video", "audio", "canvas", "object", "embed", "map",
        "datalist", "img", "link", "meta",
    }
)  # fmt: skip
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE: Final = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd",
        "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
        "time", "tt", "u", "var",
    }
)  # fmt: skip
# A paragraph of this many characters is a sentence, not a label or its value.
_SENTENCE: Final = 50
# A text longer than this is no notice, whatever it mentions.
_LONGEST_NOTICE: Final = 500
_CONTROLS: Final = frozenset({"input", "select", "textarea", "label"})
_NAME_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMED: Final = (
    "class", "id", "itemprop", "data-testid", "data-automation-id", "data-automation", "data-qa",
    "data-ui", "data-test",
)  # fmt: skip
_LONGEST_NAME: Final = 200


@dataclass(slots=True)
class Node:
    """What a node holds, in characters and counts, and what is found out about it.

    `size` is all its text, `prose` what is left of it once parts of it are set aside. `run` is the
    text of its own paragraph, inline tags included and links not; `told` what it holds of whole
    sentences and items, which a summary or a menu has next to none of. `names` are the words of
    its class, id and the like; `headed` the kind of region that its heading announces; `aside` is
    set where it is no part of a posting.
    """

    element: etree._Element
    parent: int
    size: int = 0
    prose: int = 0
    run: int = 0
    told: int = 0
    linked: int = 0
    links: int = 0
    controls: int = 0
    items: int = 0
    sections: int = 0
    holds_posting: bool = False
    names: str = ""
    headed: str = ""
    aside: bool = False


def measure(body: etree._Element, textless: list[etree._Element]) -> list[Node]:
    """Every node that can hold text, parents before children; the others go to `textless`."""
    nodes = [Node(body, -1)]
    above: list[tuple[etree._Element, int]] = [(body, 0)]  # -1: nothing below it is measured
    for element in body.iterdescendants(etree.Element):
        holder = element.getparent()
        while above[-1][0] is not holder:
            above.pop()
        parent = above[-1][1]
        if element.tag == "button" and holder.tag in HEADINGS:
            element.tag = "span"  # the heading of a fold
        above.append((element, len(nodes) if parent >= 0 and element.tag not in NO_TEXT else -1))
        if parent < 0:
            continue
        _count(element, nodes[parent])
        if element.tag in NO_TEXT:
            textless.append(element)
            continue
        if len(nodes) >= _MOST_NODES:
            break
        nodes.append(Node(element, parent, names=names_of(element)))
    for node in reversed(nodes):
        _sum_up(node, nodes)
        node.size = node.prose
    return nodes


def _count(element: etree._Element, parent: Node) -> None:
    """Counts what an element adds to its parent by itself: the text after it, a control."""
    if element.tail:
        size = length(element.tail)
        parent.prose += size
        if size and not _is_notice(element.tail, size):
            parent.run += size
    if element.tag in _CONTROLS and element.get("type") != "hidden":
        parent.controls += 1


def _sum_up(node: Node, nodes: list[Node]) -> None:
    text, tag = node.element.text, node.element.tag
    if text:
        size = length(text)
        node.prose += size
        if size and not _is_notice(text, size):
            node.run += size
    if tag == "a" and node.prose <= _LONGEST_LINK:
        node.linked += node.prose
        node.links += 1
        node.run = 0
    elif tag == "li":
        node.items = node.prose - node.linked
    if node.parent < 0:
        return
    if tag in _INLINE:
        nodes[node.parent].run += node.run
    elif node.run >= _SENTENCE or tag == "li":
        node.told += node.run
    add(nodes[node.parent], node, 1)


def _is_notice(text: str, size: int) -> bool:
    """Whether a text is of the site and not of the posting: on cookies, signing in, rights."""
    return _SENTENCE <= size <= _LONGEST_NOTICE and is_notice(text)


def add(to: Node, node: Node, sign: int) -> None:
    """Adds what a node holds to another's counts, or takes it from them (`sign` -1)."""
    to.prose += sign * node.prose
    to.told += sign * node.told
    to.linked += sign * node.linked
    to.links += sign * node.links
    to.controls += sign * node.controls
    to.items += sign * node.items
    to.sections += sign * node.sections


def length(text: str | None) -> int:
    """Characters of a text without the white space around it."""
    return len(text.strip()) if text else 0


def names_of(element: etree._Element) -> str:
    """The words of an element's names, each name between bars: "|job description|col md|"."""
    attributes = element.attrib
    return _name_words(*map(attributes.get, _NAMED)) if attributes else ""


@lru_cache(4096)
def _name_words(*named: str | None) -> str:
    written = " ".join(name[:_LONGEST_NAME] for name in named if name)
    names = (" ".join(_NAME_PARTS.findall(name)) for name in written.split())
    return f"|{'|'.join(names)}|".lower() if written else ""
