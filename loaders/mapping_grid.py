"""Finds the tables of a sheet that no form describes: heads, rows with labels, what stands above and below.

A table begins where a row has a label and a figure to its right; the rows of words above it are its heads,
and what repeats behind a figure's column (省份, 数量, 省份, 数量) stands beside it as a table of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from loaders.addresses import address_of
from loaders.header import names_header, visible
from loaders.mapping_areas import COLUMN_NUMBERS, Area, Rows, areas, right_of
from loaders.mapping_words import (
    CODES,
    NUMBERS,
    REMARKS,
    UNITS_OF_ROWS,
    is_nothing,
    is_number,
    is_year,
    says_unit,
    units_above,
    word,
)
from loaders.words import LABEL_LENGTH, plain, text_of, tidy
from loaders.workbook import Cell, Sheet, Workbook

ABOVE = 6  # rows above the heads in which a title may stand
MOST_TABLES, MOST_COLUMNS = 40, 256
_GOES_ON = re.compile("(?:接?[上前]页|接?上表)?续(?:表|上表|前表|页)?[一二三四五六七八九十0-9]*")


@dataclass(frozen=True)
class GridColumn:
    """A column: its heads from the top down, where the lowest stands; ``labels`` hold words, not figures."""

    number: int
    heads: tuple[str, ...]
    address: str
    labels: bool

    @property
    def head(self) -> str:
        return "/".join(self.heads)

    @property
    def word(self) -> str:
        """The lowest head, plainly."""
        return word(self.heads[-1]) if self.heads else ""

    @property
    def names(self) -> bool:
        """Does it name the rows: words that are no number, unit, code or remark."""
        return self.labels and self.word not in (*NUMBERS, *REMARKS, *UNITS_OF_ROWS, *CODES)


@dataclass(frozen=True)
class GridRow:
    """A row: its texts by column of labels (a merged one's in each of its rows), the heading above it."""

    number: int
    labels: Mapping[int, str]
    address: str
    band: str


@dataclass(frozen=True)
class Grid:
    """One table as it stands: columns, rows, the lines above it and the first row of its heads.

    ``begun`` is the first row of heads of the table that it goes on with on another page, else its own.
    """

    sheet: Sheet
    top: int
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    above: tuple[Cell, ...]
    begun: int

    @property
    def titles(self) -> tuple[Cell, ...]:
        """The lines above that are no unit and no part of a header block, the nearest last."""
        return tuple(
            cell
            for cell in self.above
            if not says_unit(text_of(cell)) and not names_header(text_of(cell)[:LABEL_LENGTH])
        )

    @cached_property
    def units(self) -> tuple[str, ...]:
        return units_above(text_of(cell) for cell in reversed(self.above))

    @property
    def figures(self) -> tuple[GridColumn, ...]:
        return tuple(column for column in self.columns if not column.labels)

    @property
    def place(self) -> str:
        return self.columns[0].address

    def cell(self, row: GridRow, column: GridColumn) -> Cell | None:
        return self.sheet.cells.get((row.number, column.number))

    def has_figures(self, row: GridRow) -> bool:
        cells = (self.cell(row, column) for column in self.figures)
        return any(cell is not None and is_number(cell) for cell in cells)

    @cached_property
    def merged(self) -> Mapping[tuple[int, int], str]:
        """Places of figures that one merged cell covers together, with the area."""
        body = {row.number for row in self.rows}
        read = {column.number for column in self.figures}
        found: dict[tuple[int, int], str] = {}
        for top, left, bottom, right in self.sheet.merges:
            if top in body and left in read and (bottom > top or right > left):
                found[top, left] = f"{address_of(top, left)}:{address_of(bottom, right)}"
        return found


def grids(workbook: Workbook) -> tuple[Grid, ...]:
    """The tables of every visible sheet, from the top and the left."""
    return tuple(grid for sheet in visible(workbook) for grid in grids_in(sheet))


def grids_in(sheet: Sheet) -> tuple[Grid, ...]:
    rows: dict[int, list[Cell]] = {}
    for place in sorted(sheet.cells):
        cell = sheet.cells[place]
        if place[1] <= MOST_COLUMNS and (text_of(cell).strip() or cell.formula):
            rows.setdefault(place[0], []).append(cell)
    found: list[Grid] = []
    after = 0
    for area in areas(sheet, rows):
        found += (_continued(grid, found) for grid in _tables(sheet, rows, area, after))
        after = area.last
        if len(found) >= MOST_TABLES:
            break
    return tuple(found[:MOST_TABLES])


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
    above = [
        cell
        for row in range(max(after + 1, area.top - ABOVE), area.top)
        for cell in rows.get(row, ())
        if cell.kind == "text"
    ]
    found: list[Grid] = []
    for group in _groups(columns):
        if any(not column.labels for column in group):
            lines = tuple(_lines(sheet, body, group))
            found.append(Grid(sheet, area.top, tuple(group), lines, tuple(above), area.top))
    return found


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
        if not columns and years.get(number, 0) and years.get(number, 0) >= figures.get(number, 0):
            labels = True
        columns.append(GridColumn(number, said, address, labels))
    return columns


def _is_label_head(heads: Sequence[str]) -> bool:
    return bool(heads) and word(heads[-1]) in (*NUMBERS, *CODES)


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
