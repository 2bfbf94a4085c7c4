"""The summary's figures as SVG (matplotlib), each drawn once for a page and once for a phone.

Colours stand for roles of the page's style sheet, so that they follow its light or dark mode.
Text is kept as text. All that is drawn comes from counts and names; names are never read as markup.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from jdparse.errors import ReportError
from jdparse.posting import RoleLabel

WIDE, NARROW = 680, 330  # units an SVG is wide, which are pixels on the page
_ROW: Final = 30
_NARROW_ROW: Final = 50  # the label stands above
_GUTTER: Final = 190  # for labels beside the rows
_COUNT: Final = 74  # for the count at the end of a row
_LONGEST_LABEL: Final = 30  # characters
_FONT: Final = 12.5
_STYLE: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "jdparse",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": _FONT,
    "path.simplify": False,
}

# Colours to draw with, and the names they have in the style sheet.
_INK, _SOFT, _LINE, _PAPER = "#1c2330", "#5b6577", "#dfe3ea", "#fefefe"
ROLE_COLORS: Final[Mapping[RoleLabel, str]] = {
    "machine_learning_engineer": "#0b63a5",
    "data_scientist": "#8a2f8f",
    "other": "#8a93a3",
}
_SHADES: Final = ("#e1e6ee", "#c9d8e8", "#9fc0dd", "#6ba0cb", "#3a7fb5", "#1d5d92", "#0e3e68")
_VARIABLES: Final = {
    _INK: "--ink", _SOFT: "--soft", _LINE: "--line", _PAPER: "--paper",
    "#0b63a5": "--mle", "#8a2f8f": "--ds", "#8a93a3": "--other",
    "#e1e6ee": "--rest",
}  # fmt: skip
_FOOTER: Final = re.compile(r"<metadata>.*?</metadata>|<style.*?</style>| id=\"[a-zA-Z.]+\d*_\d+\"",
                            re.DOTALL)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a stacked bar: its label, the size and colour of each part, and its count."""

    label: str
    parts: tuple[tuple[float, str], ...]
    count: str


@dataclass(frozen=True, slots=True)
class Dots:
    """One row of points on a scale."""

    label: str
    points: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One row of a spread: five percentiles, and a figure to set beside it."""

    label: str
    color: str
    percentiles: tuple[float, float, float, float, float]
    count: str
    beside: float | None = None


def shades(count: int) -> Sequence[str]:
    """Light to dark, for values in an order.

    >>> len(shades(3))
    3
    """
    return [_SHADES[round(n * (len(_SHADES) - 1) / max(count - 1, 1))] for n in range(count)]


def stacked_bars(rows: Sequence[Bar], labelled: int | None = None) -> tuple[str, str]:
    """Each row's parts as shares of one, with their percentages where there is room for them.

    Only the first `labelled` parts have one; None: all.
    """
    return _both(len(rows), lambda page: _draw_bars(page, rows, labelled))


def dot_rows(rows: Sequence[Dots]) -> tuple[str, str]:
    """Shares from 0 to 1, a row a name."""
    return _both(len(rows), lambda page: _draw_dots(page, rows), axis=True)


def boxes(rows: Sequence[Box], band: tuple[float, float, float] | None = None) -> tuple[str, str]:
    """Spreads over one scale of money; `band` is low, average and high of the article."""
    return _both(len(rows), lambda page: _draw_boxes(page, rows, band), axis=True)


class _Page:
    """One drawing: axes with a row a label, in units of the SVG."""

    def __init__(self, figure: Any, width: int, rows: int, *, axis: bool) -> None:
        self.narrow = width == NARROW
        self.row = _NARROW_ROW if self.narrow else _ROW
        left, top, bottom = (2 if self.narrow else _GUTTER), 6, (26 if axis else 4)
        height = rows * self.row + top + bottom
        self.inner = width - left - (8 if self.narrow else _COUNT)
        self.canvas = figure.Figure(figsize=(width / 72, height / 72), dpi=72)
        self.canvas.patch.set_visible(False)
        self.axes = self.canvas.add_axes(
            (left / width, bottom / height, self.inner / width, rows * self.row / height)
        )
        self.axes.set(ylim=(rows - 0.5, -0.5), xlim=(0, 1))
        self.axes.patch.set_visible(False)
        self.axes.spines[:].set_visible(False)
        self.axes.set_yticks([])
        self.axes.tick_params(length=0, colors=_SOFT, pad=6)
        if not axis:
            self.axes.set_xticks([])

    @property
    def middle(self) -> float:
        """How far below a row's centre its marks are, in rows."""
        return 0.18 if self.narrow else 0.0

    @property
    def thickness(self) -> float:
        """Of a bar, in rows."""
        return 0.36 if self.narrow else 0.62

    def name(self, row: int, label: str, count: str = "") -> None:
        """Label and count of a row: at its sides, or above it."""
        y = row - 0.22 if self.narrow else row
        place = {"transform": self.axes.get_yaxis_transform(), "va": "center", "clip_on": False}
        left, right = (0, 1) if self.narrow else (-12 / self.inner, 1 + 10 / self.inner)
        self.axes.text(left, y, drawable(label), color=_INK,
                       ha="left" if self.narrow else "right", **place)  # fmt: skip
        if count:
            self.axes.text(right, y, count, color=_SOFT, fontsize=_FONT - 1.5,
                           ha="right" if self.narrow else "left", **place)  # fmt: skip

    def grid(self, ticks: Sequence[float], labels: Sequence[str]) -> None:
        """Light lines with labels below."""
        self.axes.set_xticks(ticks, labels, fontsize=_FONT - 1.5)
        self.axes.grid(axis="x", color=_LINE, linewidth=1)
        self.axes.set_axisbelow(True)


