"""Every table of a form in a workbook: by 栏号 rows first, by heads wherever there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.model import Finding, Period
from loaders.band_columns import Search
from loaders.bands import headed_tables, trigger_rows
from loaders.header import visible
from loaders.heads import Heads
from loaders.places import Place
from loaders.row_labels import Labels
from loaders.table import HEAD_ROWS, Table, numbered_tables, side_by_side
from loaders.workbook import Cell, Sheet, Workbook


def find_tables(
    workbook: Workbook, labels: Labels, place: Place
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """The tables on all visible sheets, from the top, with what is doubtful about their columns."""
    heads = Heads(labels.form, Period.parse(place.period) if place.period else None)
    tables: list[Table] = []
    findings: list[Finding] = []
    for sheet in visible(workbook):
        if sheet.name in place.aside:
            continue
        found, told = _in_sheet(sheet, labels, heads)
        tables += found
        if not found and any(cell.kind == "number" for cell in sheet.cells.values()):
            params = {"read": sheet.name, "expected": labels.form.name}
            findings.append(Finding("sheet.not_read", "note", sheet.name, "", params))
        findings += (*told, *side_by_side(sheet, found))
    return tuple(tables), tuple(findings)


def _in_sheet(sheet: Sheet, labels: Labels, heads: Heads) -> tuple[list[Table], list[Finding]]:
    numbered, findings = numbered_tables(sheet, labels.form, heads)
    over = {row for table in numbered for row in range(table.row - HEAD_ROWS, table.row + 1)}
    if not [row for row in trigger_rows(sheet, labels.form) if row not in over]:
        return numbered, findings
    search = Search(sheet, _rows_without(sheet, over), labels, heads)
    areas = [(table.row, table.last) for table in numbered]
    headed, told, starts = headed_tables(search, areas)
    tables = [_cut(table, starts) for table in numbered] + headed
    return sorted(tables, key=lambda table: (table.row, table.left)), [*findings, *told]


def _rows_without(sheet: Sheet, left_out: set[int]) -> Mapping[int, Sequence[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for row, column in sorted(sheet.cells):
        if row not in left_out:
            rows.setdefault(row, []).append(sheet.cells[row, column])
    return rows


def _cut(table: Table, starts: Sequence[int]) -> Table:
    """A 栏号 table ends where a band of heads begins another."""
    later = [row for row in starts if table.row < row <= table.last]
    return replace(table, last=min(later) - 1) if later else table
