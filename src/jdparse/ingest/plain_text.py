"""Plain text and Markdown to lines: lines stay as they are but for those wrapped at a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from jdparse.ingest.lines import Line, make_line, split_lines, unescape
from jdparse.ingest.wrapped import join_items, unwrap

# A bullet inside a line, where the line breaks before the bullets were lost.
_INNER_BULLETS: Final = "•●▪■➢➤✔✓◦\uf0b7\uf0a7"
_INNER_BULLET: Final = re.compile(f"[{_INNER_BULLETS}]")
# Short pieces between bullets are a line of tags ("Austin • Full time"), long ones a list.
_MEAN_ITEM: Final = 20
_LITERAL_BREAK: Final = re.compile(r"\\r\\n|\\n(?![a-z]{2})|\\n(?=[a-z]+\b)")
_MARKDOWN_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_MARKDOWN_BOLD: Final = re.compile(r"(\*\*\*?|___?)(?=\S)([^\n]{0,2000}?\S)\1")
# "*** NO AGENCIES ***"
_STARRED: Final = re.compile(r"\s*[*_]{3,}(?=[^*_])(.{0,300}?)(?<=[^*_])[*_]{3,}\s*")
# Marks of emphasis that close nothing
_STARS: Final = re.compile(r"^(?:\s*+[*_]{2,}+){1,999}|(?<![*_\s])(?:\s*+[*_]{2,}+){1,999}\s*$")
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
_EMPHASIZED: Final = re.compile(
    r"\*(?=[^\s_])([^*\n]+)(?<=[^\s_])\*(?:\s*:)?|_(?=\S)([^_*\n]+)(?<=\S)_(?:\s*:)?"
    r"|\*(?=[^\s_])([^*\n]{1,80}:)"
)
_EMPHASIS: Final = re.compile(r"(?<!\S)\*(?=[^\s_])([^*\n]+)(?<=[^\s_])\*(?=[\s.,:;!?]|$)")
# "*Train models" is an item where several lines begin so; one is a footnote.
_LEAST_STARRED: Final = 3
# A line with more is code, or a test of patience.
_MOST_MARKS: Final = 40
# Bullets of Word whose sign came out as the letter at its place in another typeface
_LETTERED: Final = re.compile(r"[ \t\xa0]*([o§üØ])[ \t\xa0]+(?=\S)")
_LETTERED_LINE: Final = re.compile("\n" + _LETTERED.pattern)
_PAGE: Final = ("page", "Page", "PAGE")
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
        del lines  # as long as the text, and no longer wanted
        return _read_lines(_LITERAL_BREAK.sub("\n", text))
    return lines


def _read_lines(text: str) -> list[Line]:
    text = _without_marks(unescape(text))
    raw = split_lines(text)
    if any(word in text for word in _PAGE):
        raw = [line for line in raw if not _PAGE_NUMBER.fullmatch(line)]
    if _LETTERED_LINE.search("\n" + text):
        raw = _mark_bullets(raw)
    pieces: Iterable[str] = unwrap(raw)
    if any(sign in text for sign in _INNER_BULLETS):
        pieces = _split_inner_bullets(pieces)
    said = (piece for piece in pieces if piece and not piece.isspace())
    lines = [line for piece in said if (line := _read_line(piece)) is not None]
    are_items = sum(map(_is_starred, lines)) >= _LEAST_STARRED
    lines = _without_emphasis(lines)
    joined = join_items(list(map(_star_to_item, lines)) if are_items else lines)
    return _without_emphasis(joined) if len(joined) < len(lines) else joined


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
    if "**" not in raw and "__" not in raw and "#" not in raw:
        return make_line(raw)
    if starred := _STARRED.fullmatch(raw):
        return make_line(starred[1])
    if _MARKDOWN_HEADING.match(raw):
        return make_line(_without_bold(_MARKDOWN_HEADING.sub("", raw).rstrip(" #")), "heading")
    is_bold = _BOLD_LINE.fullmatch(raw) is not None
    return make_line(_without_bold(raw), "heading" if is_bold else "paragraph")


def _without_emphasis(lines: list[Line]) -> list[Line]:
    return [mended for line in lines if (mended := _mend_emphasis(line)) is not None]


def _mend_emphasis(line: Line) -> Line | None:
    """The line without marks of emphasis, a heading where all of it is marked and ends in ":"."""
    text = line.text
    if not 0 < text.count("*") + text.count("_") <= _MOST_MARKS:
        return line
    while (inner := _EMPHASIS.sub(r"\1", text)) != text and not _EMPHASIZED.fullmatch(text):
        text = inner
    whole = _EMPHASIZED.fullmatch(text)
    if whole is None:
        return line if text is line.text else make_line(_STARS.sub("", text), line.kind)
    is_heading = line.kind == "paragraph" and text.rstrip(" *_").endswith(":")
    return make_line(next(filter(None, whole.groups())), "heading" if is_heading else line.kind)


def _without_bold(text: str) -> str:
    return _STARS.sub("", _MARKDOWN_BOLD.sub(r"\2", text))


def _is_starred(line: Line) -> bool:
    return line.text[:1] == "*" and line.text[1:2].isalpha()


def _star_to_item(line: Line) -> Line:
    return replace(line, text=line.text.lstrip("*"), kind="item") if _is_starred(line) else line
