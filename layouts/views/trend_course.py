"""The course of one indicator: each period's number of the chosen region and of the one above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.model import Period, Target
from indicators.breaks import Break, between
from indicators.definition import Indicator
from indicators.facts import needed
from layouts import selection
from layouts.changes import Change, breaks_of, change
from layouts.numbers import Assessed, Number, Numbers
from layouts.selection import Selection
from layouts.views import reading

Mode = Literal["years", "quarters", "same"]

MOST_YEARS = 10
MOST_QUARTERS = 12
MOST_AHEAD = 5  # years to come whose targets are drawn
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
    """``lines`` begin with the chosen region; ``cuts`` are breaks of 口径 or boundary before that place."""

    chosen: Selection
    indicator: Indicator
    mode: Mode
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    cuts: tuple[tuple[int, Break], ...]
    ahead: tuple[Step, ...] = ()  # years to come that have a target already
    events: tuple[tuple[float, Break], ...] = ()  # policy events, in places of periods


def course(numbers: Numbers, chosen: Selection) -> Course:
    indicator = numbers.indicators[indicator_of(numbers, chosen)]
    mode = mode_of(chosen)
    periods = _periods(numbers, chosen, mode)
    regions = _regions(numbers, chosen)
    frames = Frames(numbers, chosen)
    lines = [
        Line(region, tuple(_step(frames, indicator, region, period, mode) for period in periods))
        for region in regions
    ]
    return Course(
        chosen,
        indicator,
        mode,
        periods,
        tuple(lines),
        _cuts(breaks_of(numbers, chosen.region), indicator, periods),
        _ahead(frames, indicator, chosen, periods) if mode == "years" else (),
        _events(numbers, indicator, periods),
    )


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


class Frames:
    """Assessed frames of the periods looked at, each asked for once."""

    def __init__(self, numbers: Numbers, chosen: Selection) -> None:
        self.numbers = numbers
        self._chosen = chosen
        self._variants = selection.variants(chosen, numbers)
        self._axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
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


def _step(frames: Frames, indicator: Indicator, region: str, period: Period, mode: Mode) -> Step:
    frame = frames.at(period)
    number = frame.number(indicator.code, region)
    breaks = breaks_of(frames.numbers, region)
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


def _cuts(
    breaks: Sequence[Break], indicator: Indicator, periods: Sequence[Period]
) -> tuple[tuple[int, Break], ...]:
    found = []
    for place in range(1, len(periods)):
        cut = between(breaks, indicator.code, periods[place - 1], periods[place])
        if cut:
            found.append((place, cut))
    return tuple(found)


def _ahead(
    frames: Frames, indicator: Indicator, chosen: Selection, periods: Sequence[Period]
) -> tuple[Step, ...]:
    """The years after the last one for which a target with an end is in force."""
    found: list[Step] = []
    while len(found) < MOST_AHEAD and not indicator.protected:
        following = periods[-1].shifted(12 * (len(found) + 1))
        step = _step(frames, indicator, chosen.region, following, "years")
        if step.target is None or step.threshold is None or not step.target.last:
            break
        found.append(step)
    return tuple(found)


def _events(
    numbers: Numbers, indicator: Indicator, periods: Sequence[Period]
) -> tuple[tuple[float, Break], ...]:
    """Policy events that bear on the indicator, where they fall on the axis."""
    placed = [(_place(event.on, periods), event) for event in numbers.indicators.events]
    return tuple((at, event) for at, event in placed if at is not None and indicator.code in event.indicators)


def _place(day: date, periods: Sequence[Period]) -> float | None:
    """A day in places of periods, whose middles are 0, 1, 2; None before the first and after the last."""
    month = day.year * 12 + day.month - 1
    for place, period in enumerate(periods):
        if period.first <= month <= period.last:
            return place - 0.5 + (month - period.first) / period.months
        if place and periods[place - 1].last < month < period.first:
            return place - 0.5
    return None
