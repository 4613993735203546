"""The reader beside openpyxl on 1,000 workbooks made up from a fixed seed: values, formulas and the rest."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell as TheirCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as Sheets

from loaders.workbook import Cell, Sheet, read

WORKBOOKS, BATCHES = 1000, 20
TEXTS = (
    *("甲", "乙", "行政诉讼败诉数", "其中：调解", " 前后 ", "１２．５％", "约300", "—", "/", "a<b&c>\"d'"),
    *(
        "两\n行",
        "tab\there",
        "'75",
        "=不是公式".strip("="),
        "2024年",
        "\u3000",
        "😀",
        "x" * 300,
        "TRUE",
        "1e5",
    ),
)
FORMATS = (
    *("General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%", "@", '0"件"', "[Red]0.0;[Blue]-0.0"),
    *("yyyy-mm-dd", 'yyyy"年"m"月"', "h:mm", "[h]:mm:ss", "mm/dd/yyyy", "0.00E+00", "_ * #,##0_ "),
)
DATES = FORMATS[10:15]
DAY = datetime.fromisoformat("2024-01-01")
ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
FORMULAS = ("SUM(A1:A9)", "B2/C3", 'IF(A1>0,"有","无")', "Sheet1!$A$1*2", "ROUND(D4,2)", "TODAY()")

# A cell to write: row and column from 0, value, format, formula ("" for none).
Written = tuple[int, int, object, str, str]


def cells_of(draw: random.Random) -> Iterator[Written]:
    places = [(draw.randrange(40), draw.randrange(12)) for _ in range(draw.randrange(1, 12))]
    for row, column in dict.fromkeys(places):
        value, formula = value_of(draw), draw.choice(FORMULAS) if draw.random() < 0.2 else ""
        code = draw.choice(FORMATS) if draw.random() < 0.5 else "General"
        if code in DATES and isinstance(value, int | float) and not 1 <= value < 100_000:
            code = "General"  # no day has that number
        yield row, column, value, code, formula


def value_of(draw: random.Random) -> object:
    kind = draw.randrange(8)
    if kind == 0:
        return draw.choice(TEXTS)
    if kind == 1:
        return draw.random() < 0.5
    if kind == 2:
        return draw.randrange(-1000, 1_000_000)
    if kind == 3:
        return draw.choice((0, 0.1, 1 / 3, 1e-9, 1.5e15, -0.0, 123456789012345.0, 75.45))
    if kind == 4:
        return DAY + timedelta(days=draw.randrange(-3000, 3000), seconds=draw.randrange(86400))
    if kind == 5:
        return draw.choice(ERRORS)
    return round(draw.uniform(-500, 500), draw.randrange(6))


def by_xlsxwriter(draw: random.Random) -> bytes:
    out = io.BytesIO()
    inside = draw.random() < 0.3  # texts inside the sheet, rows written one by one
    book = xlsxwriter.Workbook(out, {"constant_memory": inside, "in_memory": not inside})
    for number in range(draw.randrange(1, 3)):
        sheet = book.add_worksheet(f"表{number}")
        for row, column, value, code, formula in sorted(cells_of(draw), key=lambda cell: cell[:2]):
            write(sheet, (row, column), value, book.add_format({"num_format": code}), formula)
        if draw.random() < 0.4 and not inside:
            sheet.set_row(draw.randrange(40), None, None, {"hidden": True})
            sheet.set_column(*sorted((draw.randrange(12), draw.randrange(12))), 9, None, {"hidden": True})
        if number and draw.random() < 0.3:
            sheet.hide()
    book.close()
    return out.getvalue()


def write(sheet: Sheets, at: tuple[int, int], value: object, style: Format, formula: str) -> None:
    if formula:
        result = to_excel(value) if isinstance(value, datetime) else value
        sheet.write_formula(*at, formula, style, result)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value, style)
    elif isinstance(value, str):
        sheet.write_string(*at, value, style)
    else:
        sheet.write_number(*at, float(str(value)), style)


def by_openpyxl(draw: random.Random) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number in range(draw.randrange(1, 3)):
        sheet = book.create_sheet(f"表{number}")
        for row, column, value, code, formula in cells_of(draw):
            cell = sheet.cell(row + 1, column + 1)
            cell.value = f"={formula}" if formula else value
            if code != "General" and not isinstance(value, str | bool):
                cell.number_format = code
        for _ in range(draw.randrange(3)):
            top, left = draw.randrange(50, 90), draw.randrange(1, 9)
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=left, end_column=left + 2)
        if draw.random() < 0.4:
            sheet.row_dimensions[draw.randrange(1, 40)].hidden = True
            sheet.column_dimensions[get_column_letter(draw.randrange(1, 13))].hidden = True
        if number and draw.random() < 0.3:
            sheet.sheet_state = draw.choice(("hidden", "veryHidden"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_reader_agrees_with_openpyxl(batch: int) -> None:
    for number in range(WORKBOOKS // BATCHES):
        draw = random.Random(1000 * batch + number)
        data = (by_openpyxl if draw.random() < 0.5 else by_xlsxwriter)(draw)
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data))
        found = read(data)
        assert [sheet.name for sheet in found.sheets] == formulas.sheetnames
        for sheet in found.sheets:
            where = f"seed {1000 * batch + number}, {sheet.name}"
            assert ours(sheet) == theirs(values[sheet.name], formulas[sheet.name]), where
            assert shape(sheet) == their_shape(formulas[sheet.name]), where


def ours(sheet: Sheet) -> dict[str, tuple[object, str, str]]:
    """Address -> value, formula, number format."""
    return {
        cell.address: (plainly(cell), cell.formula or "", cell.number_format) for cell in sheet.cells.values()
    }


def plainly(cell: Cell) -> object:
    if isinstance(cell.value, float):
        return round(cell.value, 6) if cell.kind == "date" else cell.value
    return cell.value


def theirs(values: Worksheet, formulas: Worksheet) -> dict[str, tuple[object, str, str]]:
    found: dict[str, tuple[object, str, str]] = {}
    for row in formulas.iter_rows():
        for cell in row:
            formula = formula_of(cell)
            value = values[cell.coordinate].value
            if value is not None or formula:
                found[cell.coordinate] = (their_value(value), formula, str(cell.number_format))
    return found


def formula_of(cell: TheirCell) -> str:
    if isinstance(cell.value, ArrayFormula):
        return str(cell.value.text).removeprefix("=")
    return str(cell.value)[1:] if cell.data_type == "f" else ""


def their_value(value: object) -> object:
    """openpyxl makes times of numbers in a date format; here they stay the numbers that are stored."""
    if isinstance(value, datetime | date | time | timedelta):
        return round(float(to_excel(value)), 6)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def shape(sheet: Sheet) -> tuple[object, ...]:
    state = sheet.state.replace("very_hidden", "veryHidden")
    return state, sorted(sheet.merges), sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)


def their_shape(sheet: Worksheet) -> tuple[object, ...]:
    merges = sorted(
        (area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges
    )
    rows = sorted(row for row, found in sheet.row_dimensions.items() if found.hidden)
    columns = sorted(
        column
        for found in sheet.column_dimensions.values()
        if found.hidden
        for column in range(found.min, found.max + 1)
    )
    return sheet.sheet_state, merges, rows, columns
