"""The level of the job, from its title first, then from a clear statement in the text."""

from __future__ import annotations

import re
from typing import Final

from jdparse.annotations import Term
from jdparse.document import Fact
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import phrase_reader
from jdparse.extract.title_terms import offers_several, title_term

# The words of a statement ("Seniority level: Mid-Senior level") and the level they state.
_STATED: Final = {
    "intern": "intern", "internship": "intern", "entry": "entry", "associate": "entry",
    "junior": "junior", "mid": "mid", "middle": "mid", "senior": "senior", "lead": "lead",
    "director": "director", "executive": "executive", "principal": "principal", "staff": "staff",
    "sr": "senior", "jr": "junior",
}  # fmt: skip


# A label and its level may stand on two lines, which are two passages.
_LABELLED: Final = re.compile(
    r"(?i)\b(?:seniority|career) level\s*[:\n–-]\s*(?P<level>[a-z-]+)(?: level)?"
)


# A list of levels ("Junior, Mid-Level, Senior") is open to each, and states none.
_ANOTHER: Final = re.compile(rf"(?:[- ]level)?\s*[,/|]\s*(?:{'|'.join(_STATED)})\b", re.IGNORECASE)


def seniority(posting: Passages, title: Fact | None) -> Term | None:
    """The level by the title, else as the text states it; None where neither does, or several."""
    if offers_several("seniority", title):
        return None
    if (term := title_term("seniority", title)) is not None:
        return term
    if "y level" in posting.lowered or "r level" in posting.lowered:
        for match in _LABELLED.finditer(posting.text):
            if (value := _level(match["level"])) is not None:
                return Term(value, match.start("level"), match.end())
    for found in phrase_reader("seniority").statements(posting):
        if (level := _level(found.passage.text[found.start : found.end])) is not None:
            if _ANOTHER.match(found.passage.text, found.end):
                return None
            start = found.passage.start
            return Term(level, start + found.start, start + found.end)
    return None


def _level(statement: str) -> str | None:
    words = re.findall("[a-z]+", statement.lower())
    return next((_STATED[word] for word in words if word in _STATED), None)
