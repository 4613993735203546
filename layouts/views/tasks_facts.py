"""What 任务 shows: tasks of a region and all below it at a day, what filters leave, how far all are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from data.tasks import Task, TaskStep
from indicators.task_progress import (
    COUNTED,
    FINISHED,
    STATES,
    Completion,
    Occurrence,
    completion,
    occurrences_at,
    owners_of,
)
from layouts.kept import kept
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.services import Services
from layouts.text import words
from layouts.views.tasks_rectify import Proposal, proposals

PATH = "/tasks"
STATE, OWNER, PLAN, TASK, SHOWN_AS, NEW = "state", "owner", "plan", "task", "as", "new"
KEYS = (STATE, OWNER, PLAN, TASK, SHOWN_AS, NEW)  # the page's own choices in the address
VIEWS = ("list", "owners", "regions", "gantt")
NO_PLAN = {"own": "own", "rectify": "rectify"}  # what stands for the plan of a task that has none
LATEST = date(9999, 12, 31)


@dataclass(frozen=True)
class Register:
    """Every task of a set that the viewer may look into, with its occurrences at the day."""

    day: date
    tasks: Mapping[str, Task]
    steps: Mapping[str, tuple[TaskStep, ...]]
    found: tuple[Occurrence, ...]
    opened: Mapping[str, datetime]  # when each was entered first
    proposed: Mapping[str, Proposal]  # 整改 items whose figure meets the target since

    def of(self, code: str) -> tuple[Occurrence, ...]:
        return tuple(each for each in self.found if each.task.code == code)


@dataclass(frozen=True)
class Scene:
    """``every`` occurrence of the region and those below it; ``shown`` those that the filters leave."""

    chosen: Selection
    register: Register
    duty: bool
    whole: bool  # are all units below the region open to who looks
    every: tuple[Occurrence, ...]
    shown: tuple[Occurrence, ...]
    total: Completion
    parts: tuple[Completion, ...]

    @property
    def shown_as(self) -> str:
        wanted = dict(self.chosen.own).get(SHOWN_AS, "")
        return wanted if wanted in VIEWS else VIEWS[0]

    @property
    def counts(self) -> Counter[str]:
        return Counter(each.state for each in self.every)

    @property
    def apart(self) -> int:
        """Overdue or waiting, but not of the tasks that fell due: 整改, and what is not due yet."""
        return sum(each.state in ("overdue", "waiting") and not _counted(each) for each in self.every)

    @property
    def spared(self) -> int:
        """Fell due, is not done, and neither overdue nor waiting: no binding task."""
        named = ("overdue", "waiting", *FINISHED)
        return sum(_counted(each) and each.state not in named for each in self.every)

    def remarks(self) -> list[str]:
        """What makes the numbers of the headline add up."""
        spoken, told = words(self.chosen.lang), (("apart", self.apart), ("spared", self.spared))
        judged = self.duty and self.total.rate is not None
        return [spoken.say(f"tasks.n_{name}", n=n) for name, n in told if n and judged]


def register(services: Services, numbers: Numbers, dataset: str) -> Register:
    """Kept for this person and day until a task, a step, evidence or a figure is entered.

    What the figures propose to close waits for a person: it is not overdue.
    """
    day = services.clock().date()

    def read() -> Register:
        view = numbers.view
        tasks, steps = view.tasks(dataset), view.task_steps(dataset)
        shown = {(each.code, each.period) for each in view.evidence(dataset, subject="task")}
        duty = numbers.catalogue.datasets[dataset].duty
        found = occurrences_at(tasks, steps, day, duty=duty, evidenced=shown)
        taken: dict[str, list[TaskStep]] = {}
        for step in steps:
            taken.setdefault(step.task, []).append(step)
        known = {task.code: task for task in tasks}
        first: dict[str, datetime] = {}
        for entry in view.task_history(dataset):
            first.setdefault(entry.code, entry.at)
        met = _met(numbers, found, first)
        found = tuple(
            replace(each, stage="proposed", state="waiting") if each.task.code in met else each
            for each in found
        )
        told = {code: tuple(each) for code, each in taken.items()}
        return Register(day, known, told, found, first, met)

    made: Register = kept(numbers, dataset, ("tasks", day), read, store="tasks")
    return made


def _met(
    numbers: Numbers, found: Sequence[Occurrence], opened: Mapping[str, datetime]
) -> dict[str, Proposal]:
    """The 整改 items that are not closed and whose figure meets the target since."""
    asked = (each for each in found if each.task.kind == "rectify" and each.stage in ("open", "proposed"))
    return proposals(numbers, {each.task.code: each.task for each in asked}, opened)


def scene(services: Services, numbers: Numbers, chosen: Selection) -> Scene:
    read, tree = register(services, numbers, chosen.dataset), numbers.catalogue.regions
    described = numbers.catalogue.datasets[chosen.dataset]
    every = within(read, numbers, chosen)
    sums = completion(every, tree, chosen.region) if chosen.region in tree else None
    return Scene(
        chosen,
        read,
        described.duty,
        numbers.whole(chosen.dataset, chosen.region),
        every,
        tuple(sorted((each for each in every if fits(each, dict(chosen.own))), key=urgency)),
        sums.total if sums else Completion(chosen.region, 0, 0),
        sums.parts if sums else (),
    )


def within(read: Register, numbers: Numbers, chosen: Selection) -> tuple[Occurrence, ...]:
    """Those of the chosen region and of all below it."""
    tree = numbers.catalogue.regions
    below: Collection[str] = {each.code for each in tree.descendants(chosen.region)} | {chosen.region}
    return tuple(each for each in read.found if each.task.region in below and each.task.region in tree)


def _counted(each: Occurrence) -> bool:
    return each.task.kind in COUNTED and each.falls_due


def fits(each: Occurrence, own: Mapping[str, str]) -> bool:
    """Do the choices in the address leave it?"""
    task, owner = each.task, own.get(OWNER, "")
    return (
        own.get(STATE, "") in ("", each.state)
        and own.get(PLAN, "") in ("", plan_of(task))
        and (not owner or owner in (*owners_of(task.lead), *owners_of(task.assist)))
    )


def plan_of(task: Task) -> str:
    """The plan, or what stands for it."""
    return NO_PLAN.get(task.kind) or task.plan


def urgency(each: Occurrence) -> tuple[int, date, str, str]:
    """What is overdue first, then what waits; in each the earliest last day first."""
    return STATES.index(each.state), each.due or LATEST, each.task.region, each.task.code


def opened(numbers: Numbers, chosen: Selection, read: Register) -> Task | None:
    """The task that the address names, of the set that it names."""
    return read.tasks.get(dict(chosen.own).get(TASK, ""))


def open_rectifications(read: Register) -> dict[tuple[str, str], Task]:
    """(region, indicator) -> the 整改 item that is not closed yet; the newest."""
    return {
        (each.task.region, each.task.indicator): each.task
        for each in read.found
        if each.task.kind == "rectify" and each.state != "closed"
    }
