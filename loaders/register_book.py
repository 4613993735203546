"""A register (目标值, 校验规则) as a workbook: title, notice, number, heads, rows and notes below them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from loaders.template_look import NOTICE, Styles, height_of, new_book

HEAD_ROW = 4


@dataclass(frozen=True)
class RegisterColumn:
    """``field`` names what stands there; the first column is 甲, the others are numbered from 1."""

    field: str
    head: str
    width: float


@dataclass(frozen=True)
class RegisterSheet:
    """One sheet; ``rows`` have a cell for each column, a number where one is written as such."""

    title: str
    columns: Sequence[RegisterColumn]
    rows: Sequence[Sequence[str | float]]
    notes: Sequence[str]


def register_book(
    register: str,
    title: str,
    columns: Sequence[RegisterColumn],
    rows: Sequence[Sequence[str | float]],
    notes: Sequence[str],
) -> bytes:
    """A register of one sheet as .xlsx."""
    return register_books(register, [RegisterSheet(title, columns, rows, notes)])


def register_books(register: str, sheets: Sequence[RegisterSheet]) -> bytes:
    """A register of several sheets, each with the 表号; the first gives the workbook its title."""
    output = io.BytesIO()
    book = new_book(output, sheets[0].title)
    styles = Styles(book)
    for sheet in sheets:
        _write(book, styles, register, sheet)
    book.close()
    return output.getvalue()


def _write(book: Workbook, styles: Styles, register: str, told: RegisterSheet) -> None:
    sheet = book.add_worksheet(told.title)
    _head(sheet, styles, register, told.title, told.columns)
    widths = [column.width for column in told.columns]
    for row, cells in enumerate(told.rows, start=HEAD_ROW + 2):
        sheet.set_row(row, height_of(*zip(map(str, cells), widths, strict=True)))
        for number, cell in enumerate(cells):
            if isinstance(cell, float):
                sheet.write_number(row, number, cell, styles.code)
            else:
                sheet.write_string(row, number, cell, styles.words)
    for number, note in enumerate(told.notes, start=1):
        row = HEAD_ROW + 2 + len(told.rows) + number
        sheet.merge_range(row, 0, row, len(told.columns) - 1, "", styles.note)
        sheet.write_string(row, 0, f"{'说明：' if number == 1 else '　　　'}{number}．{note}", styles.note)


def _head(
    sheet: Worksheet, styles: Styles, register: str, title: str, columns: Sequence[RegisterColumn]
) -> None:
    sheet.set_paper(8)  # A3
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.freeze_panes(HEAD_ROW + 2, 1)
    sheet.hide_gridlines(2)
    for row, text, style in ((0, title, styles.title), (1, NOTICE, styles.notice)):
        sheet.merge_range(row, 0, row, len(columns) - 1, "", style)
        sheet.write_string(row, 0, text, style)
    sheet.set_row(0, 30)
    sheet.write_string(2, 0, f"表    号：{register}", styles.header)
    sheet.write_string(3, 0, "内部工作用表", styles.header)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(HEAD_ROW, number, column.head, styles.head)
        if number:
            sheet.write_number(HEAD_ROW + 1, number, number, styles.number_row)
    sheet.write_string(HEAD_ROW + 1, 0, "甲", styles.number_row)
