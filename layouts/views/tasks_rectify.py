"""整改: an item for a number that misses its target, and whether a later submission meets it (销号)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from data.model import Period, Target
from data.tasks import Task
from data.workdays import end_of
from indicators.definition import Indicator
from indicators.facts import needed
from layouts import say, scope
from layouts.numbers import Number, Numbers
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.reading import name_of

AT = "@"  # between the indicator and the period of the number that an item was opened from


@dataclass(frozen=True, slots=True)
class Red:
    """A number that misses the target in force."""

    indicator: Indicator
    number: Number
    target: Target
    period: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The figure that meets the target now, and the submission that brought it after the item was opened."""

    indicator: Indicator
    number: Number
    period: str
    submission: int


def red(numbers: Numbers, chosen: Selection, indicator: str, region: str) -> Red | None:
    """The number of a region in the chosen period, where it is 未达标."""
    frame = numbers.assessed(chosen.dataset, chosen.period)
    number = frame.get(indicator, region) if indicator in numbers.codes() else None
    target = frame.targets.get(number.target) if number else None
    if number is None or target is None or number.status != "missed":
        return None
    return Red(numbers.indicators[indicator], number, target, chosen.period)


def reds(numbers: Numbers, chosen: Selection, regions: tuple[str, ...]) -> list[Red]:
    """Every missed target of the regions in the chosen period, region by region."""
    frame = numbers.assessed(chosen.dataset, chosen.period)
    statuses, shown = frame.columns["status"], [each.code for each in numbers.shown()]
    found = (
        red(numbers, chosen, code, region)
        for region in regions
        if region in frame.regions
        for code in shown
        if statuses[frame.row(code, region)] == "missed"
    )
    return [each for each in found if each]


def prefilled(found: Red, numbers: Numbers, today: date, language: Language) -> Task:
    """The item as the form begins with it: what is missed, by how much, until the end of next quarter."""
    number, target, spoken = found.number, found.target, words(language)
    value = say.value(number.value, found.indicator.unit, language, threshold=target.threshold)
    title = spoken.say(
        "rectify.task_title",
        indicator=name_of(found.indicator, language),
        period=say.period(found.period, language),
        value=value,
        target=reading.target_text(target, language),
    )
    return Task(
        code=f"ZG-{found.indicator.code}-{found.period}-{number.region}",
        dataset=target.dataset,
        plan="",
        item="",
        title=title,
        part="",
        region=number.region,
        lead=scope.region_name(numbers, number.region, "zh"),
        assist="",
        start=today.isoformat(),
        due=next_quarter(today).isoformat(),
        recurs="",
        strength="必须",
        outcome=spoken.say("rectify.outcome", target=reading.target_text(target, language)),
        indicator=found.indicator.code,
        target=target.target,
        kind="rectify",
        made_from=f"{found.indicator.code}{AT}{found.period}",
    )


def next_quarter(today: date) -> date:
    """The last day of the quarter after the one of ``today``, when the next figures can show it.

    >>> next_quarter(date(2026, 11, 22))
    datetime.date(2027, 3, 31)
    """
    first = (today.year * 12 + today.month - 1) // 3 * 3 + 3
    return end_of(Period(first, first + 2))


def proposal(numbers: Numbers, task: Task, opened: datetime) -> Proposal | None:
    """Does the newest figure of the item's indicator meet its target, by a submission that came later?

    Worked out from the numbers each time they are shown, so that it goes when a figure is restated. A target
    that was changed meanwhile proposes nothing: the figure must have come after the item.
    """
    code, _, first = task.made_from.partition(AT)
    if task.kind != "rectify" or code not in numbers.codes():
        return None
    began = Period.parse(first)
    alike = [
        each
        for each in numbers.periods(task.dataset)
        if each.months == began.months and each.first >= began.first
    ]
    for period in reversed(alike):
        frame = numbers.assessed(task.dataset, period)
        number = frame.get(code, task.region)
        if number is None or number.value is None:
            continue
        came = _came(numbers, task, period, opened) if number.status == "met" else 0
        return Proposal(numbers.indicators[code], number, period.code, came) if came else None
    return None


def proposals(
    numbers: Numbers, tasks: Mapping[str, Task], opened: Mapping[str, datetime]
) -> dict[str, Proposal]:
    """The items that are proposed for 销号, by code."""
    found = {code: proposal(numbers, task, opened[code]) for code, task in tasks.items() if code in opened}
    return {code: each for code, each in found.items() if each}


def _came(numbers: Numbers, task: Task, period: Period, opened: datetime) -> int:
    """The newest submission behind the figure that counts only since after the item was opened; or 0."""
    tree, rollup = numbers.catalogue.regions, numbers.catalogue.datasets[task.dataset].rollup
    places = {each.code for each in tree.descendants(task.region)} if rollup else {task.region}
    sources = {each.code for each in needed(period, numbers.filed_periods(task.dataset))}
    current = sorted(
        (
            submission
            for filed, region, _, submission in numbers.filed(task.dataset)
            if filed in sources and region in places
        ),
        reverse=True,
    )
    approved = numbers.view.approvals(current)
    for submission in current:
        kept = numbers.view.submission(submission)
        counts = (
            approved[submission].at if submission in approved else kept[0].received_at if kept else opened
        )
        if counts > opened:
            return submission
    return 0
