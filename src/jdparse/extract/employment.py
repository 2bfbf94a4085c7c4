"""Full time, part time, contract …: the kind of employment that a posting offers."""

from __future__ import annotations

from typing import Final

from jdparse.annotations import Term, UnitKind
from jdparse.document import Fact
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import Statement, phrase_reader
from jdparse.extract.title_terms import title_term

_SKIPPED: Final[frozenset[UnitKind]] = frozenset({"legal", "other"})
# Where it is mostly said to whom a perk is open ("full-time employees get ..."): asked last.
_LAST: Final[frozenset[UnitKind]] = frozenset({"benefits"})
# The narrower kind wins: a full-time internship is an internship, a full-time contract a contract.
_NARROWEST: Final = ("internship", "volunteer", "per_diem", "temporary", "contract")


def employment_type(posting: Passages, title: Fact | None) -> Term | None:
    """The kind of employment by its title, else by the text; None where neither says.

    Full time beside part time ("full-time or part-time") is the first of the two.
    """
    if (term := title_term("employment_type", title)) is not None:
        return term
    found = list(phrase_reader("employment_type").statements(posting, _SKIPPED))
    return min(found, key=_order).term() if found else None


def _order(statement: Statement) -> tuple[bool, int]:
    value = statement.value
    narrow = _NARROWEST.index(value) if value in _NARROWEST else len(_NARROWEST)
    return statement.passage.kind in _LAST, narrow
