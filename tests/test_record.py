"""The record proved against its audit trail; backups, restored; files purged by two people."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from builders_numbers import target
from test_store import AT, ELEMENTS, FORMS, ROOT, accept, count, current, filing, raw, url, view

from data import tables
from data.auditing import AuditFilter
from data.backup_reading import BackupError, verify_backup
from data.jobs import NewJob
from data.model import Finding, Viewer
from data.proof import kept_file
from data.publishing import CatalogueCopy
from data.purging import PurgeError
from data.restoring import restore
from data.store import Store

LARGEST = 1024 * 1024
SECRET = "绝不该在此的内容"
FOUND = Finding("number.bad", "explain", "复议应诉", "D12", {"read": SECRET})

STOPPED = """
import sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
import data.audit, data.backup, data.purging, data.restoring
from test_record import AT, ELEMENTS, SECRET, sha
from data.restoring import restore
from data.store import Store

what, module, name, times = sys.argv[3], sys.modules[sys.argv[4]], sys.argv[5], int(sys.argv[6])
work = getattr(module, name)
def stopping(*args, **kwargs):
    global times
    times -= 1
    if not times:
        print("here", flush=True)
        time.sleep(60)
    return work(*args, **kwargs)
setattr(module, name, stopping)
folder = Path(sys.argv[2])
if what == "restore":
    restore(folder / "b.zip", folder / "new", by="李某", at=AT)
store = Store.open(f"sqlite:///{folder / 'faheng.db'}", folder / "files", ELEMENTS)
if what == "backup":
    store.backup(folder / "b.zip", by="李某", at=AT)
if what == "purge":
    store.purge(sha("误传"), by="李某", second="王某", why="误传", at=AT)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(url(tmp_path), tmp_path / "files", ELEMENTS)
    yield made
    made.close()


def reopened(folder: Path) -> Store:
    return Store.open(url(folder), folder / "files", ELEMENTS)


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def filled(store: Store) -> list[int]:
    """Two counties, the first in two versions, with a finding, an explanation and a target."""
    numbers = [
        accept(store, filing(suit_heard=10), name="旧版"),
        accept(store, filing(suit_heard=12), name="误传", findings=(FOUND,)),
        accept(store, filing(region="990102", suit_heard=7), name="邻县"),
    ]
    store.explain(numbers[1], FOUND, SECRET, by="李某", at=AT)
    given = {"sha256": "e" * 64, "path": "目标.xlsx", "size": LARGEST + 1, "by": "李某", "at": AT}
    store.set_targets([target("T1", "FY04")], **given)
    return numbers


def faults(store: Store, **how: object) -> list[tuple[str, int, str]]:
    found = store.prove(at=AT, largest=LARGEST, **how)  # type: ignore[arg-type]
    return [(fault.code, fault.entry, fault.thing) for fault in found.faults]


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


def killed(folder: Path, what: str, module: str, name: str, times: int = 1) -> None:
    """A process of its own, killed where it comes to this function the n-th time."""
    command = [sys.executable, "-c", STOPPED, str(ROOT), str(folder), what, module, name, str(times)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        os.kill(process.pid, signal.SIGKILL)


# ---- the proof


def test_a_record_that_nobody_touched_is_whole(store: Store) -> None:
    filled(store)
    store.save_rules([("r1", "{}"), ("r2", "{}")], by="李某", at=AT, why="口径")
    store.save_mapping("m1", "表", "{}", by="李某", at=AT)
    proof = store.prove(at=AT, largest=LARGEST, with_files=True)
    assert proof.whole
    assert (proof.submissions, proof.files, proof.entries) == (4, 3, proof.head.number)
    last = store.last_proof()
    assert last is not None
    assert (last.number, last.hash, last.faults) == (proof.head.number, proof.head.hash, 0)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET actor = '别人' WHERE id = 2", [("chain", 2, "")]),
        ("DELETE FROM audit WHERE id = 3", [("chain", 4, ""), ("unrecorded", 0, "3")]),
        ("UPDATE cell SET value = 13 WHERE submission = 2", [("contents", 2, "2")]),
        ("DELETE FROM cell WHERE submission = 1", [("contents", 1, "1")]),
        ("UPDATE finding SET params = '{}' WHERE submission = 2", [("contents", 2, "2")]),
        ("UPDATE target SET content = '{}'", [("contents", 5, "4")]),
        ("UPDATE submission SET region = '990103' WHERE id = 1", [("submission", 1, "1")]),
        ("DELETE FROM explanation", [("explanations", 0, "2")]),
    ],
)
def test_what_was_bent_is_named(
    store: Store, tmp_path: Path, statement: str, found: list[tuple[str, int, str]]
) -> None:
    filled(store)
    tamper(tmp_path, statement)
    assert faults(store) == found


