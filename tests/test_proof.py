"""The record proved against its audit trail, and the trail as people search it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders_proof import FOUND, LARGEST, faults, filled
from builders_record import AT, accept, filing, opened, sha, tamper, view

from data.auditing import AuditFilter
from data.kept import kept_file
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


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


def test_submissions_without_cells_or_findings_stand_between_those_with_them(
    store: Store, tmp_path: Path
) -> None:
    turned = {"path": "坏.xlsx", "size": 1, "by": "李某", "at": AT}
    store.turn_away("refused", sha256=sha("空"), findings=(), **turned)
    accept(store, filing(suit_heard=1, suit_lost=1))
    store.turn_away("returned", sha256=sha("坏"), findings=(FOUND, FOUND), **turned)
    accept(store, filing(region="990102", suit_heard=2))
    store.turn_away("refused", sha256=sha("末"), findings=(), **turned)
    assert faults(store) == []
    tamper(tmp_path, "UPDATE cell SET value = 3 WHERE submission = 4")
    assert faults(store) == [("contents", 4, "4")]
    tamper(tmp_path, "DELETE FROM finding WHERE submission = 3 AND number = 2")
    assert [thing for _, _, thing in faults(store)] == ["3", "4"]


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
