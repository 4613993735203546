"""The picture of a sheet around its findings, and the ways from a finding into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import builders
import builders_foreign as foreign
import openpyxl
import pytest
from builders_filing import (
    all_of,
    filed,
    page_of,
    spoiled,
    texts,
)
from builders_store import take_in
from flask.testing import FlaskClient

from layouts.elements import Element
from layouts.services import Services
from layouts.text import words
from layouts.views.submit_sheet import Marked as Mark
from layouts.views.submit_sheet import anchor, picture, row_groups
from loaders.addresses import position_of
from loaders.foreign import read_any
from loaders.workbook import read


def drawn(data: bytes, cell: str) -> Element:
    sheet = read_any(data).sheets[0]
    place = position_of(cell)
    assert place is not None
    return picture(sheet, 1, {anchor(sheet, place): Mark("must", "#f-1", "label")}, "zh")


def marked_cells(element: Element) -> list[str]:
    return [cell["props"]["data-at"] for cell in all_of(element, "Td", className="must")]


def table() -> bytes:
    return builders.grid([["甲", "乙", "丙"], *[[str(row), row, row] for row in range(2, 40)]])


def test_a_cell_inside_a_merged_area_is_marked_at_its_first_cell() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Sheet1"].merge_cells("B5:C7")

    data = builders.edited(table(), merge)
    assert marked_cells(drawn(data, "C6")) == ["c-1-B5"]


def test_a_marked_cell_in_a_hidden_row_and_column_is_drawn() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Sheet1"].row_dimensions[9].hidden = True
        book["Sheet1"].column_dimensions["C"].hidden = True

    assert marked_cells(drawn(builders.edited(table(), hide), "C9")) == ["c-1-C9"]


def test_an_empty_cell_outside_the_table_is_drawn() -> None:
    assert marked_cells(drawn(table(), "F60")) == ["c-1-F60"]
    assert row_groups(read(table()).sheets[0], {60})[-1][-1] == 60


def old_workbook() -> bytes:
    """An .xls whose fifth row is hidden."""
    cells = [
        record for row in range(8) for record in (foreign.label(row, 0, "项"), foreign.number(row, 1, row))
    ]
    return foreign.xls([foreign.hidden_row(4), *cells])


def open_document() -> bytes:
    return foreign.ods(
        "".join(foreign.ods_row(foreign.ods_text("项"), foreign.ods_number("3")) for _ in range(8))
    )


@pytest.mark.parametrize("make", [old_workbook, open_document])
def test_other_formats_have_the_same_picture(make: Callable[[], bytes]) -> None:
    assert marked_cells(drawn(make(), "B5")) == ["c-1-B5"]


def test_a_finding_without_a_cell_says_so(client: FlaskClient, services: Services) -> None:
    number = filed(client, builders.grid([["单位", "数"], ["甲", 1]]))["submission"]
    assert words("zh")["filing_findings.no_cell"] in texts(page_of(services, number))


def test_every_finding_with_a_cell_leads_to_it(services: Services) -> None:
    (outcome,) = take_in(services, {"年报.xlsx": spoiled()})
    body = page_of(services, outcome.submission or 0)
    places = {cell["props"]["data-at"] for cell in all_of(body, "Td", data_at="c-")}
    rows = all_of(all_of(body, "Ul", className="findings"), "Li")
    assert rows
    assert {row["props"]["data-cell"] for row in rows} <= places


def test_the_answer_to_an_upload_names_the_findings_as_the_page_does(
    client: FlaskClient, services: Services
) -> None:
    told = filed(client, spoiled())
    query = dict(parse_qsl(urlsplit(told["href"]).query))
    body = page_of(services, int(query["submission"]))
    keys = {row["props"]["data-key"] for row in all_of(body, "Li", data_key="@")}
    assert {finding["key"] for finding in told["findings"]} == keys
    assert json.dumps(told, ensure_ascii=False)
