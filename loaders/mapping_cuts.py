"""Where a person says that a table begins and ends: a range of a sheet such as 应诉!A3:H20."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from loaders.addresses import Area, address_of, area_of
from loaders.header import visible
from loaders.words import tidy
from loaders.workbook import Cell, Workbook

LONGEST = 120
WrongCode = Literal["range", "sheet", "small", "beyond", "overlap", "no_table"]


@dataclass(frozen=True)
class Cut:
    """A range of a sheet, all rows and columns in it counted."""

    sheet: str
    area: Area

    @property
    def first_row(self) -> int:
        return self.area[0]

    @property
    def first_column(self) -> int:
        return self.area[1]

    @property
    def last_row(self) -> int:
        return self.area[2]

    @property
    def text(self) -> str:
        """``应诉!A3:H20``."""
        top, left, bottom, right = self.area
        return f"{self.sheet}!{address_of(top, left)}:{address_of(bottom, right)}"

    def holds(self, cell: Cell) -> bool:
        return self.area[0] <= cell.row <= self.area[2] and self.spans(cell.column)

    def spans(self, column: int) -> bool:
        return self.area[1] <= column <= self.area[3]

    def overlaps(self, other: Cut) -> bool:
        top, left, bottom, right = other.area
        rows = self.area[0] <= bottom and top <= self.area[2]
        return self.sheet == other.sheet and rows and self.area[1] <= right and left <= self.area[3]


@dataclass(frozen=True)
class Wrong:
    """Why a text is no range of a table; ``read`` is what was looked at, ``expected`` what there is."""

    code: WrongCode
    read: str
    expected: str = ""


def parse_cut(text: str, sheet: str = "") -> Cut | None:
    """A range as people type it, of ``sheet`` where it names none; None for anything else.

    >>> cut = parse_cut("应诉！ａ３：ｈ２０")
    >>> (cut.text, parse_cut("$B$2:C9", "表一").text, parse_cut("B2", "表一"), parse_cut("B2:C9"))
    ('应诉!A3:H20', '表一!B2:C9', None, None)
    """
    named, mark, reference = text[:LONGEST].replace("！", "!").strip().rpartition("!")
    bare = tidy(reference).replace(" ", "").replace("$", "").upper()
    area = area_of(bare) if ":" in bare else None
    name = named.strip().strip("'") if mark else sheet
    return Cut(name, area) if area is not None and name else None


def read_cut(text: str, workbook: Workbook, sheet: str = "", others: Sequence[Cut] = ()) -> Cut | Wrong:
    """The range that a person means on a sheet that is shown, or what is wrong with it."""
    names = [each.name for each in visible(workbook)]
    cut = parse_cut(text, sheet or (names[0] if len(names) == 1 else ""))
    if cut is None:
        return Wrong("range", text[:LONGEST])
    if cut.sheet not in names:
        return Wrong("sheet", cut.sheet, "、".join(names))
    top, left, bottom, right = cut.area
    if bottom == top or right == left:
        return Wrong("small", cut.text)
    used = workbook.sheet(cut.sheet)
    cells = used.cells if used is not None else {}
    last_row = max((row for row, _ in cells), default=1)
    last_column = max((column for _, column in cells), default=1)
    if bottom > last_row or right > last_column:
        return Wrong("beyond", cut.text, Cut(cut.sheet, (1, 1, last_row, last_column)).text)
    crossed = next((other for other in others if other.overlaps(cut)), None)
    return Wrong("overlap", cut.text, crossed.text) if crossed else cut
