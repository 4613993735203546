"""Marks from one rule and one fact, exact, with every step of the way.

Source: methods.md, Scoring. A value that is only known to lie somewhere (约, 以上, 以下) is given marks where
all values that it may have are given the same; else it is undecidable.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from data.marking import POINT, Band, Between, ByHand, ByRank, Flat, Marking, Met, Per, Share, Steps
from indicators.exact import exact
from indicators.scoring_model import Measured, Part, Reason, Wanted

HUNDRED = Fraction(100)
FAR = 1_000_000  # as good as infinite beside any number that a rule names
TINY = Fraction(1, 10**9)  # 超过90: not 90 itself


@dataclass(frozen=True, slots=True)
class Given:
    """Marks before they are bounded, and how they came about."""

    marks: Fraction
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule is applied to: an exact value, its target, its place among others."""

    measured: Measured
    value: Fraction
    target: Fraction | None
    wanted: Wanted
    place: int | None = None


def marks_of(marking: Marking, weight: Fraction, fact: Fact, places: tuple[int, int]) -> Given | Reason:
    """The marks of a value that is there, or why there are none; ``places``: best and worst possible rank."""
    if isinstance(marking.base, ByHand):
        return "to_be_marked"
    lacking = _lacking(marking, fact)
    if lacking:
        return lacking
    if isinstance(marking.base, ByRank):
        given = [_applied(marking, weight, replace(fact, place=place)) for place in dict.fromkeys(places)]
    else:
        given = [_applied(marking, weight, replace(fact, value=value)) for value in _values(marking, fact)]
    return given[0] if all(each.marks == given[0].marks for each in given) else "undecidable"


def fact_of(measured: Measured, target: Fraction | None) -> Fact:
    """The fact with its value and the target: the item's own, else the one in force."""
    in_force = exact(measured.target) if target is None and measured.target is not None else target
    wanted: Wanted = measured.wanted or ("cap" if measured.direction == "lower" else "floor")
    value = exact(measured.value) if measured.value is not None else Fraction(0)
    return Fact(measured, value, in_force, wanted)


def span_of(measured: Measured) -> tuple[Fraction, Fraction]:
    """The least and the greatest value that a qualifier leaves possible."""
    value = exact(measured.value) if measured.value is not None else Fraction(0)
    if measured.qualifier == "exact":
        return value, value
    low, high = min(Fraction(0), value), max(abs(value), HUNDRED) * FAR
    return {
        "about": (low, high),
        "above": (value + TINY, high),
        "at_least": (value, high),
        "just_below": (low, value - TINY),
        "at_most": (low, value),
    }.get(measured.qualifier, (value, value))


def _lacking(marking: Marking, fact: Fact) -> Reason | None:
    """Why the rule cannot be applied to such a fact."""
    for per in marking.pers:
        if _counts_cases(per, fact):
            lacking = _lacking_cases(per, fact.measured)
            if lacking:
                return lacking
        elif per.base is None and fact.target is None:
            return "no_target"
    if fact.target is not None:
        return None
    share = isinstance(marking.base, Share) and marking.base.base is None and fact.measured.unit != "%"
    return "no_target" if share or isinstance(marking.base, Met) else None


def _lacking_cases(per: Per, measured: Measured) -> Reason | None:
    if measured.numerator is None or measured.denominator is None:
        return "no_figures"
    if per.base is None and per.side == "above":
        return "no_target"
    return "undecidable" if measured.qualifier != "exact" else None


def _counts_cases(per: Per, fact: Fact) -> bool:
    """每少一次 of a rate counts the cases behind it, not the rate."""
    return fact.measured.unit == "%" and per.unit != POINT


def _values(marking: Marking, fact: Fact) -> list[Fraction]:
    """The value; or the ends of what it may be and every edge of the rule between them."""
    low, high = span_of(fact.measured)
    if low == high:
        return [low]
    edges = [edge for each in _edges(marking, fact) for edge in (each - TINY, each, each + TINY)]
    return [low, high, *[edge for edge in edges if low < edge < high]]


def _edges(marking: Marking, fact: Fact) -> list[Fraction]:
    found: list[Fraction | None] = [fact.target, *[per.base for per in marking.pers]]
    match marking.base:
        case Steps(bands) | Flat(_, bands):
            found += [edge for band in bands for edge in (band.low, band.high)]
        case Between(low, _, high, _):
            found += [low, high]
        case Share(base):
            found.append(base)
    return [edge for edge in found if edge is not None]


