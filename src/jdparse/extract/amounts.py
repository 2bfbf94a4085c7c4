"""Finds amounts of money in text: a number, its multiplier and its currency sign.

Reads "150,000", "55.000", "€65.000,00", "55 000 €", "120'000", "12,00,000", "$150k", "30 lakh",
"12 LPA" and "¥6.5M". What an amount is for, and whether it is money at all, is judged later from
the words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from jdparse.extract.currency import Currencies

# The possessive digits and the look-behind keep a megabyte of digits one quick step.
_NUMBER: Final = re.compile(
    r"""(?<![\d.,'’])(?:
      (?P<grouped>\d{1,3}(?P<sep>[.,'’\u00a0\u2009\u202f\ ])\d{3}(?!\d)(?:(?P=sep)\d{3}(?!\d))*+)
      (?P<cents>[.,]\d{1,2}(?!\d))?
    | (?P<indian>\d{1,2}(?:,\d{2}(?!\d))++,\d{3}(?!\d))
    | (?P<split>\d{1,3},\ \d{3}(?![\d,(kK]))
    | (?P<plain>\d++)(?P<decimals>[.,]\d{1,2}(?!\d))?
    )""",
    re.VERBOSE,
)
_MULTIPLIER: Final = re.compile(
    r"""\s?(?:
      (?P<k>[kK](?![a-z]))
    | (?P<lpa>(?:LPA|lpa|Lpa|L\.P\.A\.?|lakhs?\s+(?:per\s+annum|p\.?a\.?))(?![a-z]))
    | (?P<lakh>(?i:lakhs?|lacs?)(?![a-z])|L(?![A-Za-z]))
    | (?P<crore>(?i:crores?|cr\.?)(?![a-z]))
    | (?P<thousand>(?i:thousand|tsd\.?|tys\.?)(?![a-z]))
    | (?P<million>(?:M|m|MM|mn|Mio\.?|(?i:million|mil|millions))(?![A-Za-z]))
    | (?P<billion>(?:B|b|bn|BN|(?i:billion|trillion|quadrillion|tn))(?![A-Za-z]))
    )""",
    re.VERBOSE,
)
_FACTORS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "k": 1e3,
        "thousand": 1e3,
        "lakh": 1e5,
        "lpa": 1e5,
        "crore": 1e7,
        "million": 1e6,
        "billion": 1e9,
    }
)
_SIGN_ROOM: Final = 9  # characters before a number that can hold "USD $" or "($): "
_LONGEST: Final = 12  # digits; more are an identifier, no amount


@dataclass(frozen=True, slots=True)
class Amount:
    """One number that may be money; `text[start:end]` has its sign and multiplier.

    `number` is as written, `factor` what its multiplier says (1 where there is none); `sign` and
    `code` name the currency, the code where both do ("USD $90,000"). `per_year` marks "LPA".
    """

    start: int
    end: int
    number: float
    factor: float
    sign: str | None
    code: str | None
    exact: bool
    per_year: bool

    @property
    def value(self) -> float:
        """The number times its multiplier, to the cent."""
        return round(self.number * self.factor, 2)

    @property
    def currency_name(self) -> str | None:
        """Code where one is written, else sign, else None."""
        return self.code or self.sign


def find_amounts(text: str, currencies: Currencies) -> Iterator[Amount]:
    """Every number of the text with its sign and multiplier, in order.

    >>> from jdparse.extract.currency import read_currencies
    >>> [(a.value, a.currency_name) for a in find_amounts("£45.5k or 12,00,000 INR", read_currencies())]
    [(45500.0, '£'), (1200000.0, 'INR')]
    """
    done = 0
    for found in _NUMBER.finditer(text):
        if found.end() - found.start() > 2 * _LONGEST or len(found["plain"] or "") > _LONGEST:
            continue
        if found.start() < done:
            continue
        amount = _read(text, found, done, currencies)
        if amount is not None:
            yield amount
            done = amount.end


def _read(text: str, found: re.Match[str], done: int, currencies: Currencies) -> Amount | None:
    start, sign, code = _sign_before(text, found.start(), done, currencies)
    if found["split"] and sign is None:
        # "$96, 500" is one amount broken by a space; "in 2, 500" is not.
        return None
    number, end = _number(found)
    factor, per_year = 1.0, False
    multiplier = _MULTIPLIER.match(text, end)
    if multiplier is not None:
        kind = multiplier.lastgroup or ""
        factor, per_year, end = _FACTORS[kind], kind == "lpa", multiplier.end()
    if sign is None and code is None and factor in (1e5, 1e7):
        code = "INR"
    after = currencies.after.match(text, end)
    if after is not None and (sign is None or len(currencies.codes(after["name"])) == 1):
        name, end = after["name"], after.end()
        sign, code = (sign, name) if len(currencies.codes(name)) == 1 else (name, code)
    return Amount(
        start, end, number, factor, sign, code, bool(found["cents"] or found["decimals"]), per_year
    )


def _sign_before(
    text: str, start: int, done: int, currencies: Currencies
) -> tuple[int, str | None, str | None]:
    """Where the amount starts with its signs, the sign and the ISO code before it."""
    if start == done:
        return start, None, None
    room = max(done, start - _SIGN_ROOM)
    first = currencies.before.search(text[room:start])
    if first is None:
        return start, None, None
    name = first["label"] or first["name"]
    if first["label"]:
        return start, name, None
    begin = room + first.start("name")
    if len(currencies.codes(name)) == 1:
        return begin, None, name
    second = currencies.before.search(text[max(done, begin - _SIGN_ROOM) : begin])
    if second is None or second["name"] is None or len(currencies.codes(second["name"])) != 1:
        return begin, name, None
    return max(done, begin - _SIGN_ROOM) + second.start("name"), name, second["name"]


def _number(found: re.Match[str]) -> tuple[float, int]:
    """The number as written and where it ends."""
    whole = re.sub(r"\D", "", found["grouped"] or found["plain"] or found.group())
    cents = (found["cents"] or found["decimals"] or "").replace(",", ".")
    return float(whole + cents), found.end()
