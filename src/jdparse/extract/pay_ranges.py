"""Joins amounts to ranges: "$150-190k", "between … and …", "up to X", "from X", "X+", "X to Y".

A single figure fills both ends; "up to X" has only the upper one, "from X" and "X+" only the lower.
A lower and an upper bound paid by different periods ("$56/hour to $173,000/year") are two ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from jdparse.extract.amounts import Amount
from jdparse.extract.currency import Currencies
from jdparse.extract.pay_periods import Periods, Stated
from jdparse.posting import PayPeriod

_DASH: Final = r"(?:\\?[-\u2010-\u2015\u2212~_]+|â[\x80-\x9f€“”]{0,2})"
_LIMIT: Final = (
    r"(?:an?\s+|the\s+)?(?:max(?:imum)?|high|top)\b(?:\s+(?:of|end|salary|base|pay|rate|is|at))*:?"
)
_CONNECTOR: Final = re.compile(
    rf"""[\s*]*\+?[\s*]*[)\]]?[\s*]*
    (?:(?:{_DASH}|(?:up\s+)?to|until|till|through|thru|bis|à|(?P<and>and))
       (?:\s*{_LIMIT})?
     | in\s[^\d$£€;.\n]{{1,60}}?\s(?:(?:up\s+)?to|(?P<other>and))
    )[\s*]*Â?""",
    re.VERBOSE | re.IGNORECASE,
)
_TO_MAXIMUM: Final = re.compile(
    r"[ \t,;|/]*(?:and\s+)?max(?:imum)?\b[^\d\n.;]{0,40}", re.IGNORECASE
)
_MINIMUM: Final = re.compile(r"(?<![a-z])min(?:imum)?\b[^\d\n.;]{0,40}\Z", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\b(?:between|from|ranges?|ranging|zwischen)\b[^.;]*\Z", re.IGNORECASE
)
_UPPER: Final = re.compile(
    r"(?:(?P<phrase>\b(?:up(?:\s?to)?|as\s+much\s+as|as\s+high\s+as|not\s+(?:to\s+)?exceed(?:ing)?|bis\s+zu"
    r"|capped\s+at|no\s+more\s+than))|\bmax(?:imum)?\b[^\d\n.;]{0,30}"
    r"|(?:^|(?<=[(\n:,–-])|(?<=[(\n:,–-]\s))to)\s*:?\s*\Z",
    re.IGNORECASE,
)
_LOWER: Final = re.compile(
    r"(?:(?P<phrase>\b(?:from|(?:start|begin)(?:s|n?ing)?\s+(?:at|from|with)|at\s+least|upwards?\s+of|north\s+of"
    r"|in\s+excess\s+of|no\s+less\s+than|not\s+less\s+than|ab))"
    r"|\bmin(?:imum)?\b[^\d\n.;]{0,30})\s*:?\s*\Z",
    re.IGNORECASE,
)
_OPEN_ABOVE: Final = re.compile(
    r"k?\s?\+(?!\s*[(\w]*\s*(?:bonus|equity|super|benefit|stock|commission|options?|ote|package|annual\b"
    r"|comp|great|rsu|profit|vat|[$£€\d]))|\s+(?:and|or)\s+(?:up|above|more|higher|upwards?)\b",
    re.IGNORECASE,
)
# Behind its figure: "$48 an hour all inclusive max", "£40k minimum"; "minimum 5 years" is none.
_LIMIT_AFTER: Final = re.compile(
    r"[ \t,(/-]*(?:[a-z]+[ \t-]){0,2}?(?:(?P<most>max(?:imum)?)|(?P<least>min(?:imum)?))\b"
    r"(?!\.?\s*(?:of\b|:|\d))",
    re.IGNORECASE,
)
_EACH: Final = re.compile(r"\+?\s?(?:/|per\b|an?\s)\s?h", re.IGNORECASE)
_PAY_WORD: Final = re.compile(r"(?:pay|rate|salary|wage)\b", re.IGNORECASE)
_ROOM: Final = 60  # characters before an amount that can hold the words of a bound
# An upper end more than this many times the lower is no range ("$5 to $5 million").
_WIDEST: Final = 600


@dataclass(frozen=True, slots=True)
class Range:
    """One or two amounts as stated, `text[start:end]`, not yet known to be pay.

    `currency_name` is the sign, code or word beside the numbers, None where there is none, and
    `implied` what a multiplier tells. `multiplied` is True where one has "k" or "LPA", `exact`
    where one has cents. `period` is what stands right beside the amounts, else None.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    currency_name: str | None
    implied: str | None
    period: PayPeriod | None
    multiplied: bool
    exact: bool

    @property
    def single(self) -> bool:
        """Whether one figure is all that is stated."""
        return self.low is None or self.high is None or self.low == self.high

    @property
    def top(self) -> float:
        """The larger figure."""
        return self.high if self.high is not None else self.low or 0.0

    @property
    def bottom(self) -> float:
        """The smaller figure."""
        return self.low if self.low is not None else self.high or 0.0


