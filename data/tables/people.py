"""People who may sign in, and what they may."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from data.tables.base import metadata

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
