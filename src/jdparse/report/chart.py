"""One figure of the summary: a finding, a drawing, what it is drawn from, and its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from jdparse.posting import ROLE_LABELS, RoleLabel
from jdparse.report.drawing import ROLE_COLORS
from jdparse.report.figures import ByRole
from jdparse.report.wording import ROLE_NAMES

MLE: Final[RoleLabel] = "machine_learning_engineer"
DS: Final[RoleLabel] = "data_scientist"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a figure's legend."""

    color: str
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure: a finding as its heading, the drawing for page and phone, and its table.

    `wide` is None where there is nothing to draw; `note` then says why.
    """

    topic: str
    finding: str
    note: str
    wide: Markup | None
    narrow: Markup | None
    legend: tuple[Entry, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart(  # noqa: PLR0913
    topic: str,
    finding: str,
    note: str,
    *,
    drawing: tuple[str, str] | None = None,
    legend: Iterable[tuple[str, str]] = (),
    table: tuple[Sequence[str], Sequence[Sequence[str]]] = ((), ()),
) -> Chart:
    """A figure; `drawing` is that for the page and that for a phone, `table` header and rows."""
    # matplotlib has escaped the names it draws
    wide, narrow = (None, None) if drawing is None else map(Markup, drawing)
    header, rows = table
    return Chart(topic, finding, note, wide, narrow, tuple(Entry(*item) for item in legend),
                 tuple(header), tuple(map(tuple, rows)))  # fmt: skip


def counts(roles: ByRole) -> tuple[str, ...]:
    """Cells for the roles, in their order."""
    return tuple(f"{roles.get(role, 0):,}" for role in ROLE_LABELS)


def role_header() -> tuple[str, ...]:
    """Names of the roles, in their order."""
    return tuple(ROLE_NAMES[role] for role in ROLE_LABELS)


def role_legend(totals: ByRole | None = None) -> list[tuple[str, str]]:
    """Colour and name of each role; with `totals` the count, of those there are."""
    return [
        (ROLE_COLORS[role], ROLE_NAMES[role] + (f", n = {totals[role]:,}" if totals else ""))
        for role in ROLE_LABELS
        if totals is None or totals.get(role)
    ]
