"""Phrases that state a term of the job, looked up by noun in `lexicons/conditions.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jdparse.annotations import Term, UnitKind
from jdparse.extract.cues import Cues
from jdparse.extract.passages import Passage, Passages, lower
from jdparse.lexicon import Entry, read_lexicon

Noun = Literal[
    "work_mode", "employment_type", "seniority", "visa_sponsorship", "security_clearance"
]


class ConditionPhrase(Entry):
    """One entry of `lexicons/conditions.toml`; no `value` marks a look-alike.

    The pattern is in small letters and matched without regard to case.
    `anywhere` counts in the kinds of passages that are otherwise skipped too.
    """

    noun: Noun
    cues: tuple[str, ...]
    pattern: str
    examples: tuple[str, ...]
    value: str | None = None
    rank: int = 1
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A phrase found: what it states, how firmly, and its offsets in its passage."""

    value: str
    rank: int
    start: int
    end: int
    passage: Passage

    def term(self) -> Term:
        """What it states, with offsets in the posting."""
        at = self.passage.start
        return Term(self.value, at + self.start, at + self.end)


_Compiled = tuple[ConditionPhrase, re.Pattern[str]]


class PhraseReader:
    """Finds the phrases of one noun; look-alikes hide what they overlap."""

    def __init__(self, phrases: Iterable[ConditionPhrase]) -> None:
        compiled = [(phrase, _compile(phrase.pattern)) for phrase in phrases]
        self._stating = [pair for pair in compiled if pair[0].value is not None]
        self._anywhere = [pair for pair in self._stating if pair[0].anywhere]
        self._hiding = [pattern for phrase, pattern in compiled if phrase.value is None]
        # Most passages state nothing. One pattern that heeds case tells that in a fraction of the
        # time: it finds in small letters all that the patterns of the phrases do, and more.
        either = "|".join(phrase.pattern for phrase, _ in self._stating)
        self._any = re.compile(rf"(?<![a-z0-9])(?:{either})", re.MULTILINE)
        self._cues = Cues(cue for phrase, _ in self._stating for cue in phrase.cues)

    def statements(
        self, posting: Passages, skipped: frozenset[UnitKind] = frozenset()
    ) -> Iterator[Statement]:
        """Every statement outside passages of the `skipped` kinds, in order."""
        for passage in posting.holding(self._cues):
            kept = passage.kind not in skipped
            yield from self._in_passage(passage, self._stating if kept else self._anywhere)

    def _in_passage(self, passage: Passage, stating: Sequence[_Compiled]) -> Iterator[Statement]:
        text = passage.text
        if not self._any.search(lower(text)):
            return
        found = [
            Statement(phrase.value or "", phrase.rank, match.start(), match.end(), passage)
            for phrase, pattern in stating
            for match in pattern.finditer(text)
        ]
        hidden = bytearray(len(text))  # 1 for each character of a look-alike
        for match in (match for pattern in self._hiding for match in pattern.finditer(text)):
            hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        shown = (s for s in found if 1 not in hidden[s.start : s.end])
        yield from sorted(shown, key=lambda statement: statement.start)


def _compile(pattern: str) -> re.Pattern[str]:
    """Case is ignored in the phrase only: after a lost line break a capital ends a word."""
    return re.compile(rf"(?<![A-Za-z0-9])(?i:{pattern})(?![a-z])", re.MULTILINE)


@cache
def phrase_reader(noun: Noun) -> PhraseReader:
    """The reader of the shipped phrases of a noun."""
    phrases = read_lexicon("conditions", ConditionPhrase).values()
    return PhraseReader(phrase for phrase in phrases if phrase.noun == noun)
