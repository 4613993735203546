"""What a score sheet is made of: the facts of a region, its items with reasons, its total, its place.

Source: methods.md, Scoring. Marks are exact fractions of 分; the words for every code are made in layouts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from data.model import Qualifier
from data.scheme import Veto
from indicators.exact import Number

Wanted = Literal["floor", "cap", "exact", ""]
ItemState = Literal["scored", "left_out", "unscored"]
SheetState = Literal["final", "pending", "none"]
Reason = Literal[
    # scored
    "rule",  # as the item's rule says: ``parts`` tell how
    "not_reported",  # nothing was filed: 0
    "missing_element",  # not everything that it is computed from was filed: 0
    "no_cases",  # full marks, or left out
    "by_hand",  # a person gave the marks; ``computed`` is what the rule gave
    "veto",  # zeroed; ``computed`` is what stood there
    # left out
    "not_applicable",
    "few_cases",  # fewer cases than the minimum for rank points
    "few_units",  # fewer than three units to be ranked
    # unscored: to be settled
    "no_marks",  # the scheme gives no full marks or no rule
    "undecidable",  # 约, 以上, 以下: the marks would depend on the true value
    "short",  # 未报齐
    "zero_denominator",
    "not_additive",
    "reported_only_below",
    "no_target",  # the rule measures against a target and none is in force
    "no_figures",  # the rule counts cases and only a rate was filed
    "no_tasks",  # the region has no task of the item's plan or code
    "to_be_marked",  # by hand
    "protected",
    "neutral",
    "unread",  # the rule cannot be read
]

# Codes of the steps of an explanation, for the words in layouts.
PARTS = (
    *("full", "met", "missed", "share", "between", "step", "otherwise", "place"),
    *("deducted", "added", "by_hand"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The fact behind one item of one region; ``value`` exact, in the indicator's unit (a task: percent)."""

    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    qualifier: Qualifier = "exact"
    gap: str = ""  # why there is no value; also protected, neutral
    target: float | None = None  # in force
    wanted: Wanted = ""  # what kind of target it is
    direction: Literal["higher", "lower", "neutral"] = "higher"
    unit: str = "%"
    place: bool = False  # the value is itself a filed rank
    short: bool = False  # not every unit below has reported


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the explanation (PARTS); its marks, and what they were counted from."""

    code: str
    marks: Fraction
    params: Mapping[str, Fraction | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One line of a sheet. ``lost`` is full minus marks, negative where more was added than lost."""

    item: str
    state: ItemState
    reason: Reason
    full: Fraction | None
    marks: Fraction | None = None
    value: Fraction | None = None
    target: Fraction | None = None
    computed: Fraction | None = None  # before a mark by hand or a veto
    params: Mapping[str, Fraction | str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    @property
    def lost(self) -> Fraction | None:
        return None if self.full is None or self.marks is None else self.full - self.marks


@dataclass(frozen=True, slots=True)
class Sheet:
    """The score sheet of a region (得分表).

    ``full`` are the scheme's full marks, ``counted`` those of the items that this region is judged by
    (their marks are scaled up to ``full``), ``waiting`` those of items still unscored. ``marks`` is the
    total: None while nothing is scored; in a pending sheet it is what is certain so far.
    """

    region: str
    league: str
    items: tuple[ItemScore, ...]
    state: SheetState
    full: Fraction
    counted: Fraction
    waiting: Fraction
    marks: Fraction | None
    without_veto: Fraction | None
    projected: Fraction | None  # the total as if the unscored items were left out
    vetoes: tuple[Veto, ...] = ()  # those that struck


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region stands in its league: competition rank (并列) ``rank``/``of``; None: not ranked.

    ``change``: places gained (positive) against the earlier ranking, None where it had none.
    """

    region: str
    league: str
    marks: Fraction | None
    rank: int | None
    of: int
    tied: bool = False
    change: int | None = None
    provisional: bool = False
