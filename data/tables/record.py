"""What was received: files, submissions, their cells, findings and targets, and the units they name."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from data.tables.base import metadata

source_file = Table(
    "source_file",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", String, nullable=False),
)

submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String, ForeignKey("source_file.sha256"), nullable=False),
    Column("path", String, nullable=False),
    Column("status", String, nullable=False),  # the first outcome; later steps are events
    Column("form", String, nullable=False),
    Column("dataset", String, nullable=False),
    Column("region", String, nullable=False),
    Column("period", String, nullable=False),
    Column("received_at", String, nullable=False),  # ISO 8601, UTC
    Column("by", String, nullable=False),
    Column("again", Integer, nullable=False, server_default="0"),  # how many of it were withdrawn before
    # one file may bring many places, and one place again when it was returned and is judged anew
    UniqueConstraint(
        "sha256", "form", "dataset", "region", "period", "status", "again", name="submission_once"
    ),
    Index("submission_place", "dataset", "region", "period"),
)

cell = Table(
    "cell",
    metadata,
    Column("submission", Integer, ForeignKey("submission.id"), primary_key=True),
    Column("element", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("value", Float),  # null where the qualifier says why there is none
    Column("qualifier", String, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("raw", String, nullable=False),
    Column("decimals", Integer, nullable=False),
    sqlite_with_rowid=False,
)

finding = Table(
    "finding",
    metadata,
    Column("submission", Integer, ForeignKey("submission.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("region", String, nullable=False),
    Column("period", String, nullable=False),
    Column("indicator", String, nullable=False),
    Column("params", String, nullable=False),  # JSON object
    sqlite_with_rowid=False,
)

target = Table(
    "target",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Column("dataset", String, nullable=False),
    Column("target", String, nullable=False),
    Column("content", String, nullable=False),  # JSON object, the fields of model.Target
    Index("target_code", "dataset", "target"),
)

own_region = Table(
    "own_region",
    metadata,
    Column("code", String, primary_key=True),
    Column("content", String, nullable=False),  # JSON object, the fields of regions.Region
)
