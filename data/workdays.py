"""工作日: the State Council's calendar of days off and days worked instead, under an office's exceptions.

The calendar is the chinesecalendar package: a table of the notices up to the year they have been given
for. In a later year only Saturdays and Sundays are known, which ``basis`` says (周末推算).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

import chinese_calendar

from data.period import Period

DayKind = Literal["work", "off", ""]
Basis = Literal["office", "notice", "weekends"]

DAY_KINDS: tuple[DayKind, ...] = ("work", "off", "")
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class DayException:
    """An office's own word on a day; an empty kind takes an earlier one back."""

    day: date
    kind: DayKind
    source: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Workdays:
    """Which days are worked; ``exceptions`` say so of single days, whatever the calendar has."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, exceptions: Iterable[DayException]) -> Workdays:
        """With the newest word on each day, given oldest first."""
        newest = {each.day: each.kind for each in exceptions}
        return cls({day: kind == "work" for day, kind in newest.items() if kind})

    def worked(self, day: date) -> bool:
        """
        >>> Workdays().worked(date(2026, 1, 4)), Workdays().worked(date(2026, 10, 7))  # Sunday, holiday
        (True, False)
        """
        if day in self.exceptions:
            return self.exceptions[day]
        if day.year not in known_years():
            return day.weekday() <= FRIDAY
        return bool(chinese_calendar.is_workday(day))

    def basis(self, day: date) -> Basis:
        """Whose word it is whether the day is worked."""
        if day in self.exceptions:
            return "office"
        return "notice" if day.year in known_years() else "weekends"

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day, which itself does not count; 0 is the day itself.

        >>> Workdays().after(date(2025, 12, 31), 1)  # New Year until the 3rd, Sunday the 4th is worked
        datetime.date(2026, 1, 4)
        """
        while count > 0:
            day += timedelta(days=1)
            count -= self.worked(day)
        return day

    def between(self, day: date, last: date) -> int:
        """Working days after ``day`` up to and with ``last``; 0 where it is not later."""
        return sum(self.worked(day + timedelta(days=step)) for step in range(1, (last - day).days + 1))

    def estimated(self, first: date, last: date) -> bool:
        """Does anything from first to last rest on weekends alone."""
        years = range(first.year, last.year + 1)
        return any(year not in known_years() for year in years)


@cache
def known_years() -> range:
    """The years whose notices the calendar has."""
    years = [day.year for day in chinese_calendar.holidays]
    return range(min(years), max(years) + 1)


def end_of(period: Period) -> date:
    """The last day of a period.

    >>> end_of(Period.parse("2024Q1"))
    datetime.date(2024, 3, 31)
    """
    year, month = Period(period.last + 1, period.last + 1).start
    return date(year, month, 1) - timedelta(days=1)
