"""The life of a submission: its steps, where it stands, what counts, what was published and changed."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table

from data.tables.base import metadata

submission_event = Table(
    "submission_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("status", String, nullable=False),  # a status, or unlocked, restored
    Column("why", String, nullable=False),
    Index("submission_event_submission", "submission"),
)

# Where each submission is now, and whether its place is locked: what the newest event says, as one row.
standing = Table(
    "standing",
    metadata,
    Column("submission", Integer, ForeignKey("submission.id"), primary_key=True),
    Column("status", String, nullable=False),
    Column("locked", Integer, nullable=False),
    Index("standing_status", "status", "submission"),
)

head = Table(
    "head",
    metadata,
    Column("dataset", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("region", String, primary_key=True),
    Column("form", String, primary_key=True),
    Column("stage", String, primary_key=True),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Index("head_submission", "submission"),
    sqlite_with_rowid=False,
)

publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", String, nullable=False),
    Column("periods", String, nullable=False),  # JSON array of the periods asked for
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("note", String, nullable=False),
    Column("why", String, nullable=False),  # of what it changes in published figures
    Column("catalogue", String, ForeignKey("source_file.sha256"), nullable=False),  # zip of the definitions
    Column("targets", Integer, nullable=False),  # the newest row of ``target`` that it knows
    Index("publication_dataset", "dataset"),
)

# What each publication put in force; a place keeps what an earlier one put there.
publication_item = Table(
    "publication_item",
    metadata,
    Column("dataset", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("region", String, primary_key=True),
    Column("form", String, primary_key=True),
    Column("publication", Integer, ForeignKey("publication.id"), primary_key=True),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Column("before", Integer),  # the submission that was published there
    Index("publication_item_publication", "publication"),
    sqlite_with_rowid=False,
)

restatement = Table(
    "restatement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("publication", Integer, ForeignKey("publication.id"), nullable=False),
    Column("dataset", String, nullable=False),
    Column("region", String, nullable=False),
    Column("period", String, nullable=False),
    Column("form", String, nullable=False),
    Column("element", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("old_value", Float),
    Column("old_qualifier", String, nullable=False),  # empty: nothing was filed
    Column("old_place", String, nullable=False),  # sheet!cell
    Column("new_value", Float),
    Column("new_qualifier", String, nullable=False),
    Column("new_place", String, nullable=False),
    Column("before", Integer, ForeignKey("submission.id"), nullable=False),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Index("restatement_place", "dataset", "region", "period"),
)
