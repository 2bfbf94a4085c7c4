"""Listings in one Spark DataFrame to records in another, parsed in Spark's Python workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from jdparse.adapters.spark.rows import Rows, TableRows
from jdparse.adapters.spark.schema import spark_schema, to_batch
from jdparse.batch.columns import ColumnNames, Columns, find_columns
from jdparse.errors import BatchError
from jdparse.models import models_digest
from jdparse.pipeline import CHUNK, installed_parser, parse_chunk
from jdparse.posting import Parser
from jdparse.processes import settle

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch
    from pyspark.sql import DataFrame


@dataclass(frozen=True, slots=True)
class SparkListings:
    """Listings still to be parsed: the rows, and how each becomes a listing."""

    frame: DataFrame
    rows: Rows


@dataclass(frozen=True, slots=True)
class Installed:
    """What is installed on a machine: the same gives the same records."""

    parser: Parser
    models: str


def parse_frame(frame: DataFrame, named: ColumnNames | None = None) -> DataFrame:
    """The record of every row, failed ones too, with `spark_schema()`; lazy, as Spark is.

    Columns are found by name as in a batch, or named by `named`; a row that states no id takes a
    digest of its content. Rows go to a worker `spark.sql.execution.arrow.maxRecordsPerBatch` at a
    time: Spark's default of 10,000 may be 1 GB of saved pages, so set 256. Raises
    `ListingsError` where no column holds the postings. The job fails with `BatchError` where an
    executor has another jdparse than the driver.
    """
    return parse_listings(table_listings(frame, named or ColumnNames(), "the DataFrame"))


def table_listings(frame: DataFrame, named: ColumnNames, source: str) -> SparkListings:
    """The listings of a table: those of its columns that are used, under our own names.

    Other columns may have types that Arrow, or names that Spark will not take.
    """
    from pyspark.sql.functions import col

    columns = find_columns(frame.columns, named, source)
    used = {field.name: getattr(columns, field.name) for field in fields(columns)}
    found = {field: name for field, name in used.items() if name is not None}
    chosen = frame.select([col(quoted(name)).alias(field) for field, name in found.items()])
    return SparkListings(chosen, TableRows(Columns(**{field: field for field in found})))


def parse_listings(listings: SparkListings) -> DataFrame:
    """The record of every row that holds a listing."""
    parsed = partial(parse_batches, rows=listings.rows, driver=installed())
    return listings.frame.mapInArrow(parsed, spark_schema())


def failures(postings: DataFrame) -> DataFrame:
    """Id, code, message and digest (SHA-256 of the content) of the records that failed."""
    return postings.where("status = 'failed'").selectExpr(
        "id",
        "get(problems, 0).code AS code",
        "get(problems, 0).message AS message",
        "source.sha256 AS digest",
    )


def quoted(name: str) -> str:
    """A column's name in Spark's SQL."""
    return "`" + name.replace("`", "``") + "`"


def installed() -> Installed:
    """What this machine has."""
    return Installed(installed_parser(), models_digest())


def parse_batches(
    batches: Iterator[RecordBatch], rows: Rows, driver: Installed
) -> Iterator[RecordBatch]:
    """What a Python worker runs. The pipeline is loaded once, the worker is used again."""
    here = installed()
    if here != driver:
        raise BatchError(
            f"An executor has {here}, the driver {driver}. Install the same jdparse on all."
        )
    for batch in batches:
        for start in range(0, batch.num_rows, CHUNK):
            listings = map(rows.listing, _rows(batch.slice(start, CHUNK)))
            yield to_batch(parse_chunk([one for one in listings if one is not None]))
            settle()


def _rows(batch: RecordBatch) -> Iterator[dict[str, Any]]:
    columns = [_values(column) for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))


def _values(column: Array) -> list[Any]:
    """Python values; of text those bytes that are no UTF-8, which Spark lets pass, as they are."""
    from pyarrow import large_binary, types

    if types.is_string(column.type) or types.is_large_string(column.type):
        return [_text(value) for value in column.cast(large_binary()).to_pylist()]
    return list(column.to_pylist())


def _text(value: bytes | None) -> str | bytes | None:
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:  # ingest guesses the encoding
        return value
