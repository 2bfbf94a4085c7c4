"""The lines of a page's posting: from its main node or from its structured description.

The two are compared as bags of words before either is parsed into lines, so that only the one
that is taken costs a BeautifulSoup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest
from typing import Final

from lxml import etree

from jdparse.ingest.html_blocks import read_html, read_steps
from jdparse.ingest.html_steps import tree_steps
from jdparse.ingest.lines import Line, make_line
from jdparse.ingest.main_content import MainContent
from jdparse.ingest.markup import has_text_breaks
from jdparse.ingest.plain_text import read_text
from jdparse.ingest.region_words import is_control

# Bytes of the main node's HTML that show whether its line breaks count.
_HEAD: Final = 20_000
# A description shorter than this is a summary beside the text, not the posting.
_LEAST_DESCRIPTION: Final = 200
# Shares of words: the description says the same; is part of what is shown; is but its summary.
_SAME: Final = 0.75
_PART: Final = 0.6
_SUMMARY: Final = 0.3
# Lines longer than this are shown once: pages hold a preview and the full text.
_LONG_LINE: Final = 40
# So many lines that came before in the same order are a copy of the posting or a preview.
_RUN: Final = 5
_WORD: Final = re.compile(r"[^\W_]+")
_BREAKS: Final = ("li", "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "div", "tr")
# Steps through the main node; the longest real page takes a hundredth.
_MOST_STEPS: Final = 300_000
_TAG: Final = re.compile(r"<[^<>]*>")
_BREAK: Final = re.compile(r"<(?:li|p|br|h[1-6]|div|tr)\b|\n\s*(?=[^<\s])", re.IGNORECASE)


def page_lines(main: MainContent, description: str) -> list[Line]:
    """The lines of the posting, and above them the rows of pay that it does not repeat."""
    says_more = bool(description) and _says_more(description, main.node)
    found = _read(description) if says_more else _shown(main.node)
    lines = _without_controls(_without_repeats(_without_runs(found or _read(description))))
    text = "\n".join(line.text for line in lines)
    above = (make_line(row) for row in main.pay_rows if row not in text)
    return [*(line for line in above if line is not None), *lines]


def _shown(node: etree._Element) -> list[Line]:
    html = etree.tostring(node, encoding="utf-8", method="html", with_tail=False)
    steps = islice(tree_steps(node), _MOST_STEPS)
    return read_steps(steps, has_text_breaks(html[:_HEAD].decode(errors="ignore")))


def _read(description: str) -> list[Line]:
    return read_html(description) if "<" in description else read_text(description)


def _says_more(description: str, node: etree._Element) -> bool:
    """Whether the description holds more of the posting than what is shown."""
    in_stated = _words(_TAG.sub(" ", description))
    if sum(len(word) * count for word, count in in_stated.items()) < _LEAST_DESCRIPTION:
        return False
    in_shown = _words(" ".join(node.itertext()))
    common = (in_shown & in_stated).total()
    if common >= _SAME * in_shown.total():
        is_flat = 2 * len(_BREAK.findall(description)) < sum(1 for _ in node.iter(*_BREAKS))
        return not (is_flat and common >= _SAME * in_stated.total())
    # The page shows more. That is the posting, of which the description is a part or a summary,
    # unless it lacks the description: then it is something else.
    summary = in_stated.total() < _SUMMARY * in_shown.total()
    return not (summary or common >= _PART * in_stated.total())


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def _without_runs(lines: Sequence[Line]) -> list[Line]:
    """The lines, without runs of some that came before in the same order: a preview, a copy."""
    first: dict[tuple[str, ...], int] = {}
    texts = [line.text for line in lines]
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        run = tuple(texts[at : at + _RUN])
        before = first.setdefault(run, at)
        if before == at or len(run) < _RUN or before + _RUN > at:
            kept.append(lines[at])
            at += 1
            continue
        end = at + _RUN
        while end < len(lines) and texts[end] == texts[before + end - at]:
            end += 1
        at = end
    return kept


def _without_controls(lines: Sequence[Line]) -> list[Line]:
    """The lines but for buttons and links; a heading of such words may head how to apply."""
    return [
        line
        for line, after in zip_longest(lines, lines[1:])
        if not is_control(line.text)
        or (line.kind == "heading" and after is not None and after.kind != "heading")
    ]


def _without_repeats(lines: Iterable[Line]) -> list[Line]:
    seen: set[str] = set()
    kept: list[Line] = []
    for line in lines:
        if len(line.text) < _LONG_LINE or line.text not in seen:
            kept.append(line)
            seen.add(line.text)
    return kept
