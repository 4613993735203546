"""Small workbooks and catalogues for tests of the loaders, built in code."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from data.catalogue import Catalogue, read_catalogue
from data.model import Filing, Finding, Observation, Qualifier, Scope
from loaders.extract import Extraction, extract
from loaders.form import Form, read_forms
from loaders.template import FilledValue, write_template
from loaders.workbook import read

COUNTY, CITY, COUNTY_NAME = "990101", "990100", "月屿区"


@cache
def catalogue() -> Catalogue:
    return read_catalogue()


@cache
def forms() -> Mapping[str, Form]:
    return read_forms(catalogue())


def figures(**values: float) -> dict[tuple[str, Scope], FilledValue]:
    """Exact own-level figures by element."""
    return {(element, "own"): FilledValue(float(value)) for element, value in values.items()}


@cache
def annual(period: str = "2024", region: str = COUNTY, **values: float) -> bytes:
    """A filled annual return of the made-up province."""
    return write_template(
        forms()["annual"], catalogue(), region=region, period=period, filled=figures(**values)
    )


def public(
    filled: Mapping[tuple[str, Scope], FilledValue], region: str = "440117", period: str = "2021"
) -> bytes:
    return write_template(forms()["public"], catalogue(), region=region, period=period, filled=filled)


def edited(data: bytes, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The workbook after an edit, saved as a spreadsheet program would."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def find(sheet: Worksheet, text: str) -> tuple[int, int]:
    """Row and column of the first cell whose text is, or begins with, the text given."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and cell.value.startswith(text):
                return cell.row, cell.column
    raise AssertionError(f"{text!r} stands nowhere in {sheet.title!r}")


def row_of(sheet: Worksheet, element: str) -> int:
    """The row of an element in an annual or quarterly return."""
    code = next(row.code for row in forms()["annual"].rows.values() if row.element == element)
    return find(sheet, code)[0]


def grid(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> bytes:
    """A workbook of one sheet from plain rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def extracted(data: bytes, form: str = "annual") -> Extraction:
    return extract(read(data), forms()[form], catalogue())


def places(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Findings as (sheet!cell, code)."""
    return [(f"{found.sheet}!{found.cell}", found.code) for found in findings]


def codes(findings: Sequence[Finding], severity: str = "") -> list[str]:
    return [found.code for found in findings if severity in ("", found.severity)]


def filing(scope: Scope = "own", **values: float) -> Filing:
    """A filing with one cell for each element: B2, B3, …"""
    return Filing(
        form="annual",
        dataset="demo",
        region=COUNTY,
        period="2024",
        observations=tuple(
            observation(element, float(value), scope=scope, cell=f"B{row}")
            for row, (element, value) in enumerate(values.items(), start=2)
        ),
    )


def observation(
    element: str,
    value: float | None,
    *,
    scope: Scope = "own",
    cell: str = "B2",
    qualifier: Qualifier = "exact",
) -> Observation:
    return Observation(
        element=element,
        scope=scope,
        value=value,
        qualifier=qualifier,
        sheet="表",
        cell=cell,
        raw=str(value),
        decimals=0,
    )
