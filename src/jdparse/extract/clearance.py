"""Security clearance: required (to hold or to be able to get one) or preferred."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from jdparse.annotations import Term
from jdparse.extract.contexts import context
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import Statement, phrase_reader
from jdparse.extract.requirement import RequirementReader, requirement_reader
from jdparse.posting import Requirement

# Sections that speak of the company's own clearances, unless they speak to a candidate.
_ASIDE: Final = frozenset({"about", "benefits"})
_REACH: Final = 60  # characters before a statement in which it can be demanded


def security_clearance(posting: Passages) -> Term | None:
    """`required` if any sentence requires it, else `preferred`; None where none is asked for."""
    grades = requirement_reader()
    addressed = cache(context("candidate_addressed").search)  # a passage can state it many times
    terms = [
        replace(s, value=_grade(s, grades)).term()
        for s in phrase_reader("security_clearance").statements(posting)
        if s.passage.kind not in _ASIDE or addressed(s.passage.text)
    ]
    return min(terms, key=lambda term: term.value != "required", default=None)


def _grade(statement: Statement, grades: RequirementReader) -> Requirement:
    """Its grade; "must hold Secret or higher, Top Secret preferred" prefers only the higher one."""
    passage = statement.passage
    demand = passage.text[max(0, statement.start - _REACH) : statement.end]
    if context("clearance_demanded").search(demand):
        return "required"
    return grades.grade(passage, statement.start, statement.end)
