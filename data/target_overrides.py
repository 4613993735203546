"""The register of targets: what workbooks entered, and what was set otherwise for a region below."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data import audit, tables
from data.engine import writing
from data.entering import raise_version
from data.heads import Heads
from data.model import Target
from data.reading import Reads
from data.scoping import shown_name
from data.verbs import Verbs

PURGED = {"purged": True}  # what is left of one whose words came from a purged file
MARK = "~"  # between the code of a target and the number of what is set otherwise: T-1~2


class TargetOverrideError(ValueError):
    """It cannot be kept: ``unknown``, ``no_reason`` or ``same_region``."""


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """One step in the life of a target; without one it was withdrawn."""

    code: str
    region: str
    target: Target | None
    why: str
    by: str
    at: datetime
    submission: int  # whose workbook it was; 0: entered on the page


def base_of(code: str) -> str:
    """The target that is set otherwise under this code, or the target itself.

    >>> base_of("T-1~2"), base_of("T-1")
    ('T-1', 'T-1')
    """
    return code.partition(MARK)[0]


class TargetVerbs(Verbs):
    """The part of Store that sets a target otherwise: rows are only added, each with its audit entry."""

    def override_target(self, base: str, target: Target, *, by: str, at: datetime) -> str:
        """Keep ``target`` for its region in place of the ``base`` above; its code, the same for a region."""
        base = base_of(base)
        with writing(self._engine).begin() as connection:
            entries = _entries(connection, target.dataset, Heads())
            newest = {entry.code: entry.target for entry in entries}
            above = newest.get(base)
            if above is None:
                raise TargetOverrideError("unknown")
            if above.region == target.region:
                raise TargetOverrideError("same_region")
            if not target.reason.strip():
                raise TargetOverrideError("no_reason")
            code = _code(base, target.region, entries)
            kept = replace(target, target=code)
            _keep(connection, kept, kept.reason, by, at, withdrawn=False)
        return code

    def withdraw_target(self, code: str, dataset: str, *, why: str, by: str, at: datetime) -> None:
        """Keep that a target of a region does not count any more; what it was stays in the record."""
        if not why.strip():
            raise TargetOverrideError("no_reason")
        with writing(self._engine).begin() as connection:
            newest = {entry.code: entry.target for entry in _entries(connection, dataset, Heads())}
            found = newest.get(code)
            if MARK not in code or found is None:
                raise TargetOverrideError("unknown")
            _keep(connection, found, why, by, at, withdrawn=True)


class TargetReads(Reads):
    """The part of StoreView that reads the register."""

    def targets(self, dataset: str) -> tuple[Target, ...]:
        """The register: the newest entry of each target, in order of first entry."""
        with self._reading() as connection:
            newest = {entry.code: entry.target for entry in _entries(connection, dataset, self.heads)}
        return tuple(target for target in newest.values() if target)

    def target_history(self, dataset: str) -> tuple[TargetEntry, ...]:
        """Every entry of every target, oldest first."""
        with self._reading() as connection:
            found = _entries(connection, dataset, self.heads)
        return tuple(replace(each, by=shown_name(self.viewer, each.by, "")) for each in found)


def _entries(connection: Connection, dataset: str, heads: Heads) -> list[TargetEntry]:
    """In the order of entry, whichever way they came; with a publication those that it knew."""
    kept, filed, local = tables.target.c, tables.submission.c, tables.target_override.c
    query = select(kept.id, kept.target, kept.content, kept.submission, filed.by, filed.received_at)
    query = query.join_from(tables.target, tables.submission).where(kept.dataset == dataset)
    others = select(tables.target_override).where(local.dataset == dataset)
    if heads.publication:
        made = tables.publication.c
        then = connection.execute(select(made.targets, made.at).where(made.id == heads.publication)).one()
        upto = then.targets if heads.dataset == dataset else 0
        query, others = query.where(kept.id <= upto), others.where(local.at <= then.at, local.after <= upto)
    found: list[tuple[tuple[int, int], TargetEntry]] = []
    for row in connection.execute(query):
        target = _target(json.loads(row.content))
        at = datetime.fromisoformat(row.received_at)
        entry = TargetEntry(row.target, target.region, target, target.reason, row.by, at, row.submission)
        found.append(((row.id, 0), entry))
    for row in connection.execute(others):
        content = json.loads(row.content)
        if content == PURGED:
            continue
        target = _target(content)
        at, shown = datetime.fromisoformat(row.at), None if row.withdrawn else target
        found.append(
            ((row.after, row.id), TargetEntry(row.code, target.region, shown, row.why, row.by, at, 0))
        )
    return _standing([entry for _, entry in sorted(found, key=lambda each: each[0])])


def _standing(entries: Sequence[TargetEntry]) -> list[TargetEntry]:
    """Without entries of workbooks that only repeat what was in the record before it was withdrawn.

    A register downloaded earlier and filed again is no new decision; what is changed in it is one.
    """
    known: dict[str, list[Target]] = {}
    withdrawn: set[str] = set()
    kept = []
    for entry in entries:
        if entry.target is None:
            withdrawn.add(entry.code)
        elif entry.submission and entry.code in withdrawn and entry.target in known.get(entry.code, ()):
            continue
        else:
            withdrawn.discard(entry.code)
            known.setdefault(entry.code, []).append(entry.target)
        kept.append(entry)
    return kept


def _code(base: str, region: str, entries: Sequence[TargetEntry]) -> str:
    """The code that the region has had for it, else the next one."""
    family = {entry.code: entry.region for entry in entries if entry.code.startswith(base + MARK)}
    known = next((code for code, where in family.items() if where == region), "")
    numbers = [int(code.rpartition(MARK)[2]) for code in family if code.rpartition(MARK)[2].isdecimal()]
    return known or f"{base}{MARK}{max(numbers, default=0) + 1}"


def _keep(
    connection: Connection, target: Target, why: str, by: str, at: datetime, *, withdrawn: bool
) -> None:
    when, newest = audit.stamp(at), select(tables.target.c.id).order_by(tables.target.c.id.desc()).limit(1)
    row = {
        "dataset": target.dataset,
        "code": target.target,
        "content": json.dumps(asdict(target), ensure_ascii=False),
        "withdrawn": int(withdrawn),
        "after": connection.execute(newest).scalar() or 0,
        "why": why,
        "by": by,
        "at": when,
    }
    connection.execute(tables.target_override.insert().values(row))
    raise_version(connection, target.dataset, "targets")
    detail = {name: row[name] for name in ("dataset", "content", "withdrawn", "why")}
    audit.append(connection, at=when, actor=by, action="target.override", thing=target.target, detail=detail)


def _target(content: dict[str, Any]) -> Target:
    """A target as it was kept; older ones lack what was added since."""
    milestones = tuple((str(month), float(value)) for month, value in content.get("milestones", ()))
    return Target(**{**content, "levels": tuple(content["levels"]), "milestones": milestones})
