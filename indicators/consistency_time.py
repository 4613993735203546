"""Checks of a filing against the same unit's other periods: carried over, a year before, parts, outliers.

Source: methods.md, Values (Periods), Change and trend, Data quality.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from statistics import median

from data.checking import CrossCheck
from data.model import DataElement, Finding, Period
from indicators.consistency_case import NOISE, Case, Figure, shown
from indicators.facts import parts_of
from indicators.outliers import outlying


def previous(case: Case, check: CrossCheck) -> Iterator[Finding]:
    """What is carried over into this period beside what was pending at the end of the one before."""
    starts = {start: end for end, start in check.pairs}
    for figure in case.figures:
        if figure.element not in starts:
            continue
        ended = Figure(starts[figure.element], figure.scope, 0.0, "", "")
        for period in _just_before(case):
            left = case.before(ended, period)
            if left is None:
                continue
            if abs(figure.value - left) > check.limits["tolerance"] + NOISE:
                yield case.found(check, "previous.differs", figure, expected=shown(left), against=period.code)
            break


def last_year(case: Case, check: CrossCheck) -> Iterator[Finding]:
    """Counts and amounts that changed within a year by more than ``percent``, by ``least`` at least, and
    by more than ``chance`` times the root of both together (what two equal Poisson counts seldom pass).

    A part is not told beside its total, nor a change across a break of 口径.
    """
    before = case.period.year_before
    percent, least, chance = (check.limits[name] for name in ("percent", "least", "chance"))
    jumped: dict[Figure, float] = {}
    for figure in case.counted():
        earlier = case.before(figure, before)
        if earlier is None or case.parted(figure.element, before):
            continue
        off = abs(figure.value - earlier)
        worth = off >= least and off > chance * sqrt(abs(figure.value + earlier))
        if worth and off > percent / 100 * abs(earlier) + NOISE:
            jumped[figure] = earlier
    for figure in _tops(case, jumped):
        earlier = jumped[figure]
        params = {
            "before": shown(earlier),
            "change": _change(figure.value, earlier),
            "limit": f"±{percent:g}%",
            "expected": _within(earlier, percent),
        }
        yield case.found(check, "last_year.jump", figure, against=before.code, **params)


def _change(value: float, earlier: float) -> str:
    """+120.5%; from nothing, the difference itself."""
    return f"{100 * (value - earlier) / abs(earlier):+.1f}%" if earlier else f"{value - earlier:+g}"


def _within(earlier: float, percent: float) -> str:
    """The figures that lie within so many per cent of an earlier one."""
    off = abs(earlier) * percent / 100
    least = earlier - off if earlier < 0 else max(0.0, earlier - off)
    return f"{shown(least)}—{shown(earlier + off)}" if off else shown(earlier)


def tiling(case: Case, check: CrossCheck) -> Iterator[Finding]:
    """A filed year (half, span) beside what its filed parts give, where all of them are filed."""
    tilings = parts_of(case.period, case.periods)
    for figure in case.figures if tilings else ():
        element = case.elements[figure.element]
        for tiles in tilings:
            built = _built(case, element, figure, tiles)
            if built is None:
                continue
            if abs(figure.value - built) > check.limits["tolerance"] + NOISE * max(1.0, abs(built)):
                against = "、".join(tile.code for tile in tiles)
                yield case.found(check, "tiling.differs", figure, expected=shown(built), against=against)
            break


def falling(case: Case, check: CrossCheck) -> Iterator[Finding]:
    """A value from a month on that is less than a shorter one from the same month on."""
    shorter = [
        period
        for period in case.periods
        if period.first == case.period.first and period.last < case.period.last
    ]
    for figure in case.figures if shorter else ():
        if case.elements[figure.element].over_time != "sum":
            continue
        for period in reversed(shorter):
            earlier = case.before(figure, period)
            if earlier is not None and earlier - figure.value > check.limits["tolerance"] + NOISE:
                params = {"before": shown(earlier), "expected": f"≥ {shown(earlier)}"}
                yield case.found(check, "falling.falls", figure, against=period.code, **params)
                break


def outlier(case: Case, check: CrossCheck) -> Iterator[Finding]:
    """Counts and amounts far from the unit's own earlier figures of the same season."""
    limits = check.limits
    if len(case.seasons) < limits["points"]:
        return
    far: dict[Figure, list[float]] = {}
    for figure in case.counted():
        points = [
            value
            for period in case.seasons
            if (value := case.before(figure, period)) is not None and not case.parted(figure.element, period)
        ]
        if len(points) < limits["points"]:
            continue
        centre = median(points)
        off = abs(figure.value - centre)
        worth = off >= limits["least"] and off > limits["percent"] / 100 * abs(centre)
        worth = worth and off > limits["chance"] * sqrt(abs(figure.value + centre))
        if worth and outlying(figure.value, points, score=limits["score"], tolerance=limits["least"]):
            far[figure] = points
    for figure in _tops(case, far):
        points = far[figure]
        yield case.found(check, "outlier.far", figure, expected=shown(median(points)), found=str(len(points)))


def _just_before(case: Case) -> Sequence[Period]:
    """Filed periods that end where this one begins, the one of the same length first."""
    ended = [period for period in case.periods if period.last == case.period.first - 1]
    return sorted(ended, key=lambda period: (period.months != case.period.months, period.months))


def _built(case: Case, element: DataElement, figure: Figure, tiles: Sequence[Period]) -> float | None:
    """The value that complete parts give, as the element adds over time; None where one is not filed."""
    if element.over_time == "none":
        return None
    values = [value for tile in tiles if (value := case.before(figure, tile)) is not None]
    if len(values) < len(tiles):
        return None
    match element.over_time:
        case "first":
            return values[0]
        case "last":
            return values[-1]
    return sum(values)


def _tops(case: Case, told: dict[Figure, float] | dict[Figure, list[float]]) -> Iterator[Figure]:
    """The figures without those whose total is told as well, in the same scope."""
    places = {(figure.element, figure.scope) for figure in told}
    for figure in told:
        if all((code, figure.scope) not in places for code in case.ancestors(figure.element)):
            yield figure
