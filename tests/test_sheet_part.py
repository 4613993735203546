"""Worksheets read as openpyxl reads them; bad addresses, bad values and bombs are refused."""

from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from builders_xlsx import (
    SHEET,
    Drawn,
    sheet_part,
    strings_part,
    workbook_of,
    written_by_openpyxl,
    written_by_xlsxwriter,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from loaders.workbook import Cell, Limits, Sheet, WorkbookRefused, read

ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
NUMBER_FORMATS = ("General", "0.00%", "0", "#,##0.00", "0.0_ ;[Red]-0.0", '0"件"')
DATE_FORMATS = ("yyyy-mm-dd", 'yyyy"年"m"月"', "mm-dd-yy", "h:mm:ss")
STATES = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}


texts = st.text(alphabet="复议应诉件 aZ09<>&\"'\n\t=+-@_#%中\U0001f600", min_size=1, max_size=12)
numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False, width=32)
contents = st.one_of(
    st.tuples(st.just("number"), numbers, st.sampled_from(NUMBER_FORMATS)),
    st.tuples(st.just("number"), st.integers(61, 60_000), st.sampled_from(DATE_FORMATS)),
    st.tuples(st.just("text"), texts, st.sampled_from(NUMBER_FORMATS)),
    st.tuples(st.just("bool"), st.booleans(), st.just("General")),
    st.tuples(st.just("error"), st.sampled_from(ERRORS), st.just("General")),
    st.tuples(st.just("formula"), st.sampled_from(("=A1+1", '=IF(B2>0,"是","<否>")')), st.just("0.00%")),
)
places = st.tuples(st.integers(1, 30), st.integers(1, 30))
merges = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 5), st.integers(1, 2), st.integers(1, 4)), max_size=5
)
sheets = st.builds(
    Drawn,
    contents=st.dictionaries(places, contents, max_size=25),
    hidden_rows=st.sets(st.integers(1, 40), max_size=5),
    hidden_columns=st.sets(st.integers(1, 40), max_size=5),
    merges=merges.map(lambda found: [merged(*one) for one in {one[0]: one for one in found}.values()]),
)
books = st.lists(st.tuples(sheets, st.sampled_from(tuple(STATES))), min_size=1, max_size=2)


def merged(slot: int, column: int, height: int, width: int) -> tuple[int, int, int, int]:
    """An area below all contents, apart from those of other slots."""
    return 50 + 3 * slot, column, 50 + 3 * slot + height, column + width


def assert_openpyxl_agrees(data: bytes) -> None:
    ours = read(data)
    formulas = openpyxl.load_workbook(BytesIO(data))
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    assert [(sheet.name, sheet.state) for sheet in ours.sheets] == [
        (sheet.title, STATES[sheet.sheet_state]) for sheet in formulas.worksheets
    ]
    for sheet, with_formulas, with_values in zip(
        ours.sheets, formulas.worksheets, values.worksheets, strict=True
    ):
        assert_sheet_agrees(sheet, with_formulas)
        for cell in sheet.cells.values():
            assert_cell_agrees(cell, with_formulas.cell(cell.row, cell.column), with_values)


def assert_sheet_agrees(sheet: Sheet, theirs: Worksheet) -> None:
    filled = {(cell.row, cell.column) for row in theirs.iter_rows() for cell in row if cell.value is not None}
    assert set(sheet.cells) == filled
    areas = {(area.min_row, area.min_col, area.max_row, area.max_col) for area in theirs.merged_cells.ranges}
    assert set(sheet.merges) == areas
    assert sheet.hidden_rows == {row for row, found in theirs.row_dimensions.items() if found.hidden}
    assert sheet.hidden_columns == {
        column
        for found in theirs.column_dimensions.values()
        if found.hidden
        for column in range(found.min, found.max + 1)
    }


def assert_cell_agrees(cell: Cell, formula, values: Worksheet) -> None:
    theirs = values.cell(cell.row, cell.column)
    assert cell.address == theirs.coordinate
    assert cell.number_format == formula.number_format
    assert (f"={cell.formula}" if cell.formula is not None else None) == (
        formula.value if formula.data_type == "f" else None
    )
    if cell.kind == "date":
        assert cell.value == pytest.approx(to_excel(theirs.value), abs=1e-7)
        return
    assert (cell.value, type(cell.value) is bool) == (theirs.value, type(theirs.value) is bool)
    assert (cell.kind == "error") == (theirs.data_type == "e")


