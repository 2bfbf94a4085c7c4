"""Parses what Spark reads into a folder: `postings`, a record a listing, and `failures`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jdparse.adapters.spark.frame import SparkListings, failures, parse_listings
from jdparse.adapters.spark.listings import read_listings
from jdparse.adapters.spark.schema import spark_schema
from jdparse.adapters.spark.session import first_line
from jdparse.batch.columns import ColumnNames
from jdparse.errors import BatchError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Tasks a core: enough that the cores end together, and that a killed one costs little.
_TASKS_A_CORE: Final = 3
_NAMED_FAILURES: Final = 20
# The last line of a Python traceback inside a message of Spark's: the error of a worker.
_WORKER_ERROR: Final = re.compile(r"^(?:[\w.]+Error|[\w.]+Exception): .+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SparkOptions:
    """What a run may be told.

    `named` names columns; `partitions` is into how many tasks the listings are cut (None: as
    Spark reads them, or three a core where that is more); `overwrite` takes the place of an older
    output.
    """

    named: ColumnNames = field(default_factory=ColumnNames)
    partitions: int | None = None
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class FailedListing:
    """A listing that could not be parsed and why; `digest` is the SHA-256 of its content."""

    id: str
    code: str
    message: str
    digest: str


@dataclass(frozen=True, slots=True)
class SparkSummary:
    """What became of the listings: counts by status and by role, the first failures by id."""

    statuses: Mapping[str, int]
    roles: Mapping[str, int]
    failures: tuple[FailedListing, ...]

    @property
    def total(self) -> int:
        """All listings read."""
        return sum(self.statuses.values())

    @property
    def failed(self) -> int:
        """How many could not be parsed."""
        return self.statuses.get("failed", 0)


def run_spark(
    session: SparkSession, source: str, out: str, options: SparkOptions | None = None
) -> SparkSummary:
    """Parse the listings in `source` into the new folder `out`.

    Both are paths that all machines see. `out` appears when it is complete: it is written beside,
    as `out` + ".part", and renamed. Raises `ListingsError` where the listings cannot be read and
    `BatchError` where `out` is there already or the job fails.
    """
    options = options or SparkOptions()
    folder = _Folder(session, out.rstrip("/"), overwrite=options.overwrite)
    folder.refuse_existing()
    with _errors_of_spark():
        listings = read_listings(session, source, options.named)
        summary = _parse_into(session, _spread(listings, options.partitions), folder.part)
        folder.take_place()
    return summary


def _spread(listings: SparkListings, partitions: int | None) -> SparkListings:
    frame = listings.frame
    wanted = partitions or _TASKS_A_CORE * frame.sparkSession.sparkContext.defaultParallelism
    if partitions is None and frame.rdd.getNumPartitions() >= wanted:
        return listings
    return SparkListings(frame.repartition(wanted), listings.rows)


def _parse_into(session: SparkSession, listings: SparkListings, folder: str) -> SparkSummary:
    """Parses once; failures and counts are read from what was written."""
    parse_listings(listings).write.mode("overwrite").parquet(f"{folder}/postings")
    postings = session.read.schema(spark_schema()).parquet(f"{folder}/postings")
    failed = failures(postings).repartition(1).sortWithinPartitions("id", "digest")
    failed.write.mode("overwrite").parquet(f"{folder}/failures")
    return _summary(postings, session.read.schema(failed.schema).parquet(f"{folder}/failures"))


def _summary(postings: DataFrame, failed: DataFrame) -> SparkSummary:
    statuses: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for status, role, count in postings.groupBy("status", "role.label").count().collect():
        statuses[status] += count
        if role is not None:
            roles[role] += count
    first = failed.orderBy("id", "digest").limit(_NAMED_FAILURES).collect()
    return SparkSummary(statuses, roles, tuple(FailedListing(*row) for row in first))


class _Folder:
    """The output on whatever file system its path names, through Hadoop as Spark sees it."""

    def __init__(self, session: SparkSession, out: str, *, overwrite: bool) -> None:
        jvm = session.sparkContext._jvm
        self._path = jvm.org.apache.hadoop.fs.Path
        self._files = self._path(out).getFileSystem(session._jsc.hadoopConfiguration())
        self.out, self.part, self._overwrite = out, f"{out}.part", overwrite

    def refuse_existing(self) -> None:
        if not self._overwrite and self._files.exists(self._path(self.out)):
            raise BatchError(
                f"{self.out}: is there already. Write elsewhere, or replace it with --overwrite."
            )

    def take_place(self) -> None:
        self.refuse_existing()  # others may have written meanwhile
        self._files.delete(self._path(self.out), True)
        if not self._files.rename(self._path(self.part), self._path(self.out)):
            raise BatchError(f"{self.part} is complete, but cannot be renamed to {self.out}.")


@contextmanager
def _errors_of_spark() -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        said = _WORKER_ERROR.findall(str(error))
        raise BatchError(f"Spark: {said[-1] if said else first_line(error)}") from error
