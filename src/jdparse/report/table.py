"""Postings for a terminal: one in full, or several as a table (Rich)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from jdparse.posting import Posting, RoleLabel, Skill
from jdparse.report import wording

_STYLES: Final[dict[RoleLabel, str]] = {
    "machine_learning_engineer": "bold cyan",
    "data_scientist": "bold magenta",
    "other": "bold white",
}
_SHORT: Final[dict[RoleLabel, str]] = {
    "machine_learning_engineer": "ML engineer",
    "data_scientist": "Data scientist",
    "other": "Neither",
}
_SHOWN_SKILLS: Final = 5


def to_table(postings: Sequence[Posting], *, width: int | None = None, color: bool = False) -> str:
    """What `jdparse parse` prints: one posting in full, several a row each.

    `width` None takes the terminal's; with `color` the text holds ANSI codes.
    """
    console = Console(
        file=io.StringIO(), width=width, force_terminal=color, no_color=not color, highlight=False
    )
    shown = one_posting(postings[0]) if len(postings) == 1 else many_postings(postings)
    with console.capture() as capture:
        console.print(shown)
    return capture.get()


def many_postings(postings: Sequence[Posting]) -> RenderableType:
    """A table with a row a posting; failed ones say why."""
    table = Table(
        title=wording.plural(len(postings), "posting"), title_justify="left", show_lines=True
    )
    for heading in ("Posting", "By its duties", "Base pay", "Degree", "Years", "Asks for"):
        table.add_column(heading, overflow="fold")
    for posting in postings:
        table.add_row(*_row(posting))
    return table


def one_posting(posting: Posting) -> RenderableType:
    """One posting in full: the verdict and why, then every field."""
    title = Text(posting.title or posting.id, style="bold")
    if posting.status == "failed":
        return Panel(_problems(posting), title=title, title_align="left", border_style="red")
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column()
    for name, value in _facts(posting):
        facts.add_row(name, Text(value))
    parts: list[RenderableType] = [_verdict(posting), "", facts]
    if posting.problems:
        parts += ["", _problems(posting)]
    return Panel(Group(*parts), title=title, title_align="left")


def _row(posting: Posting) -> tuple[Text, ...]:
    name = Text(posting.title or posting.id)
    if posting.company:
        name.append(f"\n{posting.company}", style="dim")
    if posting.status == "failed":
        # standard error says why in full
        codes = ", ".join(problem.code for problem in posting.problems)
        return (name, Text(codes, style="red"))
    asked = wording.foremost(wording.skills_of(posting, "required"))
    more = f" +{len(asked) - _SHOWN_SKILLS}" if len(asked) > _SHOWN_SKILLS else ""
    return (
        name,
        _label(posting),
        Text("\n".join(_base_pay(posting)) or "–"),
        Text(", ".join(wording.words(degree.level) for degree in posting.degrees) or "–"),
        Text(", ".join(map(wording.experience_words, posting.experience)) or "–"),
        Text((_names(asked[:_SHOWN_SKILLS]) or "–") + more),
    )


def _base_pay(posting: Posting) -> list[str]:
    return [wording.pay_words(pay) for pay in posting.pay if pay.kind in ("base", "total")]


def _names(skills: Sequence[Skill]) -> str:
    return ", ".join(skill.name for skill in skills)


def _label(posting: Posting) -> Text:
    if posting.role is None:
        return Text("–")
    role = posting.role
    share = getattr(role.probabilities, role.label)
    text = Text(_SHORT[role.label], style=_STYLES[role.label])
    text.append(f" {wording.percent(share)}" + ("" if role.confident else " ?"), style="dim")
    if role.title_agrees is False:
        text.append("\ntitle differs", style="yellow")
    return text


def _verdict(posting: Posting) -> Text:
    style = _STYLES[posting.role.label] if posting.role else "dim"
    text = Text(wording.role_sentence(posting), style=style)
    if posting.role is not None:
        for evidence in posting.role.evidence[:3]:
            text.append(
                f"\n  {evidence.weight:+.2f}  “{wording.quoted(evidence.text)}”",
                style="not bold dim",
            )
        if posting.role.evidence:
            text.append(f"\n  {wording.WEIGHTS}", style="not bold dim")
    return text


def _facts(posting: Posting) -> list[tuple[str, str]]:
    where = [*posting.locations, *map(wording.words, filter(None, [posting.work_mode]))]
    kinds = map(wording.words, filter(None, [posting.employment_type, posting.seniority]))
    duties = [
        f"{count} {wording.AREA_NAMES[area]}" for area, count in wording.areas(posting).items()
    ]
    rows = [
        ("Company", posting.company or "not stated"),
        ("Where", wording.join(where)),
        ("Type", wording.join([*kinds])),
        ("Pay", wording.join([wording.pay_words(pay) for pay in posting.pay])),
        ("Duties", wording.join(duties, none="none found")),
        ("Required", _names(wording.skills_of(posting, "required")) or "–"),
        ("Preferred", _names(wording.skills_of(posting, "preferred")) or "–"),
        ("Soft skills", _soft(posting) or "–"),
        ("Degrees", wording.join([wording.degree_words(degree) for degree in posting.degrees])),
        ("Experience", wording.join([wording.experience_words(x) for x in posting.experience])),
        ("Benefits", wording.join(wording.benefit_words(posting))),
    ]
    beside = wording.beside_words(posting)
    if beside is not None:
        rows.insert(4, ("Beside", beside))
    return rows


def _soft(posting: Posting) -> str:
    return _names([skill for skill in posting.skills if skill.category == "soft_skill"])


def _why_failed(posting: Posting) -> str:
    return "\n".join(f"{problem.code}: {problem.message}" for problem in posting.problems)


def _problems(posting: Posting) -> Text:
    style = "red" if posting.status == "failed" else "yellow"
    return Text(_why_failed(posting), style=style)
