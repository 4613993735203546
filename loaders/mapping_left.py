"""What a mapping leaves in a workbook: hidden sheets, rows without a name, figures outside every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.model import Finding, Period
from loaders.header import is_footer, visible
from loaders.hints import period_in_name
from loaders.mapping import TableUse
from loaders.mapping_grid import Grid
from loaders.mapping_match import Keyed
from loaders.mapping_periods import period_stated
from loaders.mapping_tables import grids_in
from loaders.mapping_words import REMARKS, is_number, period_in
from loaders.words import LABEL_LENGTH, text_of
from loaders.workbook import Cell, Sheet, Workbook

FIGURES = ("element", "region", "value")
Found = Sequence[tuple[Keyed, TableUse | None]]


def left(workbook: Workbook, found: Found) -> Iterator[Finding]:
    """Everything with a figure that no table of the mapping takes in, so that nothing is left in silence."""
    for sheet in workbook.sheets:
        if sheet.state != "visible" and grids_in(sheet):
            params: dict[str, str | float] = {"read": sheet.name, "expected": ""}
            yield Finding("mapping.sheet_hidden", "note", sheet.name, "", params)
    for sheet in visible(workbook):
        here = [(keyed.grid, table) for keyed, table in found if keyed.grid.sheet is sheet]
        for keyed, table in found:
            if table and keyed.grid.sheet is sheet:
                yield from _shifted(keyed, table)
        yield from _gone_on(here)
        nameless = [cell for grid, table in here if table for cell in _nameless(grid)]
        yield from (_nameless_told(sheet, cell) for cell in nameless)
        outside = list(_outside(sheet, [grid for grid, _ in here]))
        outside = [cell for cell in outside if cell.row not in {told.row for told in nameless}]
        if outside:
            first = outside[0]
            params = {"read": text_of(first), "expected": "", "found": str(len(outside))}
            yield Finding("mapping.outside", "note", sheet.name, first.address, params)


def other_period(grid: Grid) -> Iterator[Finding]:
    """The sheet's name, or the title beside a header block, speaks of another period than is read."""
    stated, named = period_stated(grid), period_in_name(grid.sheet.name)
    if not stated:
        return
    if named is not None and _apart(named, Period.parse(stated)):
        params: dict[str, str | float] = {"read": grid.sheet.name, "expected": stated}
        yield Finding("sheet.period_differs", "explain", grid.sheet.name, "", params)
    for title in grid.titles:
        said = period_in((text_of(title),))
        if said is not None and _apart(said, Period.parse(stated)):
            params = {"read": text_of(title), "expected": stated}
            yield Finding("mapping.period_differs", "explain", grid.sheet.name, title.address, params)


def _apart(one: Period, other: Period) -> bool:
    return one.first > other.last or other.first > one.last


def _shifted(keyed: Keyed, table: TableUse) -> Iterator[Finding]:
    """A number among remarks or units beside a figure left blank: the row may be shifted."""
    grid = keyed.grid
    remarks = [
        column for column in grid.columns if column.word in REMARKS or keyed.use_of(column, table) == "unit"
    ]
    read = [column for column in grid.columns if keyed.use_of(column, table) in FIGURES]
    for row in grid.rows if remarks else ():
        number = next((cell for column in remarks if _is_number(cell := grid.cell(row, column))), None)
        blank = next((column for column in read if not text_of(grid.cell(row, column)).strip()), None)
        if number is None or blank is None:
            continue
        said = " ".join(text for text in row.labels.values() if text and text != text_of(number))
        params: dict[str, str | float] = {"label": said, "read": text_of(number), "expected": blank.head}
        yield Finding("cell.outside", "must", grid.sheet.name, number.address, params)


def _gone_on(here: Sequence[tuple[Grid, TableUse | None]]) -> Iterator[Finding]:
    """Right under a range that a person said stands another row of figures, which no table takes in."""
    for grid, _ in here:
        below = grid.extent.last_row + 1
        taken = any(
            _takes(other, below, mapped=table is not None) for other, table in here if other is not grid
        )
        if grid.cut is None or taken or _is_foot_line(grid.sheet, below):
            continue
        cells = (grid.sheet.cells.get((below, column.number)) for column in grid.figures)
        cell = next((each for each in cells if each is not None and is_number(each)), None)
        if cell is not None:
            params: dict[str, str | float] = {"read": text_of(cell), "expected": grid.extent.text}
            yield Finding("mapping.goes_on", "explain", grid.sheet.name, cell.address, params)


def _takes(grid: Grid, row: int, *, mapped: bool) -> bool:
    """Does a row belong to another table: one that is read, or one that begins there with its own heads."""
    top, _, bottom, _ = grid.extent.area
    headed = bool(grid.rows) and grid.top == row < grid.rows[0].number
    return headed or (mapped and top <= row <= bottom)


def _is_foot_line(sheet: Sheet, row: int) -> bool:
    first = next((cell for (at, _), cell in sheet.cells.items() if at == row), None)
    return first is not None and is_footer(text_of(first)[:LABEL_LENGTH])


def _is_number(cell: Cell | None) -> bool:
    return cell is not None and cell.kind == "number"


def _nameless(grid: Grid) -> Iterator[Cell]:
    """The first figure of each row, within the table or right under it, that no label stands beside."""
    named = {row.number for row in grid.rows}
    if not named:
        return
    figures = [column.number for column in grid.figures]
    for row in range(min(named), max(named) + 2):
        cells = (grid.sheet.cells.get((row, column)) for column in figures)
        cell = next((cell for cell in cells if cell is not None and is_number(cell)), None)
        if row not in named and cell is not None and not _is_foot(grid.sheet, row, grid):
            yield cell


def _is_foot(sheet: Sheet, row: int, grid: Grid) -> bool:
    """Does a footer, or any other word, stand in the row to the left of the table's figures."""
    before = (sheet.cells.get((row, column)) for column in range(1, grid.figures[0].number))
    return any(cell is not None and text_of(cell).strip() for cell in before)


def _nameless_told(sheet: Sheet, cell: Cell) -> Finding:
    params: dict[str, str | float] = {"read": text_of(cell), "expected": "", "value": text_of(cell)}
    return Finding("mapping.row_nameless", "must", sheet.name, cell.address, params)


def _outside(sheet: Sheet, grids: Sequence[Grid]) -> Iterator[Cell]:
    """Numbers in no row and column of a table; heads and what stands above the first table are none."""
    first = min((grid.rows[0].number for grid in grids if grid.rows), default=1)
    taken = [
        ({row.number for row in grid.rows}, {column.number for column in grid.columns}) for grid in grids
    ]
    heads = {row for grid in grids if grid.rows for row in range(grid.top, grid.rows[0].number)}
    foot = 0
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind == "text" and is_footer(text_of(cell)[:LABEL_LENGTH]):
            foot = row
        if cell.kind != "number" or row < first or row == foot or row in heads:
            continue
        if not any(row in rows and column in columns for rows, columns in taken):
            yield cell
