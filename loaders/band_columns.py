"""The columns under one band of heads: merged heads resolved, and the groups that stand side by side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from loaders.form import Form
from loaders.heads import Heads, Meaning
from loaders.row_labels import Labels
from loaders.words import plain, text_of
from loaders.workbook import Cell, Sheet

STARTS: frozenset[Meaning] = frozenset(("name", "code"))
NUMBER_ROWS = ("栏次", "栏号", "甲")  # a row of column numbers under the heads

Rows = Mapping[int, Sequence[Cell]]


@dataclass(frozen=True)
class Band:
    """Rows of heads, and the rows down to the next ones."""

    first: int
    last: int
    until: int


@dataclass(frozen=True)
class HeadColumn:
    number: int
    meaning: Meaning
    texts: tuple[str, ...]
    address: str

    @property
    def head(self) -> str:
        return "/".join(text.strip() for text in self.texts)


@dataclass(frozen=True)
class Search:
    """One sheet and what is looked for in it."""

    sheet: Sheet
    rows: Rows
    labels: Labels
    heads: Heads

    @property
    def form(self) -> Form:
        return self.labels.form

    @cached_property
    def left(self) -> int:
        """The first column in which anything stands."""
        return min(cells[0].column for cells in self.rows.values())

    @cached_property
    def _numbers(self) -> list[int]:
        return list(self.rows)

    def between(self, first: int, last: int) -> Iterator[Sequence[Cell]]:
        """The rows from the first to the last, without blank ones."""
        numbers = self._numbers
        for row in numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]:
            yield self.rows[row]


def columns_of(search: Search, band: Band) -> list[HeadColumn]:
    """Each column with a head or with labels: its heads from the top down and what they say together."""
    cells = {(row, cell.column): cell for row in _rows_in(search, band) for cell in search.rows[row]}
    labelled = label_columns(search, band)
    rightmost = max(found[-1].column for found in search.between(band.first, band.until))
    covered = dict(cells)
    for top, left, bottom, right in search.sheet.merges:
        anchor = cells.get((top, left))
        if anchor is None or (left <= search.left and right >= rightmost and right > left):
            covered.pop((top, left), None)
            continue
        for row in range(top, min(bottom, band.last) + 1):
            covered |= dict.fromkeys(((row, each) for each in range(left, min(right, rightmost) + 1)), anchor)
    columns: list[HeadColumn] = []
    for number in range(search.left, rightmost + 1):
        stack = [covered[row, number] for row in range(band.first, band.last + 1) if (row, number) in covered]
        heads = list(dict.fromkeys(cell for cell in stack if text_of(cell).strip()))
        if heads or number in labelled:
            texts = tuple(text_of(cell) for cell in heads)
            address = heads[-1].address if heads else ""
            columns.append(HeadColumn(number, search.heads.of_column(texts), texts, address))
    return columns


def _rows_in(search: Search, band: Band) -> Iterator[int]:
    """The band's rows that have cells, without a row of column numbers."""
    for row in range(band.first, band.last + 1):
        cells = search.rows.get(row, ())
        if cells and not (row > band.first and plain(text_of(cells[0])) in NUMBER_ROWS):
            yield row


def groups_of(columns: Sequence[HeadColumn], search: Search, band: Band) -> list[list[HeadColumn]]:
    """A new group begins with each head of labels or codes, or column of labels, behind a figure's head.

    Where only one group has labels there is one table, its figures to the left.
    """
    groups: list[list[HeadColumn]] = [[]]
    labelled = label_columns(search, band)
    for column in columns:
        starts = column.meaning in STARTS or (column.number in labelled and column.meaning == "")
        if starts and any(each.meaning not in (*STARTS, "unit", "skip", "") for each in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    named = [group for group in groups if any(_is_label(column, labelled) for column in group)]
    return groups if len(named) > 1 or not columns else [list(columns)]


def _is_label(column: HeadColumn, labelled: Mapping[int, int]) -> bool:
    return column.meaning == "name" or column.number in labelled


def label_columns(search: Search, band: Band) -> dict[int, int]:
    """Column -> how many labels of the form stand in it under the heads."""
    found: dict[int, int] = {}
    for cells in search.between(band.last + 1, band.until):
        for cell in cells:
            if cell.kind == "text" and search.labels.meant(text_of(cell)):
                found[cell.column] = found.get(cell.column, 0) + 1
    return found
