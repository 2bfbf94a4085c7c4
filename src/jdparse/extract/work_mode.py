"""Remote, hybrid or on site: what the posting says of this job, not of its teams or perks."""

from __future__ import annotations

from typing import Final

from jdparse.annotations import Term, UnitKind
from jdparse.document import Facts
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import Statement, phrase_reader
from jdparse.extract.title_terms import title_term

_SKIPPED: Final[frozenset[UnitKind]] = frozenset({"legal", "other"})


def work_mode(posting: Passages, facts: Facts) -> Term | None:
    """Where the work is done: `remote`, `hybrid` or `onsite`; None where nothing says so.

    A refusal ("not a remote role") goes before hybrid, hybrid before the first of the rest, since
    a hybrid job is described by its remote days and its office days too. Where the text is silent
    the title decides, then the place if it is the only one ("Remote, US"). Where it is stated,
    None: that stands.
    """
    if facts.work_mode is not None:
        return None
    found = list(phrase_reader("work_mode").statements(posting, _SKIPPED))
    if found:
        return min(found, key=_order).term()
    place = facts.locations[0] if len(facts.locations) == 1 else None
    return title_term("work_mode", facts.title) or title_term("place_work_mode", place)


def _order(statement: Statement) -> tuple[int, bool]:
    return (-statement.rank, statement.value != "hybrid")