def test_an_end_that_was_cut_off_is_found_by_the_hash_noted_elsewhere(store: Store, tmp_path: Path) -> None:
    accept(store, filing(suit_heard=10), name="旧版")
    accept(store, filing(suit_heard=12), name="新版")
    noted = view(store).audit_head()
    accept(store, filing(suit_heard=14), name="更新")
    assert faults(store, pinned=noted.hash) == []
    tamper(
        tmp_path,
        "DELETE FROM head", "DELETE FROM standing WHERE submission > 1",
        "DELETE FROM submission_event WHERE submission > 1", "DELETE FROM cell WHERE submission > 1",
        "DELETE FROM submission WHERE id > 1", "DELETE FROM audit WHERE id > 1",
    )  # fmt: skip
    assert faults(store) == []
    assert faults(store, pinned=noted.hash) == [("head", 0, noted.hash)]


def test_files_as_received_are_held_against_their_hashes(store: Store, tmp_path: Path) -> None:
    filled(store)
    kept_file(tmp_path / "files", sha("旧版")).write_bytes(b"other")
    kept_file(tmp_path / "files", sha("邻县")).unlink()
    assert faults(store) == []
    assert sorted(faults(store, with_files=True)) == sorted(
        [("file_changed", 0, sha("旧版")), ("file_missing", 0, sha("邻县"))]
    )


def test_the_page_walks_only_what_is_new(store: Store, tmp_path: Path) -> None:
    filled(store)
    assert store.chain_fault() is None
    tamper(tmp_path, "UPDATE audit SET actor = '别人' WHERE id = 1")
    assert store.chain_fault() is None
    store.note("x", "y")
    accept(store, filing(suit_heard=99), name="又一份")
    tamper(tmp_path, "UPDATE audit SET actor = '别人' WHERE id = 6")
    assert store.chain_fault() == 6
    assert faults(store)[0] == ("chain", 1, "")


def test_entries_are_found_by_time_person_action_object_and_text(store: Store) -> None:
    filled(store)
    store.save_rules([("r1", "{}")], by="王某", at=AT + timedelta(days=2), why="省厅口径")

    def found(**wanted: str) -> list[int]:
        return [entry.number for entry in view(store).audit_entries(AuditFilter(**wanted))[0]]

    assert found() == [6, 5, 4, 3, 2, 1]
    assert found(actor="王某") == [6]
    assert found(action="finding.explain") == [4]
    assert found(thing="2") == [4, 2]
    assert found(text="省厅") == [6]
    assert found(text="100%_") == []
    assert found(first="2026-11-21") == [6]
    assert found(last="2026-11-20") == [5, 4, 3, 2, 1]
    page, total = view(store).audit_entries(AuditFilter(), limit=2, skip=2)
    assert ([entry.number for entry in page], total) == ([4, 3], 6)
    assert view(store).audit_names()[0] == ("李某", "王某")


def test_the_day_of_an_entry_is_the_day_in_beijing(store: Store) -> None:
    late = AT.replace(hour=17)  # 01:00 of the next day in Beijing
    store.save_rules([("r1", "{}")], by="王某", at=late, why="夜")
    assert view(store).audit_entries(AuditFilter(last="2026-11-20"))[1] == 0
    assert view(store).audit_entries(AuditFilter(first="2026-11-21", last="2026-11-21"))[1] == 1


# ---- backup and restore


