"""Plain text and Markdown to lines: lines stay as they are but for those wrapped at a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from jdparse.ingest.lines import LINE_BREAK, Line, make_line
from jdparse.ingest.wrapped import unwrap

# A bullet inside a line, where the line breaks before the bullets were lost.
_INNER_BULLET: Final = re.compile("[•●▪■➢➤✔✓◦\uf0b7\uf0a7]")
# Short pieces between bullets are a line of tags ("Austin • Full time"), long ones a list.
_MEAN_ITEM: Final = 20
_LITERAL_BREAK: Final = re.compile(r"\\r\\n|\\n(?![a-z]{2})|\\n(?=[a-z]+\b)")
_MARKDOWN_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_MARKDOWN_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)([^\n]{0,2000}?\S)\1")
# "*** NO AGENCIES ***"
_STARRED: Final = re.compile(r"\s*[*_]{3,}(?=[^*_])(.{0,300}?)(?<=[^*_])[*_]{3,}\s*")
# Marks of emphasis that close nothing
_STARS: Final = re.compile(r"^\s*[*_]{2,}|[*_]{2,}\s*$")
_BOLD_LINE: Final = re.compile(r"\s*(\*\*|__)([^*_\n]{1,120})\1\s*:?\s*")
_MARKDOWN_ESCAPE: Final = re.compile(r"\\([-+*_.&#()\[\]!~|>])")
_RULE: Final = re.compile(r"\s*(?:[-=_*~#]\s*){3,}")


def read_text(text: str) -> list[Line]:
    r"""The lines of a plain text or Markdown posting.

    >>> [line.kind for line in read_text("Data scientist\n\n**Duties**\n* Train models\n")]
    ['paragraph', 'heading', 'item']
    """
    lines = _read_lines(text)
    # beside the lines that hold something: those alone are there when the result is read again
    if "\\n" in text and len(_LITERAL_BREAK.findall(text)) >= len(lines):
        return _read_lines(_LITERAL_BREAK.sub("\n", text))
    return lines


def _read_lines(text: str) -> list[Line]:
    if _MARKDOWN_ESCAPE.search(text):
        text = _MARKDOWN_ESCAPE.sub(r"\1", text)
    raw: Iterable[str] = unwrap(LINE_BREAK.split(text))
    if _INNER_BULLET.search(text):
        raw = _split_inner_bullets(raw)
    return _mend_starred([line for piece in raw if (line := _read_line(piece)) is not None])


def _split_inner_bullets(raw: Iterable[str]) -> Iterator[str]:
    for line in raw:
        if _INNER_BULLET.search(line) is None:
            yield line
            continue
        pieces = [piece for piece in _INNER_BULLET.split(line) if piece.strip()]
        if len(pieces) < 3 or len(line) < _MEAN_ITEM * len(pieces):
            yield line
            continue
        starts_with_bullet = _INNER_BULLET.match(line.lstrip()) is not None
        yield f"• {pieces[0]}" if starts_with_bullet else pieces[0]
        yield from (f"• {piece}" for piece in pieces[1:])


def _read_line(raw: str) -> Line | None:
    if _RULE.fullmatch(raw):
        return None
    if "**" not in raw and "__" not in raw and "#" not in raw:
        return make_line(raw)
    if starred := _STARRED.fullmatch(raw):
        return make_line(starred[1])
    if _MARKDOWN_HEADING.match(raw):
        return make_line(_without_bold(_MARKDOWN_HEADING.sub("", raw).rstrip(" #")), "heading")
    if _BOLD_LINE.fullmatch(raw):
        return make_line(_without_bold(raw), "heading")
    return make_line(_without_bold(raw))


def _without_bold(text: str) -> str:
    return _STARS.sub("", _MARKDOWN_BOLD.sub(r"\2", text))


def _mend_starred(found: list[Line]) -> list[Line]:
    """Reads "*Train models" as an item where several lines begin so; one is a footnote."""
    starred = [line for line in found if line.text[:1] == "*" and line.text[1:2].isalpha()]
    if len(starred) < 3:
        return found
    return [
        replace(line, text=line.text.lstrip("*"), kind="item") if line in starred else line
        for line in found
    ]
