"""Progress and summary of a batch, on standard error (Rich).

On a terminal a live bar; elsewhere a plain line every so often, so that a log stays readable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final, get_args

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
)
from rich.table import Column, Table
from rich.text import Text

from jdparse.batch.parsed import Parsed
from jdparse.batch.run import BatchSummary, Watch
from jdparse.posting import Status
from jdparse.report.wording import ROLE_NAMES

_SECONDS_BETWEEN_LINES: Final = 10.0
_MANY: Final = 10_000  # listings from which on comparing and writing take seconds
# Before so many postings and seconds a rate is chance; workers give postings in bursts.
_LEAST_POSTINGS: Final = 20
_LEAST_SECONDS: Final = 1.0
_LOADING: Final = "loading the models"


@contextmanager
def show_progress() -> Iterator[Watch]:
    """Shows how many are done, how fast, how long it takes, failures and roles so far."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _PlainLines(console)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=None, table_column=Column(ratio=1)),  # gives way to the others
        MofNCompleteColumn(),
    )
    with _Bar(*columns, console=console, transient=True, expand=True) as progress:
        yield _LiveBar(progress)


class _Bar(Progress):
    """A bar, and below it what was found, in as many lines as that takes."""

    found = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        yield Text(self.found)


class _Tally(Watch):
    """Counts what is parsed; `before` is how many an earlier process did.

    The clock starts at the first posting: what comes before it, loading the models, is no rate.
    """

    def __init__(self) -> None:
        self.total = self.before = self.done = 0
        self.seen: Counter[str] = Counter()
        self.started = monotonic()

    def begin(self, total: int, before: Mapping[str, int]) -> None:
        self.total, self.started, self.seen = total, monotonic(), Counter(before)
        self.before = sum(before.get(status, 0) for status in get_args(Status))

    def parsed(self, one: Parsed) -> None:
        if not self.done:
            self.started = monotonic()
        self.done += 1
        self.seen[one.status] += 1
        if one.role is not None:
            self.seen[one.role] += 1

    def rate(self) -> float | None:
        """Postings a second since the first; None while there are too few to tell."""
        seconds = monotonic() - self.started
        if self.done < _LEAST_POSTINGS or seconds < _LEAST_SECONDS:
            return None
        return (self.done - 1) / seconds

    def found(self) -> str:
        """Time left and rate, where they can be told, then failures and roles so far."""
        roles = "".join(
            f", {self.seen[label]} {name.lower()}" for label, name in ROLE_NAMES.items()
        )
        speed, rate = "", self.rate()
        if rate is not None:
            left = timedelta(seconds=round((self.total - self.before - self.done) / rate))
            speed = f"{left} left, {rate:.{0 if rate >= 10 else 1}f} a second, "
        return f"{speed}{self.seen['failed']} failed{roles}"


class _LiveBar(_Tally):
    def __init__(self, progress: _Bar) -> None:
        super().__init__()
        self.progress = progress
        self.task = progress.add_task("reading the listings", total=None)

    def begin(self, total: int, before: Mapping[str, int]) -> None:
        super().begin(total, before)
        self.progress.update(self.task, description=_LOADING, total=total, completed=self.before)

    def step(self, what: str) -> None:
        self.progress.update(self.task, description=what)

    def parsed(self, one: Parsed) -> None:
        super().parsed(one)
        self.progress.found = self.found()
        self.progress.update(self.task, advance=1, description="parsing")


class _PlainLines(_Tally):
    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self.shown = self.started

    def begin(self, total: int, before: Mapping[str, int]) -> None:
        super().begin(total, before)
        self.shown = self.started
        if self.before:
            self._print(f"going on after {self.before} of {total} postings")
        if self.total >= _MANY:
            self._print(_LOADING)

    def step(self, what: str) -> None:
        if self.total >= _MANY:
            self._print(f"{what} {self.total} postings")

    def _print(self, line: str) -> None:
        self.console.print(line, highlight=False, markup=False, soft_wrap=True)

    def parsed(self, one: Parsed) -> None:
        super().parsed(one)
        now = monotonic()
        if now - self.shown >= _SECONDS_BETWEEN_LINES:
            self.shown = now
            done = f"{self.before + self.done} of {self.total} postings"
            self._print(f"{done}, {self.found()}")


def show_summary(summary: BatchSummary, out: Path) -> None:
    """Says what became of the listings and names the failures."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    table = Table.grid(padding=(0, 2))
    for status in ("ok", "partial", "failed"):
        table.add_row(status, str(summary.statuses.get(status, 0)))
    table.add_row("duplicates", str(summary.duplicates))
    for label, name in ROLE_NAMES.items():
        table.add_row(name.lower(), str(summary.roles.get(label, 0)))
    console.print(f"{summary.total} listings, written to {out}", markup=False)
    console.print(table)
    for failure in summary.failures:
        line = f"failed: {failure.id}: {failure.code}: {failure.message}"
        console.print(line, markup=False)
    if summary.failed > len(summary.failures):
        more = summary.failed - len(summary.failures)
        console.print(f"… and {more} more; each is a record with status failed in {out}")
