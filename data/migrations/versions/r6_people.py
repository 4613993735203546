"""Accounts and what they are granted."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String, UniqueConstraint

revision = "6"
down_revision = "5"


def upgrade() -> None:
    op.create_table(
        "account",
        Column("id", Integer, primary_key=True),
        Column("name", String, nullable=False, unique=True),
        Column("person", String, nullable=False),
        Column("password", String, nullable=False),
        Column("must_change", Integer, nullable=False),
        Column("disabled", Integer, nullable=False),
        Column("failed", Integer, nullable=False),
        Column("locked_until", String, nullable=False),
        Column("epoch", Integer, nullable=False),
        Column("made_at", String, nullable=False),
        Column("last_at", String, nullable=False),
    )
    op.create_table(
        "account_grant",
        Column("id", Integer, primary_key=True),
        Column("account", Integer, ForeignKey("account.id"), nullable=False),
        Column("role", String, nullable=False),
        Column("region", String, nullable=False),
        UniqueConstraint("account", "role", "region", name="account_grant_once"),
    )
