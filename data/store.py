"""Store: the verbs that write, one transaction each. Reads go through ``seen_by(viewer)``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, exc, select
from sqlalchemy.dialects.sqlite import insert

from data import audit, tables
from data.accounts import AccountVerbs
from data.appeals import AppealVerbs
from data.assessments import RunVerbs
from data.auditing import AuditVerbs
from data.backup import BackupVerbs
from data.blocks import BlockCache
from data.choices import ChoiceVerbs
from data.due_edits import DueVerbs
from data.edits import EditVerbs
from data.engine import DatabaseError, open_engine, writing
from data.entering import Taken, enter, enter_filing, place_of, raise_version
from data.evidence import EvidenceVerbs
from data.heads import Heads
from data.jobs import JobVerbs
from data.kept import keep, sweep
from data.life import TAKEN_IN
from data.map_log import MapVerbs
from data.model import Filing, Finding, Submission, Target, Viewer
from data.peer_groups import PeerGroupVerbs
from data.publications import Publication
from data.publishing import PublishVerbs
from data.purging import PurgeVerbs
from data.reading import Known
from data.regions import Region
from data.schemes import SchemeVerbs
from data.stages import StageVerbs
from data.submissions import read_submission
from data.summaries import SummaryVerbs
from data.target_overrides import TargetVerbs
from data.tasks import TaskVerbs
from data.upgrade import bring_up_to_date, schema_of
from data.vetoes import VetoVerbs
from data.view import StoreView


class Store(
    EditVerbs,
    StageVerbs,
    PublishVerbs,
    JobVerbs,
    AuditVerbs,
    BackupVerbs,
    PurgeVerbs,
    AccountVerbs,
    ChoiceVerbs,
    DueVerbs,
    SummaryVerbs,
    MapVerbs,
    PeerGroupVerbs,
    TargetVerbs,
    TaskVerbs,
    EvidenceVerbs,
    SchemeVerbs,
    VetoVerbs,
    RunVerbs,
    AppealVerbs,
):
    """The record under one folder: a database and the files as received."""

    told_before: Known | None = None  # where a request keeps what it was told; set by who answers requests

    def __init__(self, engine: Engine, files: Path, elements: Sequence[str]) -> None:
        super().__init__(engine, files)
        self._cache = BlockCache(tuple(elements))
        self._former: dict[tuple[str, ...], BlockCache] = {}  # of catalogues that have changed since

    @classmethod
    def open(cls, url: str, files: Path, elements: Sequence[str]) -> Store:
        """Open an existing record, an old one brought up to date; DatabaseError says how to create one."""
        engine = open_engine(url)
        if engine.url.database and not Path(engine.url.database).exists():
            raise DatabaseError(f"there is no record at {url}; create it with: faheng init")
        bring_up_to_date(engine, url)
        opened = cls(engine, files, elements)
        opened.wipe()  # what a purge that was killed has left
        sweep(files)
        return opened

    @classmethod
    def create(cls, url: str, files: Path, elements: Sequence[str]) -> Store:
        """Create the record where it does not exist (a second call changes nothing), and open it."""
        engine = open_engine(url)
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        files.mkdir(parents=True, exist_ok=True)
        try:
            with writing(engine).begin() as connection:
                if schema_of(connection) in (None, tables.SCHEMA_VERSION):  # an old one is upgraded instead
                    _lay_out(connection)
        except exc.DatabaseError as error:
            raise DatabaseError(f"{url} cannot be used as a Faheng record: {error.orig}") from error
        finally:
            engine.dispose()
        return cls.open(url, files, elements)

    def close(self) -> None:
        self._engine.dispose()

    def seen_by(self, viewer: Viewer) -> StoreView:
        """The one door for reading."""
        return StoreView(self._engine, self._files, self._cache, viewer, known=self.told_before)

    def as_published(self, viewer: Viewer, made: Publication, elements: Sequence[str]) -> StoreView:
        """The same door to the figures that a publication left in force, on the elements of its time."""
        heads, known = Heads("published", made.publication, made.dataset), tuple(elements)
        same = known == self._cache.elements
        cache = self._cache if same else self._former.setdefault(known, BlockCache(known))
        return StoreView(self._engine, self._files, cache, viewer, heads, self.told_before)

    def known(self, sha256: str) -> tuple[Submission, tuple[Finding, ...]] | None:
        """What became of these bytes when they came before: the newest accepted outcome, else the newest."""
        before = self.submissions_of(sha256)
        accepted = [each for each in before if each[0].status in TAKEN_IN]
        return next(reversed(accepted or before), None)

    def submissions_of(self, sha256: str) -> tuple[tuple[Submission, tuple[Finding, ...]], ...]:
        """Every submission that these bytes made, oldest first."""
        filed = tables.submission
        query = select(filed.c.id).where(filed.c.sha256 == sha256).order_by(filed.c.id)
        with self._engine.begin() as connection:
            numbers = connection.execute(query).scalars().all()
            found = [read_submission(connection, number) for number in numbers]
        return tuple(each for each in found if each)

    def keep_file(self, sha256: str, data: bytes) -> Path:
        """Write the file as received under its hash, whole or not at all."""
        return keep(self._files, sha256, data)

    def accept(
        self,
        filing: Filing,
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding] = (),
        status: Taken = "accepted",
    ) -> int:
        """Store a filing whole and make it current; returns the submission's number.

        ``status`` is waiting where it is to be reviewed; LockedError where its place is locked.
        """
        with writing(self._engine).begin() as connection:
            return enter_filing(connection, filing, sha256, path, size, by, at, findings, status)

    def accept_all(
        self,
        filings: Sequence[tuple[Filing, Sequence[Finding]]],
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        status: Taken = "accepted",
    ) -> tuple[int, ...]:
        """Store the filings of one file, all or none, in their order; each needs a place of its own."""
        places = Counter(tuple(place_of(filing).values()) for filing, _ in filings)
        twice = [place for place, times in places.items() if times > 1]
        if twice:
            raise ValueError(f"{path} brings one place twice: {twice[0]}")
        with writing(self._engine).begin() as connection:
            return tuple(
                enter_filing(connection, filing, sha256, path, size, by, at, findings, status)
                for filing, findings in filings
            )

    def turn_away(
        self,
        status: Literal["returned", "refused"],
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding],
        place: Mapping[str, str] | None = None,
    ) -> int:
        """Keep a returned or refused file's findings; no observation of it is stored."""
        with writing(self._engine).begin() as connection:
            number, _ = enter(connection, status, place or {}, sha256, path, size, by, at, findings)
        return number

    def set_targets(
        self,
        targets: Sequence[Target],
        *,
        sha256: str,
        path: str,
        size: int,
        by: str,
        at: datetime,
        findings: Sequence[Finding] = (),
    ) -> int:
        """Enter a register workbook; a target's newest entry is the one in the register."""
        datasets = sorted({target.dataset for target in targets})
        place = {"form": "targets", "dataset": datasets[0] if len(datasets) == 1 else ""}
        rows = [
            {
                "dataset": target.dataset,
                "target": target.target,
                "content": json.dumps(asdict(target), ensure_ascii=False),
            }
            for target in targets
        ]
        with writing(self._engine).begin() as connection:
            number, new = enter(
                connection, "accepted", place, sha256, path, size, by, at, findings, targets=rows
            )
            if new and rows:
                connection.execute(tables.target.insert(), [{"submission": number, **row} for row in rows])
                for dataset in datasets:
                    raise_version(connection, dataset, "targets")
        return number

    def add_regions(self, regions: Sequence[Region], *, by: str, at: datetime) -> None:
        """Enter units that the shipped list lacks; a known code is left as it is."""
        with writing(self._engine).begin() as connection:
            for region in regions:
                row = {"code": region.code, "content": json.dumps(asdict(region), ensure_ascii=False)}
                connection.execute(insert(tables.own_region).values(row).on_conflict_do_nothing())
            raise_version(connection, "*", "regions")
            codes = [region.code for region in regions]
            audit.append(
                connection,
                at=audit.stamp(at),
                actor=by,
                action="regions.add",
                thing=str(len(codes)),
                detail=codes[:50],
            )


def _lay_out(connection: Connection) -> None:
    """Tables, triggers and version of a new record."""
    tables.metadata.create_all(connection)
    for statement in tables.triggers():
        connection.exec_driver_sql(statement)
    schema = insert(tables.meta).values(key="schema", value=tables.SCHEMA_VERSION)
    connection.execute(schema.on_conflict_do_nothing())
    revision = insert(tables.alembic_version).values(version_num=tables.SCHEMA_VERSION)
    connection.execute(revision.on_conflict_do_nothing())
