"""The degrees a posting asks for: level, fields of study, grade, and whether experience does too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import write_values
from jdparse.extract.degree_names import (
    DegreeMention,
    DegreeNameReader,
    are_linked,
    degree_name_reader,
)
from jdparse.extract.fields_of_study import FieldReader, field_reader
from jdparse.extract.passages import Passage, Passages, passages
from jdparse.extract.requirement import RequirementReader, requirement_reader
from jdparse.posting import Degree

# Sections that speak of degrees without asking for one, unless the sentence addresses a candidate.
_ASIDE: Final = frozenset({"about", "benefits", "legal", "apply", "other", "pay"})
_DEMAND: Final = re.compile(
    r"(?i)\b(?:you (?:have|hold|are|bring|will have|must)|you’ve|you've|candidates?|applicants?|seeking|looking for|requir"
    r"|must|minimum|preferred|prefer|qualifi|ideal|desired|should have|a plus|education)"
)
# Statements that name a degree and ask for none.
_NO_DEMAND: Final = re.compile(
    r"(?i)\b(?:tuition|reimburse|scholarship|no degree|without a degree|degree (?:is )?not (?:required|necessary)"
    r"|alongside (?:\w+ ){0,3}ph|our (?:team|staff|phds)|team of (?:\w+ ){0,4}ph|supervis\w+ (?:\w+ ){0,4}(?:phd|master|student)"
    r"|list (?:all )?(?:your )?degrees|degree type)"
)
_EQUIVALENT: Final = re.compile(
    r"(?i)\b(?:or|and/or)\b[\s/,(]*(?:an? |the )?(?:(?:equivalent|equal|comparable|relevant|related|similar|practical"
    r"|work|working|professional|industry|industrial|technical|education|educational|training|combination|of|and|or|years?|in|a|the"
    r"|hands-on|commensurate|demonstrable|demonstrated|proven|significant|extensive|strong|real-world|life|job|on-the-job|academic"
    r"|research|field|additional|military|direct|prior|amount|combined|foreign|level|business|programming|development|engineering|one|two|three"
    r"|four|five|six|seven|eight|ten|\d+\+?|an?|quantitative)[\s,/-]+(?:’ )?){0,9}experiences?\b"
    r"|equivalent (?:\w+ ){0,3}experience|in lieu of (?:a |the )?(?:\w+ )?degree|lieu of (?:\w+ )?education"
    r"|experience (?:may|can|will|could) (?:be )?(?:substitut|considered|accepted|replace)"
    r"|equivalent combination of|or have worked|experience equivalent|or (?:a )?combination of (?:education|experience)|experience in lieu"
)
_SENTENCE: Final = re.compile(r"(?<=[a-z)][.!?;])\s|\n")
_HEAD: Final = re.compile(
    r"(?:\s*(?:(?i:-?\s?levels?|degrees?|diplomas?|qualifications?|education|or (?:an? )?(?:advanced|higher|above|equivalent|foreign equivalent|better)(?: degrees?| qualification)?"
    r"|and (?:above|higher)|required|preferred|minimum|students?|candidates?|holders?|graduates?|(?:\w+ )?from (?:an? |the )?(?:accredited|recogni[sz]ed|top|reputed|leading|4|four|competitive|ABET)"
    r"[\w -]{0,24}(?:university|college|school|institution|institute)(?: or (?:university|college|institution))?|is (?:required|preferred|a must)|\(hons?\.?\)|with honou?rs|with (?:an? )?(?:specialization|specialisation|concentration|major|focus|emphasis|background))|[(),*’'])(?![a-z]))*"
)
_IN: Final = re.compile(r"\s*(?:in\b|of\b|with\b|:|–|-|\(|,|/|;)?\s*")


@dataclass(frozen=True, slots=True)
class _Statement:
    """Mentions that share what follows them, and where that ends."""

    mentions: tuple[DegreeMention, ...]
    end: int


class DegreeReader:
    """Reads the degrees of passages."""

    def __init__(
        self, names: DegreeNameReader, fields: FieldReader, grades: RequirementReader
    ) -> None:
        self._names = names
        self._fields = fields
        self._grades = grades
        self._cues = names.cues

    def degrees(self, posting: Passages) -> tuple[Degree, ...]:
        """One entry a level, in the order of their first mention."""
        stated = [d for passage in posting.holding(self._cues) for d in self.stated_in(passage)]
        return _one_a_level(stated)

    def stated_in(self, passage: Passage) -> Iterator[Degree]:
        """One entry a mention, with offsets in the posting."""
        mentions = self._demanded(passage)
        for statement in _statements(passage.text, mentions):
            fields = self._fields_of(passage.text, statement)
            equivalent = bool(
                _EQUIVALENT.search(passage.text, statement.mentions[0].end, statement.end)
            )
            for mention in statement.mentions:
                yield self._degree(passage, mention, fields, equivalent)

    def _demanded(self, passage: Passage) -> tuple[DegreeMention, ...]:
        text = passage.text
        if passage.kind in _ASIDE and not _DEMAND.search(text):
            return ()
        mentions = self._names.mentions(text)
        if not mentions or _NO_DEMAND.search(text):
            return ()
        return tuple(_without_repeats(text, mentions))

    def _degree(
        self, passage: Passage, mention: DegreeMention, fields: tuple[str, ...], equivalent: bool
    ) -> Degree:
        text, start, end = passage.text, mention.start, mention.end
        grade = self._grades.requirement_of(text, start, end, passage.kind)
        at = passage.start
        return Degree(
            mention.level, fields, grade, equivalent, text[start:end], at + start, at + end
        )

    def _fields_of(self, text: str, statement: _Statement) -> tuple[str, ...]:
        last = statement.mentions[-1]
        head = _HEAD.match(text, last.end)
        at = head.end() if head else last.end
        link = _IN.match(text, at)
        certain = link is not None and link.group().strip() in {"in", "of"}
        fields = self._fields.after(
            text[: statement.end], link.end() if link else at, certain=certain
        )
        return fields or self._fields.before(text, statement.mentions[0].start)


def _statements(text: str, mentions: Sequence[DegreeMention]) -> Iterator[_Statement]:
    """Linked mentions together; each statement ends where the next begins, or its sentence does."""
    at = 0
    while at < len(mentions):
        last = at
        while last + 1 < len(mentions) and are_linked(text, mentions[last], mentions[last + 1]):
            last += 1
        following = mentions[last + 1].start if last + 1 < len(mentions) else len(text)
        sentence = _SENTENCE.search(text, mentions[last].end + 2)
        end = min(following, sentence.start() + 1 if sentence else following)
        yield _Statement(tuple(mentions[at : last + 1]), end)
        at = last + 1


def _without_repeats(text: str, mentions: Sequence[DegreeMention]) -> Iterator[DegreeMention]:
    """ "Bachelor's in X or similar degree" names one: a bare "degree" beside a level is none."""
    levels = [mention for mention in mentions if mention.level != "any"]
    for mention in mentions:
        if mention.level != "any" or not any(_same_sentence(text, mention, m) for m in levels):
            yield mention


def _same_sentence(text: str, one: DegreeMention, other: DegreeMention) -> bool:
    if other.level == "associate":
        return False
    first, last = sorted((one, other), key=lambda mention: mention.start)
    return _SENTENCE.search(text, first.end, last.start) is None


def _one_a_level(stated: Iterable[Degree]) -> tuple[Degree, ...]:
    merged: dict[str, Degree] = {}
    for degree in stated:
        known = merged.get(degree.level)
        merged[degree.level] = degree if known is None else _merge(known, degree)
    return tuple(merged.values())


def _merge(known: Degree, again: Degree) -> Degree:
    """A level named twice is required if one of the two requires it."""
    fields = {field.casefold(): field for field in (*again.fields, *known.fields)}
    stronger = again if again.requirement == "required" != known.requirement else known
    ordered = {f.casefold(): fields[f.casefold()] for f in (*known.fields, *again.fields)}
    return replace(
        stronger,
        fields=tuple(ordered.values()),
        equivalent_experience=known.equivalent_experience or again.equivalent_experience,
    )


class Degrees:
    """Sets `doc._.jdparse_degrees` and `doc.spans["jdparse_degrees"]`."""

    def __init__(self) -> None:
        self._reader = DegreeReader(degree_name_reader(), field_reader(), requirement_reader())

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its degrees."""
        write_values(doc, "degrees", self._reader.degrees(passages(doc)))
        return doc


@Language.factory(
    "jdparse_degrees",
    assigns=["doc._.jdparse_degrees"],
    requires=["doc._.jdparse_units"],
)
def make_degrees(nlp: Language, name: str) -> Degrees:
    """The component of the shipped lexicons."""
    return Degrees()
