"""Writes what a batch found: JSON lines, CSV, Parquet or a DuckDB database, by the suffix."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import duckdb

from jdparse.batch.aggregates import batch_figures
from jdparse.batch.database import postings_query, write_database
from jdparse.batch.disk import cause
from jdparse.batch.flat import FLAT_COLUMNS, to_row
from jdparse.batch.schema import sql_string
from jdparse.batch.store import Store, remove_store
from jdparse.errors import BatchError
from jdparse.report.summary import to_summary

# A group is held in memory; DuckDB's 122,880 postings would be some 2 GB.
_ROWS_IN_A_GROUP: Final = 2_048


class Writer(Protocol):
    """Writes all that is kept to a new file; with `unique` without duplicates."""

    def __call__(self, store: Store, path: Path, *, unique: bool) -> None: ...  # noqa: D102


def writer_for(out: Path) -> Writer:
    """The writer for a file's suffix. Raises `BatchError`, naming them, where there is none."""
    writer = _WRITERS.get(out.suffix.lower())
    if writer is None:
        known = ", ".join(_WRITERS)
        raise BatchError(f"{out}: a batch is written to a file that ends in one of {known}.")
    return writer


def write_whole(writer: Writer, store: Store, out: Path, *, unique: bool) -> None:
    """Writes beside `out` and takes its place when complete, so `out` is never half a result."""
    part = out.with_name(out.name + ".part")
    try:
        remove_store(part)
        writer(store, part, unique=unique)
        with part.open("rb+") as file:  # on the disk before its checkpoint goes
            os.fsync(file.fileno())
        part.replace(out)
    except (OSError, duckdb.Error) as error:
        with suppress(OSError):  # half a file is of no use, and takes room
            remove_store(part)
        raise BatchError(
            f"{out}: cannot be written: {cause(error)}. All is parsed and kept: see that the disk "
            "has room and run the same command again."
        ) from error


def _write_jsonl(store: Store, path: Path, *, unique: bool) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(kept.line for kept in store.kept(unique=unique))


def _write_csv(store: Store, path: Path, *, unique: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(column.name for column in FLAT_COLUMNS)
        for kept in store.kept(unique=unique):
            record = {**json.loads(kept.line), "duplicate_of": kept.duplicate_of}
            rows.writerow(to_row(record))


def _write_parquet(store: Store, path: Path, *, unique: bool) -> None:
    query = postings_query(unique=unique)
    form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_IN_A_GROUP}"
    store.database.execute(f"COPY ({query}) TO {sql_string(path)} ({form})")


def write_summary(store: Store, path: Path, *, unique: bool) -> None:
    """A page that sums the batch up."""
    path.write_text(to_summary(batch_figures(store, unique=unique)), encoding="utf-8")


_WRITERS: Final[Mapping[str, Writer]] = {
    ".jsonl": _write_jsonl,
    ".ndjson": _write_jsonl,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".duckdb": write_database,
    ".db": write_database,
}
