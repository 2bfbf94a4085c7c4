"""Parses listings into a file: every listing is kept, in order, failed ones too.

What is parsed is kept in a checkpoint beside the file, chunk by chunk. A run that was ended goes
on from there when it is run again, and gives what an undisturbed run gives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from jdparse.batch.duplicates import check_duplicates, mark
from jdparse.batch.listings import Listings
from jdparse.batch.options import BatchOptions
from jdparse.batch.parsed import Parsed, to_parsed
from jdparse.batch.schema import sql_type
from jdparse.batch.store import Failure, RunKey, Store, failures_among, open_store, remove_store
from jdparse.batch.writers import write_summary, write_whole, writer_for
from jdparse.document import Listing, Readable
from jdparse.errors import BatchError
from jdparse.models import models_digest
from jdparse.pipeline import installed_parser, map_postings
from jdparse.posting import Posting
from jdparse.processes import check_workers
from jdparse.report.drawing import check_plotting

# Postings kept at a time: what a kill may cost, some 0.2 seconds of one core.
_KEPT_AT_A_TIME: Final = 32
_NAMED_FAILURES: Final = 20


class Watch:
    """Is told how a batch goes on; this one does nothing with it."""

    def begin(self, total: int, before: Mapping[str, int]) -> None:
        """There are `total` listings; `before` counts those parsed before, by status and role."""

    def parsed(self, one: Parsed) -> None:
        """One more is parsed."""

    def step(self, what: str) -> None:
        """All are parsed, and now comes the `comparing` or the `writing`."""


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What became of the listings: counts by status and role, duplicates, the first failures."""

    statuses: Mapping[str, int]
    roles: Mapping[str, int]
    duplicates: int
    failures: tuple[Failure, ...]

    @property
    def total(self) -> int:
        """All listings read."""
        return sum(self.statuses.values())

    @property
    def failed(self) -> int:
        """How many could not be parsed."""
        return self.statuses.get("failed", 0)


class StrictFailure(BatchError):  # noqa: N818 - it is a failure, named as such
    """A listing could not be parsed and none may fail."""


def run_batch(
    listings: Iterable[Readable],
    out: Path,
    options: BatchOptions | None = None,
    watch: Watch | None = None,
) -> BatchSummary:
    """Parse all listings into `out`, in the form its suffix says.

    `listings` are iterated twice, first to count them and to tell whether they are those of an
    unfinished run. Order and bytes are the same for any number of workers and any number of
    interruptions. Raises `BatchError` where the run cannot go on, and its kind `StrictFailure` at
    the first failure where `options.strict`; `ListingsError` where what is written is, or would be,
    one of the `Listings`.
    """
    options, watch = options or BatchOptions(), watch or Watch()
    writer = writer_for(out)
    check_workers(options.workers)
    check_duplicates(options.duplicates)
    _check_report(options.report, out)
    if isinstance(listings, Listings):
        for written in filter(None, (out, options.report)):
            listings.check_kept(written)
    out.parent.mkdir(parents=True, exist_ok=True)
    total, digest = _survey(listings)
    path = out.with_name(out.name + ".unfinished.duckdb")
    with open_store(path, _run_key(digest), restart=options.restart) as store:
        watch.begin(total, {**store.counts("status"), **store.counts("role")})
        _parse_rest(listings, store, options, watch)
        watch.step("comparing")
        mark(store, options.duplicates)
        watch.step("writing")
        write_whole(writer, store, out, unique=options.unique)
        if options.report is not None:
            write_whole(write_summary, store, options.report, unique=options.unique)
        summary = _summary(store)
    remove_store(path)
    return summary


def _check_report(report: Path | None, out: Path) -> None:
    """What would fail only at the end of a night is said at its beginning."""
    if report is not None:
        if report.resolve() == out.resolve():
            raise BatchError(f"{report}: is the output. Give the summary another name.")
        check_plotting()
        report.parent.mkdir(parents=True, exist_ok=True)


def _survey(listings: Iterable[Readable]) -> tuple[int, str]:
    """How many listings there are, and a digest of all they hold."""
    digest, total = hashlib.sha256(), 0
    for total, listing in enumerate(listings, 1):  # noqa: B007 - the last is the count
        digest.update(repr(listing).encode("utf-8", errors="backslashreplace"))
        content = listing.content if isinstance(listing, Listing) else listing
        if isinstance(content, Path):
            digest.update(_content(content))
    return total, digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:  # parsing names it
        return type(error).__name__.encode()


def _run_key(digest: str) -> RunKey:
    parser = installed_parser()
    shape = hashlib.sha256(sql_type(Posting).encode()).hexdigest()
    return RunKey(digest, parser.version, models_digest(), parser.lexicon, shape)


def _parse_rest(
    listings: Iterable[Readable], store: Store, options: BatchOptions, watch: Watch
) -> None:
    """Parses what is not yet kept; where none may fail, what came before the failure is kept."""
    if options.strict:
        _refuse(store.failures(1))
    rest = islice(listings, store.done(), None)
    # what is written next needs the memory of the workers
    postings = map_postings(to_parsed, rest, workers=options.workers, keep_workers=False)
    parsed = _watched(postings, watch)
    while chunk := list(islice(parsed, _KEPT_AT_A_TIME)):
        good = list(takewhile(lambda one: one.status != "failed", chunk))
        store.add(good if options.strict else chunk)
        if options.strict and len(good) < len(chunk):
            _refuse(failures_among(store.done(), chunk[len(good) :]))


def _watched(parsed: Iterable[Parsed], watch: Watch) -> Iterator[Parsed]:
    try:
        for one in parsed:
            watch.parsed(one)
            yield one
    except BrokenExecutor as error:
        raise BatchError(
            "A worker process was ended from outside; mostly the memory was full. Run the same "
            "command again, with fewer --workers, and it goes on where it stopped."
        ) from error


def _refuse(failures: Sequence[Failure]) -> None:
    for failure in failures:
        raise StrictFailure(
            f"listing {failure.number + 1}, {failure.id}: {failure.code}: {failure.message}"
        )


def _summary(store: Store) -> BatchSummary:
    return BatchSummary(
        statuses=store.counts("status"),
        roles=store.counts("role"),
        duplicates=store.duplicates(),
        failures=store.failures(_NAMED_FAILURES),
    )
