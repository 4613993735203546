"""The register of tasks as a workbook (表号 FH-R1): read back strictly, every mistake with its cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from data.catalogue import Catalogue
from data.model import Finding
from data.period import PeriodError
from data.plans import RECURS, STRENGTHS
from data.scheme_check import near
from data.target_overrides import MARK
from data.task_life import dates_fit, fits
from data.tasks import Task, TaskReport
from loaders.register_rows import DATE, RegisterRow, bears, rows_of
from loaders.targets import LAW
from loaders.tasks_look import COLUMNS, KINDS, REGISTER, STEPS, TASK, TaskLine, write_tasks
from loaders.words import tidy
from loaders.workbook import Workbook

__all__ = ["TaskBook", "TaskLine", "is_task_register", "read_tasks", "write_tasks"]

Targets = Callable[[str], Collection[str]]  # of a dataset, the codes of targets a task may name
Word = TypeVar("Word", bound=str)
OWN = "自定任务"  # what a task without a kind is


@dataclass(frozen=True)
class TaskBook:
    """What a register workbook says; ``places`` is the sheet and cell of each task's number."""

    tasks: tuple[Task, ...] = ()
    reports: tuple[TaskReport, ...] = ()
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def dataset(self) -> str:
        return self.tasks[0].dataset if self.tasks else ""


def is_task_register(workbook: Workbook) -> bool:
    """Does a visible sheet bear the register's 表号."""
    return bears(workbook, REGISTER)


def read_tasks(
    workbook: Workbook,
    catalogue: Catalogue,
    indicators: Mapping[str, bool],
    targets: Targets | None = None,
) -> tuple[TaskBook, tuple[Finding, ...]]:
    """All tasks and what is reported of them; ``indicators`` maps each code to whether it is protected.

    ``targets`` are those that a task of a dataset may name; without it any is taken. Where a finding is
    returned nothing is to be stored: a register is taken in whole or not at all.
    """
    tasks: dict[str, Task] = {}
    reports: list[TaskReport] = []
    seen: set[tuple[str, str]] = set()
    places: dict[str, tuple[str, str]] = {}
    findings: list[Finding] = []
    for row in rows_of(workbook, COLUMNS, catalogue, findings):
        code = row.text("task")
        if not code:
            row.wrong("task.bad_code", "task", "编号")
            continue
        if code in tasks:
            _same(row, tasks[code])
        else:
            tasks[code] = _task(code, row, indicators)
            places[code] = (row.sheet.name, row.address("task"))
            _known_target(row, tasks[code], targets)
            _one_dataset(row, tasks[code], next(iter(tasks.values())))
        place = (code, tidy(row.text("occurrence")))
        if place in seen:
            row.wrong("task.bad_code", "task", "每期一行")
            continue
        seen.add(place)
        _occurs(row, tasks[code], place[1])
        reports += _reported(row, tasks[code], place[1])
    if not tasks and not findings:
        findings.append(Finding("form.empty", "must", "", "", {"read": "", "expected": REGISTER}))
    return TaskBook(tuple(tasks.values()), tuple(reports), places), tuple(findings)


def _task(code: str, row: RegisterRow, indicators: Mapping[str, bool]) -> Task:
    for needed in ("title", "lead"):
        if not row.text(needed):
            row.wrong("task.missing", needed, next(each.head for each in COLUMNS if each.field == needed))
    start, due = (row.date(each, "task.bad_date") for each in ("start", "due"))
    recurs = _choice(row, "recurs", RECURS)
    if not dates_fit(start, due):
        row.wrong("task.order", "due", start)
    if recurs and not start and not row.text("start"):
        row.wrong("task.bad_date", "start", DATE)
    kinds: dict[str, Literal["plan", "own", "rectify"]] = {word: kind for kind, word in KINDS.items()}
    return Task(
        code=code,
        dataset=row.dataset("task.unknown_dataset"),
        plan=row.text("plan"),
        item=row.text("item"),
        title=row.text("title"),
        part=row.text("part"),
        region=row.region("task.unknown_region"),
        lead=row.text("lead"),
        assist=row.text("assist"),
        start=start,
        due=due,
        recurs=recurs,
        strength=_choice(row, "strength", STRENGTHS),
        outcome=row.text("outcome"),
        indicator=_indicator(row, indicators),
        target=row.text("target"),
        kind=kinds[_choice(row, "kind", tuple(kinds)) if row.text("kind") else OWN],
        made_from=row.text("made_from"),
    )


def _indicator(row: RegisterRow, indicators: Mapping[str, bool]) -> str:
    code = row.indicator("task.unknown_indicator", indicators)
    if indicators.get(code):
        row.wrong("task.protected", "indicator", "", clause=LAW)
    return code


def _choice(row: RegisterRow, name: str, words: tuple[Word, ...]) -> Word:
    """One of the words; the first, with a finding, where it is none of them."""
    text = tidy(row.text(name))
    for word in words:
        if word == text:
            return word
    row.wrong("task.bad_word", name, "、".join(filter(None, words)))
    return words[0]


def _one_dataset(row: RegisterRow, task: Task, first: Task) -> None:
    if task.dataset and first.dataset and task.dataset != first.dataset:
        row.wrong("task.unknown_dataset", "dataset", row.catalogue.datasets[first.dataset].name)


def _same(row: RegisterRow, task: Task) -> None:
    """Another row of the same number is another occurrence: it says the same of the task, or nothing."""
    named = row.catalogue.datasets.get(task.dataset)
    for name in TASK:
        said = KINDS[task.kind] if name == "kind" else str(getattr(task, "code" if name == "task" else name))
        also = (named.name,) if name == "dataset" and named else ()
        if row.text(name) not in ("", said, *also):
            row.wrong("task.differs", name, said)


def _known_target(row: RegisterRow, task: Task, targets: Targets | None) -> None:
    known = targets(task.dataset) if targets and task.target and task.dataset else None
    if known is not None and task.target not in known:
        open_to_all = [code for code in known if MARK not in code]
        row.wrong("task.unknown_target", "target", near(task.target, open_to_all) or "目标登记表里的编号")


def _occurs(row: RegisterRow, task: Task, occurrence: str) -> None:
    """The occurrence is one of the task's; a recurring one that reports nothing need not name any."""
    reports = any(row.text(name) for name in ("step", "new_percent", "note"))
    if not (occurrence or reports) or not dates_fit(task.start, task.due):
        return
    try:
        there = fits(task.recurs, task.start, task.due, occurrence)
    except PeriodError:
        there = False
    if not there:
        row.wrong("task.bad_occurrence", "occurrence", "2024Q1、2024" if task.recurs else "空格")


def _reported(row: RegisterRow, task: Task, occurrence: str) -> Iterator[TaskReport]:
    """What the row reports of its occurrence, if anything."""
    step, percent, note = row.word("step", STEPS, "task.bad_word"), _percent(row), row.text("note")
    if not step and percent is None and not note:
        return
    yield TaskReport(task.code, occurrence, "done" if step == "done" else "progress", percent, note)


def _percent(row: RegisterRow) -> float | None:
    percent = row.number("new_percent", "task.bad_percent")
    if percent is not None and not 0 <= percent <= 100:
        row.wrong("task.bad_percent", "new_percent", "0—100")
        return None
    return percent
