"""What people add beside the figures: words, rules, mappings, deadlines, days and summaries."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from data.tables.base import metadata

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

# Regions that are compared with one another; the newest of a code counts, one without regions is dropped.
peer_group = Table(
    "peer_group",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("dataset", String, nullable=False),
    Column("name", String, nullable=False),
    Column("regions", String, nullable=False),  # JSON array of codes
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Index("peer_group_dataset", "dataset"),
)

# A target as it is for a region below, or that it is so no more; the newest of a code counts.
target_override = Table(
    "target_override",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", String, nullable=False),
    Column("code", String, nullable=False),
    Column("content", String, nullable=False),  # JSON object: the whole target
    Column("withdrawn", Integer, nullable=False),
    Column("after", Integer, nullable=False),  # the newest row of ``target`` then: what follows is later
    Column("why", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Index("target_override_dataset", "dataset"),
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
