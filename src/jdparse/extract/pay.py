"""Pay: every amount a posting states, its kind, currency, period and place.

Four steps: find amounts (`amounts`), join them to ranges (`pay_ranges`), read each range from the
words around it, drop what is not pay (funding, revenue, tuition, 401(k), budgets, referrals).

The period is the one stated beside the amount, else in its sentence. Where the text states none,
an amount with pay wording is read by its size in US dollars: 12,000 and more is a year's pay, 2,000
and more a month's, up to 300 an hour's, what lies between a day's where a rate or contract is named
(the convention of the annotated postings, where a period must be given). A stated period that
the amount rules out ("$60,000 /hour") is read by size too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, cast

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import Unit, read_values, unit_at, write_values
from jdparse.document import Facts, StatedPay
from jdparse.extract.amounts import find_amounts
from jdparse.extract.currency import Currencies, read_currencies
from jdparse.extract.pay_periods import Periods, read_periods
from jdparse.extract.pay_place import place_of
from jdparse.extract.pay_ranges import Range, join_ranges
from jdparse.extract.pay_terms import Meaning, Terms, read_terms
from jdparse.posting import Pay, PayKind, PayPeriod

# Units of work in a year; Google Cloud Talent Solution annualizes by the same figures.
_A_YEAR: Final[Mapping[str, int]] = MappingProxyType(
    {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
)
# The least and most, in US dollars, that one period of work pays.
_PLAUSIBLE: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "hour": (1, 1_500),
        "day": (10, 10_000),
        "week": (50, 50_000),
        "month": (150, 200_000),
        "year": (2_000, 5_000_000),
    }
)
# The least and most, in US dollars, of a rate that is hardly anything but pay.
_TELLING: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"hour": (5, 500), "day": (100, 3_000), "month": (1_000, 60_000), "year": (15_000, 1_500_000)}
)
_LEAST_EXTRA: Final = 20  # US dollars: a smaller bonus is a coupon
_MOST_EXTRA: Final = 5_000_000
_BEFORE: Final = 160  # characters of the sentence before an amount that are read
_AFTER: Final = 90
_MOST_RANGES: Final = 300  # no posting states more; bounds the work on a text of nothing but amounts
_SENTENCE_END: Final = re.compile(r"[.!?;](?:\s+(?=[A-Z\"'(•])|(?=[A-Z][a-z]))|\n|[•|]")
_CARRIED: Final = 200  # characters between ranges of one list
_HEADING: Final = 120  # characters of a line that still introduces the next
_SHORT_LINE: Final = 70  # characters beside a single figure on a line that states little else
_NEAR: Final = 25  # characters between a pay word and a number without a currency
_WITH_BONUS: Final = re.compile(
    r"\s?[(,]?\s?(?:incl(?:uding|udes|\.)?|inclusive\s+of)\s[^).;\n]{0,40}?\b(?:bonus|commission)"
    r"|\s?(?:total\s)?package\sincl", re.IGNORECASE
)
# What is added to pay: "$250k + equity".
_ADDED: Final = re.compile(r"\s*\+\s*(?:\w+\s)?(?:bonus|equity|benefits|super|options|stock|commission)", re.IGNORECASE)
_BOUND_LABEL: Final = re.compile(r"\W*(?:min|max)(?:imum)?\b[^.;]{0,30}:\s*\Z", re.IGNORECASE)
_RATE: Final = re.compile(r"\b(?:rate|contract|c2c|w2|ir35|freelance|per\s?diem|consultant)\b", re.IGNORECASE)
_TOTAL_BASIS: Final = re.compile(
    r"range\s+is\s+(?:typically\s+)?(?:based\s+on\s+)?(?:an?\s+)?(?:overall\s+)?total\s+comp", re.IGNORECASE
)
_COMMISSION_ONLY: Final = re.compile(r"\bcommission[\s-]only\b", re.IGNORECASE)
_FIGURES_ONLY: Final = re.compile(r"[\W_]*(?:(?:usd|eur|gbp|pro|rata|the|of|is|doe)[\W_]*)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PayReader:
    """The vocabularies that reading pay needs, compiled once."""

    currencies: Currencies
    periods: Periods
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around one range: its sentence before and after, its line and the line above."""

    before: str
    after: str
    line_rest: str
    heading: str


