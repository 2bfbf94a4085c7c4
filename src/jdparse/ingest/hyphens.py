"""Lines of one paragraph in one: a word that was broken at its hyphen is whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from jdparse.lexicon import read_words

# A word, and what of it stands before the line's end; and what a next line goes on with.
_BROKEN: Final = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]{1,30}-){1,4}$")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 130
_ADDRESSES: Final = ("http:", "https:", "www.")


@cache
def _compounds(side: str) -> frozenset[str]:
    """Words that keep their hyphen on one side of it, or stand between two such words."""
    return frozenset(read_words("compounds")[side])


def is_broken(before: str, after: str) -> bool:
    """Whether a line ends inside a word that the next goes on with.

    >>> is_broken("You are experi-", "enced in SQL"), is_broken("Pay -", "good")
    (True, False)
    """
    if not before.endswith("-") or not before[-2:-1].islower() or not after[:1].islower():
        return False
    if after.startswith(_ADDRESSES):
        return False
    return _BROKEN.search(before[-_LONGEST:]) is not None


def join(lines: Iterable[str]) -> str:
    """The lines as one.

    >>> join(["experi-", "enced and self-", "driven in front-", "and back-", "end work"])
    'experienced and self-driven in front- and back-end work'
    """
    pieces: list[str] = []
    before = ""
    for line in lines:
        if is_broken(before, line):
            word, first = _BROKEN.search(before[-_LONGEST:]), _FIRST_WORD.match(line)
            second = first[0] if first else ""
            if second in _compounds("between"):
                pieces.append(" ")
            elif word is None or not _keeps_hyphen(word[0][:-1].lower(), second):
                pieces[-1] = pieces[-1][:-1]
        elif pieces:
            pieces.append(" ")
        pieces.append(line)
        before = line
    return "".join(pieces)


def _keeps_hyphen(first: str, second: str) -> bool:
    return "-" in first or first in _compounds("before") or second in _compounds("after")
