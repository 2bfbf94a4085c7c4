"""Security clearance: required (to hold or to be able to get one) or preferred."""

from __future__ import annotations

from typing import Final

from jdparse.annotations import Term
from jdparse.extract.contexts import context
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import phrase_reader
from jdparse.extract.requirement import requirement_reader

# Sections that speak of the company's own clearances, unless they speak to a candidate.
_ASIDE: Final = frozenset({"about", "benefits"})


def security_clearance(posting: Passages) -> Term | None:
    """`required` if any sentence requires it, else `preferred`; None where none is asked for."""
    grades = requirement_reader()
    terms = [
        Term(
            grades.requirement_of(s.passage.text, s.start, s.end, s.passage.kind),
            s.passage.start + s.start,
            s.passage.start + s.end,
        )
        for s in phrase_reader("security_clearance").statements(posting)
        if s.passage.kind not in _ASIDE or context("candidate_addressed").search(s.passage.text)
    ]
    return min(terms, key=lambda term: term.value != "required", default=None)