def read_pay_reader() -> PayReader:
    """Read the lexicons `currencies`, `pay_periods` and `pay_terms`."""
    return PayReader(read_currencies(), read_periods(), read_terms())


def extract_pay(
    text: str, reader: PayReader, facts: Facts | None = None, units: Sequence[Unit] = ()
) -> tuple[Pay, ...]:
    """Every statement of pay in a text, in order, each once.

    Args:
        text: A posting, or any part of one.
        reader: The vocabularies.
        facts: What else is known of the posting: its country for "$", its structured pay.
        units: Units of the text; those of kind "pay" support an amount with no pay word.

    >>> found = extract_pay("Salary: £45-50k plus bonus. We raised $30M.", read_pay_reader())
    >>> [(pay.kind, pay.min, pay.max, pay.currency, pay.period) for pay in found]
    [('base', 45000.0, 50000.0, 'GBP', 'year')]
    """
    facts = facts or Facts()
    found = _stated(text, reader, facts, units)
    return (*_with_places(text, _once(found)), *_unstated(found, facts.pay))


def _stated(text: str, reader: PayReader, facts: Facts, units: Sequence[Unit]) -> list[Pay]:
    home = _home(text, reader.currencies, facts)
    amounts = list(find_amounts(text, reader.currencies, home))
    found: list[Pay] = []
    previous: Range | None = None
    tried = 0
    for stated in join_ranges(text, amounts, reader.currencies, reader.periods):
        tried += 1
        if tried > _MOST_RANGES:
            break
        context = _context(text, stated, previous)
        before = _carried(found, previous, stated)
        pay = _read(text, stated, context, reader, home, units, before)
        if pay is not None or stated.currency_name is not None:
            previous = stated
        if pay is not None:
            found.append(pay)
    return found


def _currency(stated: Range, currencies: Currencies, home: str) -> str:
    return currencies.choose(currencies.codes(stated.currency_name or stated.implied), home)


def _carried(found: Sequence[Pay], previous: Range | None, stated: Range) -> Pay | None:
    """The pay stated right before, whose kind a range without words of its own goes on with."""
    if not found or previous is None or found[-1].start != previous.start:
        return None
    return found[-1] if stated.start - previous.end <= _CARRIED else None


def _home(text: str, currencies: Currencies, facts: Facts) -> str:
    """The currency that shared signs mean here."""
    if facts.pay:
        return facts.pay[0].currency
    return currencies.home(facts.country, (place.value for place in facts.locations), text)


def _context(text: str, stated: Range, previous: Range | None) -> _Context:
    begin = max(0, stated.start - _BEFORE)
    if previous is not None:
        begin = max(begin, previous.end)
    before = text[begin : stated.start]
    for end in _SENTENCE_END.finditer(before):
        begin = stated.start - len(before) + end.end()
    after = text[stated.end : stated.end + _AFTER]
    stop = _SENTENCE_END.search(after)
    line_start = text.rfind("\n", max(0, stated.start - 400), stated.start) + 1
    line_end = text.find("\n", stated.end, stated.end + 400)
    line_end = len(text) if line_end < 0 else line_end
    above = text[max(0, line_start - 200) : max(0, line_start - 1)].rstrip().rpartition("\n")[2]
    return _Context(
        before=text[begin : stated.start],
        after=after if stop is None else after[: stop.start()],
        line_rest=text[line_start : stated.start] + text[stated.end : min(line_end, stated.end + 400)],
        heading=above,
    )


