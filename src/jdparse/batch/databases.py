"""Reads listings from a table or view of a DuckDB or SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Final

import duckdb

from jdparse.batch.columns import find_columns
from jdparse.batch.tables import ROWS_AT_A_TIME, Table, query_rows
from jdparse.document import Readable
from jdparse.errors import ListingsError

DATABASE_SUFFIXES: Final = frozenset({".db", ".duckdb", ".sqlite", ".sqlite3"})
_SQLITE_START: Final = b"SQLite format 3\0"


def read_database(table: Table, name: str | None) -> Iterator[Readable]:
    """The rows of the table or view `name`, which may be left out where there is only one.

    SQLite is read with the standard library, as DuckDB's extension would have to be fetched.
    """
    with table.path.open("rb") as file:
        is_sqlite = file.read(len(_SQLITE_START)) == _SQLITE_START
    return _read_sqlite(table, name) if is_sqlite else _read_duckdb(table, name)


def _read_duckdb(table: Table, name: str | None) -> Iterator[Readable]:
    try:
        database = duckdb.connect(str(table.path), read_only=True)
    except duckdb.Error as error:
        raise ListingsError(f"{table.path}: cannot be read as a database: {error}") from error
    with database:
        rows = database.execute(
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY ALL"
        ).fetchall()
        names = {name if schema == "main" else f"{schema}.{name}": (schema, name)
                 for schema, name in rows}  # fmt: skip
        chosen = ".".join(map(_quoted, names[_chosen(list(names), name, table.path)]))
        yield from query_rows(database, f"SELECT * FROM {chosen}", [], table)  # noqa: S608


def _read_sqlite(table: Table, name: str | None) -> Iterator[Readable]:
    try:
        with closing(
            sqlite3.connect(f"{table.path.absolute().as_uri()}?mode=ro", uri=True)
        ) as file:
            file.text_factory = _text
            yield from _sqlite_rows(file, table, name)
    except sqlite3.Error as error:
        raise ListingsError(f"{table.path}: cannot be read as a database: {error}") from error


def _sqlite_rows(file: sqlite3.Connection, table: Table, name: str | None) -> Iterator[Readable]:
    names = file.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    chosen = _chosen([row[0] for row in names], name, table.path)
    rows = file.execute(f"SELECT * FROM {_quoted(chosen)}")  # noqa: S608
    header = [column[0] for column in rows.description]
    columns = find_columns(header, table.named, f"{table.path}::{chosen}")
    batches = iter(lambda: rows.fetchmany(ROWS_AT_A_TIME), [])
    for number, row in enumerate(chain.from_iterable(batches), 1):
        yield columns.listing(dict(zip(header, row, strict=True)), table.row_id(number))


def _chosen(names: Sequence[str], name: str | None, path: Path) -> str:
    """The table as the file spells it."""
    found = [known for known in names if name is None or known.lower() == name.lower()]
    if len(found) != 1:
        wanted = "which table" if name is None else f"there is no table {name!r}"
        known = ", ".join(names) or "none"
        raise ListingsError(f"{path}: {wanted}? It has: {known}. Write {path}::TABLE.")
    return found[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(data: bytes) -> str | bytes:
    try:
        return data.decode()
    except UnicodeDecodeError:  # ingest guesses the encoding
        return data
