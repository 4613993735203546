"""The register of tasks (任务) and what was done about them: rows are only added, each is in the trail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from data import tables
from data.engine import writing
from data.entering import raise_version
from data.life import same_person
from data.reading import Reads
from data.registers import Entry, Signature, enter, enter_many, newest, rows_of
from data.scoping import shown_name
from data.task_life import Recurs, TaskRefusal, TaskStage, TaskStepName, after, dates_fit, fits, refusal
from data.verbs import Verbs

VERSIONS = "tasks"  # the part of a dataset's versions that rises with tasks and steps only

TaskKind = Literal["plan", "own", "rectify"]
TaskStrength = Literal["", "必须", "原则上", "力争", "推进", "建议"]
TaskFault = (
    TaskRefusal | Literal["unknown", "no_code", "no_why", "region", "twice", "datasets", "start", "date"]
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


class TaskVerbs(Verbs):
    """The part of Store that enters them. Who may is asked by callers (data.task_life.RIGHTS, ASSIGN)."""

    def set_tasks(self, tasks: Sequence[Task], *, by: str, at: datetime, why: str = "") -> tuple[str, ...]:
        """Keep new tasks, or other states of known ones, all or none; the codes of those that differ."""
        with writing(self._engine).begin() as connection:
            return enter_tasks(connection, tasks, Signature(by, at), why=why)

    def withdraw_task(self, code: str, dataset: str, *, why: str, by: str, at: datetime) -> None:
        """Keep that a task does not count any more; what it was and what was done stays in the record."""
        if not why.strip():
            raise TaskError("no_why", code)
        with writing(self._engine).begin() as connection:
            task = _known(connection, dataset, code)
            entry = Entry(dataset, code, task.region, _content(task), why=why, withdrawn=True)
            enter_many(connection, tables.task, "task.set", [entry], Signature(by, at))
            raise_version(connection, dataset, VERSIONS)

    def step_task(
        self,
        code: str,
        dataset: str,
        step: TaskStepName,
        *,
        by: str,
        at: datetime,
        occurrence: str = "",
        percent: float | None = None,
        note: str = "",
        submission: int = 0,
    ) -> int:
        """Take a step about one occurrence; its number. TaskError where the state does not allow it."""
        with writing(self._engine).begin() as connection:
            task = _known(connection, dataset, code)
            if not fits(task.recurs, task.start, task.due, occurrence):
                raise TaskError("occurrence", code)
            steps = [
                each
                for each in map(_step, rows_of(connection, tables.task_step, dataset, code=code))
                if each.occurrence == occurrence
            ]
            fault = refusal(
                stage_of(steps),
                step,
                note=note,
                percent=percent,
                evidenced=step == "done" and _evidenced(connection, dataset, code, occurrence),
                own=step == "confirm" and _own(connection, steps, by),
            )
            if fault:
                raise TaskError(fault, code)
            told = {"occurrence": occurrence, "step": step, "percent": percent, "submission": submission}
            entry = Entry(dataset, code, task.region, told, why=note)
            number = enter(connection, tables.task_step, "task.step", entry, Signature(by, at))
            raise_version(connection, dataset, VERSIONS)
        return number


class TaskReads(Reads):
    """The part of StoreView that reads them: those of the places the viewer may look into."""

    def tasks(self, dataset: str) -> tuple[Task, ...]:
        """The newest state of each task that was not withdrawn, in order of first entry."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.task, dataset, viewer=self.viewer)
            return tuple(_task(row) for row in newest(rows).values())

    def task_steps(self, dataset: str, code: str = "") -> tuple[TaskStep, ...]:
        """Every step about the tasks of a dataset (about one), oldest first."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.task_step, dataset, viewer=self.viewer, code=code)
            steps = [_step(row) for row in rows]
        return tuple(replace(each, by=shown_name(self.viewer, each.by, each.region)) for each in steps)

    def task_history(self, dataset: str, code: str = "") -> tuple[TaskEntry, ...]:
        """Every state of every task (of one), oldest first."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.task, dataset, viewer=self.viewer, code=code)
        return tuple(
            TaskEntry(
                row.code,
                row.region,
                None if row.withdrawn else _task(row),
                row.why,
                shown_name(self.viewer, row.by, row.region),
                datetime.fromisoformat(row.at),
            )
            for row in rows
        )


