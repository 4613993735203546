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

from sqlalchemy import Connection, delete, or_, select, update

from data import audit, tables
from data.blocks import BlockCache
from data.engine import writing
from data.entering import raise_version
from data.evidence import VERSIONS as EVIDENCE
from data.kept import kept_file
from data.life import same_person
from data.purged_targets import silence_targets
from data.purged_tasks import ENTERING, entries_of_tasks, remove_tasks, tells_of
from data.registers import VERSIONS as REGISTERS
from data.stages import take
from data.verbs import Verbs

PENDING = "purge.pending"  # the note of files whose bytes are still to be wiped
ATTACHING = ("summary.attach", "evidence.add")
LEFT = ("sha256", "status", "from", "to")  # of what the audit trail told about the file
TABLES = ("cell", "finding", "explanation", "target", "restatement")
CHUNK = 1024 * 1024


PurgeProblem = Literal["names", "second", "same_person", "why", "unknown", "purged", "busy"]


class PurgeError(Exception):
    """Why nothing was purged."""

    def __init__(self, code: PurgeProblem) -> None:
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


class PurgeVerbs(Verbs):
    """The part of Store that purges."""

    _cache: BlockCache
    _former: dict[tuple[str, ...], BlockCache]

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
            files = _with_made(connection, sha256, numbers)
            _lift(connection)
            for number in sorted(numbers, reverse=True):
                take(connection, number, "purge", by=by, at=at, why=why, rights=("purge",))
            local = silence_targets(connection, numbers)
            _remove(connection, files, numbers)
            detail = {
                "submissions": numbers,
                "files": files,
                "second": second.strip(),
                "why": why.strip(),
                "emptied": _empty(connection, files, numbers, local),
            }
            for statement in tables.triggers():
                connection.exec_driver_sql(statement)
            raise_version(connection, "*", "purges")
            when = audit.stamp(at)
            audit.append(connection, at=when, actor=by, action=audit.PURGE, thing=sha256, detail=detail)
            _remember(connection, files)
        wiped = self.wipe()
        return Purged(sha256, tuple(numbers), self.copies(before=2**62), wiped)

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

    def copies(self, *, before: int) -> tuple[str, ...]:
        """Backups made before an audit entry, and what upgrades have left beside the database."""
        entries = tables.audit.c
        which = (entries.action == "record.backup") & (entries.id < before)
        with self._engine.begin() as connection:
            details = connection.execute(select(entries.detail).where(which).order_by(entries.id)).scalars()
            made = [str(json.loads(detail)["file"]) for detail in details]
        database = Path(self._engine.url.database or "")
        left = database.parent.glob(f"{database.stem}-schema*{database.suffix}")
        return (*dict.fromkeys(made), *(str(copy.absolute()) for copy in sorted(left)))


def _found(connection: Connection, sha256: str) -> list[int]:
    """Submissions of the file that are not purged yet; none of a scan, or of a file that still waits."""
    filed, now, job = tables.submission.c, tables.standing.c, tables.job.c
    statuses = set(connection.execute(select(job.status).where(job.sha256 == sha256)).scalars())
    if "running" in statuses:
        raise PurgeError("busy")
    query = select(filed.id, now.status).join(tables.standing, now.submission == filed.id)
    rows = connection.execute(query.where(filed.sha256 == sha256)).all()
    numbers = sorted(int(row.id) for row in rows if row.status != "purged")
    if not numbers:
        entries, kept = tables.audit.c, tables.source_file.c.sha256
        before = select(entries.id).where(entries.action == audit.PURGE, entries.object == sha256).limit(1)
        if connection.execute(before).scalar() is not None:
            raise PurgeError("purged")
        known = connection.execute(select(kept).where(kept == sha256)).scalar()
        if known is None and "queued" not in statuses:
            raise PurgeError("unknown")
    return numbers


def _with_made(connection: Connection, sha256: str, numbers: Sequence[int]) -> list[str]:
    """The file, the 汇总表 that were made with its figures, and the signed scans of those."""
    made, scan = tables.summary.c, tables.attachment.c
    rows = connection.execute(select(made.id, made.sha256, made.submissions)).all()
    of_file = [row for row in rows if set(json.loads(row.submissions)) & set(numbers)]
    scans = select(scan.sha256).where(scan.summary.in_([row.id for row in of_file]))
    found = (sha256, *(row.sha256 for row in of_file), *connection.execute(scans).scalars())
    return list(dict.fromkeys(found))


def _lift(connection: Connection) -> None:
    for table in tables.APPEND_ONLY:
        for verb in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")


def _remove(connection: Connection, files: Sequence[str], numbers: Sequence[int]) -> None:
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
    job = tables.job
    for kept in (tables.source_file, tables.attachment, tables.evidence):
        connection.execute(update(kept).where(kept.c.sha256.in_(files)).values(name=""))
    _silence(connection, files)
    remove_tasks(connection, numbers)
    of_job = job.c.sha256.in_(files)
    waiting = of_job & (job.c.status == "queued")
    connection.execute(update(job).where(waiting).values(status="failed"))
    connection.execute(update(job).where(of_job).values(path="", payload="{}", result='{"error": "purged"}'))
    for name in ("explanations", "summaries"):
        raise_version(connection, "*", name)


def _silence(connection: Connection, files: Sequence[str]) -> None:
    """Take what was said of evidence out of it; of what, when and of which occurrence it was stays."""
    shown = tables.evidence
    for row in connection.execute(select(shown).where(shown.c.sha256.in_(files))).all():
        content = {**json.loads(row.content), "title": "", "document": "", "link": ""}
        this = update(shown).where(shown.c.id == row.id)
        connection.execute(this.values(content=json.dumps(content, ensure_ascii=False, sort_keys=True)))
        for part in (REGISTERS, EVIDENCE):
            raise_version(connection, row.dataset, part)


def _empty(
    connection: Connection, files: Sequence[str], numbers: Sequence[int], local: Sequence[int]
) -> dict[str, str]:
    """Take the file's name and what was said of it out of the trail; entry -> hash of what is left.

    ``local``: entries of local targets that repeat its words.
    """
    entries = tables.audit
    action, thing, detail = entries.c.action, entries.c.object, entries.c.detail
    steps = (action.like("submission.%") & (action != "submission.purge")) | (action == "finding.explain")
    scans = or_(*[detail.contains(sha256) for sha256 in files]) & action.in_(ATTACHING)
    of_file = steps & thing.in_([str(number) for number in numbers])
    left: dict[str, str] = {}
    for row in connection.execute(
        select(entries).where(of_file | scans | entries_of_tasks() | entries.c.id.in_(local))
    ).all():
        told: dict[str, Any] = json.loads(row.detail)
        if row.action in ENTERING and not tells_of(told, numbers):
            continue
        emptied: dict[str, Any] = (
            {"regions": []} if "regions" in told else {}
        )  # an entry of many tells how many are left
        text = json.dumps({name: told[name] for name in LEFT if name in told} | emptied | {"purged": True})
        this = entries.c.id == row.id
        connection.execute(update(entries).where(this).values(detail=text))
        left[str(row.id)] = audit.remains(connection.execute(select(entries).where(this)).one())
    return left


def _remember(connection: Connection, files: Sequence[str]) -> None:
    """The bytes are wiped after the commit, or at the next start."""
    meta = tables.meta
    before = connection.execute(select(meta.c.value).where(meta.c.key == PENDING)).scalar()
    pending = json.dumps([*json.loads(before or "[]"), *files])
    connection.execute(delete(meta).where(meta.c.key == PENDING))
    connection.execute(meta.insert().values(key=PENDING, value=pending))


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
