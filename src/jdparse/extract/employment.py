"""Full time, part time, contract …: the kind of employment that a posting offers."""

from __future__ import annotations

import re
from typing import Final

from jdparse.annotations import Term, UnitKind
from jdparse.document import Fact
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import Statement, phrase_reader

_SKIPPED: Final[frozenset[UnitKind]] = frozenset({"legal", "other", "benefits"})
_TITLE: Final = re.compile(
    r"(?i)(?<![a-z])(?:(?P<internship>intern|internship|co-op|trainee|working student)"
    r"|(?P<contract>contract|contractor|freelance|fixed[- ]term|ftc)|(?P<temporary>temporary|temp)"
    r"|(?P<part_time>part[- ]time)|(?P<full_time>full[- ]time))(?![a-z])(?! (?:manage|admin|special|negot|analyst))"
)
# The narrower kind wins: a full-time internship is an internship, a full-time contract a contract.
_NARROWEST: Final = (
    "internship", "volunteer", "per_diem", "temporary", "contract", "part_time", "full_time"
)  # fmt: skip


def employment_type(posting: Passages, title: Fact | None) -> Term | None:
    """The kind of employment by its title, else by the text; None where neither says.

    Full time beside part time ("full-time or part-time") is the first of the two.
    """
    match = _TITLE.search(title.value) if title else None
    if title is not None and match is not None:
        return Term(match.lastgroup or "", None, None, title.origin)
    found = list(phrase_reader("employment_type").statements(posting, _SKIPPED))
    if not found:
        return None
    best = min(found, key=_order)
    return Term(best.value, best.passage.start + best.start, best.passage.start + best.end)


def _order(statement: Statement) -> tuple[int, int]:
    rank = min(_NARROWEST.index(statement.value), _NARROWEST.index("part_time"))
    return (rank, statement.passage.start + statement.start)
