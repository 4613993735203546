"""任务完成率 from the register of tasks: where nobody filed it, beside what was filed, never mixed."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
from builders_tasks import task

from app import BEIJING, read_definitions
from data.model import NOT_FILED, SCOPES, Period
from data.tasks import Task, TaskStep
from indicators.compute import Tree, compute
from indicators.facts import Facts
from indicators.task_counts import DONE, DUE, counted, with_tasks, within
from indicators.task_progress import occurrences_at

CITY, COUNTIES = "990100", ("990101", "990102", "990103")
AXIS = (CITY, *COUNTIES)
PRINTED = "ZZ09_reported"
DAY = date(2024, 9, 1)
YEAR, SECOND = Period.parse("2024"), Period.parse("2024Q2")


def closed(code: str, occurrence: str = "") -> list[TaskStep]:
    at = datetime(2024, 3, 1, tzinfo=BEIJING)
    return [TaskStep(code, occurrence, step, None, "", "王某", at) for step in ("done", "confirm")]


def facts(period: str, **filed: tuple[float, float]) -> Facts:
    """Nothing is filed but done and due at 本级 of the regions named r990101."""
    places = {DONE: 0, DUE: 1, PRINTED: 2}
    values = np.full((len(SCOPES), len(places), len(AXIS)), np.nan)
    state = np.full(values.shape, NOT_FILED, dtype=np.uint8)
    for name, pair in filed.items():
        values[0, :2, AXIS.index(name[1:])], state[0, :2, AXIS.index(name[1:])] = pair, 0
    return Facts(period, places, AXIS, values, state, np.zeros(values.shape, dtype=np.uint8))


def taken(tasks: list[Task], steps: list[TaskStep], given: Facts) -> list[tuple[float, float]]:
    made = with_tasks(given, counted(occurrences_at(tasks, steps, DAY, duty=True)))
    return [(made.values[0, 0, place], made.values[0, 1, place]) for place in range(len(AXIS))]


def test_a_period_counts_what_fell_due_in_its_months() -> None:
    counts = counted(occurrences_at([task("A", recurs="每季度末")], closed("A", "2024Q1"), DAY, duty=True))
    assert within(counts, YEAR) == {"990101": (1, 2)}
    assert within(counts, SECOND) == {"990101": (0, 1)}


def test_the_register_fills_only_regions_that_filed_neither_figure() -> None:
    tasks = [task(f"A{code}", code, due="2024-06-30") for code in COUNTIES[:2]]
    made = taken(tasks, closed("A990101"), facts("2024Q2", r990102=(3, 4)))
    assert made[1:3] == [(1, 1), (3, 4)]
    assert np.isnan(made[0]).all()
    assert np.isnan(made[3]).all()


def test_without_tasks_or_without_the_elements_the_facts_stay_what_they_are() -> None:
    given = facts("2024Q2")
    assert with_tasks(given, {}) is given
    bare = Facts("2024Q2", {}, AXIS, given.values, given.state, given.bits)
    counts = counted(occurrences_at([task("A", due="2024-06-30")], [], DAY, duty=True))
    assert with_tasks(bare, counts) is bare


def test_the_rate_of_a_city_is_the_sum_of_filed_and_registered_figures_divided() -> None:
    catalogue, indicators = read_definitions()
    elements = {code: catalogue.elements[code] for code in (DONE, DUE, PRINTED)}
    tasks = [task(f"A{number}", "990101", due="2024-06-30") for number in range(4)]
    counts = counted(occurrences_at(tasks, closed("A0"), DAY, duty=True))
    frame = compute(
        with_tasks(facts("2024Q2", r990102=(1, 1)), counts),
        indicators,
        elements,
        tree=Tree.of(AXIS, catalogue.regions, rollup=True),
        duties=(),
        valid=np.ones(len(AXIS), dtype=bool),
        variants={},
        only=("ZZ09",),
        scope="total",
    )
    assert frame["value"].tolist()[:3] == [40.0, 25.0, 100.0]
    assert frame["numerator"].tolist()[0] == 2.0
    assert frame["denominator"].tolist()[0] == 5.0
