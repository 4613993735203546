"""Evidence that something happened, of a target, a task, a veto, a mark or an appeal: written and read here.

A row is only added. One that withdraws names the number of the row that counts no more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, select

from data import tables
from data.engine import writing
from data.entering import note_file, raise_version
from data.model import Period, PeriodError, Viewer
from data.reading import Reads
from data.registers import Entry, Signature, enter, newest, rows_of
from data.scoping import shown_name
from data.submissions import LARGEST
from data.verbs import Verbs

Subject = Literal["target", "task", "veto", "mark", "appeal"]
VERSIONS = "evidence"  # the part of a dataset's versions that rises with evidence only
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
LINK = "https://"
TOLD = ("subject", "period", "on", "title", "document", "link")  # what the content of a row holds
EvidenceProblem = Literal[
    "subject",
    "code",
    "region",
    "name",
    "on",
    "period",
    "link",
    "nothing",
    "unknown",
    "withdrawn",
    "no_reason",
]


class EvidenceError(ValueError):
    """It cannot be kept; ``code`` says why."""

    def __init__(self, code: EvidenceProblem) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file, the address of a page or the number of a document, which shows that something happened.

    ``code`` is that of its subject: of a target, a task, a veto, a mark or an appeal.
    """

    dataset: str
    subject: Subject
    code: str
    region: str
    on: str  # the day on which it happened, 2017-04-10
    by: str
    at: datetime
    period: str = ""  # the occurrence that it shows, where there are several: 2017Q1
    title: str = ""
    document: str = ""  # 文号
    link: str = ""  # shown, never fetched
    sha256: str = ""  # of the file, kept by ``keep_file`` before
    name: str = ""
    kind: str = ""  # pdf, png or jpg
    size: int = 0
    number: int = 0  # given by the record
    withdrawn: str = ""  # why it counts no more

    @property
    def purged(self) -> bool:
        """Was its file removed by two people; it shows nothing then."""
        return bool(self.sha256) and not self.name

    @property
    def counts(self) -> bool:
        return not self.withdrawn and not self.purged

    def check(self) -> None:
        """EvidenceError for what cannot be kept."""
        shows = bool(self.sha256 or self.link or self.document.strip())
        told: tuple[tuple[bool, EvidenceProblem], ...] = (
            (self.subject in SUBJECTS, "subject"),
            (bool(self.code), "code"),
            (bool(self.region), "region"),
            (shows, "nothing"),
            (bool(self.name) or not self.sha256, "name"),
            (not self.link or is_link(self.link), "link"),
            (_is_past(self.on, self.at), "on"),
            (_is_period(self.period), "period"),
        )
        for holds, code in told:
            if not holds:
                raise EvidenceError(code)


def is_link(link: str) -> bool:
    """Does the address name a place, and holds no name or password.

    >>> is_link("https://example.org/a?b=1@2"), is_link("https://user:pw@example.org"), is_link("https://:1")
    (True, False, False)
    """
    try:
        parts = urlsplit(link)
        sound = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # a port that is no number, an open bracket
        sound = False
    return sound and link.startswith(LINK) and "\\" not in link


@dataclass(frozen=True, slots=True)
class Happened:
    """What a computation needs of evidence: where, of which occurrence and when."""

    region: str
    period: str
    on: date


# The code of a subject -> what is on record of it, oldest first.
Record = Mapping[str, tuple[Happened, ...]]


class EvidenceVerbs(Verbs):
    """The part of Store that enters evidence, each with its audit entry."""

    def add_evidence(self, evidence: Evidence) -> int:
        """Keep it; the same again is the same. Its number; EvidenceError for what shows nothing."""
        evidence.check()
        file = {
            "sha256": evidence.sha256 or None,
            "name": evidence.name,
            "kind": evidence.kind,
            "size": evidence.size,
        }
        content = {name: getattr(evidence, name) for name in TOLD}
        entry = Entry(evidence.dataset, evidence.code, evidence.region, content)
        with writing(self._engine).begin() as connection:
            known = _known(connection, evidence)
            if known:
                return known
            if evidence.sha256:
                note_file(connection, evidence.sha256, evidence.name, evidence.size, at=evidence.at)
            signed = Signature(evidence.by, evidence.at)
            raise_version(connection, evidence.dataset, VERSIONS)
            return enter(connection, tables.evidence, "evidence.add", entry, signed, **file)

    def withdraw_evidence(self, number: int, *, why: str, by: str, at: datetime) -> None:
        """Keep that it does not count any more; what it was stays in the record."""
        if not why.strip():
            raise EvidenceError("no_reason")
        with writing(self._engine).begin() as connection:
            row = _row(connection, number)
            if row is None or row.withdrawn:
                raise EvidenceError("unknown")
            if number in _withdrawn(rows_of(connection, tables.evidence, row.dataset, code=row.code)):
                raise EvidenceError("withdrawn")
            content = {"subject": json.loads(row.content)["subject"], "number": number}
            entry = Entry(row.dataset, row.code, row.region, content, why.strip(), withdrawn=True)
            none = {"sha256": None, "name": "", "kind": "", "size": 0}
            enter(connection, tables.evidence, "evidence.add", entry, Signature(by, at), **none)
            raise_version(connection, row.dataset, VERSIONS)


