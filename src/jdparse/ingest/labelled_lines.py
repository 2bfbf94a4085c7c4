"""Facts that a text states in labelled lines ("Location: Austin, TX"), with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, takewhile
from typing import Any, Final

from jdparse.document import Block, Fact, Facts
from jdparse.ingest.dates import read_date
from jdparse.ingest.employment import employment_type
from jdparse.ingest.places import country_of, is_place, names_where
from jdparse.ingest.titles import is_heading, names_occupation
from jdparse.lexicon import Entry, any_of, read_lexicon

# A value longer than this is a sentence that happens to begin like a label.
_LONGEST_VALUE: Final = 90
_LONGEST_LABEL: Final = 40  # alone on its line
_LINE: Final = re.compile(
    r"[-*•·\s]*(?P<value>\S.*?)(?:\s*\((?:required|preferred)\))?\s*\Z", re.IGNORECASE
)
_MOST_PLACES: Final = 10
# The dot of these ends no sentence.
_SHORT_FORMS: Final = (
    r"(?<!\b(?:[Nn]o|St|Sr|Jr|Mt|Ft|Dr|Co))(?<!\b(?:Inc|Ltd|Pvt|Pte|U\.S|D\.C))(?<!\bCorp)"
)
# The next label, where a lost line break glued it on.
_GLUED: Final = (
    r"(?<=[\w) ])(?=(?:Location|Duration|Department|Salary|Company|Position|Job ?Type"
    r"|Reports [Tt]o)\s?:)"
)
_VALUE_END: Final = re.compile(
    rf"\s*(?:\t|\s[|•·]\s|;\s|{_SHORT_FORMS}\.(?=\s|$)|\s{{2,}}|{_GLUED}).*$"
)
# What stands between the labels of one line, and how much of a line is looked at for them.
_BAR: Final = re.compile(r"\s[|•·]\s")
_LONGEST_ROW: Final = 500
# "| Location | Austin, TX |"
_CELL: Final = re.compile(r"[^\s|](?:[^|]*[^\s|])?")
_SENTENCE: Final = re.compile(r"\b(?:you|we|our|will|is|are|has|have|must|can)\b", re.IGNORECASE)
_MODE: Final = re.compile(
    r"(?:100 ?% |fully |completely |in[- ]?)?(?:remote|hybrid|on-?site|person|office|flexible"
    r"|see below)\b(?! ?[,–—/(-] ?(?-i:[A-Z]))",
    re.IGNORECASE,
)
_ACTION: Final = re.compile(r"\w+ (?:the|our|your|an?) ")  # "Support the data engineers"
_TITLE_END: Final = re.compile(r"[.:!?;,]$")
# A first line is a title only where it names an occupation and nothing else.
_LONGEST_TITLE: Final = 100
_BEFORE_TITLE: Final = re.compile(r"(?:【[^【】]*】|[^\w(\[#【]+|\d{3,}\b[\s:–-]*)*")
_ROW: Final = re.compile(r"\|.*\||\w: ")  # of a page's menu or a board, or a labelled line
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MOST_TITLE_WORDS: Final = 9


class FactLabel(Entry):
    """The labels of one fact."""

    labels: tuple[str, ...]


@cache
def _label() -> str:
    lexicon = read_lexicon("fact_labels", FactLabel)
    groups = (f"(?P<{fact}>{any_of(entry.labels)})" for fact, entry in lexicon.items())
    return rf"[\W_]{{0,4}}(?:{'|'.join(groups)})"


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(rf"{_label()}\s*(?::|\s[-–—]\s)[\s:*]*(?=\S)", re.IGNORECASE)


@cache
def _label_alone() -> re.Pattern[str]:
    return re.compile(rf"{_label()}[\s*]*(?P<colon>:?)[\s*]*", re.IGNORECASE)


def add_labelled_facts(facts: Facts, text: str, blocks: Sequence[Block]) -> Facts:
    """The facts, with what labelled lines add to them.

    A fact that is stated elsewhere stays; of two lines with one label the first counts. A label
    alone on its line has its value on the next, or several places on the next lines.
    """
    for at, block in enumerate(blocks):
        for kind, start, end in _stated(text, block):
            if 0 < end - start <= _LONGEST_VALUE:
                facts = _with_fact(facts, kind, text[start:end], start, end)
        if block.end - block.start <= _LONGEST_LABEL:
            facts = _with_below(facts, text, blocks, at)
    if facts.country is None and facts.locations:
        facts = replace(facts, country=country_of(facts.locations[0].value))
    return facts


def add_title_line(facts: Facts, text: str, blocks: Sequence[Block]) -> Facts:
    """The facts, with a first line that is evidently the title where none is stated."""
    if facts.title is not None or not blocks:
        return facts
    return replace(facts, title=_title_line(text, blocks))


def _stated(text: str, block: Block) -> Iterator[tuple[str, int, int]]:
    """The labels of a line and where the value of each is."""
    if text.startswith("|", block.start):
        yield from _cells(text, block)
    elif match := _labelled().match(text, block.start, block.end):
        yield _value_of(match, text, block.end)
        for bar in _BAR.finditer(text, match.end(), min(block.end, match.end() + _LONGEST_ROW)):
            after = _labelled().match(text, bar.end(), block.end)
            if after is not None and ":" in after[0]:
                yield _value_of(after, text, block.end)


def _with_below(facts: Facts, text: str, blocks: Sequence[Block], at: int) -> Facts:
    """The facts, with what a label alone on its line says of the lines below it."""
    label = _label_alone().fullmatch(text, blocks[at].start, blocks[at].end)
    if label is None:
        return facts
    kind = next(kind for kind, named in label.groupdict().items() if named and kind != "colon")
    below = [_line_fact(text, block) for block in blocks[at + 1 : at + 1 + _MOST_PLACES]]
    if kind == "location":
        places = tuple(takewhile(lambda fact: names_where(fact.value), below))
        return replace(facts, locations=facts.locations or places)
    # what a form says of hours ("Full-time") goes behind what the text says ("a contract")
    if kind == "employment_type" or not below or len(below[0].value) > _LONGEST_VALUE:
        return facts
    # "Company" is also the heading of a section, and a "Role" of one word a kind of jobs
    if (kind == "company" and not label["colon"]) or (
        kind == "title" and " " not in below[0].value
    ):
        return facts
    return _with_fact(facts, kind, below[0].value, below[0].start or 0, below[0].end or 0)


def _line_fact(text: str, block: Block) -> Fact:
    """A line without its bullet, and without what says that it must be so: "(Required)"."""
    line = _LINE.search(text, block.start, block.end)
    start, end = line.span("value") if line else (block.start, block.end)
    return Fact(text[start:end], "text", start, end)


def _value_of(match: re.Match[str], text: str, end: int) -> tuple[str, int, int]:
    cut = _VALUE_END.search(text, match.end(), end)
    return str(match.lastgroup), match.end(), cut.start() if cut else end


def _cells(text: str, block: Block) -> Iterator[tuple[str, int, int]]:
    """The label and the value of a table's row of two cells."""
    cells = list(islice(_CELL.finditer(text, block.start, block.end), 3))
    if len(cells) == 2 and (match := _labelled().match(f"{cells[0][0].rstrip(' :')}: x")):
        yield str(match.lastgroup), *cells[1].span()


