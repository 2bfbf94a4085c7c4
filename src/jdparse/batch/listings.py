"""What a batch reads: tables, databases, folders, patterns and standard input, as one sequence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from glob import glob
from os.path import commonpath
from pathlib import Path
from typing import IO, Final

from jdparse.batch.columns import ColumnNames
from jdparse.batch.databases import DATABASE_SUFFIXES, read_database
from jdparse.batch.tables import (
    Table,
    is_json_array,
    read_csv,
    read_json_array,
    read_json_lines,
    read_jsonl,
    read_parquet,
)
from jdparse.document import Listing, Readable
from jdparse.errors import ListingsError

# What a folder is searched for, and what is a listing by itself.
POSTING_SUFFIXES: Final = frozenset(
    {".html", ".htm", ".xhtml", ".txt", ".md", ".json", ".mhtml", ".mht", ".eml", ".docx", ".pdf"}
)

_READERS: Final[Mapping[str, Callable[[Table], Iterator[Readable]]]] = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".json": read_json_array,
}
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".numbers"})


@dataclass(frozen=True, slots=True)
class Listings:
    """All listings of the sources, in their order; may be iterated again and again.

    A source is a table, the file of a posting, a folder of such, a pattern (`jobs/*.csv`), a table
    in a database (`jobs.sqlite::postings`) or `-`, the JSON lines in `stdin`, a file that can seek.
    Iterating raises `ListingsError` where a source is missing, of another kind, damaged, or has no
    column with the postings' text.
    """

    sources: tuple[str, ...]
    named: ColumnNames = field(default_factory=ColumnNames)
    stdin: IO[bytes] | None = None

    def __iter__(self) -> Iterator[Readable]:
        expanded = self._expanded()
        top = _top([path for path in map(_path_of, expanded) if _is_posting(path)])
        for source in expanded:
            # ids of rows that state none differ between tables too
            prefix = f"{Path(source).name}:" if len(expanded) > 1 else ""
            yield from self._read(source, prefix, top)

    def check_kept(self, written: Path) -> None:
        """Raise `ListingsError` where a file that is to be written is, or would be, a listing."""
        for path in map(_path_of, self._expanded()):
            if path.is_dir():
                if _is_searched(written, path):
                    raise ListingsError(
                        f"{written}: would be among the postings of {path}. Write it elsewhere."
                    )
            elif path.exists() and written.exists() and path.samefile(written):
                raise ListingsError(
                    f"{written}: is among the listings, and the output would replace it. Give the "
                    "output another name, or take it out of the listings."
                )

    def left_out(self) -> list[Path]:
        """The files of the folders that are of no kind a folder is searched for."""
        folders = filter(Path.is_dir, map(_path_of, self._expanded()))
        return [path for folder in folders for path in other_files(folder)]

    def _expanded(self) -> list[str]:
        return [name for source in self.sources for name in _expanded(source)]

    def _read(self, source: str, prefix: str, top: Path) -> Iterator[Readable]:
        if source == "-" and self.stdin is not None:
            self.stdin.seek(0)
            table = Table(Path("standard input"), self.named, prefix)
            return read_json_lines(self.stdin, table)
        path = _path_of(source)
        if path.is_dir():
            return iter(folder_listings(path))
        if _is_posting(path):
            name = path.absolute().relative_to(top).as_posix()
            return iter([Listing(path, id=name)])
        return _read_file(Table(path, self.named, prefix), source.partition("::")[2] or None)


def read_listings(source: Path | str, named: ColumnNames | None = None) -> Listings:
    """The listings of one source."""
    return Listings((str(source),), named or ColumnNames())


def folder_listings(folder: Path) -> list[Listing]:
    """The postings of a folder and its subfolders, sorted by path, which is their id too.

    Raises `ListingsError` where there are none.
    """
    found = [path for path in _files(folder) if path.suffix.lower() in POSTING_SUFFIXES]
    if not found:
        suffixes = ", ".join(sorted(POSTING_SUFFIXES))
        raise ListingsError(
            f"{folder}: holds no postings ({suffixes}). Name a table by itself, or several by a "
            f"pattern: {folder / '*.csv'}"
        )
    return [Listing(path, id=path.relative_to(folder).as_posix()) for path in found]


def other_files(folder: Path) -> list[Path]:
    """The files of a folder that are none of its postings, sorted by path."""
    return [path for path in _files(folder) if path.suffix.lower() not in POSTING_SUFFIXES]


def _files(folder: Path) -> list[Path]:
    """All files but hidden ones, which programs keep for themselves, sorted by path."""
    found = (path for path in folder.rglob("*") if not _is_hidden(path.relative_to(folder)))
    return sorted(path for path in found if not path.is_dir())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_searched(file: Path, folder: Path) -> bool:
    """Whether a folder's postings hold, or would hold, a file."""
    file, folder = file.resolve(), folder.resolve()
    return (
        file.is_relative_to(folder)
        and file.suffix.lower() in POSTING_SUFFIXES
        and not _is_hidden(file.relative_to(folder))
    )


def _top(files: list[Path]) -> Path:
    """The folder that files named one by one have in common."""
    return Path(commonpath([path.absolute().parent for path in files])) if files else Path()


def _is_posting(path: Path) -> bool:
    kind = _kind(path)
    if kind not in POSTING_SUFFIXES or not path.is_file():
        return False
    return kind != ".json" or not is_json_array(path)


def _kind(path: Path) -> str:
    """The suffix that says what a file is, also of a packed one ("jobs.csv.gz")."""
    return next((s.lower() for s in reversed(path.suffixes) if s.lower() != ".gz"), "")


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
    kind = _kind(path)
    if kind in DATABASE_SUFFIXES:
        return read_database(table, inner)
    if kind in _WORKBOOKS:
        raise ListingsError(f"{path}: workbooks are not read. Save the sheet as CSV (UTF-8).")
    if kind not in _READERS:
        known = ", ".join(sorted({*_READERS, *DATABASE_SUFFIXES, *POSTING_SUFFIXES}))
        raise ListingsError(f"{path}: listings are read from {known} or a folder of postings.")
    return _READERS[kind](table)
