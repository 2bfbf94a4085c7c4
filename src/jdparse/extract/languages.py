"""The human languages a posting asks for, told from nationalities, companies and subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import write_values
from jdparse.extract.contexts import context
from jdparse.extract.passages import Passage, Passages, passages
from jdparse.extract.requirement import RequirementReader, requirement_reader
from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import SpokenLanguage

_REACH: Final = 70  # characters before a name in which a cue of its clause may stand
_LINK: Final = re.compile(r"[\s,/&()+]*(?:(?:and/or|and|or|as well as|also|both|ideally|preferably|plus|additionally|written|spoken|fluent|other languages|such as|[ABC][12])\b[\s,/&()]*)*")
_SKIPPED: Final = frozenset({"benefits", "legal", "pay", "other"})


class LanguageNames(Entry):
    """One entry of `lexicons/languages.toml`, by ISO 639-1."""

    names: tuple[str, ...]


class LanguageReader:
    """Reads the human languages of passages."""

    def __init__(self, names: dict[str, LanguageNames], grades: RequirementReader) -> None:
        self._codes = {name: code for code, entry in names.items() for name in entry.names}
        self._grades = grades
        longest = sorted(self._codes, key=lambda name: (-len(name), name))
        self._pattern = re.compile(rf"(?<![A-Za-z-])(?:{'|'.join(map(re.escape, longest))})(?![a-z])")

    def languages(self, posting: Passages) -> tuple[SpokenLanguage, ...]:
        """One entry a language, in the order of their first mention."""
        merged: dict[str, SpokenLanguage] = {}
        for passage in posting.holding(self._codes):
            for found in self.stated_in(passage):
                known = merged.get(found.language)
                if known is None or (known.requirement, found.requirement) == ("preferred", "required"):
                    merged[found.language] = found
        return tuple(merged.values())

    def stated_in(self, passage: Passage) -> Iterator[SpokenLanguage]:
        """The languages that one passage asks for, with offsets in the posting."""
        if passage.kind in _SKIPPED:
            return
        text = passage.text
        for match in _asked(text, list(self._pattern.finditer(text))):
            start, end = match.span()
            grade = self._grades.requirement_of(text, start, end, passage.kind)
            at = passage.start
            yield SpokenLanguage(self._codes[match.group()], grade, match.group(), at + start, at + end)


def _asked(text: str, names: Sequence[re.Match[str]]) -> Iterable[re.Match[str]]:
    """The names with a cue, and those linked to one in a list ("English and German")."""
    asked = {match.start() for match in names if _has_cue(text, match)}
    for order in (names, names[::-1]):
        for one, other in zip(order, order[1:], strict=False):
            first, last = sorted((one.span(), other.span()))
            link = _LINK.fullmatch(text, first[1], last[0])
            if one.start() in asked and link and not context("language_other").match(text, other.end()):
                asked.add(other.start())
    return (match for match in names if match.start() in asked)


def _has_cue(text: str, match: re.Match[str]) -> bool:
    if context("language_other").match(text, match.end()):
        return False
    before = text[max(0, match.start() - _REACH) : match.start()]
    if context("language_after").match(text, match.end()):
        return not before.endswith(("plain ", "Plain "))
    return bool(context("language_before").search(before)) and not context("language_not_before").search(before)


class Languages:
    """Sets `doc._.jdparse_languages` and `doc.spans["jdparse_languages"]`."""

    def __init__(self) -> None:
        self._reader = LanguageReader(read_lexicon("languages", LanguageNames), requirement_reader())

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with the human languages it asks for."""
        write_values(doc, "languages", self._reader.languages(passages(doc)))
        return doc


@Language.factory(
    "jdparse_languages",
    assigns=["doc._.jdparse_languages"],
    requires=["doc._.jdparse_units"],
)
def make_languages(nlp: Language, name: str) -> Languages:
    """The component of the shipped lexicon."""
    return Languages()
