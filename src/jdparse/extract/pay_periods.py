"""How often an amount is paid: "/hr", "per annum", "a day", "gross / month", "monthly"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast

from jdparse.extract.pay_terms import read_terms
from jdparse.lexicon import Entry, any_of, read_lexicon
from jdparse.posting import PayPeriod

_LEXICON: Final = "pay_periods"
_SHORT: Final = 3  # letters of "p.a", "hr": too short to be trusted away from an amount
_BLANK: Final = r"[ \t\u00a0\u2009\u202f*_]"  # no line break: the next line is another statement
# "2,400 a month, 14 times a year" is paid by the month.
_TIMES: Final = re.compile(r"\d\s?(?:x|×|times|mal)\s(?:an?\s|per\s)?\Z", re.IGNORECASE)
# Words that may stand between an amount and its period.
_FILLER: Final = (
    r"(?:gross|net|netto|brutto|base|basic|salary|salaries|pay|package|pro[\s-]?rata|fte|before\s+tax"
    r"|all[\s-]inclusive|(?:\+|plus|excl\.?|ex)\s?vat)"
)


class PeriodEntry(Entry):
    """One period: its units (after "/", "per" or "a") and the words that say it alone."""

    units: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A period and where its wording ends."""

    period: PayPeriod
    end: int


@dataclass(frozen=True, slots=True)
class Periods:
    """The lexicon, compiled: `beside` matches right after an amount, `word` anywhere."""

    beside: re.Pattern[str]
    word: re.Pattern[str]

    def after(self, text: str, position: int) -> Stated | None:
        """The period stated right after an amount that ends at `position`.

        >>> read_periods().after("$40.01 /hour", 6)
        Stated(period='hour', end=12)
        """
        found = self.beside.match(text, position)
        return None if found is None else Stated(_period(found), found.end())

    def first(self, text: str) -> PayPeriod | None:
        """The first period named in a text that follows an amount."""
        named = self.word.finditer(text)
        found = next((m for m in named if not _TIMES.search(text, 0, m.start())), None)
        return None if found is None else _period(found)

    def last(self, text: str) -> PayPeriod | None:
        """The last period named in a text that leads to an amount."""
        found = None
        for found in self.word.finditer(text):  # noqa: B007
            pass
        return None if found is None else _period(found)


def _period(found: re.Match[str]) -> PayPeriod:
    return cast(PayPeriod, found.lastgroup)


def read_periods() -> Periods:
    """Read and compile `lexicons/pay_periods.toml`."""
    entries = read_lexicon(_LEXICON, PeriodEntry)
    # Lost line breaks glue the next word on: "per hourA list of benefits".
    # The next label may be in small letters: "per hourwork hours: 9 to 5".
    # The dot of "hr." counts only where the sentence goes on.
    glued = r"(?<=hour|year)(?=[a-z]{3,12}(?:\s[a-z]{3,12})?:)"
    stop = rf"(?-i:(?:(?![a-zß-ÿ])|{glued})(?:\.(?=\s?[-–—/),+a-z(]))?)"
    each = r"(?:/\s?|(?:per|an?|each|every|pro|je)\s+)"
    short_stop = r"(?![^\W\d_])(?:\.(?=\s?[-–—/),+]))?"
    # "$90-115K, annual performance bonus": the word says how often something else is paid
    more = any_of(
        " ".join(said) for said, means in read_terms().meanings.items() if means == "bonus"
    )
    alone = rf"(?!\s(?:(?!(?:plus|and|with|or)\s)[a-z]+\s)?(?:{more})\b)"
    beside, word = [], []
    for name, entry in entries.items():
        units = any_of(entry.units)
        short = any_of(said for said in entry.words if len(said) <= _SHORT)
        long = any_of(said for said in entry.words if len(said) > _SHORT)
        beside.append(
            rf"(?P<{name}>{each}(?:{units}){stop}|(?:{long}){stop}{alone}|(?:{short}){short_stop})"
        )
        word.append(rf"(?P<{name}>(?:per|an?|pro)\s(?:{units})|{long})")
    return Periods(
        beside=re.compile(
            rf"\+?{_BLANK}{{0,3}}[(,\[]?{_BLANK}?(?:{_FILLER}[*,)]?{_BLANK}*+){{0,3}}/?{_BLANK}?(?:{'|'.join(beside)})\)?",
            re.IGNORECASE,
        ),
        # "50 hours per week" is how long, not how often paid.
        word=re.compile(
            rf"(?<![^\W\d_])(?<!hours\s)(?<!hrs\s)(?<!days\s)(?:{'|'.join(word)})(?![^\W\d_])",
            re.IGNORECASE,
        ),
    )
