"""Wrong use, said on standard error with exit code 2, for every command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from jdparse.errors import JdparseError


@contextmanager
def errors_as_usage() -> Iterator[None]:
    """An error of the library or of a path ends the command with its message and exit code 2."""
    try:
        yield
    except (JdparseError, OSError) as error:
        typer.echo(f"jdparse: {error}", err=True)
        raise typer.Exit(2) from error