oracle = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@oracle
@given(books)
def test_what_openpyxl_writes_reads_as_openpyxl_reads_it(book: list[tuple[Drawn, str]]) -> None:
    assert_openpyxl_agrees(written_by_openpyxl(book))


@oracle
@given(books)
def test_what_xlsxwriter_writes_reads_as_openpyxl_reads_it(book: list[tuple[Drawn, str]]) -> None:
    assert_openpyxl_agrees(written_by_xlsxwriter(book))


def test_dates_and_times_written_by_openpyxl_read_as_openpyxl_reads_them() -> None:
    book = openpyxl.Workbook()
    moment = datetime.fromisoformat("2021-12-31T17:30:15")
    book.active.append([moment, moment.date(), moment.time(), timedelta(days=2, hours=3)])
    target = BytesIO()
    book.save(target)
    assert_openpyxl_agrees(target.getvalue())
    assert {cell.kind for cell in read(target.getvalue()).sheets[0].cells.values()} == {"date"}


def refusal(data: bytes, *, limits: Limits | None = None) -> tuple[str, str, str]:
    """(code, address or measure, reason or limit) of the refusal of a file."""
    with pytest.raises(WorkbookRefused) as caught:
        read(data, limits=limits or Limits())
    params = caught.value.params
    assert params["part"] == SHEET
    assert str(caught.value)
    if caught.value.code == "file.bomb":
        return caught.value.code, params["what"], params["limit"]
    assert params["sheet"] == "报表"
    return caught.value.code, params["address"], params["reason"]


@pytest.mark.parametrize(
    ("rows", "address", "reason"),
    [
        ('<row r="-4"><c r="A-4"><v>1</v></c></row>', "-4", "malformed"),
        ('<row r="0"/>', "0", "malformed"),
        ('<row r="1.0"/>', "1.0", "malformed"),
        ('<row r="1_0"/>', "1_0", "malformed"),
        ('<row r="٣"/>', "٣", "malformed"),
        ('<row r="1048577"/>', "1048577", "malformed"),
        ('<row r="2"/><row r="2"/>', "2", "repeated"),
        ('<row r="2"/><row r="1"/>', "1", "not_increasing"),
        ('<row r="1"><c r="A1"/><c r="A1"/></row>', "A1", "repeated"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "A1", "not_increasing"),
        ('<row r="1"><c r="A2"/></row>', "A2", "not_increasing"),
        ('<row r="1"><c r="A11"/></row>', "A11", "not_increasing"),
        ('<row r="1"><c r="A"/></row>', "A", "malformed"),
        ('<row r="1"><c r="1"/></row>', "1", "malformed"),
        ('<row r="1"><c r="a1"/></row>', "a1", "malformed"),
        ('<row r="1"><c r="$A$1"/></row>', "$A$1", "malformed"),
        ('<row r="1"><c r="XFE1"/></row>', "XFE1", "malformed"),
        ('<row r="1"><c r="ALM1"><v>1</v></c></row>', "ALM1", "out_of_bounds"),
        ('<row r="20001"><c r="A20001"><v>1</v></c></row>', "A20001", "out_of_bounds"),
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "XFD1048576", "out_of_bounds"),
    ],
)
def test_a_bad_address_is_refused(rows: str, address: str, reason: str) -> None:
    assert refusal(workbook_of(rows)) == ("file.bad_address", address, reason)


