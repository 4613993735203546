"""Files purged by two people: all that was read from them is gone, and the record proves it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders_proof import FOUND, SECRET, faults, filled, killed
from builders_record import (
    AT,
    ELEMENTS,
    FORMS,
    accept,
    count,
    current,
    filing,
    opened,
    raw,
    reopened,
    sha,
    tamper,
    view,
)

from data import tables
from data.auditing import AuditFilter
from data.jobs import NewJob
from data.kept import kept_file
from data.model import Viewer
from data.publishing import CatalogueCopy
from data.purging import PurgeError
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def purge(store: Store, name: str = "误传", **how: str) -> object:
    told = {"by": "李某", "second": "王某", "why": "误传了别的文件", **how}
    return store.purge(sha(name), **told, at=AT)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"second": "李 某"}, "same_person"),
        ({"second": " "}, "names"),
        ({"by": ""}, "names"),
        ({"why": "  "}, "why"),
        ({"name": "没有"}, "unknown"),
    ],
)
def test_a_purge_needs_two_people_a_reason_and_a_file(store: Store, how: dict[str, str], code: str) -> None:
    filled(store)
    with pytest.raises(PurgeError) as problem:
        purge(store, **how)
    assert problem.value.code == code
    assert current(store, "suit_heard") == 12


def test_a_purged_file_is_gone_and_the_version_before_it_counts_again(store: Store, tmp_path: Path) -> None:
    filled(store)
    made = store.backup(tmp_path / "b.zip", by="李某", at=AT)
    done = purge(store)
    assert (done.submissions, done.backups, done.wiped) == ((2,), (str(made.path),), True)
    assert current(store, "suit_heard") == 10
    assert current(store, "suit_heard", region="990102") == 7
    with raw(tmp_path) as connection:
        for table in ("cell", "finding", "explanation"):
            assert connection.execute(f"SELECT count(*) FROM {table} WHERE submission = 2").fetchone() == (0,)
    assert not kept_file(tmp_path / "files", sha("误传")).exists()
    assert faults(store, with_files=True, pinned=made.head.hash) == []


def test_copies_that_upgrades_left_are_to_be_destroyed_and_later_backups_are_not(
    store: Store, tmp_path: Path
) -> None:
    filled(store)
    (tmp_path / "faheng-schema1.db").write_bytes(b"old")
    assert purge(store).backups == (str(tmp_path / "faheng-schema1.db"),)
    (entry,) = view(store).audit_entries(AuditFilter(action="file.purge"))[0]
    store.backup(tmp_path / "later.zip", by="李某", at=AT)
    assert store.copies(before=entry.number) == (str(tmp_path / "faheng-schema1.db"),)


def test_the_audit_keeps_hash_reason_and_both_names(store: Store) -> None:
    filled(store)
    purge(store)
    (entry,) = view(store).audit_entries(AuditFilter(action="file.purge"))[0]
    told = json.loads(entry.detail)
    assert (entry.thing, entry.actor, told["second"], told["why"]) == (
        sha("误传"),
        "李某",
        "王某",
        "误传了别的文件",
    )
    (found, _) = view(store).submission(2) or (None, None)
    assert found is not None
    assert (found.status, found.sha256, found.path) == ("purged", sha("误传"), "")


def test_nothing_of_a_purged_file_is_left_in_the_folder(store: Store, tmp_path: Path) -> None:
    data = SECRET.encode() * 50
    secret = hashlib.sha256(data).hexdigest()
    store.keep_file(secret, data)
    given = {"sha256": secret, "path": f"{SECRET}.xlsx", "size": len(data), "by": "李某", "at": AT}
    number = store.accept(filing(suit_heard=1), findings=(FOUND,), **given)
    store.explain(number, FOUND, SECRET, by="李某", at=AT)
    for left in range(30):  # rows before and after, so that pages are shared
        accept(store, filing(region=f"99{left:04d}", suit_heard=left), name=f"r{left}")
    marks = (SECRET.encode(), json.dumps(SECRET)[1:-1].encode())

    def traces() -> list[str]:
        held = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [path.name for path in held if any(mark in path.read_bytes() for mark in marks)]

    assert traces() != []
    store.purge(secret, by="李某", second="王某", why="误传", at=AT)
    assert traces() == []
    assert faults(store, with_files=True) == []


def test_after_a_purge_the_record_is_append_only_again(store: Store, tmp_path: Path) -> None:
    filled(store)
    purge(store)
    for table in tables.APPEND_ONLY:
        if count(tmp_path, table):
            with raw(tmp_path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(f"DELETE FROM {table}")


def test_an_emptied_entry_that_is_bent_later_is_found(store: Store, tmp_path: Path) -> None:
    filled(store)
    purge(store)
    tamper(tmp_path, "UPDATE audit SET actor = '别人' WHERE id = 2")
    assert faults(store)[0] == ("chain", 2, "")


def test_purged_bytes_that_come_again_are_not_taken_in(store: Store, tmp_path: Path) -> None:
    filled(store)
    purge(store)
    accept(store, filing(suit_heard=12), name="误传")
    assert current(store, "suit_heard") == 10
    with pytest.raises(PurgeError) as problem:
        purge(store)
    assert problem.value.code == "purged"


def test_an_old_snapshot_loses_the_purged_figures_too(store: Store) -> None:
    filled(store)
    copy = CatalogueCopy("c" * 64, 10)
    store.publish("demo", ["2024"], catalogue=copy, by="王某", at=AT)
    (made,) = view(store).publications("demo")

    def heard() -> list[float]:
        snapshot = store.as_published(Viewer("王某", stage="published"), made, ELEMENTS)
        (block,) = snapshot.blocks("demo", FORMS, ["2024"])
        return [value for value in block.values[0, 0].tolist() if value == value]

    assert heard() == [12, 7]
    purge(store)
    assert heard() == [7]


def test_summaries_made_with_the_figures_and_their_scans_go_too(store: Store, tmp_path: Path) -> None:
    numbers = filled(store)
    names = {name: sha(name) for name in ("有", "无", "扫描")}
    for name, sha256 in names.items():
        store.keep_file(sha256, name.encode())
    place, told = ("demo", "990100", "2024", "annual"), {"size": 1, "by": "李某", "at": AT}
    with_it = store.keep_summary(place, sha256=names["有"], name="有.xlsx", submissions=numbers, **told)
    store.keep_summary(place, sha256=names["无"], name="无.xlsx", submissions=numbers[2:], **told)
    store.attach(with_it, sha256=names["扫描"], name=f"{SECRET}.pdf", kind="pdf", **told)
    purge(store)
    files = tmp_path / "files"
    assert [kept_file(files, sha256).exists() for sha256 in names.values()] == [False, True, False]
    assert faults(store, with_files=True) == []
    assert SECRET.encode() not in (tmp_path / "faheng.db").read_bytes()


def test_a_scan_alone_can_be_purged(store: Store, tmp_path: Path) -> None:
    numbers = filled(store)
    told = {"size": 1, "by": "李某", "at": AT}
    for name in ("汇总", "误传"):
        store.keep_file(sha(name), name.encode())
    place = ("demo", "990100", "2024", "annual")
    made = store.keep_summary(place, sha256=sha("汇总"), name="汇总.xlsx", submissions=numbers, **told)
    store.keep_file(sha("扫描"), "扫描".encode())
    store.attach(made, sha256=sha("扫描"), name="扫描.pdf", kind="pdf", **told)
    assert purge(store, "扫描").submissions == ()
    assert not kept_file(tmp_path / "files", sha("扫描")).exists()
    assert kept_file(tmp_path / "files", sha("汇总")).exists()
    assert faults(store, with_files=True) == []
    with pytest.raises(PurgeError) as problem:
        purge(store, "扫描")
    assert problem.value.code == "purged"


def test_a_file_that_only_waits_as_a_job_can_be_purged(store: Store, tmp_path: Path) -> None:
    store.keep_file(sha("误传"), b"x")
    store.enqueue([NewJob("receive", sha("误传"), "误传.xlsx")], batch="b", by="李某", at=AT)
    assert purge(store).submissions == ()
    assert store.claim("w", now=0.0) is None
    assert not kept_file(tmp_path / "files", sha("误传")).exists()


def test_a_file_that_a_worker_is_reading_is_not_purged(store: Store) -> None:
    store.enqueue([NewJob("receive", sha("误传"), "误传.xlsx")], batch="b", by="李某", at=AT)
    assert store.claim("w", now=0.0) is not None
    with pytest.raises(PurgeError) as problem:
        purge(store)
    assert problem.value.code == "busy"


@pytest.mark.parametrize(
    ("module", "name"),
    [("data.purging", "_remove"), ("data.purging", "_empty"), ("data.purging", "_remember")],
)
def test_a_purge_killed_before_its_end_has_removed_nothing(
    store: Store, tmp_path: Path, module: str, name: str
) -> None:
    filled(store)
    killed(tmp_path, "purge", module, name)
    again = reopened(tmp_path)
    assert current(again, "suit_heard") == 12
    assert faults(again, with_files=True) == []
    with raw(tmp_path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM cell")
    again.close()


@pytest.mark.parametrize("name", ["_wipe_file", "_rewrite"])
def test_a_purge_killed_after_its_end_is_finished_at_the_next_start(
    store: Store, tmp_path: Path, name: str
) -> None:
    filled(store)
    killed(tmp_path, "purge", "data.purging", name)
    again = reopened(tmp_path)
    assert not kept_file(tmp_path / "files", sha("误传")).exists()
    with closing(sqlite3.connect(tmp_path / "faheng.db")) as connection:
        marks = (SECRET.encode(), json.dumps(SECRET)[1:-1].encode())
        assert all(mark not in (tmp_path / "faheng.db").read_bytes() for mark in marks)
        assert connection.execute("SELECT value FROM meta WHERE key = 'purge.pending'").fetchone() == ("",)
    assert current(again, "suit_heard") == 10
    assert faults(again, with_files=True) == []
    again.close()
