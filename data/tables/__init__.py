"""The record as SQLAlchemy Core tables, by topic, with the triggers that make it append-only."""

from __future__ import annotations

from data.tables.assessment import appeal as appeal
from data.tables.assessment import assessment as assessment
from data.tables.assessment import evidence as evidence
from data.tables.assessment import mark as mark
from data.tables.assessment import scheme as scheme
from data.tables.assessment import score as score
from data.tables.assessment import task as task
from data.tables.assessment import task_step as task_step
from data.tables.assessment import veto as veto
from data.tables.base import metadata as metadata
from data.tables.life import head as head
from data.tables.life import publication as publication
from data.tables.life import publication_item as publication_item
from data.tables.life import restatement as restatement
from data.tables.life import standing as standing
from data.tables.life import submission_event as submission_event
from data.tables.office import attachment as attachment
from data.tables.office import deadline as deadline
from data.tables.office import explanation as explanation
from data.tables.office import mapping as mapping
from data.tables.office import peer_group as peer_group
from data.tables.office import rule_edit as rule_edit
from data.tables.office import summary as summary
from data.tables.office import target_override as target_override
from data.tables.office import workday as workday
from data.tables.people import account as account
from data.tables.people import account_grant as account_grant
from data.tables.record import cell as cell
from data.tables.record import finding as finding
from data.tables.record import own_region as own_region
from data.tables.record import source_file as source_file
from data.tables.record import submission as submission
from data.tables.record import target as target
from data.tables.upkeep import alembic_version as alembic_version
from data.tables.upkeep import audit as audit
from data.tables.upkeep import job as job
from data.tables.upkeep import meta as meta
from data.tables.upkeep import part_version as part_version

SCHEMA_VERSION = "10"  # the newest revision in data/migrations/versions

APPEND_ONLY = (
    "source_file",
    "submission",
    "submission_event",
    "cell",
    "finding",
    "explanation",
    "rule_edit",
    "mapping",
    "peer_group",
    "target",
    "target_override",
    "publication",
    "publication_item",
    "restatement",
    "deadline",
    "workday",
    "summary",
    "attachment",
    "evidence",
    "task",
    "task_step",
    "scheme",
    "veto",
    "assessment",
    "score",
    "appeal",
    "mark",
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
