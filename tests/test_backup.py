"""Backups: one moment, whole, verified; restored; nothing half made by a sudden end."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_proof import faults, filled, killed
from builders_record import AT, accept, current, filing, opened, raw, reopened, sha, tamper, view

from data.auditing import AuditFilter
from data.backup_reading import BackupError, verify_backup
from data.jobs import NewJob
from data.kept import kept_file
from data.restoring import restore
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


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
