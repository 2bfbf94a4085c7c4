"""The record as an Arrow and as a Spark schema, both taken from its SQL type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from jdparse.batch.schema import sql_type
from jdparse.posting import Posting
from jdparse.record import to_record

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
    from pyspark.sql.types import StructType


@cache
def arrow_schema() -> Schema:
    """The record's schema in Arrow, as DuckDB gives it: that of a batch's Parquet.

    >>> str(arrow_schema().field("locations").type.value_type)
    'string'
    """
    with duckdb.connect() as database:
        empty = database.sql(f"SELECT unnest(NULL::{sql_type(Posting)})")
        return empty.to_arrow_table().schema


def spark_schema() -> StructType:
    """The record's schema in Spark; every field may be null."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(arrow_schema())


def to_batch(postings: Sequence[Posting]) -> RecordBatch:
    """Postings as Arrow rows."""
    from pyarrow import RecordBatch

    return RecordBatch.from_pylist(list(map(to_record, postings)), schema=arrow_schema())
