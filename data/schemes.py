"""Schemes of assessment on record: drafts, the one in force, those retired; rows are only added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row

from data import tables
from data.engine import writing
from data.model import Viewer
from data.reading import Reads
from data.registers import Entry, Signature, enter, rows_of
from data.scheme import Scheme, SchemeStatus, scheme_content, scheme_of
from data.scoping import shown_name
from data.verbs import Verbs

SchemeProblem = Literal[
    "unknown",
    "not_draft",
    "not_active",
    "no_basis",
    "no_number",
    "no_approver",
    "no_decided",
    "future",
    "unmarked",
    "no_reason",
    "same",
]


class SchemeError(ValueError):
    """It cannot be kept; ``code`` says why."""

    def __init__(self, code: SchemeProblem) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A version as it stands now; a draft that was discarded is on record and in no list."""

    scheme: Scheme
    version: int
    why: str
    by: str
    at: datetime

    @property
    def status(self) -> SchemeStatus:
        return self.scheme.status


@dataclass(frozen=True, slots=True)
class Approval:
    """What must stand behind a scheme in force."""

    basis: str  # 依据文件
    number: str  # 文号
    approver: str  # 批准人
    decided_on: str  # 2026-01-31


class SchemeVerbs(Verbs):
    """The part of Store that keeps schemes, each step with its audit entry."""

    def save_scheme(self, scheme: Scheme, *, why: str = "", by: str, at: datetime) -> int:
        """Keep a new version as a draft; its number. The same as the newest version is refused."""
        draft = replace(scheme, status="draft")
        with writing(self._engine).begin() as connection:
            known = _versions(connection, scheme.dataset).get(scheme.scheme, [])
            if known and replace(known[-1].scheme, status="draft") == draft:
                raise SchemeError("same")
            number = _last(connection, scheme.dataset, scheme.scheme) + 1
            _keep(connection, draft, number, why, by, at)
        return number

    def activate_scheme(
        self, dataset: str, code: str, version: int, approval: Approval, *, by: str, at: datetime
    ) -> None:
        """Put a draft in force in place of the version that is; refused without what must stand behind it."""
        with writing(self._engine).begin() as connection:
            known = _versions(connection, dataset).get(code, [])
            found = _version(known, version)
            if found.status != "draft":
                raise SchemeError("not_draft")
            if found.scheme.unmarked:
                raise SchemeError("unmarked")
            _check(approval, at)
            for each in known:
                if each.status == "active":
                    _keep(connection, replace(each.scheme, status="retired"), each.version, "", by, at)
            active = replace(
                found.scheme,
                status="active",
                basis=approval.basis.strip(),
                number=approval.number.strip(),
                approver=approval.approver.strip(),
                decided_on=approval.decided_on,
            )
            _keep(connection, active, version, "", by, at)

    def retire_scheme(
        self, dataset: str, code: str, version: int, *, why: str, by: str, at: datetime
    ) -> None:
        """A scheme in force is retired, a draft discarded; both stay in the record."""
        if not why.strip():
            raise SchemeError("no_reason")
        with writing(self._engine).begin() as connection:
            found = _version(_versions(connection, dataset).get(code, []), version)
            if found.status == "retired":
                raise SchemeError("not_active")
            gone = found.status == "draft"
            kept = found.scheme if gone else replace(found.scheme, status="retired")
            _keep(connection, kept, version, why.strip(), by, at, withdrawn=gone)


class SchemeReads(Reads):
    """The part of StoreView that reads schemes."""

    def schemes(self, dataset: str) -> tuple[SchemeVersion, ...]:
        """Every version as it stands now, by code and number; drafts for those who assess."""
        with self._reading() as connection:
            found = _versions(connection, dataset)
        return tuple(
            replace(each, by=shown_name(self.viewer, each.by, each.scheme.region))
            for versions in found.values()
            for each in versions
            if each.status != "draft" or assesses(self.viewer, each.scheme.region)
        )

    def scheme(self, dataset: str, code: str, version: int = 0) -> SchemeVersion | None:
        """The version of this number; without one that in force, else the newest."""
        found = [each for each in self.schemes(dataset) if each.scheme.scheme == code]
        if version:
            return next((each for each in found if each.version == version), None)
        return next((each for each in found if each.status == "active"), found[-1] if found else None)


def assesses(viewer: Viewer, region: str) -> bool:
    """Does the viewer work for the one that assesses."""
    return viewer.may("review", region) or viewer.may("publish", region)


def active_scheme(connection: Connection, dataset: str, code: str, version: int = 0) -> Scheme | None:
    """The scheme in force (of this version), for a transaction that depends on it."""
    for each in _versions(connection, dataset).get(code, []):
        if each.status == "active" and version in (0, each.version):
            return each.scheme
    return None


def _versions(connection: Connection, dataset: str) -> dict[str, list[SchemeVersion]]:
    """By code, the versions that count, in order of their numbers."""
    newest: dict[tuple[str, int], Row[Any]] = {}
    for row in rows_of(connection, tables.scheme, dataset):
        newest[row.code, json.loads(row.content)["version"]] = row
    found: dict[str, list[SchemeVersion]] = {}
    for (code, number), row in newest.items():
        if not row.withdrawn:
            scheme = scheme_of(json.loads(row.content)["scheme"])
            at = datetime.fromisoformat(row.at)
            found.setdefault(code, []).append(SchemeVersion(scheme, number, row.why, row.by, at))
    return found


def _version(known: Sequence[SchemeVersion], number: int) -> SchemeVersion:
    found = next((each for each in known if each.version == number), None)
    if found is None:
        raise SchemeError("unknown")
    return found


def _last(connection: Connection, dataset: str, code: str) -> int:
    rows = rows_of(connection, tables.scheme, dataset, code=code)
    return max((int(json.loads(row.content)["version"]) for row in rows), default=0)


def _check(approval: Approval, at: datetime) -> None:
    if not approval.basis.strip():
        raise SchemeError("no_basis")
    if not approval.number.strip():
        raise SchemeError("no_number")
    if not approval.approver.strip():
        raise SchemeError("no_approver")
    try:
        decided = date.fromisoformat(approval.decided_on)
    except ValueError:
        raise SchemeError("no_decided") from None
    if decided > at.date():
        raise SchemeError("future")


def _keep(
    connection: Connection,
    scheme: Scheme,
    version: int,
    why: str,
    by: str,
    at: datetime,
    *,
    withdrawn: bool = False,
) -> None:
    content = {"version": version, "scheme": scheme_content(scheme)}
    entry = Entry(scheme.dataset, scheme.scheme, scheme.region, content, why, withdrawn)
    enter(connection, tables.scheme, "scheme.set", entry, Signature(by, at))
