"""What a purge takes out of the register of tasks: what the purged workbooks brought."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, select, update

from data import tables
from data.entering import raise_version
from data.registers import VERSIONS
from data.task_model import FILED

ENTERING = ("task.set", "task.step")


def remove_tasks(connection: Connection, numbers: Collection[int]) -> None:
    """Tasks as the files had them go, so that what was before counts again; of steps the words go."""
    for row in _brought(connection, tables.task, numbers):
        connection.execute(delete(tables.task).where(tables.task.c.id == row.id))
        raise_version(connection, row.dataset, VERSIONS)
    for row in _brought(connection, tables.task_step, numbers):
        this = tables.task_step.c.id == row.id
        connection.execute(update(tables.task_step).where(this).values(why=""))
        raise_version(connection, row.dataset, VERSIONS)


def entries_of_tasks() -> ColumnElement[bool]:
    """The entries of the trail that may tell of tasks from a file."""
    entries = tables.audit.c
    return entries.action.in_(ENTERING) & entries.detail.contains(f'"{FILED}"')


def tells_of(told: dict[str, Any], numbers: Collection[int]) -> bool:
    """Does an entry tell what one of the files brought?"""
    return any(each["content"].get(FILED) in numbers for each in told.get("regions", [told]))


def _brought(connection: Connection, table: Table, numbers: Collection[int]) -> list[Row[Any]]:
    rows = connection.execute(select(table).where(table.c.content.contains(f'"{FILED}"'))).all()
    return [row for row in rows if json.loads(row.content).get(FILED) in numbers]
