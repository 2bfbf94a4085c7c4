"""Progress and summary of a batch, on standard error (Rich).

On a terminal a live bar; elsewhere a plain line every so often, so that a log stays readable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from jdparse.batch.run import BatchSummary, Watch
from jdparse.posting import Posting
from jdparse.report.wording import ROLE_NAMES

_SECONDS_BETWEEN_LINES: Final = 10.0


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
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[found]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield _LiveBar(progress)


class _Tally(Watch):
    """Counts what this process parsed; `before` is what an earlier one did."""

    def __init__(self) -> None:
        self.total = self.before = self.done = 0
        self.seen: Counter[str] = Counter()
        self.started = monotonic()

    def begin(self, total: int, done: int) -> None:
        self.total, self.before, self.started = total, done, monotonic()

    def parsed(self, posting: Posting) -> None:
        self.done += 1
        self.seen[posting.status] += 1
        if posting.role is not None:
            self.seen[posting.role.label] += 1

    def rate(self) -> float:
        """Postings a second."""
        return self.done / max(monotonic() - self.started, 1e-9)

    def left(self) -> timedelta:
        """The time the rest takes at this rate."""
        rest = self.total - self.before - self.done
        return timedelta(seconds=round(rest / max(self.rate(), 1e-9)))

    def found(self) -> str:
        """Rate, failures and roles so far."""
        roles = "".join(
            f", {self.seen[label]} {name.lower()}" for label, name in ROLE_NAMES.items()
        )
        return f"{self.rate():.0f} a second, {self.seen['failed']} failed{roles}"


class _LiveBar(_Tally):
    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress
        self.task = progress.add_task("reading the listings", total=None, found="")

    def begin(self, total: int, done: int) -> None:
        super().begin(total, done)
        self.progress.update(self.task, description="parsing", total=total, completed=done)

    def parsed(self, posting: Posting) -> None:
        super().parsed(posting)
        self.progress.update(self.task, advance=1, found=self.found())


class _PlainLines(_Tally):
    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self.shown = self.started

    def begin(self, total: int, done: int) -> None:
        super().begin(total, done)
        self.shown = self.started
        if done:
            self.console.print(f"going on after {done} of {total} postings", highlight=False)

    def parsed(self, posting: Posting) -> None:
        super().parsed(posting)
        now = monotonic()
        if now - self.shown >= _SECONDS_BETWEEN_LINES:
            self.shown = now
            done = f"{self.before + self.done} of {self.total} postings, {self.left()} left"
            self.console.print(f"{done}, {self.found()}", highlight=False, soft_wrap=True)


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
