"""任务 and 整改 where numbers stand: which reds have an open item, the way to one; a region's tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from data.tasks import Task, stage_of
from indicators.task_progress import STATES
from layouts.elements import Child, Element, badge, h, link
from layouts.kept import kept
from layouts.numbers import Number, Numbers
from layouts.page import section
from layouts.scope import region_name
from layouts.selection import Selection
from layouts.services import Services
from layouts.tables import Column, table
from layouts.text import words
from layouts.views.tasks_facts import PATH, STATE, TASK, scene, urgency
from layouts.views.tasks_forms import may_assign, open_address
from layouts.views.tasks_parts import due_text, rate_text, state_badge
from layouts.views.tasks_rectify import proposal

FLAG = "z"  # of a cell of the matrix
MOST_NAMED = 4
Items = Mapping[tuple[str, str], Task]  # by region and indicator


def open_items(numbers: Numbers, dataset: str) -> Items:
    """The 整改 items that are not closed, of places that the viewer may look into; none in a publication."""
    if numbers.view.heads.publication:
        return {}
    found: Items = kept(numbers, dataset, "open", lambda: _open(numbers, dataset), store="rectify")
    return found


def flagged(cells: str, region: str, items: Items, indicators: Collection[str], *, between: str) -> str:
    """A row's cells, those with an open item under a flag."""
    mine = {indicator for place, indicator in items if place == region}
    if not mine.intersection(indicators):
        return cells
    parts = zip(cells.split(between), indicators, strict=True)
    return between.join(cell + FLAG if indicator in mine else cell for cell, indicator in parts)


def matrix_line(
    numbers: Numbers, chosen: Selection, missed: int, *, regions: Collection[str], indicators: Collection[str]
) -> Element | None:
    """How many reds are listed, how many of what is listed has an item, and the way to open one."""
    if not missed or chosen.snapshot:
        return None
    spoken, items = words(chosen.lang), open_items(numbers, chosen.dataset)
    opened = sum(region in regions and indicator in indicators for region, indicator in items)
    parts: list[Child] = [spoken.say("rectify.matrix", n=missed, open=opened), " "]
    if any(region in regions for region, _ in items):
        listed = chosen.query(plan="rectify", indicator="", domain="", status="", sort="", units="")
        parts += [link(spoken["plan.rectify"], PATH + listed), " "]
    if may_assign(numbers, chosen.region):
        parts.append(link(spoken["rectify.open"], open_address(chosen, "", chosen.region)))
    return h("p", *parts, class_name="note")


def item_badge(numbers: Numbers, chosen: Selection, number: Number) -> Element | None:
    """整改中 beside a number that has an open item."""
    task = open_items(numbers, chosen.dataset).get((number.region, number.indicator))
    return badge(words(chosen.lang)["rectify.open_now"]) if task else None


def passport_line(numbers: Numbers, chosen: Selection, number: Number) -> Element | None:
    """The open item of a number, whether its figure meets the target since; or where a reviewer opens one."""
    spoken, items = words(chosen.lang), open_items(numbers, chosen.dataset)
    task = items.get((number.region, number.indicator))
    if task is not None:
        there = PATH + chosen.query(task=task.code, indicator="", variant="") + "#task"
        first = numbers.view.task_history(task.dataset, task.code)
        met = proposal(numbers, task, first[0].at) if first else None
        more = badge(spoken["tasks.meets_now"]) if met else None
        return h("p", badge(spoken["rectify.open_now"]), " ", link(task.title, there), " ", more)
    if number.status != "missed" or chosen.snapshot or not may_assign(numbers, number.region):
        return None
    address = open_address(chosen, number.indicator, number.region)
    return h("p", link(spoken["rectify.open"], address, class_name="button"), class_name="buttons")


def portrait_section(services: Services, numbers: Numbers, chosen: Selection) -> Element | None:
    """任务 of the region and all below it: how far, what is overdue or waits, the most urgent by name."""
    if chosen.snapshot:
        return None
    spoken, language = words(chosen.lang), chosen.lang
    seen = scene(services, numbers, chosen)
    title, address = spoken["tasks.title"], PATH + chosen.query(indicator="")
    if not seen.every:
        return section(title, h("p", spoken["tasks.empty_reader"], class_name="muted"))
    counts = Counter(each.state for each in seen.every)
    told: list[Child] = []
    for state in STATES:
        if counts[state]:
            there = PATH + chosen.query(**{STATE: state, "indicator": ""})
            told += [state_badge(state, language), " ", link(str(counts[state]), there), "　"]
    pressing = ("overdue", "waiting", "under_way", "not_started")
    urgent = [each for each in sorted(seen.every, key=urgency) if each.state in pressing]
    named = urgent[:MOST_NAMED]
    several = any(each.task.region != chosen.region for each in named)
    rows: list[list[Child]] = [
        [
            link(each.task.title, PATH + chosen.query(**{TASK: each.task.code, "indicator": ""}) + "#task"),
            state_badge(each.state, language, stage=each.stage),
            *([region_name(numbers, each.task.region, language)] if several else []),
            due_text(each, language),
        ]
        for each in named
    ]
    heads = ("task", "state", *(("region",) if several else ()), "due")
    columns = [
        Column(spoken[f"tasks.{head}"], class_name="wrap" if head in ("task", "due") else "")
        for head in heads
    ]
    note = None if seen.whole else spoken["tasks.only_seen"]
    if seen.whole and seen.duty and seen.total.due:
        done = {"done": seen.total.done, "due": seen.total.due, "rate": rate_text(seen.total)}
        note = spoken.say("tasks.portrait", **done)
    return section(
        title,
        h("p", *told),
        table(columns, rows, caption=title, class_name="compact pressing") if rows else None,
        note=note,
        end=link(spoken["tasks.all_of_them"], address),
    )


def _open(numbers: Numbers, dataset: str) -> Items:
    view = numbers.view
    tasks = [task for task in view.tasks(dataset) if task.kind == "rectify" and task.indicator]
    if not tasks:
        return {}
    taken = view.task_steps(dataset)
    closed = {task.code for task in tasks if stage_of(s for s in taken if s.task == task.code) == "closed"}
    return {(task.region, task.indicator): task for task in tasks if task.code not in closed}
