"""Pay as structured data states it, checked before it is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from jdparse.document import StatedPay
from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import Origin, PayKind, PayPeriod, Problem

_NUMBER: Final = re.compile(r"\d[\d.,' \xa0]*")
_GROUPS: Final = re.compile(r"\d{1,3}(?:[.,' \xa0]\d{3})+(?:[.,]\d{1,2})?")
# Least and most of any currency that is somebody's pay: 1,000 yen an hour, a billion rupiah a year.
_PLAUSIBLE: Final[dict[PayPeriod, tuple[float, float]]] = {
    "hour": (1, 1e6), "day": (5, 1e7), "week": (20, 5e7), "month": (100, 5e8),
    "year": (1000, 5e9), "once": (1, 5e9),
}  # fmt: skip
# A bare amount above this is a year's.
_LEAST_YEARLY: Final = 10_000


class PayUnit(Entry):
    """The names of one period of pay."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawPay:
    """What a source's fields say, before any check."""

    min: object
    max: object
    currency: object
    unit: object
    kind: PayKind = "base"


@cache
def _units() -> dict[str, str]:
    lexicon = read_lexicon("pay_units", PayUnit)
    return {_letters(name): unit for unit, entry in lexicon.items() for name in entry.names}


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).lower()


def check_pay(raw: RawPay, origin: Origin) -> StatedPay | Problem | None:
    """The pay that fields state; a problem where it cannot be true; None where they are empty.

    >>> check_pay(RawPay("150,000", 190000, "usd", "YEAR"), "json_ld").max
    190000.0
    >>> check_pay(RawPay(0, 0, "USD", "YEAR"), "json_ld").code
    'implausible'
    """
    low, high = _amount(raw.min), _amount(raw.max)
    if low is None and high is None:
        return None
    stated = f"{raw.min!s:.20}-{raw.max!s:.20} {raw.currency!s:.10} {raw.unit!s:.20}"
    currency = raw.currency.strip().upper() if isinstance(raw.currency, str) else ""
    low, high = low or None, high or None
    amounts = [amount for amount in (low, high) if amount is not None]
    period = _period(raw.unit, amounts)
    if not amounts or period is None or not re.fullmatch("[A-Z]{3}", currency):
        return _implausible(stated)
    least, most = _PLAUSIBLE[period]
    if not all(least <= amount <= most for amount in amounts) or amounts[0] > amounts[-1]:
        return _implausible(stated)
    return StatedPay(low, high, currency, period, origin, raw.kind)


def _period(unit: object, amounts: list[float]) -> PayPeriod | None:
    named = _units().get(_letters(unit)) if isinstance(unit, str) else None
    for period in _PLAUSIBLE:
        if period == named:
            return period
    return "year" if amounts and min(amounts) >= _LEAST_YEARLY else None


def _amount(value: object) -> float | None:
    """A number, or the one that a text begins with: "€65.000", "150,000.00", "150k"."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e15 else None
    match = _NUMBER.search(str(value)[:60])
    if match is None:
        return None
    digits = match[0].strip()
    if _GROUPS.fullmatch(digits):
        whole, _, cents = (
            digits.rpartition(digits[-3]) if not digits[-3].isdigit() else (digits, "", "0")
        )
        digits = re.sub(r"\D", "", whole) + "." + cents
    else:
        digits = re.sub(r"[' \xa0]", "", digits).replace(",", ".")
    try:
        amount = float(digits.rstrip("."))
    except ValueError:
        return None
    return amount * 1000 if re.match(r"\s*[kK]\b", str(value)[match.end() :]) else amount


def _implausible(stated: str) -> Problem:
    return Problem("implausible", f"The structured pay ({stated}) cannot be true; it was left out.")
