"""A page's source before it is parsed: what shows nothing taken out, its data set apart.

Scripts, styles, drawings and comments are four fifths of a saved page. Taken out as text, they cost
neither nodes of the tree nor memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Characters of a page that are read; real ones hold a tenth.
MAX_PAGE: Final = 5_000_000
_START: Final = re.compile(r"<(?:(script|style|svg|noscript|template)\b|!--)", re.IGNORECASE)
_ENDS: Final = {
    kind: re.compile(rf"</{kind}\s*>" if kind else "-->", re.IGNORECASE)
    for kind in ("script", "style", "svg", "noscript", "template", "")
}
_JSON_TYPE: Final = re.compile(r"type\s*=\s*[\"']?application/(?:ld\+)?json", re.IGNORECASE)
# A picture written into an attribute
_DATA_URI: Final = re.compile(rb"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%\s]{200,}+")


@dataclass(frozen=True, slots=True)
class PageSource:
    """The HTML that shows something, in UTF-8, and the texts of the scripts that hold JSON.

    `length` counts the characters of the whole source.
    """

    html: bytes
    data: tuple[str, ...]
    length: int


def read_source(html: str) -> PageSource:
    """The source of a page, split.

    >>> read_source("<p>A</p><script>x()</script><!-- B --><p>C</p>").html
    b'<p>A</p><p>C</p>'
    """
    kept: list[bytes] = []
    data: list[str] = []
    unclosed: set[str] = set()
    at, length = 0, len(html)
    html = html[:MAX_PAGE]
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
    return PageSource(shown, tuple(data), length)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="ignore")


def _is_json(html: str, at: int) -> bool:
    end = html.find(">", at, at + 1000)
    return end > 0 and _JSON_TYPE.search(html, at, end) is not None
