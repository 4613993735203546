"""Explanations, rule edits and mappings; one file may bring submissions of many places."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String

revision = "2"
down_revision = "1"

ONCE = ("sha256", "form", "dataset", "region", "period", "status")


def upgrade() -> None:
    op.create_table(
        "explanation",
        Column("id", Integer, primary_key=True),
        Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
        Column("code", String, nullable=False),
        Column("sheet", String, nullable=False),
        Column("cell", String, nullable=False),
        Column("indicator", String, nullable=False),
        Column("text", String, nullable=False),
        Column("by", String, nullable=False),
        Column("at", String, nullable=False),
    )
    op.create_index("explanation_submission", "explanation", ["submission"])
    op.create_table(
        "rule_edit",
        Column("id", Integer, primary_key=True),
        Column("code", String, nullable=False),
        Column("content", String, nullable=False),
        Column("by", String, nullable=False),
        Column("at", String, nullable=False),
        Column("why", String, nullable=False),
    )
    op.create_table(
        "mapping",
        Column("id", Integer, primary_key=True),
        Column("code", String, nullable=False),
        Column("name", String, nullable=False),
        Column("content", String, nullable=False),
        Column("by", String, nullable=False),
        Column("at", String, nullable=False),
    )
    unnamed = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
    with op.batch_alter_table("submission", naming_convention=unnamed) as submission:
        submission.drop_constraint("uq_submission_sha256", type_="unique")
        submission.create_unique_constraint("submission_once", list(ONCE))
