"""Store: the verbs that write, one transaction each. Reads go through ``seen_by(viewer)``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, delete, exc, inspect, select
from sqlalchemy.dialects.sqlite import insert

from data import audit, tables
from data.blocks import BlockCache
from data.engine import DatabaseError, open_engine, writing
from data.model import Filing, Finding, Submission, Target, Viewer
from data.regions import Region
from data.submissions import read_submission
from data.view import StoreView

Outcome = Literal["accepted", "waiting", "returned", "refused"]


class Store:
    """The record under one folder: a database and the files as received."""

    def __init__(self, engine: Engine, files: Path, elements: Sequence[str]) -> None:
        self._engine = engine
        self._files = files
        self._cache = BlockCache(tuple(elements))

    @classmethod
    def open(cls, url: str, files: Path, elements: Sequence[str]) -> Store:
        """Open an existing record; DatabaseError says how to create one when there is none."""
        engine = open_engine(url)
        if engine.url.database and not Path(engine.url.database).exists():
            raise DatabaseError(f"there is no record at {url}; create it with: faheng init")
        version = _schema(engine, url)
        if version != tables.SCHEMA_VERSION:
            raise DatabaseError(
                f"{url} has schema {version}; this program reads schema {tables.SCHEMA_VERSION}: "
                "use the program version that made it"
            )
        return cls(engine, files, elements)

    @classmethod
    def create(cls, url: str, files: Path, elements: Sequence[str]) -> Store:
        """Create the record where it does not exist (a second call changes nothing), and open it."""
        engine = open_engine(url)
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        files.mkdir(parents=True, exist_ok=True)
        with writing(engine).begin() as connection:
            tables.metadata.create_all(connection)
            for statement in tables.triggers():
                connection.exec_driver_sql(statement)
            version = insert(tables.meta).values(key="schema", value=tables.SCHEMA_VERSION)
            connection.execute(version.on_conflict_do_nothing())
        return cls.open(url, files, elements)

    def close(self) -> None:
        self._engine.dispose()

    def seen_by(self, viewer: Viewer) -> StoreView:
        """The one door for reading."""
        return StoreView(self._engine, self._files, self._cache, viewer)

    def known(self, sha256: str) -> tuple[Submission, tuple[Finding, ...]] | None:
        """The first outcome of these bytes, when they came before."""
        with self._engine.begin() as connection:
            found = connection.execute(
                select(tables.submission.c.id).where(tables.submission.c.sha256 == sha256)
            ).scalar()
            if found is None:
                return None
            return read_submission(connection, found)

    def keep_file(self, sha256: str, data: bytes) -> Path:
        """Write the file as received under its hash: temporary name, fsync, rename; never rewritten."""
        path = self._files / sha256[:2] / sha256
        if path.exists():
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{sha256}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        return path

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
    ) -> int:
        """Store a filing whole and make it current; returns the submission's number."""
        place = {
            "form": filing.form,
            "dataset": filing.dataset,
            "region": filing.region,
            "period": filing.period,
        }
        with writing(self._engine).begin() as connection:
            number, new = _enter(connection, "accepted", place, sha256, path, size, by, at, findings)
            if not new:
                return number
            rows = [{"submission": number, **asdict(observation)} for observation in filing.observations]
            if rows:
                connection.execute(tables.cell.insert(), rows)
            _move_head(connection, place, number)
            _raise_version(connection, filing.dataset, filing.period)
        return number

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
            number, _ = _enter(connection, status, place or {}, sha256, path, size, by, at, findings)
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
        with writing(self._engine).begin() as connection:
            number, new = _enter(connection, "accepted", place, sha256, path, size, by, at, findings)
            if new and targets:
                rows = [
                    {
                        "submission": number,
                        "dataset": target.dataset,
                        "target": target.target,
                        "content": json.dumps(asdict(target), ensure_ascii=False),
                    }
                    for target in targets
                ]
                connection.execute(tables.target.insert(), rows)
                for dataset in datasets:
                    _raise_version(connection, dataset, "targets")
        return number

    def note(self, key: str, value: str) -> None:
        """Keep one fact about the record itself, such as how far the first loading came."""
        row = insert(tables.meta).values(key=key, value=value)
        with writing(self._engine).begin() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    def noted(self, key: str) -> str:
        with self._engine.begin() as connection:
            found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar()
        return found or ""

    def add_regions(self, regions: Sequence[Region], *, by: str, at: datetime) -> None:
        """Enter units that the shipped list lacks; a known code is left as it is."""
        with writing(self._engine).begin() as connection:
            for region in regions:
                row = {"code": region.code, "content": json.dumps(asdict(region), ensure_ascii=False)}
                connection.execute(insert(tables.own_region).values(row).on_conflict_do_nothing())
            _raise_version(connection, "*", "regions")
            codes = [region.code for region in regions]
            audit.append(
                connection,
                at=audit.stamp(at),
                actor=by,
                action="regions.add",
                thing=str(len(codes)),
                detail=codes[:50],
            )


def _schema(engine: Engine, url: str) -> str | None:
    """The schema version that the record says it has."""
    try:
        if not inspect(engine).has_table("meta"):
            raise DatabaseError(f"{url} is not a Faheng record, or it is unfinished; run: faheng init")
        with engine.begin() as connection:
            key = tables.meta.c.key == "schema"
            return connection.execute(select(tables.meta.c.value).where(key)).scalar()
    except exc.DatabaseError as error:
        raise DatabaseError(f"{url} cannot be read as a Faheng record: {error.orig}") from error


def _enter(
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
    """The submission row with its event, findings and audit entry; False when the bytes were known."""
    known = connection.execute(
        select(tables.submission.c.id).where(tables.submission.c.sha256 == sha256)
    ).scalar()
    if known is not None:
        return int(known), False
    when = audit.stamp(at)
    kept = insert(tables.source_file).values(sha256=sha256, name=path, size=size, kept_at=when)
    connection.execute(kept.on_conflict_do_nothing())
    where = {key: place.get(key, "") for key in ("form", "dataset", "region", "period")}
    entered = connection.execute(
        tables.submission.insert().values(
            sha256=sha256, path=path, status=status, received_at=when, by=by, **where
        )
    )
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


def _move_head(connection: Connection, place: Mapping[str, str], number: int) -> None:
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


def _raise_version(connection: Connection, dataset: str, period: str) -> None:
    row = insert(tables.part_version).values(dataset=dataset, period=period, version=1)
    raised = row.on_conflict_do_update(
        index_elements=["dataset", "period"], set_={"version": tables.part_version.c.version + 1}
    )
    connection.execute(raised)
