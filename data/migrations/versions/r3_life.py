"""Where each submission stands; publications with what they put in force and what they changed."""

from alembic import op
from sqlalchemy import Column, Float, ForeignKey, Integer, String

revision = "3"
down_revision = "2"

# What counted so far was seen by everybody, so it is published.
STANDING = """
INSERT INTO standing (submission, status, locked)
SELECT id, CASE
    WHEN status NOT IN ('accepted', 'waiting') OR region = '' THEN status
    WHEN EXISTS (SELECT 1 FROM head WHERE head.submission = submission.id) THEN 'published'
    ELSE 'superseded'
END, 0 FROM submission
"""


def upgrade() -> None:
    op.create_index("submission_event_submission", "submission_event", ["submission"])
    op.create_table(
        "standing",
        Column("submission", Integer, ForeignKey("submission.id"), primary_key=True),
        Column("status", String, nullable=False),
        Column("locked", Integer, nullable=False),
    )
    op.create_index("standing_status", "standing", ["status", "submission"])
    op.execute(STANDING)
    op.create_table(
        "publication",
        Column("id", Integer, primary_key=True),
        Column("dataset", String, nullable=False),
        Column("periods", String, nullable=False),
        Column("at", String, nullable=False),
        Column("by", String, nullable=False),
        Column("note", String, nullable=False),
        Column("why", String, nullable=False),
        Column("catalogue", String, ForeignKey("source_file.sha256"), nullable=False),
        Column("targets", Integer, nullable=False),
    )
    op.create_index("publication_dataset", "publication", ["dataset"])
    op.create_table(
        "publication_item",
        Column("dataset", String, primary_key=True),
        Column("period", String, primary_key=True),
        Column("region", String, primary_key=True),
        Column("form", String, primary_key=True),
        Column("publication", Integer, ForeignKey("publication.id"), primary_key=True),
        Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
        Column("before", Integer),
        sqlite_with_rowid=False,
    )
    op.create_index("publication_item_publication", "publication_item", ["publication"])
    _restatements()


def _restatements() -> None:
    op.create_table(
        "restatement",
        Column("id", Integer, primary_key=True),
        Column("publication", Integer, ForeignKey("publication.id"), nullable=False),
        Column("dataset", String, nullable=False),
        Column("region", String, nullable=False),
        Column("period", String, nullable=False),
        Column("form", String, nullable=False),
        Column("element", String, nullable=False),
        Column("scope", String, nullable=False),
        Column("old_value", Float),
        Column("old_qualifier", String, nullable=False),
        Column("old_place", String, nullable=False),
        Column("new_value", Float),
        Column("new_qualifier", String, nullable=False),
        Column("new_place", String, nullable=False),
        Column("before", Integer, ForeignKey("submission.id"), nullable=False),
        Column("submission", Integer, ForeignKey("submission.id"), nullable=False),
    )
    op.create_index("restatement_place", "restatement", ["dataset", "region", "period"])
