"""Finds the tables of a sheet that no form describes: heads, rows with labels, what stands above and below.

A table begins where a row has a label and a figure to its right; the rows of words above it are its heads,
and what repeats behind a figure's column (省份, 数量, 省份, 数量) stands beside it as a table of its own.
Where a person says the range of a table, that range is one table, and the others are found around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.addresses import address_of
from loaders.header import visible
from loaders.mapping_areas import COLUMN_NUMBERS, Area, Rows, area_in, areas, right_of
from loaders.mapping_cuts import Cut
from loaders.mapping_grid import Grid, GridColumn, GridRow
from loaders.mapping_words import (
    CODES,
    NUMBERS,
    REGION_HEADS,
    REMARKS,
    is_nothing,
    is_number,
    is_year,
    says_unit,
    word,
)
from loaders.words import LABEL_LENGTH, plain, text_of, tidy
from loaders.workbook import Cell, Sheet, Workbook

ABOVE = 6  # rows above the heads in which a title may stand
MOST_TABLES, MOST_COLUMNS = 40, 256
_GOES_ON = re.compile("(?:接?[上前]页|接?上表)?续(?:表|上表|前表|页)?[一二三四五六七八九十0-9]*")


def grids(workbook: Workbook, cuts: Sequence[Cut] = ()) -> tuple[Grid, ...]:
    """The tables of every visible sheet, from the top and the left; ``cuts`` are those that a person said."""
    return tuple(
        grid
        for sheet in visible(workbook)
        for grid in grids_in(sheet, [cut for cut in cuts if cut.sheet == sheet.name])
    )


def grids_in(sheet: Sheet, cuts: Sequence[Cut] = ()) -> tuple[Grid, ...]:
    rows = _rows(sheet)
    around = {row: left for row, cells in rows.items() if (left := _outside(cells, cuts))} if cuts else rows
    found: list[Grid] = [grid for cut in cuts if (grid := cut_grid(sheet, cut, cuts, rows)) is not None]
    after = 0
    for area in areas(sheet, around):
        ends = [cut.last_row for cut in cuts if cut.last_row < area.top]
        found += (_continued(grid, found) for grid in _tables(sheet, around, area, max([after, *ends])))
        after = area.last
        if len(found) >= MOST_TABLES:
            break
    found.sort(key=lambda grid: (grid.top, grid.columns[0].number))
    return tuple(found[:MOST_TABLES])


def cut_grid(sheet: Sheet, cut: Cut, cuts: Sequence[Cut] = (), rows: Rows | None = None) -> Grid | None:
    """The one table of a range; None where no row in it has a label and a figure."""
    rows = _rows(sheet) if rows is None else rows
    inside = {
        row: cells for row, all_ in rows.items() if (cells := [each for each in all_ if cut.holds(each)])
    }
    area = area_in(sheet, inside, cut.first_row)
    if area is None:
        return None
    body = {row: inside[row] for row in sorted(inside) if row >= area.first}
    columns = [column for column in _columns(sheet, inside, body, area) if cut.spans(column.number)]
    if all(column.labels for column in columns):
        return None
    heads = [column.heads[-1] if column.heads else "" for column in columns]
    after = max((other.last_row for other in cuts if other.last_row < cut.first_row), default=0)
    beside = {
        row: [each for each in cells if right_of(sheet, each) >= cut.first_column]
        for row, cells in rows.items()
    }
    lines = tuple(
        line for line in _lines(sheet, body, columns) if not _are_heads(sheet, line, columns, heads)
    )
    return Grid(sheet, area.top, tuple(columns), lines, _above(beside, area, after), area.top, cut)


def _rows(sheet: Sheet) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for place in sorted(sheet.cells):
        cell = sheet.cells[place]
        if place[1] <= MOST_COLUMNS and (text_of(cell).strip() or cell.formula):
            rows.setdefault(place[0], []).append(cell)
    return rows


def _outside(cells: Sequence[Cell], cuts: Sequence[Cut]) -> list[Cell]:
    return [cell for cell in cells if not any(cut.holds(cell) for cut in cuts)]


def _are_heads(sheet: Sheet, line: GridRow, columns: Sequence[GridColumn], heads: Sequence[str]) -> bool:
    """Are the heads written again in a row of the body, as on each printed page."""
    cells = (sheet.cells.get((line.number, column.number)) for column in columns)
    return [text_of(cell).strip() for cell in cells] == list(heads)


def _continued(grid: Grid, before: Sequence[Grid]) -> Grid:
    """With the titles of the table above it, where the same heads are only written again."""
    titles = [cell for cell in grid.titles if not _GOES_ON.fullmatch(plain(text_of(cell)))]
    heads = [column.heads for column in grid.columns]
    first = next((one for one in before if [column.heads for column in one.columns] == heads), None)
    if titles or first is None or not any(heads):
        return grid
    return replace(grid, above=first.above, begun=first.begun)


def _tables(sheet: Sheet, rows: Rows, area: Area, after: int) -> list[Grid]:
    body = {row: rows[row] for row in sorted(rows) if area.first <= row <= area.last}
    columns = _columns(sheet, rows, body, area)
    above = _above(rows, area, after)
    found: list[Grid] = []
    for group in _groups(columns):
        if any(not column.labels for column in group):
            lines = tuple(_lines(sheet, body, group))
            found.append(Grid(sheet, area.top, tuple(group), lines, above, area.top))
    return found


def _above(rows: Rows, area: Area, after: int) -> tuple[Cell, ...]:
    """The lines of words above a table, behind the row ``after`` in which the one before ends."""
    return tuple(
        cell
        for row in range(max(after + 1, area.top - ABOVE), area.top)
        for cell in rows.get(row, ())
        if cell.kind == "text"
    )


def _columns(sheet: Sheet, rows: Rows, body: Rows, area: Area) -> list[GridColumn]:
    heads = _heads(sheet, rows, area)
    figures: dict[int, int] = {}
    texts: dict[int, int] = {}
    years: dict[int, int] = {}
    for cells in body.values():
        for cell in cells:
            counted = figures if is_number(cell) or is_nothing(cell) else texts
            counted[cell.column] = counted.get(cell.column, 0) + 1
            years[cell.column] = years.get(cell.column, 0) + is_year(cell)
    columns: list[GridColumn] = []
    for number in sorted({*heads, *figures, *texts}):
        stack = heads.get(number, [])
        said = tuple(dict.fromkeys(text_of(cell).strip() for cell in stack))
        first = min(row for row in body)
        address = stack[-1].address if stack else address_of(first, number)
        labels = texts.get(number, 0) > figures.get(number, 0) or _is_label_head(said)
        labels |= not figures.get(number, 0) and _is_region_head(said)  # 地市, blank beside 北京市
        if not columns and years.get(number, 0) and years.get(number, 0) >= figures.get(number, 0):
            labels = True
        columns.append(GridColumn(number, said, address, labels))
    return columns


def _is_label_head(heads: Sequence[str]) -> bool:
    return bool(heads) and word(heads[-1]) in (*NUMBERS, *CODES)


def _is_region_head(heads: Sequence[str]) -> bool:
    return bool(heads) and word(heads[-1]) in REGION_HEADS


def _heads(sheet: Sheet, rows: Rows, area: Area) -> dict[int, list[Cell]]:
    """Column -> its heads from the top down; a merged one stands in each column it covers."""
    found: dict[int, list[Cell]] = {}
    for row in range(area.top, area.first):
        cells = rows.get(row, ())
        if cells and plain(text_of(cells[0])[:LABEL_LENGTH]) in COLUMN_NUMBERS:
            continue
        for cell in cells:
            if says_unit(text_of(cell)):
                continue
            for column in range(cell.column, min(right_of(sheet, cell), MOST_COLUMNS) + 1):
                found.setdefault(column, []).append(cell)
    return found


def _groups(columns: Sequence[GridColumn]) -> list[list[GridColumn]]:
    """Tables side by side: a new one begins with each column of labels behind figures, before others."""
    groups: list[list[GridColumn]] = [[]]
    for place, column in enumerate(columns):
        behind = any(not each.labels for each in columns[place + 1 :])
        filled = any(not each.labels for each in groups[-1])
        if (
            column.labels
            and filled
            and behind
            and any(each.labels for each in groups[-1])
            and word(column.heads[-1] if column.heads else "") not in REMARKS
        ):
            groups.append([])
        groups[-1].append(column)
    return groups


def _lines(sheet: Sheet, body: Rows, group: Sequence[GridColumn]) -> Iterator[GridRow]:
    """The rows that have a label; one without any figure that stands alone is a heading of those below."""
    listed = [column.number for column in group if column.labels]
    names = [column.number for column in group if column.names] or listed
    figures = {column.number for column in group if not column.labels}
    covers = {
        (row, left): (top, left)
        for top, left, bottom, _ in sheet.merges
        if left in listed and bottom > top
        for row in range(top + 1, min(bottom, top + 5000) + 1)
    }
    band = ""
    for row, cells in body.items():
        places = {column: covers.get((row, column), (row, column)) for column in listed}
        labels = {column: text_of(sheet.cells.get(place)).strip() for column, place in places.items()}
        said = [column for column in names if labels[column]]
        aside = [column for column in listed if column < names[0] and _is_word(labels[column])]
        if not said and aside:  # 合计 in the column of numbers, or merged over it and the names
            labels[names[0]], said = labels[aside[0]], aside[:1]
        if not said:
            continue
        filled = any(cell.column in figures for cell in cells)
        if len(said) == 1 and not filled and _is_band(sheet, places[said[0]]):
            band = labels[said[0]]
            continue
        yield GridRow(row, labels, address_of(*places[said[-1]]), band)


def _is_word(text: str) -> bool:
    return bool(plain(text)) and not plain(text)[0].isdigit()


def _is_band(sheet: Sheet, place: tuple[int, int]) -> bool:
    """Is a label without figures a heading: numbered, or merged over the figures."""
    text = tidy(text_of(sheet.cells.get(place)))
    merged = any(area[:2] == place and area[3] > area[1] for area in sheet.merges)
    return merged or (
        len(text) > 1 and text[0] in "一二三四五六七八九十(" and any(mark in text[:4] for mark in "、.)")
    )
