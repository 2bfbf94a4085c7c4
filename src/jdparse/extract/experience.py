"""Demands in years: overall and per skill, each an entry; and the alternatives they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import write_values
from jdparse.extract.passages import Passage, Passages, passages
from jdparse.extract.requirement import RequirementReader, requirement_reader
from jdparse.posting import Experience

CUES: Final = ("year", "yr", "month", "yoe")
_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_NUMBER: Final = (
    rf"(?:\d{{1,2}}(?:\.\d)?|(?i:{'|'.join(_WORDS)})(?![a-z]))(?:\s?\((?:\d{{1,2}}|[a-z]+)\))?"
)
_OPEN: Final = r"\s?\+|\s?(?i:or more|plus|or greater|or above|and above)(?![a-z])"
YEARS: Final = re.compile(
    rf"""(?P<prefix>(?i:at\s?least|(?:a\s)?min(?:imum|\.)?(?:\sof)?|more\sthan|greater\sthan|over|up\sto|less\sthan|under|maximum(?:\sof)?|around|about|between)\s)?
    (?<![\d$€£#])(?<!\d[.,/])(?<![Qq][0-9])
    (?P<low>{_NUMBER})(?P<open_low>{_OPEN})?
    (?:\s?(?:-|–|—|‐|−|~|/|%E2%80%93|(?i:to|and|or)\b)\s?(?P<high>{_NUMBER})(?P<open_high>{_OPEN})?)?
    [\s-]{{0,2}}(?:(?i:full)\s)?
    (?P<unit>(?i:years?|yrs?\.?|months?|mos|yoe)(?:\(s\))?(?![a-z]{{1,3}}\b))(?:[’'‘`´]s?(?!\w)|(?<=s)[’'‘`´])?
    (?P<open_end>\s?\+|\s(?i:or\smore|plus|or\sabove|and\sabove|or\sgreater)(?![a-z]))?""",
    re.VERBOSE,
)
_REACH: Final = 90  # characters on either side that tell what the years are of
_MOST: Final = 25  # more years than any posting demands
# What stands right before years that are no demand.
_NOT_BEFORE: Final = re.compile(
    r"(?i)(?:(?:next|past|last|previous|recent|first|every|within|within the|after|founded|for over|for more than|for nearly|for almost|during|"
    r"ages?|aged|duration|contract|term|length|period|lasting|initial|in business for|more than a century|previous|coming|valid for|once every|promoted in|than|per|grow\w* (?:in|over)"
    r")[\s:(–-]*(?:the |a |an |of |over |more than |about |up to )*)$"
)
_NOT_AFTER: Final = re.compile(
    r"(?i)[\s-]*(?:old\b|of age|ago\b|(?:\w+ )?(?:degree|college|university|undergraduate|program|programme|contract|term\b|fixed|vest|cliff|warranty|plan\b|lease|rotation|"
    r"assignment|engagement|project\b|duration|extension|tenure|horizon|roadmap|strategy|visa|anniversary|history|track record of (?:success|growth) as a company|running|in business|in a row|from now|in the making|later|"
    r"sabbatical|service award|of service|of age|and older|post[- ]?(?:baccalaureate|secondary)|course\b|internship\b|placement|posting|period|leave|paid|maternity|commitment|with possib|possib|\(possib|on w2|w2|c2c))"
)
_EVIDENCE_AFTER: Final = re.compile(
    r"(?i)experi[a-z]*|exp\b|\bworking (?:with|in|as|on)|work\b|hands[- ]on|\bbackground|practice|expertise|track record|knowledge|of \w+ing\b|proven|(?<!\w)in (?:a|an|the)? ?\w+"
)
_EVIDENCE_BEFORE: Final = re.compile(
    r"(?i)experi[a-z]*|exp\b|background|worked|working|career level|knowledge|skills?\b|proficien|practice|must have|minimum|at least|required"
)
_ASIDE: Final = frozenset(
    {"about", "benefits", "legal", "apply", "other", "pay", "meta", "responsibilities", "heading"}
)
_CANDIDATE: Final = re.compile(
    r"(?i)\b(?:you|you’ve|your|candidates?|applicants?|seeking|looking for|search(?:ing)? for|requir|must|minimum|at least|prefer|qualifi|ideal|desired|"
    r"should have|a plus|hiring|experience ?:|experience (?:level|required)|someone|individual|engineers? with|(?:engineer|scientist|analyst|developer|manager)s? (?:with|who|having)|(?:required|preferred)\))"
)
_COMPANY: Final = re.compile(
    r"(?i)\b(?:we have|we’ve|we've|our|has been|have been|company|founded|customers for|clients|in business|serving|served|(?:with|for) (?:over|more than) \d+ years,? (?:of experience,? )?(?:we|our|[A-Z])|collective|combined)\b"
)
_LABEL: Final = re.compile(r"^[-•*\s]*[\w/&.,+# -]{1,60}: ?$")


class ExperienceReader:
    """Reads demands in years out of passages."""

    def __init__(self, grades: RequirementReader) -> None:
        self._grades = grades

    def experience(self, posting: Passages) -> tuple[Experience, ...]:
        """Every demand, in order."""
        return tuple(e for passage in posting.holding(CUES) for e in self.stated_in(passage))

    def stated_in(self, passage: Passage) -> Iterator[Experience]:
        """The demands of one passage, with offsets in the posting."""
        for match in YEARS.finditer(passage.text):
            low, high = amounts(match)
            if is_demand(passage, match, low, high):
                start, end = match.span()
                text = passage.text
                grade = self._grades.requirement_of(text, match.start("low"), end, passage.kind)
                yield Experience(
                    low, high, grade, text[start:end], passage.start + start, passage.start + end
                )


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
    if match["open_high"] or match["open_end"]:
        high = None
    elif high is not None and high <= low:
        high = None
    elif high is None and prefix.startswith(("up to", "less", "under", "max")):
        return None, round(low, 2)
    return round(low, 2), None if high is None else round(high, 2)


def _number(text: str) -> float:
    word = text.split("(")[0].strip().lower()
    return float(_WORDS[word]) if word in _WORDS else float(word)


def is_demand(
    passage: Passage, match: re.Match[str], low: float | None, high: float | None
) -> bool:
    """Whether these years are asked of the candidate."""
    text, start, end = passage.text, match.start(), match.end()
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if max(low or 0, high or 0) > _MOST or _NOT_BEFORE.search(before) or _NOT_AFTER.match(after):
        return False
    if match["unit"][0] in "mM" and not re.search(
        r"(?i)experi|exp\b", before[-40:] + " " + after[:50]
    ):
        return False
    if passage.kind not in _ASIDE:
        return True
    evidence = (
        _EVIDENCE_AFTER.search(after) or _EVIDENCE_BEFORE.search(before) or _LABEL.match(before)
    )
    if passage.kind in {"meta", "heading", "responsibilities"}:
        return evidence is not None and not _COMPANY.search(before)
    return bool(
        evidence
        and (_CANDIDATE.search(text) or _LABEL.match(before))
        and not _COMPANY.search(before)
    )


class ExperienceComponent:
    """Sets `doc._.jdparse_experience` and `doc.spans["jdparse_experience"]`."""

    def __init__(self) -> None:
        self._reader = ExperienceReader(requirement_reader())

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its demands in years."""
        write_values(doc, "experience", self._reader.experience(passages(doc)))
        return doc


@Language.factory(
    "jdparse_experience",
    assigns=["doc._.jdparse_experience", "doc._.jdparse_alternatives"],
    requires=["doc._.jdparse_units"],
)
def make_experience(nlp: Language, name: str) -> ExperienceComponent:
    """The component of the shipped lexicons."""
    return ExperienceComponent()
