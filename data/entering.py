"""What every entry into the record has in common, inside the transaction of the verb that enters it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from data import audit, contents, tables
from data.life import Status
from data.model import Filing, Finding

Outcome = Literal["accepted", "waiting", "returned", "refused"]
Taken = Literal["accepted", "waiting"]
PLACE = ("form", "dataset", "region", "period")


class LockedError(Exception):
    """The place holds approved figures: nothing is taken in there until a reviewer unlocks it."""

    def __init__(self, submission: int, place: Mapping[str, str]) -> None:
        super().__init__(f"{dict(place)} is locked by submission {submission}")
        self.submission = submission
        self.place = dict(place)


def place_of(filing: Filing) -> dict[str, str]:
    return {name: getattr(filing, name) for name in PLACE}


def enter(
    connection: Connection,
    status: Outcome,
    place: Mapping[str, str],
    sha256: str,
    path: str,
    size: int,
    by: str,
    at: datetime,
    findings: Sequence[Finding],
    *,
    cells: contents.Rows = (),
    targets: contents.Rows = (),
) -> tuple[int, bool]:
    """The submission row with its event, findings and audit entry.

    The entry vouches for the ``cells`` and ``targets`` that the caller adds.
    False when these bytes came before with the same outcome for the same place, and were not withdrawn.
    """
    where = {name: place.get(name, "") for name in PLACE}
    known, again = _before(connection, sha256, where, status)
    if known is not None:
        return known, False
    when = audit.stamp(at)
    note_file(connection, sha256, path, size, at=at)
    row = {"sha256": sha256, "path": path, "status": status, "received_at": when, "by": by, **where}
    entered = connection.execute(tables.submission.insert().values({**row, "again": again}))
    (number,) = entered.inserted_primary_key or (0,)
    connection.execute(tables.standing.insert().values(submission=number, status=status, locked=0))
    tell(connection, int(number), status, by=by, when=when)
    rows = [
        {
            "submission": number,
            "number": count,
            **{key: value for key, value in asdict(found).items() if key != "params"},
            "params": json.dumps(dict(found.params), ensure_ascii=False),
        }
        for count, found in enumerate(findings, start=1)
    ]
    if rows:
        connection.execute(tables.finding.insert(), rows)
    holds = contents.holds(cells, rows, targets)
    detail = {"sha256": sha256, "path": path, "status": status, **where, "holds": holds}
    audit.append(connection, at=when, actor=by, action="submission.receive", thing=str(number), detail=detail)
    return int(number), True


def _before(
    connection: Connection, sha256: str, where: Mapping[str, str], status: Outcome
) -> tuple[int | None, int]:
    """The submission that these bytes have made for the place, and how many of such were withdrawn."""
    filed, standing = tables.submission, tables.standing
    same = [filed.c[name] == value for name, value in where.items()]
    query = (
        select(filed.c.id, standing.c.status)
        .join(standing, standing.c.submission == filed.c.id)
        .where(filed.c.sha256 == sha256, *same, filed.c.status == status)
    )
    rows = connection.execute(query).all()
    return next((row.id for row in rows if row.status != "withdrawn"), None), len(rows)


def enter_filing(
    connection: Connection,
    filing: Filing,
    sha256: str,
    path: str,
    size: int,
    by: str,
    at: datetime,
    findings: Sequence[Finding],
    status: Taken,
) -> int:
    """A filing whole, made current; a known one changes nothing. LockedError where the place is locked."""
    place = place_of(filing)
    cells = [asdict(observation) for observation in filing.observations]
    number, new = enter(connection, status, place, sha256, path, size, by, at, findings, cells=cells)
    if new:
        if cells:
            connection.execute(tables.cell.insert(), [{"submission": number, **cell} for cell in cells])
        _take_over(connection, place, number, by=by, when=audit.stamp(at))
        raise_version(connection, filing.dataset, filing.period)
    return number


def head_of(connection: Connection, place: Mapping[str, str], stage: str) -> int | None:
    """The submission that counts in a place."""
    found = connection.execute(select(tables.head.c.submission).where(*_at(place, stage))).scalar()
    return None if found is None else int(found)


def move_head(connection: Connection, place: Mapping[str, str], stage: str, number: int | None) -> None:
    """Let this submission, or none, count in a place of a stage."""
    connection.execute(delete(tables.head).where(*_at(place, stage)))
    if number is not None:
        row = {name: place[name] for name in PLACE} | {"stage": stage, "submission": number}
        connection.execute(tables.head.insert().values(row))


def standing_of(connection: Connection, number: int) -> tuple[Status, bool]:
    """Where a submission is now, and whether its place is locked."""
    row = connection.execute(select(tables.standing).where(tables.standing.c.submission == number)).one()
    return row.status, bool(row.locked)


def stand(connection: Connection, number: int, was: Status, now: Status, *, locked: bool) -> bool:
    """Move a submission from one status to the next; False when somebody was faster."""
    standing = tables.standing
    row = update(standing).where(standing.c.submission == number, standing.c.status == was)
    return connection.execute(row.values(status=now, locked=int(locked))).rowcount == 1


def tell(connection: Connection, number: int, status: str, *, by: str, when: str, why: str = "") -> None:
    """Add an event to a submission's history."""
    row = {"submission": number, "at": when, "by": by, "status": status, "why": why}
    connection.execute(tables.submission_event.insert().values(row))


def supersede(connection: Connection, number: int, by_number: int, *, by: str, when: str) -> None:
    """Another submission counts in this one's place now."""
    status, _ = standing_of(connection, number)
    stand(connection, number, status, "superseded", locked=False)
    tell(connection, number, "superseded", by=by, when=when, why=f"#{by_number}")


def _take_over(connection: Connection, place: Mapping[str, str], number: int, *, by: str, when: str) -> None:
    """The newest filing counts for reviewers; what was published stays so until it is published itself."""
    before = head_of(connection, place, "accepted")
    if before is not None:
        status, locked = standing_of(connection, before)
        if locked:
            raise LockedError(before, place)
        if status != "published":
            supersede(connection, before, number, by=by, when=when)
    move_head(connection, place, "accepted", number)


def _at(place: Mapping[str, str], stage: str) -> list[ColumnElement[bool]]:
    heads = tables.head.c
    return [heads[name] == place[name] for name in PLACE] + [heads.stage == stage]


def note_file(connection: Connection, sha256: str, name: str, size: int, *, at: datetime) -> None:
    """A file that is kept is known under the name that it came with first."""
    row = insert(tables.source_file).values(sha256=sha256, name=name, size=size, kept_at=audit.stamp(at))
    connection.execute(row.on_conflict_do_nothing())


def raise_version(connection: Connection, dataset: str, period: str) -> None:
    row = insert(tables.part_version).values(dataset=dataset, period=period, version=1)
    raised = row.on_conflict_do_update(
        index_elements=["dataset", "period"], set_={"version": tables.part_version.c.version + 1}
    )
    connection.execute(raised)
