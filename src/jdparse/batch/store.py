"""The checkpoint of a batch: a DuckDB file that holds what is parsed so far.

Rows are added in whole chunks, each in one transaction, so that whatever ends the process leaves
a run that can go on.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

import duckdb

from jdparse.batch.disk import cause
from jdparse.batch.parsed import Parsed
from jdparse.batch.schema import sql_string
from jdparse.errors import BatchError

_ROWS_AT_A_TIME: Final = 2048  # 40 MB of records, and one group of rows in the file
# One thread writes the same bytes each time, and leaves the cores to the parsing. In memory is what
# is being kept or written; a batch of any size takes some 300 MB for it.
_SETTINGS: Final = """
SET threads = 1; SET memory_limit = '512MB'; SET temp_directory = {};
SET enable_progress_bar = false; -- where Python is interactive it goes to standard output
"""
# Of DuckDB's 122,880 rows a group, the last group (2 GB of records) would be read and written again
# every thousand postings: memory would grow, and the time with the square of the postings.
_KEPT: Final = "ATTACH {} AS kept (ROW_GROUP_SIZE {}); USE kept;"
# Not emptied but made anew: deleted rows would still count where DuckDB plans how to join, and a
# run that was killed while it wrote would order or encode its output in another way.
_NO_DUPLICATES: Final = """
CREATE OR REPLACE TABLE duplicates (number BIGINT, duplicate_of VARCHAR)
"""
_TABLES: Final = f"""
CREATE TABLE run (listings VARCHAR, version VARCHAR, model VARCHAR, lexicon VARCHAR, shape VARCHAR);
CREATE TABLE records (
    number BIGINT, id VARCHAR, status VARCHAR, role VARCHAR, text_digest VARCHAR, record VARCHAR
);
CREATE TABLE failures (
    number BIGINT, id VARCHAR, code VARCHAR, message VARCHAR, digest VARCHAR
);
{_NO_DUPLICATES};
"""
_SAME_TEXTS: Final = """
INSERT INTO duplicates
SELECT other.number, kept.id
FROM (SELECT text_digest, min(number) AS number FROM records
      WHERE text_digest IS NOT NULL GROUP BY text_digest) AS first
JOIN records AS kept ON kept.number = first.number
JOIN records AS other ON other.text_digest = first.text_digest AND other.number > first.number
ORDER BY other.number
"""


@dataclass(frozen=True, slots=True)
class RunKey:
    """What a run is of: the same key gives the same records, so only then may it go on."""

    listings: str
    version: str
    model: str
    lexicon: str
    shape: str

    def differences(self, other: RunKey) -> list[str]:
        """The names of what differs."""
        return [f.name for f in fields(self) if getattr(self, f.name) != getattr(other, f.name)]


@dataclass(frozen=True, slots=True)
class Failure:
    """A listing that could not be parsed and why; `digest` is the SHA-256 of its content."""

    number: int
    id: str
    code: str
    message: str
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it was kept: its number from 0, its JSON line, and whose duplicate it is."""

    number: int
    line: str
    duplicate_of: str | None


