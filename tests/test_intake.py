"""The one door: what is taken in, returned, refused, repeated, and what is kept."""

import io
import json
import logging
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from builders import annual, catalogue, codes, edited, find, forms, grid, places, row_of

from data.model import Finding, Target, Viewer
from data.store import Store
from indicators.definition import read_indicators
from loaders import intake
from loaders.bundles import Received, is_left_out
from loaders.intake import Desk, Outcome, receive, receive_paths, receive_upload
from loaders.rules import read_rules
from loaders.settling import Settling
from loaders.targets import write_targets
from loaders.workbook import Limits

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ELEMENTS = tuple(catalogue().elements)
RULES = read_rules(catalogue())
INDICATORS = read_indicators(catalogue()).protection


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(f"sqlite:///{tmp_path / 'f.db'}", tmp_path / "files", tuple(catalogue().elements))
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, catalogue(), forms(), RULES, INDICATORS)


def taken(desk: Desk, data: bytes, name: str = "年报.xlsx") -> Outcome:
    return receive(name, data, desk=desk, by="经办人", at=AT)


def load(desk: Desk, *paths: Path) -> list[Outcome]:
    return list(receive_paths(paths, desk=desk, by="经办人", clock=lambda: AT))


def stored(store: Store) -> int:
    return len(store.seen_by(Viewer("x")).observations("demo", elements=ELEMENTS, periods=["2024"]))


