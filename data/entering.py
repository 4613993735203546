"""What every entry into the record has in common, inside the transaction of the verb that enters it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from data import audit, tables
from data.model import Filing, Finding

Outcome = Literal["accepted", "waiting", "returned", "refused"]
PLACE = ("form", "dataset", "region", "period")


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
) -> tuple[int, bool]:
    """The submission row with its event, findings and audit entry.

    False when these bytes came before with the same outcome for the same place.
    """
    where = {name: place.get(name, "") for name in PLACE}
    filed = tables.submission
    same = [filed.c[name] == value for name, value in where.items()]
    query = select(filed.c.id).where(filed.c.sha256 == sha256, *same, filed.c.status == status)
    known = connection.execute(query).scalar()
    if known is not None:
        return int(known), False
    when = audit.stamp(at)
    kept = insert(tables.source_file).values(sha256=sha256, name=path, size=size, kept_at=when)
    connection.execute(kept.on_conflict_do_nothing())
    row = {"sha256": sha256, "path": path, "status": status, "received_at": when, "by": by, **where}
    entered = connection.execute(filed.insert().values(row))
    (number,) = entered.inserted_primary_key or (0,)
    connection.execute(
        tables.submission_event.insert().values(submission=number, at=when, by=by, status=status, why="")
    )
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
    detail = {"sha256": sha256, "path": path, "status": status, **where}
    audit.append(connection, at=when, actor=by, action="submission.receive", thing=str(number), detail=detail)
    return int(number), True


def enter_filing(
    connection: Connection,
    filing: Filing,
    sha256: str,
    path: str,
    size: int,
    by: str,
    at: datetime,
    findings: Sequence[Finding],
) -> int:
    """A filing whole, made current; a known one changes nothing."""
    place = place_of(filing)
    number, new = enter(connection, "accepted", place, sha256, path, size, by, at, findings)
    if new:
        rows = [{"submission": number, **asdict(observation)} for observation in filing.observations]
        if rows:
            connection.execute(tables.cell.insert(), rows)
        move_head(connection, place, number)
        raise_version(connection, filing.dataset, filing.period)
    return number


def move_head(connection: Connection, place: Mapping[str, str], number: int) -> None:
    """Both stages point to the new submission: review and publication come with their own issue."""
    heads = tables.head
    for stage in ("accepted", "published"):
        connection.execute(
            delete(heads).where(
                heads.c.dataset == place["dataset"],
                heads.c.period == place["period"],
                heads.c.region == place["region"],
                heads.c.form == place["form"],
                heads.c.stage == stage,
            )
        )
        connection.execute(heads.insert().values(stage=stage, submission=number, **place))


def raise_version(connection: Connection, dataset: str, period: str) -> None:
    row = insert(tables.part_version).values(dataset=dataset, period=period, version=1)
    raised = row.on_conflict_do_update(
        index_elements=["dataset", "period"], set_={"version": tables.part_version.c.version + 1}
    )
    connection.execute(raised)
