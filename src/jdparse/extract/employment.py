"""Full time, part time, contract …: the kind of employment that a posting offers."""

from __future__ import annotations

from typing import Final

from jdparse.annotations import Term, UnitKind
from jdparse.document import Facts
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import Statement, phrase_reader
from jdparse.extract.title_terms import title_term
from jdparse.posting import NARROWEST, breadth

_SKIPPED: Final[frozenset[UnitKind]] = frozenset({"legal", "other"})
# Where it is mostly said to whom a perk is open ("full-time employees get ..."): asked last.
_LAST: Final[frozenset[UnitKind]] = frozenset({"benefits"})


def employment_type(posting: Passages, facts: Facts) -> Term | None:
    """The kind of employment by its title, else by the text; None where neither says.

    Full time beside part time ("full-time or part-time") is the first of the two. Where it is
    stated, None: that stands; but a title tells more than a line ("Internship", "Type: part-time").
    """
    term = title_term("employment_type", facts.title)
    if (stated := facts.employment_type) is not None:
        narrower = term is not None and stated.origin == "text" and term.value in NARROWEST
        return term if narrower else None
    if term is not None:
        return term
    found = list(phrase_reader("employment_type").statements(posting, _SKIPPED))
    return min(found, key=_order).term() if found else None


def _order(statement: Statement) -> tuple[bool, int]:
    return statement.passage.kind in _LAST, breadth(statement.value)
