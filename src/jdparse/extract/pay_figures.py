"""What the figures alone tell: whether an amount can be pay, and for what period.

All limits are US dollars; an amount in another currency is brought to their size first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from jdparse.extract.pay_ranges import Range
from jdparse.posting import PayPeriod


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most of something."""

    least: float
    most: float

    def hold(self, amount: float) -> bool:
        """Whether an amount lies within."""
        return self.least <= amount <= self.most


# What one period of work may pay.
_PLAUSIBLE: Final[Mapping[PayPeriod | None, Limits]] = MappingProxyType(
    {
        "hour": Limits(1, 1_500),
        "day": Limits(10, 10_000),
        "week": Limits(50, 50_000),
        "month": Limits(150, 200_000),
        "year": Limits(2_000, 5_000_000),
    }
)
# A rate that is hardly anything but pay.
_TELLING: Final[Mapping[PayPeriod | None, Limits]] = MappingProxyType(
    {
        "hour": Limits(5, 500),
        "day": Limits(100, 3_000),
        "month": Limits(1_000, 60_000),
        "year": Limits(15_000, 1_500_000),
    }
)
_EXTRA: Final = Limits(20, 5_000_000)  # a smaller bonus is a coupon
_BARE_EXTRA: Final = 200_000  # a larger number with no currency is no bonus
_SALARY: Final = Limits(15_000, 1_500_000)  # one figure that is a salary
_THOUSANDS: Final = Limits(20_000, 1_500_000)  # "150-200k"; companies of "10k-50k" people
_YEARS: Final = Limits(1900, 2100)
_A_YEAR: Final = 12_000  # the least that is read as a year's pay
_A_MONTH: Final = 2_000
_AN_HOUR: Final = Limits(5, 150)


@dataclass(frozen=True, slots=True)
class Figures:
    """A range with its amounts in the size of US dollars."""

    stated: Range
    low: float
    high: float

    @property
    def signed(self) -> bool:
        """Whether a currency stands beside the numbers."""
        return self.stated.currency_name is not None

    def may_be_extra(self, *, near: bool) -> bool:
        """Whether this can be a bonus, a grant or the like; `near` where the word stands by."""
        bare = near and self.stated.multiplied and self.high <= _BARE_EXTRA
        return (self.signed or bare) and _EXTRA.hold(self.high)

    @property
    def is_salary(self) -> bool:
        """Whether this has the size of a salary for a year."""
        return self.signed and _SALARY.hold(self.high)

    def tell_pay(self) -> bool:
        """Whether figures and period alone tell pay: a salary range, a rate by the hour or year."""
        if not self.signed:
            return self.stated.period == "hour" and self.stated.exact
        period = self.stated.period
        if period in _TELLING:
            several = period != "month" or not self.stated.single
            return several and _TELLING[period].hold(self.high)
        return not self.stated.single and self.low >= _A_YEAR and self.high <= _SALARY.most

    def may_be(self, period: PayPeriod) -> bool:
        """Whether an amount of this size can be the pay for a period."""
        return period in _PLAUSIBLE and _PLAUSIBLE[period].hold(self.high)

    def is_little(self, period: PayPeriod) -> bool:
        """Whether an amount is less than is usual for the period stated beside it, and stands.

        A stipend or a small currency pays so little; but "22-28 per year" is by the hour, so that
        for a year the number itself must have the size of one.
        """
        written = period != "year" or self.stated.top >= _A_YEAR
        return written and period in _PLAUSIBLE and 0 < self.high < _PLAUSIBLE[period].least

    @property
    def are_thousands(self) -> bool:
        """Whether these are written in thousands and have the size of salaries."""
        return (
            self.stated.multiplied and self.low >= _THOUSANDS.least and self.high <= _THOUSANDS.most
        )

    @property
    def are_years(self) -> bool:
        """Whether these are years of the calendar, not money."""
        return not self.signed and _YEARS.hold(self.stated.bottom) and _YEARS.hold(self.stated.top)

    def period_by_size(self, *, by_day: bool, salaried: bool) -> PayPeriod | None:
        """The period that the size tells.

        `by_day` where the words speak of a rate or contract, `salaried` where they name a salary.
        """
        if self.high >= _A_YEAR:
            return "year" if self.may_be("year") else None
        if self.high >= _A_MONTH:
            return "month"
        if self.high > _AN_HOUR.most:
            return "day" if by_day else "month" if salaried else None
        return "hour" if self.low >= _AN_HOUR.least else None
