"""A picture of the workbook around some cells: heads, neighbours and the cells themselves."""

from __future__ import annotations

from collections.abc import Mapping

from layouts.elements import Element, h, hidden
from layouts.text import Language, words
from loaders.addresses import column_letters
from loaders.cells import Cell, Sheet

MOST_ROWS = 14
MOST_COLUMNS = 8
BRIEF = 12  # letters that stay on one line
HEAD_REACH = 400  # rows looked upwards for a head

Marked = Mapping[tuple[int, int], str]  # (row, column), both from 1 -> numerator, denominator, reported


def picture(sheet: Sheet, marked: Marked, language: Language, *, file: str) -> Element:
    """Rows and columns of the sheet around the marked cells, numerator ochre and denominator blue."""
    spoken = words(language)
    rows = _rows(sheet, marked)
    columns = _columns(sheet, rows, marked)
    caption = spoken.say("trace.grid", file=file, sheet=sheet.name)
    heads = [h("th", hidden(spoken["trace.row_number"]), scope="col")]
    heads += [h("th", column_letters(column), scope="col") for column in columns]
    body = [
        h(
            "tr",
            h("th", str(row), scope="row"),
            *[_cell(_at(sheet, row, column), marked.get((row, column), "")) for column in columns],
        )
        for row in rows
    ]
    table = h("table", h("caption", hidden(caption)), h("thead", h("tr", *heads)), h("tbody", *body))
    table["props"]["className"] = "sheet"
    return h("div", table, class_name="table-scroll", role="region", aria_label=caption, tab_index=0)


def _rows(sheet: Sheet, marked: Marked) -> list[int]:
    """The marked rows, the nearest head above them, data rows next to them; nothing below a form's data."""
    kept = sorted({row for row, _ in marked})[:MOST_ROWS]
    heads = {_head_above(sheet, row, column) for row, column in marked} - {0}
    near = {
        beside
        for row, column in marked
        for beside in (row - 1, row + 1)
        if _kind(sheet, beside, column) == "number"
    }
    room = max(0, MOST_ROWS - len(kept) - len(heads))
    return sorted({*kept, *heads, *sorted(near - heads - set(kept))[:room]})


def _head_above(sheet: Sheet, row: int, column: int) -> int:
    """The text above the first number of the column; a “/” among the numbers is no head."""
    numbers = [each for (each, at), cell in sheet.cells.items() if at == column and cell.kind == "number"]
    first = min((each for each in numbers if each <= row), default=row)
    above = range(first - 1, max(0, first - HEAD_REACH), -1)
    return next((each for each in above if _kind(sheet, each, column) == "text"), 0)


def _columns(sheet: Sheet, rows: list[int], marked: Marked) -> list[int]:
    """Filled columns of these rows: the first three, and those nearest to the marked ones."""
    filled = {column for (row, column) in sheet.cells if row in set(rows)}
    wanted = {column for _, column in marked}

    def place(column: int) -> tuple[bool, bool, int]:
        return column not in wanted, column > 3, min(abs(column - each) for each in wanted)

    return sorted(sorted(filled | wanted, key=place)[:MOST_COLUMNS])


def _cell(cell: Cell | None, part: str) -> Element:
    text = "" if cell is None else cell.raw if cell.kind == "number" else str(cell.value)
    number = cell is not None and cell.kind == "number"
    names = ["num"] if number else ["words"] if len(text) > BRIEF else []
    if part:
        names.append(f"{part}-cell")
    return h("td", text, class_name=" ".join(names))


def _at(sheet: Sheet, row: int, column: int) -> Cell | None:
    """The cell, or the one it is merged into: a head over two rows stands in both."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right:
            return sheet.cells.get((top, left))
    return sheet.cells.get((row, column))


def _kind(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return cell.kind if cell is not None else ""
