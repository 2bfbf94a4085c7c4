"""Progress and summary of a batch, on standard error (Rich).

On a terminal a live bar; elsewhere a plain line every so often, so that a log stays readable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from jdparse.batch.run import BatchSummary
from jdparse.posting import Posting
from jdparse.report.wording import ROLE_NAMES

_SECONDS_BETWEEN_LINES: Final = 10.0
_NAMED_FAILURES: Final = 20


@contextmanager
def show_progress() -> Iterator[Callable[[Posting], None]]:
    """Shows how many are done, how fast, and how many failed; yields what counts a posting."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _PlainLines(console)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} postings"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[rate]:.0f} a second, {task.fields[failed]} failed"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield _LiveBar(progress)


class _LiveBar:
    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("parsing", total=None, failed=0, rate=0.0)
        self.failed = 0
        self.started = monotonic()

    def __call__(self, posting: Posting) -> None:
        self.failed += posting.status == "failed"
        done = self.progress.tasks[0].completed + 1
        rate = done / max(monotonic() - self.started, 1e-9)
        self.progress.update(self.task, advance=1, failed=self.failed, rate=rate)


class _PlainLines:
    def __init__(self, console: Console) -> None:
        self.console = console
        self.done = self.failed = 0
        self.started = self.shown = monotonic()

    def __call__(self, posting: Posting) -> None:
        self.done += 1
        self.failed += posting.status == "failed"
        now = monotonic()
        if now - self.shown >= _SECONDS_BETWEEN_LINES:
            self.shown = now
            rate = self.done / (now - self.started)
            line = f"{self.done} postings, {rate:.0f} a second, {self.failed} failed"
            self.console.print(line, highlight=False)


def show_summary(summary: BatchSummary, out: Path) -> None:
    """Says what became of the listings and names the failures."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    table = Table.grid(padding=(0, 2))
    for status in ("ok", "partial", "failed"):
        table.add_row(status, str(summary.statuses.get(status, 0)))
    for label, name in ROLE_NAMES.items():
        table.add_row(name.lower(), str(summary.roles.get(label, 0)))
    console.print(f"{summary.total} listings, written to {out}", markup=False)
    console.print(table)
    for failure in summary.failures[:_NAMED_FAILURES]:
        line = f"failed: {failure.id}: {failure.problem.code}: {failure.problem.message}"
        console.print(line, markup=False)
    if len(summary.failures) > _NAMED_FAILURES:
        more = len(summary.failures) - _NAMED_FAILURES
        console.print(f"… and {more} more; each is a record with status failed in {out}")