def _read(
    text: str,
    stated: Range,
    context: _Context,
    reader: PayReader,
    home: str,
    units: Sequence[Unit],
    previous: Pay | None,
) -> Pay | None:
    """The pay that one range states, or None where it is not pay."""
    meaning, distance = _meaning(context, reader.terms)
    currency = _currency(stated, reader.currencies, home)
    scale = reader.currencies.per_dollar[currency]
    if meaning == "talk":
        if not _looks_like_pay(stated, scale) or (stated.single and stated.period not in {"hour", "day"}):
            return None
        meaning = None
    if meaning == "not_pay" or _COMMISSION_ONLY.search(context.line_rest):
        return None
    if meaning not in {"base", "total"}:
        near = previous is not None and previous.end is not None and stated.period is not None
        distance = stated.start - previous.end if near and previous and previous.end else None
    kind: PayKind = cast(PayKind, meaning) if meaning else previous.kind if previous else "base"
    if kind in {"bonus", "equity"} or (kind == "other" and stated.period is None):
        extra = stated.currency_name is not None and _LEAST_EXTRA * scale <= stated.top <= _MOST_EXTRA * scale
        period = stated.period or reader.periods.last(context.before[-60:])
        period = "year" if period == "year" and kind == "bonus" else stated.period or "once"
        return _pay(text, stated, kind, currency, period) if extra else None
    if meaning is None and previous is None and not _supported(stated, context, reader, units, scale):
        return None
    if stated.currency_name is None and not _bare_is_pay(stated, context, distance, scale):
        return None
    period_read = _period(stated, context, reader.periods, scale, named=meaning == "base")
    if period_read is None:
        return None
    if kind == "base" and _TOTAL_BASIS.search(text, stated.end, stated.end + 150):
        kind = "total"
    return _pay(text, stated, kind, currency, period_read)


def _meaning(context: _Context, terms: Terms) -> tuple[Meaning | None, int | None]:
    """What the words around say, and how many characters before the amount they say it."""
    if _WITH_BONUS.match(context.after):
        return "total", None
    after = terms.after(context.after)
    before = terms.before(context.before)
    if after is not None and after not in {"base", "talk"}:
        return after, None
    if before is not None:
        return before.means, len(context.before) - before.end
    return after, None


def _looks_like_pay(stated: Range, scale: int) -> bool:
    """Whether figures alone tell pay: a range of yearly size, or a rate by the hour or year."""
    if stated.currency_name is None:
        return stated.period == "hour" and stated.exact
    if stated.period in _TELLING:
        least, most = _TELLING[stated.period]
        enough = stated.period != "month" or not stated.single
        return enough and least * scale <= stated.top <= most * scale
    yearly = 12_000 * scale <= stated.bottom and stated.top <= 1_500_000 * scale
    return yearly and not stated.single


def _supported(
    stated: Range, context: _Context, reader: PayReader, units: Sequence[Unit], scale: int
) -> bool:
    """Whether an amount with no term in its sentence is pay all the same.

    Its figures tell, a heading above names pay, or the unit is one of pay.
    """
    unit = unit_at(units, stated.start)
    if _looks_like_pay(stated, scale) or (unit is not None and unit.kind == "pay"):
        return True
    if len(context.heading) <= _HEADING and not context.heading.startswith("- "):
        heading = reader.terms.before(context.heading)
        if heading is not None and heading.means in {"base", "total"}:
            return True
    if _FIGURES_ONLY.fullmatch(context.line_rest):
        return True
    if stated.currency_name is not None and _ADDED.match(context.after):
        return stated.top >= 15_000 * scale
    alone = stated.single and stated.currency_name is not None
    large = 15_000 * scale <= stated.top <= 1_500_000 * scale
    return alone and large and len(context.line_rest) <= _SHORT_LINE


