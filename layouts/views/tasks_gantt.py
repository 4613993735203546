"""The Gantt view of 任务: one bar a task with the ends of its occurrences; the list under it is its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.model import Period
from indicators.task_progress import STATES, Occurrence
from layouts import blocks, say, scope
from layouts.elements import Element, h, link
from layouts.figures.gantt import Bar, Point, Span, gantt
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.text import words
from layouts.views.tasks_facts import PATH, Scene
from layouts.views.tasks_parts import DETAIL, MARKS, state_badge

MOST_BARS = 60
LEGEND = ("overdue", "waiting", "under_way", "not_started", "done")


def chart(seen: Scene, numbers: Numbers) -> Element:
    spoken, language = words(seen.chosen.lang), seen.chosen.lang
    found: dict[str, list[Occurrence]] = {}
    for each in seen.shown:  # in order of urgency
        found.setdefault(each.task.code, []).append(each)
    title = spoken["tasks.chart"]
    if not found:
        return section(title, blocks.empty(spoken["tasks.none_fit"]))
    bars = [_bar(each, numbers, seen.chosen) for each in list(found.values())[:MOST_BARS]]
    more = len(found) - MOST_BARS
    marks = [state_badge(state, language) for state in STATES if state in LEGEND]
    return section(
        title,
        h("p", spoken["tasks.chart_note"], class_name="note"),
        h("div", *marks, class_name="legend"),
        gantt(bars, seen.register.day, language),
        h("p", spoken.say("tasks.more", n=more), class_name="note") if more > 0 else None,
    )


def _bar(found: Sequence[Occurrence], numbers: Numbers, chosen: Selection) -> Bar:
    """``found``: the shown occurrences of one task, the most urgent first."""
    task, first, language = found[0].task, found[0], chosen.lang
    spoken = words(language)
    place = scope.region_name(numbers, task.region, language)
    percent = sum(each.percent for each in found) / len(found)
    until = task.due or (spoken.choose("recurs", task.recurs) if task.recurs else spoken["tasks.no_due"])
    span = f"{task.start}—{until}" if task.start else until
    told = spoken.say(
        "gantt.row",
        title=f"{place} {task.title}",
        span=span,
        percent=f"{percent:.0f}",
        state=spoken[f"task_state.{first.state}"],
    )
    points = sorted(((each.due, each) for each in found if each.due), key=lambda pair: pair[0])
    return Bar(
        link(task.title, f"{PATH}{chosen.query(task=task.code, new='')}#{DETAIL}"),
        " ".join(part for part in (place, task.lead) if part),
        date.fromisoformat(task.start) if task.start else None,
        date.fromisoformat(task.due) if task.due else None,
        [_span(each) for each in found],
        f"state-{first.state}",
        told,
        [Point(due, MARKS[each.state], _point(each, chosen)) for due, each in points],
    )


def _span(each: Occurrence) -> Span:
    """Of a recurring task its quarter or year, of any other the task."""
    start = date.fromisoformat(each.task.start) if each.task.start else None
    if each.code:
        year, month = Period.parse(each.code).start
        start = max(date(year, month, 1), start or date.min)
    return Span(start, each.due, each.percent)


def _point(each: Occurrence, chosen: Selection) -> str:
    spoken = words(chosen.lang)
    name = say.period(each.code, chosen.lang) if each.code else ""
    day = each.due.isoformat() if each.due else ""
    return " ".join(part for part in (name, day, spoken[f"task_state.{each.state}"]) if part)
