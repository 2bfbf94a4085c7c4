"""The first line of a posting from a "Who is hiring?" thread: cells parted by bars, in any order.

    Hopvine (brewing) | Data Scientist | Leeds, UK | Hybrid | £50-60k | https://hopvine.example

The first cell is the employer where nothing says that it is something else; the others are told by
what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from jdparse.document import Block, Fact, Facts
from jdparse.ingest.employment import employment_type
from jdparse.ingest.named_company import begins_no_name
from jdparse.ingest.places import country_of, is_named_place, names_where
from jdparse.ingest.titles import names_occupation

CellKind = Literal["address", "pay", "title", "place", "terms", "other"]

_CELL: Final = re.compile(r"[^\s|][^|]*")
_FEWEST: Final = 3  # cells; and how long the line and a name in it can be
_LONGEST: Final = 300
_LONGEST_NAME: Final = 60
_ADDRESS: Final = re.compile(r"\S+://\S+|(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}(?:/\S*)?")
_PAY: Final = re.compile(r"(?:[A-Z]{2,3} ?)?[$€£]? ?\d{2,3}(?:[.,]\d{3})? ?[kK]?\b.*\d|[$€£]\d.*")
_TERMS: Final = re.compile(
    r"(?:remote|hybrid|on[- ]?site|in[- ](?:office|person)|full[- ]?time|part[- ]?time|contract"
    r"|intern(?:s|ship)?|visa|relocation)\b",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\s*\([^()]*\)\s*\Z")
_SENTENCE: Final = re.compile(r"[.!?]\s|[!?]\Z|\b(?:we|our|you|your|is|are)\b", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"\b(?:positions?|roles?|jobs?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell: what it holds, and where it is."""

    text: str
    start: int
    kind: CellKind

    def fact(self) -> Fact:
        return Fact(self.text, "text", self.start, self.start + len(self.text))


def add_hiring_line(facts: Facts, text: str, blocks: Sequence[Block]) -> Facts:
    """The facts, with what a first line of cells adds to them.

    >>> line = "Hopvine (brewing) | Data Scientist | Leeds, UK | Hybrid"
    >>> found = add_hiring_line(Facts(), line, [Block(0, len(line), "paragraph")])
    >>> found.company.value, found.title.value, found.locations[0].value
    ('Hopvine', 'Data Scientist', 'Leeds, UK')
    """
    cells = _cells(text, blocks[0]) if blocks else []
    if len(cells) < _FEWEST or not _is_employer(cells[0]):
        return facts
    told = [cell for cell in cells[1:] if cell.kind != "other"]
    if len(told) < _FEWEST - 1:
        return facts
    name = _BRACKET.sub("", cells[0].text)
    title = next((cell.fact() for cell in told if cell.kind == "title"), None)
    place = next((cell.fact() for cell in told if cell.kind == "place"), None)
    place = place or next((cell.fact() for cell in told if _is_terms_of_place(cell)), None)
    return replace(
        facts,
        company=facts.company or replace(cells[0], text=name).fact(),
        title=facts.title or title,
        locations=facts.locations or ((place,) if place else ()),
        country=facts.country or (country_of(place.value) if place else None),
    )


def _cells(text: str, block: Block) -> list[_Cell]:
    if block.end - block.start > _LONGEST or text.startswith("|", block.start):  # a table
        return []
    if text.count("|", block.start, block.end) < _FEWEST - 1:
        return []
    return [
        _Cell(found.group().rstrip(" ,"), found.start(), _kind_of(found.group().strip()))
        for found in _CELL.finditer(text, block.start, block.end)
    ]


def _kind_of(cell: str) -> CellKind:
    if _ADDRESS.fullmatch(cell):
        return "address"
    if _PAY.match(cell):
        return "pay"
    if names_occupation(cell):
        return "title"
    if _TERMS.search(cell) or employment_type(cell) is not None:
        return "terms"
    return "place" if names_where(cell) or country_of(cell) is not None else "other"


def _is_employer(cell: _Cell) -> bool:
    """Whether a cell can be the employer: nothing else, or a name like "Hopvine.ai".

    A town in its name ("Leeds Dynamics") or in a bracket behind it makes it no place.
    """
    name = _BRACKET.sub("", cell.text)
    if (
        cell.kind in {"pay", "title", "terms"}
        or "/" in name
        or (cell.kind == "place" and "," in name)
    ):
        return False
    if len(name) > _LONGEST_NAME or _SENTENCE.search(name) or is_named_place(name):
        return False
    return not begins_no_name(name)


def _is_terms_of_place(cell: _Cell) -> bool:
    """Whether terms say where, too: "Remote (US)"."""
    return (
        cell.kind == "terms"
        and country_of(cell.text) is not None
        and _SEVERAL.search(cell.text) is None
    )
