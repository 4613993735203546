"""The hash-chained audit trail: each entry's hash covers the one before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select

from data import tables

GENESIS = "0" * 64
PURGE = "file.purge"  # its entry vouches for what is left of the entries that it emptied


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry of the chain, to be written down elsewhere; number 0 of an empty one."""

    number: int
    at: str
    hash: str


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


def sign(connection: Connection, action: str, thing: str, detail: object, by: str, at: datetime) -> None:
    """The entry of what a person has just done."""
    append(connection, at=stamp(at), actor=by, action=action, thing=thing, detail=detail)


def head(connection: Connection) -> ChainHead:
    last = select(tables.audit).order_by(tables.audit.c.id.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    return ChainHead(0, "", GENESIS) if row is None else ChainHead(row.id, row.at, row.hash)


def verify(connection: Connection, *, after: ChainHead | None = None) -> int | None:
    """None when the chain is whole, else the id of the first entry that does not fit.

    With ``after`` only what follows that entry, which must have been found whole before. An entry that a
    purge has emptied fits when the purge's own entry says so.
    """
    entries = tables.audit
    before, known = (after.hash, after.number) if after else (GENESIS, 0)
    unfit: dict[int, str] = {}
    for row in connection.execute(select(entries).where(entries.c.id > known).order_by(entries.c.id)):
        if row.prev_hash != before:
            return min((*unfit, int(row.id)))
        if row.hash != _digest(before, row.at, row.actor, row.action, row.object, row.detail):
            unfit[int(row.id)] = remains(row)
        elif row.action == PURGE:
            emptied: dict[str, str] = json.loads(row.detail).get("emptied", {})
            unfit = {number: left for number, left in unfit.items() if emptied.get(str(number)) != left}
        before = row.hash
    return min(unfit, default=None)


def remains(row: Row[tuple[object, ...]]) -> str:
    """Hash of an entry as it stands, which the entry of a purge keeps of those that it emptied."""
    return _digest("emptied", str(row.id), row.at, row.actor, row.action, row.object, row.detail)


def stamp(at: datetime) -> str:
    """UTC time as the record keeps it."""
    return at.isoformat(timespec="seconds")


def _digest(*fields: str) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
