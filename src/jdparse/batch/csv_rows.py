"""Rows of a CSV file in which a quote that is never closed costs its own row only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

# A cell may hold line breaks, but no posting has so many lines.
LONGEST_ROW: Final = 2_000


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A line with a quote that opens a cell which never ends."""

    line: str


def csv_rows(
    lines: Iterable[str], reader: Callable[..., Iterator[list[str]]]
) -> Iterator[list[str] | Unclosed]:
    r"""The rows that `reader` (`csv.reader` and a dialect) makes of lines.

    A row of several lines is `Unclosed` where it is still open at the end of the file or after
    `LONGEST_ROW` lines, or where the quote that ends its cell opens another; reading goes on in
    the line after its first. Memory holds one row.

    >>> import csv
    >>> list(csv_rows(['a,"b\n', 'c,d\n', 'e,f\n'], csv.reader))[1:]
    [['c', 'd'], ['e', 'f']]
    """
    ahead = _Ahead(lines)
    rows = reader(ahead)
    while True:
        row = next(rows, None)
        if ahead.cut or not _is_whole(ahead.taken, reader):
            yield Unclosed(ahead.taken[0])
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
