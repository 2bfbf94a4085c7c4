"""The lines of a page's posting: from its main node or from its structured description.

The two are compared as bags of words before either is parsed into lines, so that only the one
that is taken costs a BeautifulSoup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from lxml import etree

from jdparse.ingest.html_blocks import read_html
from jdparse.ingest.lines import Line, make_line
from jdparse.ingest.main_content import MainContent
from jdparse.ingest.plain_text import read_text

# Characters of HTML of the main node that are read; real ones have a tenth.
MAX_MAIN: Final = 500_000
# A description shorter than this is a summary beside the text, not the posting.
_LEAST_DESCRIPTION: Final = 200
# Shares of words: the description says the same; is part of what is shown; is but its summary.
_SAME: Final = 0.75
_PART: Final = 0.6
_SUMMARY: Final = 0.3
# Lines longer than this are shown once: pages hold a preview and the full text.
_LONG_LINE: Final = 40
_WORD: Final = re.compile(r"[^\W_]+")
_TAG: Final = re.compile(r"<[^<>]*>")
_BREAK: Final = re.compile(r"<(?:li|p|br|h[1-6]|div|tr)\b|\n\s*(?=[^<\s])", re.IGNORECASE)


def page_lines(main: MainContent, description: str) -> list[Line]:
    """The lines of the posting, and above them the rows of pay that it does not repeat."""
    _keep_only_bold(main.node)
    shown = etree.tostring(main.node, encoding="unicode", method="html", with_tail=False)
    shown = shown[:MAX_MAIN]
    found = _read(description) if _says_more(description, shown) else read_html(shown)
    lines = _without_repeats(found or _read(description))
    text = "\n".join(line.text for line in lines)
    above = (make_line(row) for row in main.pay_rows if row not in text)
    return [*(line for line in above if line is not None), *lines]


def _keep_only_bold(node: etree._Element) -> None:
    """Takes away the attributes, of which lines need one, and which may be megabytes."""
    for element in node.iter(etree.Element):
        if element.attrib:
            style = element.get("style")
            element.attrib.clear()
            if style is not None and "font-weight" in style:
                element.set("style", style[:500])


def _read(description: str) -> list[Line]:
    return read_html(description) if "<" in description else read_text(description)


def _says_more(description: str, shown: str) -> bool:
    """Whether the description holds more of the posting than what is shown."""
    in_stated, in_shown = _words(description), _words(shown)
    if sum(len(word) * count for word, count in in_stated.items()) < _LEAST_DESCRIPTION:
        return False
    common = (in_shown & in_stated).total()
    if common >= _SAME * in_shown.total():
        is_flat = 2 * len(_BREAK.findall(description)) < len(_BREAK.findall(shown))
        return not (is_flat and common >= _SAME * in_stated.total())
    # The page shows more. That is the posting, of which the description is a part or a summary,
    # unless it lacks the description: then it is something else.
    summary = in_stated.total() < _SUMMARY * in_shown.total()
    return not (summary or common >= _PART * in_stated.total())


def _words(html: str) -> Counter[str]:
    return Counter(_WORD.findall(_TAG.sub(" ", html).lower()))


def _without_repeats(lines: Iterable[Line]) -> list[Line]:
    seen: set[str] = set()
    kept: list[Line] = []
    for line in lines:
        if len(line.text) < _LONG_LINE or line.text not in seen:
            kept.append(line)
            seen.add(line.text)
    return kept
