"""The record as SQLAlchemy Core tables, with the triggers that make it append-only."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

SCHEMA_VERSION = "7"  # the newest revision in data/migrations/versions

metadata = MetaData()

meta = Table(
    "meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False)
)

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

explanation = Table(
    "explanation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    Column("code", String, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("indicator", String, nullable=False),
    Column("text", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Index("explanation_submission", "submission"),
)

rule_edit = Table(
    "rule_edit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("content", String, nullable=False),  # JSON object: keys of the rule's table, or {"off": true}
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("why", String, nullable=False),
)

mapping = Table(
    "mapping",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("name", String, nullable=False),
    Column("content", String, nullable=False),  # JSON object
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
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

own_region = Table(
    "own_region",
    metadata,
    Column("code", String, primary_key=True),
    Column("content", String, nullable=False),  # JSON object, the fields of regions.Region
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

# Where each submission is now, and whether its place is locked: what the newest event says, as one row.
standing = Table(
    "standing",
    metadata,
    Column("submission", Integer, ForeignKey("submission.id"), primary_key=True),
    Column("status", String, nullable=False),
    Column("locked", Integer, nullable=False),
    Index("standing_status", "status", "submission"),
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

# Until when a form is due for a period, where the office says otherwise than the rule; the newest counts.
deadline = Table(
    "deadline",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", String, nullable=False),
    Column("form", String, nullable=False),
    Column("period", String, nullable=False),
    Column("due", String, nullable=False),  # ISO date, the last day; empty: the rule again
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("why", String, nullable=False),
    Index("deadline_place", "dataset", "form", "period"),
)

# Days that are worked or free otherwise than the calendar knows; the newest of a day counts.
workday = Table(
    "workday",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", String, nullable=False),  # ISO date
    Column("kind", String, nullable=False),  # work, off; empty: as the calendar has it
    Column("source", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Index("workday_day", "day"),
)

# 汇总表 made from the record: which file, of which submissions. Not a submission: nothing of it is counted.
summary = Table(
    "summary",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", String, nullable=False),
    Column("region", String, nullable=False),
    Column("period", String, nullable=False),
    Column("form", String, nullable=False),
    Column("sha256", String, ForeignKey("source_file.sha256"), nullable=False),
    Column("submissions", String, nullable=False),  # JSON array of their numbers
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Index("summary_place", "dataset", "region", "period", "form"),
)

# The signed scan of a 汇总表: with it the table is filed upward.
attachment = Table(
    "attachment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("summary", Integer, ForeignKey("summary.id"), nullable=False),
    Column("sha256", String, ForeignKey("source_file.sha256"), nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),  # pdf, png, jpg
    Column("size", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Index("attachment_summary", "summary"),
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

# People who may sign in. Rows are changed and never removed; every change is in the audit trail.
account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),  # as typed at sign-in, in lower case
    Column("person", String, nullable=False),  # as it stands in the record
    Column("password", String, nullable=False),  # argon2 hash, or empty
    Column("must_change", Integer, nullable=False),
    Column("disabled", Integer, nullable=False),
    Column("failed", Integer, nullable=False),  # wrong passwords since the last right one
    Column("locked_until", String, nullable=False),  # ISO 8601, or empty
    Column("epoch", Integer, nullable=False),  # a session of an older one is at its end
    Column("made_at", String, nullable=False),
    Column("last_at", String, nullable=False),
)

account_grant = Table(
    "account_grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False),
    Column("role", String, nullable=False),
    Column("region", String, nullable=False),  # and all below it; * for every region
    UniqueConstraint("account", "role", "region", name="account_grant_once"),
)

part_version = Table(
    "part_version",
    metadata,
    Column("dataset", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Alembic's own table
alembic_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

APPEND_ONLY = (
    "source_file",
    "submission",
    "submission_event",
    "cell",
    "finding",
    "explanation",
    "rule_edit",
    "mapping",
    "target",
    "publication",
    "publication_item",
    "restatement",
    "deadline",
    "workday",
    "summary",
    "attachment",
    "audit",
)


def triggers() -> list[str]:
    """SQL that refuses every UPDATE and DELETE on the append-only tables (SQLite)."""
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("update", "delete")
    ]
