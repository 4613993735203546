"""Folders and zips at the door: file by file, in order, each within the limits."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import annual, codes
from builders_intake import (
    AT,
    desk_of,
    good,
    load,
    opened,
)

from data.store import Store
from loaders.bundles import is_left_out
from loaders.intake import Desk, receive_upload
from loaders.workbook import Limits


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_folders_and_zips_are_read_in_order_without_lock_and_dot_files(desk: Desk, tmp_path: Path):
    folder = tmp_path / "报送"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "x.xlsx").write_bytes(annual("2023", suit_closed=1))
    (folder / "a.xlsx").write_bytes(good())
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / ".DS_Store").write_bytes(b"litter")
    (folder / "c.zip").write_bytes(
        zipped(
            {"市/二.xlsx": annual("2022", suit_closed=1), "__MACOSX/市/._二.xlsx": b"x", "一.txt": b"hello"}
        )
    )
    outcomes = load(desk, folder)
    names = [outcome.path.removeprefix(f"{folder}{os.sep}").replace(os.sep, "/") for outcome in outcomes]
    assert names == ["a.xlsx", "c.zip!/一.txt", "c.zip!/市/二.xlsx", "b/x.xlsx"]
    assert [outcome.status for outcome in outcomes] == ["waiting", "refused", "waiting", "waiting"]


def test_names_of_a_chinese_windows_zip_are_read(desk: Desk):
    raw = zipped({"ABCDEFGH.xlsx": good()}).replace(b"ABCDEFGH", "月屿区年报".encode("gbk")[:8])
    (outcome,) = receive_upload("a.zip", raw, desk=desk, by="经办人", at=AT)
    assert outcome.path == "a.zip!/月屿区年.xlsx"
    assert outcome.status == "waiting"


def test_a_zip_in_a_zip_is_refused(desk: Desk):
    data = zipped({"b.zip": zipped({"a.xlsx": good()})})
    (outcome,) = receive_upload("a.zip", data, desk=desk, by="经办人", at=AT)
    assert (outcome.path, outcome.status) == ("a.zip!/b.zip", "refused")
    assert codes(outcome.findings) == ["file.not_a_workbook"]


def test_an_empty_zip_and_a_zip_of_too_many_files_are_refused_whole(desk: Desk, monkeypatch):
    (empty,) = receive_upload("a.zip", zipped({}), desk=desk, by="x", at=AT)
    assert (empty.path, codes(empty.findings)) == ("a.zip", ["file.empty"])
    monkeypatch.setattr("loaders.bundles.MEMBERS", 1)
    (crowded,) = receive_upload("b.zip", zipped({"a": b"1", "b": b"2"}), desk=desk, by="x", at=AT)
    assert codes(crowded.findings) == ["file.bomb"]


def test_a_member_that_inflates_beyond_the_limit_is_refused_and_the_others_are_read(store: Store):
    desk = desk_of(store, limits=Limits(bytes=200_000))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", b"\0" * 1_000_000)
        archive.writestr("b.xlsx", good())
    outcomes = list(receive_upload("a.zip", out.getvalue(), desk=desk, by="x", at=AT))
    assert [(outcome.status, codes(outcome.findings)) for outcome in outcomes] == [
        ("refused", ["file.too_large"]),
        ("waiting", []),
    ]


def test_a_file_that_cannot_be_opened_is_refused(desk: Desk, tmp_path: Path):
    (outcome,) = load(desk, tmp_path / "gone.xlsx")
    assert (outcome.status, outcome.submission, codes(outcome.findings)) == (
        "refused",
        None,
        ["file.damaged"],
    )


def test_lock_files_dot_files_and_litter_are_left_out():
    assert all(is_left_out(name) for name in ("~$a.xlsx", ".a.xlsx", "Thumbs.db", "desktop.ini"))
    assert not is_left_out("a.xlsx")
