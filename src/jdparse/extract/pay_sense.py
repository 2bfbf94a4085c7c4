"""What one range of amounts is: base pay, bonus, equity, total, another kind, or no pay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from jdparse.extract.contexts import context
from jdparse.extract.pay_context import Context
from jdparse.extract.pay_figures import Figures
from jdparse.extract.pay_periods import Periods
from jdparse.extract.pay_terms import Meaning, Terms
from jdparse.posting import PayKind, PayPeriod

_HEADING: Final = 120  # characters of a line that still introduces the next
_SHORT_LINE: Final = 70  # characters beside a single figure on a line that states little else
_NEAR: Final = 25  # characters between a pay word and a number without a currency
_NEAR_THOUSANDS: Final = 80  # the same for "salary … for the senior engineer it is 140k-180k"
_LARGE: Final = 10_000  # a number without currency or period that a pay word makes a salary
_LABELLED: Final = 1_000  # the same right behind a label, "Salary: 4000"
_MOST: Final = 1_500_000  # a number with little else to tell it that may be pay
_MIDNIGHT: Final = 24  # "18.30 to 21.30" are hours of a day
_MODEST: Final = 1_000  # a single figure below it under a pay heading may be a perk's worth
_PERIOD_AFTER: Final = 40  # characters after an amount that may name its period
_BONUS_PERIOD: Final = 60  # characters before a bonus that may say it is yearly
# "$90,000 including bonus", "$90,000 package including super"
_WITH_BONUS: Final = re.compile(
    r"\s?[(,]?\s?(?:incl(?:uding|udes|\.)?|inclusive\s+of)\s[^).;\n]{0,40}?\b(?:bonus|commission)"
    r"|\s?(?:total\s)?package\sincl",
    re.IGNORECASE,
)
# What is added to pay: "$250k + equity".
_ADDED: Final = re.compile(
    r"\s*\+\s*(?:\w+\s)?(?:bonus|equity|benefits|super|options|stock|commission|profit)",
    re.IGNORECASE,
)
_BOUND_LABEL: Final = re.compile(r"\W*(?:min|max)(?:imum)?\b[^.;]{0,30}:\s*\Z", re.IGNORECASE)
_RATE: Final = re.compile(
    r"\b(?:rate|contract|c2c|w2|ir35|freelance|per\s?diem|consultant)\b", re.IGNORECASE
)
_SALARY_NAMED: Final = re.compile(
    r"\b(?:salary|salaries|remuneration|wages?|gehalt|salaire|ctc)\b", re.IGNORECASE
)
_LABEL: Final = re.compile(r"\W{0,3}[:–—-]\W{0,3}\Z")
_COMMISSION_ONLY: Final = re.compile(r"\bcommission[\s-]only\b", re.IGNORECASE)
_FIGURES_ONLY: Final = re.compile(
    r"[\W_]*(?:(?:usd|eur|gbp|pro|rata|the|of|is|doe)[\W_]*)*", re.IGNORECASE
)
_BOUND_ONLY: Final = re.compile(r"\W*(?:(?:up|to|from|circa|ca)\W*)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The pay stated right before: its kind, and how many characters lie between."""

    kind: PayKind
    gap: int


@dataclass(frozen=True, slots=True)
class Clues:
    """All that one range is judged by."""

    figures: Figures
    context: Context
    before: Neighbour | None
    in_pay_unit: bool


@dataclass(frozen=True, slots=True)
class Sense:
    """What a range states, and for what period."""

    kind: PayKind
    period: PayPeriod


@dataclass(frozen=True, slots=True)
class _Wording:
    """What the words around say, and how many characters before the amount they say it."""

    means: Meaning | None
    distance: int | None


def make_sense(clues: Clues, terms: Terms, periods: Periods) -> Sense | None:
    """What a range states, or None where it is no pay."""
    wording = _wording(clues, terms)
    if wording.means in {"not_pay", "talk"} or _COMMISSION_ONLY.search(clues.context.line_rest):
        return None
    kind = _kind(wording, clues, terms)
    if kind in {"bonus", "equity"} or (kind == "other" and clues.figures.stated.period is None):
        period = _extra_period(kind, clues, periods)
        near = wording.distance is not None and wording.distance <= _NEAR
        return Sense(kind, period) if clues.figures.may_be_extra(near=near) else None
    if not _is_pay(wording, clues, terms):
        return None
    rate = _period(clues, periods, named=wording.means == "base")
    return None if rate is None else Sense(kind, rate)


def _wording(clues: Clues, terms: Terms) -> _Wording:
    """The nearest term: those that stand with the amount first, then those that lead to it."""
    context = clues.context
    if _WITH_BONUS.match(context.after):
        return _Wording("total", None)
    after, before = terms.after(context.after), terms.before(context.before)
    if after is not None and after not in {"base", "talk"}:
        return _Wording(after, None)
    if before is None or (before.means == "talk" and after == "base"):
        found = _Wording(after, None)
    else:
        found = _Wording(before.means, len(context.before) - before.end)
    return _Wording(None, None) if found.means == "talk" and _outweighs(clues.figures) else found


def _outweighs(figures: Figures) -> bool:
    """Whether figures tell pay so clearly that mere talk beside them does not count."""
    return figures.tell_pay() and (
        not figures.stated.single or figures.stated.period in {"hour", "day"}
    )


def _kind(wording: _Wording, clues: Clues, terms: Terms) -> PayKind:
    match wording.means:
        case None | "not_pay" | "talk":
            return _headed_kind(clues, terms) if clues.before is None else clues.before.kind
        case kind:
            return kind


def _headed_kind(clues: Clues, terms: Terms) -> PayKind:
    """Base pay, unless the line above an amount that stands alone names the total ("OTE:")."""
    alone = _FIGURES_ONLY.fullmatch(clues.context.line_rest) is not None
    return "total" if alone and _heading_means(clues.context, terms) == "total" else "base"


