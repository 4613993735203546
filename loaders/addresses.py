"""Cell addresses: D12 <-> (12, 4), and the same for areas."""

import re

from loaders.guards import GRID_COLUMNS, GRID_ROWS

CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
COLUMN = re.compile(r"[A-Z]{1,3}")
WHOLE = re.compile(r"[1-9][0-9]{0,6}")

Area = tuple[int, int, int, int]


def column_number(letters: str) -> int | None:
    """A is 1, XFD is 16384; None when the letters name no column of the grid."""
    if not COLUMN.fullmatch(letters):
        return None
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number if number <= GRID_COLUMNS else None


def column_letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def position_of(address: str) -> tuple[int, int] | None:
    """(row, column) of an address, None when it names no cell of the grid."""
    found = CELL.fullmatch(address)
    if found is None:
        return None
    column, row = column_number(found[1]), int(found[2])
    return None if column is None or row > GRID_ROWS else (row, column)


def area_of(reference: str) -> Area | None:
    """(first row, first column, last row, last column) of "A1:C3" or "A1", None when malformed."""
    first, _, last = reference.partition(":")
    start, end = position_of(first), position_of(last or first)
    if start is None or end is None or start[0] > end[0] or start[1] > end[1]:
        return None
    return (*start, *end)


def whole(text: str | None, *, limit: int) -> int | None:
    """A count from 1 to limit as the format writes it; None for anything else."""
    if text is None or not WHOLE.fullmatch(text):
        return None
    number = int(text)
    return number if number <= limit else None
