"""The level of the job, from its title first, then from a clear statement in the text."""

from __future__ import annotations

import re
from typing import Final

from jdparse.annotations import Term
from jdparse.document import Fact
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import Statement, phrase_reader
from jdparse.extract.title_terms import title_term

# The words of a statement ("Seniority level: Mid-Senior level") and the level they state.
_STATED: Final = {
    "intern": "intern", "internship": "intern", "entry": "entry", "associate": "entry",
    "junior": "junior", "mid": "mid", "middle": "mid", "senior": "senior", "lead": "lead",
    "director": "director", "executive": "executive", "principal": "principal", "staff": "staff",
}  # fmt: skip


def seniority(posting: Passages, title: Fact | None) -> Term | None:
    """The level by the title, else as the text states it; None where neither does."""
    if (term := title_term("seniority", title)) is not None:
        return term
    for found in phrase_reader("seniority").statements(posting):
        if (level := _level(found)) is not None:
            start = found.passage.start
            return Term(level, start + found.start, start + found.end)
    return None


def _level(found: Statement) -> str | None:
    words = re.findall("[a-z]+", found.passage.text[found.start : found.end].lower())
    return next((_STATED[word] for word in words if word in _STATED), None)
