"""What a submission holds, counted and hashed, so that its audit entry can vouch for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, select

from data import tables

CELL = ("element", "scope", "value", "qualifier", "sheet", "cell", "raw", "decimals")
FINDING = ("number", "code", "severity", "sheet", "cell", "region", "period", "indicator", "params")
TARGET = ("dataset", "target", "content")
Rows = Iterable[Mapping[str, Any]]
AT_ONCE = 5000  # rows

_encoded = json.JSONEncoder(ensure_ascii=False).encode


def holds(cells: Rows = (), findings: Rows = (), targets: Rows = ()) -> dict[str, Any]:
    """How many there are of each, and one hash over all of them in an order of their own."""
    return _summed(
        {
            "cells": [_line([row[name] for name in CELL]) for row in cells],
            "findings": [_line([row[name] for name in FINDING]) for row in findings],
            "targets": [_line([row[name] for name in TARGET]) for row in targets],
        }
    )


def holding(connection: Connection) -> Callable[[int], dict[str, Any]]:
    """The same of what stands in the record, for submissions asked for in the order of their numbers.

    The tables are walked once beside each other: to ask for each submission takes twice as long.
    """
    walks = {
        "cells": _walk(connection, tables.cell, CELL),
        "findings": _walk(connection, tables.finding, FINDING),
        "targets": _walk(connection, tables.target, TARGET),
    }

    def stored(submission: int) -> dict[str, Any]:
        return _summed({name: lines(submission) for name, lines in walks.items()})

    return stored


def _summed(lines: Mapping[str, list[str]]) -> dict[str, Any]:
    found = {name: sorted(each) for name, each in lines.items()}
    digest = hashlib.sha256(_encoded(found).encode()).hexdigest()
    return {name: len(each) for name, each in found.items()} | {"sha256": digest}


def _walk(connection: Connection, table: Table, names: tuple[str, ...]) -> Callable[[int], list[str]]:
    """The rows of one submission after the other, numbers rising."""
    columns = [table.c[name] for name in names]
    query = select(table.c.submission, *columns).order_by(table.c.submission)
    groups = groupby(connection.execute(query.execution_options(yield_per=AT_ONCE)), key=itemgetter(0))
    ahead = next(groups, None)

    def lines(submission: int) -> list[str]:
        nonlocal ahead
        while ahead and ahead[0] < submission:
            ahead = next(groups, None)
        if not ahead or ahead[0] != submission:
            return []
        found = [_line(row[1:]) for row in ahead[1]]
        ahead = next(groups, None)
        return found

    return lines


def _line(values: Sequence[object]) -> str:
    return _encoded([_plain(value) for value in values])


def _plain(value: object) -> object:
    """A number as the database gives it back."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
