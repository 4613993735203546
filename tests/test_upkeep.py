"""The commands that keep the record, as a person runs them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from builders_cli import run
from builders_record import accept, filing, tamper
from builders_store import fresh_services

from data.proof import kept_file

BENT = "报送件 1 的填报值、校验问题或目标与其接收记录（第 1 条）不符"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A record of two counties."""
    services = fresh_services(tmp_path / "home")
    for region, heard in (("990101", 10.0), ("990102", 7.0)):
        accept(services.store, filing(region=region, suit_heard=heard), name=region)
    services.store.close()
    return tmp_path / "home"


def test_a_whole_record_is_said_to_be_whole_with_the_end_of_its_chain(home: Path) -> None:
    head = run(home, "audit", "head")
    done = run(home, "audit", "verify", "--head", head.stdout.split()[-1])
    assert (head.returncode, done.returncode, done.stderr) == (0, 0, "")
    assert "2 entries, 2 submissions" in done.stdout
    assert head.stdout in done.stdout


def test_what_does_not_fit_is_named_and_the_exit_code_is_1(home: Path) -> None:
    tamper(
        home, "UPDATE audit SET actor = '别人' WHERE id = 2", "UPDATE cell SET value = 1 WHERE submission = 1"
    )
    done = run(home, "audit", "verify")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "第 2 条审计记录与其哈希不符 / Audit entry 2 does not fit its hash",
        f"{BENT} / Cells, findings or targets of submission 1 differ from the entry of its receipt (no. 1)",
    ]
    assert run(home, "audit", "verify", "--head", "0" * 63 + "1").returncode == 1


def test_the_files_as_received_are_compared_when_asked(home: Path) -> None:
    (kept,) = [path for path in (home / "files").glob("*/*") if path.read_bytes() == b"990101"]
    kept.unlink()
    assert run(home, "audit", "verify").returncode == 0
    done = run(home, "audit", "verify", "--files")
    assert done.returncode == 1
    assert kept.name in done.stdout
    assert kept == kept_file(home / "files", kept.name)


def test_the_trail_is_exported_whole(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "审计.csv"
    assert run(home, "audit", "export", "--out", out).returncode == 0
    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"))))
    assert [(row["序号"], row["动作"], row["对象"]) for row in rows] == [
        ("2", "接收报送件", "2"),
        ("1", "接收报送件", "1"),
    ]
    assert run(home, "audit", "export", "--out", tmp_path / "审计.txt").returncode == 1


def test_a_backup_is_made_verified_and_restored(home: Path, tmp_path: Path) -> None:
    made = run(home, "backup", "--out", tmp_path / "b.zip", "--by", "李某")
    assert (made.returncode, made.stderr) == (0, "")
    assert run(home, "backup", "verify", tmp_path / "b.zip").returncode == 0
    done = run(home, "restore", tmp_path / "b.zip", "--home", tmp_path / "again")
    assert done.returncode == 0
    assert run(tmp_path / "again", "audit", "verify", "--files").returncode == 0
    again = run(home, "restore", tmp_path / "b.zip", "--home", tmp_path / "again")
    assert (again.returncode, "not empty" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("backup",),
        ("backup", "verify"),
        ("backup", "verify", "none.zip"),
        ("restore", "none.zip", "--home", "x"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(home, *arguments)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_two_people_purge_a_file_and_are_told_the_backups_to_destroy(home: Path, tmp_path: Path) -> None:
    run(home, "backup", "--out", tmp_path / "b.zip")
    alone = run(home, "purge", "1", "--by", "李某", "--second", "李 某", "--why", "误传")
    assert (alone.returncode, "两个人" in alone.stderr) == (1, True)
    done = run(home, "purge", "1", "--by", "李某", "--second", "王某", "--why", "误传")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == str(tmp_path / "b.zip")
    assert "销毁" in done.stderr
    assert run(home, "audit", "verify", "--files").returncode == 0
    assert run(home, "purge", "1", "--by", "李某", "--second", "王某", "--why", "误传").returncode == 1
    assert run(home, "purge", "99", "--by", "李某", "--second", "王某", "--why", "误传").returncode == 1
