"""What enters and changes tasks: items of a plan assigned, one's own, 整改 of a red, other owners, an end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data.plans import RECURS, STRENGTHS, assigned
from data.task_life import dates_fit
from data.tasks import Task
from layouts.numbers import Numbers
from layouts.selection import parse
from layouts.services import Services
from layouts.text import Language
from layouts.views.board_dates import LONGEST_BY, LONGEST_WHY
from layouts.views.board_routes import day_in
from layouts.views.submit_sent import one_line
from layouts.views.tasks_facts import open_rectifications, register
from layouts.views.tasks_forms import may_assign
from layouts.views.tasks_plans import plan_rows
from layouts.views.tasks_rectify import prefilled, red

LONGEST_TITLE = 200


class ToldError(Exception):
    """It cannot be taken; ``code`` of task_told says why."""

    def __init__(self, code: str, status: int = 409, **params: object) -> None:
        super().__init__(code)
        self.code, self.status, self.params = code, status, params


def assign(services: Services, numbers: Numbers, fields: Any, by: str, language: Language) -> str:
    """Items of a plan to regions; a region that is of no level of an item does not get it.

    A deadline of the plan that was before the start stays, and the task begins without a date.
    """
    wanted = set(fields.getlist("item"))
    rows = [row for row in plan_rows() if row.code in wanted]
    places = list(dict.fromkeys(fields.getlist("region")))
    if not rows:
        raise ToldError("no_item")
    if not places:
        raise ToldError("no_region")
    for place in places:
        _assignable(numbers, fields["dataset"], place)
    made = assigned(
        rows,
        [numbers.catalogue.regions.get(place) for place in places],
        fields["dataset"],
        lead=_short(fields, "lead"),
        assist=_short(fields, "assist"),
        start=_day(fields, "start"),
        due=_day(fields, "due"),
    )
    if not made:
        raise ToldError("no_level")
    kept = [_led(replace(each, start="") if each.due and each.start > each.due else each) for each in made]
    if not services.store.set_tasks(kept, by=by, at=services.clock()):
        raise ToldError("same")
    return ""


def own(services: Services, numbers: Numbers, fields: Any, by: str, language: Language) -> str:
    region = _assignable(numbers, fields["dataset"], fields.get("region", ""))
    title = one_line(fields.get("title", ""), LONGEST_TITLE)
    if not title:
        raise ToldError("no_title")
    recurs = next((each for each in RECURS if each == fields.get("recurs", "")), RECURS[0])
    strength = next((each for each in STRENGTHS if each == fields.get("strength", "")), STRENGTHS[0])
    start = _day(fields, "start")
    if recurs and not start:
        raise ToldError("no_start")
    made = Task(
        code=_fresh(services, fields["dataset"], f"ZX-{services.clock():%Y%m%d}-{region}"),
        dataset=fields["dataset"],
        plan="",
        item="",
        title=title,
        part="",
        region=region,
        lead=_short(fields, "lead"),
        assist=_short(fields, "assist"),
        start=start,
        due=_day(fields, "due"),
        recurs=recurs,
        strength=strength,
        outcome=one_line(fields.get("outcome", ""), LONGEST_TITLE),
        indicator="",
        target="",
        kind="own",
        made_from="",
    )
    services.store.set_tasks([_led(made)], by=by, at=services.clock())
    return made.code


def rectify(services: Services, numbers: Numbers, fields: Any, by: str, language: Language) -> str:
    """An item for a number that is red now; one at a time for a region and indicator."""
    region = _assignable(numbers, fields["dataset"], fields.get("region", ""))
    chosen = parse(
        {key: fields.get(key, "") for key in ("dataset", "region", "period", "indicator")}, numbers
    )
    found = red(numbers, chosen, fields.get("indicator", ""), region)
    if found is None:
        raise ToldError("not_red")
    read = register(services, numbers, fields["dataset"])
    if (region, found.indicator.code) in open_rectifications(read):
        raise ToldError("is_open")
    due = _day(fields, "due")
    if not due:
        raise ToldError("no_due")
    task = prefilled(found, numbers, services.clock().date(), language)
    made = replace(
        task,
        code=_fresh(services, fields["dataset"], task.code),
        title=one_line(fields.get("title", ""), LONGEST_TITLE) or task.title,
        lead=_short(fields, "lead"),
        assist=_short(fields, "assist"),
        start=_day(fields, "start"),
        due=due,
        outcome=one_line(fields.get("outcome", ""), LONGEST_TITLE),
    )
    services.store.set_tasks([_led(made)], by=by, at=services.clock())
    return made.code


def change(services: Services, numbers: Numbers, fields: Any, by: str, language: Language) -> str:
    task = named(numbers, fields)
    _assignable(numbers, task.dataset, task.region)
    why = one_line(fields.get("why", ""), LONGEST_WHY)
    if not why:
        raise ToldError("no_why")
    changed = replace(
        task,
        lead=_short(fields, "lead"),
        assist=_short(fields, "assist"),
        start=_day(fields, "start"),
        due=_day(fields, "due"),
    )
    if changed.recurs and not changed.start:
        raise ToldError("no_start")
    if not services.store.set_tasks([_led(changed)], by=by, at=services.clock(), why=why):
        raise ToldError("same")
    return ""


def withdraw(services: Services, numbers: Numbers, fields: Any, by: str, language: Language) -> str:
    task = named(numbers, fields)
    _assignable(numbers, task.dataset, task.region)
    why = one_line(fields.get("why", ""), LONGEST_WHY)
    services.store.withdraw_task(task.code, task.dataset, why=why, by=by, at=services.clock())
    return ""


def named(numbers: Numbers, fields: Any) -> Task:
    """The task that is named, where the person may look into its region."""
    found = {task.code: task for task in numbers.view.tasks(fields["dataset"])}
    task = found.get(fields.get("task", ""))
    if task is None:
        raise ToldError("unknown", 404)
    return task


def _assignable(numbers: Numbers, dataset: str, region: str) -> str:
    """The region's own code, where the set has it and the person reviews it."""
    described = numbers.catalogue.datasets[dataset]
    if not numbers.catalogue.holds(described, region):
        raise ToldError("no_place")
    code = numbers.catalogue.regions.get(region).code
    if not may_assign(numbers, code):
        raise ToldError("no_right", 403)
    return code


def _fresh(services: Services, dataset: str, code: str) -> str:
    """The code, with a number behind it where it has been given: also to what was withdrawn or closed."""
    known = {entry.code for entry in services.whole_view().task_history(dataset)}
    return next(each for each in _numbered(code, len(known)) if each not in known)


def _numbered(code: str, most: int) -> list[str]:
    return [code, *(f"{code}~{number}" for number in range(2, most + 3))]


def _short(fields: Any, name: str) -> str:
    return one_line(fields.get(name, ""), LONGEST_BY * 2)


def _led(task: Task) -> Task:
    """The task, where it says who takes the lead, as its register asks; of wrong dates the record tells."""
    if not task.lead and dates_fit(task.start, task.due):
        raise ToldError("no_lead")
    return task


def _day(fields: Any, name: str) -> str:
    """A day as ISO, or empty; ToldError for what is none."""
    text = fields.get(name, "").strip()
    day = day_in(text) if text else None
    if text and day is None:
        raise ToldError("bad_day", given=text[:40])
    return day.isoformat() if day else ""
