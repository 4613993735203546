"""Checks of a filing against other units: a parent's whole beside its children, a rate beside its siblings.

Source: methods.md, Values (Roll-up), Reliability (Funnel limits), Data quality (Outliers).
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.checking import CrossCheck
from data.formula import Formula
from data.model import SCOPES, Finding, Period
from indicators.consistency_case import NOISE, Case, Figure, Line, shown
from indicators.definition import Indicator
from indicators.outliers import outlying
from indicators.reliability import funnel_limits

Flags = NDArray[np.bool_]
OWN, WHOLE = SCOPES.index("own"), SCOPES.index("total")


class Rate(NamedTuple):
    """Numerator and denominator of one unit."""

    above: float
    below: float


def children(case: Case, check: CrossCheck) -> Iterator[Finding]:
    """A filed 全辖区 figure beside 本级 and the units below; less than those that have filed is wrong too."""
    wholes = [figure for figure in case.figures if figure.scope == "total"]
    below = case.tree.children(case.region) if case.rollup and wholes else ()
    if not below:
        return
    known, complete, units = _below(case, case.region)
    for figure in wholes:
        if case.elements[figure.element].over_regions != "sum":
            continue
        place = case.filed.places[figure.element]
        total, tolerance = float(known[place]), check.limits["tolerance"] + NOISE * max(1.0, known[place])
        params = {"expected": shown(total), "found": str(int(units[place]))}
        if complete[place] and abs(figure.value - total) > tolerance:
            yield case.found(check, "children.differs", figure, **params)
        elif not complete[place] and total - figure.value > tolerance:
            yield case.found(check, "children.less", figure, **params)


def _below(case: Case, region: str) -> tuple[Line, Flags, Line]:
    """Own and children's figures of a unit: what is known of the sum, is it all, and of how many units."""
    line = case.filed.line(region, case.period)
    own = np.full(len(case.filed.places), np.nan) if line is None else line[OWN]
    months = [f"{year:04d}-{month:02d}" for year, month in (case.period.start, case.period.end)]
    known = np.where(np.isnan(own), 0.0, own)  # nothing is added for it, and the sum is then not complete
    # a unit that files no 本级 figure at all has none to add
    complete = ~np.isnan(own) if not np.isnan(own).all() else np.ones(len(own), dtype=bool)
    units = np.zeros(len(own))
    for child in case.tree.children(region):
        if not case.tree.valid_in(child.code, *months):
            continue
        part, whole, count = _of(case, child.code)
        known, complete, units = known + part, complete & whole, units + count
    return known, complete, units


def _of(case: Case, region: str) -> tuple[Line, Flags, Line]:
    """A unit's whole: own and children's where they are complete, else its filed 全辖区 figure."""
    line = case.filed.line(region, case.period)
    filed = np.full(len(case.filed.places), np.nan) if line is None else line[WHOLE]
    if case.tree.children(region):
        known, complete, units = _below(case, region)
        use = ~complete & ~np.isnan(filed)
        return np.where(use, filed, known), complete | use, np.where(units > 0, 1, 0)
    own = filed if line is None else np.where(np.isnan(line[OWN]), filed, line[OWN])
    there = ~np.isnan(own)
    return np.where(there, own, 0.0), there, there.astype(np.float64)


def rates(case: Case, own: CrossCheck | None, others: CrossCheck | None) -> Iterator[Finding]:
    """Rates whose numerator is a part of the denominator: against earlier ones where there are enough
    (``own``, the outliers), else against the siblings' (``others``, the funnel)."""
    places = {(figure.element, figure.scope): figure for figure in case.figures}
    for indicator in case.indicators.all.values():
        variant = indicator.variant()
        if not variant.part_of_whole or indicator.protected or variant.denominator is None:
            continue
        for scope, name in enumerate(SCOPES):
            figure = places.get((variant.numerator.elements[0], name))
            mine = _rate(case, indicator, case.region, case.period, scope) if figure else None
            if figure is None or mine is None or mine.below <= 0 or mine.above > mine.below:
                continue
            earlier = _earlier(case, indicator, scope)
            if own and len(earlier) >= own.limits["points"]:
                yield from _far(case, own, indicator, figure, mine, earlier)
            elif others and case.rollup:
                yield from _outside(case, others, indicator, figure, mine, scope)


def _far(
    case: Case, check: CrossCheck, indicator: Indicator, figure: Figure, mine: Rate, earlier: list[float]
) -> Iterator[Finding]:
    value, limits = 100 * mine.above / mine.below, check.limits
    if mine.below < limits["minimum"]:
        return
    off = abs(value - median(earlier))
    far = outlying(value, earlier, score=limits["score"], tolerance=limits["rate_points"])
    if far and off > limits["rate_points"]:
        yield case.found(
            check,
            "outlier.far",
            figure,
            indicator=indicator.code,
            label=indicator.name,
            english=indicator.english,
            read=_said(mine),
            expected=f"{median(earlier):.1f}%",
            found=str(len(earlier)),
        )


def _outside(
    case: Case, check: CrossCheck, indicator: Indicator, figure: Figure, mine: Rate, scope: int
) -> Iterator[Finding]:
    limits = check.limits
    if mine.below < limits["minimum"]:
        return
    siblings = [_rate(case, indicator, code, case.period, scope) for code in _siblings(case)]
    valued = [rate for rate in siblings if rate is not None and rate.below > 0]
    if len(valued) < limits["siblings"]:
        return
    together = Rate(sum(rate.above for rate in valued), sum(rate.below for rate in valued))
    cases, centre = round(mine.below), together.above / together.below
    if not 0 <= centre <= 1 or 100 * abs(mine.above / mine.below - centre) <= limits["rate_points"]:
        return
    low, high = funnel_limits(cases, centre, limits["alpha"])
    if not low <= mine.above <= high:
        yield case.found(
            check,
            "funnel.outside",
            figure,
            indicator=indicator.code,
            label=indicator.name,
            english=indicator.english,
            read=_said(mine),
            before=f"{100 * centre:.1f}%",
            expected=f"{100 * low / cases:.1f}%—{100 * high / cases:.1f}%",
        )


def _siblings(case: Case) -> list[str]:
    """Units of the same level under the same parent, itself among them."""
    above = case.tree.get(case.region).parent
    units = case.tree.children(above) if above else case.tree.roots()
    return [unit.code for unit in units if unit.level == case.level]


def _earlier(case: Case, indicator: Indicator, scope: int) -> list[float]:
    """The unit's rates of the same season before, in percent, on this side of any break of 口径."""
    found: list[float] = []
    for period in case.seasons:
        rate = _rate(case, indicator, case.region, period, scope)
        broken = any(
            indicator.code in each.indicators and each.between(period, case.period)
            for each in case.indicators.breaks
        )
        if rate and rate.below > 0 and not broken:
            found.append(100 * rate.above / rate.below)
    return found


def _rate(case: Case, indicator: Indicator, region: str, period: Period, scope: int) -> Rate | None:
    """Numerator and denominator of the default 口径, both from exact figures."""
    line, variant = case.filed.line(region, period), indicator.variant()
    if line is None or variant.denominator is None:
        return None
    above = _sum(variant.numerator, line[scope], case)
    below = _sum(variant.denominator, line[scope], case)
    return Rate(above, below) if above == above and below == below else None


def _sum(formula: Formula, values: Line, case: Case) -> float:
    """NaN where an element is not filed."""
    return float(sum(factor * values[case.filed.places[code]] for factor, code in formula.terms))


def _said(rate: Rate) -> str:
    return f"{shown(rate.above)}/{shown(rate.below)} = {100 * rate.above / rate.below:.1f}%"
