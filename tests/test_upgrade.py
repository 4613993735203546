"""Records of older versions: upgraded whole or not at all, with a copy, by one process only."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders_record import broken_at, start
from builders_schema1 import rows, schema1
from builders_upgrade import ELEMENTS, OPENER, contents, fresh, layout, pragma, upgrade

from data import engine, tables
from data.engine import DatabaseError
from data.store import Store

STARTED_AT_ONCE = 4
STOPPED = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import data.audit, data.migrations, data.upgrade
from data.store import Store

def stop_after(module, name):
    work = getattr(module, name)
    def stopping(*args, **kwargs):
        work(*args, **kwargs)
        print("here", flush=True)
        time.sleep(60)
    setattr(module, name, stopping)

stop_after(sys.modules[sys.argv[3]], sys.argv[4])
folder = Path(sys.argv[2])
Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ("suit_heard",))
"""


def test_the_record_as_it_was_stands_beside_the_upgraded_one(tmp_path: Path) -> None:
    database = schema1(tmp_path)
    before = contents(database)
    upgrade(tmp_path)
    copy = tmp_path / "faheng-schema1.db"
    assert contents(copy) == before
    assert pragma(copy, "journal_mode") == [("delete",)]
    assert sorted(path.name for path in tmp_path.glob("*schema1*")) == [copy.name]


def test_the_copy_can_be_put_back_and_upgraded_again(tmp_path: Path) -> None:
    database = schema1(tmp_path)
    before = contents(database)["cell"]
    upgrade(tmp_path)
    (tmp_path / "faheng-schema1.db").replace(database)
    assert contents(upgrade(tmp_path))["cell"] == before
    assert broken_at(tmp_path) is None


def test_what_was_committed_but_not_yet_in_the_main_file_is_in_the_copy_too(tmp_path: Path) -> None:
    database = schema1(tmp_path)
    with closing(sqlite3.connect(database)) as other:
        other.execute("INSERT INTO meta VALUES ('late', 'yes')")
        other.commit()
        assert (tmp_path / "faheng.db-wal").stat().st_size > 0
        upgrade(tmp_path)
    assert ("late", "yes") in rows(tmp_path / "faheng-schema1.db", "meta")


def test_without_a_copy_there_is_no_upgrade(tmp_path: Path) -> None:
    database = schema1(tmp_path)
    before = contents(database)
    (tmp_path / "faheng-schema1.db.part").mkdir()
    with pytest.raises(DatabaseError, match="it is as it was"):
        upgrade(tmp_path)
    assert contents(database) == before


def test_a_damaged_record_is_not_upgraded(tmp_path: Path) -> None:
    database = schema1(tmp_path, filings=300)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        find = "SELECT rootpage FROM sqlite_master WHERE name = 'submission_place'"
        (page,) = connection.execute(find).fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x07" * size)
    with pytest.raises(DatabaseError, match=r"damaged|malformed"):
        upgrade(tmp_path)
    assert ("schema", "1") in rows(database, "meta")
    assert list(tmp_path.glob("*schema1*")) == []


def test_a_row_that_refers_to_nothing_stops_the_upgrade(tmp_path: Path) -> None:
    database = schema1(tmp_path)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO submission_event VALUES (99, 999, 'now', '', 'accepted', '')")
    before = contents(database)
    with pytest.raises(DatabaseError, match="submission_event refers to nothing in submission"):
        upgrade(tmp_path)
    assert contents(database) == before


@pytest.mark.parametrize("version", [f"{int(tables.SCHEMA_VERSION) + 1}", "99", "0", "", "1.5"])
def test_a_record_of_a_version_the_program_does_not_know_is_left_alone(tmp_path: Path, version: str) -> None:
    database = schema1(tmp_path)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [version])
    before = contents(database)
    address = f"sqlite:///{database}"
    for door in (Store.open, Store.create):
        with pytest.raises(DatabaseError, match="use the program version that made it"):
            door(address, tmp_path / "files", ELEMENTS)
    assert contents(database) == before
    assert list(tmp_path.glob("*schema*")) == []


def test_processes_started_at_once_upgrade_a_record_once(tmp_path: Path) -> None:
    schema1(tmp_path, filings=200)
    openers = [start(OPENER, tmp_path) for _ in range(STARTED_AT_ONCE)]
    for opener in openers:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    for opener in openers:
        assert opener.communicate(timeout=120) == ("", "")
        assert opener.returncode == 0
    upgrades = [row for row in rows(tmp_path / "faheng.db", "audit") if row[3] == "record.upgrade"]
    assert len(upgrades) == 1
    assert broken_at(tmp_path) is None


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("data.upgrade", "_extent"),
        ("data.upgrade", "_copy"),
        ("data.migrations", "run"),
        ("data.audit", "append"),
    ],
)
def test_an_upgrade_killed_at_work_leaves_the_old_record(tmp_path: Path, module: str, name: str) -> None:
    database = schema1(tmp_path, filings=50)
    before = contents(database)
    stopped = start(STOPPED, tmp_path, module, name)
    assert stopped.stdout is not None
    assert stopped.stdout.readline() == "here\n"
    stopped.send_signal(signal.SIGKILL)
    stopped.communicate(timeout=30)
    assert contents(database) == before
    assert pragma(database, "integrity_check") == [("ok",)]
    assert layout(database)["submission"] == layout(schema1(fresh(tmp_path)))["submission"]
    assert contents(upgrade(tmp_path))["cell"] == before["cell"]
    assert list(tmp_path.glob("*.part*")) == []
    assert broken_at(tmp_path) is None


def test_a_record_that_another_program_writes_to_all_the_time_is_not_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = schema1(tmp_path)
    patient = [pragma for pragma in engine.PRAGMAS if not pragma.startswith("busy_timeout")]
    monkeypatch.setattr(engine, "PRAGMAS", ("busy_timeout=50", *patient))
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"locked; it is as it was\. Stop every program"):
            upgrade(tmp_path)
    assert contents(upgrade(tmp_path))["meta"][1] == ("schema", tables.SCHEMA_VERSION)
