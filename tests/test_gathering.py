"""A flood of findings of one cause is one finding that names every cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import annual, codes, edited, extracted, find, row_of
from builders_filing import all_of, filed, filing_client, page_of
from builders_intake import desk_of, opened, taken
from builders_mapping import applied, mapped, table
from builders_store import fresh_services

from data.model import Finding
from data.store import Store
from layouts.text import finding_message
from loaders.gathering import cells_of, gathered, ranges
from loaders.intake import Desk


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def hidden(*cells: str, sheet: str = "表") -> list[Finding]:
    params = {"read": "01", "expected": "", "label": "败诉数"}
    return [Finding("cell.hidden", "note", sheet, cell, params) for cell in cells]


def test_a_few_findings_of_one_cause_stand_one_by_one() -> None:
    few = hidden("B2", "B3", "B9")
    assert gathered(few) == tuple(few)


def test_many_are_one_that_names_every_cell_and_their_number() -> None:
    others = [
        Finding("cell.negative", "must", "表", cell, {"read": "-1"}) for cell in ("C1", "C2", "C3", "C4")
    ]
    first, *rest = gathered([*hidden("B2", "B3", "B4", "B9"), *others])
    assert (first.code, first.sheet, first.cell, first.params["found"]) == ("cell.hidden", "表", "B2", "4")
    assert first.params["cells"] == "B2:B4、B9"
    assert cells_of(first) == ("B2", "B3", "B4", "B9")
    assert rest == others
    assert "有 4 处在隐藏的行或列里" in finding_message(first, "zh")
    assert "B2:B4, B9" in finding_message(first, "en")


def test_each_sheet_has_its_own() -> None:
    told = gathered([*hidden("B2", "B3", "B4", "B5"), *hidden("B2", "B3", "B4", "B5", sheet="二")])
    assert [(found.sheet, found.params["found"]) for found in told] == [("表", "4"), ("二", "4")]


def test_areas_are_named_as_few_as_they_can_be() -> None:
    assert ranges(["C4", "B3", "B4", "C3", "AA10", "D3"]) == "B3:C4、D3、AA10"
    assert ranges([]) == ""


def test_hidden_rows_of_a_return_are_one_finding_in_the_record(desk: Desk, store: Store) -> None:
    data = edited(annual(suit_closed=12, suit_lost=2, suit_heard=10), hide_rows)
    assert codes(extracted(data).findings).count("cell.hidden") > 3
    outcome = taken(desk, data)
    assert codes(outcome.findings) == ["cell.hidden"]
    known = store.known(outcome.sha256)
    assert known is not None
    assert codes(known[1]) == ["cell.hidden"]


def hide_rows(book: object) -> None:
    sheet = book.worksheets[0]
    top = find(sheet, "甲")[0]
    for row in range(top + 1, top + 13):
        sheet.row_dimensions[row].hidden = True


def test_every_cell_of_the_one_finding_is_marked_in_the_picture(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    told = filed(filing_client(services), edited(annual(suit_closed=12, suit_lost=2), hide_rows))
    links = all_of(page_of(services, told["submission"]), "A", href="#f-1")
    (finding,) = services.view().submission(told["submission"])[1]
    assert len(cells_of(finding)) > 3
    assert len(links) >= len(cells_of(finding))


def test_sheets_that_hold_no_table_are_named_together(desk: Desk) -> None:
    def add(book: object) -> None:
        for number in range(1, 7):
            book.create_sheet(f"附表{number}")["A1"] = 7

    outcome = taken(desk, edited(annual(suit_closed=12, suit_lost=2, suit_heard=10), add))
    (told,) = outcome.findings
    assert (told.code, told.params["found"]) == ("sheet.not_read", "6")
    assert "附表1、附表2" in finding_message(told, "zh")


def test_figures_that_a_repeated_table_brings_twice_are_one_finding() -> None:
    once = [
        ["2024年"],
        ["地区", "一审行政诉讼案件数"],
        ["月屿区", 12],
        ["青荻县", 5],
        ["云杉县", 4],
        ["白鹭县", 3],
    ]
    mapping = mapped(table(once[:4]))
    found = applied(mapping, table([*once[:4], *once[2:4], *once[2:4]])).all_findings
    assert codes(found).count("mapping.twice") == 4
    (told,) = gathered(found)
    assert (told.code, told.severity, told.params["cells"]) == ("mapping.twice", "must", "B5:B8")
    assert (told.region, told.period) == ("", "2024")


def test_rows_that_are_missing_at_one_place_are_one_line(desk: Desk) -> None:
    def delete(book: object) -> None:
        sheet = book.worksheets[0]
        sheet.delete_rows(row_of(sheet, "suit_heard"), 2)

    outcome = taken(desk, edited(annual(suit_closed=12, suit_lost=2), delete))
    (told,) = [found for found in outcome.findings if found.code == "form.row_missing"]
    assert told.params["found"] == "2"
    assert told.params["reason"] == "after_several"
    assert "缺少 2 行：" in finding_message(told, "zh")
    places = [(found.sheet, found.cell) for found in outcome.findings]
    assert len(places) == len(set(places))
