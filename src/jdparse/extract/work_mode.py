"""Remote, hybrid or on site: what the posting says of this job, not of its teams or perks."""

from __future__ import annotations

import re
from typing import Final

from jdparse.annotations import Term, UnitKind
from jdparse.document import Fact
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import Statement, phrase_reader

_SKIPPED: Final[frozenset[UnitKind]] = frozenset({"legal", "other"})
_TITLE: Final = re.compile(
    r"(?i)(?<![a-z])(?:(?P<hybrid>hybrid)|(?P<remote>remote|work from home|wfh)(?! sens)"
    r"|(?P<onsite>(?<=\()(?:on-?site|in-office)|(?:on-?site|in-office)$))(?![a-z])"
)


def work_mode(posting: Passages, title: Fact | None) -> Term | None:
    """Where the work is done: `remote`, `hybrid` or `onsite`; None where nothing says so.

    A refusal ("not a remote role") goes before hybrid, hybrid before the first of the rest, since
    a hybrid job is described by its remote days and its office days too.
    """
    found = list(phrase_reader("work_mode").statements(posting, _SKIPPED))
    if found:
        best = min(found, key=_order)
        return Term(best.value, best.passage.start + best.start, best.passage.start + best.end)
    match = _TITLE.search(title.value) if title else None
    if title is None or match is None:
        return None
    return Term(match.lastgroup or "", None, None, title.origin)


def _order(statement: Statement) -> tuple[int, bool]:
    return (-statement.rank, statement.value != "hybrid")
