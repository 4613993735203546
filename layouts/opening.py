"""Which period a page or an API answer opens with where none is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from data.model import Duty, Period
from layouts.numbers import MONTH, Numbers

YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Opening:
    """``newer`` is a later year that fewer than half have filed yet: ``reported`` of ``expected`` units."""

    period: Period | None = None
    newer: Period | None = None
    reported: int = 0
    expected: int = 0


def opening(numbers: Numbers, dataset: str) -> Opening:
    """The newest year; where filing is a duty, the newest that at least half of those owing it have filed.

    Where no year has half, the newest with any filing; where no year was filed, the newest period of all.
    """
    memo, key = numbers.memo(dataset), ("opening", numbers.axis(dataset))
    if key not in memo:
        memo[key] = _opening(numbers, dataset)
    found: Opening = memo[key]
    return found


def _opening(numbers: Numbers, dataset: str) -> Opening:
    known, filed = numbers.periods(dataset), set(numbers.filed_periods(dataset))
    years = [period for period in known if period.kind == "year" and period in filed]
    if not years:
        return Opening(known[-1] if known else None)
    newest = years[-1]
    duties = numbers.duties(dataset)
    if not duties:
        return Opening(newest)
    counts = {year: _reported(numbers, dataset, year, duties) for year in years}
    half = [year for year, (reported, expected) in counts.items() if expected <= 2 * reported]
    if not half or half[-1] == newest:
        return Opening(newest)
    return Opening(half[-1], newest, *counts[newest])


def _reported(numbers: Numbers, dataset: str, year: Period, duties: tuple[Duty, ...]) -> tuple[int, int]:
    """How many of the units that owe a yearly form (any form, where none is yearly) have filed one."""
    owed = [duty for duty in duties if duty.months == YEAR] or duties
    levels = {level for duty in owed for level in duty.levels}
    forms = {duty.form for duty in owed}
    tree = numbers.catalogue.regions
    first, last = MONTH.format(*year.start), MONTH.format(*year.end)
    units = {
        code
        for code in numbers.axis(dataset)
        if tree.get(code).level in levels and tree.valid_in(code, first, last)
    }
    came = {
        region
        for period, region, form, _ in numbers.filed(dataset)
        if period == year.code and form in forms and region in units
    }
    return len(came), len(units)
