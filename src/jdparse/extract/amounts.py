"""Finds amounts of money in text: a number, its multiplier and its currency sign.

Reads "150,000", "55.000", "€65.000,00", "55 000 €", "120'000", "12,00,000", "$150k", "30 lakh",
"12 LPA" and "¥6.5M". What an amount is for, and whether it is money at all, is judged later from
the words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from jdparse.extract.currency import Currencies

# The possessive digits and the look-behind keep a megabyte of digits one quick step.
_NUMBER: Final = re.compile(
    r"""(?<![0-9.,'’])(?:
      (?P<grouped>[0-9]{1,3}(?P<sep>[.,'’\u00a0\u2009\u202f\ ])[0-9]{3}(?![0-9])
        (?:(?P=sep)[0-9]{3}(?![0-9])){0,999})
      (?P<cents>\\?[.,][0-9]{1,2}(?![0-9]))?
    | (?P<indian>[0-9]{1,2}(?:,[0-9]{2}(?![0-9])){1,999},[0-9]{3}(?![0-9]))
    | (?P<split>[0-9]{1,3},\ [0-9]{3}(?![0-9,(kK]))
    | (?P<plain>[0-9]++)(?P<decimals>\\?[.,][0-9]{1,2}(?![0-9])|\.000(?![0-9]))?
    )""",
    re.VERBOSE,
)
_DIGITS: Final = re.compile(r"[0-9]++")
_MULTIPLIER: Final = re.compile(
    r"""[\ \u00a0\u202f]?(?=[kKlLmMbBcCtTqQ])(?:
      (?P<k>[kK](?![a-zß-ž]))
    | (?P<lpa>(?:LPA|lpa|Lpa|L\.P\.A\.?|lakhs?\s+(?:per\s+annum|p\.?a\.?))(?![a-z]))
    | (?P<lakh>(?i:lakhs?|lacs?)(?![a-z])|L(?![A-Za-z\d]))
    | (?P<crore>(?i:crores?|cr\.?)(?![a-z]))
    | (?P<thousand>(?i:thousand|tsd\.?|tys\.?)(?![a-z]))
    | (?P<million>(?:M|m|MM|mn|Mio\.?|(?i:million|mil|millions))(?![A-Za-z]))
    | (?P<billion>(?:B|b|bn|BN|(?i:billion|trillion|quadrillion|tn))(?![A-Za-z]))
    )""",
    re.VERBOSE,
)
_NO_AMOUNT: Final = re.compile(r"\s?(?:%|percent\b)")
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
_INDIAN: Final = (1e5, 1e7)  # lakh and crore
_IN_FULL: Final = 10_000  # "160,000K" is a number written out with a "K" too many
_SIGN_ROOM: Final = 9  # characters before a number that can hold "USD $" or "($): "
_PLANS: Final = frozenset({401, 403, 457, 1099})  # "401k" is a pension plan, 1099 a tax form
_LONGEST: Final = 12  # digits; more are an identifier, no amount


@dataclass(frozen=True, slots=True)
class Amount:
    """One number that may be money; `text[start:end]` has its sign and multiplier.

    `number` is as written, `factor` what its multiplier says (1 where there is none); `sign` and
    `code` name the currency, the code where both do ("USD $90,000"). `implied` is the currency that
    a multiplier alone tells ("30 lakh"); `per_year` marks "LPA".
    """

    start: int
    end: int
    number: float
    factor: float
    sign: str | None
    code: str | None
    implied: str | None
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


def find_amounts(text: str, currencies: Currencies, home: str = "USD") -> Iterator[Amount]:
    """Every number of the text with its sign and multiplier, in order.

    `home` is the currency of the posting's country: some signs count only there ("R 450,000").

    >>> from jdparse.extract.currency import read_currencies
    >>> found = find_amounts("£45.5k or 12,00,000 INR", read_currencies())
    >>> [(amount.value, amount.currency_name) for amount in found]
    [(45500.0, '£'), (1200000.0, 'INR')]
    """
    done = 0
    for found in _numbers(text):
        if found.end() - found.start() > 2 * _LONGEST or len(found["plain"] or "") > _LONGEST:
            continue
        if found.start() < done:
            continue
        amount = _read(text, found, done, currencies)
        if amount is not None:
            yield _at_home(amount, found.start(), currencies, home)
            done = amount.end


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Every number; a bare digit is found several times as fast as the whole pattern."""
    at = 0
    while (digits := _DIGITS.search(text, at)) is not None:
        found = _NUMBER.match(text, digits.start())
        at = digits.end() if found is None else max(found.end(), digits.end())
        if found is not None:
            yield found


def _at_home(amount: Amount, start: int, currencies: Currencies, home: str) -> Amount:
    """The amount, without a sign that is money only in another country."""
    if amount.code is not None and currencies.local.get(amount.code, home) != home:
        return replace(amount, start=start, code=None)
    return amount


def _read(text: str, found: re.Match[str], done: int, currencies: Currencies) -> Amount | None:
    start, sign, code = _sign_before(text, found.start(), done, currencies)
    signed = sign is not None or code is not None
    if not signed and (_NO_AMOUNT.match(text, found.end()) or _is_identifier(text, found)):
        return None
    if found["split"] and sign is None:
        # "$96, 500" is one amount broken by a space; "in 2, 500" is not.
        return None
    number, end = _number(found)
    factor, per_year = 1.0, False
    multiplier = _MULTIPLIER.match(text, end)
    if multiplier is not None:
        kind = multiplier.lastgroup or ""
        factor, per_year, end = _FACTORS[kind], kind == "lpa", multiplier.end()
        if kind == "k" and number >= _IN_FULL:
            factor = 1.0
    if number in _PLANS and not signed:
        return None
    implied = "INR" if factor in _INDIAN else None
    after = currencies.after.match(text, end)
    if after is not None and (sign is None or len(currencies.codes(after["name"])) == 1):
        name, end = after["name"], after.end()
        sign, code = (sign, name) if len(currencies.codes(name)) == 1 else (name, code)
    exact = bool(found["cents"] or found["decimals"])
    return Amount(start, end, number, factor, sign, code, implied, exact, per_year)


def _is_identifier(text: str, found: re.Match[str]) -> bool:
    """Whether a number without a sign belongs to a name or code: "S3", "11C5781", "007"."""
    before = text[found.start() - 1 : found.start()]
    plain = found["plain"] or ""
    return before.isupper() or (len(plain) > 1 and plain.startswith("0"))


def _sign_before(
    text: str, start: int, done: int, currencies: Currencies
) -> tuple[int, str | None, str | None]:
    """Where the amount starts with its signs, the sign and the ISO code before it."""
    beside = text[max(done, start - 2) : start].rstrip()
    if not beside or beside[-1] not in currencies.endings:
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
    cents = (found["cents"] or found["decimals"] or "").replace(",", ".").lstrip("\\")
    return float(whole + cents), found.end()
