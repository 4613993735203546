"""Opens the database: SQLite in WAL mode, writers BEGIN IMMEDIATE, readers BEGIN."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

PRAGMAS = (
    "busy_timeout=30000",  # first: the others may have to wait for a writer too
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE deletes past the append-only triggers
    "journal_size_limit=67108864",
)

Unreachable = SQLAlchemyError  # what a record that is busy, full or gone raises


class DatabaseError(Exception):
    """The database cannot be used as asked; the message says what to do."""


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///path``; every other kind of database is refused plainly."""
    scheme = urlsplit(url).scheme
    if scheme != "sqlite":
        raise DatabaseError(
            f"database address begins with {scheme or url!r}; this version keeps its record in SQLite only, "
            "write sqlite:///folder/faheng.db or leave FAHENG_DATABASE unset"
        )
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or not path.name:
        raise DatabaseError(f"database address {url!r} names no file; write sqlite:///folder/faheng.db")
    engine = create_engine(URL.create("sqlite", database=str(path)), pool_size=8, max_overflow=24)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine whose transactions take the write lock at once, so none fails half-way."""
    return engine.execution_options(writing=True)


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
