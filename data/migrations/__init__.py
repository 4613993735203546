"""Runs the revisions in ``versions`` on a record; Alembic's environment, without an ini file."""

from __future__ import annotations

from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent


def newest() -> str:
    """The revision that a record of this program has."""
    return ScriptDirectory(FOLDER).get_current_head() or ""


def run(connection: Connection, *, start: str) -> None:
    """Every revision after ``start``, inside the caller's transaction; Alembic neither begins nor commits."""
    script = ScriptDirectory(FOLDER)
    context = MigrationContext.configure(
        connection, opts={"fn": lambda heads, _context: script._upgrade_revs("head", heads)}
    )
    if not context.get_current_heads():
        context.stamp(script, start)
    with Operations.context(context):
        context.run_migrations()
