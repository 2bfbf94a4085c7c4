"""A posting as lines: what one line is, its bullet, and how lines become the text of a document."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from jdparse.document import Block, BlockKind

# Signs that stand for a list item wherever they begin a line, even with no space after them:
# bullets, Wingdings as Word exports them, arrows, ticks.
_SIGNS: Final = (
    "•‣⁃●○◦◉◌▪▫■□▸►▶▹▷➢➣➤➔➜→⇒✓✔✅☑✦✧✪❖◆◇❯⬤⚫∙⦁⦿·\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf02d\uf0a8\uf06e"
)
# Signs that do so only before a space: they have other uses.
_SPACED: Final = r"[-–—−*»>+~]{1,2}(?=\s)|[o§](?=\t|\s{2})"
_BULLETS: Final = re.compile(rf"(?:(?:[{_SIGNS}]\ufe0f?|{_SPACED}|[-–](?=[^\W\d_]))\s*+){{1,999}}")
# Everything that breaks a line for somebody; the last two are Unicode's own separators.
_LINE_BREAKS: Final = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
# Signs with no width and no meaning here: controls, soft hyphen, joiners, marks of direction.
_INVISIBLE: Final[dict[int, str | None]] = {
    code: None
    for span in (
        range(9), range(14, 32), range(127, 133), range(134, 160), (0xAD, 0xFEFF, 0xFFF9, 0xFFFA,
        0xFFFB), range(0x200B, 0x200C), range(0x200E, 0x2010), range(0x202A, 0x202F),
        range(0x2060, 0x2070), range(0xD800, 0xE000),
    )
    for code in span
}  # fmt: skip
# Letters that typesetting joined, as PDF files keep them: no word is found with them in it.
_LIGATURES: Final[dict[int, str | None]] = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip
_TIDIED: Final = _INVISIBLE | _LIGATURES
# Joiners shape letters of scripts that need them, and pictures; beside Latin signs and dashes they
# are as invisible as the rest.
_LATIN: Final = r"\0-\u024f\u2000-\u206f"
_IDLE_JOINER: Final = re.compile(rf"(?<![^{_LATIN}])[\u200c\u200d]+|[\u200c\u200d]+(?![^{_LATIN}])")
_UNTIDY: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\ufeff\ufff9-\ufffb\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufb00-\ufb06]"
)
# "&rsquo;" and "&#8217;"; "&amp;amp;" where a text was escaped twice or three times on its way
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MOST_ESCAPES: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a posting, tidy and not empty, without its bullet where it is an item."""

    text: str
    kind: BlockKind = "paragraph"


def tidy(text: str) -> str:
    r"""One line's text: NFC, invisible signs and ligatures out, white space as single spaces.

    Entities that are left in it become their signs.

    >>> tidy("  Senior\u200b  Data\xa0Scientist "), tidy("R&amp;amp;D&nbsp;lead")
    ('Senior Data Scientist', 'R&D lead')
    """
    return _spaced(_legible(text))


def _legible(text: str) -> str:
    """The text with the signs of its entities, without invisible ones and ligatures."""
    text = unescape(text)
    if _UNTIDY.search(text):
        text = text.translate(_TIDIED)
    return text if text.isascii() else _IDLE_JOINER.sub("", text)


def _spaced(text: str) -> str:
    text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unescape(text: str) -> str:
    """The text with the signs that entities stand for; "&copy=" in an address is none.

    >>> unescape("R&amp;amp;D &ndash; &copy=1")
    'R&D – &copy=1'
    """
    for _ in range(_MOST_ESCAPES):
        if "&" not in text or _ENTITY.search(text) is None:
            break
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def split_lines(text: str) -> list[str]:
    r"""The lines of a text, whatever breaks them.

    >>> split_lines("one\r\ntwo\x0bthree")
    ['one', 'two', 'three']
    """
    for sign in _LINE_BREAKS:
        text = text.replace(sign, "\n")
    return text.split("\n")


def make_line(text: str, kind: BlockKind = "paragraph") -> Line | None:
    """The line a text is, an item where it begins with a bullet; None where nothing is left.

    Entities that are left in it were escaped twice over.

    >>> make_line("• Train models")
    Line(text='Train models', kind='item')
    >>> make_line("-5 °C to 30 °C")
    Line(text='-5 °C to 30 °C', kind='paragraph')
    """
    text = _legible(text).lstrip()
    bullets = _BULLETS.match(text)
    text = _spaced(text[bullets.end() :] if bullets else text)
    if not any(map(str.isalnum, text)):
        return None
    return Line(text, "item" if bullets and kind == "paragraph" else kind)


def set_lines(lines: Iterable[Line]) -> tuple[str, tuple[Block, ...]]:
    r"""The text of a document and its blocks, one a line; items begin with "- ".

    >>> set_lines([Line("Duties", "heading"), Line("Train models", "item")])[0]
    'Duties\n- Train models'
    """
    texts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for line in lines:
        text = f"- {line.text}" if line.kind == "item" else line.text
        texts.append(text)
        blocks.append(Block(at, at + len(text), line.kind))
        at += len(text) + 1
    return "\n".join(texts), tuple(blocks)
