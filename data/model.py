"""The vocabulary: frozen values that every folder shares. No I/O, no clock.

Words follow the glossary in docs/glossary.md; units are those of the catalogue
(percent is 0-100, money is in the element's declared unit).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from data.life import Outcome, Status
from data.people import Reach, Role, sees
from data.period import Period as Period  # a part of the vocabulary
from data.period import PeriodError as PeriodError

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
    review: bool = False  # is what is filed approved by a reviewer before it is published
    children_first: bool = False  # is a unit published only after those below it
    headlines: tuple[str, ...] = ()  # 重点指标, in order; empty: what has a status, then what has a value
    deadlines: tuple[tuple[str, int], ...] = ()  # form, working days after a period's end until it is due


@dataclass(frozen=True, slots=True)
class Duty:
    """A version of a form as a duty to file: who owes which elements how often, in which periods."""

    form: str
    elements: frozenset[str]
    levels: tuple[Level, ...]
    months: int  # 12 for an annual form, 3 for a quarterly one
    valid: Period | None = None  # None: in every period

    def covers(self, period: Period) -> bool:
        """Is the form owed for a period as far as its validity goes."""
        return self.valid is None or self.valid.holds(period)


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
class Explanation:
    """What the sender wrote about an 核实性 finding; it stays beside the number."""

    submission: int
    code: str
    sheet: str
    cell: str
    indicator: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """An office's own version of a rule; the newest of a code counts."""

    code: str
    content: str  # JSON object: the keys of the rule's table in rules.toml, or {"off": true}
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """How an unknown table is read, as a person confirmed it; the newest of a code counts."""

    code: str
    name: str
    content: str  # JSON object
    by: str
    at: datetime


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
    basis: str = ""  # 依据文件
    milestones: tuple[tuple[str, float], ...] = ()  # (month code, value planned for its end), in order
    digits: int | None = None  # judged on the value rounded to so many digits; None: on the exact value


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as received and its fate."""

    submission: int
    sha256: str
    path: str
    status: Status  # where it is now
    outcome: Outcome  # what became of it at the door
    form: str
    dataset: str
    region: str
    period: str
    received_at: datetime
    by: str
    locked: bool = False  # approved: its place takes no file until it is unlocked


@dataclass(frozen=True, slots=True)
class Event:
    """One step in a submission's life; ``status`` is a status, or unlocked, restored."""

    at: datetime
    by: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads; the store's one door takes this."""

    name: str
    stage: Literal["accepted", "published"] = "accepted"  # what is current where nothing is out of reach
    reach: Reach | None = None  # None: everything, as on one's own PC and for the program itself
    unseen: frozenset[str] = frozenset()  # 敏感 elements, told only of regions that he is entitled to
    entitled: frozenset[str] = frozenset()

    def may(self, role: Role, region: str | None = None) -> bool:
        """Has the viewer the role over the region; without a region: anywhere."""
        return self.reach is None or self.reach.may(role, region)

    def sees(self, region: str) -> bool:
        """Are the region's own figures shown under its name."""
        return self.reach is None or sees(self.reach.seen, region)
