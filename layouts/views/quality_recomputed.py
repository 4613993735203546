"""Printed rates and changes of several units and periods beside what their counts give."""

from __future__ import annotations

from collections.abc import Sequence

from data.cells import counting
from data.frames import OBSERVATIONS, of_values
from data.model import Scope
from indicators.consistency import Comparison, Computed, compared
from layouts.numbers import Assessed, Numbers


def recomputed(
    numbers: Numbers, dataset: str, regions: Sequence[str], periods: Sequence[str]
) -> tuple[Comparison, ...]:
    """Every printed figure that can be recomputed, in the order of regions and periods."""
    known = numbers.indicators
    shown = {each.code for each in numbers.shown()}
    printed = {**known.reported, **known.reported_change}
    wanted = [
        element
        for codes in (known.reported, known.reported_change)
        for code, element in codes.items()
        if code in shown and not known[code].protected
    ]
    if not (regions and periods and printed):
        return ()
    cells = numbers.view.trace(dataset, elements=wanted, regions=regions, periods=periods)
    count = counting(cells, numbers.catalogue.datasets[dataset].forms)
    return compared(of_values(OBSERVATIONS, count), known, _computed(numbers, dataset, tuple(printed)))


def _computed(numbers: Numbers, dataset: str, codes: tuple[str, ...]) -> Computed:
    """Values from counts by the frames of all units at once: one for each period, scope and 口径."""
    frames: dict[object, Assessed] = {}

    def computed(indicator: str, variant: str, region: str, period: str, scope: str) -> float | None:
        default = variant == numbers.indicators[indicator].default
        name = (period, scope, "" if default else (indicator, variant))
        if name not in frames:
            side: Scope = "own" if scope == "own" else "total"
            choice, only = (None, codes) if default else ({indicator: variant}, (indicator,))
            frames[name] = numbers.assessed(dataset, period, variants=choice, scope=side, only=only)
        found = frames[name].get(indicator, region)
        return found.value if found is not None and found.basis == "computed" else None

    return computed
