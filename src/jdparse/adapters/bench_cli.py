"""The researchers' commands: `train`, `evaluate` and `export`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from jdparse.adapters.errors import errors_as_usage

if TYPE_CHECKING:
    from rich.table import Table

    from jdparse.classify.evaluate import Evaluation
    from jdparse.report.export import SpanText

bench = typer.Typer()


class SpanFormat(StrEnum):
    """How spans are written."""

    SPACY = "spacy"
    CONLL = "conll"
    JSONL = "jsonl"


_SPAN_SUFFIXES: Final = {".spacy": SpanFormat.SPACY, ".conll": SpanFormat.CONLL}


def _say(step: str) -> None:
    typer.echo(step, err=True)


@bench.command()
def train(
    samples: Annotated[Path, typer.Argument(help="CSV, JSONL or Parquet with texts and labels.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write the model to.")],
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same model.")] = None,
    folds: Annotated[
        int | None, typer.Option(help="Folds, by employer and near-duplicates.")
    ] = None,
    coverage: Annotated[
        float | None, typer.Option(help="How often the true label is to be in the prediction set.")
    ] = None,
    mask_titles: Annotated[
        bool, typer.Option(help="Take titles and role names out of the text.")
    ] = True,
    plots: Annotated[bool, typer.Option(help="Draw the card's plots (jdparse[train]).")] = True,
    workers: Annotated[int, typer.Option(help="Processes; -1 is one a core.")] = -1,
) -> None:
    """Train a role model on labelled samples; write the model, its figures and its card."""
    with errors_as_usage():
        from jdparse.classify.train import TrainingOptions, train_role
        from jdparse.pipeline import parse_many

        given: dict[str, Any] = {"seed": seed, "folds": folds, "coverage": coverage}
        options = replace(
            TrainingOptions(mask_titles=mask_titles, plots=plots),
            **{name: value for name, value in given.items() if value is not None},
        )
        report = train_role(
            samples,
            out,
            parse_many=partial(parse_many, workers=workers),
            options=options,
            progress=_say,
        )
    if report.evaluation is not None:
        _print(report.evaluation)
    typer.echo(f"Wrote {report.folder}: model.skops, meta.json and README.md, its card", err=True)


@bench.command()
def evaluate(
    model: Annotated[str, typer.Argument(help="A model's folder, or 'shipped'.")],
    gold: Annotated[Path, typer.Argument(help="Labelled postings: CSV, JSONL or Parquet.")],
    against: Annotated[
        str | None, typer.Option(help="Another model's folder, or 'shipped', to compare with.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write all figures here as JSON.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes; -1 is one a core.")] = -1,
) -> None:
    """Judge labelled postings with a role model; print figures, intervals and worst errors."""
    with errors_as_usage():
        from jdparse.classify.evaluate import compare, evaluate_role
        from jdparse.pipeline import parse_many

        judged = partial(evaluate_role, gold=gold, parse_many=partial(parse_many, workers=workers))
        evaluation = judged(_folder(model))
        found = evaluation.to_dict()
        _print(evaluation)
        if against is not None:
            comparison = compare(evaluation, judged(_folder(against))).to_dict()
            found["comparison"] = comparison
            typer.echo("\n".join(f"{name}: {value}" for name, value in comparison.items()))
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        typer.echo(f"Wrote {out}", err=True)


@bench.command()
def export(
    listings: Annotated[list[str], typer.Argument(help="Tables or folders, as for batch.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
    form: Annotated[
        SpanFormat | None, typer.Option("--format", "-f", help="Default: by the suffix of --out.")
    ] = None,
    gold: Annotated[bool, typer.Option("--gold", help="Export annotations, not a parse.")] = False,
) -> None:
    """Write what was found, or annotated, as spans for other tools: DocBin, CoNLL or JSONL."""
    with errors_as_usage():
        from jdparse.report import export as spans

        chosen = form or _SPAN_SUFFIXES.get(out.suffix, SpanFormat.JSONL)
        texts = _annotated(listings) if gold else _parsed(listings)
        count = spans.export(texts, out, chosen.value)
    typer.echo(f"Wrote {count} postings to {out}", err=True)


def _annotated(files: list[str]) -> Iterator[SpanText]:
    from jdparse.report.export import spans_of_gold

    for file in files:
        with Path(file).open(encoding="utf-8") as lines:
            yield from (spans_of_gold(json.loads(line)) for line in lines if line.strip())


def _parsed(sources: list[str]) -> Iterator[SpanText]:
    from jdparse.batch.listings import Listings
    from jdparse.pipeline import parse_many
    from jdparse.report.export import spans_of_posting

    for posting in parse_many(Listings(tuple(sources)), workers=-1):
        yield spans_of_posting(posting)


def _folder(model: str) -> Path | None:
    return None if model == "shipped" else Path(model)


def _print(evaluation: Evaluation) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"{evaluation.model}: {len(evaluation.judged)} postings", markup=False)
    for table in _tables(evaluation):
        console.print(table)
    for worst in evaluation.worst:
        line = (
            f"{worst.id}: is {worst.truth}, judged {worst.label} ({max(worst.probabilities):.2f})"
        )
        console.print(line, markup=False)
        for evidence in worst.evidence[:2]:
            console.print(f"    {evidence.weight:+.2f} {evidence.text}", markup=False)


def _tables(evaluation: Evaluation) -> list[Table]:
    figures = [[name, *_figure(value)] for name, value in evaluation.figures.items()]
    sources = [[name, *_figure(value)] for name, value in evaluation.sources.items()]
    classes = [
        [one.label, f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}", str(one.n)]
        for one in evaluation.classes
    ]
    return [
        _table(["figure", "value", "95 % interval", "n"], figures),
        _table(["class", "precision", "recall", "F1", "n"], classes),
        _table(["source", "accuracy", "95 % interval", "n"], sources),
    ]


def _figure(value: Any) -> list[str]:
    if value is None:
        return ["–", "", ""]
    if isinstance(value, float):
        return [f"{value:.3f}", "", ""]
    return [f"{value.value:.3f}", f"{value.low:.3f} to {value.high:.3f}", str(value.n)]


def _table(head: list[str], rows: list[list[str]]) -> Table:
    from rich.table import Table

    table = Table(*head)
    for row in rows:
        table.add_row(*row)
    return table
