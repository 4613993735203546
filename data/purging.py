"""清除: two people together remove a wrongly uploaded file and all that was read from it.

The only exception to append-only. The guarding triggers are lifted and put back inside the one transaction
that removes the rows, so nobody else ever finds them lifted, and a killed purge has removed all or nothing.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, delete, select, update

from data import audit, tables
from data.blocks import BlockCache
from data.engine import writing
from data.entering import raise_version
from data.life import same_person
from data.proof import kept_file
from data.stages import take

PENDING = "purge.pending"  # the note of files whose bytes are still to be wiped
LEFT = ("sha256", "status", "from", "to")  # of what the audit trail told about the file
TABLES = ("cell", "finding", "explanation", "target", "restatement")
CHUNK = 1024 * 1024


class PurgeError(Exception):
    """Why nothing was purged."""

    def __init__(self, code: Literal["names", "same_person", "why", "unknown", "purged", "busy"]) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed; ``backups`` hold it still and are to be destroyed by hand.

    ``wiped`` is False where others were using the database: the free space in it is wiped at the next start.
    """

    sha256: str
    submissions: tuple[int, ...]
    backups: tuple[str, ...]
    wiped: bool


class PurgeVerbs:
    """The part of Store that purges."""

    _engine: Engine
    _files: Path
    _cache: BlockCache
    _former: dict[tuple[str, ...], BlockCache]

    def note(self, key: str, value: str) -> None:
        raise NotImplementedError

    def noted(self, key: str) -> str:
        raise NotImplementedError

    def purge(self, sha256: str, *, by: str, second: str, why: str, at: datetime) -> Purged:
        """Remove a file as received with everything read from it; the audit keeps hash, reason and who."""
        if not by.strip() or not second.strip():
            raise PurgeError("names")
        if same_person(by, second):
            raise PurgeError("same_person")
        if not why.strip():
            raise PurgeError("why")
        with writing(self._engine).begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            numbers = _found(connection, sha256)
            _lift(connection)
            for number in sorted(numbers, reverse=True):
                take(connection, number, "purge", by=by, at=at, why=why, rights=("purge",))
            _remove(connection, sha256, numbers)
            detail = {
                "submissions": numbers,
                "second": second.strip(),
                "why": why.strip(),
                "emptied": _empty(connection, numbers),
            }
            for statement in tables.triggers():
                connection.exec_driver_sql(statement)
            raise_version(connection, "*", "purges")
            when = audit.stamp(at)
            audit.append(connection, at=when, actor=by, action=audit.PURGE, thing=sha256, detail=detail)
            _remember(connection, sha256)
        wiped = self.wipe()
        return Purged(sha256, tuple(numbers), self._to_destroy(), wiped)

    def wipe(self) -> bool:
        """Remove the bytes of purged files from the disk, if a purge has left any; False while in use."""
        pending = self.noted(PENDING)
        if not pending:
            return True
        for cache in (self._cache, *self._former.values()):
            cache.clear()
        for sha256 in json.loads(pending):
            path = kept_file(self._files, sha256)
            for each in (path, *path.parent.glob(f"{sha256}.*.tmp")):
                _wipe_file(each)
        try:
            _rewrite(Path(self._engine.url.database or ""))
        except sqlite3.OperationalError:
            logging.getLogger(__name__).warning("the database is in use; its free space is wiped later")
            return False
        self.note(PENDING, "")
        return True

    def _to_destroy(self) -> tuple[str, ...]:
        """Every backup ever made, and the copies that upgrades have left beside the database."""
        entries = tables.audit.c
        query = select(entries.detail).where(entries.action == "record.backup").order_by(entries.id)
        with self._engine.begin() as connection:
            made = [str(json.loads(detail)["file"]) for detail in connection.execute(query).scalars()]
        database = Path(self._engine.url.database or "")
        copies = database.parent.glob(f"{database.stem}-schema*{database.suffix}")
        return (*dict.fromkeys(made), *(str(copy.absolute()) for copy in sorted(copies)))


