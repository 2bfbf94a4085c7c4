"""The model card, written from what training measured; nothing in it is typed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from skops.card import Card

from jdparse.classify.evaluate import Judged
from jdparse.classify.plots import draw_plots
from jdparse.classify.role_weights import WEIGHTS_DIGEST, WEIGHTS_FILE
from jdparse.classify.store import MODEL_FILE

if TYPE_CHECKING:
    from jdparse.classify.train import TrainingReport

CARD_FILE: Final = "README.md"
_LIMITS: Final = """\
- English postings only; of another language, or fewer than 30 words, no label is confident.
- The label says what a posting's text says the work is. Employers do not always write what they do.
- Postings of other kinds, places and times than those it was trained on are less well known."""
_MASKED: Final = """\
- Role names are taken out of the text before the model reads it; a duty described by a role's name
  alone ("do what data scientists do") is not seen."""
_UNMASKED: Final = "- Titles and role names are read too, and may count for more than the duties."
_HOW: Final = """\
Each sentence adds its words, word pairs and the named cues of the article's distinctions, weighed
by the section it stands in, to linear decision values; their softmax is the probability. The
evidence of a verdict is what each sentence adds to the label's log-odds, intercepts spread over the
sentences by length, and sums to them exactly. Pay, benefits, legal text and how to apply are not
read."""


def write_card(
    folder: Path,
    meta: Mapping[str, Any],
    report: TrainingReport,
    *,
    plots: bool,
    extra: Mapping[str, str] | None = None,
) -> None:
    """Write `README.md`, and its plots where wanted; `extra` adds sections (heading to text)."""
    card = Card(None, template=None)
    # skops reads a slash as the beginning of a subsection
    title = f"Role model {' '.join(folder.resolve().parts[-2:])}"
    card.add(**{title: f"Tells {', '.join(meta['labels'])} apart by the duties."})
    card.add(**{f"{title}/How it decides": _HOW})
    card.add(**{f"{title}/Data": _data(meta, report)})
    if report.evaluation is not None:
        _add_figures(card, title, report)
        if plots:
            files = draw_plots(folder, report.evaluation, report.coverage, report.learning)
            for heading, file in files.items():
                card.add_plot(alt_text=heading, **{f"{title}/{heading}": file})
    for heading, text in (extra or {}).items():
        card.add(**{f"{title}/{heading}": text})
    card.add(**{f"{title}/Limits": _limits(meta)})
    card.add(**{f"{title}/Files": _files(meta)})
    (folder / CARD_FILE).write_text(card.render().strip() + "\n", encoding="utf-8")


def _limits(meta: Mapping[str, Any]) -> str:
    return f"{_LIMITS}\n{_MASKED if meta['mask_titles'] else _UNMASKED}"


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown.

    >>> print(markdown_table(["a"], [[1]]))
    | a |
    |---|
    | 1 |
    """
    lines = [head, *rows]
    drawn = ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines]
    return "\n".join([drawn[0], "|" + "---|" * len(head), *drawn[1:]])


def _cell(value: object) -> str:
    """Text that leaves the table whole: a bar would end the cell, a line break the row."""
    return "–" if value is None else " ".join(str(value).replace("|", "\\|").split())


def _add_figures(card: Card, title: str, report: TrainingReport) -> None:
    assert report.evaluation is not None  # noqa: S101  # the caller has checked
    figures = [[name, value] for name, value in report.evaluation.figures.items()]
    text = (
        "On postings of employers that the model had not seen (cross-validation), with 95 % "
        "bootstrap intervals.\n\n"
    )
    card.add(**{f"{title}/Figures": text + markdown_table(["figure", "value"], figures)})
    rows = [[c.label, c.precision, c.recall, c.f1, c.n] for c in report.evaluation.classes]
    head = ["label", "precision", "recall", "F1", "n"]
    card.add(**{f"{title}/Figures/By label": markdown_table(head, rows)})
    by_source = [[name or "(none)", value] for name, value in report.evaluation.sources.items()]
    if len(by_source) > 1:
        table = markdown_table(["source", "accuracy"], by_source)
        card.add(**{f"{title}/Figures/By source": table})
    if report.evaluation.worst:
        card.add(**{f"{title}/Figures/Worst errors": _worst(report.evaluation.worst)})
    if report.coverage:
        card.add(**{f"{title}/Prediction sets": _sets(report)})


def _worst(errors: Sequence[Judged]) -> str:
    rows = [[e.id, e.truth, e.label, f"{max(e.probabilities):.2f}"] for e in errors]
    return markdown_table(["posting", "is", "judged", "with probability"], rows)


def _sets(report: TrainingReport) -> str:
    rows = [[p.stated, p.measured, p.decided, p.accuracy] for p in report.coverage]
    head = ["stated coverage", "true label in the set", "one label left", "accuracy where one left"]
    return markdown_table(head, rows)


def _data(meta: Mapping[str, Any], report: TrainingReport) -> str:
    counts = markdown_table(["label", "samples"], list(report.labels.items()))
    return (
        f"{counts}\n\n{report.groups} groups (employers, near-duplicates), never on both sides "
        f"of a split: {meta.get('split', '')}. Digest of the samples: `{report.digest[:16]}`."
    )


def _files(meta: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in meta["versions"].items())
    files = f"`{MODEL_FILE}`, SHA-256 `{meta['sha256']}`"
    plain = f"`{WEIGHTS_FILE}`, the same as plain arrays, SHA-256 `{meta[WEIGHTS_DIGEST]}`"
    return f"{files}; {plain}. Written with {versions}."
