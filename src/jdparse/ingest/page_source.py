"""A page's source before it is parsed: what shows nothing taken out, its data set apart.

Scripts, styles, drawings and comments are four fifths of a saved page. Taken out as text, they cost
neither nodes of the tree nor memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Bytes of a page that are parsed, scripts and pictures left out; real ones hold a tenth.
MAX_PAGE: Final = 5_000_000
_START: Final = re.compile(r"<(?:(script|style|svg|noscript|template)\b|!--)", re.IGNORECASE)
_ENDS: Final = {
    kind: re.compile(rf"</{kind}\s*>" if kind else "-->", re.IGNORECASE)
    for kind in ("script", "style", "svg", "noscript", "template", "")
}
_JSON_TYPE: Final = re.compile(r"type\s*=\s*[\"']?application/(?:ld\+)?json", re.IGNORECASE)
# A picture written into an attribute
_DATA_URI: Final = re.compile(rb"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%\s]{200,}+")

# Bytes of a tag that are parsed: some thousand attributes.
_LONGEST_TAG: Final = 8_000
# A quote opens a value only after "=", as browsers have it.
_TAG: Final = re.compile(
    rb"""<([a-zA-Z][a-zA-Z0-9]{0,20}+)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*"""
)
_NESTING: Final = re.compile(
    rb"</?(?!(?:p|li|br|title|head|body|html)\b)([a-zA-Z][a-zA-Z0-9:-]{0,40})[^<>]*+>?"
)
_BLOCKS: Final = frozenset(
    {
        b"address", b"article", b"aside", b"blockquote", b"dd", b"div", b"dl", b"dt", b"footer",
        b"form", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"header", b"main", b"nav", b"ol",
        b"section", b"table", b"td", b"tr", b"ul",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageSource:
    """The HTML that shows something, in UTF-8, and the texts of the scripts that hold JSON.

    `length` counts the characters of the whole source; `is_cut` says that `html` is not all of it.
    """

    html: bytes
    data: tuple[str, ...]
    length: int
    is_cut: bool


def read_source(html: str) -> PageSource:
    """The source of a page, split.

    >>> read_source("<p>A</p><script>x()</script><!-- B --><p>C</p>").html
    b'<p>A</p><p>C</p>'
    """
    kept: list[bytes] = []
    data: list[str] = []
    unclosed: set[str] = set()
    at = 0
    for start in _START.finditer(html):
        kind = (start[1] or "").lower()
        if start.start() < at or kind in unclosed:
            continue
        end = _ENDS[kind].search(html, start.end())
        if end is None:
            unclosed.add(kind)  # looked for once, or a page of open tags would cost its square
            continue
        kept.append(_encode(html[at : start.start()]))
        if kind == "script" and _is_json(html, start.end()):
            data.append(html[html.find(">", start.end()) + 1 : end.start()])
        at = end.end()
    kept.append(_encode(html[at:]))
    shown = b"".join(kept)
    if b";base64," in shown:
        shown = _DATA_URI.sub(b"", shown)
    shown = _without_long_tags(shown)
    return PageSource(shown[:MAX_PAGE], tuple(data), len(html), len(shown) > MAX_PAGE)


def flatten(html: bytes) -> bytes:
    """The source without the tags that nest: text in lines, for what is too deep to parse.

    >>> flatten(b"<div><p>A</p><div><p>B</p></div></div>")
    b'<br><p>A</p><br><p>B</p><br><br>'
    """
    return _NESTING.sub(lambda tag: b"<br>" if tag[1].lower() in _BLOCKS else b" ", html)


def _without_long_tags(html: bytes) -> bytes:
    """Takes the attributes of tags with thousands of them: the parser's time grows as their square.

    Every tag is passed over once, also one that never ends, so that the time is linear.
    """
    if len(html) < _LONGEST_TAG:
        return html
    kept: list[bytes] = []
    at = 0
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() > _LONGEST_TAG:
            kept += [html[at : tag.start()], b"<", tag[1]]
            at = tag.end()
    return b"".join([*kept, html[at:]]) if kept else html


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="ignore")


def _is_json(html: str, at: int) -> bool:
    end = html.find(">", at, at + 1000)
    return end > 0 and _JSON_TYPE.search(html, at, end) is not None
