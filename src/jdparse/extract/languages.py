"""The human languages a posting asks for, told from nationalities, companies and subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import write_values
from jdparse.extract.contexts import context
from jdparse.extract.cues import Cues
from jdparse.extract.passages import Passage, Passages, passages
from jdparse.extract.requirement import RequirementReader, requirement_reader
from jdparse.lexicon import Entry, any_of, read_lexicon
from jdparse.posting import SpokenLanguage

_REACH: Final = 70  # characters before a name in which a cue of its clause may stand
_NOUN: Final = re.compile(" [a-z]+")
_COMMA: Final = re.compile("[,;]")
_CAPITALIZED: Final = re.compile(r"[A-Z][a-zç]{2,}")
_HEADING: Final = re.compile(
    r"(?:spoken |required |other )?languages?(?: skills| requirements)?:?", re.I
)
_LONGEST_LIST: Final = 60  # characters of a line that can be nothing but languages
_SKIPPED: Final = frozenset({"benefits", "legal", "pay", "other"})


class LanguageNames(Entry):
    """One entry of `lexicons/languages.toml`, by ISO 639-1."""

    names: tuple[str, ...]


class LanguageReader:
    """Reads the human languages of passages."""

    def __init__(self, names: dict[str, LanguageNames], grades: RequirementReader) -> None:
        self._codes = {name: code for code, entry in names.items() for name in entry.names}
        self._grades = grades
        self._words = frozenset(_CAPITALIZED.findall(" ".join(self._codes)))
        self._pattern = re.compile(rf"(?<![A-Za-z-])(?:{any_of(self._codes)})(?![a-z])")

    def languages(self, posting: Passages) -> tuple[SpokenLanguage, ...]:
        """One entry a language, in the order of their first mention."""
        merged: dict[str, SpokenLanguage] = {}
        named = self._words.intersection(_CAPITALIZED.findall(posting.text))
        for passage in posting.holding(Cues(named)) if named else ():
            for found in self.stated_in(passage):
                known = merged.get(found.language)
                if known is None or (known.requirement, found.requirement) == (
                    "preferred",
                    "required",
                ):
                    merged[found.language] = found
        return tuple(merged.values())

    def stated_in(self, passage: Passage) -> Iterator[SpokenLanguage]:
        """The languages that one passage asks for, with offsets in the posting."""
        if passage.kind in _SKIPPED:
            return
        text, at = passage.text, passage.start
        names = list(self._pattern.finditer(text))
        if _is_list(passage):
            groups = [names]
        else:
            groups = [g for g in _groups(text, names) if any(_has_cue(text, n) for n in g)]
        starts = [*(group[0].start() for group in groups), len(text)]
        opened = 0
        for group, closed in zip(groups, starts[1:], strict=True):
            clause = slice(opened, closed)
            opened = _clause_end(text, group[-1].end(), closed)
            for name in group:
                start, end = name.span()
                grade = self._grades.grade(passage, start, end, clause)
                code = self._codes[name.group()]
                yield SpokenLanguage(code, grade, name.group(), at + start, at + end)


def _clause_end(text: str, start: int, end: int) -> int:
    """Where what is said of one group ends: at the comma before the next, else at its last name."""
    comma = _COMMA.search(text, start, end)
    return start if comma is None else comma.start()


def _is_list(passage: Passage) -> bool:
    """Whether a line is only a list of languages, by its heading."""
    short = len(passage.text) <= _LONGEST_LIST
    return short and _HEADING.fullmatch(passage.heading or "") is not None


def _groups(text: str, names: Sequence[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Names in one list together ("English and German")."""
    groups: list[list[re.Match[str]]] = []
    for name in names:
        if context("language_other").match(text, name.end()):
            continue
        if groups and context("language_link").fullmatch(text, groups[-1][-1].end(), name.start()):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _has_cue(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _REACH) : match.start()]
    if context("language_after").match(text, match.end()):
        return not before.endswith(("plain ", "Plain "))
    if not context("language_before").search(before):
        return False
    if context("language_not_before").search(before):
        return False
    # "Knowledge of Armenian tax" is of no language: before a noun the name is an adjective.
    noun = _NOUN.match(text, match.end())
    return noun is None or context("language_goes_on").match(noun.group()) is not None


class Languages:
    """Sets `doc._.jdparse_languages` and `doc.spans["jdparse_languages"]`."""

    def __init__(self) -> None:
        self._reader = LanguageReader(
            read_lexicon("languages", LanguageNames), requirement_reader()
        )

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
