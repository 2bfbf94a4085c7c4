"""Facts that a text states in labelled lines ("Location: Austin, TX"), with their offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from jdparse.document import Block, Fact, Facts
from jdparse.ingest.dates import read_date
from jdparse.ingest.employment import employment_type
from jdparse.ingest.places import country_of, is_place
from jdparse.ingest.titles import names_occupation
from jdparse.lexicon import Entry, read_lexicon

# A value longer than this is a sentence that happens to begin like a label.
_LONGEST_VALUE: Final = 90
_VALUE_END: Final = re.compile(r"\s*(?:\t|\s\|\s|;\s|\.(?=\s|$)|\s{2,}).*$")
_SENTENCE: Final = re.compile(r"\b(?:you|we|our|will|is|are|has|have|must|can)\b", re.IGNORECASE)
_TITLE_END: Final = re.compile(r"[.:!?;,]$")
# A first line is a title only where it names an occupation and nothing else.
_LONGEST_TITLE: Final = 80
_MOST_TITLE_WORDS: Final = 9


class FactLabel(Entry):
    """The labels of one fact."""

    labels: tuple[str, ...]


@cache
def _labelled() -> re.Pattern[str]:
    lexicon = read_lexicon("fact_labels", FactLabel)
    groups = (
        f"(?P<{fact}>{'|'.join(sorted(map(re.escape, entry.labels), key=len, reverse=True))})"
        for fact, entry in lexicon.items()
    )
    return re.compile(
        rf"[\W_]{{0,4}}(?:{'|'.join(groups)})\s*(?::|\s[-–—]\s)[\s:*]*(?=\S)", re.IGNORECASE
    )


def add_labelled_facts(facts: Facts, text: str, blocks: Sequence[Block]) -> Facts:
    """The facts, with what labelled lines and a first line that is a title add to them.

    A fact that is stated elsewhere stays; of two lines with one label the first counts.
    """
    for block in blocks:
        if not (match := _labelled().match(text, block.start, block.end)):
            continue
        kind = str(match.lastgroup)
        end = block.end
        if cut := _VALUE_END.search(text, match.end(), end):
            end = cut.start()
        if 0 < end - match.end() <= _LONGEST_VALUE:
            facts = _with_fact(facts, kind, text[match.end() : end], match.end(), end)
    if facts.title is None and blocks:
        facts = replace(facts, title=_title_line(text, blocks))
    if facts.country is None and facts.locations:
        facts = replace(facts, country=country_of(facts.locations[0].value))
    return facts


def _with_fact(facts: Facts, kind: str, stated: str, start: int, end: int) -> Facts:
    if kind == "location":
        if facts.locations or not is_place(stated) or _SENTENCE.search(stated):
            return facts
        return replace(facts, locations=(Fact(stated, "text", start, end),))
    if getattr(facts, kind) is not None:
        return facts
    value = _value(kind, stated)
    if value is None:
        return facts
    stated_fact: Any = {kind: Fact(value, "text", start, end)}
    return replace(facts, **stated_fact)


def _value(kind: str, stated: str) -> str | None:
    if kind == "employment_type":
        return employment_type(stated)
    if kind in {"date_posted", "valid_through"}:
        return read_date(stated)
    if _SENTENCE.search(stated) or not any(map(str.isalpha, stated)):
        return None
    if kind == "title" and not names_occupation(stated):
        return None
    return stated


def _title_line(text: str, blocks: Sequence[Block]) -> Fact | None:
    """A first line that is evidently the title: short, no sentence, names an occupation."""
    block = blocks[0]
    line = text[block.start : block.end]
    if block.kind == "item" or len(blocks) < 2 or len(line) > _LONGEST_TITLE:
        return None
    if len(line.split()) > _MOST_TITLE_WORDS or _TITLE_END.search(line) or _SENTENCE.search(line):
        return None
    if not line[0].isupper() or not names_occupation(line):
        return None
    return Fact(line, "text", block.start, block.end)
