"""What a batch reads: tables, databases, folders, patterns and standard input, as one sequence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from typing import IO, Final

from jdparse.batch.columns import ColumnNames
from jdparse.batch.databases import DATABASE_SUFFIXES, read_database
from jdparse.batch.tables import Table, read_csv, read_json_lines, read_jsonl, read_parquet
from jdparse.document import Readable
from jdparse.errors import ListingsError

# What a folder is searched for; other files in it are passed over.
POSTING_SUFFIXES: Final = frozenset(
    {".html", ".htm", ".xhtml", ".txt", ".md", ".json", ".mhtml", ".mht", ".eml", ".docx", ".pdf"}
)

_READERS: Final[Mapping[str, Callable[[Table], Iterator[Readable]]]] = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
}


@dataclass(frozen=True, slots=True)
class Listings:
    """All listings of the sources, in their order; may be iterated again and again.

    A source is a table, a folder of postings, a pattern (`jobs/*.csv`), a table in a database
    (`jobs.sqlite::postings`) or `-`, the JSON lines in `stdin`, a file that can seek. Iterating
    raises `ListingsError` where a source is missing, of another kind, damaged, or has no column
    with the postings' text.
    """

    sources: tuple[str, ...]
    named: ColumnNames = field(default_factory=ColumnNames)
    stdin: IO[bytes] | None = None

    def __iter__(self) -> Iterator[Readable]:
        expanded = self._expanded()
        for source in expanded:
            # ids of rows that state none differ between tables too
            prefix = f"{Path(source).name}:" if len(expanded) > 1 else ""
            yield from self._read(source, prefix)

    def check_kept(self, written: Path) -> None:
        """Raise `ListingsError` where a file that is to be written is one of the listings."""
        paths = [_path_of(source) for source in self._expanded()]
        if written.exists() and any(path.exists() and path.samefile(written) for path in paths):
            raise ListingsError(
                f"{written}: is among the listings, and the output would replace it. Give the "
                "output another name, or take it out of the listings."
            )

    def _expanded(self) -> list[str]:
        return [name for source in self.sources for name in _expanded(source)]

    def _read(self, source: str, prefix: str) -> Iterator[Readable]:
        if source == "-" and self.stdin is not None:
            self.stdin.seek(0)
            table = Table(Path("standard input"), self.named, prefix)
            return read_json_lines(self.stdin, table)
        path = _path_of(source)
        if path.is_dir():
            return iter(posting_files(path))
        return _read_file(Table(path, self.named, prefix), source.partition("::")[2] or None)


def read_listings(source: Path | str, named: ColumnNames | None = None) -> Listings:
    """The listings of one source."""
    return Listings((str(source),), named or ColumnNames())


def posting_files(folder: Path) -> list[Path]:
    """The posting files of a folder and its subfolders, sorted by path.

    Raises `ListingsError` where there are none.
    """
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in POSTING_SUFFIXES)
    if not found:
        suffixes = ", ".join(sorted(POSTING_SUFFIXES))
        raise ListingsError(
            f"{folder}: holds no postings ({suffixes}). Name a table by itself, or several by a "
            f"pattern: {folder / '*.csv'}"
        )
    return found


def _expanded(source: str) -> list[str]:
    """The source, or the files of a pattern sorted by path; a file so named is no pattern."""
    if Path(source).exists() or not any(character in source for character in "*?["):
        return [source]
    found = sorted(glob(source, recursive=True))  # noqa: PTH207 - a pattern may be absolute
    if not found:
        raise ListingsError(f"{source}: no file matches this pattern.")
    return found


def _path_of(source: str) -> Path:
    """The file of a source, also where it names a table in it ("jobs.duckdb::postings")."""
    return Path(source) if Path(source).exists() else Path(source.partition("::")[0])


def _read_file(table: Table, inner: str | None) -> Iterator[Readable]:
    path = table.path
    if not path.exists():
        raise ListingsError(f"{path}: there is no such file or folder.")
    kind = next((s for s in reversed(path.suffixes) if s.lower() != ".gz"), "").lower()
    if kind in DATABASE_SUFFIXES:
        return read_database(table, inner)
    if kind not in _READERS:
        known = ", ".join(sorted({*_READERS, *DATABASE_SUFFIXES}))
        raise ListingsError(f"{path}: listings are read from {known} or a folder of postings.")
    return _READERS[kind](table)
