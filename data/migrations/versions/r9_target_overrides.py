"""Targets that are set otherwise for a region below."""

from alembic import op
from sqlalchemy import Column, Integer, String

revision = "9"
down_revision = "8"


def upgrade() -> None:
    op.create_table(
        "target_override",
        Column("id", Integer, primary_key=True),
        *[Column(name, String, nullable=False) for name in ("dataset", "code", "content")],
        *[Column(name, Integer, nullable=False) for name in ("withdrawn", "after")],
        *[Column(name, String, nullable=False) for name in ("why", "by", "at")],
    )
    op.create_index("target_override_dataset", "target_override", ["dataset"])