class Store:
    """An open checkpoint. Numbers count the listings from 0, in their order."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self.database = database

    def done(self) -> int:
        """How many listings are parsed and kept."""
        return self._count("SELECT count(*) FROM records")

    def add(self, parsed: Sequence[Parsed]) -> None:
        """Keeps the next postings: all of them or, where the process ends in between, none."""
        start = self.done()
        rows = [
            (number, one.id, one.status, one.role, one.text_digest, one.line)
            for number, one in enumerate(parsed, start)
        ]
        failed = [astuple(failure) for failure in failures_among(start, parsed)]
        with self._transaction():
            self._insert("records", rows)
            self._insert("failures", failed)

    def mark_same_texts(self) -> None:
        """Marks each posting whose cleaned text an earlier one has."""
        with self._transaction():
            self.database.execute(_NO_DUPLICATES)
            self.database.execute(_SAME_TEXTS)

    def mark_duplicates(self, found: Iterable[tuple[int, str]]) -> None:
        """Marks the numbers given, each with the id it duplicates, in place of earlier marks."""
        pairs = list(found)
        with self._transaction():
            self.database.execute(_NO_DUPLICATES)
            for start in range(0, len(pairs), _ROWS_AT_A_TIME):
                self._insert("duplicates", pairs[start : start + _ROWS_AT_A_TIME])

    def kept(self, *, unique: bool = False) -> Iterator[Kept]:
        """All records in order, a few at a time; with `unique` no duplicates."""
        where = "AND duplicate_of IS NULL" if unique else ""
        query = f"""SELECT number, record, duplicate_of FROM records LEFT JOIN duplicates
            USING (number) WHERE number >= ? AND number < ? {where} ORDER BY number"""  # noqa: S608
        for start, stop in self.slices():
            rows = self.database.execute(query, [start, stop]).fetchall()
            yield from (Kept(*row) for row in rows)

    def slices(self) -> Iterator[tuple[int, int]]:
        """First number and the one after the last of each part that fits in memory."""
        for start in range(0, self.done(), _ROWS_AT_A_TIME):
            yield start, start + _ROWS_AT_A_TIME

    def failures(self, most: int) -> tuple[Failure, ...]:
        """The first failures."""
        query = "SELECT * FROM failures ORDER BY number LIMIT ?"
        return tuple(Failure(*row) for row in self.database.execute(query, [most]).fetchall())

    def counts(self, column: str) -> Mapping[str, int]:
        """How many records have each value of `status` or `role`."""
        query = f"SELECT {column}, count(*) FROM records GROUP BY 1 ORDER BY 1"  # noqa: S608
        return {value: count for value, count in self.database.execute(query).fetchall() if value}

    def duplicates(self) -> int:
        """How many postings are marked as duplicates."""
        return self._count("SELECT count(*) FROM duplicates")

    def _count(self, query: str) -> int:
        row = self.database.execute(query).fetchone()
        return 0 if row is None else int(row[0])

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if not rows:
            return
        # lists unnested are three times as fast as executemany
        columns = ", ".join("unnest(?)" for _ in rows[0])
        values = [list(column) for column in zip(*rows, strict=True)]
        self.database.execute(f"INSERT INTO {table} SELECT {columns}", values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.database.begin()
        try:
            yield
        except BaseException:
            self.database.rollback()
            raise
        self.database.commit()


def failures_among(start: int, parsed: Sequence[Parsed]) -> list[Failure]:
    """The failures of postings of which the first has the number `start`."""
    return [
        Failure(number, one.id, one.failure.code, one.failure.message, one.digest)
        for number, one in enumerate(parsed, start)
        if one.failure is not None
    ]


@contextmanager
def open_store(path: Path, key: RunKey, *, restart: bool = False) -> Iterator[Store]:
    """The checkpoint at `path`, begun anew where there is none or with `restart`.

    Raises `BatchError` where the unfinished run is of other listings or another version, where
    another process is at work on it, or where it can no longer be written (the disk is full).
    """
    if restart:
        remove_store(path)
    try:
        if not path.exists():
            _create(path, key)
        with _opened(path) as database:
            _check(database, key, path)
            yield Store(database)
    except duckdb.Error as error:
        raise BatchError(_advice(path, error)) from error


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as database:
        database.execute(_SETTINGS.format(sql_string(path.with_name(path.name + ".tmp"))))
        # under a name of its own: by default it is the file's, which the output's may be too
        database.execute(_KEPT.format(sql_string(path), _ROWS_AT_A_TIME))
        yield database


def remove_store(path: Path) -> None:
    """Removes the checkpoint and what DuckDB keeps beside it."""
    # the log first: one left alone would be played into the next file of this name
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)


def _create(path: Path, key: RunKey) -> None:
    """Makes the file under another name first, so that there is never half a file."""
    new = path.with_name(path.name + ".new")
    remove_store(new)
    remove_store(path)
    with _opened(new) as database:
        database.execute(_TABLES)
        values = [getattr(key, field.name) for field in fields(key)]
        database.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?)", values)
        database.execute("CHECKPOINT")  # closing would do it too, but says nothing where it fails
    new.replace(path)


def _check(database: duckdb.DuckDBPyConnection, key: RunKey, path: Path) -> None:
    row = database.execute("SELECT * FROM run").fetchone()
    before = RunKey(*row) if row else None
    changed = ["listings"] if before is None else before.differences(key)
    if changed:
        raise BatchError(
            f"{path} is an unfinished run with other {', '.join(changed)}. Its records would not "
            "fit the new ones. Begin anew with --restart, or write to another file."
        )


def _advice(path: Path, error: duckdb.Error) -> str:
    why = cause(error)
    if "set lock" in why.lower():
        return f"{path}: another run is at work on it ({why}). Wait for it, or end it."
    return (
        f"{path}: cannot be read or written: {why}. What was kept is safe: see that the disk "
        "has room and run the same command again; or begin anew with --restart."
    )
