"""整改 of the demonstration: items for a few reds of its last year, and one that a later year has met."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from data.demo_regions import DATASET
from data.model import Period
from data.workdays import end_of
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.views.tasks_rectify import Red, prefilled, reds
from loaders.demo_life import REVIEWER

OPENED = 4  # reds of the last year, of as many regions
LABEL = "（演示）"
LEAD = "政策法规股（演示）"
MONTHS = 2  # after its year an item was opened that a later year has met


def rectify_demonstration(services: Services) -> None:
    """Once; all that they say comes from the figures as they are."""
    numbers, view = services.numbers(), services.view()
    years = [each for each in numbers.periods(DATASET) if each.kind == "year"]
    if not years or any(each.task and each.task.kind == "rectify" for each in view.task_history(DATASET)):
        return
    last, at = years[-1], services.clock()
    found = list(_by_region(numbers, last).values())
    for red in found[:: max(len(found) // OPENED, 1)][:OPENED]:
        _open(services, numbers, red, at)
    before = last.year_before
    now = numbers.assessed(DATASET, last)
    for red in _by_region(numbers, before).values() if before in years else ():
        if now.number(red.indicator.code, red.number.region).status == "met":
            _open(services, numbers, red, _after(before, at))
            return


def _by_region(numbers: Numbers, period: Period) -> dict[str, Red]:
    """The first red of each region."""
    root = numbers.catalogue.datasets[DATASET].root
    regions = tuple(
        each.code for each in numbers.catalogue.regions.descendants(root) if each.level == "county"
    )
    found: dict[str, Red] = {}
    for each in reds(numbers, Selection(DATASET, root, period.code), regions):
        found.setdefault(each.number.region, each)
    return found


def _open(services: Services, numbers: Numbers, red: Red, at: datetime) -> None:
    made = prefilled(red, numbers, at.date(), "zh")
    told = replace(made, title=made.title + LABEL, lead=LEAD)
    services.store.set_tasks([told], by=REVIEWER, at=at)


def _after(period: Period, now: datetime) -> datetime:
    """Two months after the end of a period, when its figures were in."""
    end = end_of(period.shifted(MONTHS))
    return now.replace(year=end.year, month=end.month, day=end.day)
