"""The vocabulary: frozen values that every folder shares. No I/O, no clock.

Words follow the glossary in docs/glossary.md; units are those of the catalogue
(percent is 0-100, money is in the element's declared unit).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Severity = Literal["must", "explain", "note"]
Scope = Literal["own", "total"]
Level = Literal["nation", "province", "city", "county", "unit"]
Qualifier = Literal[
    "exact",
    "about",
    "above",
    "just_below",
    "at_least",
    "at_most",
    "not_applicable",
    "no_cases",
]

SEVERITIES: tuple[Severity, ...] = ("must", "explain", "note")
SCOPES: tuple[Scope, ...] = ("own", "total")
LEVELS: tuple[Level, ...] = ("nation", "province", "city", "county", "unit")

# The order is the number kept in a period block's state; the first six carry a value.
QUALIFIERS: tuple[Qualifier, ...] = (
    "exact",
    "about",
    "above",
    "just_below",
    "at_least",
    "at_most",
    "not_applicable",
    "no_cases",
)
NOT_FILED = 255  # a block's state where nobody filed anything

_PERIOD = re.compile(
    r"(?P<year>\d{4})"
    r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|M(?P<month>\d{2})"
    r"(?:-(?:(?P<year2>\d{4}))?M(?P<month2>\d{2}))?)?"
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
        found = _PERIOD.fullmatch(code.strip())
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
        if found["month2"]:
            last = int(found["year2"] or year) * 12 + int(found["month2"]) - 1
        months = [int(found[key]) for key in ("month", "month2") if found[key]]
        if not 1900 <= year <= 2199 or last < first or any(not 1 <= month <= 12 for month in months):
            raise PeriodError(
                f"{code!r} is no period: months run from 01 to 12 and the last is not before the first"
            )
        return cls(first, last)

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


@dataclass(frozen=True, slots=True)
class DataElement:
    """One raw quantity (填报项): how it is measured and how it adds over time and regions."""

    code: str
    name: str
    english: str
    unit: str
    kind: Literal["count", "amount", "flag", "rate", "rank", "change"]
    over_time: Literal["sum", "first", "last", "none"]
    over_regions: Literal["sum", "none"]
    parent: str = ""  # the element this one is a 其中 of
    protected: bool = False
    sensitive: bool = False
    reports: str = ""  # indicator code whose printed value (or printed 同比) this is
    source: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One body of figures that may be compared (数据集); nothing crosses datasets."""

    code: str
    name: str
    english: str
    label: str  # 公开数据 or 演示数据, shown on every page
    label_english: str
    root: str  # region code of the tree's root
    duty: bool  # is filing a duty: 报送率, 未报齐, 催报 only where it is
    rollup: bool  # do parents add up their children
    demonstration: bool
    forms: tuple[str, ...]  # in order of precedence where two carry one element
    headlines: tuple[str, ...] = ()  # 重点指标, in order; empty: what has a status, then what has a value


@dataclass(frozen=True, slots=True)
class Duty:
    """A form as a duty to file: who owes which elements how often."""

    form: str
    elements: frozenset[str]
    levels: tuple[Level, ...]
    months: int  # 12 for an annual form, 3 for a quarterly one


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble in one place; the words are made in layouts/text from code and params."""

    code: str
    severity: Severity
    sheet: str = ""
    cell: str = ""
    params: Mapping[str, str | float] = field(default_factory=dict)
    region: str = ""
    period: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A filed value with its place; ``value`` is None where the qualifier says why there is none."""

    element: str
    scope: Scope
    value: float | None
    qualifier: Qualifier
    sheet: str
    cell: str
    raw: str  # what stood in the cell
    decimals: int  # digits printed after the point


@dataclass(frozen=True, slots=True)
class Filing:
    """What one workbook says: header facts and observations, before anything is stored."""

    form: str
    dataset: str
    region: str
    period: str
    observations: tuple[Observation, ...]
    filled_by: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A required value (目标值). Open ends of the period are empty strings."""

    target: str
    dataset: str
    indicator: str  # empty for a target on something that is no indicator
    variant: str  # empty for the default
    region: str
    levels: tuple[Level, ...]
    first: str  # month code 2021M01, or empty
    last: str
    every: Literal["", "year"]  # a count is judged anew in each calendar year
    kind: Literal["floor", "cap", "exact", "rank", "date", "cadence", "veto", "prohibition", "text"]
    op: str
    threshold: float | None
    near: float | None
    unit: str
    due: str
    strength: Literal["必须", "原则上", "力争", "推进", ""]
    object: str
    source: str
    text: str
    author: str = ""
    decided_on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as received and its fate."""

    submission: int
    sha256: str
    path: str
    status: Literal["accepted", "waiting", "returned", "refused"]
    form: str
    dataset: str
    region: str
    period: str
    received_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads; the store's one door takes this."""

    name: str
    regions: tuple[str, ...] = ()  # empty: all
