"""The degrees a posting asks for: level, fields, grade, and whether experience does too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import write_values
from jdparse.extract.contexts import context
from jdparse.extract.degree_names import (
    DegreeMention,
    DegreeNameReader,
    are_linked,
    degree_name_reader,
)
from jdparse.extract.fields_of_study import REACH as FIELDS_REACH
from jdparse.extract.fields_of_study import FieldReader, field_reader
from jdparse.extract.passages import Passage, Passages, passages
from jdparse.extract.requirement import RequirementReader, is_denied, requirement_reader
from jdparse.posting import Degree

# Sections that speak of degrees without asking for one, unless the sentence addresses a candidate.
_ASIDE: Final = frozenset({"about", "benefits", "legal", "apply", "other", "pay"})
# Those that hold the letters of a degree by chance ("MS", "BMS") about as often as a degree.
_PASSING: Final = frozenset({"responsibilities", "heading"})
# Ends of sentences, also where the space after them was lost; "e.g." and "etc." end none.
_ABBREVIATED: Final = r"(?<!e\.g\.)(?<!i\.e\.)(?<![Ee]g\.)(?<!etc\.)(?<! [A-Z]\.)(?<!\.[A-Z]\.)"
_SENTENCE: Final = re.compile(
    rf"(?<=[A-Za-z)][.!?]){_ABBREVIATED}\s|(?<=[a-z)][.!?])(?<![Pp]h\.)(?=[A-Z])|(?<=[a-z)];)\s(?!or\b)|(?<!,)\n(?![a-z])"
)
_CLAUSE_END: Final = re.compile(r"[,;(]")
_OR: Final = re.compile(r"(?:\bor|/|\()\s*(?:an?\s+|the\s+)?$", re.I)
_IN: Final = re.compile(r"\s*(?:(?:with)?in\b|of\b|from\b|:|–|-|[(\[]|,|/|;)?\s*")


# A level above what "a degree" alone means, and characters between the two that say so.
_HIGHER: Final = frozenset({"master", "doctorate", "professional"})
_APART: Final = 12
_ARTICLE: Final = re.compile(r"\b[Aa]n? (?:[a-z]+ )?$")  # "a degree/MSc" names two
_NEIGHBOURS: Final = 8  # mentions on either side that can explain a bare "degree"
_INSTEAD: Final = 160  # characters after a line that can say what counts instead
_REACH: Final = 500  # characters that a statement can reach, where no sentence ends


@dataclass(frozen=True, slots=True)
class DegreeStatement:
    """Mentions that share what follows them up to `end`; `clause` is the words that grade them."""

    mentions: tuple[DegreeMention, ...]
    end: int
    clause: slice


class DegreeReader:
    """Reads the degrees of passages."""

    def __init__(
        self, names: DegreeNameReader, fields: FieldReader, grades: RequirementReader
    ) -> None:
        self._names = names
        self._fields = fields
        self._grades = grades
        self.cues = names.cues
        self._demanded = context("candidate_addressed")
        self._asked = context("degree_asked")
        self._aside = context("degree_aside")
        self._equivalent = context("equivalent_experience")
        self._instead = context("experience_instead")
        self._tail = context("degree_tail")

    def degrees(self, posting: Passages) -> tuple[Degree, ...]:
        """One entry a level, in the order of their first mention."""
        stated = [
            degree
            for passage in posting.holding(self.cues)
            for degree in self.stated_in(passage, _following(posting, passage))
        ]
        return _one_a_level(stated)

    def stated_in(self, passage: Passage, following: str = "") -> Iterator[Degree]:
        """One entry a mention, with offsets in the posting; `following` is the text after it."""
        text, at = passage.text, passage.start
        for statement in self.statements(passage):
            fields = self._fields_of(text, statement)
            first = statement.mentions[0]
            reach = min(statement.clause.stop, first.end + _REACH)
            equivalent = (
                self._equivalent.search(text, first.end, reach)
                or self._instead.match(text[statement.end : statement.end + _INSTEAD] or following)
            ) is not None
            for mention in statement.mentions:
                if is_denied(text, mention.start):
                    continue
                start, end = mention.start, mention.end
                grade = self._grades.grade(passage, start, end, statement.clause)
                yield Degree(
                    mention.level, fields, grade, equivalent, text[start:end], at + start, at + end
                )

    def statements(self, passage: Passage) -> tuple[DegreeStatement, ...]:
        """What a passage says of degrees, where it asks for any."""
        text = passage.text
        if not self._can_ask(passage):
            return ()
        mentions = self._names.mentions(text)
        if not mentions or self._aside.search(text):
            return ()
        if passage.kind in _ASIDE:
            mentions = tuple(mention for mention in mentions if mention.level != "any")
        return _statements(text, tuple(_without_repeats(text, mentions)))

    def _can_ask(self, passage: Passage) -> bool:
        """Whether a passage of its kind asks for degrees by the words that stand in it."""
        if passage.kind not in _ASIDE | _PASSING or self._demanded.search(passage.text):
            return True
        return passage.kind in _PASSING and self._asked.search(passage.text) is not None

    def _fields_of(self, text: str, statement: DegreeStatement) -> tuple[str, ...]:
        last = statement.mentions[-1]
        head = self._tail.match(text, last.end)
        at = head.end() if head else last.end
        link = _IN.match(text, at)
        word = link.group().strip() if link else ""
        start = link.end() if link else at
        end = statement.end
        if at > end:  # a bracket with a degree of its own: "Bachelor's (PhD a plus) in Statistics"
            sentence = _SENTENCE.search(text, at, start + FIELDS_REACH)
            end = sentence.start() if sentence else start + FIELDS_REACH
        after = self._fields.after(text[:end], start, certain=word in {"in", "within", "of"})
        if after and word:
            return after
        # Unlinked words speak of other training: "a CS degree or equivalent Web Design course".
        first = statement.mentions[0]
        return self._fields.before(text, first.start, adjacent=first.level != "any") or after


def _following(posting: Passages, passage: Passage) -> str:
    """The text after a passage, as far as it can say what counts instead of a degree."""
    end = passage.start + len(passage.text)
    return posting.text[end : end + _INSTEAD]


def _statements(text: str, mentions: Sequence[DegreeMention]) -> tuple[DegreeStatement, ...]:
    """Linked mentions together, each statement with its sentence."""
    groups: list[list[DegreeMention]] = []
    for mention in mentions:
        if groups and are_linked(text, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    bounds = [0, *(sentence.end() for sentence in _SENTENCE.finditer(text)), len(text)]
    starts = [*(group[0].start for group in groups), len(text)]
    ends = [
        min(following, _next_bound(bounds, group[-1].end))
        for group, following in zip(groups, starts[1:], strict=True)
    ]
    return tuple(
        DegreeStatement(tuple(group), ends[at], slice(*_clause(text, groups, ends, bounds, at)))
        for at, group in enumerate(groups)
    )


def _next_bound(bounds: Sequence[int], end: int) -> int:
    """The end of the sentence; the point and space of "Ph.D. " end none."""
    return bounds[min(bisect_right(bounds, end + 1), len(bounds) - 1)]


def _clause(
    text: str,
    groups: Sequence[Sequence[DegreeMention]],
    ends: Sequence[int],
    bounds: Sequence[int],
    at: int,
) -> tuple[int, int]:
    """How far the words reach that grade a group: to the groups beside it, over any "or"."""
    first, last = at, at
    start = groups[at][0].start
    while (
        first
        and ends[first - 1] == groups[first][0].start > start - _REACH
        and _joins(text, groups, first)
    ):
        first -= 1
    while (
        last + 1 < len(groups)
        and ends[last] == groups[last + 1][0].start < start + _REACH
        and _joins(text, groups, last + 1)
    ):
        last += 1
    opened = bounds[bisect_right(bounds, groups[first][0].start) - 1]
    if first:
        between = text[groups[first - 1][-1].end : groups[first][0].start]
        opened = max(opened, groups[first][0].start - len(_CLAUSE_END.split(between)[-1]))
    return max(opened, start - _REACH), min(ends[last], groups[at][-1].end + _REACH)


def _joins(text: str, groups: Sequence[Sequence[DegreeMention]], at: int) -> bool:
    before = text[groups[at - 1][-1].end : groups[at][0].start]
    return _OR.search(before) is not None


def _without_repeats(text: str, mentions: Sequence[DegreeMention]) -> Iterator[DegreeMention]:
    """A "degree" with no level is none of its own where its sentence names the level.

    "Bachelor's in X or a similar degree" names one, "Degree (BS/MS) in X" the two, but "Higher
    education in X (a PhD is a plus)" both.
    """
    for at, mention in enumerate(mentions):
        if mention.level != "any":
            yield mention
            continue
        near = mentions[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
        beside = [m for m in near if m.level != "any" and _same_sentence(text, mention, m)]
        earlier = any(m.start < mention.start and not _is_diploma(text, m, mention) for m in beside)
        later = next((m for m in beside if m.start > mention.start), None)
        if not earlier and (later is None or _stands_apart(text, mention, later)):
            yield mention


def _stands_apart(text: str, degree: DegreeMention, level: DegreeMention) -> bool:
    if level.level == "associate":
        return True
    between = text[degree.end : level.start]
    opened = max(0, degree.start - _APART)
    if between.strip(" ") == "/" and _ARTICLE.search(text, opened, degree.start):
        return True
    return level.level in _HIGHER and len(between) > _APART


def _is_diploma(text: str, level: DegreeMention, degree: DegreeMention) -> bool:
    named = text[level.start : level.end].lower().endswith("diploma")
    return named and degree.start - level.end < _APART


def _same_sentence(text: str, one: DegreeMention, other: DegreeMention) -> bool:
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
