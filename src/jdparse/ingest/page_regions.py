"""Which regions of a page are no part of a posting: by tag, by name, by heading, by measure.

A heading names its region whatever the page calls its classes: the smallest node around it that
begins with it and holds more, or, where the heading stands between its neighbours, what follows it
up to the next heading of its rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

from lxml import etree

from jdparse.ingest.html_steps import is_hidden
from jdparse.ingest.lines import tidy
from jdparse.ingest.page_nodes import HEADINGS, Node, add, length
from jdparse.ingest.region_words import LONGEST_HEADING, heading_kind, is_named

# A region set aside holds less than this share of the page's prose: layouts wrap whole pages in
# <form>, or name their body after its cookie banner.
_MOST_OF_PAGE: Final = 0.8
# One set aside by its heading alone holds less still, as a heading may head the page.
_MOST_HEADED: Final = 0.6
# A form asks something every so many characters; a posting with a form around it tells more.
_PROSE_PER_CONTROL: Final = 80
_LEAST_CONTROLS: Final = 3
_ASIDE_ROLES: Final = frozenset(
    {"navigation", "dialog", "search", "contentinfo", "alert", "banner"}
)
_ASIDE_TAGS: Final = frozenset({"nav", "footer", "aside", "dialog"})
# Text in links above this share makes a region of more than a few links navigation.
_LINK_SHARE: Final = 0.5
_MANY_LINKS: Final = 3
_LEAST_POSTING: Final = 150
_HEADED: Final = HEADINGS | {"b", "strong", "dt", "th"}
# A tab or a fold of the posting is hidden as long as nobody opens it: it holds this share of the
# page's headings of sections, or of what it tells where it has none, or stands right below such a
# heading, or leaves next to nothing without it.
_HIDDEN_SHARE: Final = 0.5


def is_posting(node: Node, whole: bool = True) -> bool:
    """Whether a node is named, or headed, as the posting, and holds enough to be it."""
    if node.prose < _LEAST_POSTING:
        return False
    headed = whole and node.headed == "posting"
    return headed or (bool(node.names) and is_named(node.names, "posting", whole))


def set_aside(nodes: Sequence[Node]) -> None:
    """Marks the nodes that are no part of a posting, the inner ones first.

    What is set aside no longer counts for the nodes around it, so that a form or a list of links
    does not take the posting beside it along.
    """
    page = nodes[0]
    folds = _head_regions(nodes)
    whole = page.told, page.sections
    for node in reversed(nodes[1:]):
        if _is_unseen(node, *whole, folds) or _is_aside(node, page):
            node.aside = True
            at = node.parent
            while at >= 0:
                add(nodes[at], node, -1)
                at = nodes[at].parent
        elif node.holds_posting or is_posting(node, whole=False):
            nodes[node.parent].holds_posting = True
    for node in nodes[1:]:
        node.aside = node.aside or nodes[node.parent].aside


def _is_unseen(node: Node, told: int, sections: int, folds: Set[etree._Element]) -> bool:
    """Whether a node is hidden and no tab or fold of the posting, on a page that tells so much."""
    element = node.element
    is_closed = element.tag == "dialog" and element.get("open") is None
    if not is_closed and not is_hidden(element.get("hidden"), element.get("style")):
        return False
    held, of = (node.sections, sections) if sections else (node.told, told)
    holds = held >= _HIDDEN_SHARE * of or told - node.told < _LEAST_POSTING
    is_panel = element.get("role") == "tabpanel" or element in folds
    return not node.told or not (holds or is_panel)


def _is_aside(node: Node, page: Node) -> bool:
    element = node.element
    if node.prose > _MOST_OF_PAGE * page.size:
        return False
    by_tag = element.tag in _ASIDE_TAGS or element.get("role") in _ASIDE_ROLES
    return by_tag or _by_heading(node, page) or _by_measure(node, page) or _by_name(node)


def _by_heading(node: Node, page: Node) -> bool:
    beside = node.headed == "aside" and node.prose < _MOST_HEADED * page.size
    return beside or node.headed == "company"


def _by_measure(node: Node, page: Node) -> bool:
    """Mostly links; mostly controls; or a form that neither holds the posting nor tells much."""
    if node.links > _MANY_LINKS and node.linked > _LINK_SHARE * node.prose:
        return True
    if node.controls < _LEAST_CONTROLS:
        return False
    if node.prose < _PROSE_PER_CONTROL * node.controls:
        return True
    is_form = node.element.tag == "form" and not node.holds_posting
    return is_form and node.told < _MOST_HEADED * page.told


def _by_name(node: Node) -> bool:
    return bool(node.names) and not node.holds_posting and is_named(node.names, "aside")


def _head_regions(nodes: Sequence[Node]) -> set[etree._Element]:
    """Writes to the nodes of a region which kind its heading announces.

    Returned are the nodes right below the heading of a section: what unfolds at a click on it.
    """
    index = {node.element: at for at, node in enumerate(nodes)}
    folds: set[etree._Element] = set()
    posting_seen = False
    for at, node in enumerate(nodes):
        if node.element.tag not in _HEADED or not 0 < node.prose <= LONGEST_HEADING:
            continue
        kind = heading_kind(tidy("".join(node.element.itertext())))
        if kind == "section":
            _count_section(nodes, at)
            folds.update(_next_to(nodes, at))
        if node.element.tag not in HEADINGS:
            continue
        posting_seen = posting_seen or kind == "posting"
        # Before the posting, "About the company" is its introduction.
        if kind in {"", "section"} or (kind == "company" and not posting_seen):
            continue
        region = _region_begun(nodes, index, at)
        if kind == "company" and region is not None:
            region = _widest_begun(nodes, index, region)
        if region is not None:
            nodes[region].headed = kind
        elif kind == "aside":
            for follower in _followers(nodes, index, at):
                nodes[follower].headed = kind
    return folds


def _next_to(nodes: Sequence[Node], at: int) -> Iterator[etree._Element]:
    """The element after a heading, or after what holds nothing but the heading."""
    while nodes[at].parent > 0 and nodes[nodes[at].parent].prose == nodes[at].prose:
        at = nodes[at].parent
    if (after := next(nodes[at].element.itersiblings(etree.Element), None)) is not None:
        yield after


def _count_section(nodes: Sequence[Node], at: int) -> None:
    while at >= 0:
        nodes[at].sections += 1
        at = nodes[at].parent


def _region_begun(
    nodes: Sequence[Node], index: Mapping[etree._Element, int], at: int
) -> int | None:
    """The smallest node that begins with the heading and holds more; None where none does."""
    while nodes[at].parent > 0 and _is_first(nodes, index, at):
        parent = nodes[at].parent
        if nodes[parent].prose > nodes[at].prose:
            return parent
        at = parent
    return None


def _widest_begun(nodes: Sequence[Node], index: Mapping[etree._Element, int], at: int) -> int:
    """The widest node that begins with a region."""
    while nodes[at].parent > 0 and _is_first(nodes, index, at):
        at = nodes[at].parent
    return at


def _is_first(nodes: Sequence[Node], index: Mapping[etree._Element, int], at: int) -> bool:
    """Whether no text of its parent stands before a node."""
    if length(nodes[nodes[at].parent].element.text):
        return False
    for sibling in nodes[at].element.itersiblings(etree.Element, preceding=True):
        before = index.get(sibling)
        if length(sibling.tail) or (before is not None and nodes[before].prose):
            return False
    return True


def _followers(
    nodes: Sequence[Node], index: Mapping[etree._Element, int], at: int
) -> Iterator[int]:
    """The heading and what follows it up to the next heading of its rank or above."""
    ranks = sorted(HEADINGS)[: int(nodes[at].element.tag[1])]
    yield at
    for sibling in nodes[at].element.itersiblings(etree.Element):
        if next(sibling.iter(*ranks), None) is not None:
            return
        if sibling in index:
            yield index[sibling]
