"""Finds a form's tables by their 栏号 row (甲 乙 丙 1 2 …) and their rows by 乙 code, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.model import Finding
from loaders.form import Form
from loaders.header import is_footer, visible
from loaders.words import plain, text_of, tidy
from loaders.workbook import Cell, Sheet, Workbook

NAME, CODE, UNIT = "甲", "乙", "丙"
HEAD_ROWS = 4  # merged heads stand in at most so many rows above the 栏号 row

_CODE_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")


@dataclass(frozen=True)
class Table:
    """One table: the sheet, its 栏号 row, the columns of 甲 乙 丙 and of each number, the last row."""

    sheet: Sheet
    row: int
    name: int
    code: int
    unit: int | None
    columns: Mapping[int, int]
    last: int


@dataclass(frozen=True)
class TableRow:
    """A row that bears a 乙 code, as it stands in the workbook."""

    table: Table
    row: int
    code: str
    label: str
    unit: str
    place: str  # address of the 乙 cell

    def cell(self, number: int) -> Cell | None:
        column = self.table.columns.get(number)
        return self.table.sheet.cells.get((self.row, column)) if column else None

    @property
    def hidden(self) -> bool:
        return self.row in self.table.sheet.hidden_rows


def find_tables(workbook: Workbook, form: Form) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Every table on a visible sheet, with findings where a numbered column is missing, twice or renamed."""
    tables: list[Table] = []
    findings: list[Finding] = []
    for sheet in visible(workbook):
        heads = [head for head in _number_rows(sheet) if _is_table(head[1], form)]
        end = max((row for row, _ in sheet.cells), default=0)
        for index, (row, marks) in enumerate(heads):
            last = heads[index + 1][0] - 1 if index + 1 < len(heads) else end
            table = _table(sheet, row, marks, last)
            tables.append(table)
            findings += _check_columns(table, marks, form)
    return tuple(tables), tuple(findings)


def rows_of(table: Table) -> Iterator[TableRow | Finding]:
    """The coded rows down to the footer; a number beside no code is a finding, never a guess."""
    values = set(table.columns.values())
    by_row: dict[int, list[Cell]] = {}
    for (row, _), cell in table.sheet.cells.items():
        if table.row < row <= table.last:
            by_row.setdefault(row, []).append(cell)
    for row in sorted(by_row):
        label = text_of(table.sheet.cells.get((row, table.name)))
        if is_footer(label):
            return
        marked = table.sheet.cells.get((row, table.code))
        code = tidy(text_of(marked)).replace(" ", "")
        if marked and _CODE_TEXT.fullmatch(code):
            unit = text_of(table.sheet.cells.get((row, table.unit))) if table.unit else ""
            yield TableRow(table, row, code, label, unit, marked.address)
            continue
        for cell in by_row[row]:
            if cell.kind == "number" and cell.column in values:
                params = {"read": "", "label": label.strip(), "expected": "", "value": text_of(cell)}
                yield Finding("form.row_unknown", "must", table.sheet.name, cell.address, params)


def find_marks(sheet: Sheet, columns: int) -> Iterator[tuple[int, dict[int, int]]]:
    """Rows with 甲 and every number from 1 below ``columns``: row, and number -> column (甲 is 0)."""
    for row, marks in _marked_rows(sheet):
        places = {
            0 if text == NAME else int(text): column
            for column, text in reversed(marks.items())
            if _is_mark(text)
        }
        if set(range(columns)) <= set(places):
            yield row, places


def _is_mark(text: str) -> bool:
    return text == NAME or (text.isascii() and text.isdecimal())


def _number_rows(sheet: Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    """Rows with a cell 甲 and a cell 乙: row number and column -> text, in order."""
    return ((row, marks) for row, marks in _marked_rows(sheet) if CODE in marks.values())


def _marked_rows(sheet: Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    starts = sorted(
        row
        for (row, _), cell in sheet.cells.items()
        if isinstance(cell.value, str) and NAME in cell.value and plain(cell.value) == NAME
    )
    rows: dict[int, dict[int, str]] = {row: {} for row in starts}
    for (row, column), cell in sheet.cells.items():
        if row in rows:
            rows[row][column] = tidy(text_of(cell)).replace(" ", "")
    for row, texts in rows.items():
        yield row, dict(sorted(texts.items()))


def _is_table(marks: Mapping[int, str], form: Form) -> bool:
    numbers = {str(column.number) for column in form.columns}
    return bool(numbers & set(marks.values()))


def _table(sheet: Sheet, row: int, marks: Mapping[int, str], last: int) -> Table:
    places: dict[str, int] = {}
    for column, text in marks.items():
        places.setdefault(text, column)
    columns = {int(text): column for text, column in places.items() if text.isascii() and text.isdecimal()}
    return Table(sheet, row, places[NAME], places[CODE], places.get(UNIT), columns, last)


def _check_columns(table: Table, marks: Mapping[int, str], form: Form) -> Iterator[Finding]:
    texts = list(marks.values())
    for column in form.columns:
        number = str(column.number)
        at = table.columns.get(column.number)
        where = next(
            (table.sheet.cells[table.row, place].address for place, text in marks.items() if text == NAME)
        )
        params = {"read": "", "expected": column.head, "number": number}
        if at is None and column.holds == "value":
            yield Finding("form.column_missing", "must", table.sheet.name, where, params)
        if texts.count(number) > 1:
            yield Finding("form.column_twice", "must", table.sheet.name, where, params)
        heads = _heads_above(table, at) if at else []
        if heads and not any(plain(column.head) in plain(cell_text) for _, cell_text in heads):
            address, read = heads[0]
            renamed = {"read": read, "expected": column.head, "code": number}
            yield Finding("form.label_changed", "must", table.sheet.name, address, renamed)
        if at in table.sheet.hidden_columns and at is not None:
            yield Finding(
                "cell.hidden",
                "note",
                table.sheet.name,
                where,
                {"read": number, "expected": "", "label": column.head},
            )


def _heads_above(table: Table, column: int) -> list[tuple[str, str]]:
    """Texts straight above a numbered column, nearest first."""
    found: list[tuple[str, str]] = []
    for row in range(table.row - 1, max(0, table.row - 1 - HEAD_ROWS), -1):
        cell = table.sheet.cells.get((row, column))
        if cell is not None and cell.kind == "text":
            found.append((cell.address, text_of(cell)))
    return found
