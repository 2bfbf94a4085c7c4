"""Plain text and Markdown to lines: lines stay as they are but for those wrapped at a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from jdparse.ingest.lines import LINE_BREAK, Line, make_line, unescape
from jdparse.ingest.wrapped import join_items, unwrap

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
# [text](address), and a picture's, with a pair of brackets in the address at most
_MARKDOWN_LINK: Final = re.compile(
    r"!?\[([^\[\]\n]{1,300})\]"
    r"\((?:https?:|mailto:|tel:|www\.|[/#])[^\s()]{0,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?"
    r"(?:\s\"[^\"\n]{0,200}\")?\)"
)
_CODE: Final = re.compile(r"(?<![\w`])`{1,3}([^`\n]{1,300})`{1,3}(?![\w`])")
_FENCE: Final = re.compile(r"(?m)^[ \t]{0,8}```[\w+-]{0,20}[ \t]{0,8}$")
# A whole line of emphasis, as chats and Markdown mark it
_EMPHASIZED: Final = re.compile(r"\s*([*_])(?=[^\s*_])([^*_\n]{1,300})(?<=\S)\1(?:\s*:)?\s*")
_LONGEST_HEADING: Final = 40
# Bullets of Word whose sign came out as the letter at its place in another typeface
_LETTERED: Final = re.compile(r"^\s*([o§üØ])\s+(?=\S)")
_PAGE_NUMBER: Final = re.compile(
    r"\W{0,8}page\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W{0,8}", re.IGNORECASE
)
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
    text = _without_marks(unescape(text))
    raw = [line for line in LINE_BREAK.split(text) if not _PAGE_NUMBER.fullmatch(line)]
    pieces: Iterable[str] = unwrap(_mark_bullets(raw))
    if _INNER_BULLET.search(text):
        pieces = _split_inner_bullets(pieces)
    lines = [line for piece in pieces if (line := _read_line(piece)) is not None]
    return join_items(_mend_starred(lines))


def _without_marks(text: str) -> str:
    """The text without Markdown's escapes, the addresses of its links and its marks of code."""
    if _MARKDOWN_ESCAPE.search(text):
        text = _MARKDOWN_ESCAPE.sub(r"\1", text)
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r"\1", text)
    return _CODE.sub(r"\1", _FENCE.sub("", text)) if "`" in text else text


def _mark_bullets(raw: list[str]) -> list[str]:
    """Reads "o Train models" as an item where the line before or after begins so too.

    Lines between that go on in small letters count as part of the one before.
    """
    lettered = [
        (at, match[1] if (match := _LETTERED.match(line)) else "")
        for at, line in enumerate(raw)
        if _LETTERED.match(line) or not _goes_on(line)
    ]
    bullets = {
        at
        for (first, sign), (second, other) in pairwise(lettered)
        if sign and sign == other
        for at in (first, second)
    }
    return [
        _LETTERED.sub("• ", line, count=1) if at in bullets else line for at, line in enumerate(raw)
    ]


def _goes_on(line: str) -> bool:
    return line.lstrip()[:1].islower() or not any(map(str.isalnum, line))


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
    if emphasized := _EMPHASIZED.fullmatch(raw):
        return make_line(emphasized[2], "heading" if _is_heading(emphasized[2]) else "paragraph")
    if "**" not in raw and "__" not in raw and "#" not in raw:
        return make_line(raw)
    if starred := _STARRED.fullmatch(raw):
        return make_line(starred[1])
    if _MARKDOWN_HEADING.match(raw):
        return make_line(_without_bold(_MARKDOWN_HEADING.sub("", raw).rstrip(" #")), "heading")
    is_bold = _BOLD_LINE.fullmatch(raw) is not None
    return make_line(_without_bold(raw), "heading" if is_bold else "paragraph")


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not text.endswith((".", "!", "?", ",", ";"))


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
