"""Whether a string is HTML, and whether it is a whole page or a piece of one."""

from __future__ import annotations

import re
from typing import Final

# Tags that postings use; "<3 years" and "List<int>" are no markup.
_TAG: Final = re.compile(
    r"</?(?:a|b|blockquote|body|br|center|div|dl|dt|em|font|form|h[1-6]|head|header|html|i|img|li|link|main|meta|nav|"
    r"ol|p|pre|script|section|article|span|strong|style|table|tbody|td|th|title|tr|u|ul)"
    r"(?:\s[^<>]{0,2000})?/?>|<!doctype\b|<!--",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(
    r"<(?:!doctype|html|head|body|nav|footer|form|script|meta|link|button|input)\b", re.IGNORECASE
)
_LINK: Final = re.compile(r"<a\b", re.IGNORECASE)
# A description links a few places; a piece of a page with more is a list.
_MOST_LINKS: Final = 15
_BLOCK: Final = re.compile(r"<(?:p|div|li|ul|ol|h[1-6]|tr|br|section|table)\b", re.IGNORECASE)
# A line break between two words, not one between tags.
_TEXT_BREAK: Final = re.compile(r"[^>\s][ \t]*(?:\r?\n[ \t]*)+[^<\s]")
_HEAD: Final = 20_000


def is_markup(text: str) -> bool:
    """Whether a string is HTML.

    >>> is_markup("<p>Train models</p>"), is_markup("<3 years of List<int>")
    (True, False)
    """
    if "<" not in text:
        return False
    return _TAG.search(text[:_HEAD]) is not None


def is_page(html: str) -> bool:
    """Whether HTML may hold more than the posting: navigation, forms, scripts."""
    return _PAGE.search(html) is not None or len(_LINK.findall(html)) > _MOST_LINKS


def has_text_breaks(html: str) -> bool:
    """Whether line breaks in the source are those of the text: a text with a few tags in it."""
    breaks = len(_TEXT_BREAK.findall(html[:_HEAD]))
    return breaks > len(_BLOCK.findall(html[:_HEAD]))
