"""密级 marks at the door: refused wherever they stand, and nothing is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import codes, edited
from builders_intake import desk_of, good, kept_files, opened, taken

from data.store import Store
from loaders.intake import Desk


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def in_cell(data: bytes) -> bytes:
    return edited(data, lambda book: book.worksheets[0].__setitem__("F1", "机密★10年"))


def in_header(data: bytes) -> bytes:
    def mark(book):
        book.worksheets[2].oddHeader.right.text = "秘密 ★"

    return edited(data, mark)


def in_hidden_sheet(data: bytes) -> bytes:
    def mark(book):
        book.create_sheet("附")["A1"] = "绝密★"
        book["附"].sheet_state = "veryHidden"

    return edited(data, mark)


@pytest.mark.parametrize("mark", [in_cell, in_header, in_hidden_sheet])
def test_a_secrecy_mark_is_refused_and_nothing_at_all_is_written(
    desk: Desk, store: Store, tmp_path: Path, mark
):
    outcome = taken(desk, mark(good()))
    assert (outcome.status, outcome.submission, codes(outcome.findings)) == (
        "refused",
        None,
        ["file.classified"],
    )
    assert store.known(outcome.sha256) is None
    assert kept_files(store, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("关于★机密的材料.txt", b"x"),
        ("a.txt", "机密★5年 内容".encode()),
        ("a.txt", "内容 机密★5年".encode("gb18030")),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "秘密★".encode("utf-16-le")),
    ],
)
def test_a_secrecy_mark_in_a_foreign_file_or_a_name_is_seen_too(
    desk: Desk, tmp_path: Path, name: str, data: bytes
):
    outcome = taken(desk, data, name)
    assert codes(outcome.findings) == ["file.classified"]
    assert not list((tmp_path / "files").rglob("*.*"))


def test_the_notice_and_the_word_secret_alone_are_no_mark(desk: Desk):
    data = edited(
        good(), lambda book: book.worksheets[0].__setitem__("F1", "涉及国家秘密的不得填写；机密文件另报★")
    )
    assert taken(desk, data).status == "waiting"