def test_a_backup_made_while_others_write_is_one_moment_and_whole(store: Store, tmp_path: Path) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            number = len(written)
            written.append(
                accept(store, filing(region=f"99{number:04d}", suit_heard=number), name=f"w{number}")
            )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            stop.wait(0.01)
        made = [store.backup(tmp_path / f"b{n}.zip", by="李某", at=AT) for n in range(3)]
    finally:
        stop.set()
        writer.join()
    sizes = []
    for each in made:
        manifest, proof = verify_backup(each.path)
        assert proof.whole
        assert manifest.audit_hash == each.head.hash
        assert len(manifest.files) == manifest.counts["submission"] == proof.submissions
        sizes.append(proof.submissions)
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
    assert [entry.thing for entry in view(store).backups()] == ["b2.zip", "b1.zip", "b0.zip"]


def test_a_restored_record_says_the_same_and_takes_new_filings(store: Store, tmp_path: Path) -> None:
    filled(store)
    made = store.backup(tmp_path / "b.zip", by="李某", at=AT)
    restore(made.path, tmp_path / "new", by="王某", at=AT)
    again = reopened(tmp_path / "new")
    assert current(again, "suit_heard") == 12
    assert view(again).file(sha("误传")) == "误传".encode()
    assert [entry.action for entry in view(again).audit_entries(AuditFilter(), limit=1)[0]] == [
        "record.restore"
    ]
    assert faults(again, with_files=True, pinned=made.head.hash) == []
    accept(again, filing(suit_heard=20), name="新的")
    assert current(again, "suit_heard") == 20
    with pytest.raises(sqlite3.IntegrityError), raw(tmp_path / "new") as connection:
        connection.execute("DELETE FROM cell")
    again.close()


def test_a_backup_is_never_written_over(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "b.zip", by="李某", at=AT)
    with pytest.raises(BackupError, match="exists already"):
        store.backup(tmp_path / "b.zip", by="李某", at=AT)


def test_a_folder_gets_a_backup_named_after_its_time(store: Store, tmp_path: Path) -> None:
    made = store.backup(tmp_path / "backups", by="李某", at=AT)
    assert made.path == tmp_path / "backups" / "faheng-20261120-080000.zip"
    assert [each.name for each in made.path.parent.iterdir()] == [made.path.name]


