"""Finds tables by their heads, where there is no 栏号 row: merged heads of up to four levels.

A row of heads names figures (本期, 2024年, 数值) or stands between rows that do. What stands side by side
under one band of heads (项目, 数值, 项目, 数值) is several tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.model import Finding
from loaders.band_columns import NUMBER_ROWS, Band, HeadColumn, Search, columns_of, groups_of, label_columns
from loaders.form import Form
from loaders.header import MEASURE, header_of, is_footer, names_header
from loaders.heads import is_year, may_be_head
from loaders.table import Table
from loaders.table_rows import code_in
from loaders.words import plain, text_of, tidy
from loaders.workbook import Cell, Sheet

LEVELS = 4  # rows of heads above each other
MOST_BANDS = 200  # no sheet of a form has more; a made-up one is not searched for hours
ABOVE = 4  # rows above the heads in which their unit may stand

_UNITS = re.compile(r"\(?(?:计量)?单位:(?P<units>.+?)\)?")
_BETWEEN = re.compile(r"[、,/和及 ]+")


def headed_tables(
    search: Search, numbered: Sequence[tuple[int, int]]
) -> tuple[list[Table], list[Finding], list[int]]:
    """Tables and findings, and the first row of every band of heads; ``numbered``: 栏号 tables' rows."""
    tables: list[Table] = []
    findings: list[Finding] = []
    bands = list(_bands(search, numbered))
    for band in bands:
        columns = columns_of(search, band)
        groups = groups_of(columns, search, band) if columns else []
        for index, group in enumerate(groups):
            left = group[0].number if index else 0
            right = groups[index + 1][0].number - 1 if index + 1 < len(groups) else None
            table = _table(search, band, group, (left, right))
            if table is not None:
                tables.append(table)
                findings += _told(search, table, group)
    return tables, findings, [band.first for band in bands]


def trigger_rows(sheet: Sheet, form: Form) -> list[int]:
    """Rows with a cell that may be a head: the quick look that every sheet gets."""
    heads = [column.head for column in form.columns if column.holds in ("value", "last_year")]
    own = {plain(head) for head in heads if not may_be_head(head)}
    return sorted(
        {
            cell.row
            for cell in sheet.cells.values()
            if isinstance(cell.value, str) and (may_be_head(cell.value) or (own and plain(cell.value) in own))
        }
    )


def _bands(search: Search, numbered: Sequence[tuple[int, int]]) -> Iterator[Band]:
    strong = [row for row in search.rows if _is_strong(search, row, numbered)][:MOST_BANDS]
    areas: list[tuple[int, int]] = []
    for row in strong:
        first, last = _extent(search, row)
        if areas and first <= areas[-1][1] + 1:
            areas[-1] = (areas[-1][0], max(last, areas[-1][1]))
        else:
            areas.append((first, last))
    end = max(search.rows)
    starts = sorted([first for first, _ in areas] + [first for first, _ in numbered])
    for first, last in areas:
        yield Band(first, last, next((row - 1 for row in starts if row > last), end))


def _is_strong(search: Search, row: int, numbered: Sequence[tuple[int, int]]) -> bool:
    """Does the row hold heads of figures; among the rows of a 栏号 table it must also name its labels."""
    cells = search.rows[row]
    texts = [text_of(cell) for cell in cells]
    if not any(may_be_head(text) or is_year(text) for text in texts) or _is_data(search, cells):
        return False
    if len(cells) == 1 and cells[0].column == search.left:
        return False  # a heading between the rows
    said = [search.heads.meaning(text) for text in texts]
    named = "name" in said
    if any(cell.kind == "number" and not (named and is_year(text_of(cell))) for cell in cells):
        return False
    inside = any(first <= row <= last for first, last in numbered)
    return any(meaning in ("value", "last_year", "figure", "other") for meaning in said) and (
        named or not inside
    )


def _is_data(search: Search, cells: Sequence[Cell]) -> bool:
    """A row of the form, of the header block or of the footer is no row of heads."""
    texts = [text_of(cell) for cell in cells if cell.kind == "text"]
    if any(names_header(text) or is_footer(text) for text in texts):
        return True
    return any(search.labels.meant(text) for text in texts if not search.heads.meaning(text))


def _extent(search: Search, row: int) -> tuple[int, int]:
    first = last = row
    for top, _, bottom, _ in search.sheet.merges:
        if top <= last and bottom >= first and bottom - top < LEVELS:
            first, last = min(first, top), max(last, bottom)
    while last - first + 1 < LEVELS and _is_upper(search, first - 1, first):
        first -= 1
    while last - first + 1 < LEVELS and _is_lower(search, last + 1, first):
        last += 1
    below = search.rows.get(last + 1, ())
    if below and plain(text_of(below[0])) in NUMBER_ROWS:
        last += 1
    return first, last


