"""Is the record what its audit trail says? The chain, what the entries vouch for, the files as received."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Table, func, select

from data import audit, contents, tables
from data.kept import hash_of, kept_file

FaultCode = Literal[
    "chain",  # the first entry that does not fit
    "head",  # the entry noted elsewhere is not in the chain: its end was cut off, or all was written anew
    "submission",  # a submission differs from its entry
    "unrecorded",  # a row that no entry tells of
    "lost",  # an entry whose row is gone
    "contents",  # cells, findings or targets differ from what their entry vouches for
    "explanations",
    "rules",
    "mappings",
    "deadlines",
    "workdays",
    "summaries",
    "groups",
    "overrides",
    "scans",
    "evidence",
    "tasks",
    "task_steps",
    "schemes",
    "vetoes",
    "assessments",
    "scores",
    "appeals",
    "marks",
    "file_changed",
    "file_missing",
]
NAMES = ("sha256", "path", "status", "form", "dataset", "region", "period")
LEFT = ("sha256", "status")  # of a purged one
# what people have added, by the action of its entry; LISTED where an entry tells of several rows
ADDED: Mapping[str, tuple[FaultCode, Table]] = {
    "rules.save": ("rules", tables.rule_edit),
    "mapping.save": ("mappings", tables.mapping),
    "deadline.set": ("deadlines", tables.deadline),
    "workdays.set": ("workdays", tables.workday),
    "summary.make": ("summaries", tables.summary),
    "peer_group.set": ("groups", tables.peer_group),
    "target.override": ("overrides", tables.target_override),
    "summary.attach": ("scans", tables.attachment),
    "evidence.add": ("evidence", tables.evidence),
    "task.set": ("tasks", tables.task),
    "task.step": ("task_steps", tables.task_step),
    "scheme.set": ("schemes", tables.scheme),
    "veto.set": ("vetoes", tables.veto),
    "assessment.step": ("assessments", tables.assessment),
    "score.keep": ("scores", tables.score),
    "appeal.enter": ("appeals", tables.appeal),
    "mark.give": ("marks", tables.mark),
}
LISTED = {"rules.save": "edits", "workdays.set": "days", "score.keep": "regions", "task.set": "regions"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit; ``entry`` is the audit entry's number (0: none), ``thing`` what."""

    code: FaultCode
    entry: int
    thing: str


@dataclass(frozen=True)
class Proof:
    """What was compared, and what does not fit."""

    entries: int
    head: audit.ChainHead
    submissions: int
    files: int
    faults: tuple[Fault, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.faults


@dataclass
class _Told:
    """What the entries say, gathered in one walk."""

    received: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    explained: Counter[int] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)  # rows by action, of ADDED
    purged: set[int] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)  # files that a purge has removed


def prove(connection: Connection, *, files: Path | None = None, largest: int = 0, pinned: str = "") -> Proof:
    """Everything inside one read transaction; with ``files`` also every file as received.

    A file larger than ``largest`` was never kept. ``pinned`` is the hash of an entry noted elsewhere.
    """
    faults: list[Fault] = []
    broken = audit.verify(connection)
    if broken is not None:
        faults.append(Fault("chain", broken, ""))
    if pinned and not _in_chain(connection, pinned):
        faults.append(Fault("head", 0, pinned))
    told = _told(connection)
    faults += _submissions(connection, told)
    faults += _added(connection, told)
    checked = 0
    if files is not None:
        rows = connection.execute(select(tables.source_file.c.sha256, tables.source_file.c.size)).all()
        kept = [row.sha256 for row in rows if row.size <= largest and row.sha256 not in told.gone]
        faults += _files(files, kept)
        checked = len(kept)
    entries = connection.execute(select(func.count()).select_from(tables.audit)).scalar() or 0
    return Proof(entries, audit.head(connection), len(told.received), checked, tuple(faults))


def _in_chain(connection: Connection, pinned: str) -> bool:
    query = select(tables.audit.c.id).where(tables.audit.c.hash == pinned).limit(1)
    return connection.execute(query).scalar() is not None


def _told(connection: Connection) -> _Told:
    told, entries = _Told(), tables.audit.c
    query = select(entries.id, entries.action, entries.object, entries.detail).order_by(entries.id)
    for row in connection.execute(query):
        match row.action:
            case "submission.receive":
                told.received[int(row.object)] = (row.id, json.loads(row.detail))
            case "finding.explain":
                told.explained[int(row.object)] += 1
            case action if action in ADDED:
                listed = LISTED.get(action)
                told.added[action] += len(json.loads(row.detail)[listed]) if listed else 1
            case audit.PURGE:
                detail = json.loads(row.detail)
                told.purged |= set(detail["submissions"])
                told.gone |= set(detail["files"])
    return told


def _submissions(connection: Connection, told: _Told) -> Iterator[Fault]:
    """Each submission against the entry of its receipt, and against what that entry vouches for."""
    seen, holding = set(), contents.holding(connection)
    for row in connection.execute(select(tables.submission).order_by(tables.submission.c.id)):
        seen.add(row.id)
        if row.id not in told.received:
            yield Fault("unrecorded", 0, str(row.id))
            continue
        entry, detail = told.received[row.id]
        purged = row.id in told.purged
        if any(getattr(row, name) != detail.get(name) for name in (LEFT if purged else NAMES)):
            yield Fault("submission", entry, str(row.id))
        holds = contents.holds() if purged else detail.get("holds")  # older entries tell no contents
        if holds is not None and holding(row.id) != holds:
            yield Fault("contents", entry, str(row.id))
    for number in sorted(set(told.received) - seen):
        yield Fault("lost", told.received[number][0], str(number))


def _added(connection: Connection, told: _Told) -> Iterator[Fault]:
    """What people have added is as many rows as entries."""
    said = tables.explanation.c.submission
    counts = connection.execute(select(said, func.count().label("n")).group_by(said))
    found = {row.submission: row.n for row in counts}
    expected = {number: n for number, n in told.explained.items() if number not in told.purged}
    for number in sorted(found.keys() | expected.keys()):
        if found.get(number, 0) != expected.get(number, 0):
            yield Fault("explanations", 0, str(number))
    for action, (code, table) in ADDED.items():
        if connection.execute(select(func.count()).select_from(table)).scalar() != told.added[action]:
            yield Fault(code, 0, str(told.added[action]))


def _files(files: Path, kept: list[str]) -> Iterator[Fault]:
    for sha256 in kept:
        path = kept_file(files, sha256)
        if not path.is_file():
            yield Fault("file_missing", 0, sha256)
        elif hash_of(path) != sha256:
            yield Fault("file_changed", 0, sha256)
