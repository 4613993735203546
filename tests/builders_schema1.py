"""Records of schema 1, as the first delivered program made them: its own statements, kept as they were."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from data import audit
from data.engine import open_engine

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
APPEND_ONLY = ("source_file", "submission", "submission_event", "cell", "finding", "target", "audit")
TABLES = (*APPEND_ONLY, "own_region", "head", "part_version", "meta")

SCHEMA = """
CREATE TABLE meta ("key" VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY ("key"));
CREATE TABLE source_file (
    sha256 VARCHAR NOT NULL, name VARCHAR NOT NULL, size INTEGER NOT NULL, kept_at VARCHAR NOT NULL,
    PRIMARY KEY (sha256)
);
CREATE TABLE audit (
    id INTEGER NOT NULL, at VARCHAR NOT NULL, actor VARCHAR NOT NULL, action VARCHAR NOT NULL,
    object VARCHAR NOT NULL, detail VARCHAR NOT NULL, prev_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL,
    PRIMARY KEY (id), UNIQUE (prev_hash)
);
CREATE TABLE own_region (code VARCHAR NOT NULL, content VARCHAR NOT NULL, PRIMARY KEY (code));
CREATE TABLE part_version (
    dataset VARCHAR NOT NULL, period VARCHAR NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (dataset, period)
) WITHOUT ROWID;
CREATE TABLE submission (
    id INTEGER NOT NULL, sha256 VARCHAR NOT NULL, path VARCHAR NOT NULL, status VARCHAR NOT NULL,
    form VARCHAR NOT NULL, dataset VARCHAR NOT NULL, region VARCHAR NOT NULL, period VARCHAR NOT NULL,
    received_at VARCHAR NOT NULL, "by" VARCHAR NOT NULL,
    PRIMARY KEY (id), UNIQUE (sha256), FOREIGN KEY(sha256) REFERENCES source_file (sha256)
);
CREATE INDEX submission_place ON submission (dataset, region, period);
CREATE TABLE submission_event (
    id INTEGER NOT NULL, submission INTEGER NOT NULL, at VARCHAR NOT NULL, "by" VARCHAR NOT NULL,
    status VARCHAR NOT NULL, why VARCHAR NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(submission) REFERENCES submission (id)
);
CREATE TABLE cell (
    submission INTEGER NOT NULL, element VARCHAR NOT NULL, scope VARCHAR NOT NULL, value FLOAT,
    qualifier VARCHAR NOT NULL, sheet VARCHAR NOT NULL, cell VARCHAR NOT NULL, raw VARCHAR NOT NULL,
    decimals INTEGER NOT NULL,
    PRIMARY KEY (submission, element, scope), FOREIGN KEY(submission) REFERENCES submission (id)
) WITHOUT ROWID;
CREATE TABLE finding (
    submission INTEGER NOT NULL, number INTEGER NOT NULL, code VARCHAR NOT NULL, severity VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL, cell VARCHAR NOT NULL, region VARCHAR NOT NULL, period VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL, params VARCHAR NOT NULL,
    PRIMARY KEY (submission, number), FOREIGN KEY(submission) REFERENCES submission (id)
) WITHOUT ROWID;
CREATE TABLE target (
    id INTEGER NOT NULL, submission INTEGER NOT NULL, dataset VARCHAR NOT NULL, target VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(submission) REFERENCES submission (id)
);
CREATE INDEX target_code ON target (dataset, target);
CREATE TABLE head (
    dataset VARCHAR NOT NULL, period VARCHAR NOT NULL, region VARCHAR NOT NULL, form VARCHAR NOT NULL,
    stage VARCHAR NOT NULL, submission INTEGER NOT NULL,
    PRIMARY KEY (dataset, period, region, form, stage), FOREIGN KEY(submission) REFERENCES submission (id)
) WITHOUT ROWID;
CREATE INDEX head_submission ON head (submission);
"""


def schema1(folder: Path, *, filings: int = 5) -> Path:
    """A record of schema 1 with rows in every table; submission n of region 990101 has value n."""
    database = folder / "faheng.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(SCHEMA)
        _fill(connection, filings)
    engine = open_engine(f"sqlite:///{database}")
    with engine.begin() as chain:
        for number in range(1, filings + 2):
            detail = {"sha256": f"{number:064}", "status": "accepted", "path": "县表.xlsx"}
            action = "submission.receive"
            audit.append(
                chain, at=audit.stamp(AT), actor="李某", action=action, thing=str(number), detail=detail
            )
    engine.dispose()
    with closing(sqlite3.connect(database)) as connection, connection:
        for table in APPEND_ONLY:
            for verb in ("update", "delete"):
                connection.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
    return database


def _fill(connection: sqlite3.Connection, filings: int) -> None:
    when = audit.stamp(AT)

    def add(table: str, *row: object) -> None:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    add("meta", "schema", "1")
    add("meta", "first_load", "done")
    add("own_region", "990171", json.dumps({"code": "990171", "name": "开发区", "former": []}))
    for number in range(1, filings + 2):
        form = "annual" if number <= filings else "targets"
        region, period = ("990101", "2024") if form == "annual" else ("", "")
        add("source_file", f"{number:064}", "县表.xlsx", 7, when)
        add(
            "submission", number, f"{number:064}", "县表.xlsx", "accepted", form, "demo", region, period,
            when, "李某",
        )  # fmt: skip
        add("submission_event", number, number, when, "李某", "accepted", "")
        if form == "annual":
            cell = ("own", float(number), "exact", "复议应诉", "D12", str(number), 0)
            add("cell", number, "suit_heard", *cell)
            add("cell", number, "suit_lost", "own", None, "no_cases", "复议应诉", "D13", "—", 0)
            params = json.dumps({"read": "75.45", "expected": 74.587})
            place = ("复议应诉", "D12", "990101", "2024", "FY04")
            add("finding", number, 1, "reported.differs", "explain", *place, params)
    add("target", 1, filings + 1, "demo", "T1", json.dumps({"target": "T1", "threshold": 90.0}))
    for stage in ("accepted", "published"):
        add("head", "demo", "2024", "990101", "annual", stage, filings)
    add("part_version", "demo", "2024", filings)
    add("part_version", "demo", "targets", 1)
    add("part_version", "*", "regions", 1)


def rows(database: Path, table: str) -> list[tuple[object, ...]]:
    """Everything that stands in one table, past the store."""
    with closing(sqlite3.connect(database)) as connection:
        return sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
