"""Which regions stand beside one another on a page."""

from __future__ import annotations

from data.model import LEVELS
from layouts.numbers import Assessed, Numbers
from layouts.selection import Selection


def compared(numbers: Numbers, chosen: Selection) -> tuple[str, ...]:
    """The regions compared below the chosen one, by code: those of ``units``, else of the lowest level.

    A region with none below it stands among its siblings. A set without roll-up compares every unit
    that filed in the period.
    """
    tree = numbers.catalogue.regions
    first, last = (f"{year:04d}-{month:02d}" for year, month in (chosen.span.start, chosen.span.end))
    axis = set(numbers.axis(chosen.dataset))
    if not numbers.catalogue.datasets[chosen.dataset].rollup:
        filed = {region for _, region, _, _ in numbers.view.filed(chosen.dataset, [chosen.period])}
        return tuple(sorted(filed & axis))
    above = tree.get(chosen.region)
    below = [each for each in tree.descendants(above.code) if each.code != above.code]
    if not below and above.parent:
        below = list(tree.children(above.parent))
    below = [each for each in below if each.code in axis and tree.valid_in(each.code, first, last)]
    lowest = max((LEVELS.index(each.level) for each in below), default=0)
    wanted = [each.code for each in below if each.level == chosen.units]
    return tuple(wanted or [each.code for each in below if LEVELS.index(each.level) == lowest])


def remembered(numbers: Numbers, chosen: Selection, assessed: Assessed) -> tuple[str, ...]:
    """``compared``, worked out once for the frame it is read from."""
    key = ("compared", chosen.region, chosen.units)
    if key not in assessed.notes:
        assessed.notes[key] = compared(numbers, chosen)
    found: tuple[str, ...] = assessed.notes[key]
    return found
