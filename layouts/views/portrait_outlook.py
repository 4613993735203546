"""达标预测 of a region: for each target on a share of cases, what it still needs and what it can bear.

Source: methods.md, Targets (达标预测). Only rates computed from exact whole counts; a year that is over
tells how many cases were short, or to spare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.model import Period
from indicators.facts import needed
from indicators.forecast import Forecast, forecast, margin
from layouts import selection
from layouts.numbers import Assessed
from layouts.views import reading
from layouts.views.portrait_facts import Line, Portrait

Verdict = Literal["out_of_reach", "short", "behind", "at_risk", "safe"]
ORDER: tuple[Verdict, ...] = ("out_of_reach", "short", "behind", "at_risk", "safe")
YEAR = 12


@dataclass(frozen=True, slots=True)
class Outlook:
    """``spare``: cases that could have gone otherwise among those so far, below 0 those that are short.

    ``expected``: cases until the year's end, estimated from the whole year before; None where the period
    is over or nothing can be said.
    """

    line: Line
    done: int
    cases: int
    found: Forecast
    spare: int
    expected: int | None
    over: bool

    @property
    def verdict(self) -> Verdict:
        if self.over:
            return "safe" if self.spare >= 0 else "short"
        if not self.found.reachable:
            return "out_of_reach"
        if not self.found.met:
            return "behind"
        return "at_risk" if self.expected is not None and self.found.misses == 0 else "safe"


def outlooks(found: Portrait) -> tuple[Outlook, ...]:
    """The worst first; within one verdict the fewest to spare."""
    span = found.chosen.span
    over = not (span.first % YEAR == 0 and span.months < YEAR)
    year = None if over else _whole_year_before(found)
    made = [one for line in found.lines if (one := _outlook(found, line, year, over=over))]
    return tuple(sorted(made, key=lambda one: (ORDER.index(one.verdict), one.spare, one.line.indicator.code)))


def _outlook(found: Portrait, line: Line, year: Assessed | None, *, over: bool) -> Outlook | None:
    number, target, indicator = line.number, line.target, line.indicator
    counts = _whole(number.numerator), _whole(number.denominator)
    exact = number.basis == "computed" and number.qualifier == "exact" and not number.incomplete
    if target is None or target.threshold is None or not exact or None in counts:
        return None
    if not indicator.variant(number.variant).part_of_whole or not reading.evaluated(target, indicator):
        return None
    x, n = counts[0] or 0, counts[1] or 0
    kind: Literal["floor", "cap"] = "cap" if target.kind == "cap" else "floor"
    spare = margin(x, n, target.threshold, kind=kind, scale=indicator.scale)
    if target.kind not in ("floor", "cap") or spare is None or not n:
        return None
    expected = _expected(line, year, n)
    said = forecast(x, n, target.threshold, kind=kind, scale=indicator.scale, expected=expected)
    return None if said is None else Outlook(line, x, n, said, spare, expected, over)


def _whole_year_before(found: Portrait) -> Assessed | None:
    span = Period.year(found.chosen.span.start[0] - 1)
    numbers, chosen = found.numbers, found.chosen
    if not needed(span, numbers.filed_periods(chosen.dataset)):
        return None
    axis = None if chosen.region in numbers.axis(chosen.dataset) else (chosen.region,)
    variants = selection.variants(chosen, numbers)
    return numbers.assessed(chosen.dataset, span, variants=variants, regions=axis)


def _expected(line: Line, year: Assessed | None, n: int) -> int | None:
    """The year before had so many cases; nothing is said where there are more already."""
    before = year.get(line.indicator.code, line.number.region) if year else None
    if before is None or before.incomplete or before.basis != "computed":
        return None
    cases = _whole(before.denominator)
    return cases if cases is not None and cases > n else None


def _whole(count: float | None) -> int | None:
    return int(count) if count is not None and count == int(count) else None
