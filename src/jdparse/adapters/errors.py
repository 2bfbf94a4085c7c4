"""Wrong use and failed postings, said on standard error, for every command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from jdparse.batch.disk import cause
from jdparse.errors import JdparseError

if TYPE_CHECKING:
    from jdparse.posting import Posting, Problem

_NUMBER: Final = re.compile(r"\[Errno -?\d+\] ")
_SAID: Final[Mapping[type[OSError], str]] = {
    FileNotFoundError: "there is no such file or folder.",
    IsADirectoryError: "is a folder. Name a file.",
    NotADirectoryError: "lies in a file, not in a folder.",
    FileExistsError: "is a file, not a folder.",
    PermissionError: "is not open to you: permission denied.",
}
# What `jdparse batch` reads and `jdparse parse` does not.
_TABLES: Final = frozenset({".csv", ".tsv", ".parquet", ".jsonl", ".ndjson"})


@contextmanager
def errors_as_usage() -> Iterator[None]:
    """An error of the library or of a path ends the command with its message and exit code 2."""
    try:
        yield
    except (JdparseError, OSError) as error:
        typer.echo(f"jdparse: {plain(error)}", err=True)
        raise typer.Exit(2) from error


def plain(error: Exception) -> str:
    """An error in a user's words, without the system's number for it.

    >>> plain(IsADirectoryError(21, "Is a directory", "out"))
    'out: is a folder. Name a file.'
    >>> plain(JdparseError("a.csv cannot be read: [Errno 5] Input/output error"))
    'a.csv cannot be read: Input/output error'
    """
    if isinstance(error, OSError) and type(error) in _SAID and error.filename is not None:
        return f"{error.filename}: {_SAID[type(error)]}"
    return _NUMBER.sub("", cause(error) if isinstance(error, OSError) else str(error))


def name_failures(failed: Iterable[Posting]) -> None:
    """Name each failed posting, by its source as it was given, and say why it failed."""
    for posting in failed:
        for problem in posting.problems:
            name = posting.source.uri or posting.id
            said = f"failed: {name}: {problem.code}: {problem.message}"
            typer.echo(said + _advice(name, problem), err=True)


def _advice(name: str, problem: Problem) -> str:
    if problem.code == "several_postings" or Path(name).suffix.lower() in _TABLES:
        return " Many postings are for `jdparse batch`, from .csv, .jsonl or .parquet tables."
    return ""
