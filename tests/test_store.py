"""The record: append-only, whole, versioned, safe with two writers and after a sudden end."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy
from builders_numbers import target

from data import audit, tables
from data.cells import TracedCell
from data.engine import DatabaseError, open_engine
from data.model import (
    NOT_FILED,
    QUALIFIERS,
    SCOPES,
    Explanation,
    Filing,
    Finding,
    Observation,
    Qualifier,
    RuleEdit,
    SavedMapping,
    Scope,
    Viewer,
)
from data.publishing import CatalogueCopy
from data.regions import Region
from data.store import Store
from data.view import StoreView

ELEMENTS = ("suit_heard", "suit_head_appeared", "suit_lost")
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FORMS = ("annual", "quarterly")
ROOT = Path(__file__).parent.parent

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from test_store import ELEMENTS, accept, filing
from data.store import Store

folder, name = Path(sys.argv[2]), sys.argv[3]
store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
for number in range(int(sys.argv[4])):
    accept(store, filing(region=name, suit_heard=number, suit_lost=number), name=f"{name}-{number}")
    print(number, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(url(tmp_path), tmp_path / "files", ELEMENTS)
    yield made
    made.close()


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


# Opening


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


# Append-only


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
    place = ("demo", "990000", "2024", "annual")
    made = store.keep_summary(
        place, sha256="d" * 64, name="汇总表.xlsx", size=1, submissions=[number], by="李某", at=AT
    )
    store.attach(made, sha256="e" * 64, name="扫描件.pdf", kind="pdf", size=1, by="李某", at=AT)


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


# Taking in


def test_a_filing_is_stored_whole_with_its_cells_event_and_findings(store: Store, tmp_path: Path) -> None:
    found = Finding("reported.differs", "explain", "复议应诉", "D12", {"read": "75.45", "exact": 74.587})
    number = accept(store, filing(suit_heard=10, suit_lost=1), name="a", findings=(found,))
    stored = view(store).submission(number)
    assert stored is not None
    submission, findings = stored
    assert (submission.status, submission.region, submission.period) == ("accepted", "990101", "2024")
    assert (submission.received_at, submission.by, submission.path) == (AT, "李某", "a.xlsx")
    assert findings == (found,)
    assert [count(tmp_path, name) for name in ("cell", "submission_event", "audit")] == [2, 1, 1]


def test_the_same_bytes_twice_change_nothing(store: Store, tmp_path: Path) -> None:
    first = accept(store, filing(suit_heard=10), name="a")
    counts = {name: count(tmp_path, name) for name in tables.metadata.tables}
    versions = view(store).versions("demo")
    assert accept(store, filing(suit_heard=99), name="a") == first
    assert {name: count(tmp_path, name) for name in tables.metadata.tables} == counts
    assert view(store).versions("demo") == versions
    assert current(store, "suit_heard") == 10


def turn_away(store: Store, sha256: str, *findings: Finding, **place: str) -> int:
    return store.turn_away(
        "returned", sha256=sha256, path="x.xlsx", size=5, by="李某", at=AT, findings=findings, place=place
    )


def test_known_bytes_repeat_what_became_of_them(store: Store) -> None:
    sha256 = "b" * 64
    assert store.known(sha256) is None
    finding = Finding("form.unknown", "must")
    number = turn_away(store, sha256, finding)
    assert turn_away(store, sha256) == number
    known = store.known(sha256)
    assert known is not None
    assert (known[0].submission, known[0].status, known[1]) == (number, "returned", (finding,))


def test_bytes_once_returned_are_taken_in_when_they_are_judged_anew(store: Store) -> None:
    sha256 = "b" * 64
    place = {"form": "annual", "dataset": "demo", "region": "990101", "period": "2024"}
    returned = [turn_away(store, sha256), turn_away(store, sha256, **place)]
    number = store.accept(filing(suit_heard=1), sha256=sha256, path="x", size=5, by="", at=AT)
    later = turn_away(store, sha256, form="other")
    assert [each.submission for each, _ in store.submissions_of(sha256)] == [*returned, number, later]
    assert current(store, "suit_heard") == 1
    known, filed = store.known(sha256), view(store).submission_of(sha256)
    assert known is not None
    assert known[0] == filed
    assert filed is not None
    assert filed.submission == number


def test_of_bytes_never_taken_in_the_newest_outcome_is_known(store: Store) -> None:
    turn_away(store, "b" * 64)
    newest = turn_away(store, "b" * 64, form="annual")
    known, filed = store.known("b" * 64), view(store).submission_of("b" * 64)
    assert known is not None
    assert filed is not None
    assert known[0].submission == filed.submission == newest


# One file of many places


def accept_all(store: Store, *filings: Filing, findings: tuple[Finding, ...] = ()) -> tuple[int, ...]:
    pairs = [(filed, findings) for filed in filings]
    return store.accept_all(pairs, sha256="a" * 64, path="汇总.xlsx", size=9, by="李某", at=AT)


def test_one_file_of_many_regions_is_one_submission_for_each(store: Store, tmp_path: Path) -> None:
    found = Finding("reported.differs", "explain")
    numbers = accept_all(
        store, filing(suit_heard=1), filing(region="990102", suit_heard=2), findings=(found,)
    )
    assert [current(store, "suit_heard", region=code) for code in ("990101", "990102")] == [1, 2]
    stored = [view(store).submission(number) for number in numbers]
    assert [each and (each[0].region, each[1]) for each in stored] == [
        ("990101", (found,)),
        ("990102", (found,)),
    ]
    assert [count(tmp_path, name) for name in ("source_file", "submission", "audit")] == [1, 2, 2]
    assert broken_at(tmp_path) is None


def test_one_file_of_many_regions_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    filings = (filing(suit_heard=1), filing(region="990102", suit_heard=2))
    numbers = accept_all(store, *filings)
    counts = {name: count(tmp_path, name) for name in tables.metadata.tables}
    versions = view(store).versions("demo")
    assert accept_all(store, *filings) == numbers
    assert {name: count(tmp_path, name) for name in tables.metadata.tables} == counts
    assert view(store).versions("demo") == versions


def test_a_file_of_many_regions_is_stored_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    doubled = filing(observation("suit_heard", 1.0), observation("suit_heard", 2.0), region="990102")
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        accept_all(store, filing(suit_heard=1), doubled)
    assert [count(tmp_path, name) for name in ("source_file", "submission", "cell", "head", "audit")] == [
        0
    ] * 5
    assert view(store).versions("demo") == {}


def test_a_file_that_brings_one_place_twice_is_a_mistake_of_its_reader(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="990101"):
        accept_all(store, filing(suit_heard=1), filing(suit_heard=2))
    assert count(tmp_path, "submission") == 0


# Explanations, edited rules, mappings


def test_explanations_stay_beside_their_finding_newest_last(store: Store, tmp_path: Path) -> None:
    finding = Finding(
        "reported.differs", "explain", "复议应诉", "D12", {"read": "75"}, "990101", "2024", "FY04"
    )
    number = accept(store, filing(suit_heard=3), findings=(finding,))
    for text in ("口径不同", "按新口径重算"):
        store.explain(number, finding, text, by="李某", at=AT)
    assert view(store).explanations(number) == tuple(
        Explanation(number, "reported.differs", "复议应诉", "D12", "FY04", text, "李某", AT)
        for text in ("口径不同", "按新口径重算")
    )
    assert view(store).explanations(number + 1) == view(store).explanations(10**30) == ()
    assert view(store).versions("*") == {"explanations": 2}
    assert view(store).versions("demo") == {"2024": 1}
    assert broken_at(tmp_path) is None


@pytest.mark.parametrize("number", [0, 2, -1, 10**30])
def test_a_submission_that_there_is_not_cannot_be_explained(
    store: Store, tmp_path: Path, number: int
) -> None:
    accept(store, filing(suit_heard=3))
    with pytest.raises(KeyError):
        store.explain(number, Finding("reported.differs", "explain"), "因为", by="李某", at=AT)
    assert [count(tmp_path, name) for name in ("explanation", "audit")] == [0, 1]


def test_the_newest_edit_of_a_rule_counts_and_every_edit_is_kept(store: Store, tmp_path: Path) -> None:
    store.save_rules([("R1", "{}"), ("R2", '{"off": true}')], by="李某", at=AT, why="试行")
    store.save_rules([("R1", '{"tolerance": 2}')], by="王某", at=AT, why="容差放宽")
    newest = RuleEdit("R1", '{"tolerance": 2}', "王某", AT, "容差放宽")
    assert view(store).rule_edits() == (newest, RuleEdit("R2", '{"off": true}', "李某", AT, "试行"))
    assert view(store).rule_history("R1") == (RuleEdit("R1", "{}", "李某", AT, "试行"), newest)
    assert view(store).rule_history("R9") == ()
    assert view(store).versions("*") == {"rules": 2}
    assert count(tmp_path, "audit") == 2
    assert broken_at(tmp_path) is None


def test_no_edit_of_a_rule_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.save_rules([], by="李某", at=AT, why="")
    assert view(store).versions("*") == {}
    assert count(tmp_path, "audit") == 0


def test_the_newest_state_of_a_mapping_counts(store: Store, tmp_path: Path) -> None:
    store.save_mapping("M1", "张县表", "{}", by="李某", at=AT)
    store.save_mapping("M2", "李县表", "{}", by="李某", at=AT)
    store.save_mapping("M1", "张县新表", '{"head": 2}', by="王某", at=AT)
    assert view(store).mappings() == (
        SavedMapping("M1", "张县新表", '{"head": 2}', "王某", AT),
        SavedMapping("M2", "李县表", "{}", "李某", AT),
    )
    assert view(store).versions("*") == {"mappings": 3}
    assert count(tmp_path, "mapping") == 3
    assert broken_at(tmp_path) is None


def test_only_the_newest_submission_of_a_place_is_current(store: Store) -> None:
    old = accept(store, filing(suit_heard=1), name="a")
    other = accept(store, filing(region="990102", suit_heard=1), name="b")
    new = accept(store, filing(suit_heard=2), name="c")
    away = turn_away(store, "d" * 64)
    read = view(store)
    assert [number for number in (old, other, new, away, 0, 99, 10**30) if read.is_current(number)] == [
        other,
        new,
    ]


def test_a_file_turned_away_keeps_its_findings_and_no_observation(store: Store, tmp_path: Path) -> None:
    for status in ("returned", "refused"):
        store.turn_away(
            status,
            sha256=status.ljust(64, "0"),
            path="x.xlsx",
            size=1,
            by="李某",
            at=AT,
            findings=[Finding("cell.negative", "must", "表", "D9")],
        )
    assert [count(tmp_path, name) for name in ("submission", "finding", "cell", "head")] == [2, 2, 0, 0]


def test_a_new_version_becomes_current_and_the_old_one_stays_readable(store: Store, tmp_path: Path) -> None:
    old = accept(store, filing(suit_heard=10), name="a")
    new = accept(store, filing(suit_heard=12), name="b")
    assert current(store, "suit_heard") == 12
    assert [each.submission for each in view(store).history("demo", "990101", "2024", "annual")] == [old, new]
    assert [cell.submission for cell in traced(store)] == [new]
    assert count(tmp_path, "cell") == 2


def traced(store: Store) -> list[TracedCell]:
    return list(view(store).trace("demo", elements=ELEMENTS, regions=["990101", "990102"], periods=["2024"]))


def test_what_the_new_version_leaves_out_is_no_longer_current(store: Store) -> None:
    accept(store, filing(suit_heard=10, suit_lost=2), name="a")
    accept(store, filing(suit_heard=12), name="b")
    assert current(store, "suit_lost") is None


def test_the_version_of_a_period_rises_with_each_filing_and_of_no_other(store: Store) -> None:
    accept(store, filing(suit_heard=1), name="a")
    accept(store, filing(suit_heard=2), name="b")
    accept(store, filing(suit_heard=3, period="2023"), name="c")
    assert view(store).versions("demo") == {"2024": 2, "2023": 1}
    assert view(store).versions("public-renshe") == {}


def test_a_target_entered_again_replaces_the_old_entry_in_the_register(store: Store, tmp_path: Path) -> None:
    first = [target(threshold=90.0), target(target="T2", threshold=50.0)]
    store.set_targets(first, sha256="1" * 64, path="一.xlsx", size=1, by="李某", at=AT)
    store.set_targets([target(threshold=95.0)], sha256="2" * 64, path="二.xlsx", size=1, by="李某", at=AT)
    register = view(store).targets("demo")
    assert [(each.target, each.threshold) for each in register] == [("T1", 95.0), ("T2", 50.0)]
    assert view(store).versions("demo") == {"targets": 2}
    assert count(tmp_path, "target") == 3


def test_own_regions_are_entered_once_and_kept_with_everything_they_say(store: Store) -> None:
    zone = Region("990171", "开发区", "Zone", parent="990100", valid_from="2020-01", former=("990172",))
    store.add_regions([zone], by="李某", at=AT)
    store.add_regions([Region("990171", "别的名字")], by="李某", at=AT)
    assert view(store).regions() == (zone,)


def test_a_note_about_the_record_can_be_changed(store: Store) -> None:
    assert store.noted("loaded") == ""
    store.note("loaded", "public")
    store.note("loaded", "all")
    assert store.noted("loaded") == "all"


# Files


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


# Reading


def test_blocks_hold_exactly_the_current_rows(store: Store, tmp_path: Path) -> None:
    accept(store, filing(suit_heard=1, suit_lost=9), name="old")
    mixed = filing(
        observation("suit_heard", 5.0, scope="total", qualifier="at_least"),
        observation("suit_lost", None, qualifier="not_applicable"),
        suit_heard=3,
    )
    accept(store, mixed, name="new")
    accept(store, filing(region="990102", suit_head_appeared=0), name="other")
    accept(store, filing(period="2023", suit_heard=100), name="before")
    (block,) = view(store).blocks("demo", FORMS, ["2024"])
    query = (
        "SELECT h.region, c.element, c.scope, c.value, c.qualifier FROM head h JOIN cell c "
        "ON c.submission = h.submission WHERE h.period = '2024' AND h.stage = 'accepted'"
    )
    with raw(tmp_path) as connection:
        rows = connection.execute(query).fetchall()
    filed = [
        (region, element, scope, value, qualifier)
        for side, scope in enumerate(SCOPES)
        for row, element in enumerate(block.elements)
        for column, region in enumerate(block.regions)
        if (state := block.state[side, row, column]) != NOT_FILED
        for qualifier in [QUALIFIERS[state]]
        for number in [float(block.values[side, row, column])]
        for value in [None if np.isnan(number) else number]
    ]
    assert sorted(map(repr, filed)) == sorted(map(repr, rows))
    assert len(rows) == 4


def test_where_two_forms_carry_an_element_the_catalogues_order_decides(store: Store) -> None:
    accept(store, filing(form="quarterly", suit_heard=7, suit_lost=1), name="a")
    accept(store, filing(form="annual", suit_heard=5), name="b")
    assert current(store, "suit_heard") == 5
    assert current(store, "suit_lost") == 1


def test_of_two_mapped_forms_the_same_one_counts_whichever_came_first(store: Store) -> None:
    accept(store, filing(form="map-b", suit_heard=7), name="a")
    accept(store, filing(form="map-a", suit_heard=5), name="b")
    accept(store, filing(form="map-b", region="990102", suit_heard=7), name="c")
    assert current(store, "suit_heard") == 5


def test_a_block_cannot_be_written_and_is_the_same_for_all_until_a_new_version(store: Store) -> None:
    accept(store, filing(suit_heard=1), name="a")
    (first,) = view(store).blocks("demo", FORMS, ["2024"])
    assert view(store).blocks("demo", FORMS, ["2024"])[0] is first
    with pytest.raises(ValueError, match="read-only"):
        first.values[0, 0, 0] = 9
    accept(store, filing(suit_heard=2), name="b")
    assert view(store).blocks("demo", FORMS, ["2024"])[0] is not first


def test_a_block_on_another_axis_leaves_others_out_and_blanks_in(store: Store) -> None:
    accept(store, filing(suit_heard=1), name="a")
    accept(store, filing(region="990102", suit_heard=2), name="b")
    (block,) = view(store).blocks("demo", FORMS, ["2024"])
    turned = block.on(["990999", "990102"])
    assert np.isnan(turned.values[0, 0, 0])
    assert turned.state[0, 0, 0] == NOT_FILED
    assert turned.values[0, 0, 1] == 2


def test_a_period_that_was_never_filed_has_no_block(store: Store) -> None:
    assert view(store).blocks("demo", FORMS, ["1999"]) == ()


def test_observations_and_traces_say_where_a_value_stands(store: Store) -> None:
    number = accept(store, filing(suit_heard=10), name="a")
    (cell,) = view(store).trace("demo", elements=["suit_heard"], regions=["990101"], periods=["2024"])
    assert (cell.value, cell.submission, cell.sheet, cell.cell) == (10, number, "复议应诉", "D12")
    assert (cell.file, cell.by, cell.raw) == ("a.xlsx", "李某", "10.0")
    frame = view(store).observations("demo", elements=["suit_heard"])
    assert frame[["region", "value", "submission"]].values.tolist() == [["990101", 10.0, number]]
    assert view(store).observations("demo", elements=["suit_lost"]).empty


def test_a_number_that_no_submission_has_finds_none(store: Store) -> None:
    accept(store, filing(suit_heard=1))
    assert [view(store).submission(number) for number in (0, -1, 2, 10**30)] == [None] * 4


# The audit trail


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


def broken_at(folder: Path) -> int | None:
    engine = open_engine(url(folder))
    with engine.begin() as connection:
        found = audit.verify(connection)
    engine.dispose()
    return found


# Several processes


def start_writer(folder: Path, name: str, filings: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(ROOT), str(folder), name, str(filings)]
    environment: Mapping[str, str] = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def test_two_writers_at_once_lose_nothing_and_fail_nowhere(store: Store, tmp_path: Path) -> None:
    writers = [start_writer(tmp_path, name, 40) for name in ("990101", "990102")]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert (writer.returncode, errors) == (0, "")
    assert count(tmp_path, "submission") == 80
    assert count(tmp_path, "cell") == 160
    assert view(store).versions("demo") == {"2024": 80}
    assert broken_at(tmp_path) is None
    assert [current(store, "suit_heard", region=code) for code in ("990101", "990102")] == [39, 39]


def test_a_reader_sees_whole_filings_only_while_a_writer_commits(store: Store) -> None:
    accept(store, filing(suit_heard=0, suit_lost=0), name="start")
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(1, 60):
                accept(store, filing(suit_heard=number, suit_lost=number), name=f"v{number}")
        except sqlalchemy.exc.SQLAlchemyError as error:
            failures.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while writer.is_alive():
        (block,) = view(store).blocks("demo", FORMS, ["2024"])
        seen.append((float(block.values[0, 0, 0]), float(block.values[0, 2, 0])))
    writer.join()
    assert failures == []
    assert all(heard == lost for heard, lost in seen)
    assert seen == sorted(seen)
    assert current(store, "suit_heard") == 59


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_writer_killed_at_work_leaves_nothing_half_written(
    store: Store, tmp_path: Path, after: int
) -> None:
    writer = start_writer(tmp_path, "990101", 10_000)
    assert writer.stdout is not None
    acknowledged = -1
    while acknowledged < after:
        acknowledged = int(writer.stdout.readline())
    time.sleep(0.001 * after)
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate(timeout=30)
    acknowledged = max([acknowledged, *map(int, rest.split())])
    with raw(tmp_path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        incomplete = connection.execute(
            "SELECT s.id FROM submission s LEFT JOIN cell c ON c.submission = s.id GROUP BY s.id "
            "HAVING count(c.element) <> 2"
        ).fetchall()
        assert incomplete == []
        (newest,) = connection.execute("SELECT max(id) FROM submission").fetchone()
        heads = connection.execute("SELECT DISTINCT submission FROM head").fetchall()
        assert heads == [(newest,)]
    submissions = count(tmp_path, "submission")
    assert submissions >= acknowledged + 1
    with raw(tmp_path) as connection:
        taken = "SELECT count(*) FROM submission_event WHERE status = 'accepted'"
        assert count(tmp_path, "audit") == connection.execute(taken).fetchone()[0] == submissions
        stands = "SELECT status, count(*) FROM standing GROUP BY status ORDER BY status"
        expected = [("accepted", 1), ("superseded", submissions - 1)]
        assert connection.execute(stands).fetchall() == expected
    assert view(store).versions("demo") == {"2024": submissions}
    assert broken_at(tmp_path) is None
    assert accept(store, filing(suit_heard=1), name="after") == submissions + 1
