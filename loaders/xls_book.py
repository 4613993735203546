"""An old binary workbook (.xls, .et) into sheets, by xlrd: values, errors, formats; formulas are not read.

Only to be called in the child process of loaders/foreign.py: what a hostile file makes of the library, be it
an odd exception, ends with that process.
"""

import io
import math
from collections.abc import Iterable

import xlrd

from loaders.addresses import Area, address_of
from loaders.cells import Cell, CellKind, Sheet
from loaders.formats import GENERAL
from loaders.guards import Limits, WorkbookRefused, bad_address, bomb, damaged
from loaders.shared_parts import State

_STATES: dict[int, State] = {0: "visible", 1: "hidden", 2: "very_hidden"}
_KINDS: dict[int, CellKind] = {
    xlrd.XL_CELL_TEXT: "text",
    xlrd.XL_CELL_NUMBER: "number",
    xlrd.XL_CELL_DATE: "date",
    xlrd.XL_CELL_BOOLEAN: "bool",
    xlrd.XL_CELL_ERROR: "error",
}
_WHOLE = 1e15  # below it every whole number is written without an exponent


def read_xls(data: bytes, limits: Limits) -> tuple[tuple[Sheet, ...], bool]:
    """The sheets in their order, and whether dates count from 1904; raises WorkbookRefused."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        formats = [book.format_map[style.format_key].format_str for style in book.xf_list]
        count = _Count(limits)
        sheets = tuple(_sheet(sheet, formats, count) for sheet in book.sheets())
    except xlrd.XLRDError as problem:
        if "ncrypted" in str(problem):
            raise WorkbookRefused("file.encrypted", {}) from problem
        raise WorkbookRefused("file.old_format", {}) from problem
    if not sheets:
        raise damaged("", "no_sheets")
    return sheets, book.datemode == 1


class _Count:
    """Cells and characters so far, against the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self.characters = 0

    def add(self, sheet: str, text: str) -> None:
        limits = self.limits
        self.cells += 1
        self.characters += len(text)
        if self.cells > limits.cells:
            raise bomb(sheet, "cells", found=self.cells, limit=limits.cells)
        if len(text) > limits.text_length:
            raise bomb(sheet, "text_length", found=len(text), limit=limits.text_length)
        if self.characters > limits.text_total:
            raise bomb(sheet, "text_total", found=self.characters, limit=limits.text_total)


def _sheet(sheet: xlrd.sheet.Sheet, formats: list[str], count: _Count) -> Sheet:
    limits = count.limits
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = _KINDS.get(sheet.cell_type(row, column))
            stored = sheet.cell_value(row, column)
            if kind is None or stored == "":
                continue
            address = address_of(row + 1, column + 1)
            if row >= limits.max_row or column >= limits.max_column:
                raise bad_address("", "out_of_bounds", sheet=sheet.name, address=address)
            value, raw = _value(kind, stored)
            count.add(sheet.name, raw if kind == "text" else "")
            shown = formats[sheet.cell_xf_index(row, column)] or GENERAL
            cells[row + 1, column + 1] = Cell(address, row + 1, column + 1, kind, value, raw, None, shown)
    return Sheet(
        name=sheet.name,
        state=_STATES.get(sheet.visibility, "hidden"),
        cells=cells,
        merges=tuple(_merges(sheet.merged_cells, limits)),
        hidden_rows=_hidden(sheet.rowinfo_map, limits.max_row),
        hidden_columns=_hidden(sheet.colinfo_map, limits.max_column),
    )


def _value(kind: CellKind, stored: float | str) -> tuple[float | str | bool, str]:
    """Value and raw text as an .xlsx has them."""
    if kind == "text" or isinstance(stored, str):
        return str(stored), str(stored)
    if kind == "error":
        name = xlrd.error_text_from_code.get(int(stored), "#ERROR!")
        return name, name
    if kind == "bool":
        return bool(stored), str(int(stored))
    number = float(stored)
    if not math.isfinite(number):
        raise ValueError("number")
    is_whole = number.is_integer() and abs(number) < _WHOLE
    return number, str(int(number)) if is_whole else repr(number)


def _merges(areas: Iterable[tuple[int, int, int, int]], limits: Limits) -> Iterable[Area]:
    for number, (top, bottom, left, right) in enumerate(areas, 1):
        if number > limits.merges:
            raise bomb("", "merges", found=number, limit=limits.merges)
        if top < limits.max_row and left < limits.max_column:
            yield top + 1, left + 1, min(bottom, limits.max_row), min(right, limits.max_column)


def _hidden(found: dict[int, object], limit: int) -> frozenset[int]:
    return frozenset(
        index + 1 for index, shape in found.items() if index < limit and bool(getattr(shape, "hidden", False))
    )
