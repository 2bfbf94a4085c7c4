"""The command line: `jdparse parse`, `serve`, `batch`, `spark`, `train`, `evaluate`, `export`.

Data goes to standard output, everything else to standard error. Exit code 0: all parsed; 1: some
failed, and each is named; 2: wrong usage. Heavy imports wait until a command runs, so that
`--help` and `--version` answer at once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile, gettempdir
from textwrap import shorten
from typing import IO, TYPE_CHECKING, Annotated, Final

import typer

from jdparse.adapters.bench_cli import bench
from jdparse.adapters.errors import errors_as_usage, name_failures, plain
from jdparse.adapters.spark_cli import cluster
from jdparse.adapters.stopped import exit_code, signals_stop
from jdparse.adapters.web_cli import page
from jdparse.batch.options import BatchOptions, Duplicates
from jdparse.errors import BatchError, FetchError

if TYPE_CHECKING:
    from jdparse.document import Listing, Readable
    from jdparse.posting import Posting

app = typer.Typer(
    name="jdparse",
    help="Reads job postings: duties, skills, degrees, pay, and what the job really is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(page)
app.add_typer(bench)
app.add_typer(cluster)


class Format(StrEnum):
    """How postings are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    JSONLD = "jsonld"
    HTML = "html"


_FILE_WIDTH: Final = 120  # columns of a table that no terminal shows
_NAMED_FILES: Final = 5
_SUFFIX_FORMATS: Final = {
    ".json": Format.JSON, ".jsonl": Format.JSONL, ".jsonld": Format.JSONLD,
    ".html": Format.HTML, ".htm": Format.HTML, ".txt": Format.TABLE, "": Format.TABLE,
}  # fmt: skip
_BATCH_SUFFIXES: Final = frozenset({".csv", ".parquet", ".duckdb"})  # what only batch writes
# What a browser takes for an address: a host, and something after it.
_ADDRESS: Final = re.compile(r"(?:www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/)", re.IGNORECASE)
_LONGEST_NAME: Final = 80  # characters of a source that is quoted


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"jdparse {version('jdparse')}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


@app.command()
def parse(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|DIR|URL|-…", help="Files, folders of postings, addresses, - for stdin."
        ),
    ],
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="Default: by the suffix of --out, else table. jsonld is schema.org JobPosting.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write here, not to standard output.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="The posting's title, where the text does not say it.")
    ] = None,
) -> None:
    """Parse postings from files, folders or standard input and show what they say."""
    with errors_as_usage():
        from jdparse.batch.listings import other_files
        from jdparse.pipeline import parse_many

        folders = _check_sources(sources, title)
        _name_left_out([path for folder in folders for path in other_files(folder)])
        chosen = form or _form_of(out)
        _load_for_good()
        postings = parse_many(_readables(sources, title))
        failed = _write(postings, chosen, out, array=bool(folders) or len(sources) > 1)
    name_failures(failed)
    raise typer.Exit(1 if failed else 0)


def _load_for_good() -> None:
    """Load what parsing needs, in a process that does nothing else."""
    from jdparse.pipeline import load
    from jdparse.processes import settle

    load()
    settle()


def _form_of(out: Path | None) -> Format:
    """The format that a file's suffix says."""
    if out is None:
        return Format.TABLE
    suffix = out.suffix.lower()
    if suffix not in _SUFFIX_FORMATS:
        batch = f" `jdparse batch` writes {suffix}." if suffix in _BATCH_SUFFIXES else ""
        raise typer.BadParameter(
            f"{out}: name it .html, .json, .jsonl, .jsonld or .txt, or say the form with "
            f"--format.{batch}"
        )
    return _SUFFIX_FORMATS[suffix]


def _check_sources(sources: Sequence[str], title: str | None) -> list[Path]:
    """The folders among the sources; refuses those that cannot be meant."""
    if not all(source.strip() for source in sources):
        raise typer.BadParameter("A source has no name. Give a file, a folder, an address or -.")
    folders = [source for source in sources if os.path.isdir(source)]  # noqa: PTH112 - see _readables
    if folders and title is not None:
        raise typer.BadParameter(
            f"--title is for one posting, and {folders[0]} is a folder. Give its file."
        )
    return list(map(Path, folders))


def _readables(sources: Sequence[str], title: str | None) -> Iterator[Readable]:
    from jdparse.batch.listings import folder_listings
    from jdparse.document import Listing

    for source in sources:
        path = Path(source)
        # a pasted text is no possible name, at which Path would raise
        found = os.path.exists(source)  # noqa: PTH110
        if source == "-":
            yield Listing(sys.stdin.buffer.read(), id="stdin", title=title)
        elif source.startswith(("http://", "https://")):
            yield _fetched(source, title)
        elif not found:
            yield _absent(source)
        elif path.is_dir():
            yield from folder_listings(path)
        elif title is not None and path.is_file():
            yield Listing(path.read_bytes(), id=path.name, title=title, uri=str(path))
        else:
            yield path


def _absent(source: str) -> Listing:
    from jdparse.document import Listing
    from jdparse.ingest.problems import unreadable

    name = shorten(source, _LONGEST_NAME, placeholder=" …")
    advice = (
        "If it is an address, begin it with https://."
        if _ADDRESS.match(source)
        else "Give a path; a pasted text goes in by `jdparse parse - < file`."
    )
    return Listing("", id=name, uri=name, problem=unreadable(f"There is no such file. {advice}"))