def _bare_is_pay(stated: Range, context: _Context, distance: int | None, scale: int) -> bool:
    """Whether numbers without a currency are pay: right after a pay word, or alone on their line."""
    if stated.bottom < 1000 and stated.period is None and not stated.exact and not stated.multiplied:
        return False
    if stated.period == "hour" and stated.exact:
        return True
    if _FIGURES_ONLY.fullmatch(context.line_rest):
        return stated.multiplied or stated.period is not None or stated.low != stated.high
    if _BOUND_LABEL.match(context.before):
        return stated.top >= 1000
    if stated.top > 1_500_000 * scale:
        return False
    enough = stated.top >= 10_000 or stated.period is not None or stated.multiplied or not stated.single
    return distance is not None and distance <= _NEAR and enough


def _period(
    stated: Range, context: _Context, periods: Periods, scale: int, *, named: bool
) -> PayPeriod | None:
    said = stated.period or periods.first(context.after[:40]) or periods.last(context.before)
    if said is not None:
        least, most = _PLAUSIBLE[said]
        if least * scale <= stated.top <= most * scale:
            return said
        if stated.period is not None and not named:
            return None
    return _period_by_size(stated, context, scale)


def _period_by_size(stated: Range, context: _Context, scale: int) -> PayPeriod | None:
    """The period that the size of an amount tells; None where it may be of several."""
    if stated.top >= 12_000 * scale:
        return "year" if stated.top <= _PLAUSIBLE["year"][1] * scale else None
    if stated.top >= 2_000 * scale:
        return "month"
    if stated.top > 300 * scale:
        return "day" if _RATE.search(context.before) or _RATE.search(context.after) else None
    return "hour" if stated.bottom >= 5 * scale else None


def _pay(text: str, stated: Range, kind: PayKind, currency: str, period: PayPeriod) -> Pay:
    return Pay(
        kind=kind,
        min=stated.low,
        max=stated.high,
        currency=currency,
        period=period,
        place=None,
        annual_min=_annual(stated.low, kind, period),
        annual_max=_annual(stated.high, kind, period),
        text=text[stated.start : stated.end],
        start=stated.start,
        end=stated.end,
    )


def _annual(amount: float | None, kind: PayKind, period: PayPeriod) -> float | None:
    """Base pay in a year, to the cent; None for other kinds."""
    if amount is None or kind != "base" or period not in _A_YEAR:
        return None
    return round(amount * _A_YEAR[period], 2)


def _once(found: Sequence[Pay]) -> list[Pay]:
    """Each statement once, at its first place."""
    first: dict[tuple[object, ...], Pay] = {}
    for pay in found:
        first.setdefault((pay.kind, pay.min, pay.max, pay.currency, pay.period), pay)
    return list(first.values())


def _with_places(text: str, found: Sequence[Pay]) -> Iterator[Pay]:
    """Names the place or level of each base range, where there are several."""
    periods = Counter(pay.period for pay in found if pay.kind == "base")
    for pay in found:
        if pay.kind == "base" and periods[pay.period] > 1 and pay.start is not None and pay.end is not None:
            yield replace(pay, place=place_of(text, pay.start, pay.end))
        else:
            yield pay


def _unstated(found: Sequence[Pay], stated: Sequence[StatedPay]) -> Iterator[Pay]:
    """Structured pay that the text does not state."""
    for pay in stated:
        amounts = {pay.min, pay.max} - {None}
        if any(amounts <= {other.min, other.max} for other in found):
            continue
        yield Pay(
            kind=pay.kind,
            min=pay.min,
            max=pay.max,
            currency=pay.currency,
            period=pay.period,
            place=None,
            annual_min=_annual(pay.min, pay.kind, pay.period),
            annual_max=_annual(pay.max, pay.kind, pay.period),
            text="",
            start=None,
            end=None,
        )


class PayComponent:
    """Sets `doc._.jdparse_pay`."""

    def __init__(self, reader: PayReader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with its pay."""
        units = read_values(doc, "units")
        write_values(doc, "pay", extract_pay(doc.text, self.reader, read_values(doc, "facts"), units))
        return doc


@Language.factory("jdparse_pay", assigns=["doc._.jdparse_pay"])
def make_pay(nlp: Language, name: str) -> PayComponent:
    """The component, with its lexicons read."""
    return PayComponent(read_pay_reader())
