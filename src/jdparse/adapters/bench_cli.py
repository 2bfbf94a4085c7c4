"""The researchers' commands: `train`, `evaluate` and `export`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from textwrap import shorten
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from jdparse.adapters.errors import errors_as_usage, name_failures

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from jdparse.classify.evaluate import Comparison, Evaluation, Judged, ParseMany
    from jdparse.classify.metrics import Calibration, Figure
    from jdparse.document import Listing
    from jdparse.posting import Posting
    from jdparse.report.export import SpanText

bench = typer.Typer()


class SpanFormat(StrEnum):
    """How spans are written."""

    SPACY = "spacy"
    CONLL = "conll"
    JSONL = "jsonl"


_SPAN_SUFFIXES: Final = {f".{form.value}": form for form in SpanFormat}


_SECONDS_BETWEEN_COUNTS: Final = 10.0
_LONGEST_QUOTE: Final = 160  # characters of a sentence printed


class _Steps:
    """Says each step on standard error, and how many seconds have gone by."""

    def __init__(self) -> None:
        self.started = monotonic()

    def __call__(self, step: str) -> None:
        typer.echo(f"{monotonic() - self.started:5.0f} s  {step}", err=True)

    def counted(self, workers: int) -> ParseMany:
        """`parse_many` that says every so often how many are parsed."""
        from jdparse.pipeline import parse_many

        def parse(listings: Iterable[Listing]) -> Iterator[Posting]:
            said = monotonic()
            for count, posting in enumerate(parse_many(listings, workers=workers), 1):
                yield posting
                if monotonic() - said >= _SECONDS_BETWEEN_COUNTS:
                    said = monotonic()
                    self(f"parsed {count}")

        return parse


@bench.command()
def train(
    samples: Annotated[
        Path,
        typer.Argument(help="CSV, JSONL or Parquet with texts and labels, or a samples folder."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write the model to.")],
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same model.")] = None,
    folds: Annotated[
        int | None,
        typer.Option(min=2, help="Folds of the cross-validation, by employer and near-duplicates."),
    ] = None,
    coverage: Annotated[
        float | None,
        typer.Option(
            min=0.5, max=0.999, help="How often the true label is to be in the prediction set."
        ),
    ] = None,
    mask_titles: Annotated[
        bool, typer.Option(help="Take titles and role names out of the text.")
    ] = True,
    plots: Annotated[bool, typer.Option(help=r"Draw the card's plots (jdparse\[train]).")] = True,
    workers: Annotated[int, typer.Option(help="Processes; -1 is one a core.")] = -1,
) -> None:
    """Train a role model on labelled samples; write the model, its figures and its card."""
    with errors_as_usage():
        from jdparse.classify.train import TrainingOptions, train_role

        steps = _Steps()
        given: dict[str, Any] = {"seed": seed, "folds": folds, "coverage": coverage}
        options = replace(
            TrainingOptions(mask_titles=mask_titles, plots=plots),
            **{name: value for name, value in given.items() if value is not None},
        )
        report = train_role(
            samples,
            out,
            parse_many=steps.counted(workers),
            options=options,
            progress=steps,
        )
    if report.evaluation is not None:
        _print(report.evaluation, "samples, each judged by a model that had not seen its employer")
    typer.echo(f"Wrote {report.folder}: model.skops, meta.json and README.md, its card", err=True)


@bench.command()
def evaluate(
    model: Annotated[str, typer.Argument(help="A model's folder, or 'shipped'.")],
    gold: Annotated[
        Path,
        typer.Argument(help="CSV, JSONL or Parquet with texts and labels, or a samples folder."),
    ],
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

        steps = _Steps()
        judged = partial(evaluate_role, gold=gold, parse_many=steps.counted(workers), say=steps)
        steps(f"judging {gold} with {model}")
        evaluation = judged(_folder(model))
        found = evaluation.to_dict()
        _print(evaluation, "postings")
        if against is not None:
            steps(f"judging {gold} with {against}")
            comparison = compare(evaluation, judged(_folder(against)))
            found["comparison"] = comparison.to_dict()
            _console().print(_comparison_table(comparison), str(comparison), markup=False)
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(found, indent=1, ensure_ascii=False)
            out.write_text(text + "\n", encoding="utf-8")
            steps(f"wrote {out}")


@bench.command()
def export(
    listings: Annotated[list[str], typer.Argument(help="Tables or folders, as for batch.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
    form: Annotated[
        SpanFormat | None, typer.Option("--format", "-f", help="Default: by the suffix of --out.")
    ] = None,
    gold: Annotated[bool, typer.Option("--gold", help="Export annotations, not a parse.")] = False,
    workers: Annotated[int, typer.Option(help="Processes; -1 is one a core.")] = -1,
) -> None:
    """Write what was found, or annotated, as spans for other tools: DocBin, CoNLL or JSONL."""
    with errors_as_usage():
        from jdparse.report import export as spans

        chosen = form or _SPAN_SUFFIXES.get(out.suffix.lower())
        if chosen is None:
            raise typer.BadParameter(
                f"{out}: name it .spacy, .conll or .jsonl, or say the form with --format."
            )
        failed: list[Posting] = []
        texts = _annotated(listings) if gold else _parsed(listings, workers, failed)
        out.parent.mkdir(parents=True, exist_ok=True)
        count = spans.export(texts, out, chosen.value)
    typer.echo(f"Wrote {count} postings to {out}", err=True)
    name_failures(failed)
    raise typer.Exit(1 if failed else 0)


def _annotated(files: list[str]) -> Iterator[SpanText]:
    from jdparse.report.export import read_gold

    for file in files:
        yield from read_gold(Path(file))


def _parsed(sources: list[str], workers: int, failed: list[Posting]) -> Iterator[SpanText]:
    """The spans of what can be parsed; what cannot joins `failed`."""
    from jdparse.batch.listings import Listings
    from jdparse.pipeline import parse_many
    from jdparse.report.export import spans_of_posting

    for posting in parse_many(Listings(tuple(sources)), workers=workers):
        if posting.status == "failed":
            failed.append(posting)
        else:
            yield spans_of_posting(posting)


def _folder(model: str) -> Path | None:
    return None if model == "shipped" else Path(model)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _print(evaluation: Evaluation, judged: str) -> None:
    console = _console()
    console.print(f"{evaluation.model}: {len(evaluation.judged)} {judged}", markup=False)
    for line in evaluation.notes:
        console.print(f"Note: {line}", markup=False)
    if evaluation.left_out:
        ids = ", ".join(evaluation.left_out[:5])
        console.print(f"Left out {len(evaluation.left_out)} without words: {ids}", markup=False)
    for table in _tables(evaluation):
        console.print(table)
    if evaluation.worst:
        console.print("Worst errors, with the sentences that weighed most for or against the label")
    for worst in evaluation.worst:
        console.print(*_error_lines(worst, evaluation.labels), sep="\n", markup=False)


def _error_lines(worst: Judged, labels: Sequence[str]) -> Iterator[str]:
    from jdparse.report.wording import quoted

    true = worst.probabilities[labels.index(worst.truth)]
    judged = max(worst.probabilities)
    yield f"{worst.id}: is {worst.truth} ({true:.2f}), judged {worst.label} ({judged:.2f})"
    for evidence in worst.evidence[:2]:
        # a wall of text is one sentence; --out has it whole
        quote = shorten(quoted(evidence.text), _LONGEST_QUOTE, placeholder=" …")
        yield f"    {evidence.weight:+.2f}  {quote}"


def _tables(evaluation: Evaluation) -> Iterator[Table]:
    figures = [[name, *_figure(value)] for name, value in evaluation.figures.items()]
    yield _table(["figure", "value", "95 % interval", "n"], figures)
    classes = [
        [one.label, *map(_short, (one.precision, one.recall, one.f1)), str(one.n)]
        for one in evaluation.classes
    ]
    yield _table(["class", "precision", "recall", "F1", "n"], classes)
    sources = [[name or "(none)", *_figure(value)] for name, value in evaluation.sources.items()]
    yield _table(["source", "accuracy", "95 % interval", "n"], sources)


def _comparison_table(comparison: Comparison) -> Table:
    first, second = comparison.first, comparison.second
    neither = comparison.n - comparison.both - comparison.only_first - comparison.only_second
    rows = [
        [f"{first} right", str(comparison.both), str(comparison.only_first)],
        [f"{first} wrong", str(comparison.only_second), str(neither)],
    ]
    return _table(["", f"{second} right", f"{second} wrong"], rows)


def _figure(value: Figure | Calibration | None) -> list[str]:
    from jdparse.classify.metrics import Calibration

    if value is None:
        return ["–", "", ""]
    if isinstance(value, Calibration):
        return [f"{value.value:.3f}", f"chance: up to {value.by_chance:.3f}", str(value.n)]
    return [f"{value.value:.3f}", f"{value.low:.3f} to {value.high:.3f}", str(value.n)]


def _short(value: Figure | None) -> str:
    return "–" if value is None else f"{value.value:.3f} ({value.low:.2f}–{value.high:.2f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name in head:
        table.add_column(Text(name))
    for row in rows:  # labels and sources are the user's: no markup
        table.add_row(*map(Text, row))
    return table
