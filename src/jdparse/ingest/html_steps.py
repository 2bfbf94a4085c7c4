"""A walk through a tree of HTML, the same for BeautifulSoup's and lxml's: enter, text, leave.

Both keep a stack of their own: hostile pages nest deeper than Python recurses. What is never text
is not entered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from bs4.element import CData, NavigableString, PageElement, Tag
from lxml import etree

SKIPPED: Final = frozenset(
    {
        "audio", "base", "button", "canvas", "dialog", "embed", "head", "iframe", "input",
        "link", "map", "meta", "noscript", "object", "option", "script", "select", "style",
        "svg", "template", "textarea", "title", "video",
    }
)  # fmt: skip
_BOLD: Final = frozenset({"b", "strong"})
_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE: Final = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_LONGEST_STYLE: Final = 500
_MAX_DEPTH: Final = 2000


class Step(NamedTuple):
    """One step: `value` is the name of the tag, or the text; `bold` whether the tag makes bold."""

    kind: Literal["enter", "text", "leave"]
    value: str
    bold: bool = False


def is_hidden(hidden: str | None, style: str | None) -> bool:
    """Whether an element with these attributes is not shown.

    >>> is_hidden("", None), is_hidden(None, "color: red; display:none")
    (True, True)
    >>> is_hidden(None, None), is_hidden(None, "backface-visibility: hidden")
    (False, False)
    """
    if hidden is not None:
        return True
    return style is not None and _HIDDEN_STYLE.search(style, 0, _LONGEST_STYLE) is not None


def soup_steps(root: Tag, with_hidden: bool = True) -> Iterator[Step]:
    """The steps through what a BeautifulSoup tag holds, or through what is shown of it.

    >>> from bs4 import BeautifulSoup
    >>> [step.value for step in soup_steps(BeautifulSoup("<b>A</b>C", "html.parser"))]
    ['b', 'A', 'b', 'C']
    """
    stack: list[tuple[Step, list[PageElement]]] = [(Step("leave", ""), root.contents[::-1])]
    while stack:
        leave, children = stack[-1]
        if not children:
            stack.pop()
            if stack:
                yield leave
            continue
        node = children.pop()
        if isinstance(node, Tag):
            style, hidden = (_attribute(node, name) for name in ("style", "hidden"))
            entered = with_hidden or not is_hidden(hidden, style)
            if node.name not in SKIPPED and len(stack) < _MAX_DEPTH and entered:
                bold = _is_bold(node.name, style)
                yield Step("enter", node.name, bold)
                stack.append((Step("leave", node.name, bold), node.contents[::-1]))
        elif type(node) is NavigableString or isinstance(node, CData):
            yield Step("text", str(node))


def _attribute(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return value if isinstance(value, str) else None


def tree_steps(root: etree._Element) -> Iterator[Step]:
    """The steps through an lxml node, itself included, the text after it not."""
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if skipped is None and tag in SKIPPED and element is not root:
            skipped = element
        if skipped is None:
            bold = _is_bold(tag, element.get("style"))
            yield Step("enter" if event == "start" else "leave", tag, bold)
            if event == "start" and element.text:
                yield Step("text", element.text)
        if event == "end":
            if skipped is element:
                skipped = None
            if skipped is None and element is not root and element.tail:
                yield Step("text", element.tail)


def _is_bold(name: str, style: str | None) -> bool:
    if name in _BOLD:
        return True
    return style is not None and _BOLD_STYLE.search(style, 0, _LONGEST_STYLE) is not None
