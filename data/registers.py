"""What every register of assessment stands on: rows are only added, the newest of a code counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from data import audit
from data.entering import raise_version
from data.model import Viewer
from data.scoping import inside

# The part of a dataset's versions that rises with any of them.
VERSIONS = "registers"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be added; ``content`` is what JSON can hold."""

    dataset: str
    code: str
    region: str
    content: Mapping[str, Any]
    why: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who adds rows and when."""

    by: str
    at: datetime


def enter(
    connection: Connection, table: Table, action: str, entry: Entry, signed: Signature, **columns: object
) -> int:
    """Add one row with its audit entry; its number. ``columns`` are those that only this register has."""
    number = _insert(connection, table, entry, signed, columns)
    detail = {**_told(entry), "dataset": entry.dataset, "region": entry.region, **columns}
    audit.sign(connection, action, entry.code, detail, signed.by, signed.at)
    raise_version(connection, entry.dataset, VERSIONS)
    return number


def enter_many(
    connection: Connection, table: Table, action: str, entries: Sequence[Entry], signed: Signature
) -> None:
    """Add rows of one dataset with one audit entry, which lists each region with what was entered."""
    for entry in entries:
        _insert(connection, table, entry, signed, {})
    if entries:
        regions = [{"region": entry.region, "code": entry.code, **_told(entry)} for entry in entries]
        detail = {"dataset": entries[0].dataset, "regions": regions}
        audit.sign(connection, action, entries[0].code, detail, signed.by, signed.at)
        raise_version(connection, entries[0].dataset, VERSIONS)


def rows_of(
    connection: Connection, table: Table, dataset: str, *, viewer: Viewer | None = None, code: str = ""
) -> Sequence[Row[Any]]:
    """Every row of a dataset (of one code), oldest first; with ``viewer`` of the places he may look into."""
    query = select(table).where(table.c.dataset == dataset).order_by(table.c.id)
    if code:
        query = query.where(table.c.code == code)
    if viewer is not None:
        query = query.where(inside(viewer, table.c.dataset, table.c.region))
    return connection.execute(query).all()


def newest(rows: Sequence[Row[Any]]) -> dict[str, Row[Any]]:
    """The last row of each code, in the order in which codes came first; withdrawn ones are left out."""
    last = {row.code: row for row in rows}
    return {code: row for code, row in last.items() if not row.withdrawn}


def _insert(
    connection: Connection, table: Table, entry: Entry, signed: Signature, columns: Mapping[str, object]
) -> int:
    row = {
        "dataset": entry.dataset,
        "code": entry.code,
        "region": entry.region,
        "content": json.dumps(entry.content, ensure_ascii=False, sort_keys=True),
        "withdrawn": int(entry.withdrawn),
        "why": entry.why,
        "by": signed.by,
        "at": audit.stamp(signed.at),
        **columns,
    }
    (number,) = connection.execute(table.insert().values(row)).inserted_primary_key or (0,)
    return int(number)


def _told(entry: Entry) -> dict[str, Any]:
    return {"content": entry.content, "why": entry.why, "withdrawn": int(entry.withdrawn)}
