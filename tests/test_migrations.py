"""Records of older versions: what an upgrade keeps and makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders_record import broken_at, start
from builders_schema1 import APPEND_ONLY, AT, rows, schema1
from builders_upgrade import ELEMENTS, OPENER, contents, layout, open_store, pragma, upgrade

from data import migrations, tables
from data.model import Filing, Observation, Viewer
from data.store import Store


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
