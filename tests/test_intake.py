"""The one door: what is taken in, returned, refused, repeated, and what is kept."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from builders import annual, catalogue, codes, edited, find, forms, grid, places, row_of
from builders_intake import (
    AT,
    INDICATORS,
    RULES,
    desk_of,
    good,
    kept_files,
    load,
    opened,
    stored,
    taken,
)

from data.model import Finding, Target, Viewer
from data.store import Store
from layouts.text import finding_message
from loaders import intake
from loaders.bundles import Received
from loaders.intake import Desk
from loaders.settling import Settling
from loaders.targets import write_targets
from loaders.workbook import Limits


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


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
    ("filed", "told"), [(3, []), ("三件多", ["cell.not_a_number"]), ("", ["rule.missing"])]
)
def test_a_rule_waits_for_a_figure_that_could_not_be_read(store: Store, filed: object, told: list[str]):
    def change(book):
        sheet = next(sheet for sheet in book if sheet.title == "复议应诉")
        sheet.cell(row_of(sheet, "suit_heard"), find(sheet, "本期")[1], filed)

    rules = [replace(rule, missing="require") for rule in RULES if rule.code == "suit_heard"]
    data = edited(annual(suit_closed=12, suit_heard=3), change)
    outcome = taken(Desk(store, catalogue(), forms(), rules, INDICATORS), data)
    assert codes(outcome.findings) == told


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


def test_the_known_forms_are_named_in_the_readers_language(desk: Desk):
    (told,) = taken(desk, grid([["区县", "件数"], ["月屿区", 3]])).findings
    names = [forms()["annual"].name, forms()["annual"].english]
    for language, named, other in (("zh", *names), ("en", *reversed(names))):
        said = finding_message(told, language)
        assert named in said
        assert other not in said


def test_a_file_over_the_limit_is_refused_and_not_kept_but_its_finding_is(store: Store, tmp_path: Path):
    desk = desk_of(store, limits=Limits(bytes=1000))
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


def test_an_error_of_ours_blames_nobody_keeps_the_file_and_is_not_remembered(
    desk: Desk, store: Store, tmp_path: Path, monkeypatch, caplog
):
    def fail(*_: object, **__: object) -> None:
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

    desk = desk_of(store, consistency=consistency)
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

    desk = desk_of(store, stored=filed)
    outcome = taken(desk, edited(good(), last_year))
    assert asked == [("demo", "990101", "2023")]
    assert [(found.code, found.severity, found.params["read"]) for found in outcome.findings] == [
        ("last_year.differs", "explain", 10.0)
    ]
    assert outcome.status == "waiting"


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