@pytest.mark.parametrize(
    ("before", "after", "address", "reason"),
    [
        ('<cols><col min="3" max="2" hidden="1"/></cols>', "", "3:2", "malformed"),
        ('<cols><col min="1" max="99999" hidden="1"/></cols>', "", "1:99999", "malformed"),
        ("", '<mergeCells><mergeCell ref="B2:A1"/></mergeCells>', "B2:A1", "malformed"),
        ("", '<mergeCells><mergeCell ref="A1:ZZZ9"/></mergeCells>', "A1:ZZZ9", "malformed"),
        ("", '<mergeCells><mergeCell ref="A30000:B30001"/></mergeCells>', "A30000:B30001", "out_of_bounds"),
    ],
)
def test_a_bad_area_is_refused(before: str, after: str, address: str, reason: str) -> None:
    data = workbook_of("", sheet=sheet_part("", before=before, after=after))
    assert refusal(data) == ("file.bad_address", address, reason)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<c r="A1"><v>1e999</v></c>', "number"),
        ('<c r="A1"><v>NaN</v></c>', "number"),
        ('<c r="A1"><v>-INF</v></c>', "number"),
        ('<c r="A1"><v>1_000</v></c>', "number"),
        ('<c r="A1"><v>１２</v></c>', "number"),
        ('<c r="A1"><v>十二</v></c>', "number"),
        ('<c r="A1" t="s"><v>1</v></c>', "string_index"),
        ('<c r="A1" t="s"><v>-1</v></c>', "string_index"),
        ('<c r="A1" t="b"><v>2</v></c>', "boolean"),
        ('<c r="A1" t="d"><v>2021-02-30</v></c>', "date"),
        ('<c r="A1" t="d"><v>T</v></c>', "date"),
        ('<c r="A1" t="x"><v>1</v></c>', "cell_type"),
        ('<c r="A1" s="5"><v>1</v></c>', "style"),
        ('<c r="A1"><v>1</v><v>2</v></c>', "two_values"),
        ('<c r="A1"><f>1</f><f>2</f></c>', "two_formulas"),
        ('<c r="A1"><c r="B1"/></c>', "nested_cell"),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused_with_its_address(cell: str, reason: str) -> None:
    assert refusal(workbook_of(f'<row r="1">{cell}</row>')) == ("file.damaged", "A1", reason)


@pytest.mark.parametrize(
    "cell", ['<c r="A1"><v>1<v>2</v></v></c>', '<c r="A1"><v>1<o:v xmlns:o="urn:o"/>2</v></c>']
)
def test_markup_inside_a_value_is_refused(cell: str) -> None:
    with pytest.raises(WorkbookRefused, match="markup_in_text"):
        read(workbook_of(f'<row r="1">{cell}</row>'))


def test_more_cells_than_the_limit_are_refused() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/><c r="C1"/></row>'
    assert refusal(workbook_of(row), limits=Limits(cells=2)) == ("file.bomb", "cells", "2")
    assert len(read(workbook_of(row), limits=Limits(cells=3)).sheets) == 1


def test_too_many_merges_or_too_much_merged_are_refused() -> None:
    two = sheet_part("", after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>')
    assert refusal(workbook_of("", sheet=two), limits=Limits(merges=1)) == ("file.bomb", "merges", "1")
    whole = '<mergeCell ref="A1:XFD1048576"/>'
    twice = sheet_part("", after=f"<mergeCells>{whole}{whole}</mergeCells>")
    assert refusal(workbook_of("", sheet=twice)) == ("file.bomb", "merged_area", "20000000")


def test_one_shared_string_used_too_often_is_refused() -> None:
    cells = "".join(f'<c r="{letter}1" t="s"><v>0</v></c>' for letter in "ABC")
    data = workbook_of(f'<row r="1">{cells}</row>', strings=strings_part(f"<si><t>{'法' * 100}</t></si>"))
    assert refusal(data, limits=Limits(text_total=250)) == ("file.bomb", "text_total", "250")
    assert refusal(data, limits=Limits(text_length=99)) == ("file.bomb", "text_length", "99")


def test_too_many_hidden_column_ranges_are_refused() -> None:
    ranges = '<col min="1" max="1000" hidden="1"/>' * 1001
    data = workbook_of("", sheet=sheet_part("", before=f"<cols>{ranges}</cols>"))
    assert refusal(data) == ("file.bomb", "columns", "1000")


def test_a_number_of_absurd_length_is_refused() -> None:
    assert refusal(workbook_of(f'<row r="1"><c r="A1"><v>{"1" * 40_000}</v></c></row>'))[:2] == (
        "file.bomb",
        "text_length",
    )