def rewritten(path: Path, name: str, data: bytes | None) -> Path:
    """The backup with one member changed, or left out."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for member in before.namelist():
            if member != name:
                after.writestr(member, before.read(member))
            elif data is not None:
                after.writestr(member, data)
    return other


def test_damage_of_a_backup_is_found(store: Store, tmp_path: Path) -> None:
    filled(store)
    path = store.backup(tmp_path / "b.zip", by="李某", at=AT).path
    member = f"files/{sha('旧版')[:2]}/{sha('旧版')}"
    for changed in (
        rewritten(path, member, b"other"),
        rewritten(path, member, None),
        rewritten(path, "faheng.db", b"other"),
        rewritten(path, "manifest.json", b"{}"),
        rewritten(path, "manifest.json", None),
    ):
        with pytest.raises(BackupError):
            verify_backup(changed)
        with pytest.raises(BackupError):
            restore(changed, tmp_path / "new", by="李某", at=AT)
        assert not (tmp_path / "new").exists()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BackupError):
        verify_backup(cut)


def test_a_backup_whose_trail_was_bent_with_its_manifest_is_found(store: Store, tmp_path: Path) -> None:
    filled(store)
    path = store.backup(tmp_path / "b.zip", by="李某", at=AT).path
    folder = tmp_path / "opened"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        told = json.loads(archive.read("manifest.json"))
    tamper(folder, "UPDATE cell SET value = 99 WHERE submission = 1")
    data = (folder / "faheng.db").read_bytes()
    told |= {"database_sha256": hashlib.sha256(data).hexdigest(), "database_size": len(data)}
    other = rewritten(path, "faheng.db", data)
    final = rewritten(shutil.move(other, tmp_path / "step.zip"), "manifest.json", json.dumps(told).encode())
    with pytest.raises(BackupError, match="contents, audit entry 1"):
        verify_backup(final)


def test_a_damaged_file_does_not_keep_the_rest_from_being_saved(store: Store, tmp_path: Path) -> None:
    filled(store)
    kept_file(tmp_path / "files", sha("旧版")).write_bytes(b"damaged")
    made = store.backup(tmp_path / "b.zip", by="李某", at=AT)
    assert made.damaged == (sha("旧版"),)
    restore(made.path, tmp_path / "new", by="李某", at=AT)
    assert kept_file(tmp_path / "new" / "files", sha("旧版")).read_bytes() == b"damaged"


def test_a_manifest_cannot_name_a_place_outside(store: Store, tmp_path: Path) -> None:
    path = store.backup(tmp_path / "b.zip", by="李某", at=AT).path
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("manifest.json"))
    told["files"] = {"../../x": 1}
    with pytest.raises(BackupError, match="no hash"):
        verify_backup(rewritten(path, "manifest.json", json.dumps(told).encode()))


def test_a_folder_that_holds_something_is_not_restored_into(store: Store, tmp_path: Path) -> None:
    path = store.backup(tmp_path / "b.zip", by="李某", at=AT).path
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BackupError, match="not empty"):
        restore(path, tmp_path / "new", by="李某", at=AT)
    (tmp_path / "new" / "mine.txt").unlink()
    restore(path, tmp_path / "new", by="李某", at=AT)
    assert (tmp_path / "new" / "faheng.db").exists()


def test_files_of_jobs_that_wait_are_in_the_backup(store: Store, tmp_path: Path) -> None:
    store.keep_file(sha("将来"), "将来".encode())
    store.enqueue([NewJob("receive", sha("将来"), "将来.xlsx")], batch="b", by="李某", at=AT)
    made = store.backup(tmp_path / "b.zip", by="李某", at=AT)
    assert sha("将来") in verify_backup(made.path)[0].files


@pytest.mark.parametrize(
    ("module", "name"), [("data.backup", "verify_backup"), ("data.backup", "_copy_database")]
)
def test_a_killed_backup_leaves_no_backup(store: Store, tmp_path: Path, module: str, name: str) -> None:
    filled(store)
    killed(tmp_path, "backup", module, name)
    assert not (tmp_path / "b.zip").exists()
    assert view(store).backups() == ()
    assert store.backup(tmp_path / "b.zip", by="李某", at=AT).files == 3


@pytest.mark.parametrize(
    ("module", "name"), [("data.restoring", "prove_copy"), ("data.restoring", "_switch")]
)
def test_a_killed_restore_leaves_nothing_half_made(
    store: Store, tmp_path: Path, module: str, name: str
) -> None:
    filled(store)
    store.backup(tmp_path / "b.zip", by="李某", at=AT)
    killed(tmp_path, "restore", module, name)
    assert not (tmp_path / "new").exists()
    restore(tmp_path / "b.zip", tmp_path / "new", by="李某", at=AT)
    assert sorted(each.name for each in tmp_path.iterdir() if "restoring" in each.name) == []
    again = reopened(tmp_path / "new")
    assert current(again, "suit_heard") == 12
    again.close()


# ---- purge


def purge(store: Store, name: str = "误传", **how: str) -> object:
    told = {"by": "李某", "second": "王某", "why": "误传了别的文件", **how}
    return store.purge(sha(name), **told, at=AT)  # type: ignore[arg-type]


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
    assert purge(store).backups == (str(tmp_path / "faheng-schema1.db"),)  # type: ignore[attr-defined]
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
    assert purge(store, "扫描").submissions == ()  # type: ignore[attr-defined]
    assert not kept_file(tmp_path / "files", sha("扫描")).exists()
    assert kept_file(tmp_path / "files", sha("汇总")).exists()
    assert faults(store, with_files=True) == []
    with pytest.raises(PurgeError) as problem:
        purge(store, "扫描")
    assert problem.value.code == "purged"


def test_a_file_that_only_waits_as_a_job_can_be_purged(store: Store, tmp_path: Path) -> None:
    store.keep_file(sha("误传"), b"x")
    store.enqueue([NewJob("receive", sha("误传"), "误传.xlsx")], batch="b", by="李某", at=AT)
    assert purge(store).submissions == ()  # type: ignore[attr-defined]
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
