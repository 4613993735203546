"""The register of tasks (任务) and what was done about them: rows are only added, each is in the trail."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from data import tables
from data.engine import writing
from data.entering import enter
from data.model import Finding
from data.reading import Reads
from data.registers import Signature, newest, rows_of
from data.scoping import shown_name
from data.task_entering import enter_step, enter_tasks, withdraw
from data.task_life import TaskStepName
from data.task_model import (
    Task,
    TaskEntry,
    TaskError,
    TaskFault,
    TaskKind,
    TaskReport,
    TaskStep,
    TaskStrength,
    stage_of,
    step_of,
    task_of,
)
from data.verbs import Verbs

__all__ = [
    "Task",
    "TaskEntry",
    "TaskError",
    "TaskFault",
    "TaskKind",
    "TaskReads",
    "TaskReport",
    "TaskStep",
    "TaskStrength",
    "TaskVerbs",
    "stage_of",
]

FORM = "tasks"  # of a submission that is a register workbook


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
            withdraw(connection, dataset, code, why, Signature(by, at))

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
        report = TaskReport(code, occurrence, step, percent, note)
        with writing(self._engine).begin() as connection:
            return enter_step(connection, dataset, report, Signature(by, at), submission=submission)

    def file_tasks(
        self,
        tasks: Sequence[Task],
        reports: Sequence[TaskReport],
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding] = (),
        assigns: Container[str] | None = None,
        files: Container[str] | None = None,
    ) -> int:
        """Enter a register workbook whole or not at all; the same bytes again change nothing.

        ``assigns`` and ``files`` are the regions for which the sender may assign and report; None: all.
        """
        signed = Signature(by, at)
        dataset = tasks[0].dataset if tasks else ""
        place = {"form": FORM, "dataset": dataset}
        with writing(self._engine).begin() as connection:
            number, new = enter(connection, "accepted", place, sha256, path, size, by, at, findings)
            if new:
                enter_tasks(connection, tasks, signed, filed=number, within=assigns)
                for report in reports:
                    enter_step(connection, dataset, report, signed, filed=number, within=files)
        return number


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """What a computation over a whole set needs; names nobody."""

    tasks: tuple[Task, ...]
    steps: tuple[TaskStep, ...]


class TaskReads(Reads):
    """The part of StoreView that reads them: those of the places the viewer may look into."""

    def tasks(self, dataset: str) -> tuple[Task, ...]:
        """The newest state of each task that was not withdrawn, in order of first entry."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.task, dataset, viewer=self.viewer)
            return tuple(task_of(row) for row in newest(rows).values())

    def task_steps(self, dataset: str, code: str = "") -> tuple[TaskStep, ...]:
        """Every step about the tasks of a dataset (about one), oldest first."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.task_step, dataset, viewer=self.viewer, code=code)
            steps = [step_of(row) for row in rows]
        return tuple(replace(each, by=shown_name(self.viewer, each.by, each.region)) for each in steps)

    def task_history(self, dataset: str, code: str = "") -> tuple[TaskEntry, ...]:
        """Every state of every task (of one), oldest first."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.task, dataset, viewer=self.viewer, code=code)
        return tuple(
            TaskEntry(
                row.code,
                row.region,
                None if row.withdrawn else task_of(row),
                row.why,
                shown_name(self.viewer, row.by, row.region),
                datetime.fromisoformat(row.at),
            )
            for row in rows
        )

    def task_record(self, dataset: str) -> TaskRecord:
        """Every task of every region, for a computation that is masked afterwards.

        With a publication what was on record when it was made.
        """
        made = tables.publication.c
        with self._reading() as connection:
            tasks, steps = (rows_of(connection, each, dataset) for each in (tables.task, tables.task_step))
            if self.heads.publication:
                query = select(made.at).where(made.id == self.heads.publication)
                upto = datetime.fromisoformat(connection.execute(query).scalar_one())
                tasks, steps = (
                    [row for row in rows if datetime.fromisoformat(row.at) <= upto] for rows in (tasks, steps)
                )
        told = tuple(task_of(row) for row in newest(tasks).values())
        return TaskRecord(told, tuple(replace(step_of(row), by="", note="") for row in steps))
