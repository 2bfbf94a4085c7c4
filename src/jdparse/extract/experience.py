"""Demands in years: overall and per skill, each an entry; and the alternatives they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import write_values
from jdparse.extract.alternatives import Years, alternatives
from jdparse.extract.contexts import context
from jdparse.extract.cues import Cues
from jdparse.extract.degree_names import degree_name_reader
from jdparse.extract.degrees import DegreeReader
from jdparse.extract.fields_of_study import field_reader
from jdparse.extract.passages import Passage, Passages, passages
from jdparse.extract.requirement import RequirementReader, is_denied, requirement_reader
from jdparse.posting import Experience, RequirementAlternative

CUES: Final = Cues(("year", "yr", "month", "yoe"))
_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "a couple of": 2, "a": 1,
}  # fmt: skip
# "a year" is a number only where it is a least: "a year or more", "at least a year".
_A_YEAR: Final = r"(?<![a-z])a(?=\syears?\s(?:or\smore|at\sleast))|(?<=at\sleast\s)a(?=\syear)"
_NAMED: Final = "|".join(word.replace(" ", r"\s") for word in _WORDS if word != "a")
_NUMBER: Final = (
    rf"(?:\d{{1,2}}(?:\.\d)?|(?i:{_NAMED})(?![a-z])|(?i:{_A_YEAR}))"
    r"(?:\s?\((?:\d{1,2}\+?|[a-z]+)\))?"
)
_OPEN: Final = r"\s?\+|\s?(?i:or\smore|plus|or\sgreater|or\sabove|and\sabove)(?![a-z])"
YEARS: Final = re.compile(
    rf"""(?P<prefix>(?i:at\s?least|(?:a\s)?min(?:imum|\.)?(?:\sof)?|more\sthan|greater\sthan|over|not?\sless\sthan|up\sto|less\sthan|under|maximum(?:\sof)?|around|about|between)\s)?
    (?<![\d$€£#])(?<!\d[.,/])
    (?P<low>{_NUMBER})(?P<open_low>{_OPEN})?
    (?:\s?(?:-|–|—|‐|−|~|/|%E2%80%93|(?i:to|and|or)\b)\s?(?P<high>{_NUMBER})(?P<open_high>{_OPEN})?)?
    [\s-]{{0,2}}(?:(?i:full|additional|further)\s)?
    (?P<unit>(?i:years?|yrs?\.?|months?|mos|yoe)(?:\(s\))?(?![a-z]{{1,3}}\b))(?:[’'‘`´]s?(?!\w)|(?<=s)[’'‘`´])?
    (?P<open_end>\s?\+|\s(?i:or\smore|plus|or\sabove|and\sabove|or\sgreater)(?![a-z]))?""",
    re.VERBOSE,
)
# Years named without the word, after a demand that has it: "at least two of them in NLP".
_OF_THEM: Final = re.compile(
    rf"(?:(?i:at least|of which(?: at least)?|(?:not|no) less than)\s)?(?<![\d.])(?P<low>{_NUMBER})"
    rf"(?P<open>{_OPEN})?\s(?i:of (?:them|these|those|which)\b)"
    rf"|(?i:at least|of which(?: at least)?|(?:not|no) less than)\s(?P<least>{_NUMBER})(?:{_OPEN})?"
    r"(?=\s(?i:in|on|with|should|as)\b)"
)
_REACH: Final = 90  # characters on either side that tell what the years are of
_MOST: Final = 25  # more years than any posting demands
_SENTENCE: Final = 300  # characters around that can speak to the candidate
_NEAR: Final = 50  # characters in which months, which are mostly of a contract, name experience
_EXPERIENCE: Final = re.compile(r"(?i)experi|exp\b")
# Sections whose years are demands, and those where a word beside them is enough to say so.
_DEMANDING: Final = frozenset({"requirements", "preferred"})
_NEUTRAL: Final = frozenset({"meta", "heading"})
_LABEL: Final = re.compile(r"^[-•*\s]*[\w/&.,+# -]{1,60}: ?$")


class ExperienceReader:
    """Reads demands in years out of passages."""

    def __init__(self, grades: RequirementReader) -> None:
        self._grades = grades

    def experience(self, posting: Passages) -> tuple[Experience, ...]:
        """Every demand, in order."""
        found = (e for passage in posting.holding(CUES) for e in self.stated_in(passage))
        return tuple(sorted(found, key=_start))

    def stated_in(self, passage: Passage) -> Iterator[Experience]:
        """The demands of one passage, with offsets in the posting."""
        demanded = False
        for match in YEARS.finditer(passage.text):
            low, high = amounts(match)
            if max(low or 0, high or 0) <= _MOST and is_demand(passage, match):
                yield self._stated(passage, low, high, match)
                demanded = True
        if demanded:
            for match in _OF_THEM.finditer(passage.text):
                yield self._stated(passage, _number(match["low"] or match["least"]), None, match)

    def _stated(
        self, passage: Passage, low: float | None, high: float | None, match: re.Match[str]
    ) -> Experience:
        at, (start, end) = passage.start, match.span()
        grade = self._grades.grade(passage, start, end)
        return Experience(low, high, grade, match.group(), at + start, at + end)


def amounts(match: re.Match[str]) -> tuple[float | None, float | None]:
    """Least and most years; None where open.

    >>> amounts(YEARS.search("3 to 5 yrs")), amounts(YEARS.search("five (5)+ years"))
    ((3.0, 5.0), (5.0, None))
    >>> amounts(YEARS.search("18 months")), amounts(YEARS.search("up to 2 years"))
    ((1.5, None), (None, 2.0))
    """
    scale = 12.0 if match["unit"][0] in "mM" else 1.0
    low = _number(match["low"]) / scale
    high = None if match["high"] is None else _number(match["high"]) / scale
    prefix = (match["prefix"] or "").strip().lower()
    if match["open_high"] or match["open_end"] or (high is not None and high <= low):
        high = None
    elif high is None and prefix.startswith(("up to", "less", "under", "max")):
        return None, round(low, 2)
    return round(low, 2), None if high is None else round(high, 2)


def _is_least(match: re.Match[str]) -> bool:
    """Whether a text names them as the least that is asked."""
    return (
        match["prefix"] is not None
        or match["open_low"] is not None
        or match["open_end"] is not None
    )


def _number(text: str) -> float:
    word = text.split("(", maxsplit=1)[0].strip().lower()
    return float(_WORDS[word]) if word in _WORDS else float(word)


def is_demand(passage: Passage, match: re.Match[str]) -> bool:
    """Whether these years are asked of the candidate."""
    text, start, end = passage.text, match.start(), match.end()
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if is_denied(text, start):
        return False
    if context("years_not_before").search(before) or context("years_not_after").match(after):
        return False
    if context("years_past").search(text, max(0, start - _REACH), match.start("low")):
        return False
    named = _EXPERIENCE.search(before[-_NEAR:]) or _EXPERIENCE.search(after[:_NEAR])
    if match["unit"][0] in "mM" and not (named or _is_least(match)):
        return False
    if passage.kind in _DEMANDING:
        return True
    around = text[max(0, start - _SENTENCE) : end + _SENTENCE]
    return _is_demand_aside(passage, before, after, around)


def _is_demand_aside(passage: Passage, before: str, after: str, around: str) -> bool:
    """Whether years in a section that makes no demands are one all the same."""
    if context("years_of_company").search(before):
        return False
    if _LABEL.match(before) or before.endswith(("| ", "|")):
        return True
    if passage.kind == "responsibilities" and not _EXPERIENCE.search(before + after[:_NEAR]):
        return False
    evidence = context("years_of_after").search(after) or context("years_of_before").search(before)
    if passage.kind in _NEUTRAL:
        return evidence is not None
    return bool(evidence and context("years_of_candidate").search(around))


def _start(found: Experience) -> int:
    return found.start


class ExperienceComponent:
    """Sets `doc._.jdparse_experience`, `doc._.jdparse_alternatives` and the spans of both."""

    def __init__(self) -> None:
        grades = requirement_reader()
        self._reader = ExperienceReader(grades)
        self._degrees = DegreeReader(degree_name_reader(), field_reader(), grades)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its demands in years, and the alternatives they belong to."""
        posting = passages(doc)
        experience = self._reader.experience(posting)
        write_values(doc, "experience", experience)
        write_values(doc, "alternatives", tuple(self._alternatives(posting, experience)))
        return doc

    def _alternatives(
        self, posting: Passages, experience: Sequence[Experience]
    ) -> Iterator[RequirementAlternative]:
        if not experience:
            return
        starts = [found.start for found in experience]
        for passage in posting.with_choices().holding(CUES):
            at = passage.start
            inside = slice(bisect_left(starts, at), bisect_left(starts, at + len(passage.text)))
            years = [Years(e.start - at, e.end - at, e.min_years) for e in experience[inside]]
            if years and self._degrees.cues.stand_in(passage.text):
                named = [m for s in self._degrees.statements(passage) for m in s.mentions]
                yield from alternatives(passage.text, at, named, years)


@Language.factory(
    "jdparse_experience",
    assigns=["doc._.jdparse_experience", "doc._.jdparse_alternatives"],
    requires=["doc._.jdparse_units"],
)
def make_experience(nlp: Language, name: str) -> ExperienceComponent:
    """The component of the shipped lexicons."""
    return ExperienceComponent()
