"""Reads listings from JSONL, CSV and Parquet tables and from folders, one row at a time."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final, cast

import duckdb

from jdparse.batch.columns import ColumnNames, Columns, find_columns
from jdparse.document import Listing, Readable
from jdparse.errors import ListingsError
from jdparse.posting import Problem

# What a folder is searched for; other files in it are passed over.
POSTING_SUFFIXES: Final = frozenset(
    {".html", ".htm", ".xhtml", ".txt", ".md", ".json", ".mhtml", ".mht", ".eml", ".docx", ".pdf"}
)
_ROWS_AT_A_TIME: Final = 256
_LONGEST_CELL: Final = 64 * 1024 * 1024  # characters; the csv module's own limit is 128 KiB


def read_listings(path: Path, named: ColumnNames | None = None) -> Iterator[Readable]:
    """Every listing of a table or folder in its order, each as something `parse` takes.

    JSONL, CSV and TSV may be gzipped. A broken JSONL line becomes a listing with a problem
    and so a failed posting: it is not lost. Raises `ListingsError` where the path is missing, of
    another kind, or has no column with the postings' text.
    """
    if path.is_dir():
        return iter(posting_files(path))
    if not path.exists():
        raise ListingsError(f"{path}: there is no such file or folder.")
    kind = next((s for s in reversed(path.suffixes) if s.lower() != ".gz"), "").lower()
    if kind not in _READERS:
        known = ", ".join(sorted(_READERS))
        raise ListingsError(f"{path}: listings are read from {known} or a folder of postings.")
    return _READERS[kind](path, named or ColumnNames())


def posting_files(folder: Path) -> list[Path]:
    """The posting files of a folder and its subfolders, sorted by path.

    Raises `ListingsError` where there are none.
    """
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in POSTING_SUFFIXES)
    if not found:
        suffixes = ", ".join(sorted(POSTING_SUFFIXES))
        raise ListingsError(f"{folder}: holds no postings ({suffixes}).")
    return found


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        yield cast(IO[bytes], file)


def _jsonl(path: Path, named: ColumnNames) -> Iterator[Readable]:
    columns: Columns | None = None
    with _opened(path) as lines:
        for number, line in enumerate(lines, 1):
            row = _json_row(line)
            if row is None:
                if line.strip():
                    yield _bad_row(line, number)
                continue
            # rows may leave keys out, so each has a header of its own
            columns = _row_columns(row, columns, named, str(path))
            yield columns.listing(row, number)


def _row_columns(
    row: Mapping[str, Any], before: Columns | None, named: ColumnNames, source: str
) -> Columns:
    try:
        return find_columns(list(row), named, source)
    except ListingsError:
        if before is None:  # the first row: the user named the wrong file or column
            raise
        return before


def _bad_row(line: bytes, number: int) -> Listing:
    start = line[:60].decode("utf-8", errors="replace").strip()
    message = f"Line {number} is not a JSON object: {start!r}… Mend the line and run it again."
    return Listing("", id=f"row-{number}", problem=Problem("bad_row", message))


def _json_row(line: bytes) -> Mapping[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, or nested without end
        return None
    return row if isinstance(row, dict) else None


def _csv(path: Path, named: ColumnNames) -> Iterator[Readable]:
    """The standard library's reader: one malformed row costs that row and no other."""
    csv.field_size_limit(_LONGEST_CELL)
    with _opened(path) as opened:
        # bytes that are not UTF-8 are kept as they are, for ingest to guess their encoding
        lines = io.TextIOWrapper(opened, "utf-8-sig", errors="surrogateescape", newline="")
        first = lines.readline()
        rows = csv.reader(chain([first], lines), delimiter=_delimiter(first))
        header = next(rows, [])
        columns = find_columns(header, named, str(path))
        for number, row in enumerate(rows, 1):
            if len(row) > len(header):
                yield _ragged_row(row, header, number)
            elif row:
                yield columns.listing(dict(zip(header, map(_cell, row), strict=False)), number)


def _delimiter(header: str) -> str:
    """The likely separator that the header line has most of; a comma where it has none."""
    return max(",;\t|", key=header.count)


def _cell(text: str) -> str | bytes:
    return text if _is_utf8(text) else text.encode("utf-8", "surrogateescape")


def _is_utf8(text: str) -> bool:
    return not any("\udc80" <= character <= "\udcff" for character in text)


def _ragged_row(row: Sequence[str], header: Sequence[str], number: int) -> Listing:
    message = (
        f"Row {number} has {len(row)} cells and the header has {len(header)}. "
        "Put cells that hold the separator in double quotes and run it again."
    )
    return Listing("", id=f"row-{number}", problem=Problem("bad_row", message))


def _parquet(path: Path, named: ColumnNames) -> Iterator[Readable]:
    with duckdb.connect() as database:
        try:
            rows = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
            header = [column[0] for column in database.description or ()]
            columns = find_columns(header, named, str(path))
            batches = iter(lambda: rows.fetchmany(_ROWS_AT_A_TIME), [])
            for number, row in enumerate(chain.from_iterable(batches), 1):
                yield columns.listing(dict(zip(header, row, strict=True)), number)
        except duckdb.Error as error:
            raise ListingsError(f"{path}: cannot be read as a table: {error}") from error


_READERS: Final[Mapping[str, Callable[[Path, ColumnNames], Iterator[Readable]]]] = {
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".csv": _csv,
    ".tsv": _csv,
    ".parquet": _parquet,
}
