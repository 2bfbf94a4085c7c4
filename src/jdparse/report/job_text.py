"""A posting's own words for others' fields: its text as HTML, the sentences that state a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

from jdparse.posting import Posting, SectionKind
from jdparse.report.wording import quoted

_ITEM: Final = "- "
# Where a sentence ends; "U.S. Government", "J. Smith" and "Rs. 500" go on.
_SENTENCE_END: Final = r"(?<!\b[A-Z])(?<!\bRs)[.!?](?=\s+[^a-z\s])"
SENTENCE: Final = re.compile(_SENTENCE_END)
# "Medical; 401(k); stock options": each is said by itself.
PART: Final = re.compile(rf"{_SENTENCE_END}|;(?=\s)")
# A line that has no sentences is quoted no further than this.
_LONGEST: Final = 300


def text_html(posting: Posting) -> str:
    """The whole text as HTML: paragraphs, lists, and headings as bold paragraphs.

    Google's guide names paragraphs and lists alone as tags that it shows. All of the text is
    escaped; signs of quotation need not be, outside of attributes.
    """
    headings = set(_heading_starts(posting))
    lines: list[tuple[bool, str]] = []
    start = 0
    for line in posting.text.split("\n"):
        shown = escape(line.removeprefix(_ITEM), quote=False)
        is_item = line.startswith(_ITEM)
        lines.append((is_item, f"<strong>{shown}</strong>" if start in headings else shown))
        start += len(line) + 1
    return "\n".join(
        _list(texts) if is_item else _paragraphs(texts)
        for is_item, group in groupby(lines, key=lambda line: line[0])
        if (texts := [text for _, text in group if text])
    )


def _list(texts: list[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{text}</li>" for text in texts) + "\n</ul>"


def _paragraphs(texts: list[str]) -> str:
    return "\n".join(f"<p>{text}</p>" for text in texts)


def _heading_starts(posting: Posting) -> Iterator[int]:
    """Where a line begins that is a section's heading and nothing else."""
    for section in posting.sections:
        line = posting.text[section.start :].partition("\n")[0]
        if section.heading is not None and line.rstrip(" :") == section.heading.rstrip(" :"):
            yield section.start


def section_text(posting: Posting, kind: SectionKind) -> str:
    """The lines of all sections of a kind, without their headings and bullets."""
    lines: list[str] = []
    for section in posting.sections:
        if section.kind == kind:
            text = posting.text[section.start : section.end]
            body = text.removeprefix(section.heading or "").lstrip(" :\n")
            lines += [quoted(line) for line in body.split("\n") if line]
    return "\n".join(lines)


def said(posting: Posting, spans: Iterable[tuple[int, int]], end: re.Pattern[str]) -> str:
    """What holds some spans of the text, up to such ends: a line each, in the order of the text."""
    found = (_around(posting.text, first, last, end) for first, last in sorted(spans))
    return "\n".join(dict.fromkeys(found))


def _around(text: str, start: int, stop: int, end: re.Pattern[str]) -> str:
    """The sentence or part around a span; the span itself where that is too long to be one."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", stop)
    line = text[first : len(text) if last < 0 else last]
    ends = [0, *(match.end() for match in end.finditer(line)), len(line)]
    begin = max(place for place in ends if place <= start - first)
    close = min(place for place in ends if place >= stop - first)
    found = quoted(line[begin:close].strip().rstrip(";"))
    return found if len(found) <= _LONGEST else text[start:stop]