def join_ranges(
    text: str, amounts: Sequence[Amount], currencies: Currencies, periods: Periods
) -> Iterator[Range]:
    """The ranges and single figures that the amounts make, in order."""
    index = 0
    while index < len(amounts):
        first = amounts[index]
        if not _may_start(text, first, amounts[index + 1] if index + 1 < len(amounts) else None):
            index += 1
            continue
        stated = periods.after(text, first.end)
        run = _linked(text, amounts, index, stated)
        joined = _joined(text, run, currencies, periods) if len(run) > 1 else ()
        yield from joined or (_single(text, first, stated),)
        index += len(run) if joined else 1


def _may_start(text: str, first: Amount, second: Amount | None) -> bool:
    """Cheap test: money, a large or exact number, one before money or a rate or after "pay"."""
    if first.currency_name is not None or first.factor > 1 or first.exact or first.number >= 1000:
        return True
    near = second is not None and second.start - first.end <= 8
    if near and second is not None and (second.currency_name is not None or second.factor > 1):
        return True
    if near and second is not None and _EACH.match(text, second.end):
        return True
    return (
        first.number >= 5
        and _PAY_WORD.search(text, max(0, first.start - 12), first.start) is not None
    )


def _linked(
    text: str, amounts: Sequence[Amount], index: int, stated: Stated | None
) -> tuple[Amount, ...]:
    """An amount and those that follow it by "-" or "to": minimum, middle and maximum at most."""
    run = [amounts[index]]
    for following in amounts[index + 1 : index + 3]:
        if not _connected(text, run[-1], following, stated if len(run) == 1 else None):
            break
        run.append(following)
    return tuple(run)


def _joined(
    text: str, run: Sequence[Amount], currencies: Currencies, periods: Periods
) -> tuple[Range, ...]:
    """The range from the first of the amounts to the last; () where they make none."""
    low, high = _share_multiplier(run[0], run[-1])
    if not _same_currency(low, high, currencies) or low.value > high.value:
        return ()
    first, last = periods.after(text, low.end), periods.after(text, high.end)
    if first is not None and last is not None and first.period != last.period:
        lower, upper = _single(text, low, first), _single(text, high, last)
        return (replace(lower, high=None), replace(upper, low=None))
    if low.value > 0 and high.value > _WIDEST * low.value:
        return ()
    return (_range(low, high, last or first),)


def _connected(text: str, first: Amount, second: Amount, stated: Stated | None) -> bool:
    before = text[max(0, first.start - _ROOM) : first.start]
    for begin in (first.end, first.end if stated is None else stated.end):
        found = _CONNECTOR.match(text, begin, second.start)
        if found is not None and found.end() == second.start:
            joined = found["and"] is None and found["other"] is None
            return joined or _BETWEEN.search(before) is not None
    labelled = _TO_MAXIMUM.match(text, first.end, second.start)
    return (
        labelled is not None
        and labelled.end() == second.start
        and _MINIMUM.search(before) is not None
    )


def _share_multiplier(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """Gives the end without a multiplier that of the other ("$150-190k", "$140 - $160000")."""
    if low.factor == 1 and high.factor > 1 and low.number <= high.number:
        return replace(low, factor=high.factor, per_year=high.per_year), high
    if low.factor > 1 and high.factor == 1 and low.number <= high.number < 1000:
        return low, replace(high, factor=low.factor)
    thousands = 10 <= low.number < 1000 and not low.exact and high.value >= 10_000
    if low.factor == 1 and thousands and low.number * 1000 <= high.value <= low.number * 5000:
        return replace(low, factor=1000.0), high
    return low, high


def _same_currency(low: Amount, high: Amount, currencies: Currencies) -> bool:
    one, two = currencies.codes(low.currency_name), currencies.codes(high.currency_name)
    return not one or not two or bool(set(one) & set(two))


def _range(low: Amount, high: Amount, stated: Stated | None) -> Range:
    return Range(
        start=low.start,
        end=stated.end if stated is not None and stated.end > high.end else high.end,
        low=low.value,
        high=high.value,
        currency_name=low.code or high.code or low.sign or high.sign,
        implied=low.implied or high.implied,
        period="year" if low.per_year or high.per_year else stated.period if stated else None,
        multiplied=low.factor > 1 or high.factor > 1,
        exact=low.exact or high.exact,
    )


def _single(text: str, amount: Amount, stated: Stated | None) -> Range:
    """One figure, with the words that bound it."""
    alone = _range(amount, amount, stated)
    before = text[max(0, amount.start - _ROOM) : amount.start]
    upper, lower = _UPPER.search(before), _LOWER.search(before)
    if upper is not None:
        start = (
            amount.start - len(before) + upper.start("phrase") if upper["phrase"] else amount.start
        )
        return replace(alone, low=None, start=start)
    if lower is not None:
        start = (
            amount.start - len(before) + lower.start("phrase") if lower["phrase"] else amount.start
        )
        return replace(alone, high=None, start=start)
    if _OPEN_ABOVE.match(text, amount.end) or _OPEN_ABOVE.match(text, alone.end):
        return replace(alone, high=None)
    limit = _LIMIT_AFTER.match(text, alone.end)
    if limit is not None:
        return replace(alone, low=None) if limit["most"] else replace(alone, high=None)
    return alone
