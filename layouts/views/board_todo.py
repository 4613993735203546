"""我的待办: what waits for the one who looks, by what he may do where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.deadlines import day_of
from data.model import Period, Submission
from data.people import Role
from data.publications import Standing
from layouts import blocks, say, scope
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.board_facts import calendar_of, soon
from layouts.views.board_words import address, form_name, short_day
from layouts.views.submit_list import unexplained

AHEAD = 10  # working days
NAMED = 3
MOST_RETURNED = 200


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a heap: what it is about, in words, and where it is done."""

    text: str
    href: str


def may(numbers: Numbers, role: Role, region: str) -> bool:
    """Has the one who looks this right over a region; on one's own PC everybody has every right."""
    return numbers.view.viewer.may(role, region)


def tasks(services: Services, numbers: Numbers, chosen: Selection) -> dict[str, list[Task]]:
    """The dataset's heaps as they are shown, each the oldest first; none where filing is no duty."""
    dataset = chosen.dataset
    if not numbers.catalogue.datasets[dataset].duty:
        return {}
    standings = _standings(numbers, dataset)
    found: dict[str, list[Task]] = {
        "returned": [_of(numbers, each, chosen) for each in returned(numbers, dataset)],
        "waiting": [],
        "unexplained": [],
        "approved": [],
        "due": _due(services, numbers, dataset, chosen),
    }
    open_findings = _unexplained(services, numbers, standings)
    for each in standings:
        task = _place(numbers, each, chosen)
        if each.status == "waiting" and may(numbers, "review", each.region):
            found["waiting"].append(task)
        if open_findings.get(each.submission):
            found["unexplained"].append(_with_count(task, open_findings[each.submission], chosen))
        if each.status == "accepted" and may(numbers, "publish", each.region):
            found["approved"].append(task)
    return found


def _unexplained(services: Services, numbers: Numbers, standings: Sequence[Standing]) -> dict[int, int]:
    """核实 findings, stored and live, that nobody has explained, of what waits where one may file."""
    waiting = [
        each.submission
        for each in standings
        if each.status == "waiting" and may(numbers, "file", each.region)
    ]
    return unexplained(services, numbers, waiting)


def returned(numbers: Numbers, dataset: str) -> list[Submission]:
    """What was returned and has no newer filing in its place, of regions for which one may file."""
    newest = {(each.region, each.period, each.form): each.submission for each in _standings(numbers, dataset)}
    found: dict[tuple[str, ...], Submission] = {}
    for one in numbers.view.submissions(limit=MOST_RETURNED, statuses=("returned",), dataset=dataset):
        place = (one.region, one.period, one.form)
        again = newest.get(place, 0) > one.submission
        if one.dataset == dataset and one.region and not again and may(numbers, "file", one.region):
            found.setdefault(place, one)
    return list(found.values())


def inbox(services: Services, numbers: Numbers, chosen: Selection) -> Element:
    """The heaps that are not empty, each with its count, its first lines and the way to it."""
    spoken, viewer = words(chosen.lang), numbers.view.viewer
    note = (
        spoken["board_todo.note"]
        if viewer.reach is None
        else spoken.say("board_todo.note_own", name=viewer.name)
    )
    found = {kind: heap for kind, heap in tasks(services, numbers, chosen).items() if heap}
    if not found:
        return section(spoken["board_todo.title"], blocks.empty(spoken["board_todo.none"]), note=note)
    drawn = [_heap(kind, heap, chosen) for kind, heap in found.items()]
    return section(spoken["board_todo.title"], h("ul", *drawn, class_name="todo"), note=note)


def _heap(kind: str, heap: list[Task], chosen: Selection) -> Element:
    spoken = words(chosen.lang)
    named: list[Child] = [h("li", link(task.text, task.href)) for task in heap[:NAMED]]
    more = len(heap) - NAMED
    if more > 0:
        named.append(h("li", spoken.say("board_todo.more", n=len(heap)), class_name="muted"))
    places = {
        "returned": "/submit" + chosen.query(only="returned"),
        "waiting": "/submit" + chosen.query(only="waiting"),
        "unexplained": "/submit" + chosen.query(only="waiting"),
        "approved": "/publish" + chosen.query(),
        "due": address(chosen, state="pending"),
    }
    return h(
        "li",
        h("a", h("b", str(len(heap))), spoken[f"board_todo.{kind}"], href=places[kind], class_name="heap"),
        h("ul", *named),
    )


def _standings(numbers: Numbers, dataset: str) -> tuple[Standing, ...]:
    """Every place of a set with what is current there, kept until anything in it changes."""
    memo = numbers.memo(dataset)
    if "standings" not in memo:
        memo["standings"] = numbers.view.standings(dataset)
    found: tuple[Standing, ...] = memo["standings"]
    return found


def _of(numbers: Numbers, one: Submission, chosen: Selection) -> Task:
    return _task(numbers, one.region, one.period, one.submission, chosen)


def _place(numbers: Numbers, each: Standing, chosen: Selection) -> Task:
    return _task(numbers, each.region, each.period, each.submission, chosen)


def _task(numbers: Numbers, region: str, period: str, submission: int, chosen: Selection) -> Task:
    name, span = scope.region_name(numbers, region, chosen.lang), say.period(period, chosen.lang)
    text = words(chosen.lang).say("board_todo.item", region=name, period=span)
    return Task(text, "/submit" + chosen.query(submission=str(submission)))


def _with_count(task: Task, count: int, chosen: Selection) -> Task:
    return Task(f"{task.text}（{count}）" if chosen.lang == "zh" else f"{task.text} ({count})", task.href)


def _due(services: Services, numbers: Numbers, dataset: str, chosen: Selection) -> list[Task]:
    """Each form and period that falls due soon."""
    spoken, language = words(chosen.lang), chosen.lang
    today, calendar = day_of(services.clock()), calendar_of(numbers)
    found = []
    for form, period, deadline in soon(services, numbers, dataset, AHEAD):
        left = calendar.between(today, deadline.due)
        text = spoken.say(
            "board_todo.due_item",
            form=form_name(services, form, language),
            period=say.period(period, language),
            day=short_day(deadline.due, language),
            left=spoken.say("board_todo.left", n=left) if left else spoken["board_todo.today"],
        )
        year = str(Period.parse(period).end[0])
        found.append(Task(text, address(chosen, dataset=dataset, year=year, state="pending")))
    return found
