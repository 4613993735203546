"""Brings a record made by an older version of the program up to date, once, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, exc, inspect, select, update

from data import audit, tables
from data.engine import DatabaseError, writing

OLDEST = 1


def schema_of(connection: Connection) -> str | None:
    """The schema version that the record says it has; None where there is no record."""
    if not inspect(connection).has_table("meta"):
        return None
    key = tables.meta.c.key == "schema"
    return connection.execute(select(tables.meta.c.value).where(key)).scalar()


def bring_up_to_date(engine: Engine, url: str) -> None:
    """Upgrade the record where it is old; DatabaseError where it is none, or newer than the program."""
    try:
        with engine.begin() as connection:
            if _is_current(connection, url):
                return
    except exc.DatabaseError as error:
        raise DatabaseError(f"{url} cannot be read as a Faheng record: {error.orig}") from error
    try:
        _upgrade(engine, url)
    except (exc.DatabaseError, sqlite3.Error, OSError) as error:
        reason = error.orig if isinstance(error, exc.DatabaseError) else error
        raise DatabaseError(
            f"{url} could not be brought up to date: {reason}; it is as it was. "
            "Stop every program that uses it, see that the disk has room for a copy, and start again"
        ) from error


def _is_current(connection: Connection, url: str) -> bool:
    version = schema_of(connection)
    if version is None:
        raise DatabaseError(f"{url} is not a Faheng record, or it is unfinished; run: faheng init")
    known = range(OLDEST, int(tables.SCHEMA_VERSION) + 1)
    if version not in map(str, known):
        raise DatabaseError(
            f"{url} has schema {version}; this program reads schemas up to {tables.SCHEMA_VERSION}: "
            "use the program version that made it"
        )
    return version == tables.SCHEMA_VERSION


def _upgrade(engine: Engine, url: str) -> None:
    """Under the write lock from before the version is read until everything is committed.

    Foreign keys are off meanwhile: a table that is made anew is dropped first. They are checked at the end.
    """
    with writing(engine).connect() as connection:
        connection.detach()  # closed at the end, so the pool never sees it without foreign keys
        cursor = connection.connection.cursor()  # past SQLAlchemy: inside a transaction it would do nothing
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.close()
        with connection.begin():
            if _is_current(connection, url):  # another process was first
                return
            _move(connection, url)


def _move(connection: Connection, url: str) -> None:
    from data import migrations  # Alembic takes a third of a second; hardly any start needs it

    version = schema_of(connection) or ""
    copy = _copy(Path(connection.engine.url.database or ""), version, url)
    migrations.run(connection, start=version)
    for statement in tables.triggers():  # a table made anew has lost its own
        connection.exec_driver_sql(statement)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DatabaseError(f"{url} was not upgraded: a row of {broken[0]} refers to nothing in {broken[2]}")
    schema = update(tables.meta).where(tables.meta.c.key == "schema")
    connection.execute(schema.values(value=tables.SCHEMA_VERSION))
    now = connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')").scalar_one()
    detail = {"from": version, "to": tables.SCHEMA_VERSION, "copy": copy.name}
    audit.append(
        connection,
        at=now,
        actor="faheng",
        action="record.upgrade",
        thing=tables.SCHEMA_VERSION,
        detail=detail,
    )


def _copy(database: Path, version: str, url: str) -> Path:
    """A checked copy of the database beside it; readers see the last commit while the write lock is held."""
    copy = database.with_name(f"{database.stem}-schema{version}{database.suffix}")
    part = copy.with_name(f"{copy.name}.part")
    try:
        _clear(part)  # of an upgrade that was killed
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(part)) as target:
            shutil.copymode(database, part)
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file that can be put in place as it is
            (fault,) = target.execute("PRAGMA integrity_check(1)").fetchone()
            same = [_extent(side) for side in (source, target)]
        if fault != "ok" or same[0] != same[1]:
            raise DatabaseError(f"{url} was not upgraded: it is damaged ({fault}); put a backup in its place")
        part.replace(copy)
    finally:
        _clear(part)
    return copy


def _clear(part: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + end).unlink(missing_ok=True)


def _extent(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Rows of the record, and the hash of its last audit entry."""
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in ("submission", "cell", "audit"))
    last = "SELECT hash FROM audit ORDER BY id DESC LIMIT 1"
    return [*connection.execute(f"SELECT {counts}"), *connection.execute(last)]
