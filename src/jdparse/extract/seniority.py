"""The level of the job, from its title first, then from a clear statement in the text."""

from __future__ import annotations

import re
from typing import Final

from jdparse.annotations import Term
from jdparse.document import Fact
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import phrase_reader

# The words of a title by level; the first level that a title names is its level.
_TITLE: Final = tuple(
    (level, re.compile(rf"(?i)(?<![a-z])(?:{words})(?![a-z])"))
    for level, words in (
        ("intern", r"intern|internship|co-op|trainee|apprentice|working student|werkstudent|praktikant"),
        ("executive", r"chief(?! of staff)|cto|cdo|cio|ceo|caio|evp|svp|vp|a?vp|vice president|president|executive director"),
        ("director", r"director|head of"),
        ("manager", r"manager(?! of one)|mgr|(?:team|engineering) leader"),
        ("principal", r"principal|distinguished|fellow"),
        ("staff", r"(?<!chief of )(?<!of technical )staff(?! accountant| nurse)"),
        ("lead", r"lead(?! gen)|tech lead|team lead"),
        ("senior", r"senior|sr\.?|snr"),
        ("mid", r"mid[- ]?(?:level|senior)?|intermediate|middle"),
        ("junior", r"junior|jr\.?|jnr"),
        ("entry", r"entry[- ]level|graduate(?! student)|new grad|early career|university grad|campus|associate(?! director| vice| principal| partner| professor)"),
    )
)  # fmt: skip
_NO_MANAGER: Final = re.compile(r"(?i)(?:product|project|program|account|case|community|relationship|category|success|risk) manager|management")
_STATED: Final = {
    "intern": "intern", "internship": "intern", "entry": "entry", "associate": "entry",
    "junior": "junior", "mid": "mid", "middle": "mid", "senior": "senior", "lead": "lead",
    "director": "director", "executive": "executive", "principal": "principal", "staff": "staff",
}  # fmt: skip


def title_level(title: str) -> str | None:
    """The level that a title names, or None.

    >>> title_level("Sr. Machine Learning Engineer"), title_level("Data Scientist")
    ('senior', None)
    """
    for level, pattern in _TITLE:
        if level == "manager":
            title_without = _NO_MANAGER.sub("", title)
            if pattern.search(title_without):
                return level
        elif pattern.search(title):
            return level
    return None


def seniority(posting: Passages, title: Fact | None) -> Term | None:
    """The level by the title, with its offsets where the text repeats the title; else as stated."""
    if title is not None and (level := title_level(title.value)) is not None:
        start = posting.text.find(title.value)
        if start < 0:
            return Term(level, None, None, title.origin)
        return Term(level, start, start + len(title.value))
    for found in phrase_reader("seniority").statements(posting):
        words = re.findall(r"[a-z]+", found.passage.text[found.start : found.end].lower())
        level = next((_STATED[word] for word in reversed(words) if word in _STATED), None)
        if level is not None:
            at = found.passage.start
            return Term(level, at + found.start, at + found.end)
    return None
