"""The audit trail as people read it: entries by time, person, action and object; its proof."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, func, or_, select

from data import audit, tables
from data.proof import Proof, prove
from data.reading import Reads
from data.verbs import Verbs

VERIFIED = "audit.verified"  # the note of the last proof


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry; ``detail`` is JSON, ``thing`` what it is about."""

    number: int
    at: datetime
    actor: str
    action: str
    thing: str
    detail: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries; empty texts are no restriction. Days are ``2026-11-21`` of ``zone``."""

    first: str = ""
    last: str = ""
    actor: str = ""
    action: str = ""
    thing: str = ""
    text: str = ""
    zone: str = "+08:00"


@dataclass(frozen=True, slots=True)
class LastProof:
    """When the record was last proved, up to which entry, and how many faults were found."""

    at: datetime
    number: int
    hash: str
    faults: int


class AuditReads(Reads):
    """The part of StoreView that reads the trail; every method opens its own short transaction.

    It is empty for those who have no right to it.
    """

    def audit_entries(
        self, wanted: AuditFilter, *, limit: int = 50, skip: int = 0
    ) -> tuple[tuple[AuditEntry, ...], int]:
        """The newest first, and how many there are in all."""
        entries = tables.audit
        which = _which(wanted) if self.viewer.may("audit") else [false()]
        query = select(entries).where(*which).order_by(entries.c.id.desc()).limit(limit).offset(skip)
        count = select(func.count()).select_from(entries).where(*which)
        with self._reading() as connection:
            found = tuple(
                AuditEntry(
                    row.id,
                    datetime.fromisoformat(row.at),
                    row.actor,
                    row.action,
                    row.object,
                    row.detail,
                    row.hash,
                )
                for row in connection.execute(query)
            )
            return found, connection.execute(count).scalar() or 0

    def audit_names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Every person and every action that occurs."""
        entries = tables.audit.c
        if not self.viewer.may("audit"):
            return (), ()
        with self._reading() as connection:
            people = connection.execute(select(entries.actor).distinct().order_by(entries.actor)).scalars()
            actions = connection.execute(select(entries.action).distinct().order_by(entries.action)).scalars()
            return tuple(people), tuple(actions)

    def audit_head(self) -> audit.ChainHead:
        with self._reading() as connection:
            return audit.head(connection)

    def backups(self) -> tuple[AuditEntry, ...]:
        """Every backup ever made, the newest first."""
        return self.audit_entries(AuditFilter(action="record.backup"), limit=1000)[0]


class AuditVerbs(Verbs):
    """The part of Store that proves the record."""

    _whole: audit.ChainHead | None = None  # up to here the chain was found whole by this process

    def prove(self, *, at: datetime, largest: int, with_files: bool = False, pinned: str = "") -> Proof:
        """The whole record against its audit trail; the outcome is noted."""
        with self._engine.begin() as connection:
            found = prove(
                connection, files=self._files if with_files else None, largest=largest, pinned=pinned
            )
        last = LastProof(at, found.head.number, found.head.hash, len(found.faults))
        self.note(VERIFIED, json.dumps({**asdict(last), "at": audit.stamp(at)}))
        return found

    def last_proof(self) -> LastProof | None:
        noted = self.noted(VERIFIED)
        if not noted:
            return None
        told = json.loads(noted)
        return LastProof(datetime.fromisoformat(told["at"]), told["number"], told["hash"], told["faults"])

    def chain_fault(self) -> int | None:
        """The first entry that does not fit; what this process has found whole is not walked again."""
        with self._engine.begin() as connection:
            found = audit.verify(connection, after=self._whole)
            if found is None:
                self._whole = audit.head(connection)
        return found


def _which(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    entries = tables.audit.c
    exact = {"actor": wanted.actor, "action": wanted.action, "object": wanted.thing}
    found: list[ColumnElement[bool]] = [entries[name] == text for name, text in exact.items() if text]
    for text in wanted.text.split():
        inside = [entries[name].contains(text, autoescape=True) for name in ("detail", "object", "actor")]
        found.append(or_(*inside))
    at = func.datetime(entries.at)  # UTC, whatever zone the entry was written in
    if first := _midnight(wanted.first, wanted.zone):
        found.append(at >= func.datetime(first.isoformat()))
    if last := _midnight(wanted.last, wanted.zone):
        found.append(at < func.datetime((last + timedelta(days=1)).isoformat()))
    return found


def _midnight(day: str, zone: str) -> datetime | None:
    """The day's beginning; None for what is no day."""
    try:
        return datetime.fromisoformat(f"{day}T00:00:00{zone}")
    except ValueError:
        return None
