"""A record for tests of the store: filings, what is current, the database past the store."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from data import audit, tables
from data.engine import open_engine
from data.model import Filing, Finding, Observation, Qualifier, Scope, Viewer
from data.store import Store
from data.view import StoreView

ELEMENTS = ("suit_heard", "suit_head_appeared", "suit_lost")
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FORMS = ("annual", "quarterly")
ROOT = Path(__file__).parent.parent


def opened(folder: Path) -> Iterator[Store]:
    """A record of its own, closed afterwards: what the fixture of a test module gives."""
    made = Store.create(url(folder), folder / "files", ELEMENTS)
    yield made
    made.close()


def reopened(folder: Path) -> Store:
    return Store.open(url(folder), folder / "files", ELEMENTS)


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'faheng.db'}"


def observation(
    element: str, value: float | None, *, scope: Scope = "own", qualifier: Qualifier = "exact"
) -> Observation:
    return Observation(element, scope, value, qualifier, "复议应诉", "D12", str(value), 0)


def filing(
    *observations: Observation,
    region: str = "990101",
    period: str = "2024",
    form: str = "annual",
    **values: float,
) -> Filing:
    made = tuple(observation(element, float(value)) for element, value in values.items())
    return Filing(form, "demo", region, period, (*observations, *made))


def accept(store: Store, filed: Filing, *, name: str = "", findings: tuple[Finding, ...] = ()) -> int:
    """Take in a filing as a file of its own; its name decides its bytes."""
    data = (name or repr(filed)).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    store.keep_file(sha256, data)
    path = f"{name or filed.region}.xlsx"
    return store.accept(filed, sha256=sha256, path=path, size=len(data), by="李某", at=AT, findings=findings)


def view(store: Store) -> StoreView:
    return store.seen_by(Viewer("李某"))


def current(store: Store, element: str, *, region: str = "990101", period: str = "2024") -> float | None:
    (block,) = view(store).blocks("demo", FORMS, [period])
    value = block.values[0, block.elements.index(element), block.regions.index(region)]
    return None if np.isnan(value) else float(value)


@contextmanager
def raw(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database past the store, committed and closed at the end."""
    with closing(sqlite3.connect(folder / "faheng.db", timeout=30)) as connection, connection:
        yield connection


def count(folder: Path, table: str) -> int:
    with raw(folder) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def broken_at(folder: Path) -> int | None:
    engine = open_engine(url(folder))
    with engine.begin() as connection:
        found = audit.verify(connection)
    engine.dispose()
    return found


def tamper(folder: Path, *statements: str) -> None:
    """Past the triggers, as one with the file in hand would."""
    with raw(folder) as connection:
        for table in tables.APPEND_ONLY:
            for verb in ("update", "delete"):
                connection.execute(f"DROP TRIGGER {table}_no_{verb}")
        for statement in statements:
            connection.execute(statement)
        for statement in tables.triggers():
            connection.execute(statement)


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def start(script: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    """A program of its own over the record in a folder; it is told where the project stands."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(ROOT), str(folder), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
