"""A recognised workbook -> its filing and findings, each with its cell. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.catalogue import Catalogue
from data.model import DataElement, Filing, Finding, Observation, Qualifier, Scope
from data.strict import nearest
from loaders.form import Form, FormSheet, Holds, Row
from loaders.header import FILLED_BY, footer_of
from loaders.places import Place, place_of, recognise
from loaders.table import Table, TableRow, find_tables, rows_of
from loaders.values import CellReading, Trouble, read_cell, read_qualifier, wrong
from loaders.words import plain, text_of, tidy, unit_shift
from loaders.workbook import Workbook

__all__ = ["Extraction", "extract", "recognise"]

SCOPE_WORDS: Mapping[str, Scope] = {"本级": "own", "全辖区": "total", "全辖": "total"}


@dataclass(frozen=True)
class Extraction:
    """What a workbook says; ``filing`` is None where its header leaves open whose figures they are.

    ``last_year`` is the 上年同期 column under this period's elements: for comparison, never stored.
    """

    form: str
    place: Place
    filing: Filing | None
    findings: tuple[Finding, ...]
    last_year: tuple[Observation, ...] = ()


@dataclass
class _Collected:
    observations: dict[tuple[str, Scope], Observation]
    last_year: dict[tuple[str, Scope], Observation]
    findings: list[Finding]
    seen: dict[str, TableRow]


def extract(workbook: Workbook, form: Form, catalogue: Catalogue) -> Extraction:
    """Read every table of the form; all findings at once, in the order of the workbook."""
    place = place_of(workbook, form, catalogue)
    collected = _Collected({}, {}, list(place.findings), {})
    tables, findings = find_tables(workbook, form)
    collected.findings += findings
    for table in tables:
        for row in rows_of(table):
            if isinstance(row, Finding):
                collected.findings.append(row)
            else:
                _take(row, form, catalogue, collected)
    collected.findings += _missing_rows(form, tables, collected.seen)
    if not collected.observations and not any(found.severity == "must" for found in collected.findings):
        first = tables[0].sheet.name if tables else ""
        collected.findings.append(
            Finding("form.empty", "must", first, "", {"read": "", "expected": form.name})
        )
    placed = tuple(replace(found, region=place.region, period=place.period) for found in collected.findings)
    filing = None
    if place.known:
        filing = Filing(
            form=form.code,
            dataset=place.dataset,
            region=place.region,
            period=place.period,
            observations=tuple(collected.observations.values()),
            filled_by=footer_of(workbook, FILLED_BY),
        )
    return Extraction(form.code, place, filing, placed, tuple(collected.last_year.values()))


def _take(row: TableRow, form: Form, catalogue: Catalogue, collected: _Collected) -> None:
    expected = _expected_row(row.code, form, catalogue.elements)
    sheet = row.table.sheet.name
    if expected is None:
        known = catalogue.elements if form.open else form.rows
        near = nearest(row.code, known).removeprefix("; did you mean ").rstrip("?").strip("'")
        params = {"read": f"{row.code} {row.label.strip()}".strip(), "expected": near}
        collected.findings.append(Finding("form.row_unknown", "must", sheet, row.place, params))
        return
    element = catalogue.elements[expected.element]
    scope = _scope(row, expected, form, collected.findings)
    first = collected.seen.setdefault(f"{expected.code} {scope}" if form.open else expected.code, row)
    if first is not row:
        params = {
            "read": f"{row.code} {expected.label}",
            "expected": "",
            "first": f"{first.table.sheet.name}!{first.place}",
        }
        collected.findings.append(Finding("form.row_twice", "must", sheet, row.place, params))
        return
    if row.hidden:
        params = {"read": row.code, "expected": "", "label": expected.label}
        collected.findings.append(Finding("cell.hidden", "note", sheet, row.place, params))
    if not _labels_agree(row, expected, element, collected.findings):
        return
    _read_values(row, (element, scope), form, collected)


def _expected_row(code: str, form: Form, elements: Mapping[str, DataElement]) -> Row | None:
    if not form.open:
        return form.rows.get(code)
    element = elements.get(code)
    return Row(code, code, "own", element.name, 0, required=False) if element else None


def _labels_agree(row: TableRow, expected: Row, element: DataElement, findings: list[Finding]) -> bool:
    """The code's 甲 text and 丙 unit are the form's; a changed one makes the number unreadable."""
    sheet = row.table.sheet
    agree = True
    if plain(row.label) != plain(expected.label):
        cell = sheet.cells.get((row.row, row.table.name))
        params = {"read": row.label.strip(), "expected": expected.label, "code": row.code}
        findings.append(
            Finding("form.label_changed", "must", sheet.name, cell.address if cell else row.place, params)
        )
        agree = False
    if tidy(row.unit) and unit_shift(row.unit, element.unit) is None:
        cell = sheet.cells.get((row.row, row.table.unit or 0))
        params = {"read": tidy(row.unit), "expected": element.unit, "code": row.code}
        findings.append(
            Finding("form.unit_changed", "must", sheet.name, cell.address if cell else row.place, params)
        )
        agree = False
    return agree


def _read_values(row: TableRow, key: tuple[DataElement, Scope], form: Form, collected: _Collected) -> None:
    element, scope = key
    for holds, into in (("value", collected.observations), ("last_year", collected.last_year)):
        column = form.column("value" if holds == "value" else "last_year")
        cell = row.cell(column.number) if column else None
        if cell is None:
            continue
        reading = read_cell(cell, element, form, unit=row.unit)
        if holds == "value":
            reading = _qualified(reading, row, form)
        for trouble in reading.troubles:
            severity = trouble.severity if holds == "value" else "note"
            params = {
                **trouble.params,
                "element": element.code,
                "label": element.name,
                "english": element.english,
            }
            collected.findings.append(
                Finding(trouble.code, severity, row.table.sheet.name, cell.address, params)
            )
        if reading.filed:
            into[element.code, scope] = Observation(
                element=element.code,
                scope=scope,
                value=reading.value,
                qualifier=reading.qualifier,
                sheet=row.table.sheet.name,
                cell=cell.address,
                raw=reading.raw,
                decimals=reading.decimals,
            )


def _qualified(reading: CellReading, row: TableRow, form: Form) -> CellReading:
    """The 限定 column's word joins the number; an unknown one, or one that contradicts the cell, does not."""
    word = _words(row, form, "qualifier")
    if not word or not reading.filed or reading.value is None:
        return reading
    qualifier: Qualifier | None = read_qualifier(word)
    if qualifier is None or reading.qualifier not in ("exact", qualifier):
        trouble = wrong("cell.unknown_word", word, expected="确数、约、余、近、以上、以下")
        return CellReading(filed=False, raw=reading.raw, troubles=(*reading.troubles, trouble))
    return replace(reading, qualifier=qualifier)


