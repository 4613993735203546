"""Where the tables of a sheet lie that no form describes: their rows of heads, and those under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.header import is_footer, names_header
from loaders.mapping_words import (
    ITEM_HEADS,
    NUMBERS,
    PERIOD_HEADS,
    REGION_HEADS,
    REMARKS,
    is_nothing,
    is_number,
    is_year,
    period_in,
    says_unit,
    word,
)
from loaders.words import LABEL_LENGTH, plain, text_of, tidy
from loaders.workbook import Cell, Sheet

LEVELS = 4  # rows of heads above each other
_BEGINS = re.compile(r"[约超近逾≥≤><=]{0,2}\d")
COLUMN_NUMBERS = ("栏次", "栏号", "甲")

Rows = Mapping[int, Sequence[Cell]]


@dataclass(frozen=True)
class Area:
    """Rows of one table or of several side by side: first row of heads, first and last row under them."""

    top: int
    first: int
    last: int


def areas(sheet: Sheet, rows: Rows) -> Iterator[Area]:
    numbers = sorted(rows)
    place, floor = 0, 0
    while place < len(numbers):
        if not _is_data(rows[numbers[place]]):
            place += 1
            continue
        top, first = _top(sheet, rows, numbers[place], floor)
        end = _end(rows, numbers, place, numbers[place])
        yield Area(top, first, numbers[end])
        floor = numbers[end]
        place = end + 1


def area_in(sheet: Sheet, rows: Rows, top: int) -> Area | None:
    """The one table that a person says begins at ``top``: blank rows and words do not end it."""
    data = next((row for row in sorted(rows) if _is_data(rows[row])), None)
    if data is None:
        return None
    head, first = _top(sheet, rows, data, top - 1)
    return Area(head, first, max(rows))


def _is_data(cells: Sequence[Cell]) -> bool:
    """A label with a figure to its right; a row of years or of column numbers is one of heads."""
    if plain(text_of(cells[0])[:LABEL_LENGTH]) in COLUMN_NUMBERS or _is_year_row(cells):
        return False
    if names_header(text_of(cells[0])[:LABEL_LENGTH]) or is_footer(text_of(cells[0])[:LABEL_LENGTH]):
        return False
    labelled = is_year(cells[0])
    for cell in cells:
        if labelled and is_number(cell) and cell is not cells[0]:
            return True
        labelled |= cell.kind == "text" and not is_number(cell) and not is_nothing(cell)
    return False


def _is_year_row(cells: Sequence[Cell]) -> bool:
    """Years as numbers beside nothing but heads of labels: 项目, 2023, 2024."""
    figures = [cell for cell in cells if is_number(cell)]
    others = [word(text_of(cell)) for cell in cells if not is_number(cell)]
    known = (*ITEM_HEADS, *REGION_HEADS, *NUMBERS, *REMARKS, *PERIOD_HEADS)
    return bool(figures) and all(is_year(cell) for cell in figures) and all(text in known for text in others)


def _top(sheet: Sheet, rows: Rows, data: int, floor: int) -> tuple[int, int]:
    """The first row of heads over the row ``data`` of figures, and the first row under the heads.

    Lines of one label may stand between: the heading of the first rows, a unit that filed nothing.
    """
    left = _first_figure(rows[data])
    first = data
    while first - 1 > floor and data - first < LEVELS and len(rows.get(first - 1, ())) == 1:
        if _is_head(sheet, rows[first - 1], left):
            break
        first -= 1
    if not _is_head(sheet, rows.get(first - 1, ()), left) or first - 1 <= floor:
        first = data
    top = first
    while top - 1 > floor and first - top < LEVELS + 1 and _is_head(sheet, rows.get(top - 1, ()), left):
        top -= 1
    return top, first


def _first_figure(cells: Sequence[Cell]) -> int:
    labelled = is_year(cells[0])
    for cell in cells:
        if labelled and is_number(cell) and cell is not cells[0]:
            return cell.column
        labelled |= cell.kind == "text" and not is_number(cell)
    return cells[-1].column


def _is_head(sheet: Sheet, cells: Sequence[Cell], left: int) -> bool:
    """Words over the figures, that are no title over the whole table and no line of the header block."""
    if not cells or any(names_header(text_of(cell)[:LABEL_LENGTH]) for cell in cells):
        return False
    if plain(text_of(cells[0])[:LABEL_LENGTH]) in COLUMN_NUMBERS or _is_year_row(cells):
        return True
    if any(is_number(cell) for cell in cells):
        return False
    texts = [cell for cell in cells if not says_unit(text_of(cell))]
    over = [cell for cell in texts if cell.column >= left]
    if len(texts) == 1:
        return bool(over) and texts[0].column > min(column for _, column in sheet.cells)
    return bool(over) or any(right_of(sheet, cell) >= left for cell in texts)


def right_of(sheet: Sheet, cell: Cell) -> int:
    areas = (area for area in sheet.merges if area[:2] == (cell.row, cell.column))
    return next((right for _, _, _, right in areas), cell.column)


def _end(rows: Rows, numbers: Sequence[int], place: int, first: int) -> int:
    """Place of the table's last row: up to a footer, the next heads, or words behind a blank row."""
    left = _first_figure(rows[first])
    end = last_data = place
    for at in range(place + 1, len(numbers)):
        cells = rows[numbers[at]]
        gap = numbers[at] - numbers[at - 1] > 1
        if is_footer(text_of(cells[0])[:LABEL_LENGTH]) or (gap and numbers[at] - numbers[at - 1] > 2):
            break
        if _is_data(cells):
            end = last_data = at
            continue
        if _ends(cells, left, gap=gap):
            # A single line of words right before the next heads is their title.
            return last_data if any(cell.column >= left for cell in cells) else end
        end = at
    return end if end == len(numbers) - 1 or not _is_title(rows, numbers, last_data, end) else last_data


def _ends(cells: Sequence[Cell], left: int, *, gap: bool) -> bool:
    """Do words end a table: heads over figures, a long note, anything without a figure behind a gap."""
    words = [cell for cell in cells if not is_nothing(cell) and not is_number(cell)]
    beside = any(is_nothing(cell) for cell in cells if cell.column >= left)
    over = [cell for cell in words if cell.column >= left and not _with_number(cell)]
    long = any(len(tidy(text_of(cell))) > LABEL_LENGTH for cell in words)
    return long or (len(words) > 1 and bool(over) and not beside) or (gap and not beside)


def _with_number(cell: Cell) -> bool:
    """A figure with words that make it unreadable, as 3件（含1件二审）, is no head; 2024年 is one."""
    text = text_of(cell)[:LABEL_LENGTH]
    return bool(_BEGINS.match(tidy(text))) and period_in((text,)) is None


def _is_title(rows: Rows, numbers: Sequence[int], last_data: int, end: int) -> bool:
    """Do rows without figures stand between the last figure and a table that follows."""
    return end > last_data and end + 1 < len(numbers) and numbers[end + 1] - numbers[end] <= 1
