"""Headings: what the lexicon says about a line that may introduce others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from jdparse.lexicon import Entry, any_of
from jdparse.posting import SectionKind

# A heading introduces; what is longer than this says something itself.
MAX_WORDS: Final = 12
# Kinds whose headings are the name of a value on the same line.
LABELS: Final = frozenset({"meta", "pay"})
_WORD: Final = re.compile("[a-z&]+")
_SOME_WORDS: Final = "[^ ]++(?: [^ ]++){0,5}"  # what a "*" stands for


class HeadingEntry(Entry):
    """The headings of one kind of section: lower case, no punctuation; `*` is one to six words.

    `inline` names those that are cut out of running text ("… in Python. Requirements: …").
    """

    kind: SectionKind
    phrases: tuple[str, ...]
    inline: tuple[str, ...] = ()


def normalize(text: str) -> str:
    """The words of a heading, as the lexicon writes them.

    >>> normalize("What You’ll Do:")
    'what youll do'
    """
    return " ".join(_WORD.findall(text.lower().replace("’", "").replace("'", "")))


class Headings:
    """Looks up the kind of section that a heading announces."""

    def __init__(self, entries: Mapping[str, HeadingEntry]) -> None:
        self.exact: dict[str, SectionKind] = {}
        patterns: dict[SectionKind, list[str]] = {}
        for entry in entries.values():
            for phrase in entry.phrases:
                if "*" in phrase:
                    patterns.setdefault(entry.kind, []).append(phrase)
                else:
                    self.exact[phrase] = entry.kind
        groups = (f"(?P<{kind}>{any_of(phrases)})" for kind, phrases in patterns.items())
        self.pattern = re.compile("|".join(groups).replace(r"\*", _SOME_WORDS))
        self.inline = {
            phrase: entry.kind not in LABELS
            for entry in entries.values()
            for phrase in entry.inline
        }

    def is_certain(self, text: str) -> bool:
        """Whether a unit is nothing but a heading that introduces what follows.

        >>> entry = HeadingEntry(kind="benefits", phrases=("benefits",), inline=("benefits",))
        >>> Headings({"benefits": entry}).is_certain("BENEFITS:")
        True
        """
        return self.inline.get(normalize(text), False)

    def kind_of(self, text: str) -> SectionKind | None:
        """The kind of section that a line announces; None where the lexicon does not know it."""
        phrase = normalize(text)
        if phrase in self.exact:
            return self.exact[phrase]
        if not phrase or phrase.count(" ") >= MAX_WORDS:
            return None
        match = self.pattern.fullmatch(phrase)
        return None if match is None else cast(SectionKind, match.lastgroup)