def _applied(marking: Marking, weight: Fraction, fact: Fact) -> Given:
    cut = _cut(marking, fact.value)
    parts = [cut] if cut else [_start(marking, weight, fact), *[_per(per, fact) for per in marking.pers]]
    return Given(sum((part.marks for part in parts), Fraction(0)), tuple(parts))


def _cut(marking: Marking, value: Fraction) -> Part | None:
    """The band in which the words give nothing, whatever is deducted."""
    cuts = marking.base.cuts if isinstance(marking.base, Flat) else ()
    held = next((band for band in cuts if band.holds(value)), None)
    return _banded(held, Fraction(0)) if held else None


def _start(marking: Marking, weight: Fraction, fact: Fact) -> Part:
    """What the marks begin with; deductions begin with the full marks."""
    match marking.base:
        case Flat(award):
            return Part("full", award.of(weight))
        case Steps() as steps:
            return _step(steps, weight, fact.value)
        case Between() as line:
            return Part("between", _on_line(line, weight, fact.value), {"low": line.low, "high": line.high})
        case Met(otherwise):
            met = _meets(fact)
            return Part("met" if met else "missed", weight if met else otherwise.of(weight))
        case Share(base):
            share = _share(fact, base)
            return Part("share", weight * share, {"share": HUNDRED * share})
        case ByRank() as ranking if fact.place is not None:
            return Part("place", _placed(ranking, weight, fact.place), {"place": Fraction(fact.place)})
    return Part("full", weight)


def _step(steps: Steps, weight: Fraction, value: Fraction) -> Part:
    """Of the bands that hold the value the one that begins highest, then the one that ends lowest."""
    holding = [band for band in steps.bands if band.holds(value)]
    if not holding:
        return Part("otherwise", steps.otherwise.of(weight))
    band = min(holding, key=_narrowness)
    return _banded(band, band.award.of(weight))


def _banded(band: Band, marks: Fraction) -> Part:
    bounds = {"low": band.low, "high": band.high}
    return Part("step", marks, {key: edge for key, edge in bounds.items() if edge is not None})


def _narrowness(band: Band) -> tuple[bool, Fraction, bool, Fraction]:
    low = Fraction(0) if band.low is None else -band.low
    return band.low is None, low, band.high is None, band.high or Fraction(0)


def _on_line(line: Between, weight: Fraction, value: Fraction) -> Fraction:
    low, high = line.low_award.of(weight), line.high_award.of(weight)
    place = min(max((value - line.low) / (line.high - line.low), Fraction(0)), Fraction(1))
    return low + (high - low) * place


def _meets(fact: Fact) -> bool:
    target = fact.target if fact.target is not None else fact.value
    match fact.wanted:
        case "cap":
            return fact.value <= target
        case "exact":
            return fact.value == target
    return fact.value >= target


def _share(fact: Fact, base: Fraction | None) -> Fraction:
    """value / target of a floor, target / value of a broken cap, from 0 to 1 (methods.md, Attainment)."""
    wanted = "floor" if base is not None else fact.wanted
    aim = base if base is not None else fact.target
    aim = HUNDRED if aim is None else aim
    if wanted == "cap":
        share = Fraction(1) if fact.value <= aim else aim / fact.value
    else:
        share = fact.value / aim if aim > 0 else Fraction(fact.value >= aim)
    return min(max(share, Fraction(0)), Fraction(1))


def _placed(ranking: ByRank, weight: Fraction, place: int) -> Fraction:
    for placing in ranking.placings:
        if placing.first <= place <= placing.last:
            return placing.award.of(weight)
    last = max(ranking.placings, key=lambda placing: placing.last)
    if ranking.step is None or place < last.last:
        return ranking.otherwise.of(weight)
    return max(last.award.of(weight) - ranking.step * (place - last.last), Fraction(0))


def _per(per: Per, fact: Fact) -> Part:
    value, base = fact.value, per.base if per.base is not None else fact.target
    if _counts_cases(per, fact):
        value = exact(fact.measured.numerator or 0)
        base = per.base if per.base is not None else exact(fact.measured.denominator or 0)
    base = base if base is not None else Fraction(0)
    difference = max(base - value if per.side == "below" else value - base, Fraction(0))
    times = difference / per.step
    if per.counting != "proportional":
        times = Fraction(math.floor(times) if per.counting == "whole" else math.ceil(times))
    marks = times * per.marks
    marks = marks if per.most is None else min(marks, per.most)
    counted = {"difference": difference, "base": base, "value": value, "times": times}
    params: dict[str, Fraction | str] = {**counted, "unit": per.unit}
    deducted = per.effect == "deduct"
    return Part("deducted" if deducted else "added", -marks if deducted else marks, params)
