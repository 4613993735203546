"""Evidence, tasks, schemes and what they come to: registers in which rows are only added.

All have the same shape: the newest row of a code counts (``withdrawn``: it counts no more), ``content`` is a
JSON object whose keys the module that keeps the register knows.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from data.tables.base import metadata


def _register(name: str, *more: Column[str] | Column[int]) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("dataset", String, nullable=False),
        Column("code", String, nullable=False),
        Column("region", String, nullable=False),
        Column("content", String, nullable=False),
        Column("withdrawn", Integer, nullable=False),
        *more,
        Column("why", String, nullable=False),
        Column("by", String, nullable=False),
        Column("at", String, nullable=False),
        Index(f"{name}_place", "dataset", "code"),
    )


# That something happened, with its proof: of a target, a task, a veto, a mark or an appeal.
evidence = _register(
    "evidence",
    Column("sha256", String, ForeignKey("source_file.sha256")),  # null: a link or a document's number only
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),  # pdf, png, jpg, or empty
    Column("size", Integer, nullable=False),
)
task = _register("task")  # one item for one region
task_step = _register("task_step")  # what was done about it; code is the task's
scheme = _register("scheme")  # dated scoring rules, from draft to in force
veto = _register("veto")  # 一票否决 and 计“0”分
assessment = _register("assessment")  # the stages of one run of a scheme; region is the one that assesses
score = _register("score")  # one region's sheet at one stage; code is the run's
appeal = _register("appeal")  # what a region objects to in a run, and the answer
mark = _register("mark")  # marks given by hand for one item of a run