def _found(connection: Connection, sha256: str) -> list[int]:
    """Submissions of the file that are not purged yet."""
    filed, now, job = tables.submission.c, tables.standing.c, tables.job.c
    running = select(job.id).where(job.sha256 == sha256, job.status == "running").limit(1)
    if connection.execute(running).scalar() is not None:
        raise PurgeError("busy")
    query = select(filed.id, now.status).join(tables.standing, now.submission == filed.id)
    rows = connection.execute(query.where(filed.sha256 == sha256)).all()
    waiting = select(job.id).where(job.sha256 == sha256, job.status == "queued").limit(1)
    if not rows and connection.execute(waiting).scalar() is None:
        raise PurgeError("unknown")
    numbers = sorted(int(row.id) for row in rows if row.status != "purged")
    if rows and not numbers:
        raise PurgeError("purged")
    return numbers


def _lift(connection: Connection) -> None:
    for table in tables.APPEND_ONLY:
        for verb in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")


def _remove(connection: Connection, sha256: str, numbers: Sequence[int]) -> None:
    """Rows read from the file, and its name wherever it stands; hash, places and steps stay."""
    target, restated = tables.target.c, tables.restatement.c
    datasets = select(target.dataset).where(target.submission.in_(numbers)).distinct()
    for dataset in connection.execute(datasets).scalars().all():
        raise_version(connection, dataset, "targets")
    for name in TABLES:
        table = tables.metadata.tables[name]
        connection.execute(delete(table).where(table.c.submission.in_(numbers)))
    connection.execute(delete(tables.restatement).where(restated.before.in_(numbers)))
    filed, told = tables.submission, tables.submission_event
    connection.execute(update(filed).where(filed.c.id.in_(numbers)).values(path=""))
    said = told.c.submission.in_(numbers) & (told.c.status != "purged")
    connection.execute(update(told).where(said).values(why=""))
    kept, job = tables.source_file, tables.job
    connection.execute(update(kept).where(kept.c.sha256 == sha256).values(name=""))
    of_job = job.c.sha256 == sha256
    waiting = of_job & (job.c.status == "queued")
    connection.execute(update(job).where(waiting).values(status="failed"))
    connection.execute(update(job).where(of_job).values(path="", payload="{}", result='{"error": "purged"}'))
    raise_version(connection, "*", "explanations")


def _empty(connection: Connection, numbers: Sequence[int]) -> dict[str, str]:
    """Take the file's name and what was said of it out of the trail; entry -> hash of what is left."""
    entries = tables.audit
    about = entries.c.action.like("submission.%") | (entries.c.action == "finding.explain")
    of_file = entries.c.object.in_([str(number) for number in numbers])
    rows = connection.execute(select(entries).where(about, of_file, entries.c.action != "submission.purge"))
    left: dict[str, str] = {}
    for row in rows.all():
        told: dict[str, Any] = json.loads(row.detail)
        detail = json.dumps({name: told[name] for name in LEFT if name in told} | {"purged": True})
        this = entries.c.id == row.id
        connection.execute(update(entries).where(this).values(detail=detail))
        left[str(row.id)] = audit.remains(connection.execute(select(entries).where(this)).one())
    return left


def _remember(connection: Connection, sha256: str) -> None:
    """The bytes are wiped after the commit, or at the next start."""
    meta = tables.meta
    before = connection.execute(select(meta.c.value).where(meta.c.key == PENDING)).scalar()
    files = json.dumps([*json.loads(before or "[]"), sha256])
    connection.execute(delete(meta).where(meta.c.key == PENDING))
    connection.execute(meta.insert().values(key=PENDING, value=files))


def _wipe_file(path: Path) -> None:
    """Written over, then removed (a disk that moves its blocks may keep a copy: docs/decisions/record.md)."""
    if not path.is_file():
        return
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(left, CHUNK)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _rewrite(database: Path) -> None:
    """The whole database written anew, so that no free page and no log keeps what was removed."""
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("a reader is in the way")
