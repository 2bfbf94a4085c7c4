"""Parses listings into a JSONL file: every listing becomes one line, in order, failed ones too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jdparse.document import Readable
from jdparse.pipeline import parse_many
from jdparse.posting import Posting, Problem
from jdparse.report.serialize import to_jsonl


@dataclass(frozen=True, slots=True)
class Failure:
    """A listing that could not be parsed, and why."""

    id: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What became of the listings: counts by status and by role, and the failures named."""

    statuses: Mapping[str, int]
    roles: Mapping[str, int]
    failures: tuple[Failure, ...]

    @property
    def total(self) -> int:
        """All listings read."""
        return sum(self.statuses.values())


def run_batch(
    listings: Iterable[Readable],
    out: Path,
    *,
    workers: int = 1,
    on_posting: Callable[[Posting], None] = lambda _: None,
) -> BatchSummary:
    """Parse all listings into `out`, one record a line; `on_posting` sees each as it is done.

    The file is written beside `out` and takes its place when complete, so `out` is never half a
    result. Order and bytes are the same for any number of workers.
    """
    statuses: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    failures: list[Failure] = []
    unfinished = out.with_name(out.name + ".unfinished")
    out.parent.mkdir(parents=True, exist_ok=True)
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for posting in parse_many(listings, workers=workers):
            file.write(to_jsonl(posting))
            statuses[posting.status] += 1
            if posting.role is not None:
                roles[posting.role.label] += 1
            if posting.status == "failed":
                failures.append(Failure(posting.id, posting.problems[0]))
            on_posting(posting)
    unfinished.replace(out)
    return BatchSummary(dict(statuses), dict(roles), tuple(failures))
