"""来自任务登记表: the tasks behind a figure that the register of tasks gives; which of them count in it."""

from __future__ import annotations

from collections.abc import Collection

from data.people import sees
from indicators.task_counts import DONE, DUE
from indicators.task_progress import FINISHED, Occurrence, behind
from layouts import say, tables
from layouts.elements import Element, h, link
from layouts.numbers import Numbers
from layouts.scope import region_name
from layouts.text import Language, words
from layouts.views.tasks_parts import listed, state_badge
from layouts.views.trace_facts import Passport
from layouts.views.trace_number import section

MOST_TASKS = 60


def tasks_behind(passport: Passport, numbers: Numbers) -> tuple[Occurrence, ...]:
    """Those that fell due in the period, of the regions that the viewer may look into; the undone first."""
    chosen = passport.chosen
    if DUE not in passport.variant.elements:
        return ()
    rollup = numbers.catalogue.datasets[chosen.dataset].rollup
    below = numbers.catalogue.regions.descendants(chosen.region) if rollup else ()
    reach = numbers.view.viewer.reach
    open_to = {each.code for each in below} | {chosen.region}
    if reach is not None and chosen.dataset in reach.kept:
        open_to = {code for code in open_to if sees(reach.seen, code)}
    return behind(numbers.on_record(chosen.dataset).tasks, chosen.span, open_to)


def from_register(passport: Passport, numbers: Numbers, language: Language, heading: str) -> Element | None:
    """Each task with its state; where the region filed figures of its own they count, and it is said."""
    found, spoken = tasks_behind(passport, numbers), words(language)
    if not found:
        return None
    filed = _filed(passport)
    columns = [
        tables.Column(spoken["head.region"]),
        tables.Column(spoken["trace_tasks.task"], class_name="task-name"),
        tables.Column(spoken["head.status"]),
        tables.Column(spoken["trace_tasks.due"]),
        tables.Column(spoken["trace_tasks.counts"]),
    ]
    rows = [_row(each, filed, passport, numbers, language) for each in found[:MOST_TASKS]]
    more = spoken.say("trace_tasks.more", n=len(found) - MOST_TASKS) if len(found) > MOST_TASKS else None
    only = (
        None if numbers.whole(passport.chosen.dataset, passport.chosen.region) else spoken["trace_tasks.seen"]
    )
    notes = [h("p", text, class_name="note") for text in (more, only) if text]
    title = spoken["trace_tasks.title"]
    told = h("p", register_line(passport, numbers, language))
    return section(title, heading, told, tables.table(columns, rows, caption=title), *notes)


def register_line(passport: Passport, numbers: Numbers, language: Language) -> str:
    """How many tasks fell due and are closed, and how many of them count in the figure; empty for none."""
    found, filed = tasks_behind(passport, numbers), _filed(passport)
    counting = [each for each in found if each.task.region not in filed]
    if not found:
        return ""
    return words(language).say(
        "trace_tasks.told",
        due=len(found),
        done=sum(each.state in FINISHED for each in found),
        counting=len(counting),
        done_counting=sum(each.state in FINISHED for each in counting),
    )


def _filed(passport: Passport) -> set[str]:
    """Regions that filed numbers of tasks: those count, not the register's."""
    return {term.region for term in (*passport.own, *passport.below) if term.element in (DONE, DUE)}


def _row(
    each: Occurrence, filed: Collection[str], passport: Passport, numbers: Numbers, language: Language
) -> tables.Row:
    spoken, task = words(language), each.task
    address = listed(passport.chosen, region=task.region, task=task.code)
    period = f"　{say.period(each.code, language)}" if each.code else ""
    return tables.Row(
        [
            region_name(numbers, task.region, language),
            h("span", link(task.title, address), period),
            state_badge(each.state, language),
            each.due.isoformat() if each.due else say.NONE,
            spoken["trace_tasks.filed" if task.region in filed else "trace_tasks.counted"],
        ]
    )
