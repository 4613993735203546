"""Whether a rule that can be read fits its item: its marks, its unit, the direction of what it measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from data.marking import POINT, Award, Between, ByHand, ByRank, Flat, Marking, Per, Steps
from data.scheme import Item

COUNTS = (
    *(
        "件",
        "个",
        "宗",
        "起",
        "次",
        "项",
        "例",
        "家",
        "份",
        "条",
        "场",
        "场次",
        "名",
        "人",
        "人次",
        "部",
        "期",
        "处",
    ),
    *("本", "张"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a scheme must know of an indicator."""

    name: str
    unit: str
    direction: Literal["higher", "lower", "neutral"]
    protected: bool
    variants: tuple[str, ...]
    counted: bool  # is the value a rate with counts behind it
    wholes: tuple[str, ...] = ()  # variants ("" the default) that are a part of a whole: never above 100 %


def rule_mistakes(rule: Marking, item: Item, subject: Subject | None) -> Iterator[tuple[str, str, str]]:
    """(field, code, what is expected) of everything that does not fit."""
    if rule.added is None and item.cap is None:
        yield "rule", "scheme.no_most", ""
    if item.weight is not None:
        yield from _marks_mistakes(rule, item, Fraction(repr(item.weight)))
    if subject is not None:
        yield from _subject_mistakes(rule, subject)


def _marks_mistakes(rule: Marking, item: Item, weight: Fraction) -> Iterator[tuple[str, str, str]]:
    if not weight and item.floor >= 0 and any(per.effect == "deduct" for per in rule.pers):
        yield "floor", "scheme.no_room", "< 0"
    most = weight if item.cap is None else Fraction(repr(item.cap))
    if any(award.of(weight) > most for award in _awards(rule)) or _by_hand(rule) > most:
        yield "rule", "scheme.over_full", f"≤ {float(most):g}"


def _subject_mistakes(rule: Marking, subject: Subject) -> Iterator[tuple[str, str, str]]:
    if not all(_fits(per.unit, subject) for per in rule.pers):
        yield "rule", "scheme.rule_unit", subject.unit
    if _wrong_way(rule, subject):
        yield "rule", "scheme.wrong_way", "≥" if subject.direction == "higher" else "≤"


def _awards(rule: Marking) -> Iterator[Award]:
    match rule.base:
        case Flat(award):
            yield award
        case Steps(bands, otherwise):
            yield from (*(band.award for band in bands), otherwise)
        case Between(_, low, _, high):
            yield from (low, high)
        case ByRank(placings, _, otherwise):
            yield from (*(placing.award for placing in placings), otherwise)


def _by_hand(rule: Marking) -> Fraction:
    return rule.base.most or Fraction(0) if isinstance(rule.base, ByHand) else Fraction(0)


def _fits(unit: str, subject: Subject) -> bool:
    """个百分点 of a percentage; cases of a count, or of a rate whose counts are known."""
    if unit == POINT:
        return subject.unit == "%"
    if subject.unit == "%":
        return subject.counted and unit in COUNTS
    return unit == subject.unit or (unit in COUNTS and subject.unit in COUNTS)


def _wrong_way(rule: Marking, subject: Subject) -> bool:
    """Would better be given less."""
    good = subject.direction
    if good == "neutral":
        return False
    nominal = Fraction(1000)  # full marks are more than any number that the words give
    if isinstance(rule.base, ByRank):
        marks = [each.award.of(nominal) for each in sorted(rule.base.placings, key=lambda each: each.first)]
        return any(before < after for before, after in pairwise(marks))
    if any(_backwards(per, good) for per in rule.pers):
        return True
    match rule.base:
        case Between(_, low, _, high):
            steps = [low, high]
        case Steps(bands, _):
            rising = sorted((band for band in bands if band.low is not None), key=lambda band: band.low or 0)
            steps = [band.award for band in rising]
        case _:
            return False
    marks = [step.of(nominal) for step in steps]
    return any(before > after if good == "higher" else before < after for before, after in pairwise(marks))


def _backwards(per: Per, good: Literal["higher", "lower"]) -> bool:
    costs = "below" if good == "higher" else "above"
    return per.side != costs if per.effect == "deduct" else per.side == costs
