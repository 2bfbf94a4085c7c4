"""The words of a text with every name of a role taken out.

Titles are poor labels, so neither training nor prediction may read them: "senior machine learning
engineers" leaves the words, whoever is meant. What stays are clauses, runs of words that no
punctuation and no masked name interrupts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jdparse.classify.title import TitleEntry
from jdparse.lexicon import read_lexicon

# A word, a number, or one mark. "C++", "C#" and "end-to-end" keep their parts together in order.
TOKEN: Final = re.compile(r"[^\W\d_][\w+#]*|\d+|[^\w\s]|_")
_JOINERS: Final = frozenset("-/&'’‑")
# Parts of the posting's own title, "Scientist, Fraud (remote)": each is masked by itself.
_TITLE_PARTS: Final = re.compile(r"\s*(?:[,|(){}\[\]:;•–—]|\s-\s)\s*")

Clause = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Masker:
    """Takes role names out of text; made by `make_masker` from `lexicons/titles.toml`.

    `heads`, `title_heads` and `modifiers` are words; `names` maps the first word of a whole name
    to the names that begin with it, longest first.
    """

    heads: frozenset[str]
    title_heads: frozenset[str]
    modifiers: frozenset[str]
    names: Mapping[str, tuple[Clause, ...]]

    def with_title(self, title: str | None) -> Masker:
        """The masker that also takes out a posting's own title, whole or its parts.

        A part of a single word stays, unless it is a role name anyway: it may be any word.
        """
        parts = [words(part) for part in _TITLE_PARTS.split(title or "")]
        own = [part for part in (words(title or ""), *parts) if len(part) > 1]
        if not own:
            return self
        alike = [name for part in own for name in self.names.get(part[0], ())]
        names = {**self.names, **_by_first_word([*own, *alike])}
        return Masker(self.heads, self.title_heads, self.modifiers, names)

    def clauses(self, text: str) -> tuple[Clause, ...]:
        """The clauses of a text, lower-case, without role names.

        >>> make_masker().clauses("As a Senior ML Engineer you deploy models, with analysts.")
        (('as', 'a'), ('you', 'deploy', 'models'), ('with',))
        """
        tokens = TOKEN.findall(text.lower())
        runs = _runs(tokens)
        if (
            self.heads.isdisjoint(tokens)
            and self.title_heads.isdisjoint(tokens)
            and self.names.keys().isdisjoint(tokens)
        ):
            return tuple(map(tuple, runs))
        return tuple(clause for run in runs for clause in self._unmasked(run))

    def _unmasked(self, run: list[str]) -> list[Clause]:
        found: list[Clause] = []
        kept: list[str] = []
        at = 0
        while at < len(run):
            length = self._name_length(run, at, kept)
            if not length:
                kept.append(run[at])
                at += 1
                continue
            while kept and kept[-1] in self.modifiers:
                kept.pop()
            found.append(tuple(kept))
            kept = []
            at += length
        found.append(tuple(kept))
        return [clause for clause in found if clause]

    def _name_length(self, run: list[str], at: int, before: list[str]) -> int:
        for name in self.names.get(run[at], ()):
            if tuple(run[at : at + len(name)]) == name:
                return len(name)
        if run[at] in self.heads:
            return 1
        return int(run[at] in self.title_heads and bool(before) and before[-1] in self.modifiers)


def words(text: str) -> Clause:
    """All words of a text, lower-case, punctuation left out."""
    return tuple(token for token in TOKEN.findall(text.lower()) if token[0].isalnum())


def make_masker() -> Masker:
    """The masker of `lexicons/titles.toml`."""
    entries = read_lexicon("titles", TitleEntry).values()
    parts = {
        part: [words(phrase) for entry in entries if entry.part == part for phrase in entry.phrases]
        for part in ("head", "title_head", "modifier", "name")
    }
    single = {part: frozenset(phrase[0] for phrase in parts[part]) for part in parts}
    return Masker(
        single["head"], single["title_head"], single["modifier"], _by_first_word(parts["name"])
    )


def _by_first_word(names: Iterable[Clause]) -> dict[str, tuple[Clause, ...]]:
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    firsts = {name[0] for name in longest_first}
    return {first: tuple(n for n in longest_first if n[0] == first) for first in sorted(firsts)}


def _runs(tokens: Iterable[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for token in tokens:
        if token[0].isalnum():
            run.append(token)
        elif token not in _JOINERS and run:
            yield run
            run = []
    if run:
        yield run
