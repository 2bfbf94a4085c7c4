"""Reads Parquet, JSON lines and CSV through Spark, malformed rows too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from jdparse.adapters.spark.frame import SparkListings, quoted, table_listings
from jdparse.adapters.spark.rows import CORRUPT, LINE, CsvRows, JsonRows
from jdparse.batch.columns import ColumnNames, find_columns
from jdparse.batch.tables import json_row
from jdparse.csv_dialect import dialect_of
from jdparse.errors import ListingsError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_COMPRESSED: Final = frozenset({".gz", ".bz2", ".zst", ".lz4", ".snappy"})
_SNIFFED: Final = 100  # lines by which the columns or the dialect are told


Reader = Callable[["SparkSession", str, ColumnNames], SparkListings]


def read_listings(session: SparkSession, source: str, named: ColumnNames) -> SparkListings:
    """The listings of a file, folder or pattern that Spark can reach.

    Raises `ListingsError` where there is nothing, files of several kinds or none that is known,
    files in subfolders, or no column with the postings' text.
    """
    files = _files(session, source)
    kinds = sorted({_kind(name) for name in files})
    reader = _READERS.get(kinds[0]) if len(kinds) == 1 else None
    if reader is None:
        known, held = ", ".join(_READERS), ", ".join(kinds) or "no files"
        raise ListingsError(f"{source}: holds {held}; Spark is given files of one kind: {known}.")
    return reader(session, source, named)


def _files(session: SparkSession, source: str) -> list[str]:
    """The files Spark would read; raises where it would pass others over without a word."""
    reader = session.read.format("binaryFile")
    read = reader.load(source).inputFiles()
    deep = reader.option("recursiveFileLookup", True).load(source).inputFiles()
    if passed_over := set(deep) - set(read):
        raise ListingsError(
            f"{source}: {len(passed_over)} files lie in subfolders, where Spark does not look "
            f"({min(passed_over)}). Give a pattern, such as {source.rstrip('/')}/*."
        )
    return list(read)


def _kind(name: str) -> str:
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    return next((s for s in reversed(suffixes) if s not in _COMPRESSED), "without a suffix")


def _read_parquet(session: SparkSession, source: str, named: ColumnNames) -> SparkListings:
    return table_listings(session.read.parquet(source), named, source)


def _read_json(session: SparkSession, source: str, named: ColumnNames) -> SparkListings:
    """As lines: Spark's own reader would read all twice, and guess types."""
    lines = session.read.option("lineSep", "\n").text(source).select(LINE)
    first = next(filter(None, (json_row(line.encode()) for line in _start(lines))), None)
    if first is None:
        raise ListingsError(f"{source}: none of the first {_SNIFFED} lines is a JSON object.")
    return SparkListings(lines, JsonRows(named, find_columns(list(first), named, source)))


def _read_csv(session: SparkSession, source: str, named: ColumnNames) -> SparkListings:
    """A row may span lines, so a file is read by one task."""
    dialect = dialect_of("\n".join(_start(session.read.text(source).select(LINE))))
    reader = session.read.options(
        header=True, multiLine=True, enforceSchema=False, columnPruning=False,
        sep=dialect.delimiter, quote=dialect.quote, escape=dialect.escape or dialect.quote,
    )  # fmt: skip
    header = reader.csv(source).columns
    rows = CsvRows(tuple(header), dialect, find_columns(header, named, source))
    shape = ", ".join(f"{quoted(name)} STRING" for name in [*header, CORRUPT])
    return SparkListings(reader.schema(shape).csv(source), rows)


def _start(lines: DataFrame) -> list[str]:
    return [row[LINE] for row in lines.take(_SNIFFED)]


_READERS: Final[Mapping[str, Reader]] = {
    ".parquet": _read_parquet,
    ".jsonl": _read_json,
    ".ndjson": _read_json,
    ".json": _read_json,
    ".csv": _read_csv,
    ".tsv": _read_csv,
}
