"""Whatever stands in its cells, a workbook gives findings, never an error."""

import json
import math
from collections.abc import Callable
from dataclasses import replace

import openpyxl
from builders import annual, catalogue, edited, extracted, find, forms, public, row_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from loaders.checks import check
from loaders.extract import Extraction, extract, recognise
from loaders.header import visible
from loaders.rules import read_rules
from loaders.template import FilledValue
from loaders.workbook import Cell, Sheet, Workbook, read

RULES = read_rules(catalogue())
WORDS = [
    *("甲", "乙", "丙", "1", "2", "101", "102", "表号", "表号：FH-N1", "行政区划代码：990102", "填报单位："),
    *(
        "报告期：2024年13月",
        "报告期",
        "2024年",
        "说明",
        "填表人：",
        "/",
        "—",
        "约",
        "约5",
        "近３",
        "5%",
        "1,2,3",
    ),
    *("１２", "万", "5亿元", "9" * 400, "1e999", "+5", "'", "\n", "★", "行政区划代码：" * 30),
]
NUMBERS = ["0", "-0", "-1", "1e300", "1E-300", "0.1", "101", "99999999999999999999"]
FORMATS = ["General", "0%", "0.00%", "#,##0.00", '"x"0', "yyyy-mm-dd"]


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    row, column = draw(st.integers(1, 60)), draw(st.integers(1, 10))
    address = f"{get_column_letter(column)}{row}"
    number_format = draw(st.sampled_from(FORMATS))
    match draw(st.sampled_from(["number", "text", "text", "bool", "error", "date", "empty"])):
        case "number":
            raw = draw(st.sampled_from(NUMBERS))
            return Cell(address, row, column, "number", float(raw), raw, None, number_format)
        case "text":
            text = draw(st.sampled_from(WORDS) | st.text(max_size=20))
            return Cell(address, row, column, "text", text, text, None, number_format)
        case "bool":
            return Cell(address, row, column, "bool", True, "1", None, number_format)
        case "error":
            return Cell(address, row, column, "error", "#REF!", "#REF!", None, number_format)
        case "date":
            day = draw(st.sampled_from([45000.5, -1.0, 0.0, 1e7]))
            return Cell(address, row, column, "date", day, str(day), None, number_format)
    return Cell(address, row, column, "empty", None, "", "SUM(A1)", number_format)


def spoilt(workbook: Workbook, strange: list[Cell]) -> Workbook:
    def over(sheet: Sheet) -> Sheet:
        return replace(sheet, cells={**sheet.cells, **{(cell.row, cell.column): cell for cell in strange}})

    first, *rest = workbook.sheets
    return replace(workbook, sheets=(over(first), *rest))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["annual", "public"]), st.lists(cells(), min_size=1, max_size=40))
def test_strange_cells_give_findings_and_never_an_error(form: str, strange: list[Cell]):
    plain = {"annual": annual(suit_closed=3), "public": public({("suit_heard", "own"): FilledValue(3.0)})}
    workbook = spoilt(read(plain[form]), strange)
    recognise(workbook, forms())
    extraction = extract(workbook, forms()[form], catalogue())
    found = extraction.findings
    if extraction.filing:
        found = (*found, *check(extraction.filing, RULES, catalogue()))
        values = [one.value for one in extraction.filing.observations if one.value is not None]
        assert all(math.isfinite(value) for value in values)
    for finding in found:
        assert "read" in finding.params
        json.dumps(dict(finding.params), allow_nan=False)


def test_figures_typed_beside_the_list_of_codes_are_looked_at() -> None:
    def beside(book: openpyxl.Workbook) -> None:
        book["填报项目录"]["D1"] = "数值"
        book["填报项目录"]["D2"] = 5

    shown = [
        [sheet.name for sheet in visible(read(data))] for data in (public({}), edited(public({}), beside))
    ]
    assert shown == [["公开数据登记表"], ["公开数据登记表", "填报项目录"]]


def _annual_sheet(edit: Callable[[Worksheet, int], None]) -> Extraction:
    """An annual return after its first sheet was edited at the row of lost suits."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        edit(sheet, row_of(sheet, "suit_lost"))

    return extracted(edited(annual(suit_closed=12, suit_lost=2), change))


def test_a_numbered_column_that_the_form_has_not_is_said_to_be_left_out():
    def edit(sheet: Worksheet, row: int) -> None:
        marks = find(sheet, "甲")[0]
        for at, value in ((marks - 1, "其中网上"), (marks, 3), (row, 7)):
            sheet.cell(at, 6, value)

    (found,) = _annual_sheet(edit).findings
    assert (found.code, found.params["read"], found.cell[0]) == ("column.not_read", "其中网上", "F")


def test_a_number_under_a_merged_cell_is_told_and_not_read():
    def edit(sheet: Worksheet, row: int) -> None:
        sheet.merged_cells.add(CellRange(min_row=row - 1, max_row=row, min_col=4, max_col=4))

    extraction = _annual_sheet(edit)
    (found,) = extraction.findings
    assert (found.code, found.params["reason"], found.params["read"]) == ("cell.merged", "covered", "2")
    assert extraction.filing
    assert [one.element for one in extraction.filing.observations] == ["suit_closed"]


def test_a_number_in_a_row_without_code_and_label_is_told_at_its_cell():
    def edit(sheet: Worksheet, row: int) -> None:
        sheet.cell(row, 1).value = sheet.cell(row, 2).value = None

    lost, missing = _annual_sheet(edit).findings
    assert (lost.code, lost.params["reason"], lost.params["value"]) == ("form.row_unknown", "nameless", "2")
    assert (missing.code, missing.params["reason"]) == ("form.row_missing", "after")


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_said_to_be_too_large():
    def edit(sheet: Worksheet, row: int) -> None:
        sheet.cell(row, 4, 1e15)

    (found,) = _annual_sheet(edit).findings
    assert (found.code, found.params["reason"]) == ("cell.not_a_number", "too_large")


def test_a_copied_sheet_is_told_once_and_not_row_by_row():
    def copy(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book.worksheets[0]).title = "副本"

    found = extracted(edited(annual(suit_lost=2), copy))
    (told,) = [finding for finding in found.findings if finding.code == "form.row_twice"]
    assert (told.severity, told.sheet, told.params["reason"]) == ("must", "副本", "table")
    assert found.filing is not None
    assert [(each.sheet, each.value) for each in found.filing.observations] == [("复议应诉", 2.0)]
