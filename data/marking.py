"""How marks are given, as read from a document's words: the parts of a rule of assessment.

``data.marking_parse.parse_rule`` reads them, ``indicators.scoring_rules`` applies them. Numbers are exact,
in the unit of the indicator (percent and 百分点 as 0-100) and in 分.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Side = Literal["below", "above"]
Counting = Literal["proportional", "whole", "started"]
POINT = "个百分点"


@dataclass(frozen=True, slots=True)
class Award:
    """What is given: ``amount``, or with ``full`` the item's full marks and ``amount`` (扣2分: -2)."""

    full: bool
    amount: Fraction = Fraction(0)

    def of(self, weight: Fraction) -> Fraction:
        return self.amount + (weight if self.full else 0)


FULL, NOTHING = Award(full=True), Award(full=False)


@dataclass(frozen=True, slots=True)
class Per:
    """每低1个百分点扣1分: for each ``step`` on one side of the base, ``marks`` taken away or added.

    ``base`` None is the target. ``most`` bounds what this part takes or adds.
    """

    effect: Literal["deduct", "add"]
    side: Side
    step: Fraction
    unit: str
    marks: Fraction
    counting: Counting = "proportional"
    most: Fraction | None = None
    base: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """达到95%得满分，60%及以下得0分，其间按比例计分: a line between two points, flat outside them."""

    low: Fraction
    low_award: Award
    high: Fraction
    high_award: Award


@dataclass(frozen=True, slots=True)
class Band:
    """Values from ``low`` to ``high`` and what they are given; None is no bound, ``_in`` includes it."""

    award: Award
    low: Fraction | None = None
    high: Fraction | None = None
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: Fraction) -> bool:
        over = self.low is None or value > self.low or (self.low_in and value == self.low)
        return over and (self.high is None or value < self.high or (self.high_in and value == self.high))


@dataclass(frozen=True, slots=True)
class Steps:
    """95%以上得10分，90%以上得8分，其余不得分: of the bands that hold the value the narrowest from below."""

    bands: tuple[Band, ...]
    otherwise: Award = NOTHING


@dataclass(frozen=True, slots=True)
class Met:
    """达标得满分，否则不得分, against the target."""

    otherwise: Award = NOTHING


@dataclass(frozen=True, slots=True)
class Share:
    """按完成率计分: the share of ``base`` (None: the target, else 100) that was reached, never above full."""

    base: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """What the places ``first`` to ``last`` are given."""

    first: int
    last: int
    award: Award


@dataclass(frozen=True, slots=True)
class ByRank:
    """第1名得10分，每降1名减1分: the placings, ``step`` less for each place after the last of them."""

    placings: tuple[Placing, ...]
    step: Fraction | None = None
    otherwise: Award = NOTHING


@dataclass(frozen=True, slots=True)
class ByHand:
    """凭佐证材料评分，最高5分."""

    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Flat:
    """90%以上得5分，每低1个百分点扣1分，低于60%不得分: what deductions begin with; nothing in the cuts."""

    award: Award = FULL
    cuts: tuple[Band, ...] = ()


Base = Flat | Between | Steps | Met | Share | ByRank | ByHand


@dataclass(frozen=True, slots=True)
class Marking:
    """A rule: marks come from ``base`` (None: the full marks), then each of ``pers`` takes or adds."""

    words: str
    base: Base | None
    pers: tuple[Per, ...] = ()

    @property
    def added(self) -> Fraction | None:
        """What can be added at most; None where nothing bounds it."""
        most = [per.most for per in self.pers if per.effect == "add"]
        known = [each for each in most if each is not None]
        return sum(known, Fraction(0)) if len(known) == len(most) else None


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that are no rule: what could be read, what could not, and the nearest rule that is known."""

    words: str
    read: str
    rest: str
    nearest: str
