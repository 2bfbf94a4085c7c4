"""The human languages a posting asks for, told from nationalities, companies and subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import write_values
from jdparse.extract.passages import Passage, Passages, passages
from jdparse.extract.requirement import RequirementReader, requirement_reader
from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import SpokenLanguage

_REACH: Final = 70  # characters before a name in which a cue of its clause may stand
# A cue before the name: "fluent in German", "excellent written and spoken English".
_BEFORE: Final = re.compile(
    r"(?i)(?:fluen(?:t|cy|tly)|proficien(?:t|cy)|nativ\w+|mother[- ]tongue|spoken|written|verbal|oral|speak\w*|writ(?:e|ing)|command of"
    r"|bilingual|multilingual|trilingual|conversational|business[- ]level|languages?\b(?: ?:)?|knowledge of|communicat\w+ (?:\w+ )?in|excellent|very good|good|strong|perfect|advanced"
    r"|intermediate|upper[- ]intermediate|full professional|professional|basic|skills? in|competen\w+|(?:such as|like|e\.g\.,?)|working level|level of|ability in|understanding of|[ABC][12]\b|ielts|(?<!\w)read(?:ing)?)"
    r"[^.;!?\n•]{0,50}$"
)
# A cue after it: "German speaker", "Japanese (N2)", "English is a must".
_AFTER: Final = re.compile(
    r"(?i)[\s,(–:-]*(?:(?:both |in |at |and |or |is |as |a |to |an |the |your |professional |excellent |strong |very |good |advanced |business |working |native |minimum |min\.? |at least |level |of |is |are )*(?:language(?! (?:model|process|generation|understanding|technolog|data|teach|arts|lesson|course|class))|speakers?\b|speaking(?! (?:world|countr|market|region|nation|communit))|fluen\w+|proficien\w+|skills|command|level\b|native\b|mother tongue"
    r"|communication|spoken|written|oral|verbal|comprehension|bilingual|knowledge|[ABC][12](?:[+/-]?[ABC]?[12]?)\b|n[1-5]\b|jlpt|hsk|topik|ielts|toefl)"
    r"|(?:is |are |as )?(?:strictly |highly |absolutely |strongly |also )?(?:an? |considered )?(?:required|mandatory|must|preferred|desirable|advantage\w*|plus|bonus|asset|necessary|essential|nice[- ]to|beneficial|optional|not (?:required|necessary)|would be (?:a|an|nice|helpful))\b)"
)
# A name that speaks of something else.
_OTHER: Final = re.compile(
    r"(?i)[ -](?:bank|company|market|literature|studies|teacher|teaching|government|law|cuisine|food|restaurant|office|team|subsidiary|culture|customers|clients|citizen|national\b|passport|"
    r"nlp|text|corpus|corpora|dataset|words|degree|major|department|version|translation|startup|multinational|origin|art\b|history|university|universities|speaking (?:world|countr|market)|classes|courses|lessons|stock|economy|holiday|tech\b|start-up|health|insurer|leader|people|government)"
)
_NOT_BEFORE: Final = re.compile(
    r"(?i)(?:plain|degree in|bachelor\w* in|ba in|major in|studies in|translat\w+ (?:from|into)|version in|classes in|lessons in|the|a|an|old|middle|south|north|native) $"
)
_LINK: Final = re.compile(
    r"[\s,/&()+]*(?:(?:and/or|and|or|as well as|also|both|ideally|preferably|plus|additionally|written|spoken|fluent|other languages|such as|[ABC][12])\b[\s,/&()]*)*"
)
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
        self._pattern = re.compile(
            rf"(?<![A-Za-z-])(?:{'|'.join(map(re.escape, longest))})(?![a-z])"
        )

    def languages(self, posting: Passages) -> tuple[SpokenLanguage, ...]:
        """One entry a language, in the order of their first mention."""
        merged: dict[str, SpokenLanguage] = {}
        for passage in posting.holding(self._codes):
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
        text = passage.text
        for match in _asked(text, list(self._pattern.finditer(text))):
            start, end = match.span()
            grade = self._grades.requirement_of(text, start, end, passage.kind)
            at = passage.start
            yield SpokenLanguage(
                self._codes[match.group()], grade, match.group(), at + start, at + end
            )


def _asked(text: str, names: Sequence[re.Match[str]]) -> Iterable[re.Match[str]]:
    """The names with a cue, and those linked to one in a list ("English and German")."""
    asked = {match.start() for match in names if _has_cue(text, match)}
    for order in (names, names[::-1]):
        for one, other in zip(order, order[1:], strict=False):
            first, last = sorted((one.span(), other.span()))
            link = _LINK.fullmatch(text, first[1], last[0])
            if one.start() in asked and link and not _OTHER.match(text, other.end()):
                asked.add(other.start())
    return (match for match in names if match.start() in asked)


def _has_cue(text: str, match: re.Match[str]) -> bool:
    if _OTHER.match(text, match.end()):
        return False
    before = text[max(0, match.start() - _REACH) : match.start()]
    if _AFTER.match(text, match.end()):
        return not before.endswith(("plain ", "Plain "))
    return bool(_BEFORE.search(before)) and not _NOT_BEFORE.search(before)


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
