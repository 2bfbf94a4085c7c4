"""Title, employer and place of a posting that was copied from a job board's screen.

Boards print them above the text, without labels, among their own buttons. Four marks of theirs
tell which line is which:

| mark | what stands where |
|---|---|
| a place beside an age: "Austin, TX · 2 weeks ago" | title above, employer above it |
| an employer beside a place with its mode: "Acme · Austin, TX (Hybrid)" | title above |
| a title that ends in "- job post" | employer and place below |
| a rating, "4.1", alone on its line | employer above, title below, place below it |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile
from typing import Final

from jdparse.document import Block, Fact, Facts
from jdparse.ingest.places import country_of, is_place
from jdparse.ingest.titles import names_occupation
from jdparse.lexicon import any_of, read_words

# How many lines stand above a posting, and how long they are.
_MOST_LINES: Final = 30
_LONGEST: Final = 100
_LONGEST_NAME: Final = 60
_DOT: Final = re.compile(r"\s+[·•|]\s+")
_RATING: Final = re.compile(r"[1-5]\.\d(?: out of 5 stars?)?(?: ?★)?")
_STAR: Final = re.compile(r"★")
# Where the words of the lexicon stand that are no whole lines.
_FORMS: Final = {
    "after_title": r"\s+(?:{})$",
    "after_name": r"\s+(?:{})$",
    "mode": r"\((?:{})\)$",
}
_SENTENCE_END: Final = re.compile(r"[.:!?;,]$")
_NUMBER: Final = re.compile(r"[$€£\d]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line above the posting, or a part of one, with its offsets."""

    text: str
    start: int

    def part(self, start: int, end: int) -> _Line:
        return _Line(self.text[start:end], self.start + start)

    def without(self, ending: re.Pattern[str]) -> _Line:
        found = ending.search(self.text)
        return self.part(0, found.start()) if found else self

    def fact(self) -> Fact:
        return Fact(self.text, "text", self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class _Head:
    """What one mark tells; a line that is no title, name or place is left out by the reader."""

    title: _Line | None
    company: _Line | None = None
    place: _Line | None = None


def add_board_facts(facts: Facts, text: str, blocks: Sequence[Block]) -> Facts:
    r"""The facts, with what a board printed above a copied posting.

    Nothing is added where a title is known, or no mark of a board stands beside one.

    >>> text = "Acme logo\nAcme\nShare\nData Scientist\nAustin, TX · 2 weeks ago\nAbout the job"
    >>> blocks = [Block(m.start(), m.end(), "paragraph") for m in re.finditer(".+", text)]
    >>> found = add_board_facts(Facts(), text, blocks)
    >>> found.title.value, found.company.value, found.locations[0].value
    ('Data Scientist', 'Acme', 'Austin, TX')
    """
    if facts.title is not None:
        return facts
    lines = [
        _Line(text[block.start : block.end], block.start)
        for block in blocks[:_MOST_LINES]
        if block.kind != "item" and block.end - block.start <= _LONGEST
    ]
    head = next(_heads(list(takewhile(lambda line: not _says(line, "others"), lines))), None)
    return facts if head is None or head.title is None else _with_head(facts, head.title, head)


def _heads(lines: Sequence[_Line]) -> Iterator[_Head]:
    for at in range(len(lines)):
        for read in _READERS:
            head = read(lines, at)
            if head and head.title and _is_title(head.title):
                yield head


def _with_head(facts: Facts, title: _Line, head: _Head) -> Facts:
    facts = replace(facts, title=title.fact())
    if facts.company is None and head.company and _is_name(head.company):
        facts = replace(facts, company=head.company.fact())
    if not facts.locations and head.place and _is_place(head.place):
        country = facts.country or country_of(head.place.text)
        facts = replace(facts, locations=(head.place.fact(),), country=country)
    return facts


def _beside_age(lines: Sequence[_Line], at: int) -> _Head | None:
    """A row with an age: the parts before it are the place, or the employer and the place."""
    parts = _parts(lines[at])
    aged = next((n for n, part in enumerate(parts) if _says(part, "age")), 0)
    if not aged:
        return None
    above = [line for line in reversed(lines[:at]) if not _says(line, "control")]
    title = above[0] if above else None
    if aged > 1:
        return _Head(title, parts[0], parts[1])
    return _Head(
        title, above[1].without(_words()["after_name"]) if len(above) > 1 else None, parts[0]
    )


def _beside_mode(lines: Sequence[_Line], at: int) -> _Head | None:
    parts = _parts(lines[at])
    if len(parts) != 2 or not _words()["mode"].search(parts[1].text) or not at:
        return None
    return _Head(lines[at - 1], parts[0], parts[1])


def _job_post(lines: Sequence[_Line], at: int) -> _Head | None:
    if not _words()["after_title"].search(lines[at].text):
        return None
    below = _below(lines, at)
    return _Head(lines[at].without(_words()["after_title"]), *below)


def _below_rating(lines: Sequence[_Line], at: int) -> _Head | None:
    if not at or not _RATING.fullmatch(lines[at].text):
        return None
    title, place = _below(lines, at)
    return _Head(title, lines[at - 1].without(_words()["after_name"]), place)


_READERS: Final[tuple[Callable[[Sequence[_Line], int], _Head | None], ...]] = (
    _beside_age, _beside_mode, _job_post, _below_rating,
)  # fmt: skip


def _below(lines: Sequence[_Line], at: int) -> tuple[_Line | None, _Line | None]:
    """The next two lines that say something: no rating, star or button."""
    said = (
        line
        for line in lines[at + 1 :]
        if not (_RATING.fullmatch(line.text) or _STAR.fullmatch(line.text))
        and not _says(line, "control")
    )
    first, second, *_ = (*islice(said, 2), None, None)
    return first, second


def _parts(line: _Line) -> list[_Line]:
    """The parts of a row; none of a line that is no row."""
    dots = [n for dot in _DOT.finditer(line.text) for n in dot.span()]
    if not dots:
        return []
    cuts = [0, *dots, len(line.text)]
    return [line.part(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]


def _says(line: _Line, kind: str) -> bool:
    return _words()[kind].fullmatch(line.text) is not None


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(
            _FORMS.get(kind, "(?:{})").format(any_of(words).replace(r"\*", ".*")), re.IGNORECASE
        )
        for kind, words in read_words("board_lines").items()
    }


def _is_title(line: _Line) -> bool:
    return (
        line.text[0].isupper()
        and names_occupation(line.text)
        and not _SENTENCE_END.search(line.text)
    )


def _is_place(line: _Line) -> bool:
    """Whether a line says where: a known country or city, a place and its region, or the mode."""
    text = line.text
    says_where = "," in text or _words()["mode"].search(text) or country_of(text)
    return len(text) <= _LONGEST_NAME and is_place(text) and bool(says_where)


def _is_name(line: _Line) -> bool:
    """Whether a line can be an employer's name: short, no sentence, no amount, no title."""
    text = line.text
    return (
        1 < len(text) <= _LONGEST_NAME
        and not _SENTENCE_END.search(text)
        and not _NUMBER.match(text)
        and not _says(line, "control")
        and any(map(str.isalpha, text))
    )