def drawable(name: str) -> str:
    r"""A name for one line of a drawing: no control characters, and not too long.

    >>> drawable("a " + "b" * 40)
    'a bbbbbbbbbbbbbbbbbbbbbbbbbbb…'
    """
    plain = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in name)
    words = " ".join(plain.split())
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1].rstrip()}…"


def _draw_bars(page: _Page, rows: Sequence[Bar], labelled: int | None) -> None:
    for number, row in enumerate(rows):
        page.name(number, row.label, row.count)
        total, left = sum(size for size, _ in row.parts), 0.0
        for place, (size, color) in enumerate(row.parts):
            share = size / total if total else 0.0
            y, line = number + page.middle, 1.5 if share else 0
            page.axes.barh(y, share, page.thickness, left=left, color=color, clip_on=False,
                           edgecolor=_PAPER, linewidth=line)  # fmt: skip
            wanted = labelled is None or place < labelled
            if wanted and share * page.inner >= 38:  # room for "100%"
                page.axes.text(left + share / 2, number + page.middle, f"{share:.0%}", ha="center",
                               va="center", fontsize=_FONT - 1.5, color=_on(color))  # fmt: skip
            left += share


def _on(color: str) -> str:
    """White or black, whichever reads better on a colour (WCAG's relative luminance, roughly)."""
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    luminance = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#ffffff" if luminance < 0.3 else "#111111"


def _draw_dots(page: _Page, rows: Sequence[Dots]) -> None:
    most = max((value for row in rows for value, _ in row.points), default=1.0)
    top = next((limit for limit in (0.1, 0.25, 0.5, 0.75) if most <= limit), 1.0)
    page.axes.set_xlim(0, top)
    ticks = [top * n / 5 if top in {0.1, 0.25} else top * n / 4 for n in range(6)]
    ticks = [tick for tick in ticks if tick <= top]
    page.grid(ticks, [f"{tick:.0%}" for tick in ticks])
    for number, row in enumerate(rows):
        page.name(number, row.label)
        y = number + page.middle
        values = [value for value, _ in row.points]
        page.axes.plot([min(values), max(values)], [y, y], color=_LINE, linewidth=4,
                       solid_capstyle="round", clip_on=False)  # fmt: skip
        for value, color in reversed(row.points):
            page.axes.plot([value], [y], "o", color=color, markersize=9, markeredgecolor=_PAPER,
                           clip_on=False)  # fmt: skip


def _draw_boxes(page: _Page, rows: Sequence[Box], band: tuple[float, float, float] | None) -> None:
    values = [x for row in rows for x in (*row.percentiles, row.beside) if x is not None]
    top = max([*values, *(band or ())]) * 1.04
    page.axes.set_xlim(0, top)
    step = _step(top, 4 if page.narrow else 6)
    ticks = [step * n for n in range(int(top / step) + 1)]
    page.grid(ticks, [f"{tick / 1000:g}k" if tick else "0" for tick in ticks])
    if band is not None:
        page.axes.axvspan(band[0], band[2], color=_LINE, alpha=0.55, linewidth=0, zorder=0)
        page.axes.axvline(band[1], color=_INK, linewidth=1.2, linestyle=(0, (3, 2)), zorder=1)
    for number, row in enumerate(rows):
        page.name(number, row.label, row.count)
        y, (p10, p25, median, p75, p90) = number + page.middle, row.percentiles
        page.axes.plot([p10, p90], [y, y], color=row.color, linewidth=1.6, clip_on=False)
        page.axes.plot([p25, p75], [y, y], color=row.color, linewidth=9, clip_on=False,
                       solid_capstyle="butt")  # fmt: skip
        page.axes.plot([median], [y], "o", color=_PAPER, markersize=8, markeredgecolor=row.color,
                       markeredgewidth=2.2, clip_on=False)  # fmt: skip
        if row.beside is not None:
            page.axes.plot([row.beside], [y], "D", color=_INK, markersize=7, clip_on=False,
                           markeredgecolor=_PAPER, zorder=5)  # fmt: skip


def _step(top: float, most: int) -> float:
    """The smallest round step that cuts `top` into at most `most` parts."""
    power = 10.0 ** (len(str(int(top))) - 2)
    return next(n * power for n in (1, 2, 2.5, 5, 10, 20, 50, 100) if top / (n * power) <= most)


def _both(rows: int, draw: Callable[[_Page], None], *, axis: bool = False) -> tuple[str, str]:
    with _matplotlib() as figure:
        wide, narrow = (_Page(figure, width, rows, axis=axis) for width in (WIDE, NARROW))
        draw(wide)
        draw(narrow)
        return _svg(wide.canvas), _svg(narrow.canvas)


@contextmanager
def _matplotlib() -> Iterator[Any]:
    check_plotting()
    figure: Any = import_module("matplotlib.figure")
    matplotlib: Any = import_module("matplotlib")
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # a script that its own font lacks is measured a little wrong; the browser has the font
        warnings.filterwarnings("ignore", message="Glyph")
        yield figure


def check_plotting() -> None:
    """Raises `ReportError` where matplotlib is not installed."""
    try:
        import_module("matplotlib.figure")
    except ImportError as error:
        raise ReportError("A summary needs matplotlib: pip install 'jdparse[report]'.") from error


def _svg(canvas: Any) -> str:
    """The drawing for the inside of a page: no date, no ids, the page's own colours."""
    file = io.StringIO()
    canvas.savefig(file, format="svg", metadata={"Date": None})
    text = file.getvalue()
    text = _FOOTER.sub("", text[text.index("<svg") :])
    for color, variable in _VARIABLES.items():
        text = text.replace(color, f"var({variable})")
    return text
