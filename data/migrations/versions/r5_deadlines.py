"""Deadlines that an office sets, its working days, 汇总表 and their signed scans."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String

revision = "5"
down_revision = "4"


def upgrade() -> None:
    op.create_table(
        "deadline",
        Column("id", Integer, primary_key=True),
        *[Column(name, String, nullable=False) for name in ("dataset", "form", "period", "due")],
        *[Column(name, String, nullable=False) for name in ("by", "at", "why")],
    )
    op.create_index("deadline_place", "deadline", ["dataset", "form", "period"])
    op.create_table(
        "workday",
        Column("id", Integer, primary_key=True),
        *[Column(name, String, nullable=False) for name in ("day", "kind", "source", "by", "at")],
    )
    op.create_index("workday_day", "workday", ["day"])
    op.create_table(
        "summary",
        Column("id", Integer, primary_key=True),
        *[Column(name, String, nullable=False) for name in ("dataset", "region", "period", "form")],
        Column("sha256", String, ForeignKey("source_file.sha256"), nullable=False),
        *[Column(name, String, nullable=False) for name in ("submissions", "by", "at")],
    )
    op.create_index("summary_place", "summary", ["dataset", "region", "period", "form"])
    op.create_table(
        "attachment",
        Column("id", Integer, primary_key=True),
        Column("summary", Integer, ForeignKey("summary.id"), nullable=False),
        Column("sha256", String, ForeignKey("source_file.sha256"), nullable=False),
        *[Column(name, String, nullable=False) for name in ("name", "kind")],
        Column("size", Integer, nullable=False),
        *[Column(name, String, nullable=False) for name in ("by", "at")],
    )
    op.create_index("attachment_summary", "attachment", ["summary"])
