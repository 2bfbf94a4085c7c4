"""Rows of a CSV file in which a malformed row costs no row but itself."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

# A cell may hold line breaks, but no posting has so many lines.
LONGEST_ROW: Final = 2_000
_UNCLOSED: Final = "opens a quote that is never closed"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A row that cannot be read: its first line, and what is wrong with it."""

    line: str
    problem: str


def csv_rows(
    lines: Iterable[str], reader: Callable[..., Iterator[list[str]]]
) -> Iterator[list[str] | Malformed]:
    r"""The rows that `reader` (`csv.reader` and a dialect) makes of lines.

    A row is `Malformed` where it is still open at the end of the file or after `LONGEST_ROW`
    lines, where the quote that ends its cell opens another, or where a cell is longer than any may
    be; reading goes on in the line after its first. Memory holds one row.

    >>> import csv
    >>> list(csv_rows(['a,"b\n', 'c,d\n', 'e,f\n'], csv.reader))[1:]
    [['c', 'd'], ['e', 'f']]
    """
    ahead = _Ahead(lines)
    rows = reader(ahead)
    while True:
        row, problem = None, _UNCLOSED
        try:
            row = next(rows, None)
            whole = not ahead.cut and _is_whole(ahead.taken, reader)
        except csv.Error as error:
            whole, problem = False, f"cannot be read ({error})"
        if not whole:
            yield Malformed(ahead.taken[0], problem)
            ahead.take_back()
            rows = reader(ahead)
        elif row is None:
            return
        else:
            ahead.taken.clear()
            yield row


def _is_whole(lines: list[str], reader: Callable[..., Iterator[list[str]]]) -> bool:
    """Whether a separator follows each cell in quotes; rows of one line may be sloppy."""
    if len(lines) < 2:
        return True
    try:
        deque(reader(lines, strict=True), maxlen=0)
    except csv.Error:
        return False
    return True


class _Ahead:
    """Lines for one row after another; `taken` are those of the row that is being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.back: deque[str] = deque()
        self.taken: list[str] = []
        self.cut = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        more = self.back.popleft() if self.back else next(self.lines, None)
        if more is not None and len(self.taken) < LONGEST_ROW:
            self.taken.append(more)
            return more
        if more is not None:
            self.back.appendleft(more)
        self.cut = bool(self.taken)  # asked for more in the middle of a row
        raise StopIteration

    def take_back(self) -> None:
        self.back.extendleft(reversed(self.taken[1:]))
        self.taken.clear()
        self.cut = False