def enter_tasks(
    connection: Connection, tasks: Sequence[Task], signed: Signature, *, why: str = ""
) -> tuple[str, ...]:
    """Inside the caller's transaction: the tasks that are new or differ; the codes of those entered."""
    datasets = {task.dataset for task in tasks}
    times = Counter(task.code for task in tasks)
    for task in tasks:
        fault = _fault(task, times[task.code], len(datasets))
        if fault:
            raise TaskError(fault, task.code)
    entries = [entry for dataset in datasets for entry in _differing(connection, dataset, tasks, why)]
    enter_many(connection, tables.task, "task.set", entries, signed)
    for dataset in datasets if entries else ():
        raise_version(connection, dataset, VERSIONS)
    return tuple(entry.code for entry in entries)


def stage_of(steps: Iterable[TaskStep]) -> TaskStage:
    """Where one occurrence stands after its steps, oldest first."""
    stage: TaskStage = "open"
    for each in steps:
        stage = after(stage, each.step) or stage
    return stage


def _fault(task: Task, times: int, datasets: int) -> TaskFault | None:
    """What stands against keeping it; a recurring task begins on a day, or its past would change."""
    told: tuple[tuple[bool, TaskFault], ...] = (
        (datasets > 1, "datasets"),
        (not task.code.strip(), "no_code"),
        (times > 1, "twice"),
        (not dates_fit(task.start, task.due), "date"),
        (bool(task.recurs) and not task.start, "start"),
    )
    return next((code for stands, code in told if stands), None)


def _differing(connection: Connection, dataset: str, tasks: Sequence[Task], why: str) -> list[Entry]:
    """A task keeps its region: progress and evidence are of that region."""
    rows = rows_of(connection, tables.task, dataset)
    regions, now = {row.code: row.region for row in rows}, newest(rows)
    for task in tasks:
        if regions.get(task.code, task.region) != task.region:
            raise TaskError("region", task.code)
    return [
        Entry(dataset, task.code, task.region, _content(task), why=why)
        for task in tasks
        if task.code not in now or _task(now[task.code]) != task
    ]


def _known(connection: Connection, dataset: str, code: str) -> Task:
    row = newest(rows_of(connection, tables.task, dataset, code=code)).get(code)
    if row is None:
        raise TaskError("unknown", code)
    return _task(row)


def _own(connection: Connection, steps: Sequence[TaskStep], by: str) -> bool:
    """Is it he who reported it done, or who filed what made the program propose 销号?"""
    reported = [each for each in steps if each.step in ("done", "propose")]
    if not reported:
        return False
    filed = tables.submission.c
    sender = connection.execute(select(filed.by).where(filed.id == reported[-1].submission)).scalar()
    return same_person(by, sender or "") or same_person(by, reported[-1].by)


def _evidenced(connection: Connection, dataset: str, code: str, occurrence: str) -> bool:
    """Is there evidence of this occurrence that still counts?"""
    rows = rows_of(connection, tables.evidence, dataset, code=code)
    told = {row.id: json.loads(row.content) for row in rows}
    gone = {told[row.id]["number"] for row in rows if row.withdrawn}
    return any(
        (each["subject"], each.get("period")) == ("task", occurrence)
        for number, each in told.items()
        if number not in gone
    )


def _content(task: Task) -> dict[str, Any]:
    told = asdict(task)
    return {name: told[name] for name in told if name not in ("code", "dataset", "region")}


def _task(row: Row[Any]) -> Task:
    told = json.loads(row.content)
    known = {field.name: told[field.name] for field in fields(Task) if field.name in told}
    return Task(code=row.code, dataset=row.dataset, region=row.region, **known)


def _step(row: Row[Any]) -> TaskStep:
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
