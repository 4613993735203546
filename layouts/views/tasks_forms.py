"""Forms of 任务: an item of one's own, 整改 of a red, other owners or dates, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.plans import RECURS, STRENGTHS
from data.task_life import ASSIGN
from data.tasks import Task
from layouts import say, scope, tables, tracing
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import Words, words
from layouts.views import reading
from layouts.views.board_dates import LONGEST_BY, choice, field, form, signed
from layouts.views.reading import name_of
from layouts.views.tasks_facts import PATH, Register, open_rectifications
from layouts.views.tasks_rectify import Red, prefilled, red, reds

MOST_REDS = 60
DAY_HINT = "2026-12-31"


def may_assign(numbers: Numbers, region: str) -> bool:
    """To assign, change, withdraw and open a 整改 item is for those who review the region."""
    return numbers.view.viewer.may("review", region) if ASSIGN == "review" else False


def hidden_fields(chosen: Selection, task: Task | None = None) -> list[Child]:
    """The set, the task and the address to come back to."""
    back = chosen.query(new="", task=task.code if task else "")
    fields = {"dataset": chosen.dataset, "back": back}
    if task is not None:
        fields["task"] = task.code
    return [h("input", type="hidden", name=name, value=text) for name, text in fields.items()]


def own_form(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """An item that no plan has, for the chosen region."""
    spoken = words(chosen.lang)
    name = scope.region_name(numbers, chosen.region, chosen.lang)
    return section(
        spoken.say("task_form.own", region=name),
        form(
            "/tasks/own",
            spoken,
            spoken["task_form.keep"],
            *hidden_fields(chosen),
            h("input", type="hidden", name="region", value=chosen.region),
            field("title", spoken["task_form.title"], wide=True),
            *_common(spoken, services.clock().date().isoformat(), ""),
            choice("recurs", spoken["tasks.recurs"], _recurs(spoken)),
            choice("strength", spoken["head.strength"], _strengths(spoken)),
            field("outcome", spoken["tasks.outcome"], wide=True),
            signed(services, numbers, chosen),
        ),
        level="h2",
    )


def rectify_form(services: Services, numbers: Numbers, chosen: Selection, read: Register) -> Element:
    """Open an item for the red that the address names; without one, the reds of the region to choose from."""
    spoken = words(chosen.lang)
    title = spoken["rectify.open_title"]
    found = red(numbers, chosen, chosen.indicator, chosen.region) if chosen.indicator else None
    if found is None:
        return section(title, _choose(numbers, chosen, read), note=spoken["rectify.choose"])
    there = open_rectifications(read).get((chosen.region, chosen.indicator))
    if there is not None:
        told = link(there.title, f"{PATH}{chosen.query(task=there.code, new='', indicator='')}")
        return section(title, h("p", spoken["rectify.is_open"], " ", told, class_name="note"))
    if not may_assign(numbers, chosen.region):
        return section(title, h("p", spoken["task_told.no_right"], class_name="note refusal"))
    task = prefilled(found, numbers, services.clock().date(), chosen.lang)
    address = tracing.href(chosen, indicator=found.indicator.code, region=chosen.region)
    number = link(
        say.value(found.number.value, found.indicator.unit, chosen.lang, threshold=found.target.threshold),
        address,
        class_name="number",
    )
    facts = spoken.say(
        "rectify.facts",
        region=scope.region_name(numbers, chosen.region, chosen.lang),
        indicator=name_of(found.indicator, chosen.lang),
        period=say.period(chosen.period, chosen.lang),
        target=f"{reading.target_text(found.target, chosen.lang)} {found.target.target}",
    )
    return section(
        title,
        h("p", facts, " ", number, class_name="note"),
        form(
            "/tasks/rectify",
            spoken,
            spoken["rectify.open"],
            *hidden_fields(chosen),
            *[
                h("input", type="hidden", name=name, value=value)
                for name, value in (
                    ("region", chosen.region),
                    ("indicator", chosen.indicator),
                    ("period", chosen.period),
                )
            ],
            field("title", spoken["task_form.title"], value=task.title, wide=True),
            *_common(spoken, task.start, task.due, task.lead),
            field("outcome", spoken["tasks.outcome"], value=task.outcome, wide=True),
            signed(services, numbers, chosen),
        ),
    )


def edit_forms(services: Services, numbers: Numbers, chosen: Selection, task: Task) -> list[Element]:
    """Other owners or dates; and the end of a task that should not be."""
    if not may_assign(numbers, task.region):
        return []
    spoken = words(chosen.lang)
    change = form(
        "/tasks/change",
        spoken,
        spoken["task_form.change"],
        *hidden_fields(chosen, task),
        *_common(spoken, task.start, task.due, task.lead, task.assist),
        field("why", spoken["task_form.why"], wide=True),
        signed(services, numbers, chosen),
    )
    gone = form(
        "/tasks/withdraw",
        spoken,
        spoken["task_form.withdraw"],
        *hidden_fields(chosen, task),
        field("why", spoken["task_form.why"], wide=True),
        signed(services, numbers, chosen),
    )
    return [
        h("details", h("summary", spoken["task_form.change_title"]), change),
        h("details", h("summary", spoken["task_form.withdraw_title"]), gone),
    ]


def _choose(numbers: Numbers, chosen: Selection, read: Register) -> Element:
    """The missed targets of the region and of those right below, each with its item or the way to one."""
    spoken, tree = words(chosen.lang), numbers.catalogue.regions
    places = (chosen.region, *(each.code for each in tree.children(chosen.region)))
    found, there = reds(numbers, chosen, places), open_rectifications(read)
    if not found:
        return h("p", spoken["rectify.none"], class_name="note")
    heads = ("head.region", "head.indicator", "head.value", "head.target", "rectify.item")
    columns = [tables.Column(spoken[head]) for head in heads]
    rows = [_red_row(each, numbers, chosen, there) for each in found[:MOST_REDS]]
    table = tables.table(columns, rows, caption=spoken["rectify.open_title"], class_name="tasks")
    more = len(found) - MOST_REDS
    note = h("p", spoken.say("tasks.more", n=more), class_name="note") if more > 0 else None
    return h("div", table, note)


def _red_row(
    each: Red, numbers: Numbers, chosen: Selection, there: Mapping[tuple[str, str], Task]
) -> list[Child]:
    spoken, language, region = words(chosen.lang), chosen.lang, each.number.region
    task = there.get((region, each.indicator.code))
    address = tracing.href(chosen, indicator=each.indicator.code, region=region)
    value = say.value(each.number.value, each.indicator.unit, language, threshold=each.target.threshold)
    item: Child = say.NONE
    if task is not None:
        item = link(spoken["rectify.open_now"], f"{PATH}{chosen.query(task=task.code, new='')}")
    elif may_assign(numbers, region):
        item = link(spoken["rectify.open"], open_address(chosen, each.indicator.code, region))
    return [
        scope.region_name(numbers, region, language),
        name_of(each.indicator, language),
        link(value, address, class_name="number"),
        reading.target_text(each.target, language),
        item,
    ]


def open_address(chosen: Selection, indicator: str, region: str) -> str:
    """Where an item for a red is opened."""
    return PATH + chosen.query(
        indicator=indicator, region=region, new="rectify", task="", units="", domain="", status="", sort=""
    )


def _common(spoken: Words, start: str, due: str, lead: str = "", assist: str = "") -> Sequence[Element]:
    return (
        field("lead", spoken["tasks.lead"], value=lead, longest=LONGEST_BY * 2),
        field("assist", spoken["tasks.assist"], value=assist, longest=LONGEST_BY * 2),
        field("start", spoken["task_form.start"], value=start, hint=DAY_HINT, longest=10),
        field("due", spoken["tasks.due"], value=due, hint=DAY_HINT, longest=10),
    )


def _recurs(spoken: Words) -> list[tuple[str, str]]:
    return [(each, spoken[f"recurs.{each}"] if each else spoken["tasks.once"]) for each in RECURS]


def _strengths(spoken: Words) -> list[tuple[str, str]]:
    return [(each, spoken.choose("strength", each)) for each in STRENGTHS if each]
