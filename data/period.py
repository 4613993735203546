"""Period (报告期): a span of whole months and its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

FIRST_YEAR, LAST_YEAR = 1900, 2199

_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|M(?P<month>[0-9]{2})"
    r"(?:-(?P<year2>[0-9]{4})?M(?P<month2>[0-9]{2}))?)?"
)


class PeriodError(ValueError):
    """A text that is no period code; the message says what was read and what is expected."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A span of whole months, first and last inclusive, as ordinals ``year * 12 + month - 1``."""

    first: int
    last: int

    @classmethod
    def of(cls, year: int, month: int, year2: int, month2: int) -> Period:
        return cls(year * 12 + month - 1, year2 * 12 + month2 - 1)

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(year * 12, year * 12 + 11)

    @classmethod
    def parse(cls, code: str) -> Period:
        """Read a code: 2024, 2024H1, 2024Q3, 2024M09, 2024M01-M09, 2021M08-2022M07.

        >>> Period.parse("2024Q3").code, Period.parse("2024M01-M12").code
        ('2024Q3', '2024')
        """
        return _parsed(code.strip())

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    @property
    def start(self) -> tuple[int, int]:
        """Year and month (1-12) of the first month."""
        return self.first // 12, self.first % 12 + 1

    @property
    def end(self) -> tuple[int, int]:
        """Year and month (1-12) of the last month."""
        return self.last // 12, self.last % 12 + 1

    @property
    def kind(self) -> Literal["year", "half", "quarter", "month", "span"]:
        if self.first % self.months:
            return "span"
        match self.months:
            case 12:
                return "year"
            case 6:
                return "half"
            case 3:
                return "quarter"
            case 1:
                return "month"
        return "span"

    @property
    def code(self) -> str:
        (year, month), (year2, month2) = self.start, self.end
        match self.kind:
            case "year":
                return f"{year}"
            case "half":
                return f"{year}H{month // 6 + 1}"
            case "quarter":
                return f"{year}Q{month // 3 + 1}"
            case "month":
                return f"{year}M{month:02d}"
        return f"{year}M{month:02d}-" + (f"M{month2:02d}" if year == year2 else f"{year2}M{month2:02d}")

    def shifted(self, months: int) -> Period:
        return Period(self.first + months, self.last + months)

    @property
    def year_before(self) -> Period:
        """The same span one year earlier (同期)."""
        return self.shifted(-12)

    def holds(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        return self.code


@lru_cache(maxsize=4096)
def _parsed(code: str) -> Period:
    found = _PERIOD.fullmatch(code)
    if not found:
        raise PeriodError(f"{code!r} is no period; write 2024, 2024H1, 2024Q3, 2024M09 or 2024M01-M09")
    year = int(found["year"])
    if found["half"]:
        start, length = (int(found["half"]) - 1) * 6, 6
    elif found["quarter"]:
        start, length = (int(found["quarter"]) - 1) * 3, 3
    elif found["month"]:
        start, length = int(found["month"]) - 1, 1
    else:
        start, length = 0, 12
    first = year * 12 + start
    last = first + length - 1
    year2 = int(found["year2"] or year)
    if found["month2"]:
        last = year2 * 12 + int(found["month2"]) - 1
    months = [int(found[key]) for key in ("month", "month2") if found[key]]
    if (
        year < FIRST_YEAR
        or year2 > LAST_YEAR
        or last < first
        or any(not 1 <= month <= 12 for month in months)
    ):
        raise PeriodError(
            f"{code!r} is no period; years run from {FIRST_YEAR} to {LAST_YEAR}, months from 01 to 12, "
            "and the last month is not before the first"
        )
    return Period(first, last)
