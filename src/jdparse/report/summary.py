"""The page at the end of a batch: what the listings are, ask for and pay, in seven figures.

Self-contained and without scripts: drawings are inline SVG, each with its figures as a table. All
that comes from a listing is escaped. The same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jdparse.posting import ROLE_LABELS, DegreeLevel, RoleLabel
from jdparse.report import drawing
from jdparse.report.chart import DS, MLE, Chart, chart, counts, role_header, role_legend
from jdparse.report.drawing import ROLE_COLORS, Bar, Dots
from jdparse.report.figures import LEAST_POSTINGS, BatchFigures, ByRole
from jdparse.report.pay_charts import pay_by_place, pay_by_role
from jdparse.report.rendering import environment
from jdparse.report.wording import ROLE_NAMES, plural

# Two roles with fewer postings are drawn, but not set against each other.
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


def to_summary(figures: BatchFigures) -> str:
    """The page as one HTML document. Raises `ReportError` where matplotlib is not installed."""
    drawing.check_plotting()
    drawn = (
        _roles(figures), _titles(figures), _skills(figures), pay_by_role(figures),
        pay_by_place(figures), _degrees(figures), _failures(figures),
    )  # fmt: skip
    parsed = sum(figures.roles.values())
    return (
        environment()
        .get_template("summary.html")
        .render(figures=figures, charts=drawn, parsed=parsed, plural=plural)
    )


def _roles(figures: BatchFigures) -> Chart:
    total = sum(figures.roles.values())
    topic = "Roles"
    if not total:
        return chart(topic, "No posting could be parsed", "Roles come from parsed postings.")
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
    return chart(
        topic,
        _role_finding(figures.roles),
        f"What each job is by its duties. {plural(total, 'parsed posting')}; for {sure:,} of them "
        "one role alone is left at the stated coverage, the rest are the likeliest guess.",
        drawing=drawing.stacked_bars(bars, labelled=1),
        table=(("Role", "Postings", "Share", "Sure"), rows),
    )


def _role_finding(roles: ByRole) -> str:
    engineers, scientists, total = roles.get(MLE, 0), roles.get(DS, 0), sum(roles.values())
    if not engineers and not scientists:
        return "No posting is machine learning engineering or data science by its duties"
    return (
        f"{_share(engineers, total)} are machine learning engineering, "
        f"{_share(scientists, total)} data science"
    )


def _titles(figures: BatchFigures) -> Chart:
    topic = "Title against content"
    titled = [row for row in figures.titles if row.title in {MLE, DS}]
    if not titled:
        note = "Shown where titles say machine learning engineer or data scientist."
        return chart(topic, "No title names either role", note)
    bars = [
        Bar(_TITLES[row.title], _parts(row.roles), f"{sum(row.roles.values()):,}") for row in titled
    ]
    rows = [(_TITLES[row.title], *counts(row.roles)) for row in figures.titles]
    return chart(
        topic,
        _title_finding(titled[0].roles, titled[0].title or "other"),
        f"{plural(sum(sum(row.roles.values()) for row in titled), 'posting')} titled as one of the "
        "two (a bar each, by the title), by what their duties say; titles played no part in that.",
        drawing=drawing.stacked_bars(bars),
        legend=role_legend(),
        table=(("Title says", *role_header()), rows),
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
        return chart(topic, "No skill was found", "Shown where postings name skills.")
    rows = [
        Dots(skill.name, tuple((skill.roles.get(role, 0) / figures.roles[role], ROLE_COLORS[role])
                               for role in ROLE_LABELS if figures.roles.get(role)))
        for skill in figures.skills
    ]  # fmt: skip
    table = [(skill.name, *counts(skill.roles)) for skill in figures.skills]
    return chart(
        topic,
        _skill_finding(figures),
        "Share of the postings of each role that ask for a skill, required or preferred: the "
        f"{len(rows)} most asked for, each role counting alike. Soft skills are left out.",
        drawing=drawing.dot_rows(rows),
        legend=role_legend(figures.roles),
        table=(("Skill", *role_header()), table),
    )


def _skill_finding(figures: BatchFigures) -> str:
    """What sets the two roles most apart, where there are enough of both; else what leads."""
    if sum(figures.roles.values()) < LEAST_POSTINGS:
        return f"What {plural(sum(figures.roles.values()), 'posting')} asked for"
    totals = [figures.roles.get(role, 0) for role in (MLE, DS)]
    if min(totals) < _CONCLUSIVE:
        return f"Most asked for: {drawing.drawable(figures.skills[0].name)}"
    apart = sorted(
        figures.skills,
        key=lambda s: s.roles.get(MLE, 0) / totals[0] - s.roles.get(DS, 0) / totals[1],
    )
    engineer, scientist = (drawing.drawable(apart[end].name) for end in (-1, 0))
    return f"Furthest apart: {engineer} (engineer) and {scientist} (scientist)"


def _degrees(figures: BatchFigures) -> Chart:
    topic = "Degrees"
    total = sum(sum(row.roles.values()) for row in figures.degrees)
    read = f"{plural(total, 'parsed posting')} in English"
    if not any(row.level for row in figures.degrees):
        finding = "No posting requires a degree" if total else "No degree could be read"
        return chart(topic, finding, f"{read}.")
    by_role = {role: sum(row.roles.get(role, 0) for row in figures.degrees) for role in ROLE_LABELS}
    colors = drawing.shades(len(figures.degrees))
    bars = [
        Bar(ROLE_NAMES[role],
            tuple((row.roles.get(role, 0), color)
                  for row, color in zip(figures.degrees, colors, strict=True)),
            f"{by_role[role]:,}")
        for role in ROLE_LABELS if by_role[role]
    ]  # fmt: skip
    without = sum(row.roles.get(role, 0) for row in figures.degrees
                  for role in ROLE_LABELS if row.level is None)  # fmt: skip
    return chart(
        topic,
        f"{_share(without, total)} of postings require no degree"
        if total >= LEAST_POSTINGS
        else f"{_share(without, total)} require no degree",
        f"The least degree that is required, in {read}; preferred degrees are left out.",
        drawing=drawing.stacked_bars(bars),
        legend=[(color, _DEGREES[row.level])
                for row, color in zip(figures.degrees, colors, strict=True)],
        table=(("Least degree", *role_header()),
               [(_DEGREES[row.level], *counts(row.roles)) for row in figures.degrees]),
    )  # fmt: skip


def _failures(figures: BatchFigures) -> Chart:
    topic = "Failures"
    failed, total = figures.statuses.get("failed", 0), sum(figures.statuses.values())
    if not failed:
        return chart(topic, "No listing failed", f"{plural(total, 'listing')} read.")
    bars = [
        Bar(row.code, ((row.listings, "#a3341f"), (failed - row.listings, "#e1e6ee")),
            f"{row.listings:,}")
        for row in figures.failures
    ]  # fmt: skip
    rows = [(row.code, f"{row.listings:,}", row.first_id, row.message) for row in figures.failures]
    return chart(
        topic,
        f"{failed:,} of {plural(total, 'listing')} could not be parsed",
        f"By the reason, of {plural(failed, 'failed listing')}; each is a record, status failed.",
        drawing=drawing.stacked_bars(bars, labelled=1),
        table=(("Reason", "Listings", "First", "What it says"), rows),
    )


def _parts(roles: ByRole) -> tuple[tuple[float, str], ...]:
    return tuple((roles.get(role, 0), ROLE_COLORS[role]) for role in ROLE_LABELS)


def _share(count: int, total: int) -> str:
    """A share in percent, or the counts where they are too few for one."""
    return f"{count / total:.0%}" if total >= LEAST_POSTINGS else f"{count} of {total}"


def _percent(roles: ByRole, role: RoleLabel) -> str:
    return f"{roles.get(role, 0) / sum(roles.values()):.0%}"
