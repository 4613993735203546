"""Records of older versions: upgraded whole or not at all, with a copy, by one process only."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from builders_schema1 import APPEND_ONLY, AT, TABLES, rows, schema1

from data import audit, engine, migrations, tables
from data.engine import DatabaseError, open_engine
from data.model import Filing, Observation, Viewer
from data.store import Store

ELEMENTS = ("suit_heard", "suit_lost")
ROOT = Path(__file__).parent.parent
STARTED_AT_ONCE = 4

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


def broken_at(folder: Path) -> int | None:
    opened = open_engine(f"sqlite:///{folder / 'faheng.db'}")
    with opened.begin() as connection:
        found = audit.verify(connection)
    opened.dispose()
    return found


def start(script: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(ROOT), str(folder), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


# What an upgrade keeps and makes


def test_everything_in_an_old_record_is_there_after_its_upgrade(tmp_path: Path) -> None:
    database = schema1(tmp_path)
    before = contents(database)
    assert all(before.values())
    after = contents(upgrade(tmp_path))
    assert after.pop("meta") == [("first_load", "done"), ("schema", tables.SCHEMA_VERSION)]
    (upgraded,) = set(after["audit"]) - set(before["audit"])
    assert upgraded[2:6] == (
        "faheng",
        "record.upgrade",
        tables.SCHEMA_VERSION,
        f'{{"copy": "faheng-schema1.db", "from": "1", "to": "{tables.SCHEMA_VERSION}"}}',
    )
    after["audit"].remove(upgraded)
    before["submission"] = [(*row, 0) for row in before["submission"]]  # none is filed again
    assert after == {name: found for name, found in before.items() if name != "meta"}


def test_an_upgraded_record_is_whole(tmp_path: Path) -> None:
    schema1(tmp_path, filings=300)
    database = upgrade(tmp_path)
    assert pragma(database, "integrity_check") == [("ok",)]
    assert pragma(database, "foreign_key_check") == []
    assert broken_at(tmp_path) is None


def test_an_upgraded_record_reads_and_takes_in_as_before_and_more(tmp_path: Path) -> None:
    schema1(tmp_path)
    with closing(open_store(tmp_path)) as store:
        assert heard(store, "990101") == 5
        filings = [(filing(region), ()) for region in ("990101", "990102")]
        numbers = store.accept_all(filings, sha256="a" * 64, path="汇总.xlsx", size=1, by="李某", at=AT)
        assert numbers == (7, 8)
        assert [heard(store, region) for region in ("990101", "990102")] == [42, 42]
        assert len(store.seen_by(Viewer("李某")).history("demo", "990101", "2024", "annual")) == 6
    assert broken_at(tmp_path) is None


def filing(region: str) -> Filing:
    found = Observation("suit_heard", "own", 42.0, "exact", "表", "D12", "42", 0)
    return Filing("annual", "demo", region, "2024", (found,))


def heard(store: Store, region: str) -> float:
    (block,) = store.seen_by(Viewer("李某")).blocks("demo", ("annual",), ["2024"])
    return float(block.values[0, 0, block.regions.index(region)])


def test_rows_of_an_upgraded_record_are_never_changed_or_deleted(tmp_path: Path) -> None:
    schema1(tmp_path)
    database = upgrade(tmp_path)
    with closing(sqlite3.connect(database)) as connection:
        for table in APPEND_ONLY:
            for statement in (f"UPDATE {table} SET rowid = rowid", f"DELETE FROM {table}"):
                statement = statement.replace("rowid", tables.metadata.tables[table].columns.keys()[0])
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    connection.execute(statement)


def test_an_upgraded_record_is_laid_out_like_a_new_one(tmp_path: Path) -> None:
    new = tmp_path / "new"
    Store.create(f"sqlite:///{new / 'faheng.db'}", new / "files", ELEMENTS).close()
    schema1(tmp_path)
    assert layout(upgrade(tmp_path)) == layout(new / "faheng.db")


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


def test_init_upgrades_an_old_record_too(tmp_path: Path) -> None:
    database = schema1(tmp_path)
    Store.create(f"sqlite:///{database}", tmp_path / "files", ELEMENTS).close()
    assert rows(database, "alembic_version") == [(tables.SCHEMA_VERSION,)]
    assert len(rows(database, "submission")) == 6


def test_a_record_is_upgraded_once(tmp_path: Path) -> None:
    schema1(tmp_path)
    before = contents(upgrade(tmp_path))
    assert contents(upgrade(tmp_path)) == before


def test_the_schema_of_the_program_is_its_newest_revision() -> None:
    assert migrations.newest() == tables.SCHEMA_VERSION


def test_opening_a_record_that_is_up_to_date_does_not_load_the_upgrader(tmp_path: Path) -> None:
    schema1(tmp_path)
    upgrade(tmp_path)
    script = OPENER + "sys.exit('alembic' in sys.modules)"
    opener = start(script, tmp_path)
    assert opener.communicate("go\n", timeout=60) == ("ready\n", "")
    assert opener.returncode == 0


# The copy


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


# Other versions, other processes


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


def fresh(folder: Path) -> Path:
    made = folder / "fresh"
    made.mkdir()
    return made


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
