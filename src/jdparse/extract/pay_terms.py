"""What an amount is for, by the words beside it: salary, bonus, equity, funding, a perk.

The words before an amount count from its nearest term outwards, those after it only where they
stand with it ("$7,500 sign-on bonus", "$500 wellness stipend") and not where they add to it
("$120k + bonus").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from jdparse.extract.contexts import context
from jdparse.lexicon import Entry, read_lexicon

_LEXICON: Final = "pay_terms"
Meaning = Literal["base", "total", "bonus", "equity", "other", "not_pay", "talk"]

# Words, also where glued together ("BenefitsSalary" is two) or joined by "-", "(" or "&".
_WORD: Final = re.compile(
    r"[A-Z]{2,}s(?![a-z])|[A-ZÀ-Þ]?[a-zß-ÿąćęłńóśźż]+|[A-ZÀ-Þ]+(?![a-z])|\d+[a-z]?"
)
# Asides in brackets or between commas, and what a range before had added to it ("+ equity), …").
_ASIDE: Final = re.compile(
    r"\A\s*(?:\+|plus\b)[^,;.)|]*|\((?:[^()\s]+\s+){2,}[^()\s]+\)|,\s(?:with|including|plus|and)\s[^,;:.\n]*,"
)
_REACH: Final = 5  # words after an amount that may still tell what it is


class TermEntry(Entry):
    """Terms that mean the same."""

    means: Meaning
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A term found: what it means and its offsets in the text searched."""

    means: Meaning
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The lexicon: terms by their words, and the most words a term has."""

    meanings: Mapping[tuple[str, ...], Meaning]
    longest: int

    def cues(self, text: str) -> list[Cue]:
        """Every term of the text, in order, the longest of those that overlap.

        >>> [cue.means for cue in read_terms().cues("Base salary, RSUs, tuition")]
        ['base', 'equity', 'not_pay']
        """
        found = list(_WORD.finditer(text))
        words = [word.group().lower() for word in found]
        cues: list[Cue] = []
        at = 0
        while at < len(words):
            size = self._size(words, at)
            if size:
                means = self.meanings[tuple(words[at : at + size])]
                cue = Cue(means, found[at].start(), found[at + size - 1].end())
                if cues and _compound(cues[-1], cue, text):
                    cue = Cue(cues.pop().means, cue.start, cue.end)
                cues.append(cue)
            at += size or 1
        return cues

    def _size(self, words: list[str], at: int) -> int:
        for size in range(min(self.longest, len(words) - at), 0, -1):
            if tuple(words[at : at + size]) in self.meanings:
                return size
        return 0

    def before(self, text: str) -> Cue | None:
        """What the words that lead to an amount say: the nearest term, asides left out.

        Mere talk of a company or a perk does not count where pay is named as well.
        """
        cues = self.cues(_ASIDE.sub(lambda aside: " " * len(aside.group()), text))
        telling = [cue for cue in cues if cue.means != "talk"]
        if telling and (telling[-1] is cues[-1] or telling[-1].means in {"base", "total"}):
            return telling[-1]
        return cues[-1] if cues else None

    def after(self, text: str) -> Meaning | None:
        """What the words that stand with an amount say, after it.

        >>> read_terms().after(" sign-on bonus"), read_terms().after(" + bonus")
        ('bonus', None)
        """
        if text[:1].isupper():  # glued on where a line break was lost: another statement
            return None
        if context("amount_of_perk").match(text):
            return "not_pay"
        stop = context("amount_left").search(text)
        beside = text if stop is None else text[: stop.start()]
        words = list(_WORD.finditer(beside))
        for cue in self.cues(beside):
            distance = sum(word.end() <= cue.start for word in words)
            return cue.means if distance < (2 if cue.means == "talk" else _REACH) else None
        return None


def _compound(first: Cue, second: Cue, text: str) -> bool:
    """Whether two terms are one expression that means the first ("incentive compensation")."""
    apart = text[first.end : second.start]
    extra = first.means in {"total", "bonus", "equity"} and second.means == "base"
    return extra and bool(apart) and not apart.strip(" -")


def read_terms() -> Terms:
    """Read `lexicons/pay_terms.toml`."""
    entries = read_lexicon(_LEXICON, TermEntry).values()
    meanings = {
        tuple(word.group().lower() for word in _WORD.finditer(term)): entry.means
        for entry in entries
        for term in entry.words
    }
    return Terms(meanings, max(map(len, meanings)))
