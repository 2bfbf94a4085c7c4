"""What one row of a Spark DataFrame says of a listing, by the form it was read from."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final, Protocol

from jdparse.batch.columns import ColumnNames, Columns, find_columns
from jdparse.batch.tables import json_row, ragged
from jdparse.csv_dialect import Dialect
from jdparse.document import Listing
from jdparse.errors import ListingsError
from jdparse.posting import Problem

LINE: Final = "value"  # the column of Spark's text reader
CORRUPT: Final = "_corrupt_record"  # Spark's own name for a row that does not fit the header

Row = Mapping[str, Any]


class Rows(Protocol):
    """Makes listings of rows; goes to the executors, so it is pickled."""

    def listing(self, row: Row) -> Listing | None:
        """The row's listing, one with a problem where it is malformed; None for an empty line."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows of a table with these columns."""

    columns: Columns

    def listing(self, row: Row) -> Listing:
        """A row that states no id takes a digest of its content."""
        return self.columns.listing(row)


@dataclass(frozen=True, slots=True)
class JsonRows:
    """Lines of JSON, read as a batch reads them; `columns` are those of the first one."""

    named: ColumnNames
    columns: Columns

    def listing(self, row: Row) -> Listing | None:
        """Rows may leave keys out, so each has a header of its own.

        >>> rows = JsonRows(ColumnNames(), Columns("text", id="id"))
        >>> rows.listing({"value": '{"id": 7, "body": "We train models."}'}).content
        'We train models.'
        >>> rows.listing({"value": "{broken"}).problem.code
        'bad_row'
        """
        line = row[LINE] if isinstance(row[LINE], bytes) else row[LINE].encode()
        values = json_row(line)
        if values is not None:
            return self._columns(values).listing(values)
        start = line[:60].decode(errors="replace").strip()
        message = f"The line is not a JSON object: {start!r}… Mend the line and run it again."
        return _bad_row(line, message) if line.strip() else None

    def _columns(self, values: Row) -> Columns:
        try:
            return find_columns(list(values), self.named, "the line")
        except ListingsError:
            return self.columns


@dataclass(frozen=True, slots=True)
class CsvRows:
    """Rows of CSV; Spark gives one with too few or too many cells as its text too."""

    header: tuple[str, ...]
    dialect: Dialect
    columns: Columns

    def listing(self, row: Row) -> Listing:
        """A short row has the cells it has; one that is too long is malformed, as in a batch."""
        if row[CORRUPT] is None:
            return self.columns.listing(row)
        try:
            cells = next(self.dialect.reader(StringIO(row[CORRUPT], newline="")), [])
        except csv.Error as error:
            return _bad_row(row[CORRUPT], f"The row is not CSV: {error}. Mend it and run it again.")
        if len(cells) > len(self.header):
            return _bad_row(row[CORRUPT], ragged(cells, self.header, "The row"))
        return self.columns.listing(dict(zip(self.header, cells, strict=False)))


def _bad_row(content: str | bytes, message: str) -> Listing:
    return Listing(content, problem=Problem("bad_row", message))