def _is_pay(wording: _Wording, clues: Clues, terms: Terms) -> bool:
    if wording.means is None and clues.before is None and not _supported(clues, terms):
        return False
    return clues.figures.signed or _bare_is_pay(wording, clues, terms)


def _supported(clues: Clues, terms: Terms) -> bool:
    """Whether an amount with no term in its sentence is pay all the same.

    Its figures tell; or a heading above names pay, the unit is one of pay, it stands alone on its
    line or in its part of it, it stands in the title, or something is added to it ("+ equity"), and
    its figures do not speak against it.
    """
    figures, context, single = clues.figures, clues.context, clues.figures.stated.single
    alone = _FIGURES_ONLY.fullmatch(context.line_rest) is not None
    if figures.tell_pay() or alone or _heads_text(clues) or _stands_apart(clues):
        return True
    if single and figures.stated.period is not None:
        return False
    if figures.is_salary and (
        _ADDED.match(context.after) or (single and len(context.line_rest) <= _SHORT_LINE)
    ):
        return True
    if single and figures.high < _MODEST:
        return False
    return clues.in_pay_unit or _heading_names_pay(context, terms)


def _heads_text(clues: Clues) -> bool:
    """Whether a range, bound or amount in thousands stands in the title: "Analyst (up to $9k)"."""
    figures, stated = clues.figures, clues.figures.stated
    marked = stated.multiplied or not stated.single or None in (stated.low, stated.high)
    sized = figures.signed and figures.low >= _MODEST and figures.high <= _MOST
    return clues.context.opening and marked and sized


def _stands_apart(clues: Clues) -> bool:
    """Whether a salary is all that its part of the line states: "Remote | 150-200k | Python".

    One figure in thousands with no currency counts where it is paid by the year or added to.
    """
    figures, context = clues.figures, clues.context
    added = _ADDED.match(context.after) is not None
    telling = added or not figures.stated.single or figures.stated.period == "year"
    return (
        (figures.is_salary or (figures.are_thousands and telling))
        and _BOUND_ONLY.fullmatch(context.lead) is not None
        and (added or _FIGURES_ONLY.fullmatch(context.rest) is not None)
    )


def _heading_names_pay(context: Context, terms: Terms) -> bool:
    return _heading_means(context, terms) in {"base", "total"}


def _heading_means(context: Context, terms: Terms) -> Meaning | None:
    if len(context.heading) > _HEADING or context.heading.startswith("- "):
        return None
    heading = terms.before(context.heading)
    return None if heading is None else heading.means


def _bare_is_pay(wording: _Wording, clues: Clues, terms: Terms) -> bool:
    """Whether numbers without a currency are pay: near a pay word, or alone on their line."""
    figures, stated, context = clues.figures, clues.figures.stated, clues.context
    if (stated.period == "hour" and stated.exact) or _stands_apart(clues):
        return True
    unmarked = stated.period is None and not stated.exact and not stated.multiplied
    if unmarked and (stated.bottom < _LABELLED or figures.are_years):
        return False
    if _FIGURES_ONLY.fullmatch(context.line_rest):
        return _line_is_pay(clues, terms)
    if _BOUND_LABEL.match(context.before):
        return True
    distance = _distance(wording, clues)
    reach = _NEAR_THOUSANDS if figures.are_thousands and not stated.single else _NEAR
    if distance is None or distance > reach or figures.high > _MOST:
        return False
    least = _LABELLED if _LABEL.search(context.before) else _LARGE
    marked = stated.period is not None or stated.multiplied or not stated.single
    return marked or stated.top >= least


def _line_is_pay(clues: Clues, terms: Terms) -> bool:
    """Whether numbers on a line of their own are pay, by the line above or their size."""
    stated = clues.figures.stated
    if stated.period is not None or _heading_names_pay(clues.context, terms):
        return True
    if context("number_of_job").search(clues.context.heading):
        return False
    if stated.single:
        return stated.multiplied and not clues.context.heading
    return stated.bottom >= _LABELLED or not stated.exact or stated.top > _MIDNIGHT


def _distance(wording: _Wording, clues: Clues) -> int | None:
    """The characters between an amount and the word or amount before it that makes it pay."""
    if wording.means in {"base", "total"}:
        return wording.distance
    if clues.before is not None and clues.figures.stated.period is not None:
        return clues.before.gap
    return None


def _extra_period(kind: PayKind, clues: Clues, periods: Periods) -> PayPeriod:
    """The period of a bonus or grant: stated beside it, "annual" before a bonus, else once."""
    stated = clues.figures.stated.period
    named = stated or periods.last(clues.context.before[-_BONUS_PERIOD:])
    if kind == "other":
        return periods.first(clues.context.after[:_PERIOD_AFTER]) or "once"
    return "year" if named == "year" and kind == "bonus" else stated or "once"


def _period(clues: Clues, periods: Periods, *, named: bool) -> PayPeriod | None:
    """The period stated, else the one the size tells; `named` where a pay word stands by."""
    figures, context = clues.figures, clues.context
    beside = figures.stated.period
    said = beside or periods.first(context.after[:_PERIOD_AFTER]) or periods.last(context.before)
    if said is not None and figures.may_be(said):
        return said
    if beside is not None and named and figures.is_little(beside):
        return beside
    if beside is not None and (not named or (figures.stated.single and beside == "year")):
        return None
    by_day = _RATE.search(context.before) or _RATE.search(context.after)
    salaried = _SALARY_NAMED.search(context.before) or _SALARY_NAMED.search(context.heading)
    return figures.period_by_size(by_day=by_day is not None, salaried=salaried is not None)
