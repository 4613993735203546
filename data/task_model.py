"""The register of tasks (任务) as values, and how a row of the record tells them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

from data.task_life import Recurs, TaskRefusal, TaskStage, TaskStepName, after

FILED = "filed"  # in the content of a row: the submission whose workbook brought it

TaskKind = Literal["plan", "own", "rectify"]
TaskStrength = Literal["", "必须", "原则上", "力争", "推进", "建议"]
TaskFault = (
    TaskRefusal
    | Literal["unknown", "no_code", "no_why", "region", "twice", "datasets", "start", "date", "right"]
)


class TaskError(ValueError):
    """It cannot be kept: ``fault`` says why, ``code`` of which task."""

    def __init__(self, fault: TaskFault, code: str) -> None:
        super().__init__(f"{fault}: {code}")
        self.fault, self.code = fault, code


@dataclass(frozen=True, slots=True)
class Task:
    """One item for one region; ``start`` and ``due`` are ISO dates or empty, ``due`` counts to its end."""

    code: str
    dataset: str
    plan: str  # of which plan: S3, S4 or an office's own; empty for none
    item: str  # the plan's own number, 7.7
    title: str
    part: str
    region: str
    lead: str
    assist: str
    start: str
    due: str
    recurs: Recurs
    strength: TaskStrength
    outcome: str  # what is there when it is done
    indicator: str  # whose figure it is about; empty for none
    target: str
    kind: TaskKind
    made_from: str  # what it was opened from: a plan's row, or indicator@period of the red figure


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """One step in a task's own life; without one it was withdrawn."""

    code: str
    region: str
    task: Task | None
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskStep:
    """What was done about one occurrence ("" where it does not recur), oldest first in every list."""

    task: str
    occurrence: str
    step: TaskStepName
    percent: float | None
    note: str
    by: str
    at: datetime
    region: str = ""
    submission: int = 0  # that made the program propose 销号


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What a workbook reports of one occurrence."""

    code: str
    occurrence: str
    step: TaskStepName
    percent: float | None
    note: str


def stage_of(steps: Iterable[TaskStep]) -> TaskStage:
    """Where one occurrence stands after its steps, oldest first."""
    stage: TaskStage = "open"
    for each in steps:
        stage = after(stage, each.step) or stage
    return stage


def content_of(task: Task, filed: int = 0) -> dict[str, Any]:
    """What a row keeps beside its code, dataset and region; ``filed`` is the submission that brought it."""
    told = {name: value for name, value in asdict(task).items() if name not in ("code", "dataset", "region")}
    return {**told, FILED: filed} if filed else told


def task_of(row: Row[Any]) -> Task:
    told = json.loads(row.content)
    told.pop(FILED, None)
    return Task(code=row.code, dataset=row.dataset, region=row.region, **told)


def step_of(row: Row[Any]) -> TaskStep:
    told = json.loads(row.content)
    return TaskStep(
        task=row.code,
        occurrence=told["occurrence"],
        step=told["step"],
        percent=told["percent"],
        note=row.why,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        region=row.region,
        submission=told["submission"],
    )
