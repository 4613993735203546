"""Writes the register of tasks as a workbook; the columns are those that tasks.py reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.tasks import Task, TaskKind
from loaders.register_book import RegisterColumn, register_book

REGISTER, TITLE = "FH-R1", "任务登记表"

KINDS: dict[TaskKind, str] = {"plan": "计划任务", "own": "自定任务", "rectify": "整改"}
STEPS = {"progress": "进展", "done": "完成"}  # those that a workbook may report

COLUMNS = (
    RegisterColumn("task", "编号", 16),
    RegisterColumn("dataset", "数据集", 10),
    RegisterColumn("plan", "计划", 10),
    RegisterColumn("item", "项号", 6),
    RegisterColumn("part", "部分", 16),
    RegisterColumn("title", "任务", 34),
    RegisterColumn("region", "区域代码", 9),
    RegisterColumn("lead", "牵头单位", 14),
    RegisterColumn("assist", "配合单位", 14),
    RegisterColumn("start", "起", 12),
    RegisterColumn("due", "期限", 12),
    RegisterColumn("recurs", "周期", 9),
    RegisterColumn("strength", "约束", 8),
    RegisterColumn("outcome", "成果", 18),
    RegisterColumn("indicator", "指标代码", 9),
    RegisterColumn("target", "目标编号", 9),
    RegisterColumn("kind", "种类", 9),
    RegisterColumn("made_from", "来源", 12),
    RegisterColumn("occurrence", "期次", 9),
    RegisterColumn("state", "现状", 8),
    RegisterColumn("percent", "现进度（%）", 8),
    RegisterColumn("step", "填报", 7),
    RegisterColumn("new_percent", "填报进度（%）", 8),
    RegisterColumn("note", "填报说明", 24),
)
TASK = tuple(column.field for column in COLUMNS[:18])  # what a task is; the rest is about one occurrence
NOTES = (
    "一行是一项任务的一期；每季度末、每年的任务每期一行，编号到来源各栏相同或留空，期次写 2024Q1、2024。",
    "起、期限写 2022-12-31 这样的日期，期限当日 24 时止；有周期的任务必须写起。",
    "周期填每年、每季度末或留空；约束填必须、原则上、力争、推进、建议；种类填计划任务、自定任务、整改。",
    "现状、现进度是导出时的情况，读入时不看；要报进展的，在“填报”写进展或完成，并写填报进度、填报说明。",
    "报完成必须有填报说明，或已在任务页附上佐证；由审核人员确认后才算完成。",
    "改任务本身各栏，须有该地区的审核权；报进展、完成，须有该地区的填报权。",
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One occurrence as the workbook shows it; ``state`` is a word."""

    task: Task
    occurrence: str = ""
    state: str = ""
    percent: float | None = None


def write_tasks(lines: Sequence[TaskLine]) -> bytes:
    """The register as .xlsx; the same lines give the same bytes."""
    rows = [[_written(line, column.field) for column in COLUMNS] for line in lines]
    return register_book(REGISTER, TITLE, COLUMNS, rows, NOTES)


def _written(line: TaskLine, field: str) -> str | float:
    match field:
        case "task":
            return line.task.code
        case "kind":
            return KINDS[line.task.kind]
        case "percent":
            return "" if line.percent is None else float(line.percent)
        case "occurrence" | "state":
            return str(getattr(line, field))
        case "step" | "new_percent" | "note":
            return ""
    return str(getattr(line.task, field))
