"""Required rows of a form that stand nowhere in a workbook: each told at the cell where it should stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.model import Finding
from loaders.form import Form, FormSheet, Row
from loaders.header import visible
from loaders.table import Table, TableRow
from loaders.workbook import Workbook

FIRST = "A1"


def missing_rows(
    form: Form, workbook: Workbook, tables: Sequence[Table], seen: Mapping[str, TableRow]
) -> list[Finding]:
    """One finding for each row, one for a sheet of which nothing was found, one where there is no table."""
    if not tables:
        sheets = visible(workbook)
        params = {"read": "", "expected": "甲 乙 丙 1", "code": "", "label": form.name, "reason": "table"}
        place = (sheets[0].name, FIRST) if sheets else ("", "")
        return [Finding("form.row_missing", "must", *place, params)]
    findings: list[Finding] = []
    for sheet in form.sheets:
        missing = [row for row in sheet.rows if row.required and row.code not in seen]
        if missing and len(missing) == len(sheet.rows):
            findings.append(_whole(sheet, workbook))
        else:
            findings += [_row(row, sheet, seen) for row in missing]
    return findings


def _whole(sheet: FormSheet, workbook: Workbook) -> Finding:
    """Nothing of a sheet of the form: is it there without its table, hidden, or not there."""
    codes = f"{sheet.rows[0].code}—{sheet.rows[-1].code}"
    params = {"read": "", "expected": f"{codes} {sheet.name}", "code": codes, "label": sheet.name}
    states = {each.name: each.state for each in workbook.sheets}
    state = states.get(sheet.name)
    reason = "sheet" if state is None else "sheet_empty" if state == "visible" else "sheet_hidden"
    cell = "" if state is None else FIRST
    return Finding("form.row_missing", "must", sheet.name, cell, {**params, "reason": reason})


def _row(row: Row, sheet: FormSheet, seen: Mapping[str, TableRow]) -> Finding:
    """The place is that of the nearest row before it that is there, else of the nearest one after it."""
    codes = [each.code for each in sheet.rows]
    at = codes.index(row.code)
    before = next((seen[code] for code in reversed(codes[:at]) if code in seen), None)
    beside = before or next(seen[code] for code in codes[at:] if code in seen)
    params = {
        "read": "",
        "expected": f"{row.code} {row.label}",
        "code": row.code,
        "label": row.label,
        "beside": f"{beside.code} {beside.label.strip()}".strip(),
        "reason": "after" if before else "before",
    }
    return Finding("form.row_missing", "must", beside.table.sheet.name, beside.place, params)
