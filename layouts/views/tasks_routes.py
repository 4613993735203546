"""The routes of 任务: what enters and changes tasks, steps, the register as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from data.life import same_person
from data.plans import PlanError
from data.task_life import RIGHTS, TaskStepName
from data.tasks import Task, TaskError, stage_of
from layouts.numbers import Numbers
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import tasks_entering as entering
from layouts.views.board_dates import LONGEST_BY, LONGEST_WHY
from layouts.views.board_routes import ROOM, XLSX
from layouts.views.sent_scan import download
from layouts.views.submit_sent import as_json, form_answered, one_line, refusal
from layouts.views.tasks_entering import ToldError
from layouts.views.tasks_facts import PATH, register, within
from loaders.tasks_look import TITLE, TaskLine, write_tasks

MOST_PARTS = 600  # boxes of the form that assigns
PROGRAM = "法衡"  # in the record: what it has found by itself
BY_HAND: tuple[TaskStepName, ...] = ("progress", "done", "confirm", "reject", "reopen")


Verb = Callable[[Services, Numbers, Any, str, Language], str]


def blueprint(services: Services) -> Blueprint:
    """POST /tasks/assign, own, rectify, change, withdraw, step (JSON); GET /tasks/register.xlsx."""
    routes = Blueprint("tasks", __name__)

    @routes.post("/tasks/<any(assign, own, rectify, change, withdraw, step):what>")
    def sent(what: str) -> Response:
        def act(fields: Any, language: Language) -> Response:
            return _answered(services, what, fields, language)

        return form_answered(ROOM, "task_told.too_large", act, parts=MOST_PARTS)

    @routes.get("/tasks/register.xlsx")
    def workbook() -> Response:
        numbers = services.numbers()
        chosen = parse(request.args, numbers)
        return download(write_tasks(_lines(services, numbers, chosen)), f"{TITLE}.xlsx", XLSX)

    return routes


def _lines(services: Services, numbers: Numbers, chosen: Selection) -> list[TaskLine]:
    """Every occurrence of the region and all below it; a recurring task that has not begun has one row."""
    read, spoken = register(services, numbers, chosen.dataset), words("zh")
    every = within(read, numbers, chosen)
    lines = [
        TaskLine(each.task, each.code, spoken[f"task_state.{each.state}"], each.percent) for each in every
    ]
    begun = {each.task.code for each in read.found}
    places = {each.code for each in numbers.catalogue.regions.descendants(chosen.region)}
    later = [task for code, task in read.tasks.items() if code not in begun and task.region in places]
    return lines + [TaskLine(task) for task in later]


def _answered(services: Services, what: str, fields: Any, language: Language) -> Response:
    spoken, numbers = words(language), services.numbers()
    try:
        if fields.get("dataset", "") not in numbers.catalogue.datasets:
            raise ToldError("unknown", 404)
        by = services.signed(one_line(fields.get("by", ""), LONGEST_BY))
        if not by:
            raise ToldError("no_by", 400)
        opened = _VERBS[what](services, numbers, fields, by, language)
    except ToldError as error:
        return refusal(error.code, spoken.say(f"task_told.{error.code}", **error.params), error.status)
    except TaskError as error:
        return refusal(error.fault, spoken.say(f"task_told.{error.fault}", code=error.code), 409)
    except PlanError as error:
        told = "plan_start" if error.reason == "start" else "plan_item"
        return refusal(told, spoken.say(f"task_told.{told}", item=error.item, reason=error.reason), 409)
    back = fields.get("back", "")
    chosen = replace_task(back if back.startswith("?") else "", opened)
    return as_json({"address": PATH + chosen}, 200)


def replace_task(query: str, task: str) -> str:
    """The address with a task opened, where one was entered.

    >>> replace_task("?dataset=demo", "ZG-1"), replace_task("?dataset=demo", "")
    ('?dataset=demo&task=ZG-1', '?dataset=demo')
    """
    if not task:
        return query
    return f"{query}{'&' if query else '?'}task={quote(task, safe='')}"


def _step(services: Services, numbers: Numbers, fields: Any, by: str, language: Language) -> str:
    task = entering.named(numbers, fields)
    step = next((each for each in BY_HAND if each == fields.get("step", "")), None)
    if step is None:
        raise ToldError("no_step", 400)
    right = RIGHTS[step]
    if right not in ("file", "review") or not numbers.view.viewer.may(right, task.region):
        raise ToldError("no_right", 403)
    occurrence = fields.get("occurrence", "")
    if task.kind == "rectify" and step in ("confirm", "reject"):
        if step == "confirm":
            _not_opener(services, task, by)
        _propose(services, numbers, task, step)
    services.store.step_task(
        task.code,
        task.dataset,
        step,
        by=by,
        at=services.clock(),
        occurrence=occurrence,
        percent=_percent(fields) if step == "progress" else None,
        note=one_line(fields.get("note", ""), LONGEST_WHY),
    )
    return ""


def _not_opener(services: Services, task: Task, by: str) -> None:
    """Who opened a 整改 item does not close it."""
    entries = services.whole_view().task_history(task.dataset, task.code)
    if entries and same_person(entries[0].by, by):
        raise ToldError("opener")


def _propose(services: Services, numbers: Numbers, task: Task, step: TaskStepName) -> None:
    """Put on record that the figure meets the target now, by which submission, before a person decides on it.

    What was proposed and has been restated since is not confirmed.
    """
    read = register(services, numbers, task.dataset)
    stage, proposed = stage_of(read.steps.get(task.code, ())), read.proposed.get(task.code)
    if stage == "proposed" and proposed is None and step == "confirm":
        raise ToldError("restated")
    if stage == "open" and proposed is not None:
        services.store.step_task(
            task.code,
            task.dataset,
            "propose",
            by=PROGRAM,
            at=services.clock(),
            submission=proposed.submission,
        )


_VERBS: Mapping[str, Verb] = {
    "assign": entering.assign,
    "own": entering.own,
    "rectify": entering.rectify,
    "change": entering.change,
    "withdraw": entering.withdraw,
    "step": _step,
}


def _percent(fields: Any) -> float | None:
    text = fields.get("percent", "").strip().rstrip("%％")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise ToldError("percent") from None