def _fetched(url: str, title: str | None) -> Listing:
    from jdparse.document import Listing
    from jdparse.ingest.fetch import fetch
    from jdparse.ingest.problems import unreadable

    try:
        return replace(fetch(url), id=url, title=title)
    except FetchError as error:
        return Listing("", id=url, uri=url, problem=unreadable(plain(error)))


def _write(
    postings: Iterable[Posting], form: Format, out: Path | None, *, array: bool
) -> list[Posting]:
    """Writes all postings; returns those that failed."""
    from jdparse.report.serialize import to_json, to_jsonl

    if form is Format.JSONL:
        return _write_lines(postings, to_jsonl, out)
    done = list(postings)
    if form is Format.JSON:
        _emit(to_json(done, array=array), out)
    elif form is Format.JSONLD:
        from jdparse.report.job_posting import to_json_ld

        _emit(to_json_ld(done, array=array), out)
    elif form is Format.HTML:
        from jdparse.report.page import to_page

        _emit(to_page(done), out)
    else:
        from jdparse.report.table import to_table

        shown = out is None and sys.stdout.isatty()
        _emit(to_table(done, width=None if shown else _FILE_WIDTH, color=shown), out)
    return [posting for posting in done if posting.status == "failed"]


def _write_lines(
    postings: Iterable[Posting], line: Callable[[Posting], str], out: Path | None
) -> list[Posting]:
    failed: list[Posting] = []
    with _stream(out) as file:
        for posting in postings:
            file.write(line(posting).encode())
            if posting.status == "failed":
                failed.append(posting)
    return failed


def _emit(text: str, out: Path | None) -> None:
    with _stream(out) as file:
        file.write(text.encode())


@contextmanager
def _stream(out: Path | None) -> Iterator[IO[bytes]]:
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        yield file
    typer.echo(f"Wrote {out}", err=True)


def _name_left_out(files: Sequence[Path]) -> None:
    if files:
        some = ", ".join(str(path) for path in files[:_NAMED_FILES])
        more = ", …" if len(files) > _NAMED_FILES else ""
        noun = "file" if len(files) == 1 else "files"
        typer.echo(f"left out {len(files)} {noun} of other kinds: {some}{more}", err=True)


@app.command()
def batch(
    listings: Annotated[
        list[str],
        typer.Argument(
            metavar="LISTINGS…",
            help="JSONL, CSV or Parquet tables, postings, folders of postings, patterns, a table "
            "in a database (jobs.sqlite::postings), - for JSON lines on standard input.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="The .jsonl, .csv, .parquet or .duckdb file to write."),
    ],
    id_column: Annotated[str | None, typer.Option(help="Column with the id.")] = None,
    title_column: Annotated[str | None, typer.Option(help="Column with the title.")] = None,
    content_column: Annotated[
        str | None, typer.Option(help="Column with the posting's text or HTML.")
    ] = None,
    duplicates: Annotated[
        Duplicates, typer.Option(help=r"How postings are compared; near needs jdparse\[dedupe].")
    ] = Duplicates.EXACT,
    unique: Annotated[bool, typer.Option("--unique", help="Leave duplicates out.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first failure.")] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew, without what a stopped run kept.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes; -1 is one a core.")] = -1,
    report: Annotated[
        Path | None,
        typer.Option(help=r"Sum the batch up in this page, summary.html; needs jdparse\[report]."),
    ] = None,
) -> None:
    """Parse listings into records, failed ones too; run again, a stopped run goes on."""
    with errors_as_usage(), _standard_input(listings) as stdin:
        from jdparse.adapters.progress import show_progress, show_summary
        from jdparse.batch.columns import ColumnNames
        from jdparse.batch.listings import Listings
        from jdparse.batch.run import StrictFailure, run_batch

        named = ColumnNames(id=id_column, title=title_column, content=content_column)
        options = BatchOptions(workers, restart, strict, duplicates, unique, report)
        sources = Listings(tuple(listings), named, stdin)
        _name_left_out(sources.left_out())
        if workers == 1:
            _load_for_good()
        try:
            with signals_stop(), show_progress() as watch:
                summary = run_batch(sources, out, options, watch)
        except StrictFailure as failure:
            typer.echo(f"failed: {failure}", err=True)
            raise typer.Exit(1) from failure
        except KeyboardInterrupt as stopped:
            typer.echo("Stopped. Run the same command again and it goes on from here.", err=True)
            raise typer.Exit(exit_code(stopped)) from stopped
    show_summary(summary, out)
    if report is not None:
        typer.echo(f"Wrote {report}", err=True)
    raise typer.Exit(1 if summary.failed else 0)


@contextmanager
def _standard_input(sources: Sequence[str]) -> Iterator[IO[bytes] | None]:
    """Standard input as a file that can be read twice, where it is asked for."""
    if "-" not in sources:
        yield None
        return
    from jdparse.batch.disk import cause

    with TemporaryFile() as file:
        try:
            copyfileobj(sys.stdin.buffer, file)
        except OSError as error:
            raise BatchError(
                f"{gettempdir()}: standard input is kept there until it is parsed: {cause(error)}. "
                "Set TMPDIR to a folder with room, or give a file."
            ) from error
        yield file
