"""谁拉动的: the change of a region's number by the units below it, taken from the one computation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from data.model import Period
from indicators.breaks import Break, between
from indicators.decomposition import Counts, Decomposition, decompose, decompose_sum
from indicators.definition import Indicator
from layouts import selection
from layouts.changes import breaks_of
from layouts.numbers import MONTH, Number, Numbers
from layouts.selection import Selection
from layouts.views.trend_course import Course, Frames

BASE, QUARTER = "base", "quarter"  # the page's own choice: compared with the quarter before
OWN = ""  # the region's own level among its units
CLOSE = 1e-9

Refusal = Literal[
    "",
    "protected",
    "not_additive",
    "hidden",
    "no_value",
    "no_before",
    "break",
    "not_the_sum",
    "no_rate",
]
Pair = tuple[Number | None, Number | None]


@dataclass(frozen=True)
class Split:
    """``units`` are the numbers of each unit before and after; without ``parts`` it is said why."""

    region: str
    before: Period
    after: Period
    numbers: Pair
    units: Mapping[str, Pair] = field(default_factory=dict)
    parts: Decomposition | None = None
    why: Refusal = ""
    cut: Break | None = None


def split(numbers: Numbers, course: Course) -> Split | None:
    """Of the chosen region, else of the one above it; None where nothing is added up."""
    chosen, indicator = course.chosen, course.indicator
    region = _whole(numbers, chosen)
    if not region:
        return None
    after = next((each for each in course.periods if each == chosen.span), course.periods[-1])
    before = after.shifted(-3) if by_quarter(course) else after.year_before
    frames = Frames(numbers, chosen)
    pair = (frames.number(before, indicator.code, region), frames.number(after, indicator.code, region))
    bare = Split(region, before, after, pair)
    cut = between(breaks_of(numbers, region), indicator.code, before, after)
    why = _refused(numbers, chosen, indicator, bare, cut)
    if why:
        return Split(region, before, after, pair, why=why, cut=cut)
    units = _units(numbers, chosen, indicator, frames, bare)
    parts = _parts(indicator, units)
    why = "no_rate" if parts is None else "" if _adds_up(parts, pair) else "not_the_sum"
    return Split(region, before, after, pair, units, None if why else parts, why)


def by_quarter(course: Course) -> bool:
    """Is the quarter before asked for, where there are quarters."""
    return course.mode == "quarters" and dict(course.chosen.own).get(BASE) == QUARTER


def _whole(numbers: Numbers, chosen: Selection) -> str:
    """The region whose change is split: one that has units below it in a set that adds up."""
    if not numbers.catalogue.datasets[chosen.dataset].rollup:
        return ""
    tree, axis = numbers.catalogue.regions, set(numbers.axis(chosen.dataset))
    if any(each.code in axis for each in tree.children(chosen.region)):
        return chosen.region
    parent = tree.get(chosen.region).parent
    return parent if parent in axis else ""


def _refused(
    numbers: Numbers, chosen: Selection, indicator: Indicator, bare: Split, cut: Break | None
) -> Refusal:
    before, after = bare.numbers
    if indicator.protected:
        return "protected"
    if indicator.aggregation == "none":
        return "not_additive"
    if not numbers.counts_below(chosen.dataset, bare.region):
        return "hidden"
    if after is None or after.value is None:
        return "no_value"
    if before is None or before.value is None:
        return "no_before"
    if cut:
        return "break"
    return "" if after.basis == before.basis == "computed" else "not_the_sum"


def _units(
    numbers: Numbers, chosen: Selection, indicator: Indicator, frames: Frames, bare: Split
) -> dict[str, Pair]:
    """The units below and, first, the region's own level, which is one of them."""
    own = [_own(numbers, chosen, indicator, bare.region, period) for period in (bare.before, bare.after)]
    found: dict[str, Pair] = {OWN: (own[0], own[1])}
    axis, tree = set(numbers.axis(chosen.dataset)), numbers.catalogue.regions
    for child in tree.children(bare.region):
        if child.code in axis:
            pair = [
                frames.number(period, indicator.code, child.code)
                if tree.valid_in(child.code, MONTH.format(*period.start), MONTH.format(*period.end))
                else None
                for period in (bare.before, bare.after)
            ]
            found[child.code] = (pair[0], pair[1])
    return {code: pair for code, pair in found.items() if any(_given(number) for number in pair)}


def _own(
    numbers: Numbers, chosen: Selection, indicator: Indicator, region: str, period: Period
) -> Number | None:
    table = numbers.assessed(
        chosen.dataset,
        period,
        variants=selection.variants(chosen, numbers),
        scope="own",
        regions=numbers.axis(chosen.dataset),
        only=(indicator.code,),
    )
    return table.get(indicator.code, region)


def _given(number: Number | None) -> bool:
    return number is not None and number.numerator is not None


def _parts(indicator: Indicator, units: Mapping[str, Pair]) -> Decomposition | None:
    if indicator.kind == "ratio":
        return decompose(_counts(units, 0), _counts(units, 1), scale=indicator.scale)
    before, after = _values(units, 0), _values(units, 1)
    return decompose_sum(before, after)


def _counts(units: Mapping[str, Pair], side: int) -> dict[str, Counts]:
    found = {code: pair[side] for code, pair in units.items()}
    return {code: Counts(one.numerator, one.denominator) for code, one in found.items() if one is not None}


def _values(units: Mapping[str, Pair], side: int) -> dict[str, float | None]:
    return {code: number.value if (number := pair[side]) else None for code, pair in units.items()}


def _adds_up(parts: Decomposition, pair: Sequence[Number | None]) -> bool:
    """Are the values of the region made from these units, and not filed for the whole area."""
    whole = (float(parts.before), float(parts.after))
    return all(
        one is not None
        and one.value is not None
        and abs(one.value - made) <= CLOSE * max(1.0, abs(one.value))
        for one, made in zip(pair, whole, strict=True)
    )