def kept_files(store: Store, tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def good() -> bytes:
    return annual(suit_closed=12, suit_lost=2, suit_heard=10)


def test_a_good_file_is_accepted_and_its_figures_are_stored(desk: Desk, store: Store):
    outcome = taken(desk, good())
    assert (outcome.status, outcome.form, outcome.dataset) == ("waiting", "annual", "demo")
    assert (outcome.region, outcome.period, outcome.known) == ("990101", "2024", False)
    assert stored(store) == 3


def test_the_same_bytes_again_repeat_the_first_outcome_under_their_new_name(desk: Desk, store: Store):
    first = taken(desk, good())
    again = taken(desk, good(), "副本.xlsx")
    assert (again.known, again.submission, again.status) == (True, first.submission, "waiting")
    assert (again.path, again.region, again.period) == ("副本.xlsx", "990101", "2024")
    assert stored(store) == 3


def test_a_broken_rule_returns_the_file_and_stores_no_figure_but_keeps_file_and_findings(
    desk: Desk, store: Store, tmp_path: Path
):
    data = annual(suit_closed=12, suit_lost=15)
    outcome = taken(desk, data)
    assert outcome.status == "returned"
    assert codes(outcome.findings, "must") == ["rule.part"]
    assert stored(store) == 0
    assert [path.read_bytes() for path in kept_files(store, tmp_path)] == [data]
    known = store.known(outcome.sha256)
    assert known is not None
    assert codes(known[1]) == ["rule.part"]


def test_a_returned_file_repeats_its_findings(desk: Desk):
    data = annual(suit_closed=12, suit_lost=15)
    first, again = taken(desk, data), taken(desk, data)
    assert (again.known, again.status) == (True, "returned")
    assert places(again.findings) == places(first.findings)


def test_findings_that_ask_or_tell_do_not_return_the_file(desk: Desk):
    outcome = taken(
        desk, annual(suit_closed=12, suit_heard=13, arbitration_filed=587, mediation_succeeded=587)
    )
    assert outcome.status == "waiting"
    assert codes(outcome.findings) == ["rule.at_most", "number.repeated"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"\x89PNG\r\n\x1a\n", "file.not_a_workbook"),
        (b"%PDF-1.7 x", "file.not_a_workbook"),
        ("区县,件数\n月屿区,3".encode(), "file.not_a_workbook"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "file.old_format"),
        (b"PK\x03\x04 broken", "file.damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_and_kept(desk: Desk, tmp_path: Path, data: bytes, code: str):
    outcome = taken(desk, data, "x")
    assert (outcome.status, codes(outcome.findings)) == ("refused", [code])
    assert [path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()] == [data]


def test_a_workbook_of_no_known_form_is_returned(desk: Desk):
    outcome = taken(desk, grid([["区县", "件数"], ["月屿区", 3]]))
    assert (outcome.status, codes(outcome.findings)) == ("returned", ["form.unknown"])


def test_a_file_over_the_limit_is_refused_and_not_kept_but_its_finding_is(store: Store, tmp_path: Path):
    desk = Desk(store, catalogue(), forms(), RULES, INDICATORS, limits=Limits(bytes=1000))
    (tmp_path / "big.xlsx").write_bytes(good())
    (outcome,) = load(desk, tmp_path / "big.xlsx")
    assert codes(outcome.findings) == ["file.too_large"]
    assert kept_files(store, tmp_path) == []
    known = store.known(outcome.sha256)
    assert known is not None
    assert codes(known[1]) == ["file.too_large"]


def test_a_future_period_is_returned(desk: Desk):
    outcome = taken(desk, annual("2027", suit_closed=3))
    (found,) = outcome.findings
    sheet = openpyxl.load_workbook(io.BytesIO(annual("2027", suit_closed=3))).worksheets[0]
    assert (found.code, found.params["reason"]) == ("form.wrong_period", "future")
    assert found.sheet == sheet.title
    assert "2027" in str(sheet[found.cell].value)


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


def test_a_register_of_targets_is_taken_in_and_a_bad_one_is_returned(desk: Desk, store: Store):
    plain = dict.fromkeys(("variant", "first", "last", "every", "due", "object", "source", "text"), "")
    base = {
        **plain,
        "dataset": "public-renshe",
        "region": "331082",
        "levels": ("county",),
        "strength": "必须",
    }
    base |= {"kind": "cap", "op": "<=", "threshold": 5.0, "near": None, "unit": "件"}
    first = taken(desk, write_targets([Target(target="A", indicator="FY01", **base)]), "t.xlsx")
    assert (first.status, first.form) == ("accepted", "targets")
    assert [target.target for target in store.seen_by(Viewer("x")).targets("public-renshe")] == ["A"]
    bad = taken(desk, write_targets([Target(target="B", indicator="ZF02", **base)]), "t2.xlsx")
    assert (bad.status, codes(bad.findings)) == ("returned", ["target.protected"])


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
    desk = Desk(store, catalogue(), forms(), RULES, INDICATORS, limits=Limits(bytes=200_000))
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


def test_an_error_of_ours_blames_nobody_keeps_the_file_and_is_not_remembered(
    desk: Desk, store: Store, tmp_path: Path, monkeypatch, caplog
):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("our mistake")

    monkeypatch.setattr(intake, "check", fail)
    with caplog.at_level(logging.ERROR):
        outcome = taken(desk, good())
    assert (outcome.status, outcome.submission, codes(outcome.findings)) == (
        "refused",
        None,
        ["system.error"],
    )
    assert "our mistake" in caplog.text
    assert len(kept_files(store, tmp_path)) == 1
    monkeypatch.undo()
    assert taken(desk, good()).status == "waiting"


def test_live_findings_follow_an_accepted_file_and_are_not_stored(store: Store):
    seen: list[int] = []

    def consistency(number: int) -> tuple[Finding, ...]:
        seen.append(number)
        return (Finding("reported.differs", "explain"),)

    desk = Desk(store, catalogue(), forms(), RULES, INDICATORS, consistency=consistency)
    first, again = taken(desk, good()), taken(desk, good())
    assert codes(first.findings) == codes(again.findings) == ["reported.differs"]
    assert seen == [first.submission, first.submission]
    known = store.known(first.sha256)
    assert known is not None
    assert known[1] == ()


def test_a_last_year_figure_that_differs_from_what_was_filed_asks_for_an_explanation(store: Store):
    asked: list[tuple[str, str, str]] = []

    def filed(dataset: str, region: str, period: str) -> dict[tuple[str, str], float]:
        asked.append((dataset, region, period))
        return {("suit_closed", "own"): 11.0, ("suit_heard", "own"): 8.0}

    def last_year(book):
        sheet = book.worksheets[0]
        for element, value in (("suit_closed", 10), ("suit_heard", 8), ("suit_lost", 1)):
            sheet.cell(row_of(sheet, element), find(sheet, "上年同期")[1], value)

    desk = Desk(store, catalogue(), forms(), RULES, INDICATORS, stored=filed)
    outcome = taken(desk, edited(good(), last_year))
    assert asked == [("demo", "990101", "2023")]
    assert [(found.code, found.severity, found.params["read"]) for found in outcome.findings] == [
        ("last_year.differs", "explain", 10.0)
    ]
    assert outcome.status == "waiting"


def test_lock_files_dot_files_and_litter_are_left_out():
    assert all(is_left_out(name) for name in ("~$a.xlsx", ".a.xlsx", "Thumbs.db", "desktop.ini"))
    assert not is_left_out("a.xlsx")


def test_every_param_of_a_finding_can_be_kept_as_json(desk: Desk):
    data = annual(suit_closed=12, suit_lost=15, SS01_reported=120)
    json.dumps([dict(found.params) for found in taken(desk, data).findings])


def test_a_year_that_still_runs_is_filed_in_its_last_month_at_the_earliest() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    place = SimpleNamespace(place=SimpleNamespace(period="2026", region="990102", period_at=None))
    assert [one.code for one in intake._too_early(place, at)] == ["form.wrong_period"]
    assert list(intake._too_early(place, at.replace(month=12))) == []


# Approved figures


def test_a_file_for_approved_figures_is_returned_until_they_are_unlocked_and_then_taken_in(
    desk: Desk, store: Store
):
    first = taken(desk, good())
    store.step(first.submission, "approve", by="审核人", at=AT)
    correction = annual(suit_closed=13, suit_lost=2, suit_heard=10)
    away = taken(desk, correction)
    assert (away.status, [found.code for found in away.findings]) == ("returned", ["life.locked"])
    assert away.findings[0].params["read"] == str(first.submission)
    assert taken(desk, correction).submission == away.submission
    store.step(first.submission, "unlock", by="审核人", at=AT, why="漏计一件")
    corrected = taken(desk, correction)
    assert (corrected.status, corrected.known) == ("waiting", False)
    assert taken(desk, correction).known


def test_figures_approved_between_judging_and_writing_are_not_overwritten(desk: Desk, store: Store):
    first = taken(desk, good())
    data = annual(suit_closed=13)
    received = Received("更正.xlsx", data, len(data))
    verdict = intake.examined(received, desk, AT)
    store.step(first.submission, "approve", by="审核人", at=AT)
    outcome = Settling(received, "a" * 64, desk, "经办人", AT).settle(verdict)
    assert (outcome.status, [found.code for found in outcome.findings]) == ("returned", ["life.locked"])
    assert stored(store) == 3


def test_a_known_file_is_told_as_the_door_tells_it_wherever_its_submission_is(desk: Desk, store: Store):
    first = taken(desk, good())
    store.step(first.submission, "return", by="审核人", at=AT, why="漏报")
    assert (taken(desk, good()).status, taken(desk, good()).known) == ("returned", True)
