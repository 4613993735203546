"""What every entry of tasks and steps has in common, inside the transaction of the verb that enters it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Sequence

from sqlalchemy import Connection, select

from data import tables
from data.life import same_person
from data.registers import Entry, Signature, enter, enter_many, newest, rows_of
from data.task_life import dates_fit, fits, refusal
from data.task_model import (
    FILED,
    Task,
    TaskError,
    TaskFault,
    TaskReport,
    TaskStep,
    content_of,
    stage_of,
    step_of,
    task_of,
)


def enter_tasks(
    connection: Connection,
    tasks: Sequence[Task],
    signed: Signature,
    *,
    why: str = "",
    filed: int = 0,
    within: Container[str] | None = None,
) -> tuple[str, ...]:
    """The tasks that are new or differ, all or none; the codes of those entered.

    ``within``: the regions for which the person may assign, where there are others.
    """
    datasets = {task.dataset for task in tasks}
    times = Counter(task.code for task in tasks)
    for task in tasks:
        fault = _fault(task, times[task.code], len(datasets))
        if fault:
            raise TaskError(fault, task.code)
    entries = [entry for dataset in datasets for entry in _differing(connection, dataset, tasks, why, filed)]
    for entry in entries:
        if within is not None and entry.region not in within:
            raise TaskError("right", entry.code)
    enter_many(connection, tables.task, "task.set", entries, signed)
    return tuple(entry.code for entry in entries)


def withdraw(connection: Connection, dataset: str, code: str, why: str, signed: Signature) -> None:
    task = _known(connection, dataset, code)
    entry = Entry(dataset, code, task.region, content_of(task), why=why, withdrawn=True)
    enter_many(connection, tables.task, "task.set", [entry], signed)


def enter_step(
    connection: Connection,
    dataset: str,
    report: TaskReport,
    signed: Signature,
    *,
    submission: int = 0,
    filed: int = 0,
    within: Container[str] | None = None,
) -> int:
    """One step about one occurrence; its number. TaskError where the state does not allow it."""
    code, occurrence = report.code, report.occurrence
    task = _known(connection, dataset, code)
    if within is not None and task.region not in within:
        raise TaskError("right", code)
    if not fits(task.recurs, task.start, task.due, occurrence):
        raise TaskError("occurrence", code)
    steps = [
        each
        for each in map(step_of, rows_of(connection, tables.task_step, dataset, code=code))
        if each.occurrence == occurrence
    ]
    if filed and steps and _same(steps[-1], report):
        return 0
    fault = refusal(
        stage_of(steps),
        report.step,
        note=report.note,
        percent=report.percent,
        evidenced=report.step == "done" and _evidenced(connection, task, occurrence),
        own=report.step == "confirm" and _own(connection, steps, signed.by),
    )
    if fault:
        raise TaskError(fault, code)
    told = {
        "occurrence": occurrence,
        "step": report.step,
        "percent": report.percent,
        "submission": submission,
    }
    content = {**told, FILED: filed} if filed else told
    entry = Entry(dataset, code, task.region, content, why=report.note)
    return enter(connection, tables.task_step, "task.step", entry, signed)


def _same(step: TaskStep, report: TaskReport) -> bool:
    """Has it been reported in the same words before, by another copy of the file?"""
    return (step.step, step.percent, step.note) == (report.step, report.percent, report.note)


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


def _differing(
    connection: Connection, dataset: str, tasks: Sequence[Task], why: str, filed: int
) -> list[Entry]:
    """A task keeps its region: progress and evidence are of that region."""
    rows = rows_of(connection, tables.task, dataset)
    regions, now = {row.code: row.region for row in rows}, newest(rows)
    for task in tasks:
        if regions.get(task.code, task.region) != task.region:
            raise TaskError("region", task.code)
    return [
        Entry(dataset, task.code, task.region, content_of(task, filed), why=why)
        for task in tasks
        if task.code not in now or task_of(now[task.code]) != task
    ]


def _known(connection: Connection, dataset: str, code: str) -> Task:
    row = newest(rows_of(connection, tables.task, dataset, code=code)).get(code)
    if row is None:
        raise TaskError("unknown", code)
    return task_of(row)


def _own(connection: Connection, steps: Sequence[TaskStep], by: str) -> bool:
    """Is it he who reported it done, or who filed what made the program propose 销号?"""
    reported = [each for each in steps if each.step in ("done", "propose")]
    if not reported:
        return False
    filed = tables.submission.c
    sender = connection.execute(select(filed.by).where(filed.id == reported[-1].submission)).scalar()
    return same_person(by, sender or "") or same_person(by, reported[-1].by)


def _evidenced(connection: Connection, task: Task, occurrence: str) -> bool:
    """Is there evidence of this occurrence that still counts?"""
    rows = rows_of(connection, tables.evidence, task.dataset, code=task.code)
    told = {row.id: json.loads(row.content) for row in rows if row.region == task.region}
    gone = {told[row.id]["number"] for row in rows if row.withdrawn and row.id in told}
    return any(
        (each["subject"], each.get("period")) == ("task", occurrence)
        for number, each in told.items()
        if number not in gone
    )
