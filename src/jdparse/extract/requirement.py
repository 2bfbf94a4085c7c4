"""Required or preferred: how a posting grades a demand, from its sentence and its section.

A cue grades its own clause ("Python required, Scala a plus"), a heading inside a line grades what
follows it ("Nice to have: Rust"), and where neither is there the section decides. Skills, degrees
and years of experience all read their grade here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from jdparse.annotations import UnitKind
from jdparse.extract.contexts import context, needs_of, pattern_of
from jdparse.extract.passages import Passage, lower
from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import Requirement

Side = Literal["after", "before", "heading"]
# What goes first where cues overlap.
_SIDES: Final[tuple[Side, ...]] = ("heading", "before", "after")

# Where one clause ends and the next begins, demands left out.
_CLAUSE_END: Final = (
    r"[;•·]|\n(?!\s*[a-z])|(?<!\.[A-Za-z])(?<!\.Sc)(?<!\b[Mm]in)(?<!\byr)(?<!\byrs)[.!?](?=\s|$)"
    # "etc." ends a clause only where no small letter follows: "Spark, Kafka, etc. is a plus"
    r"(?!(?<=\b[Ee]tc\.)\s+(?-i:[a-z]))|(?<=[a-z)])[.!?](?=[A-Z][a-z])"
    r"|(?i:\s(?:but|while|whereas)\s)"
)
# Words before a space that is no lost line break, though a demand begins behind it.
_NOT_LOST: Final = "(?<! with)(?<! or)(?<! and)(?<! of)(?<! in)(?<! have)(?<! the)(?<! a)(?<! an)"
# What is asked for before a last item that is only a plus: years with what they are of, a level
# ("fluent English, German is a plus"), a list that an "and" has closed; and one short item of its
# own, no list. "Knowledge of Kafka, Flink is a plus" is one list.
_YEARS_OF: Final = re.compile(r"(?i)\d\+?\W{0,3}(?:years?|yrs?)\b[^,;]*\b(?:experience|exp)\b")
_CLOSED_LIST: Final = re.compile(r"(?i).*\b(?:and|or) \S+(?: \S+)?")
_PREDICATE: Final = re.compile(r"(?i)\b(?:is|be|an?) ")
_ITEM: Final = re.compile(r"(?i)(?: (?!and\b|or\b)[\w+#./'’-]+){1,4} ?")
_PARENTHESIS: Final = re.compile(r"\([^()]*\)")
# Kinds of passages that a heading above them grades.
_UNGRADED: Final[frozenset[UnitKind]] = frozenset({"requirements", "meta"})
_REMEMBERED: Final = 64  # units whose scopes are kept: values of one unit are asked for in a row
_BEFORE: Final = 20  # characters before a cue that tell whether it begins its clause
_DEMANDING: Final = ("heading_required", "heading_plain")
_DENIED: Final = 100  # characters on either side in which a demand can be denied
_NESTED: Final = 4  # scopes before a value that can still hold it: they nest in brackets only


class RequirementCue(Entry):
    """One entry of `lexicons/requirement_cues.toml`."""

    grade: Requirement
    side: Side
    pattern: str
    needs: tuple[str, ...]
    example: str
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of a text that a cue grades."""

    start: int
    end: int
    grade: Requirement


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes of one text by start: those of cues in a clause, and those of headings."""

    clauses: tuple[Scope, ...] = ()
    headings: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    grade: Requirement
    side: Side


class RequirementReader:
    """Reads the grade of values; made once by `requirement_reader()`."""

    def __init__(self, cues: dict[str, RequirementCue]) -> None:
        order = sorted(cues.values(), key=lambda cue: _SIDES.index(cue.side))
        self._cues = [(re.compile(rf"(?<![A-Za-z])(?:{cue.pattern})"), cue) for cue in order]
        self._needs = sorted({need for cue in order for need in cue.needs})
        self._boundary = _clause_boundary()
        self._scopes: dict[str, Scopes] = {}

    def requirement_of(
        self,
        text: str,
        start: int,
        end: int,
        kind: UnitKind | None = None,
        clause: slice | None = None,
    ) -> Requirement:
        """The grade of `text[start:end]`, where `text` is its unit (or sentence) of kind `kind`.

        `clause` limits which words of the text can grade it; a heading in the text always can.

        >>> reader = requirement_reader()
        >>> text = "Python required, Scala a plus"
        >>> reader.requirement_of(text, 0, 6), reader.requirement_of(text, 17, 22)
        ('required', 'preferred')
        >>> reader.requirement_of("Kafka", 0, 5, "preferred")
        'preferred'
        """
        scopes = self._scopes_of(text)
        clauses, at = scopes.clauses, 0
        if clause is not None:
            clauses, at = self._scopes_of(text[clause]).clauses, clause.start
        grade = _nearest(clauses, start - at, end - at) or _nearest(scopes.headings, start, end)
        if grade is not None:
            return grade
        return "preferred" if kind == "preferred" else "required"

    def grade(
        self, passage: Passage, start: int, end: int, clause: slice | None = None
    ) -> Requirement:
        """The grade of `passage.text[start:end]`, by its words, its heading and its kind.

        >>> unit = Passage("Rust (a plus), or C++", 0, "preferred", "Minimum qualifications")
        >>> requirement_reader().grade(unit, 0, 4), requirement_reader().grade(unit, 18, 21)
        ('preferred', 'required')
        """
        return self.requirement_of(passage.text, start, end, self.kind_of(passage), clause)

    def kind_of(self, passage: Passage) -> UnitKind:
        """The kind of a passage, as far as its grade goes.

        A heading that says "preferred" or "required" holds for what stands under it, one that only
        says "requirements" for what has no word of its own. A passage that is preferred only
        because one of its clauses says so does not grade its other clauses.
        """
        heading = passage.heading or ""
        under_preferred = context("heading_preferred").match(heading) is not None
        if passage.kind in _UNGRADED and under_preferred:
            return "preferred"
        if passage.kind == "preferred" and not under_preferred:
            if any(context(name).match(heading) for name in _DEMANDING):
                return "requirements"
            cued = any(s.grade == "preferred" for s in self._scopes_of(passage.text).clauses)
            return "requirements" if cued else "preferred"
        return passage.kind

    def _scopes_of(self, text: str) -> Scopes:
        scopes = self._scopes.get(text)  # once: another thread may empty it right after
        if scopes is None:
            scopes = self._read_scopes(text)
            if len(self._scopes) >= _REMEMBERED:
                self._scopes.clear()
            self._scopes[text] = scopes
        return scopes

    def _read_scopes(self, text: str) -> Scopes:
        cues = self._read_cues(text)
        if not cues:
            return Scopes()
        bounds = [0, *sorted(match.end() for match in self._boundary.finditer(text)), len(text)]
        brackets = [match.span() for match in _PARENTHESIS.finditer(text)]
        headings = [cue for cue in cues if cue.side == "heading"]
        ends = [*(cue.start for cue in headings[1:]), len(text)]
        return Scopes(
            _by_start(_clause_scope(text, cues, at, bounds, brackets) for at in range(len(cues))),
            tuple(Scope(cue.end, end, cue.grade) for cue, end in zip(headings, ends, strict=False)),
        )

    def _read_cues(self, text: str) -> list[_Cue]:
        """The cues of a text, in order; of those that overlap, the first, a heading before all."""
        text = text.replace("\n", " ")  # a cue may be wrapped
        lowered = lower(text)
        cues: list[_Cue] = []
        held = {need for need in self._needs if need in lowered}
        for pattern, cue in self._cues if held else ():
            if not held.isdisjoint(cue.needs):
                cues += (
                    _Cue(match.start(), match.end(), cue.grade, cue.side)
                    for match in pattern.finditer(text if cue.cased else lowered)
                    if _ends_word(text, match.end())
                )
        cues.sort(key=lambda cue: cue.start)  # stable: headings come first
        return list(_apart(cues))


@cache
def requirement_reader() -> RequirementReader:
    """The reader of the shipped cues."""
    return RequirementReader(read_lexicon("requirement_cues", RequirementCue))


def is_denied(text: str, start: int) -> bool:
    """Whether what is named at `start` stands in a clause that says it is not asked for.

    >>> is_denied("No Python experience is needed", 3), is_denied("No Perl, Python is required", 9)
    (True, False)
    """
    first, last = max(0, start - _DENIED), start + _DENIED
    near = text[first:last].lower()
    if not any(need in near for need in needs_of("demand_denied")):
        return False
    found = context("demand_denied").finditer(text, first, last)
    return any(match.start() <= start < match.end() for match in found)


def _ends_word(text: str, end: int) -> bool:
    """Whether a word ends there: after a lost line break ("preferredA") too."""
    return not ("a" <= text[end : end + 1] <= "z")


def _apart(cues: Iterable[_Cue]) -> Iterator[_Cue]:
    reached = 0
    for cue in cues:
        if cue.start >= reached:
            reached = cue.end
            yield cue


def _by_start(scopes: Iterable[Scope | None]) -> tuple[Scope, ...]:
    return tuple(sorted((scope for scope in scopes if scope), key=lambda scope: scope.start))


def _clause_boundary() -> re.Pattern[str]:
    """Where one clause ends and the next begins, also where only a demand begins it."""
    inside, glued, behind = map(pattern_of, ("demand_in_sentence", "demand_glued", "demand_behind"))
    return re.compile(
        rf"{_CLAUSE_END}|,(?=\s(?:and )?(?i:{inside})\b)"
        rf"|(?<=[a-z)])(?={glued})|(?<=[a-z)]){_NOT_LOST}(?=\s{behind})"
    )


def _nearest(scopes: Sequence[Scope], start: int, end: int) -> Requirement | None:
    """The grade of the scope that holds `start`, the one with the nearest cue if several do."""
    if not scopes:
        return None
    last = bisect_right(scopes, start, key=lambda scope: scope.start)
    holding = [scope for scope in scopes[max(0, last - _NESTED) : last] if start < scope.end]
    if not holding:
        return None
    return min(holding, key=lambda s: min(abs(s.end - end), abs(start - s.start))).grade


def _clause_scope(
    text: str, cues: list[_Cue], at: int, bounds: list[int], brackets: list[tuple[int, int]]
) -> Scope | None:
    cue = cues[at]
    if cue.side == "heading":
        return None
    opened = bounds[bisect_right(bounds, cue.start) - 1]
    closed = bounds[bisect_left(bounds, cue.end)]
    if at and cues[at - 1].side != "before":
        opened = max(opened, cues[at - 1].end)
    start, end = _brackets_before(brackets, cue.start)
    if start < cue.start and cue.end <= end:  # a cue in brackets grades what the brackets hold
        alone = not at or cues[at - 1].start < start  # the first cue in these brackets
        if alone and _stands_apart(text[start + 1 : cue.start], text[cue.end : end - 1]):
            return Scope(_item_start(text, opened, start), cue.start, cue.grade)
        opened, closed = max(opened, start + 1), min(closed, end)
    first = not text[max(opened, cue.start - _BEFORE) : cue.start].strip(" -–*•:")
    if cue.side == "before" or first or text[cue.end : cue.end + 2].lstrip().startswith(":"):
        return Scope(cue.end, closed, cue.grade)
    opened = _last_item(text, opened, cue)
    return Scope(opened, _bracket_after(brackets, text, cue.end) or cue.start, cue.grade)


def _last_item(text: str, opened: int, cue: _Cue) -> int:
    """Where what a cue grades begins: "3 years of coding, Scala preferred" prefers no years."""
    comma = text.rfind(",", opened, cue.start)
    if comma < 0 or not _ITEM.fullmatch(text, comma + 1, cue.start):
        return opened
    said = _PREDICATE.search(text, comma, cue.end) and (
        context("level_asked").fullmatch(text, opened, comma)
        or _CLOSED_LIST.fullmatch(text, opened, comma)
    )
    return comma + 1 if said or _YEARS_OF.search(text, opened, comma) else opened


def _bracket_after(brackets: list[tuple[int, int]], text: str, cue: int) -> int | None:
    """The end of a bracket that tells more of what a cue grades: "Rust is a plus (3+ years)"."""
    at = bisect_left(brackets, (cue, 0))
    if at == len(brackets) or text[cue : brackets[at][0]].strip():
        return None
    return brackets[at][1]


def _brackets_before(brackets: list[tuple[int, int]], offset: int) -> tuple[int, int]:
    at = bisect_right(brackets, (offset, 0)) - 1
    return brackets[at] if at >= 0 else (0, 0)


def _stands_apart(before: str, after: str) -> bool:
    """Whether a cue ends its brackets and is no item's in them: "(preferred)", "(B2, a plus)"."""
    opens = not before.strip(" -–*") or before.rstrip().endswith((",", ";"))
    return opens and not after.strip(" !.-–*")


def _item_start(text: str, opened: int, bracket: int) -> int:
    """Start of the list item right before a bracket: "(preferred)" grades that item only."""
    return max(opened, text.rfind(",", opened, bracket) + 1)
