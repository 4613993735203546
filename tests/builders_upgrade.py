"""Records of older versions, upgraded: their contents and their layout."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from builders_schema1 import TABLES, rows

from data.store import Store

ELEMENTS = ("suit_heard", "suit_lost")
OPENER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from data.store import Store
print("ready", flush=True)
sys.stdin.readline()
folder = Path(sys.argv[2])
Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ("suit_heard",)).close()
"""


def open_store(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)


def upgrade(folder: Path) -> Path:
    open_store(folder).close()
    return folder / "faheng.db"


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of schema 1."""
    return {table: rows(database, table) for table in TABLES}


def pragma(database: Path, name: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchall()


def layout(database: Path) -> dict[str, object]:
    """Columns, keys, uniqueness, references and triggers of every table."""
    found: dict[str, object] = {}
    for _, table, _, columns, without_rowid, _ in pragma(database, "table_list"):
        if not str(table).startswith("sqlite_"):
            unique = [
                (row[2], [line[2] for line in pragma(database, f"index_info('{row[1]}')")])
                for row in pragma(database, f"index_list('{table}')")
            ]
            references = [row[2:] for row in pragma(database, f"foreign_key_list('{table}')")]
            described = pragma(database, f"table_xinfo('{table}')")
            found[str(table)] = (columns, without_rowid, described, sorted(unique), references)
    triggers = [row[1:5] for row in rows(database, "sqlite_master") if row[0] == "trigger"]
    found["triggers"] = sorted((name, table) for name, table, *_ in triggers)
    return found


def fresh(folder: Path) -> Path:
    made = folder / "fresh"
    made.mkdir()
    return made
