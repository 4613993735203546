"""A form's tables: those with a 栏号 row (甲 乙 丙 1 2 …) wherever it stands, and what any table is made of.

Tables without a 栏号 row are found by their heads: loaders/bands.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.model import Finding
from loaders.addresses import Area
from loaders.form import Column, Form, Row
from loaders.heads import Heads
from loaders.words import plain, text_of, tidy
from loaders.workbook import Cell, Sheet

NAME, CODE, UNIT = "甲", "乙", "丙"
HEAD_ROWS = 4  # merged heads stand in at most so many rows above the 栏号 row


@dataclass(frozen=True)
class Table:
    """One table: the sheet, its last row of heads, the columns of 甲 乙 丙 and of each number, the last row.

    A table that was found by its heads is ``headed``: it may have labels in several columns (``names``),
    heads that are not read (``others``), a unit in a head or above it, and bounds where tables stand side
    by side. ``doubt`` says that two of its columns may be the value, ``left_out`` are columns under another
    head than the form's: findings tell both.
    """

    sheet: Sheet
    row: int
    name: int
    code: int | None
    unit: int | None
    columns: Mapping[int, int]
    last: int
    left: int = 0
    right: int | None = None
    names: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    others: Mapping[int, str] = field(default_factory=dict)
    head_unit: str = ""
    sheet_units: tuple[str, ...] = ()
    headed: bool = False
    doubt: bool = False

    def at(self, row: int, column: int | None) -> Cell | None:
        return self.sheet.cells.get((row, column)) if column else None

    def span(self, row: int, column: int) -> Area | None:
        """The merged area that a numbered column's cell shares with another row or numbered column.

        A cell that such an area covers shows nothing, whatever it holds.
        """
        for area in self._spans:
            top, left, bottom, right = area
            if top <= row <= bottom and left <= column <= right:
                return area
        return None

    @cached_property
    def _spans(self) -> tuple[Area, ...]:
        read = set(self.columns.values())
        return tuple(
            (top, left, bottom, right)
            for top, left, bottom, right in self.sheet.merges
            if bottom > self.row
            and top <= self.last
            and any(left <= column <= right for column in read)
            and (bottom > top or sum(left <= column <= right for column in read) > 1 or left not in read)
        )


@dataclass(frozen=True)
class TableRow:
    """A row as it stands in the workbook; without a 乙 code, ``meant`` are the rows of its label.

    ``named`` is the text that was found among the labels: the label, or labels side by side together.
    """

    table: Table
    row: int
    code: str
    label: str
    unit: str
    place: str  # address of the 乙 cell, or of the 甲 cell where there is no code
    meant: tuple[Row, ...] = ()
    named: str = ""
    band: str = ""  # the heading above an uncoded row

    def cell(self, number: int) -> Cell | None:
        column = self.table.columns.get(number)
        return self.table.sheet.cells.get((self.row, column)) if column else None

    @property
    def hidden(self) -> bool:
        return self.row in self.table.sheet.hidden_rows


def numbered_tables(sheet: Sheet, form: Form, heads: Heads) -> tuple[list[Table], list[Finding]]:
    """Every table with a 栏号 row, with findings where a column is missing, twice or renamed."""
    tables: list[Table] = []
    findings: list[Finding] = []
    marked = [(row, marks) for row, marks in _marked_rows(sheet) if _is_table(marks, form)]
    end = max((row for row, _ in sheet.cells), default=0) if marked else 0
    for index, (row, marks) in enumerate(marked):
        last = marked[index + 1][0] - 1 if index + 1 < len(marked) else end
        for table, texts in _side_by_side(sheet, row, marks, last):
            told = list(_check_columns(table, texts, form, heads))
            tables.append(_without_renamed(table, told))
            findings += told
    return tables, findings


def _without_renamed(table: Table, told: list[Finding]) -> Table:
    """The table without the columns that bear another head: what stands under it is not read."""
    renamed = {
        int(found.params["code"]) for found in told if found.code == "form.label_changed"
    } & table.columns.keys()
    if not renamed:
        return table
    return replace(
        table,
        columns={number: at for number, at in table.columns.items() if number not in renamed},
        left_out=tuple(table.columns[number] for number in renamed),
    )


def side_by_side(sheet: Sheet, tables: list[Table]) -> Iterator[Finding]:
    """A note for each row of heads that repeats over several groups of columns."""
    for row in dict.fromkeys(table.row for table in tables):
        groups = [table for table in tables if table.row == row]
        if len(groups) > 1:
            first = groups[0].at(row, groups[0].name)
            params: dict[str, str | float] = {"read": "", "expected": "", "found": str(len(groups))}
            yield Finding("table.side_by_side", "note", sheet.name, first.address if first else "", params)


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
    return text == NAME or _is_number(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _marked_rows(sheet: Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    """Rows with a cell 甲: row number and column -> text, in order."""
    starts = sorted(
        row
        for (row, _), cell in sheet.cells.items()
        if isinstance(cell.value, str) and NAME in cell.value and plain(cell.value) == NAME
    )
    rows: dict[int, dict[int, str]] = {row: {} for row in starts}
    for (row, column), cell in sheet.cells.items() if starts else ():
        if row in rows:
            rows[row][column] = tidy(text_of(cell)).replace(" ", "")
    for row, texts in rows.items():
        yield row, dict(sorted(texts.items()))


def _is_table(marks: Mapping[int, str], form: Form) -> bool:
    numbers = {str(column.number) for column in form.columns}
    return bool(numbers & set(marks.values()))


def _side_by_side(
    sheet: Sheet, row: int, marks: Mapping[int, str], last: int
) -> Iterator[tuple[Table, list[str]]]:
    """The tables of one 栏号 row: a new one begins with each 甲 or 乙 after a number."""
    groups: list[dict[int, str]] = [{}]
    for column, text in marks.items():
        if text in (NAME, CODE) and any(_is_number(other) for other in groups[-1].values()):
            groups.append({})
        groups[-1][column] = text
    groups = [group for group in groups if NAME in group.values()]
    for index, group in enumerate(groups):
        places: dict[str, int] = {}
        for column, text in group.items():
            places.setdefault(text, column)
        columns = {int(text): column for text, column in places.items() if _is_number(text)}
        yield (
            Table(
                sheet=sheet,
                row=row,
                name=places[NAME],
                code=places.get(CODE),
                unit=places.get(UNIT),
                columns=columns,
                last=last,
                left=min(group) if index else 0,
                right=min(groups[index + 1]) - 1 if index + 1 < len(groups) else None,
            ),
            list(group.values()),
        )


def _check_columns(table: Table, texts: list[str], form: Form, heads: Heads) -> Iterator[Finding]:
    name = table.sheet.name
    where = table.sheet.cells[table.row, table.name].address
    for column in form.columns:
        number = str(column.number)
        at = table.columns.get(column.number)
        params: dict[str, str | float] = {"read": "", "expected": column.head, "number": number}
        if at is None and column.holds == "value":
            yield Finding("form.column_missing", "must", name, where, params)
        if texts.count(number) > 1:
            yield Finding("form.column_twice", "must", name, where, params)
        if at is None:
            continue
        yield from _check_heads(table, at, column, heads)
        if at in table.sheet.hidden_columns:
            hidden = {"read": number, "expected": "", "label": column.head}
            yield Finding("cell.hidden", "note", name, where, hidden)


def _check_heads(table: Table, at: int, column: Column, heads: Heads) -> Iterator[Finding]:
    """The texts above a number are the form's head, or say the same; other words make it another column."""
    above = heads_above(table, at)
    wanted = plain(column.head)
    if not above or any(plain(text) == wanted for _, text in above):
        return
    address, read = above[0]
    said = heads.of_column([text for _, text in reversed(above) if heads.meaning(text)])
    if any(wanted in plain(text) for _, text in above) and said in ("", column.holds):
        return
    if said == column.holds and heads.meaning(read):
        params = {"read": read, "expected": column.head, "number": str(column.number)}
        yield Finding("column.by_head", "note", table.sheet.name, address, params)
        return
    renamed = {"read": read, "expected": column.head, "code": str(column.number)}
    yield Finding("form.label_changed", "must", table.sheet.name, address, renamed)


def heads_above(table: Table, column: int) -> list[tuple[str, str]]:
    """Texts straight above a numbered column, nearest first."""
    found: list[tuple[str, str]] = []
    for row in range(table.row - 1, max(0, table.row - 1 - HEAD_ROWS), -1):
        cell = table.sheet.cells.get((row, column))
        if cell is not None and cell.kind == "text":
            found.append((cell.address, text_of(cell)))
    return found
