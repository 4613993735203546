"""The hash-chained audit trail: each entry's hash covers the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import Connection, insert, select

from data import tables

GENESIS = "0" * 64


def append(connection: Connection, *, at: str, actor: str, action: str, thing: str, detail: object) -> None:
    """Add one entry inside the caller's transaction."""
    last = select(tables.audit.c.hash).order_by(tables.audit.c.id.desc()).limit(1)
    before = connection.execute(last).scalar() or GENESIS
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    digest = _digest(before, at, actor, action, thing, text)
    connection.execute(
        insert(tables.audit).values(
            at=at, actor=actor, action=action, object=thing, detail=text, prev_hash=before, hash=digest
        )
    )


def verify(connection: Connection) -> int | None:
    """None when the chain is whole, else the id of the first entry that does not fit."""
    before = GENESIS
    for row in connection.execute(select(tables.audit).order_by(tables.audit.c.id)):
        if row.prev_hash != before or row.hash != _digest(
            before, row.at, row.actor, row.action, row.object, row.detail
        ):
            return int(row.id)
        before = row.hash
    return None


def stamp(at: datetime) -> str:
    """UTC time as the record keeps it."""
    return at.isoformat(timespec="seconds")


def _digest(*fields: str) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
