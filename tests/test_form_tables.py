"""The tables of a return: rows and columns moved, renamed, missing, doubled and hidden."""

import io

import openpyxl
import pytest
from builders import (
    annual,
    codes,
    edited,
    extracted,
    row_of,
)
from builders_reading import SUITS, change, findings, observed

# Table


def test_extra_rows_and_a_moved_table_are_read():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        merged = list(sheet.merged_cells.ranges)
        for area in merged:
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(row_of(sheet, "suit_lost"), 3)
        sheet.insert_cols(1, 2)

    assert observed(edited(annual(**SUITS), edit)) == SUITS


def test_rows_in_another_order_and_a_renamed_sheet_are_read():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        one, two = row_of(sheet, "suit_closed"), row_of(sheet, "suit_lost")
        for column in range(1, 6):
            first, second = sheet.cell(one, column).value, sheet.cell(two, column).value
            sheet.cell(one, column, second)
            sheet.cell(two, column, first)
        sheet.title = "Sheet1"

    assert observed(edited(annual(**SUITS), edit)) == SUITS


def test_swapped_columns_are_found_by_their_numbers():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        for row in range(10, sheet.max_row + 1):
            here, there = sheet.cell(row, 4), sheet.cell(row, 5)
            if here.__class__.__name__ == there.__class__.__name__ == "Cell":
                here.value, there.value = there.value, here.value

    data = edited(annual(**SUITS), edit)
    assert observed(data) == SUITS
    assert findings(data) == []


def test_a_value_under_a_renamed_head_is_not_trusted_in_silence():
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["D10"] = "本年计划"

    assert findings(edited(annual(**SUITS), edit)) == [("复议应诉!D10", "form.label_changed")]


def test_a_changed_label_is_a_finding_and_its_number_is_not_read():
    data = change(annual(**SUITS), "suit_lost", "行政诉讼胜诉数", column="A")
    row = row_of(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0], "suit_lost")
    assert findings(data) == [(f"复议应诉!A{row}", "form.label_changed")]
    assert observed(data) == {"suit_closed": 12.0}


@pytest.mark.parametrize("label", ["行政诉讼败诉数", "　其中: 行政诉讼 败诉数", "（其中）行政诉讼败诉数"])
def test_a_label_spelt_otherwise_is_the_same_label(label: str):
    assert findings(change(annual(**SUITS), "suit_lost", label, column="A")) == []


def test_a_missing_row_is_a_finding():
    def blank(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        row = row_of(sheet, "suit_heard")
        for column in range(1, 6):
            sheet.cell(row, column).value = None

    found = extracted(edited(annual(**SUITS), blank)).findings
    row = row_of(openpyxl.load_workbook(io.BytesIO(annual(**SUITS))).worksheets[0], "suit_heard")
    assert [(finding.code, finding.sheet, finding.cell, finding.params["code"]) for finding in found] == [
        ("form.row_missing", "复议应诉", f"B{row - 1}", "135")
    ]


def test_a_whole_missing_sheet_is_one_finding():
    def edit(book: openpyxl.Workbook) -> None:
        book.remove(book.worksheets[2])

    found = extracted(edited(annual(**SUITS), edit)).findings
    assert [(finding.code, finding.params["label"], finding.params["reason"]) for finding in found] == [
        ("form.row_missing", "行政执法与双随机", "sheet")
    ]


def test_a_hidden_sheet_is_said_to_be_hidden_instead_of_missing():
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[2].sheet_state = "hidden"

    (found,) = extracted(edited(annual(**SUITS), edit)).findings
    assert (found.code, found.params["reason"], found.sheet, found.cell) == (
        "form.row_missing",
        "sheet_hidden",
        "行政执法与双随机",
        "A1",
    )


def test_an_unknown_code_a_code_given_twice_and_a_number_without_a_code_are_findings():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.insert_rows(13, 3)
        for row, code, value in ((13, "1999", 5), (14, "101", 6), (15, None, 7)):
            sheet.cell(row, 1, "行政争议总数")
            sheet.cell(row, 2, code)
            sheet.cell(row, 4, value)

    assert findings(edited(annual(dispute_total=9), edit)) == [
        ("复议应诉!B13", "form.row_unknown"),
        ("复议应诉!D15", "form.row_unknown"),
        ("复议应诉!B16", "form.row_twice"),
    ]


def test_hidden_rows_are_read_and_told_and_hidden_sheets_are_not_read():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.row_dimensions[row_of(sheet, "suit_lost")].hidden = True
        copy = book.copy_worksheet(sheet)
        copy.sheet_state = "hidden"

    extraction = extracted(edited(annual(**SUITS), edit))
    assert [(found.code, found.severity) for found in extraction.findings] == [("cell.hidden", "note")]
    assert len(extraction.filing.observations if extraction.filing else ()) == 2


def test_money_in_another_unit_is_converted_with_a_note_and_a_foreign_unit_is_a_finding():
    def typed(unit: str) -> bytes:
        def edit(book: openpyxl.Workbook) -> None:
            sheet = book.worksheets[1]
            sheet.cell(row_of(sheet, "wages_recovered"), 3, unit)

        return edited(annual(wages_recovered=775900), edit)

    yuan = extracted(typed("元"))
    assert [(found.code, found.params["became"]) for found in yuan.findings] == [("cell.normalised", "77.59")]
    assert observed(typed("元")) == {"wages_recovered": 77.59}
    assert codes(extracted(typed("件")).findings) == ["form.unit_changed"]


def test_an_untouched_template_is_returned_as_empty():
    assert codes(extracted(annual()).findings) == ["form.empty"]


def test_the_column_of_last_year_is_read_apart_and_never_filed():
    data = change(annual(**SUITS), "suit_closed", 10, column="E")
    extraction = extracted(data)
    assert [(found.element, found.value) for found in extraction.last_year] == [("suit_closed", 10.0)]
    assert observed(data) == SUITS


def test_trouble_in_the_column_of_last_year_is_only_a_note():
    found = extracted(change(annual(**SUITS), "suit_closed", "不详", column="E")).findings
    assert [(finding.code, finding.severity) for finding in found] == [("cell.not_a_number", "note")]
