"""任务: what is to be done by whom until when, how far it is, what is overdue, and 整改 of reds."""

from __future__ import annotations

from typing import Any

from dash import Dash

from indicators.task_progress import STATES, Occurrence, owners_of
from layouts import blocks, controls, scope
from layouts.controls import Option, choice
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import PATHS, page_head
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.views import tasks_parts as parts
from layouts.views.tasks_detail import detail
from layouts.views.tasks_facts import (
    KEYS,
    NEW,
    OWNER,
    PATH,
    PLAN,
    SHOWN_AS,
    STATE,
    VIEWS,
    Scene,
    opened,
    plan_of,
    scene,
)
from layouts.views.tasks_forms import may_assign, own_form, rectify_form
from layouts.views.tasks_gantt import chart
from layouts.views.tasks_plans import assign_form
from layouts.views.tasks_rectify import Proposal
from layouts.views.tasks_routes import blueprint

ALL = "default"  # what a select says for no choice; navigate.js leaves it out of the address
ASSIGN, OWN, RECTIFY = "assign", "own", "rectify"  # forms that the address may open

COLUMNS = (
    RowColumn("code", "编号", "Code"),
    RowColumn("plan", "计划", "Plan"),
    RowColumn("item", "项", "Item"),
    RowColumn("title", "任务", "Task"),
    RowColumn("kind", "种类", "Kind"),
    RowColumn("region", "地区", "Region"),
    RowColumn("region_code", "地区代码", "Region code"),
    RowColumn("lead", "牵头单位", "Lead"),
    RowColumn("assist", "配合单位", "Assisting"),
    RowColumn("start", "开始", "Start"),
    RowColumn("period", "报告期", "Period"),
    RowColumn("due", "期限", "Due"),
    RowColumn("strength", "要求", "Strength"),
    RowColumn("outcome", "完成标志", "Done when"),
    RowColumn("percent", "进度", "Progress", unit="%", kind="number"),
    RowColumn("state", "状态", "State"),
    RowColumn("reported", "报告完成日期", "Reported on"),
    RowColumn("indicator", "指标", "Indicator"),
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    seen = scene(services, numbers, chosen)
    proposed = proposals_of(seen)
    content: list[Child] = [
        _head(seen, numbers),
        *([parts.written(seen, numbers, len(proposed))] if seen.every else [_empty(seen, numbers)]),
        _form(services, numbers, seen),
        _detail(services, numbers, seen, proposed),
        *(_views(seen, numbers, proposed) if seen.every else []),
    ]
    return [each for each in content if isinstance(each, dict)]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """One record an occurrence that the filters leave."""
    seen = scene(services, numbers, chosen)
    records = [_record(each, numbers, chosen) for each in seen.shown]
    return Rows(words(chosen.lang)["tasks.title"], COLUMNS, records, scope.notes(numbers, chosen))


def register(app: Dash, services: Services) -> None:
    app.server.register_blueprint(blueprint(services))


def proposals_of(seen: Scene) -> dict[str, Proposal]:
    """The 整改 items that the page shows and that may be closed."""
    codes = {each.task.code for each in seen.every}
    return {code: each for code, each in seen.register.proposed.items() if code in codes}


def _head(seen: Scene, numbers: Numbers) -> Element:
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    day = seen.register.day.isoformat()
    views = [
        (
            each,
            spoken[f"tasks.view_{each}"],
            parts.listed(chosen, **{SHOWN_AS: "" if each == VIEWS[0] else each}),
        )
        for each in VIEWS
    ]
    segments = controls.segments(views, seen.shown_as, label=spoken["tasks.views"]) if seen.every else None
    subtitle = h("span", spoken.say("tasks.subtitle", n=len(seen.every), day=day), class_name="muted")
    return page_head(
        spoken["tasks.title"], subtitle, actions=[each for each in (segments, _filters(seen)) if each]
    )


def _filters(seen: Scene) -> Element | None:
    """By state, owner and plan; only what there is."""
    if not seen.every:
        return None
    chosen, spoken, own = seen.chosen, words(seen.chosen.lang), dict(seen.chosen.own)
    present = seen.counts
    owners = sorted(
        {name for each in seen.every for name in (*owners_of(each.task.lead), *owners_of(each.task.assist))}
    )
    plans = dict.fromkeys(plan_of(each.task) for each in seen.every)
    offered = (
        (
            STATE,
            spoken["tasks.state"],
            [(each, f"{spoken[f'task_state.{each}']} {present[each]}") for each in STATES if present[each]],
        ),
        (OWNER, spoken["tasks.owner"], [(name, name) for name in owners]),
        (PLAN, spoken["tasks.plan"], [(plan, spoken.choose("plan", plan)) for plan in plans if plan]),
    )
    made = []
    for key, label, options in offered:
        value = own.get(key, "")
        listed: list[Option] = [{"value": ALL, "label": spoken["tasks.any"]}]
        listed += [{"value": code, "label": text} for code, text in options]
        if value and value not in {code for code, _ in options}:
            listed.append({"value": value, "label": spoken.choose("task_state", value)})
        made.append(choice({"type": "control", "key": key}, label, listed, value or ALL, chosen.lang))
    return h("div", *made, class_name="task-filters")


def _empty(seen: Scene, numbers: Numbers) -> Element:
    spoken = words(seen.chosen.lang)
    may = may_assign(numbers, seen.chosen.region)
    return blocks.empty(spoken["tasks.empty" if may else "tasks.empty_reader"])


def _tools(seen: Scene, numbers: Numbers) -> Element:
    """What a reviewer may begin here; the workbook out and in."""
    chosen, spoken = seen.chosen, words(seen.chosen.lang)
    made: list[Child] = []
    if may_assign(numbers, chosen.region):
        made += [
            link(spoken[f"tasks.{word}"], PATH + chosen.query(new=kind, task=""), class_name="button")
            for kind, word in ((ASSIGN, "assign"), (OWN, "add"), (RECTIFY, "rectify"))
        ]
    if seen.every:
        address = f"{PATH}/register.xlsx{chosen.query()}"
        made.append(link(spoken["tasks.download"], address, class_name="button", download=""))
    made.append(link(spoken["tasks.upload"], PATHS["submit"] + chosen.query(new="", task="")))
    return h("div", *made, class_name="buttons task-tools")


def _form(services: Services, numbers: Numbers, seen: Scene) -> Element:
    """The tools, and the form that the address opens."""
    wanted, chosen = dict(seen.chosen.own).get(NEW, ""), seen.chosen
    made: Child = None
    if wanted == RECTIFY:
        made = rectify_form(services, numbers, chosen, seen.register)
    elif wanted == ASSIGN:
        made = assign_form(services, numbers, chosen)
    elif wanted == OWN and may_assign(numbers, chosen.region):
        made = own_form(services, numbers, chosen)
    return h("div", _tools(seen, numbers), made)


def _detail(
    services: Services, numbers: Numbers, seen: Scene, proposed: dict[str, Proposal]
) -> Element | None:
    task = opened(numbers, seen.chosen, seen.register)
    if task is None or task.region not in numbers.catalogue.regions:
        return None
    return detail(services, numbers, seen.chosen, seen.register, task, proposed.get(task.code))


def _views(seen: Scene, numbers: Numbers, proposed: dict[str, Proposal]) -> list[Child]:
    match seen.shown_as:
        case "owners":
            return [parts.owners(seen)]
        case "regions":
            return [parts.regions(seen, numbers)]
        case "gantt":
            return [chart(seen, numbers), parts.task_list(seen, numbers, proposed)]
    return [parts.by_child(seen, numbers), parts.task_list(seen, numbers, proposed)]


def _record(each: Occurrence, numbers: Numbers, chosen: Selection) -> dict[str, Any]:
    task, spoken = each.task, words(chosen.lang)
    return {
        "code": task.code,
        "plan": task.plan,
        "item": task.item,
        "title": task.title,
        "kind": spoken[f"task_kind.{task.kind}"],
        "region": scope.region_name(numbers, task.region, chosen.lang),
        "region_code": task.region,
        "lead": task.lead,
        "assist": task.assist,
        "start": task.start,
        "period": each.code or spoken.say("tasks.as_of", day=each.day.isoformat()),
        "due": each.due.isoformat() if each.due else "",
        "strength": spoken.choose("strength", task.strength) if task.strength else "",
        "outcome": task.outcome,
        "percent": each.percent,
        "state": spoken["task_state.proposed" if each.stage == "proposed" else f"task_state.{each.state}"],
        "reported": each.on.isoformat() if each.on else "",
        "indicator": task.indicator,
    }


PAGE = Page("tasks", PATH, body, rows, register, own_head=True, variants=False, keys=KEYS)
