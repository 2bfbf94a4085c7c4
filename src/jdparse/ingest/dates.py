"""Dates as sources write them, to ISO 8601; those of a broken clock are refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4})"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}",  # July 8, 2021
        rf"\b{_DAY}\.?\s*(?:of\s+)?{_MONTH},?\s*{_YEAR}",  # 8 July 2021
        rf"\b{_MONTH}\s+{_DAY}\s+[\d:]+\s+(?:\w+\s+)?{_YEAR}",  # Sat Jul 17 02:00:00 UTC 2021
        r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",  # 8.7.2021
        r"\b(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>\d{4})",  # 28/7/2021
        r"\b(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",  # 7/28/2021
    )
)
# No posting on the web is older; what claims so carries a clock's zero (1970, 0001).
_FIRST_YEAR: Final = 1995
_LAST_YEAR: Final = 2100
_LATEST_SECONDS: Final = 4_102_444_800  # 2100-01-01


def read_date(value: object) -> str | None:
    """The ISO date that a text or a count of (milli)seconds states, else None.

    None too for day and month that could be either way round ("07/08/2021").

    >>> read_date("Sat Jul 17 02:00:00 UTC 2021"), read_date(1779223091267)
    ('2021-07-17', '2026-05-19')
    >>> read_date("1970-01-01T00:00:00.000Z"), read_date("07/08/2021")
    (None, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_epoch(value)
    text = str(value)[:100]
    for form in _FORMS:
        if match := form.search(text):
            return _iso(match["year"], match["month"], match["day"])
    return None


def _from_epoch(count: float) -> str | None:
    seconds = count / 1000 if count > _LATEST_SECONDS else count
    if not 0 < seconds < _LATEST_SECONDS:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.date().isoformat() if moment.year >= _FIRST_YEAR else None


def _iso(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()[:3]) + 1
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year < _LAST_YEAR else None
