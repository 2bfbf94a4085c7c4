"""Reads listings from JSONL, CSV and Parquet tables, one row at a time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, dropwhile
from pathlib import Path
from typing import IO, Any, Final, cast

import duckdb

from jdparse.batch.columns import ColumnNames, Columns, find_columns
from jdparse.batch.csv_rows import Malformed, csv_rows
from jdparse.batch.disk import cause
from jdparse.csv_dialect import SNIFFED, Dialect, decoded, dialect_of, is_hint
from jdparse.document import Listing, Readable
from jdparse.errors import ListingsError
from jdparse.ingest.decoding import charset_of
from jdparse.posting import Problem

ROWS_AT_A_TIME: Final = 256
_MARK: Final = b"\xef\xbb\xbf"  # of UTF-8, which Windows writes
_TOLD_BY: Final = 64  # bytes: what stands before a JSON array

# Each thread that reads holds a group of a Parquet file's rows, and with it what it fetches ahead:
# for 200,000 postings 910 MB with two threads, 460 MB so. Where Python is interactive, progress
# would be printed, to standard output.
_READING: Final = """
SET threads = 1; SET disable_parquet_prefetching = true; SET enable_progress_bar = false
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to read: where it is, which columns the user names, what its row ids begin with."""

    path: Path
    named: ColumnNames
    prefix: str = ""

    def row_id(self, number: int) -> str:
        """The id of a row that states none; rows count from 1."""
        return f"{self.prefix}row-{number}"

    def bad_row(self, number: int, content: str | bytes, message: str) -> Listing:
        """A malformed row as a listing that fails with `message`."""
        return Listing(content, id=self.row_id(number), problem=Problem("bad_row", message))


def read_jsonl(table: Table) -> Iterator[Readable]:
    """A listing a line; a broken line becomes a listing with a problem: it is not lost."""
    with _opened(table.path) as lines:
        yield from read_json_lines(lines, table)


def read_json_lines(lines: Iterable[bytes], table: Table) -> Iterator[Readable]:
    """The listings of JSON lines already opened."""
    yield from _objects(_checked(lines, table), table)


def _objects(lines: Iterable[bytes], table: Table) -> Iterator[Readable]:
    columns: Columns | None = None
    for number, line in enumerate(lines, 1):
        row = json_row(line)
        if row is None:
            if line.strip():
                start = line[:60].decode("utf-8", errors="replace").strip()
                message = f"Line {number} is not a JSON object: {start!r}…"
                yield table.bad_row(number, line, f"{message} Mend the line and run it again.")
            continue
        # rows may leave keys out, so each has a header of its own
        columns = _row_columns(row, columns, table)
        yield columns.listing(row, table.row_id(number))


def _checked(lines: Iterable[bytes], table: Table) -> Iterator[bytes]:
    """The lines of a file that begins as JSON lines do, broken ones too.

    Of another kind of file each line would fail.
    """
    begun = False
    for line in lines:
        if not begun and line.strip():
            begun = True
            if not line.removeprefix(_MARK).lstrip().startswith(b"{"):
                start = line[:60].decode("utf-8", errors="replace").strip()
                raise ListingsError(
                    f"{table.path}: is not JSON lines, an object a line; it begins with {start!r}. "
                    "Save a table or an array under its own suffix (.csv, .json) and give that."
                )
        yield line


def _row_columns(row: Mapping[str, Any], before: Columns | None, table: Table) -> Columns:
    try:
        return find_columns(list(row), table.named, str(table.path))
    except ListingsError:
        if before is None:  # the first row: the user named the wrong file or column
            raise
        return before


def is_json_array(path: Path) -> bool:
    """Whether a file holds a JSON array: its rows, where one object is a posting."""
    with _opened(path) as file:
        start = file.read(_TOLD_BY).removeprefix(_MARK)
    return start.lstrip().startswith(b"[")


def read_json_array(table: Table) -> Iterator[Readable]:
    """A listing an object of the array."""
    query = "SELECT json FROM read_json_objects(?, format = 'array')"
    try:
        with duckdb.connect() as database:
            database.execute(_READING)
            rows = database.execute(query, [str(table.path)])
            batches = iter(lambda: rows.fetchmany(ROWS_AT_A_TIME), [])
            objects = (str(text).encode() for (text,) in chain.from_iterable(batches))
            yield from _objects(objects, table)
    except duckdb.Error as error:
        raise ListingsError(f"{table.path}: cannot be read as JSON: {cause(error)}") from error


def json_row(line: bytes) -> Mapping[str, Any] | None:
    """The object a line of JSON holds; None where it holds none."""
    try:
        row = json.loads(line.removeprefix(_MARK))
    except (ValueError, RecursionError):  # not JSON, not UTF-8, or nested without end
        return None
    return row if isinstance(row, dict) else None


def read_csv(table: Table) -> Iterator[Readable]:
    """The standard library's reader: one malformed row costs that row and no other.

    DuckDB's sniffer turned one malformed row into a table with other columns.
    """
    dialect, charset = _sniffed(table.path)
    with _opened(table.path) as opened:
        lines: Iterator[str] = dropwhile(_is_blank, decoded(opened))
        first = next(lines, "")
        kept = lines if is_hint(first) else chain([first], lines)
        rows = csv_rows(kept, dialect.reader)
        header = [_decoded(cell, charset) for cell in _header(next(rows, []), table)]
        columns = find_columns(header, table.named, str(table.path))
        for number, row in enumerate(rows, 1):
            if isinstance(row, Malformed):
                yield table.bad_row(number, row.line, _malformed(row, number))
            elif len(row) > len(header):
                yield table.bad_row(
                    number, dialect.delimiter.join(row), ragged(row, header, f"Row {number}")
                )
            elif row:
                cells = (_cell(_decoded(cell, charset)) for cell in row)
                listed = dict(zip(header, cells, strict=False))
                yield columns.listing(listed, table.row_id(number))


def _is_blank(line: str) -> bool:
    return not line.strip()


def _header(row: list[str] | Malformed, table: Table) -> list[str]:
    if isinstance(row, Malformed):
        raise ListingsError(f"{table.path}: the header {row.problem}: {row.line[:60]!r}.")
    return row


def _malformed(row: Malformed, number: int) -> str:
    return (
        f"Row {number} {row.problem}: {row.line[:60].strip()!r}… "
        "Double the quotes inside a cell, close each cell, and run it again."
    )


def _sniffed(path: Path) -> tuple[Dialect, str | None]:
    """A file's dialect, and the charset of its cells that are not UTF-8 where one is told.

    One cell is too short to tell: "Müller" in cp1252 alone looks like Arabic.
    """
    with _opened(path) as opened:
        sample = decoded(opened).read(SNIFFED)
    others = "\n".join(line for line in sample.splitlines() if not _is_utf8(line))
    charset = charset_of(others.encode("utf-8", "surrogateescape")) if others else None
    return dialect_of(sample), charset


def _decoded(text: str, charset: str | None) -> str:
    """The text of a cell; as it is where it is UTF-8 or not in the charset."""
    if charset is None or _is_utf8(text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode(charset)
    except UnicodeDecodeError:
        return text


def _cell(text: str) -> str | bytes:
    return text if _is_utf8(text) else text.encode("utf-8", "surrogateescape")


def _is_utf8(text: str) -> bool:
    return not any("\udc80" <= character <= "\udcff" for character in text)


def ragged(row: Sequence[str], header: Sequence[str], name: str) -> str:
    """What is wrong with a row of more cells than the header has, and what to do."""
    return (
        f"{name} has {len(row)} cells and the header has {len(header)}. "
        "Put cells that hold the separator in double quotes and run it again."
    )


def read_parquet(table: Table) -> Iterator[Readable]:
    """A listing a row, in the file's order."""
    with duckdb.connect() as database:
        yield from query_rows(database, "SELECT * FROM read_parquet(?)", [str(table.path)], table)


def query_rows(
    database: duckdb.DuckDBPyConnection, query: str, values: Sequence[str], table: Table
) -> Iterator[Readable]:
    """The listings a DuckDB query gives. Raises `ListingsError` where it cannot be run."""
    try:
        database.execute(_READING)
        rows = database.execute(query, values)
        header = [column[0] for column in database.description or ()]
        columns = find_columns(header, table.named, str(table.path))
        batches = iter(lambda: rows.fetchmany(ROWS_AT_A_TIME), [])
        for number, row in enumerate(chain.from_iterable(batches), 1):
            yield columns.listing(dict(zip(header, row, strict=True)), table.row_id(number))
    except duckdb.Error as error:
        raise ListingsError(f"{table.path}: cannot be read as a table: {cause(error)}") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        try:
            yield cast(IO[bytes], file)
        except (EOFError, gzip.BadGzipFile) as error:
            raise ListingsError(f"{path}: the gzip file is damaged or cut: {error}") from error
        except UnicodeError as error:
            raise ListingsError(
                f"{path}: begins as UTF-16 and is damaged or cut: {error}. Save it as UTF-8."
            ) from error
