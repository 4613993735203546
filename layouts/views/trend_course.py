"""The course of one indicator: each period's number of the chosen region and of the one above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.model import Period, Target
from indicators.breaks import Break, between
from indicators.definition import Indicator
from indicators.facts import needed
from layouts import selection
from layouts.changes import Change, change
from layouts.numbers import Assessed, Number, Numbers
from layouts.selection import Selection
from layouts.views import reading

Mode = Literal["years", "quarters", "same"]

MOST_YEARS = 10
MOST_QUARTERS = 12
DEFAULT_INDICATOR = "FY04"


@dataclass(frozen=True, slots=True)
class Step:
    """One period: the number, its changes on the year and on the quarter before, the target in force."""

    period: Period
    number: Number
    on_year: Change
    on_quarter: Change | None
    target: Target | None
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One region's steps, oldest first."""

    region: str
    steps: tuple[Step, ...]

    @property
    def valued(self) -> bool:
        return any(step.number.value is not None for step in self.steps)


@dataclass(frozen=True)
class Course:
    """``lines`` begin with the chosen region; ``cuts`` are breaks of 口径 before the period at that place."""

    chosen: Selection
    indicator: Indicator
    mode: Mode
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    cuts: tuple[tuple[int, Break], ...]


def course(numbers: Numbers, chosen: Selection) -> Course:
    indicator = numbers.indicators[indicator_of(numbers, chosen)]
    mode = mode_of(chosen)
    periods = _periods(numbers, chosen, mode)
    regions = _regions(numbers, chosen)
    frames = _Frames(numbers, chosen, regions[0])
    lines = [
        Line(region, tuple(_step(frames, indicator, region, period, mode) for period in periods))
        for region in regions
    ]
    return Course(chosen, indicator, mode, periods, tuple(lines), _cuts(numbers, indicator, periods))


def mode_of(chosen: Selection) -> Mode:
    """By quarter for a quarter, by year for a year, else the same span of each year."""
    kind = chosen.span.kind
    return "quarters" if kind == "quarter" else "years" if kind == "year" else "same"


def indicator_of(numbers: Numbers, chosen: Selection) -> str:
    """The chosen indicator, else the first headline, else the first with a value for the region."""
    headlines = numbers.catalogue.datasets[chosen.dataset].headlines
    if chosen.indicator or headlines:
        return chosen.indicator or headlines[0]
    axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
    table = numbers.assessed(
        chosen.dataset, chosen.span, variants=selection.variants(chosen, numbers), regions=axis
    )
    rated = sorted(numbers.shown(), key=lambda each: (each.protected, each.direction == "neutral"))
    valued = (each.code for each in rated if table.number(each.code, chosen.region).value is not None)
    return next(valued, DEFAULT_INDICATOR)


def latest_of(numbers: Numbers, dataset: str, kind: str) -> Period | None:
    """The newest filed year or quarter."""
    found = [period for period in numbers.filed_periods(dataset) if period.kind == kind]
    return found[-1] if found else None


class _Frames:
    """Assessed frames of the periods looked at, each asked for once; None where nothing was filed."""

    def __init__(self, numbers: Numbers, chosen: Selection, region: str) -> None:
        self.numbers = numbers
        self._chosen = chosen
        self._variants = selection.variants(chosen, numbers)
        self._axis = None if region in numbers.axis(chosen.dataset) else (region,)
        self._filed = numbers.filed_periods(chosen.dataset)
        self._found: dict[Period, Assessed] = {}

    def at(self, period: Period) -> Assessed:
        if period not in self._found:
            self._found[period] = self.numbers.assessed(
                self._chosen.dataset, period, variants=self._variants, regions=self._axis
            )
        return self._found[period]

    def number(self, period: Period, indicator: str, region: str) -> Number | None:
        """The number of a period that has figures; None for one that has none at all."""
        if period not in self._found and not needed(period, self._filed):
            return None
        return self.at(period).get(indicator, region)


def _step(frames: _Frames, indicator: Indicator, region: str, period: Period, mode: Mode) -> Step:
    frame = frames.at(period)
    number = frame.number(indicator.code, region)
    breaks = frames.numbers.indicators.breaks
    before = frames.number(period.year_before, indicator.code, region)
    target = None if indicator.protected else frame.targets.get(number.target)
    quarter = None
    if mode == "quarters":
        quarter = change(indicator, number, frames.number(period.shifted(-3), indicator.code, region), breaks)
    return Step(
        period,
        number,
        change(indicator, number, before, breaks),
        quarter,
        target,
        reading.threshold_of(target, indicator),
    )


def _periods(numbers: Numbers, chosen: Selection, mode: Mode) -> tuple[Period, ...]:
    """Without holes from the first period with figures to the last: at most ten years, twelve quarters."""
    filed = _filed(numbers, chosen)
    step = 3 if mode == "quarters" else 12
    most = MOST_QUARTERS if mode == "quarters" else MOST_YEARS
    first, last = min((period.first for period in filed), default=0), max((p.last for p in filed), default=0)
    anchor = chosen.span
    candidates = [anchor.shifted(step * place) for place in range(-4 * most, 4 * most + 1)]
    inside = [span for span in candidates if first <= span.first and span.last <= last]
    found = [place for place, span in enumerate(inside) if needed(span, filed)]
    if not found:
        return (anchor,)
    return tuple(inside[found[0] : found[-1] + 1][-most:])


def _filed(numbers: Numbers, chosen: Selection) -> tuple[Period, ...]:
    """Filed periods; in a set without duty those of the chosen unit alone, if it filed any."""
    everybody = numbers.filed_periods(chosen.dataset)
    if numbers.catalogue.datasets[chosen.dataset].duty:
        return everybody
    own = {code for code, region, _, _ in numbers.view.filed(chosen.dataset) if region == chosen.region}
    return tuple(period for period in everybody if period.code in own) or everybody


def _regions(numbers: Numbers, chosen: Selection) -> tuple[str, ...]:
    """The chosen region and, where parents add up their children, the one above it."""
    parent = numbers.catalogue.regions.get(chosen.region).parent
    rollup = numbers.catalogue.datasets[chosen.dataset].rollup
    above = (parent,) if rollup and parent in numbers.axis(chosen.dataset) else ()
    return (chosen.region, *above)


def _cuts(numbers: Numbers, indicator: Indicator, periods: Sequence[Period]) -> tuple[tuple[int, Break], ...]:
    found = []
    for place in range(1, len(periods)):
        cut = between(numbers.indicators.breaks, indicator.code, periods[place - 1], periods[place])
        if cut:
            found.append((place, cut))
    return tuple(found)