def _scope(row: TableRow, expected: Row, form: Form, findings: list[Finding]) -> Scope:
    word = _words(row, form, "scope")
    if word and word not in SCOPE_WORDS:
        trouble: Trouble = wrong("cell.unknown_word", word, expected="本级、全辖区")
        findings.append(
            Finding(trouble.code, trouble.severity, row.table.sheet.name, row.place, trouble.params)
        )
    return SCOPE_WORDS.get(word, expected.scope)


def _words(row: TableRow, form: Form, holds: Holds) -> str:
    column = form.column(holds)
    return tidy(text_of(row.cell(column.number))).replace(" ", "") if column else ""


def _missing_rows(form: Form, tables: Sequence[Table], seen: Mapping[str, TableRow]) -> list[Finding]:
    """Required rows that stand nowhere: one finding a row, one for a sheet of which nothing was found."""
    if not tables:
        params = {"read": "", "expected": "甲 乙 丙 1", "code": "", "label": form.name}
        return [Finding("form.row_missing", "must", "", "", params)]
    findings: list[Finding] = []
    for sheet in form.sheets:
        missing = [row for row in sheet.rows if row.required and row.code not in seen]
        if missing and len(missing) == len(sheet.rows):
            codes = f"{missing[0].code}—{missing[-1].code}"
            params = {"read": "", "expected": f"{codes} {sheet.name}", "code": codes, "label": sheet.name}
            findings.append(Finding("form.row_missing", "must", sheet.name, "", params))
            continue
        name = _sheet_found(sheet, seen)
        for row in missing:
            params = {"read": "", "expected": f"{row.code} {row.label}", "code": row.code, "label": row.label}
            findings.append(Finding("form.row_missing", "must", name, "", params))
    return findings


def _sheet_found(sheet: FormSheet, seen: Mapping[str, TableRow]) -> str:
    found = (seen[row.code].table.sheet.name for row in sheet.rows if row.code in seen)
    return next(found, sheet.name)
