"""The card's plots; needs matplotlib (`pip install jdparse[train]`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from jdparse.classify.conformal import CoveragePoint
from jdparse.classify.evaluate import Evaluation
from jdparse.classify.metrics import Figure
from jdparse.errors import TrainingError

_BINS: Final = 10
_SIZE: Final = (4.5, 3.6)


def check_plots() -> Any:
    """The module that draws. Raises `TrainingError` where matplotlib is not installed."""
    try:
        return import_module("matplotlib.figure")
    except ImportError as error:
        raise TrainingError(
            "Plots need matplotlib: pip install 'jdparse[train]', or train with --no-plots."
        ) from error


def draw_plots(
    folder: Path,
    evaluation: Evaluation,
    coverage: Sequence[CoveragePoint],
    learning: Sequence[tuple[int, Figure | None]],
) -> dict[str, str]:
    """Write the plots as PNG; returns their headings and file names.

    Raises `TrainingError` where matplotlib is not installed.
    """
    figure = check_plots()
    drawn: dict[str, str] = {}
    plots: list[tuple[str, str, Callable[[Any], None]]] = [
        ("Confusion", "confusion.png", lambda axes: _confusion(axes, evaluation)),
        ("Reliability", "reliability.png", lambda axes: _reliability(axes, evaluation)),
        ("Coverage and accuracy", "coverage.png", lambda axes: _coverage(axes, coverage)),
        ("Learning curve", "learning.png", lambda axes: _learning(axes, learning)),
    ]
    for heading, name, draw in plots:
        if (name == "coverage.png" and not coverage) or (name == "learning.png" and not learning):
            continue
        canvas = figure.Figure(figsize=_SIZE, dpi=90, layout="constrained")
        draw(canvas.subplots())
        # no software name and date: the same figures give the same bytes
        canvas.savefig(folder / name, metadata={"Software": None})
        drawn[heading] = name
    return drawn


def _confusion(axes: Any, evaluation: Evaluation) -> None:
    counts = np.array(evaluation.confusion)
    axes.imshow(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1), cmap="Blues", vmax=1)
    places = range(len(evaluation.labels))
    names = _drawable(evaluation.labels)
    axes.set_xticks(places, names, rotation=20, ha="right")
    axes.set_yticks(places, names)
    axes.set(xlabel="judged", ylabel="true")
    for row in places:
        for column in places:
            dark = counts[row, column] > counts[row].sum() / 2
            color = "white" if dark else "black"
            axes.text(column, row, counts[row, column], ha="center", va="center", color=color)


def _drawable(labels: Sequence[str]) -> list[str]:
    """The labels; one with characters that the font lacks by its place in the card's tables."""
    fonts: Any = import_module("matplotlib.font_manager")
    known = fonts.get_font(fonts.findfont(fonts.FontProperties())).get_charmap()
    return [
        # matplotlib reads what stands between two dollars as a formula
        label.replace("$", r"\$") if all(ord(c) in known for c in label) else f"label {place}"
        for place, label in enumerate(labels, 1)
    ]


def _reliability(axes: Any, evaluation: Evaluation) -> None:
    top = np.array([max(one.probabilities) for one in evaluation.judged])
    right = np.array([one.label == one.truth for one in evaluation.judged])
    where = np.minimum((top * _BINS).astype(int), _BINS - 1)
    filled = [b for b in range(_BINS) if (where == b).any()]
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    stated = [top[where == b].mean() for b in filled]
    share = [right[where == b].mean() for b in filled]
    counts = [int((where == b).sum()) for b in filled]
    axes.plot(stated, share, linewidth=0.8)
    # a point of few cases may lie anywhere: its area is their share
    axes.scatter(stated, share, s=[10 + 200 * count / len(top) for count in counts])
    for at, height, count in zip(stated, share, counts, strict=True):
        axes.annotate(f"n = {count}", (at, height), (4, -9), textcoords="offset points", size=7)
    axes.set(xlabel="probability of the label", ylabel="share that is right")


def _coverage(axes: Any, points: Sequence[CoveragePoint]) -> None:
    stated = [point.stated for point in points]
    axes.plot(stated, [point.measured for point in points], marker="o", label="true label in set")
    axes.plot(stated, [point.decided for point in points], marker="s", label="one label left")
    known = [(point.stated, point.accuracy) for point in points if point.accuracy is not None]
    axes.plot(*zip(*known, strict=True), marker="^", label="accuracy where one is left")
    axes.plot(stated, stated, color="grey", linewidth=0.8)
    axes.set(xlabel="stated coverage")
    axes.legend(fontsize=7)


def _learning(axes: Any, points: Sequence[tuple[int, Figure | None]]) -> None:
    known = [(count, point) for count, point in points if point is not None]
    counts = [count for count, _ in known]
    axes.plot(counts, [point.value for _, point in known], marker="o")
    low, high = ([getattr(point, end) for _, point in known] for end in ("low", "high"))
    axes.fill_between(counts, low, high, alpha=0.2)
    axes.set(xlabel="samples", ylabel="held-out accuracy")
