"""Figures that the register of tasks gives where nobody filed them: 到期任务数 and 已完成的到期任务数.

A filed figure counts before the register's, of a region and period as a whole; a rate that was only printed
stands beside the register's as reported beside recomputed. Source: methods.md, Values (basis) and Roll-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from data.model import NOT_FILED, SCOPES, Period
from indicators.facts import Facts
from indicators.task_progress import Occurrence, due_sums

DONE, DUE = "tasks_done", "tasks_due"
OWN = SCOPES.index("own")
Sums = Mapping[str, tuple[int, int]]  # region -> done, due
Counts = Mapping[int, Sums]  # by month, as in Period


def counted(found: Iterable[Occurrence]) -> Counts:
    """Done and due of each region by the month in which they fall due."""
    months: dict[int, list[Occurrence]] = {}
    for each in found:
        if each.due is not None:
            months.setdefault(each.due.year * 12 + each.due.month - 1, []).append(each)
    return {month: due_sums(there) for month, there in months.items()}


def within(counts: Counts, period: Period) -> Sums:
    """Done and due of each region in a period: the sum over its months."""
    sums: dict[str, tuple[int, int]] = {}
    for month in range(period.first, period.last + 1):
        for region, (done, due) in counts.get(month, {}).items():
            before = sums.get(region, (0, 0))
            sums[region] = (before[0] + done, before[1] + due)
    return sums


def with_tasks(facts: Facts, counts: Counts) -> Facts:
    """The facts with the register's figures as 本级 of each region that filed neither element."""
    sums = within(counts, Period.parse(facts.period)) if counts else {}
    if not sums or not {DONE, DUE} <= facts.elements.keys():
        return facts
    done, due = facts.elements[DONE], facts.elements[DUE]
    unfiled = (facts.state[:, [done, due]] == NOT_FILED).all(axis=(0, 1))
    values, state = facts.values.copy(), facts.state.copy()
    for place, region in enumerate(facts.regions):
        if unfiled[place] and region in sums:
            values[OWN, [done, due], place] = sums[region]
            state[OWN, [done, due], place] = 0
    return replace(facts, values=values, state=state)
