"""Lines that were broken at a width, as e-mail does, joined again.

A text was wrapped where its longest line is no longer than a screen's, nearly every line that
another follows could not have taken that line's first word, and half of those go on in small
letters. Only such breaks are undone, so that a list without bullets, verses and addresses stay as
they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from jdparse.ingest.hyphens import is_broken, join
from jdparse.ingest.lines import Line

# Widths that mail and terminals wrap at: 60 to 80 and a margin.
_NARROWEST: Final = 50
_WIDEST: Final = 100
# Lines of a printed page in type of several widths, and how much of the longest a full one has.
_WIDEST_SET: Final = 130
_FULL: Final = 0.65
_ENDS: Final = (".", "!", "?", ":", ";", "…")
# Breaks that show the habit, and the share of all that must show it.
_LEAST_BREAKS: Final = 3
_SHARE: Final = 0.8
# Share of the breaks after which a sentence goes on: of lines that are items none does.
_GOES_ON: Final = 0.5
# What begins a line of its own: a bullet, a number, a Markdown heading, a label with a value.
_OWN_LINE: Final = re.compile(
    r"\s*(?:[^\w\s\"'(“‘$€£¥&]|\d{1,2}[.)]\s|o\s{2,}|[A-Z][\w ]{1,30}:(?:\s|$))"
)


def unwrap(lines: Sequence[str]) -> list[str]:
    """The lines, with those of one paragraph in one.

    >>> text = ["We help four hundred bakeries in the far north", "waste less of their bread."]
    >>> unwrap(text) == text  # two lines show no habit
    True
    """
    width = max((len(line.rstrip()) for line in lines), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return list(lines)
    followed = [at for at in range(len(lines) - 1) if _is_followed(lines[at], lines[at + 1])]
    broken = {at for at in followed if _is_full(lines[at], lines[at + 1], width)}
    if len(broken) < max(_LEAST_BREAKS, _SHARE * len(followed)):
        return list(lines)
    going_on = sum(lines[at + 1].lstrip()[0].islower() for at in broken)
    return _joined(lines, broken) if going_on >= _GOES_ON * len(broken) else list(lines)


def _is_followed(line: str, after: str) -> bool:
    """Whether a line may go on in the next: both hold text, and the next begins nothing."""
    if not line.strip() or not after.strip() or line.rstrip().endswith(":"):
        return False
    return _OWN_LINE.match(after) is None


def _is_full(line: str, after: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width


def _joined(lines: Sequence[str], broken: set[int]) -> list[str]:
    kept: list[list[str]] = []
    for at, line in enumerate(lines):
        if at - 1 in broken:
            kept[-1].append(line.strip())
        else:
            kept.append([line.rstrip()])
    return [join(parts) for parts in kept]


def join_items(lines: Sequence[Line]) -> list[Line]:
    """The lines, with what goes on in a next line joined: a word at its hyphen, an item.

    An item goes on where the next line begins in a small letter, it ends no sentence itself, and
    nearly all that are so followed are about as long as lines here get.
    """
    wraps = _wraps_items(lines)
    groups: list[tuple[Line, list[str]]] = []
    for line in lines:
        if groups:
            first, texts = groups[-1]
            goes_on = first.kind == "item" and wraps and _goes_on(texts[-1], line)
            if goes_on or (line.kind != "item" and is_broken(texts[-1], line.text)):
                texts.append(line.text)
                continue
        groups.append((line, [line.text]))
    return [
        replace(first, text=join(texts)) if len(texts) > 1 else first for first, texts in groups
    ]


def _goes_on(before: str, line: Line) -> bool:
    if line.kind != "paragraph" or line.text.endswith(":"):
        return False
    return line.text[0].islower() and not before.endswith(_ENDS)


def _wraps_items(lines: Sequence[Line]) -> bool:
    width = max((len(line.text) for line in lines), default=0)
    if not _NARROWEST <= width <= _WIDEST_SET:
        return False
    followed = [
        len(line.text)
        for line, after in pairwise(lines)
        if line.kind == "item" and _goes_on(line.text, after)
    ]
    full = sum(length >= _FULL * width for length in followed)
    return bool(followed) and full >= _SHARE * len(followed)
