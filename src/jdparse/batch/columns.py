"""Which column of a table is which: found by name, or named by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isnan
from typing import Any, Final

from jdparse.document import Listing
from jdparse.errors import ListingsError
from jdparse.ingest.decoding import decode
from jdparse.lexicon import Entry, read_lexicon

_IGNORED: Final = str.maketrans("", "", "_- ")


class ColumnEntry(Entry):
    """The names one field goes by, the most telling first."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Columns the user names; None is found by name."""

    id: str | None = None
    title: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The table's own name for each field of a `Listing`; None where it has no such column.

    `other_content` is read where a row has no `content`: many tables have the page of a few
    postings and the text of all.
    """

    content: str
    other_content: str | None = None
    id: str | None = None
    title: str | None = None
    company: str | None = None
    location: str | None = None
    country: str | None = None
    uri: str | None = None

    def listing(self, row: Mapping[str, Any], row_id: str | None = None) -> Listing:
        """One row as a listing; a row that states no id takes `row_id`."""
        content = row.get(self.content)
        if self.other_content is not None and _is_blank(content):
            content = row.get(self.other_content)

        def given(column: str | None) -> str | None:
            return None if column is None else _text(row.get(column))

        return Listing(
            content if isinstance(content, bytes) else _text(content) or "",
            id=given(self.id) or row_id,
            title=given(self.title),
            company=given(self.company),
            location=given(self.location),
            country=given(self.country),
            uri=given(self.uri),
        )


def find_columns(header: Sequence[str], named: ColumnNames, source: str) -> Columns:
    """The columns of a table with this header.

    Raises `ListingsError`, naming the columns there are, where a named column is missing, no column
    holds the postings' text, or two columns have the name of one that is read.

    >>> find_columns(["Job ID", "JobTitle", "description"], ColumnNames(), "jobs.csv").title
    'JobTitle'
    """
    chosen = {
        field: _named(header, field, named, source)
        for field in Columns.__slots__
        if field != "other_content"
    }
    if chosen["content"] is None:
        wanted = ", ".join(_names()["content"].names)
        raise ListingsError(
            f"{source}: no column holds the postings. It has: {', '.join(header) or 'no columns'}. "
            f"Expected one of: {wanted}; or name it with --content-column."
        )
    twice = sorted({name for name in chosen.values() if name and header.count(name) > 1})
    if twice:
        raise ListingsError(
            f"{source}: has several columns named {', '.join(twice)}. Rename all but the one to "
            "read."
        )
    if named.content is None:
        left = [column for column in header if column != chosen["content"]]
        chosen["other_content"] = _found(left, "content")
    return Columns(**chosen)  # type: ignore[arg-type]  # content is a str by now


def _named(header: Sequence[str], field: str, named: ColumnNames, source: str) -> str | None:
    asked = getattr(named, field, None)
    if asked is None:
        return _found(header, field)
    if asked not in header:
        raise ListingsError(
            f"{source}: there is no column {asked!r}. It has: {', '.join(header) or 'no columns'}."
        )
    return str(asked)


def _found(header: Sequence[str], field: str) -> str | None:
    by_key = {column.lower().translate(_IGNORED): column for column in reversed(header)}
    keys = (name.translate(_IGNORED) for name in _names()[field].names)
    return next((by_key[key] for key in keys if key in by_key), None)


@cache
def _names() -> dict[str, ColumnEntry]:
    return read_lexicon("columns", ColumnEntry)


def _is_blank(content: Any) -> bool:
    text = content if isinstance(content, bytes) else _text(content) or ""
    return not text.strip()


def _text(value: Any) -> str | None:
    missing = value is None or (isinstance(value, float) and isnan(value))
    if isinstance(value, bytes):
        return decode(value, "cp1252").text  # too short to guess from, and mostly so
    # half a surrogate pair, which JSON may spell, cannot be written as UTF-8
    return None if missing else str(value).encode("utf-8", errors="replace").decode()
