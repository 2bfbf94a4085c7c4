"""The page at the end of a batch: what the listings are, ask for and pay, in seven figures.

Self-contained and without scripts: drawings are inline SVG, each with its figures as a table. All
that comes from a listing is escaped. The same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from jdparse.posting import ROLE_LABELS, DegreeLevel, RoleLabel
from jdparse.report import charts
from jdparse.report.charts import ROLE_COLORS, Bar, Box, Dots
from jdparse.report.figures import BatchFigures, ByRole, PaySpread
from jdparse.report.wording import ROLE_NAMES, money, plural

# A role with fewer postings is drawn, but nothing is concluded from it.
_CONCLUSIVE: Final = 10
_NO_DEGREE: Final = "none required"
_DEGREES: Final[Mapping[DegreeLevel | None, str]] = {
    None: _NO_DEGREE, "any": "any degree", "high_school": "high school", "associate": "associate",
    "bachelor": "bachelor", "master": "master", "doctorate": "doctorate",
    "professional": "professional",
}  # fmt: skip
_TITLES: Final[Mapping[RoleLabel | None, str]] = {
    "machine_learning_engineer": "Machine learning engineer",
    "data_scientist": "Data scientist",
    "other": "Another job",
    None: "No job",
}
_BENCHMARKED: Final = "USD"  # the article's currency
_MLE: Final[RoleLabel] = "machine_learning_engineer"
_DS: Final[RoleLabel] = "data_scientist"


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


def to_summary(figures: BatchFigures) -> str:
    """The page as one HTML document. Raises `ReportError` where matplotlib is not installed."""
    charts.check_plotting()
    drawn = (
        _roles(figures), _titles(figures), _skills(figures), _pay(figures),
        _places(figures), _degrees(figures), _failures(figures),
    )  # fmt: skip
    parsed = sum(figures.roles.values())
    return _template().render(figures=figures, charts=drawn, parsed=parsed, plural=plural)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("jdparse.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("summary.html")


def _chart(  # noqa: PLR0913
    topic: str,
    finding: str,
    note: str,
    *,
    drawing: tuple[str, str] | None = None,
    legend: Iterable[tuple[str, str]] = (),
    table: tuple[Sequence[str], Sequence[Sequence[str]]] = ((), ()),
) -> Chart:
    # matplotlib has escaped the names it draws
    wide, narrow = (None, None) if drawing is None else map(Markup, drawing)
    header, rows = table
    return Chart(topic, finding, note, wide, narrow, tuple(Entry(*item) for item in legend),
                 tuple(header), tuple(map(tuple, rows)))  # fmt: skip


def _roles(figures: BatchFigures) -> Chart:
    total = sum(figures.roles.values())
    topic = "Roles"
    if not total:
        return _chart(topic, "No posting could be parsed", "Roles come from parsed postings.")
    bars = []
    for role in ROLE_LABELS:
        count = figures.roles.get(role, 0)
        color = ROLE_COLORS[role]
        parts = ((count, color), (total - count, "#e1e6ee"))
        bars.append(Bar(ROLE_NAMES[role], parts, f"{count:,}"))
    sure = sum(figures.confident.values())
    rows = [
        (ROLE_NAMES[role], f"{figures.roles.get(role, 0):,}", _percent(figures.roles, role),
         f"{figures.confident.get(role, 0):,}")
        for role in ROLE_LABELS
    ]  # fmt: skip
    return _chart(
        topic,
        f"{_percent(figures.roles, _MLE)} are machine learning engineering, "
        f"{_percent(figures.roles, _DS)} data science",
        f"What each job is by its duties. {plural(total, 'parsed posting')}; for {sure:,} of them "
        "one role alone is left at the stated coverage, the rest are the likeliest guess.",
        drawing=charts.stacked_bars(bars, labelled=1),
        table=(("Role", "Postings", "Share", "Sure"), rows),
    )


def _titles(figures: BatchFigures) -> Chart:
    topic = "Title against content"
    titled = [row for row in figures.titles if row.title in {_MLE, _DS}]
    if not titled:
        note = "Shown where titles say machine learning engineer or data scientist."
        return _chart(topic, "No title names either role", note)
    bars = [
        Bar(_TITLES[row.title], _parts(row.roles), f"{sum(row.roles.values()):,}") for row in titled
    ]
    rows = [(_TITLES[row.title], *_counts(row.roles)) for row in figures.titles]
    return _chart(
        topic,
        _title_finding(titled[0].roles, titled[0].title or "other"),
        f"{plural(sum(sum(row.roles.values()) for row in titled), 'posting')} titled as one of the "
        "two (a bar each, by the title), by what their duties say; titles played no part in that.",
        drawing=charts.stacked_bars(bars),
        legend=_role_legend(),
        table=(("Title says", *_role_header()), rows),
    )


def _title_finding(roles: ByRole, title: RoleLabel) -> str:
    total = sum(roles.values())
    otherwise = total - roles.get(title, 0)
    if not otherwise:
        return f"{total:,} of {total:,} titled {ROLE_NAMES[title].lower()}: so by the duties too"
    return (
        f"{otherwise:,} of {total:,} titled {ROLE_NAMES[title].lower()}: something else by the "
        "duties"
    )


def _skills(figures: BatchFigures) -> Chart:
    topic = "Skills asked for"
    if not figures.skills:
        return _chart(topic, "No skill was found", "Shown where postings name skills.")
    rows = [
        Dots(skill.name, tuple((skill.roles.get(role, 0) / figures.roles[role], ROLE_COLORS[role])
                               for role in ROLE_LABELS if figures.roles.get(role)))
        for skill in figures.skills
    ]  # fmt: skip
    table = [(skill.name, *_counts(skill.roles)) for skill in figures.skills]
    return _chart(
        topic,
        _skill_finding(figures),
        "Share of the postings of each role that ask for a skill, required or preferred: the "
        f"{len(rows)} most asked for, each role counting alike. Soft skills are left out.",
        drawing=charts.dot_rows(rows),
        legend=_role_legend(figures.roles),
        table=(("Skill", *_role_header()), table),
    )


def _skill_finding(figures: BatchFigures) -> str:
    """What sets the two roles most apart, where there are enough of both; else what leads."""
    totals = [figures.roles.get(role, 0) for role in (_MLE, _DS)]
    if min(totals) < _CONCLUSIVE:
        return f"Most asked for: {charts.drawable(figures.skills[0].name)}"
    apart = sorted(
        figures.skills,
        key=lambda s: s.roles.get(_MLE, 0) / totals[0] - s.roles.get(_DS, 0) / totals[1],
    )
    engineer, scientist = (charts.drawable(apart[end].name) for end in (-1, 0))
    return f"Furthest apart: {engineer} (engineer) and {scientist} (scientist)"


def _pay(figures: BatchFigures) -> Chart:
    topic = "Pay by role"
    rows = [_pay_row(spread) for spread in figures.pay]
    shown = [spread for spread in figures.pay if spread.currency == _BENCHMARKED]
    article = figures.benchmark
    header = ("Role", "Postings", "10th percentile", "Lower quarter", "Median", "Upper quarter",
              "90th percentile")  # fmt: skip
    if not shown:
        finding = "No posting states its pay" if not rows else "No posting states its pay in USD"
        note = (
            "Base pay a year. The article's figures are in USD, so other currencies are not drawn."
        )
        return _chart(topic, finding, note, table=(header, rows))
    stated = sum(spread.postings for spread in shown)
    boxes = [
        Box(ROLE_NAMES[s.role], ROLE_COLORS[s.role], (s.p10, s.p25, s.median, s.p75, s.p90),
            f"n = {s.postings:,}")
        for s in _in_order(shown)
    ]  # fmt: skip
    return _chart(
        topic,
        _pay_finding(shown, article.average),
        f"Base pay in USD a year, {plural(stated, 'posting')} of {sum(figures.roles.values()):,}; "
        "the middle of each posting's range. Thick: the middle half; thin: 10th to 90th "
        f"percentile; ring: median. Shaded and dashed: the article's range and average for machine "
        f"learning engineers in the US, {money(article.low, 'USD')} to "
        f"{money(article.high, 'USD')} and {money(article.average, 'USD')} ({article.source}).",
        drawing=charts.boxes(boxes, (article.low, article.average, article.high)),
        table=(header, rows),
    )


def _pay_finding(shown: Sequence[PaySpread], average: float) -> str:
    for role in (_MLE, _DS):
        for spread in shown:
            if spread.role == role:
                beside = "above" if spread.median > average else "below"
                return (
                    f"Half of {ROLE_NAMES[role].lower()} postings pay "
                    f"{_rounded(spread.median)} or more, {beside} the article's {_rounded(average)}"
                    if role == _MLE
                    else f"Half of data scientist postings pay {_rounded(spread.median)} or more"
                )
    return f"Half of the postings of neither role pay {_rounded(shown[0].median)} or more"


def _places(figures: BatchFigures) -> Chart:
    topic = "Pay by place"
    article = figures.benchmark
    if not figures.places:
        return _chart(topic, "No place has enough postings with pay",
                      "Shown for places with five or more postings of one role that state base pay "
                      "in USD.")  # fmt: skip
    boxes = [
        Box(f"{s.place} · {'engineer' if s.role == _MLE else 'scientist'}", ROLE_COLORS[s.role],
            (s.p10, s.p25, s.median, s.p75, s.p90), f"n = {s.postings:,}",
            article.cities.get(s.place or "") if s.role == _MLE else None)
        for s in figures.places
    ]  # fmt: skip
    rows = [
        (s.place or "", ROLE_NAMES[s.role], f"{s.postings:,}", money(round(s.median), "USD"),
         money(article.cities[s.place], "USD") if s.place and s.place in article.cities else "–")
        for s in figures.places
    ]  # fmt: skip
    return _chart(
        topic,
        "What the places that hire most pay",
        "As above, by the first place a posting names: places with five or more postings of a role "
        "that state base pay in USD. Diamond: the article's average for machine learning "
        f"engineers in that city ({article.source}).",
        drawing=charts.boxes(boxes),
        legend=[(ROLE_COLORS[role], ROLE_NAMES[role]) for role in (_MLE, _DS)],
        table=(("Place", "Role", "Postings", "Median", "The article's average"), rows),
    )


def _degrees(figures: BatchFigures) -> Chart:
    topic = "Degrees"
    total = sum(figures.roles.values())
    if not any(row.level for row in figures.degrees):
        return _chart(topic, "No posting requires a degree", f"{plural(total, 'parsed posting')}.")
    colors = charts.shades(len(figures.degrees))
    bars = [
        Bar(ROLE_NAMES[role],
            tuple((row.roles.get(role, 0), color)
                  for row, color in zip(figures.degrees, colors, strict=True)),
            f"{figures.roles[role]:,}")
        for role in ROLE_LABELS if figures.roles.get(role)
    ]  # fmt: skip
    without = sum(row.roles.get(role, 0) for row in figures.degrees
                  for role in ROLE_LABELS if row.level is None)  # fmt: skip
    return _chart(
        topic,
        f"{without / total:.0%} of postings require no degree",
        f"The least degree that is required, in {plural(total, 'parsed posting')}; preferred "
        "degrees are left out.",
        drawing=charts.stacked_bars(bars),
        legend=[(color, _DEGREES[row.level])
                for row, color in zip(figures.degrees, colors, strict=True)],
        table=(("Least degree", *_role_header()),
               [(_DEGREES[row.level], *_counts(row.roles)) for row in figures.degrees]),
    )  # fmt: skip


def _failures(figures: BatchFigures) -> Chart:
    topic = "Failures"
    failed, total = figures.statuses.get("failed", 0), sum(figures.statuses.values())
    if not failed:
        return _chart(topic, "No listing failed", f"{plural(total, 'listing')} read.")
    bars = [
        Bar(row.code, ((row.listings, "#a3341f"), (failed - row.listings, "#e1e6ee")),
            f"{row.listings:,}")
        for row in figures.failures
    ]  # fmt: skip
    rows = [(row.code, f"{row.listings:,}", row.first_id, row.message) for row in figures.failures]
    return _chart(
        topic,
        f"{failed:,} of {plural(total, 'listing')} could not be parsed",
        f"By the reason, of {plural(failed, 'failed listing')}; each is a record, status failed.",
        drawing=charts.stacked_bars(bars, labelled=1),
        table=(("Reason", "Listings", "First", "What it says"), rows),
    )


def _parts(roles: ByRole) -> tuple[tuple[float, str], ...]:
    return tuple((roles.get(role, 0), ROLE_COLORS[role]) for role in ROLE_LABELS)


def _counts(roles: ByRole) -> tuple[str, ...]:
    return tuple(f"{roles.get(role, 0):,}" for role in ROLE_LABELS)


def _percent(roles: ByRole, role: RoleLabel) -> str:
    return f"{roles.get(role, 0) / sum(roles.values()):.0%}"


def _role_header() -> tuple[str, ...]:
    return tuple(ROLE_NAMES[role] for role in ROLE_LABELS)


def _role_legend(totals: ByRole | None = None) -> list[tuple[str, str]]:
    return [
        (ROLE_COLORS[role], ROLE_NAMES[role] + (f", n = {totals[role]:,}" if totals else ""))
        for role in ROLE_LABELS
        if totals is None or totals.get(role)
    ]


def _in_order(spreads: Sequence[PaySpread]) -> list[PaySpread]:
    return sorted(spreads, key=lambda spread: ROLE_LABELS.index(spread.role))


def _pay_row(spread: PaySpread) -> tuple[str, ...]:
    amounts = (spread.p10, spread.p25, spread.median, spread.p75, spread.p90)
    return (
        ROLE_NAMES[spread.role],
        f"{spread.postings:,}",
        *(money(round(amount), spread.currency) for amount in amounts),
    )


def _rounded(amount: float) -> str:
    return f"${amount / 1000:,.0f}k"