def _with_fact(facts: Facts, kind: str, stated: str, start: int, end: int) -> Facts:
    if kind == "location":
        if facts.locations or not is_place(stated) or _SENTENCE.search(stated):
            return facts
        if _MODE.match(stated) and country_of(stated) is None:  # "100% remote, flexible"
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
    if kind == "title" and (not names_occupation(stated) or _ACTION.match(stated)):
        return None
    if kind == "company" and stated[0].islower():  # "Organization: excellent"
        return None
    return stated


def _title_line(text: str, blocks: Sequence[Block]) -> Fact | None:
    """A first line that is evidently the title: short, no sentence, names an occupation.

    A number or a picture before it is none of it, and what stands in brackets is no word of it.
    """
    block = blocks[0]
    before = _BEFORE_TITLE.match(text, block.start, block.end)
    start = before.end() if before else block.start
    line = text[start : block.end]
    words = [word for word in _BRACKETED.sub(" ", line).split() if any(map(str.isalnum, word))]
    if block.kind == "item" or len(blocks) < 2 or len(line) > _LONGEST_TITLE:
        return None
    if len(words) > _MOST_TITLE_WORDS or _TITLE_END.search(line) or _SENTENCE.search(line):
        return None
    if _ROW.search(line) or is_heading(line):
        return None
    if not line[:1].isupper() or not names_occupation(line):
        return None
    return Fact(line, "text", start, block.end)
