"""Pay: every amount a posting states, its kind, currency, period and place.

Four steps: find amounts (`amounts`), join them to ranges (`pay_ranges`), read the words around each
(`pay_context`), judge what it is and drop what is not pay (`pay_sense`: funding, revenue, tuition,
401(k), budgets, referrals).

The period is the one stated beside the amount, else in its sentence. Where the text states none,
an amount with pay wording is read by its size in US dollars: 12,000 and more is a year's pay, 2,000
and more a month's, up to 150 an hour's, what lies between a day's where a rate or contract is named
(the convention of the annotated postings, where a period must be given). A stated period that
the amount rules out ("$60,000 /hour") is read by size too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import Unit, read_values, text_of, unit_at, write_values
from jdparse.document import Facts, StatedPay
from jdparse.extract.amounts import find_amounts
from jdparse.extract.brackets import closed
from jdparse.extract.currency import Currencies, read_currencies
from jdparse.extract.pay_context import read_context
from jdparse.extract.pay_figures import Figures
from jdparse.extract.pay_periods import Periods, read_periods
from jdparse.extract.pay_place import PlaceReader, read_places
from jdparse.extract.pay_ranges import Range, join_ranges
from jdparse.extract.pay_sense import Clues, Neighbour, make_sense
from jdparse.extract.pay_terms import Terms, read_terms
from jdparse.posting import Pay, PayKind, PayPeriod

# Units of work in a year; Google Cloud Talent Solution annualizes by the same figures.
_A_YEAR: Final[Mapping[PayPeriod, int]] = MappingProxyType(
    {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
)
_CARRIED: Final = 200  # characters between ranges of one list
_ROUNDING: Final = 0.01  # a text that rounds states the same amount
_MOST_RANGES: Final = (
    300  # no posting states more; bounds the work on a text of nothing but amounts
)
# "This market range is based on total compensation (vs. only base salary)", in the sentence after.
_TOTAL_BASIS: Final = re.compile(
    r"range\s+is\s+(?:typically\s+)?(?:based\s+on\s+)?(?:an?\s+)?(?:overall\s+)?total\s+comp",
    re.IGNORECASE,
)
_TOTAL_ROOM: Final = 150


@dataclass(frozen=True, slots=True)
class PayReader:
    """The vocabularies that reading pay needs, compiled once."""

    currencies: Currencies
    periods: Periods
    terms: Terms
    places: PlaceReader


def read_pay_reader() -> PayReader:
    """Read the lexicons `currencies`, `pay_periods`, `pay_terms` and `place_words`."""
    return PayReader(read_currencies(), read_periods(), read_terms(), read_places())


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
    return (*_with_places(text, _once(found), reader.places), *_unstated(found, facts.pay))


def _stated(text: str, reader: PayReader, facts: Facts, units: Sequence[Unit]) -> list[Pay]:
    """Every statement of pay, in order."""
    home = _home(text, reader.currencies, facts)
    amounts = list(find_amounts(text, reader.currencies, home))
    ranges = join_ranges(text, amounts, reader.currencies, reader.periods)
    found: list[Pay] = []
    previous: Range | None = None
    for stated in islice(ranges, _MOST_RANGES):
        context = read_context(text, stated, previous)
        currency = _currency(stated, context.before, reader.currencies, home)
        scale = reader.currencies.per_dollar[currency]
        unit = unit_at(units, stated.start)
        clues = Clues(
            Figures(stated, stated.bottom / scale, stated.top / scale),
            context,
            _neighbour(found, previous, stated),
            in_pay_unit=unit is not None and unit.kind == "pay",
        )
        sense = make_sense(clues, reader.terms, reader.periods)
        if sense is not None:
            kind = "total" if sense.kind == "base" and _is_total(text, stated) else sense.kind
            found.append(_pay(text, stated, kind, currency, sense.period))
        if sense is not None or stated.currency_name is not None:
            previous = stated
    return found


def _home(text: str, currencies: Currencies, facts: Facts) -> str:
    """The currency that shared signs mean here."""
    if facts.pay:
        return facts.pay[0].currency
    return currencies.home(facts.country, (place.value for place in facts.locations), text)


def _currency(stated: Range, before: str, currencies: Currencies, home: str) -> str:
    """The currency of a range: a shared sign is of the place its sentence names, else of home."""
    codes = currencies.codes(stated.currency_name or stated.implied)
    here = currencies.named(before) if len(codes) > 1 else None
    return currencies.choose(codes, here or home)


def _neighbour(found: Sequence[Pay], previous: Range | None, stated: Range) -> Neighbour | None:
    """The pay right before, whose kind a range without words of its own goes on with."""
    if not found or previous is None or found[-1].start != previous.start:
        return None
    gap = stated.start - previous.end
    if gap > _CARRIED or (stated.single and stated.period is None and not _alike(stated, previous)):
        return None
    return Neighbour(found[-1].kind, gap)


def _alike(one: Range, two: Range) -> bool:
    """Whether two amounts are of about one size, as those of one list are."""
    return one.top <= 10 * two.top and two.top <= 10 * one.top


def _is_total(text: str, stated: Range) -> bool:
    return _TOTAL_BASIS.search(text, stated.end, stated.end + _TOTAL_ROOM) is not None


def _pay(text: str, stated: Range, kind: PayKind, currency: str, period: PayPeriod) -> Pay:
    end = closed(text, stated.start, stated.end)
    return Pay(
        kind=kind,
        min=stated.low,
        max=stated.high,
        currency=currency,
        period=period,
        place=None,
        annual_min=_annual(stated.low, kind, period),
        annual_max=_annual(stated.high, kind, period),
        text=text[stated.start : end],
        start=stated.start,
        end=end,
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


def _with_places(text: str, found: Sequence[Pay], places: PlaceReader) -> Iterator[Pay]:
    """Names the place or level of each base range, where there are several."""
    periods = Counter(pay.period for pay in found if pay.kind == "base")
    for pay in found:
        if (
            pay.kind == "base"
            and periods[pay.period] > 1
            and pay.start is not None
            and pay.end is not None
        ):
            yield replace(pay, place=places.place_of(text, pay.start, pay.end))
        else:
            yield pay


def _unstated(found: Sequence[Pay], stated: Sequence[StatedPay]) -> Iterator[Pay]:
    """Structured pay that the text does not state, be it rounded ("43k" for 42,924).

    Where the two differ the text counts: it says for whom and where, and a reader sees it.
    """
    in_text = {(pay.kind, pay.period) for pay in found}
    for pay in stated:
        if (pay.kind, pay.period) in in_text or any(_is_rounded(pay, other) for other in found):
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


def _is_rounded(pay: StatedPay, other: Pay) -> bool:
    shown = [amount for amount in (other.min, other.max) if amount is not None]
    return all(
        any(abs(exact - amount) <= _ROUNDING * exact for amount in shown)
        for exact in (pay.min, pay.max)
        if exact is not None
    )


class PayComponent:
    """Sets `doc._.jdparse_pay`."""

    def __init__(self, reader: PayReader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with its pay."""
        units = read_values(doc, "units")
        write_values(
            doc, "pay", extract_pay(text_of(doc), self.reader, read_values(doc, "facts"), units)
        )
        return doc


@Language.factory("jdparse_pay", assigns=["doc._.jdparse_pay"])
def make_pay(nlp: Language, name: str) -> PayComponent:
    """The component, with its lexicons read."""
    return PayComponent(read_pay_reader())