class EvidenceReads(Reads):
    """The part of StoreView that reads it; every method opens its own short transaction."""

    def evidence(
        self, dataset: str, *, subject: str = "", code: str = "", with_withdrawn: bool = False
    ) -> tuple[Evidence, ...]:
        """What is on record of the places that the viewer may look into, oldest first."""
        with self._reading() as connection:
            rows = self._upto(
                connection, rows_of(connection, tables.evidence, dataset, viewer=self.viewer, code=code)
            )
        found = (each for each in _all(rows, self.viewer) if not subject or each.subject == subject)
        return tuple(each for each in found if with_withdrawn or each.counts)

    def one_evidence(self, number: int) -> Evidence | None:
        """One of a place that the viewer may look into."""
        with self._reading() as connection:
            row = _row(connection, number)
            if row is None or row.withdrawn:
                return None
            rows = rows_of(connection, tables.evidence, row.dataset, viewer=self.viewer, code=row.code)
        return next((each for each in _all(rows, self.viewer) if each.number == number), None)

    def on_record(self, dataset: str, subject: Subject) -> Record:
        """What counts of every region, for a computation that is masked afterwards; names nobody."""
        with self._reading() as connection:
            rows = self._upto(connection, rows_of(connection, tables.evidence, dataset))
        found: dict[str, list[Happened]] = {}
        for each in _all(rows, self.viewer):
            if each.subject == subject and each.counts:
                happened = Happened(each.region, each.period, date.fromisoformat(each.on))
                found.setdefault(each.code, []).append(happened)
        return MappingProxyType({code: tuple(happened) for code, happened in found.items()})

    def veto_events(self, dataset: str) -> Record:
        """What happened by the register of vetoes, by “scheme/rule”; on the day of its evidence."""
        with self._reading() as connection:
            rows = newest(self._upto(connection, rows_of(connection, tables.veto, dataset)))
        shown = self.on_record(dataset, "veto")
        found: dict[str, list[Happened]] = {}
        for code, row in rows.items():
            told = json.loads(row.content)
            days = [each.on for each in shown.get(code, ()) if each.region == row.region]
            if days:  # an event whose evidence was withdrawn counts no more
                rule = f"{told['scheme']}/{told['rule']}"
                found.setdefault(rule, []).append(Happened(row.region, told["period"], min(days)))
        return MappingProxyType({rule: tuple(happened) for rule, happened in found.items()})

    def _upto(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
        """With a publication those that were on record when it was made."""
        if not self.heads.publication:
            return rows
        made = tables.publication.c
        query = select(made.at).where(made.id == self.heads.publication)
        upto = datetime.fromisoformat(connection.execute(query).scalar_one())
        return [row for row in rows if datetime.fromisoformat(row.at) <= upto]


def _is_past(on: str, at: datetime) -> bool:
    try:
        return date.fromisoformat(on) <= at.date()
    except ValueError:
        return False


def _is_period(code: str) -> bool:
    try:
        return not code or bool(Period.parse(code))
    except PeriodError:
        return False


def _known(connection: Connection, evidence: Evidence) -> int:
    """The row that says the same and counts."""
    rows = rows_of(connection, tables.evidence, evidence.dataset, code=evidence.code)
    same = (
        each.number
        for each in _all(rows, None)
        if each.counts
        and (each.region, each.sha256) == (evidence.region, evidence.sha256)
        and all(getattr(each, name) == getattr(evidence, name) for name in TOLD)
    )
    return next(same, 0)


def _row(connection: Connection, number: int) -> Row[Any] | None:
    if not 0 < number <= LARGEST:
        return None
    return connection.execute(select(tables.evidence).where(tables.evidence.c.id == number)).one_or_none()


def _withdrawn(rows: Sequence[Row[Any]]) -> dict[int, str]:
    """Number -> why it counts no more."""
    return {json.loads(row.content)["number"]: row.why for row in rows if row.withdrawn}


def _all(rows: Sequence[Row[Any]], viewer: Viewer | None) -> list[Evidence]:
    """Rows as evidence; to a viewer names of people are told as far as he may know them."""
    gone = _withdrawn(rows)
    found = [_evidence(row, gone.get(row.id, "")) for row in rows if not row.withdrawn]
    if viewer is None:
        return found
    return [replace(each, by=shown_name(viewer, each.by, each.region)) for each in found]


def _evidence(row: Row[Any], withdrawn: str) -> Evidence:
    told = json.loads(row.content)
    return Evidence(
        dataset=row.dataset,
        code=row.code,
        region=row.region,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        sha256=row.sha256 or "",
        name=row.name,
        kind=row.kind,
        size=row.size,
        number=row.id,
        withdrawn=withdrawn,
        **{name: told[name] for name in TOLD},
    )
