"""The record about itself: its facts, its audit trail, its data versions, and work still to be done."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, String, Table

from data.tables.base import metadata

meta = Table(
    "meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False)
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("object", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("prev_hash", String, nullable=False, unique=True),
    Column("hash", String, nullable=False),
)

part_version = Table(
    "part_version",
    metadata,
    Column("dataset", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Work to be done in the background: the one table whose rows are changed and, when long done, removed.
job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", String, nullable=False),  # an upload's jobs together
    Column("kind", String, nullable=False),
    Column("sha256", String, nullable=False),  # of the kept file it is about, or empty
    Column("path", String, nullable=False),
    Column("payload", String, nullable=False),  # JSON, what its kind needs
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("status", String, nullable=False),  # queued, running, done, failed
    Column("claimed_by", String, nullable=False),
    Column("heartbeat", Float, nullable=False),  # seconds since 1970, of the worker that has it
    Column("tries", Integer, nullable=False),
    Column("result", String, nullable=False),  # JSON, or empty while there is none
    Column("ended", Float),
    Index("job_status", "status", "id"),
    Index("job_batch", "batch", "id"),
)

# Alembic's own table
alembic_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))
