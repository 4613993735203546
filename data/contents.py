"""What a submission holds, counted and hashed, so that its audit entry can vouch for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from data import tables

CELL = ("element", "scope", "value", "qualifier", "sheet", "cell", "raw", "decimals")
FINDING = ("number", "code", "severity", "sheet", "cell", "region", "period", "indicator", "params")
TARGET = ("dataset", "target", "content")
Rows = Iterable[Mapping[str, Any]]


def holds(cells: Rows = (), findings: Rows = (), targets: Rows = ()) -> dict[str, Any]:
    """How many there are of each, and one hash over all of them in an order of their own."""
    found = {
        "cells": _lines(cells, CELL),
        "findings": _lines(findings, FINDING),
        "targets": _lines(targets, TARGET),
    }
    digest = hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()
    return {name: len(lines) for name, lines in found.items()} | {"sha256": digest}


def stored(connection: Connection, submission: int) -> dict[str, Any]:
    """The same of what stands in the record."""
    return holds(
        _rows(connection, tables.cell, submission),
        _rows(connection, tables.finding, submission),
        _rows(connection, tables.target, submission),
    )


def _rows(connection: Connection, table: Table, submission: int) -> Rows:
    found = connection.execute(select(table).where(table.c.submission == submission))
    return [dict(row._mapping) for row in found]


def _lines(rows: Rows, names: tuple[str, ...]) -> list[str]:
    return sorted(json.dumps([_plain(row[name]) for name in names], ensure_ascii=False) for row in rows)


def _plain(value: object) -> object:
    """A number as the database gives it back."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
