"""The command for more postings than one machine can take: `spark`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jdparse.adapters.errors import errors_as_usage
from jdparse.errors import BatchError

if TYPE_CHECKING:
    from jdparse.adapters.spark.run import SparkSummary

cluster = typer.Typer()


@cluster.command()
def spark(
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT", help="Parquet, JSONL or CSV: a file, folder or pattern Spark can read."
        ),
    ],
    out: Annotated[
        str, typer.Argument(metavar="OUTPUT", help="The folder for postings/ and failures/.")
    ],
    master: Annotated[
        str, typer.Option(help="spark://HOST:PORT, yarn, k8s://… or local[N], N cores of this one.")
    ] = "local[*]",
    partitions: Annotated[
        int | None,
        typer.Option(min=1, help="Tasks to cut the listings into. Default: as read, 3 a core."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace OUTPUT where there is one.")
    ] = False,
    conf: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="A setting of Spark's; may be repeated."),
    ] = None,
    id_column: Annotated[str | None, typer.Option(help="Column with the id.")] = None,
    title_column: Annotated[str | None, typer.Option(help="Column with the title.")] = None,
    content_column: Annotated[
        str | None, typer.Option(help="Column with the posting's text or HTML.")
    ] = None,
) -> None:
    r"""Parse listings on many machines with Apache Spark (jdparse\[spark], Java)."""
    with errors_as_usage():
        from jdparse.adapters.spark.run import SparkOptions, run_spark
        from jdparse.adapters.spark.session import open_session
        from jdparse.batch.columns import ColumnNames

        named = ColumnNames(id=id_column, title=title_column, content=content_column)
        options = SparkOptions(named, partitions, overwrite)
        try:
            with open_session(master, dict(map(_setting, conf or ()))) as session:
                summary = run_spark(session, source, out, options)
        except KeyboardInterrupt as stopped:
            typer.echo(f"Stopped; {out} was not written.", err=True)
            raise typer.Exit(130) from stopped
    _show(summary, out)
    raise typer.Exit(1 if summary.failed else 0)


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise BatchError(f"--conf {text}: is not KEY=VALUE.")
    return name, value


def _show(summary: SparkSummary, out: str) -> None:
    from jdparse.report.wording import ROLE_NAMES

    counts = {status: summary.statuses.get(status, 0) for status in ("ok", "partial", "failed")}
    counts |= {name.lower(): summary.roles.get(label, 0) for label, name in ROLE_NAMES.items()}
    width = max(map(len, counts))
    lines = [f"{summary.total} listings, written to {out}"]
    lines += [f"{name:{width}}  {count}" for name, count in counts.items()]
    lines += [f"failed: {one.id}: {one.code}: {one.message}" for one in summary.failures]
    if summary.failed > len(summary.failures):
        more = summary.failed - len(summary.failures)
        lines.append(f"… and {more} more; each is a row of {out}/failures")
    typer.echo("\n".join(lines), err=True)
