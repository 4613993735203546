"""One table of a sheet that no form describes: its columns with their heads, its rows with their labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from loaders.addresses import address_of
from loaders.header import names_header
from loaders.mapping_cuts import Cut
from loaders.mapping_words import (
    CODES,
    NUMBERS,
    REMARKS,
    UNITS_OF_ROWS,
    is_number,
    says_unit,
    units_above,
    word,
)
from loaders.words import LABEL_LENGTH, text_of
from loaders.workbook import Cell, Sheet


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
    cut: Cut | None = None  # the range that a person said

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
    def extent(self) -> Cut:
        """Where the table stands: as a person said, else from its first head to its last row."""
        last = max((row.number for row in self.rows), default=self.top)
        area = (self.top, self.columns[0].number, last, self.columns[-1].number)
        return self.cut or Cut(self.sheet.name, area)

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