def _is_upper(search: Search, row: int, below: int) -> bool:
    """Group heads over the row: texts to the right of its first column, not the title of the sheet."""
    cells = search.rows.get(row, ())
    if not cells or any(cell.kind != "text" for cell in cells) or _is_data(search, cells):
        return False
    left = search.rows[below][0].column if below in search.rows else 0
    grouped = [cell for cell in cells if _width(search.sheet, cell) > 1 and cell.column > left]
    return bool(grouped) and all(cell in grouped or search.heads.meaning(text_of(cell)) for cell in cells)


def _is_lower(search: Search, row: int, first: int) -> bool:
    """Lower heads: only texts, none of them in the first column and none a figure in words."""
    cells = search.rows.get(row, ())
    if not cells or any(cell.kind != "text" for cell in cells) or _is_data(search, cells):
        return False
    left = min(cell.column for above in range(first, row) for cell in search.rows.get(above, ()))
    texts = [text_of(cell) for cell in cells]
    return cells[0].column > left and all(
        search.heads.meaning(text) or not re.search(r"\d", tidy(text)) for text in texts
    )


def _width(sheet: Sheet, cell: Cell) -> int:
    areas = (area for area in sheet.merges if area[:2] == (cell.row, cell.column))
    return next((right - left + 1 for _, left, _, right in areas), 1)


def _table(
    search: Search, band: Band, group: Sequence[HeadColumn], bounds: tuple[int, int | None]
) -> Table | None:
    """The table of a group; None where no row of the form stands under it."""
    left, right = bounds
    labelled = [column for column in label_columns(search, band) if left <= column <= (right or column)]
    by_meaning = {column.meaning: column.number for column in reversed(group)}
    figures = [column.number for column in group if column.meaning in ("value", "last_year", "other")]
    heads = [column.number for column in group if column.meaning == "name"]
    names = sorted({*heads, *(column for column in labelled if column not in figures)})
    code = by_meaning.get("code")
    if not labelled and not (code and _has_codes(search, band, code)) and len(heads) < 2:
        return None
    values = [column for column in group if column.meaning == "value"]
    read = {
        each.number: found[0].number
        for each in search.form.columns
        if len(found := [column for column in group if column.meaning == each.holds]) == 1
    }
    taken = {*read.values(), *names, code, by_meaning.get("unit")}
    return Table(
        sheet=search.sheet,
        row=band.last,
        name=names[-1] if names else 0,
        code=code,
        unit=by_meaning.get("unit"),
        columns=read,
        last=band.until,
        left=left,
        right=right,
        names=tuple(names),
        others={column.number: column.head for column in group if column.head and column.number not in taken},
        head_unit=search.heads.unit_of(values[0].texts) if len(values) == 1 else "",
        sheet_units=_units_above(search, band),
        headed=True,
        doubt=len(values) > 1,
    )


def _has_codes(search: Search, band: Band, code: int) -> bool:
    return any(
        cell.column == code and search.labels.row(code_in(text_of(cell)))
        for cells in search.between(band.last + 1, band.until)
        for cell in cells
    )


def _units_above(search: Search, band: Band) -> tuple[str, ...]:
    """The units stated right above the heads, else in the sheet's header."""
    for row in range(band.first, band.first - ABOVE - 1, -1):
        for cell in search.rows.get(row, ()):
            found = _UNITS.fullmatch(tidy(text_of(cell)))
            if found:
                return tuple(_BETWEEN.split(found["units"].strip()))
    stated = header_of(search.sheet).get(MEASURE)
    return tuple(_BETWEEN.split(tidy(stated.text))) if stated and stated.text else ()


def _told(search: Search, table: Table, group: Sequence[HeadColumn]) -> Iterator[Finding]:
    """What was read by its head; two heads of which either may be the value are a finding that names both."""
    name = search.sheet.name
    for column in search.form.columns:
        found = [each for each in group if each.meaning == column.holds]
        shown = len(found) == 1 and column.holds in ("value", "last_year")
        for each in found if shown else ():
            params: dict[str, str | float] = {
                "read": each.head,
                "expected": column.head,
                "number": str(column.number),
            }
            yield Finding("column.by_head", "note", name, each.address, params)
            if each.number in search.sheet.hidden_columns:
                hidden = {"read": each.head, "expected": "", "label": column.head}
                yield Finding("cell.hidden", "note", name, each.address, hidden)
        if len(found) > 1:
            said = "、".join(f"{each.address} {each.head}" for each in found)
            doubt = {"read": said, "expected": column.head, "number": str(column.number)}
            yield Finding(
                "column.ambiguous",
                "must" if column.holds in ("value", "qualifier", "scope") else "note",
                name,
                found[0].address,
                doubt,
            )
