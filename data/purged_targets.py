"""What a purge does to targets that were set otherwise for a region in place of one from the purged file.

A local target repeats the words of the one above. Its row stays, as the trail counts it, without content; it
counts no more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from data import tables
from data.entering import raise_version
from data.target_overrides import PURGED, base_of


def silence_targets(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Empty what was made from targets of these submissions; the audit entries that tell of it."""
    local, found = tables.target_override, []
    for row in _derived(connection, numbers):
        found += _entries_of(connection, row)
        this = update(local).where(local.c.id == row.id)
        connection.execute(this.values(content=json.dumps(PURGED), why=""))
        raise_version(connection, row.dataset, "targets")
    return found


def _derived(connection: Connection, numbers: Sequence[int]) -> list[Row[Any]]:
    """Rows entered while a target of these submissions was the newest of its code."""
    kept, local = tables.target.c, tables.target_override.c
    every = connection.execute(
        select(kept.id, kept.dataset, kept.target, kept.submission).order_by(kept.id)
    ).all()
    newest: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for kept_row in every:
        line = newest.setdefault((kept_row.dataset, kept_row.target), [])
        line.append((kept_row.id, kept_row.submission in set(numbers)))
    found: list[Row[Any]] = []
    for row in connection.execute(select(tables.target_override).order_by(local.id)).all():
        lines = newest.get((row.dataset, base_of(row.code)), [])
        before = [purged for number, purged in lines if number <= row.after]
        if before and before[-1]:
            found.append(row)
    return found


def _entries_of(connection: Connection, row: Row[Any]) -> list[int]:
    entries = tables.audit.c
    which = (entries.action == "target.override") & (entries.object == row.code) & (entries.at == row.at)
    told = connection.execute(select(entries.id, entries.detail).where(which)).all()
    return [each.id for each in told if json.loads(each.detail).get("content") == row.content]
