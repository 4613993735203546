"""Registers of evidence, tasks, schemes, vetoes, runs, scores, appeals and marks given by hand."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String

revision = "10"
down_revision = "9"

REGISTERS = ("task", "task_step", "scheme", "veto", "assessment", "score", "appeal", "mark")


def upgrade() -> None:
    file: list[Column[str] | Column[int]] = [
        Column("sha256", String, ForeignKey("source_file.sha256")),
        *[Column(name, String, nullable=False) for name in ("name", "kind")],
        Column("size", Integer, nullable=False),
    ]
    for register in ("evidence", *REGISTERS):
        op.create_table(
            register,
            Column("id", Integer, primary_key=True),
            *[Column(name, String, nullable=False) for name in ("dataset", "code", "region", "content")],
            Column("withdrawn", Integer, nullable=False),
            *(file if register == "evidence" else []),
            *[Column(name, String, nullable=False) for name in ("why", "by", "at")],
        )
        op.create_index(f"{register}_place", register, ["dataset", "code"])
