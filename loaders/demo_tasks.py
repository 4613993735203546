"""Made-up tasks of the made-up province: done, late, waiting, under way, one every quarter, with evidence."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from data.demo_regions import DATASET
from data.evidence import Evidence
from data.plans import assigned, read_plans
from data.regions import Region, RegionTree
from data.store import Store
from data.task_life import TaskStepName, due_of, occurrences
from data.tasks import Task
from data.view import StoreView
from loaders.demo_life import FILER, REVIEWER

ITEMS = Path(__file__).parent / "demo_tasks.csv"
START = "2026-01-01"
ABOVE = ("990000", "990100", "990200")  # the province and two cities; the counties of the first
SEED = 20260101
DONE, WAITS, BEGUN = 0.62, 0.74, 0.9  # of what is past its day; the rest was never begun
LINK = "https://example.invalid/demo/{code}"
HOUR = time(15)
NOTE, PROGRESS, REJECTED = "已办结，材料齐全。（演示）", "正在办理。（演示）", "材料不全，请补充。（演示）"


@dataclass(frozen=True)
class Taken:
    """A step that somebody took, of the demonstration."""

    step: TaskStepName
    by: str
    days: int  # from the last day of the occurrence
    percent: float | None = None
    note: str = ""


def demo_tasks(tree: RegionTree) -> tuple[Task, ...]:
    """Every item for each region of its levels."""
    return assigned(read_plans(ITEMS), tuple(_regions(tree)), DATASET, start=START)


def enter_demo_tasks(store: Store, view: StoreView, tree: RegionTree, *, at: datetime) -> None:
    """Once: tasks that were ever entered, and occurrences about which anything was said, are left alone."""
    made = demo_tasks(tree)
    known = {entry.code for entry in view.task_history(DATASET)}
    store.set_tasks([task for task in made if task.code not in known], by=REVIEWER, at=at)
    said = {(step.task, step.occurrence) for step in view.task_steps(DATASET)}
    codes = {task.code for task in made}
    for task in view.tasks(DATASET):
        for occurrence in occurrences(task.recurs, task.start, task.due, at.date()):
            if task.code in codes and (task.code, occurrence) not in said:
                _take(store, task, occurrence, at)


def steps_of(task: Task, occurrence: str, at: datetime) -> tuple[Taken, ...]:
    """What was done about an occurrence: the same for the same, whatever else is entered."""
    drawn = random.Random(f"{SEED} {task.code} {occurrence}")
    due = due_of(occurrence, task.due)
    luck, early = drawn.random(), -drawn.randint(1, 20)
    if due is None or due >= at.date():
        return (
            (Taken("progress", FILER, early, 10.0 * drawn.randint(1, 8), PROGRESS),)
            if luck < BEGUN / 2
            else ()
        )
    done = Taken("done", FILER, early, None, NOTE)
    if luck < DONE:
        return (done, Taken("confirm", REVIEWER, early + 1))
    if luck < WAITS:
        return (
            (done,)
            if luck < (DONE + WAITS) / 2
            else (done, Taken("reject", REVIEWER, early + 1, None, REJECTED))
        )
    return (Taken("progress", FILER, early, 50.0, PROGRESS),) if luck < BEGUN else ()


def _take(store: Store, task: Task, occurrence: str, at: datetime) -> None:
    due = due_of(occurrence, task.due)
    last = datetime.combine(due, HOUR, at.tzinfo) if due and due < at.date() else at
    taken = steps_of(task, occurrence, at)
    for each in taken:
        store.step_task(
            task.code,
            DATASET,
            each.step,
            occurrence=occurrence,
            percent=each.percent,
            note=each.note,
            by=each.by,
            at=last + timedelta(days=each.days),
        )
    if any(each.step == "confirm" for each in taken):
        _prove(store, task, occurrence, last + timedelta(days=taken[0].days))


def _prove(store: Store, task: Task, occurrence: str, at: datetime) -> None:
    store.add_evidence(
        Evidence(
            dataset=DATASET,
            subject="task",
            code=task.code,
            region=task.region,
            on=at.date().isoformat(),
            by=FILER,
            at=at,
            period=occurrence,
            title=f"{task.outcome}（演示）",
            link=LINK.format(code=task.code),
        )
    )


def _regions(tree: RegionTree) -> Iterator[Region]:
    for code in ABOVE:
        if code in tree:
            yield tree.get(code)
    if ABOVE[1] in tree:
        yield from tree.children(ABOVE[1])
