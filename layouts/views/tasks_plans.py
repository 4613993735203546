"""Assigning items of a published plan to regions: the form, and the items themselves."""

from __future__ import annotations

from datetime import date
from functools import cache

from data.plans import PlanRow, read_plans
from data.regions import Region
from layouts import say, scope, tables
from layouts.controls import segments
from layouts.elements import Child, Element, h
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.board_dates import LONGEST_BY, field, form, signed
from layouts.views.tasks_facts import PATH, PLAN
from layouts.views.tasks_forms import DAY_HINT, hidden_fields, may_assign

MOST_REGIONS = 200


@cache
def plan_rows() -> tuple[PlanRow, ...]:
    """The items of the published plans."""
    return read_plans()


def plans() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.plan for row in plan_rows()))


def assign_form(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """Which items of one plan, to which regions, with which owners and dates."""
    spoken, known = words(chosen.lang), plans()
    wanted = dict(chosen.own).get(PLAN, "")
    plan = wanted if wanted in known else known[-1]
    options = [
        (each, spoken.choose("plan", each), PATH + chosen.query(plan=each, new="assign", task=""))
        for each in known
    ]
    places = regions_below(numbers, chosen, services.clock().date())
    title, today = spoken["task_form.assign"], services.clock().date().isoformat()
    if not places:
        return section(title, h("p", spoken["task_told.no_right"], class_name="note refusal"))
    return section(
        title,
        segments(options, plan, label=spoken["tasks.plan"]),
        h("p", spoken["task_form.assign_note"], class_name="note"),
        form(
            "/tasks/assign",
            spoken,
            spoken["task_form.assign_button"],
            *hidden_fields(chosen),
            _items(plan, chosen),
            _regions(numbers, chosen, places),
            field("lead", spoken["task_form.lead_if"], longest=LONGEST_BY * 2),
            field("assist", spoken["tasks.assist"], longest=LONGEST_BY * 2),
            field("start", spoken["task_form.start"], value=today, hint=DAY_HINT, longest=10),
            field("due", spoken["task_form.due_if"], hint=DAY_HINT, longest=10),
            signed(services, numbers, chosen),
        ),
    )


def regions_below(numbers: Numbers, chosen: Selection, day: date) -> tuple[Region, ...]:
    """The chosen region and those below it, of the set, existing today, that the person reviews.

    Of very many only those right below.
    """
    tree, described = numbers.catalogue.regions, numbers.catalogue.datasets[chosen.dataset]
    below, month = tree.descendants(chosen.region), f"{day:%Y-%m}"
    if len(below) > MOST_REGIONS:
        below = (tree.get(chosen.region), *tree.children(chosen.region))
    return tuple(
        each
        for each in below
        if numbers.catalogue.holds(described, each.code)
        and may_assign(numbers, each.code)
        and tree.valid_in(each.code, month, month)
    )


def _items(plan: str, chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    heads = ("item", "levels", "lead", "due", "strength")
    columns = [tables.Column(_every("item", spoken["task_form.every_item"]), class_name="tick")]
    columns += [tables.Column(spoken[f"task_form.head_{head}"]) for head in heads]
    rows = [_item(row, chosen) for row in plan_rows() if row.plan == plan]
    title = spoken["task_form.items"]
    return tables.table(columns, rows, caption=title, class_name="tasks", row_head=1, scroll="plan-items")


def _item(row: PlanRow, chosen: Selection) -> tables.Row:
    spoken = words(chosen.lang)
    name: Child = f"{row.item} {row.title}"
    box: Child = None
    if not row.not_assignable:
        box = h("input", type="checkbox", name="item", value=row.code, aria_label=f"{row.code} {row.title}")
    due = row.due or (spoken.choose("recurs", row.recurs) if row.recurs else say.NONE)
    return tables.Row(
        (
            h("td", box),
            h("th", name, h("small", row.not_assignable or row.words), scope="row", class_name="wrap"),
            say.join([spoken[f"level.{level}"] for level in row.levels], chosen.lang),
            h("td", row.lead, class_name="wrap"),
            due,
            spoken.choose("strength", row.strength) if row.strength else say.NONE,
        ),
        class_name="off" if row.not_assignable else None,
    )


def _regions(numbers: Numbers, chosen: Selection, places: tuple[Region, ...]) -> Element:
    """Boxes by level; all of a level at once."""
    spoken = words(chosen.lang)
    boxes = [
        h(
            "label",
            h("input", type="checkbox", name="region", value=each.code, checked=len(places) == 1 or None),
            f" {scope.region_name(numbers, each.code, chosen.lang)}",
        )
        for each in places
    ]
    every = h(
        "label", _every("region", spoken["task_form.every_region"]), f" {spoken['task_form.every_region']}"
    )
    return h(
        "fieldset",
        h("legend", spoken["task_form.regions"]),
        every if len(places) > 1 else None,
        *boxes,
        class_name="task-regions",
    )


def _every(name: str, label: str) -> Element:
    """A box that ticks all of a name (assets/life.js)."""
    return h("input", type="checkbox", data_all=name, aria_label=label)
