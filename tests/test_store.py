"""The record: opened or refused plainly, append-only, with its files and its audit trail."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy
from builders_numbers import target
from builders_record import AT, ELEMENTS, accept, broken_at, count, current, filing, opened, raw, url, view

from data import tables
from data.engine import DatabaseError, open_engine, writing
from data.model import Finding
from data.publishing import CatalogueCopy
from data.registers import Entry, Signature, enter
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://host/faheng",
        "mysql+pymysql://host/x",
        "duckdb:///x.db",
        "faheng.db",
        "",
        "sqlite://",
        "sqlite:///",
    ],
)
def test_other_databases_are_refused_with_what_to_write(address: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="sqlite:///"):
        Store.open(address, tmp_path, ELEMENTS)


def test_a_missing_record_says_how_to_create_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="faheng init"):
        Store.open(url(tmp_path), tmp_path / "files", ELEMENTS)
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_something_else_is_no_record(tmp_path: Path) -> None:
    with raw(tmp_path) as connection:
        connection.execute("CREATE TABLE other (x)")
    with pytest.raises(DatabaseError, match="faheng init"):
        Store.open(url(tmp_path), tmp_path / "files", ELEMENTS)


def test_a_file_that_is_no_database_is_refused_plainly(tmp_path: Path) -> None:
    (tmp_path / "faheng.db").write_bytes(b"PK\x03\x04 a workbook" * 400)
    with pytest.raises(DatabaseError, match="cannot be read as a Faheng record"):
        Store.open(url(tmp_path), tmp_path / "files", ELEMENTS)


def test_a_record_of_another_schema_is_refused(store: Store, tmp_path: Path) -> None:
    with raw(tmp_path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(DatabaseError, match="schema 99"):
        Store.open(url(tmp_path), tmp_path / "files", ELEMENTS)


def test_creating_a_record_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    accept(store, filing(suit_heard=3))
    Store.create(url(tmp_path), tmp_path / "files", ELEMENTS).close()
    assert current(store, "suit_heard") == 3


def test_the_record_is_in_wal_mode_with_full_sync_and_foreign_keys(store: Store, tmp_path: Path) -> None:
    engine = open_engine(url(tmp_path))
    with engine.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "recursive_triggers": 1,
    }


REGISTERS = ("evidence", "task", "task_step", "scheme", "veto", "assessment", "score", "appeal", "mark")


def filled(store: Store) -> None:
    """One row at least in every table that is never changed."""
    finding = Finding("reported.differs", "explain")
    number = accept(store, filing(suit_heard=3), findings=(finding,))
    store.explain(number, finding, "口径不同", by="李某", at=AT)
    store.save_rules([("R1", "{}")], by="李某", at=AT, why="")
    store.save_mapping("M1", "张县表", "{}", by="李某", at=AT)
    store.set_targets([target()], sha256="t" * 64, path="目标.xlsx", size=1, by="李某", at=AT)
    copy = CatalogueCopy("c" * 64, 1)
    store.publish("demo", ["2024"], by="王某", at=AT, catalogue=copy)
    accept(store, filing(suit_heard=4))
    store.publish("demo", ["2024"], by="王某", at=AT, catalogue=copy, why="更正")
    store.set_deadline("demo", "annual", "2024", date(2025, 2, 14), by="王某", at=AT, why="春节")
    store.set_workdays([(date(2027, 1, 1), "off")], source="通知", by="王某", at=AT)
    store.save_peer_group("", "demo", "两县", ["990101", "990102"], by="王某", at=AT)
    local = replace(target(), region="990100", reason="山区")
    store.override_target("T1", local, by="王某", at=AT)
    place = ("demo", "990000", "2024", "annual")
    made = store.keep_summary(
        place, sha256="d" * 64, name="汇总表.xlsx", size=1, submissions=[number], by="李某", at=AT
    )
    store.attach(made, sha256="e" * 64, name="扫描件.pdf", kind="pdf", size=1, by="李某", at=AT)
    with writing(store._engine).begin() as connection:
        for register in REGISTERS:
            more = {"name": "", "kind": "", "size": 0} if register == "evidence" else {}
            row, table = Entry("demo", "X1", "990101", {}), tables.metadata.tables[register]
            enter(connection, table, "task.step", row, Signature("王某", AT), **more)


@pytest.mark.parametrize("table", tables.APPEND_ONLY)
def test_rows_of_the_record_are_never_changed_or_deleted(store: Store, tmp_path: Path, table: str) -> None:
    filled(store)
    before = count(tmp_path, table)
    assert before > 0
    column = list(tables.metadata.tables[table].columns)[-1].name
    for statement in (f'UPDATE {table} SET "{column}" = "{column}"', f"DELETE FROM {table}"):
        with raw(tmp_path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    assert count(tmp_path, table) == before


def test_a_row_cannot_be_replaced_by_an_insert_either(store: Store, tmp_path: Path) -> None:
    filled(store)
    engine = open_engine(url(tmp_path))
    statement = "INSERT OR REPLACE INTO source_file SELECT sha256, 'other', size, kept_at FROM source_file"
    with pytest.raises(sqlalchemy.exc.IntegrityError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_note_about_the_record_can_be_changed(store: Store) -> None:
    assert store.noted("loaded") == ""
    store.note("loaded", "public")
    store.note("loaded", "all")
    assert store.noted("loaded") == "all"


def test_a_file_is_kept_as_received_under_its_hash(store: Store, tmp_path: Path) -> None:
    data = b"bytes of a workbook"
    sha256 = hashlib.sha256(data).hexdigest()
    path = store.keep_file(sha256, data)
    assert path == tmp_path / "files" / sha256[:2] / sha256
    assert view(store).file(sha256) == data
    assert list(path.parent.iterdir()) == [path]


def test_a_kept_file_is_never_written_again(store: Store) -> None:
    path = store.keep_file("c" * 64, b"first")
    before = path.stat().st_mtime_ns
    store.keep_file("c" * 64, b"second")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (b"first", before)


def test_the_audit_chain_is_whole_and_shows_where_it_was_touched(store: Store, tmp_path: Path) -> None:
    for number in range(4):
        accept(store, filing(suit_heard=number), name=f"v{number}")
    assert broken_at(tmp_path) is None
    with raw(tmp_path) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET actor = '王某' WHERE id = 3")
    assert broken_at(tmp_path) == 3


def test_an_entry_taken_out_of_the_audit_chain_is_noticed(store: Store, tmp_path: Path) -> None:
    for number in range(4):
        accept(store, filing(suit_heard=number), name=f"v{number}")
    with raw(tmp_path) as connection:
        connection.execute("DROP TRIGGER audit_no_delete")
        connection.execute("DELETE FROM audit WHERE id = 2")
    assert broken_at(tmp_path) == 3
