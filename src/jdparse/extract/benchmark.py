"""The stated base pay beside the article's figures (United States, USD a year)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import Pay, PayBenchmark, Posting

_CURRENCY: Final = "USD"


class BenchmarkEntry(Entry):
    """Figures for one country, all in USD a year."""

    source: str
    average: float
    low: float
    high: float
    cities: dict[str, float]


def pay_benchmark(posting: Posting) -> PayBenchmark | None:
    """The article's figures beside the posting's base pay; None where it states none in USD.

    Where a posting states several ranges, `annual_min` is the lowest and `annual_max` the highest.
    The city is the first of the article's that the posting's places name.
    """
    stated = [pay for pay in posting.pay if pay.kind == "base" and pay.currency == _CURRENCY]
    low = min(_amounts(pay.annual_min for pay in stated), default=None)
    high = max(_amounts(pay.annual_max for pay in stated), default=None)
    if low is None and high is None:
        return None
    figures = article_figures()
    city = _city(figures, [*posting.locations, *_places(stated)])
    return PayBenchmark(
        annual_min=low,
        annual_max=high,
        average=figures.average,
        low=figures.low,
        high=figures.high,
        city=city,
        city_average=None if city is None else figures.cities[city],
        source=figures.source,
    )


def _amounts(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _places(stated: Iterable[Pay]) -> list[str]:
    return [pay.place for pay in stated if pay.place]


def _city(figures: BenchmarkEntry, places: Iterable[str]) -> str | None:
    """The first of the article's cities that a place names as whole words ("NYC" is none)."""
    for place in places:
        for city in figures.cities:
            if re.search(rf"\b{re.escape(city)}\b", place, re.IGNORECASE):
                return city
    return None


@cache
def article_figures() -> BenchmarkEntry:
    """The article's figures for the United States."""
    return read_lexicon("pay_benchmarks", BenchmarkEntry)["united_states"]
