"""The cells of one row: its unit, its scope, its figure and that of a year before, each with its findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from data.model import DataElement, Finding, Observation, Qualifier, Scope
from loaders.addresses import Area, address_of
from loaders.form import Form, Holds, Row
from loaders.qualifier_words import read_qualifier
from loaders.row_labels import Labels
from loaders.table import TableRow
from loaders.table_rows import label_of
from loaders.values import CellReading, read_cell, wrong
from loaders.words import plain, text_of, tidy, unit_shift
from loaders.workbook import Cell

SCOPE_WORDS: Mapping[str, Scope] = {"本级": "own", "全辖区": "total", "全辖": "total"}
SCALED = ("万", "亿", "千", "百万")  # units that a figure may lack a power of ten of

_DIGIT = re.compile(r"\d")


def unit_of(row: TableRow, expected: Row, labels: Labels, findings: list[Finding]) -> str | None:
    """The unit stated for the row ("" for none) where label and unit are the form's; None: nothing is read.

    It stands in 丙, else behind the label, in the column's head or above the table.
    """
    wanted, about = labels.elements[expected.element].unit, {"element": expected.element}
    same = plain(row.label) == plain(expected.label)
    behind = "" if same else labels.unit_in(row.named or row.label, expected)
    if not row.meant and (behind is None or (behind and unit_shift(behind, wanted) is None)):
        cell = label_of(row.table, row.row)[2]
        params = {"read": row.label.strip(), "expected": expected.label, "code": row.code, **about}
        findings.append(_must("form.label_changed", row, cell.address if cell else row.place, params))
        behind = None
    stated = row.unit if tidy(row.unit) else behind or row.table.head_unit
    if tidy(stated):
        clash = behind and tidy(row.unit) and unit_shift(behind, row.unit) != 0
        if clash or unit_shift(stated, wanted) is None:
            cell = row.table.at(row.row, row.table.unit) if tidy(row.unit) else None
            params = {"read": tidy(stated), "expected": wanted, "code": row.code, **about}
            findings.append(_must("form.unit_changed", row, cell.address if cell else row.place, params))
            return None
        return None if behind is None else stated
    return None if behind is None else _unit_above(row, expected, wanted, findings)


def _unit_above(row: TableRow, expected: Row, wanted: str, findings: list[Finding]) -> str | None:
    """The one unit above the table that measures the same; money of no stated unit is not read."""
    fitting = [unit for unit in row.table.sheet_units if unit_shift(unit, wanted) is not None]
    if len(fitting) == 1:
        return fitting[0]
    filed = any(_DIGIT.search(tidy(text_of(row.cell(number)))) for number in row.table.columns)
    if row.table.headed and wanted.startswith(SCALED) and filed:
        params = {"read": "、".join(fitting), "expected": wanted, "code": row.code, "label": expected.label}
        params["element"] = expected.element
        findings.append(_must("form.unit_missing", row, row.place, params))
        return None
    return ""


def read_values(
    row: TableRow, key: tuple[DataElement, Scope], unit: str, form: Form, findings: list[Finding]
) -> Iterator[tuple[Literal["value", "last_year"], Observation]]:
    """The row's filed figures; trouble with last year's is only a note."""
    element, scope = key
    for holds in ("value", "last_year"):
        column = form.column("value" if holds == "value" else "last_year")
        cell = row.cell(column.number) if column else None
        if cell is None:
            continue
        area = row.table.span(row.row, cell.column)
        if area and _DIGIT.search(tidy(text_of(cell))):
            findings.append(_merged(row, cell, area, element, "must" if holds == "value" else "note"))
            continue
        reading = read_cell(cell, element, form, unit=unit)
        if holds == "value":
            reading = _qualified(reading, row, form)
        for trouble in reading.troubles:
            severity = trouble.severity if holds == "value" else "note"
            params = {**trouble.params, **_spoken(element)}
            findings.append(Finding(trouble.code, severity, row.table.sheet.name, cell.address, params))
        if reading.filed:
            yield (
                "value" if holds == "value" else "last_year",
                Observation(
                    element=element.code,
                    scope=scope,
                    value=reading.value,
                    qualifier=reading.qualifier,
                    sheet=row.table.sheet.name,
                    cell=cell.address,
                    raw=reading.raw,
                    decimals=reading.decimals,
                ),
            )


def scope_of(row: TableRow, expected: Row, form: Form, findings: list[Finding]) -> Scope:
    word = _words(row, form, "scope")
    if word and word not in SCOPE_WORDS:
        trouble = wrong("cell.unknown_word", word, expected="本级、全辖区")
        findings.append(_must(trouble.code, row, row.place, trouble.params))
    return SCOPE_WORDS.get(word, expected.scope)


def _qualified(reading: CellReading, row: TableRow, form: Form) -> CellReading:
    """The 限定 column's word joins the number; an unknown one, or one that contradicts the cell, does not."""
    word = _words(row, form, "qualifier")
    if not word or not reading.filed or reading.value is None:
        return reading
    qualifier: Qualifier | None = read_qualifier(word)
    if qualifier is None or reading.qualifier not in ("exact", qualifier):
        trouble = wrong("cell.unknown_word", word, expected="确数、约、余、近、以上、以下")
        return CellReading(filed=False, raw=reading.raw, troubles=(*reading.troubles, trouble))
    return reading._replace(qualifier=qualifier)


def _merged(
    row: TableRow, cell: Cell, area: Area, element: DataElement, severity: Literal["must", "note"]
) -> Finding:
    """One figure over several rows or columns, or one that another covers: it cannot be told whose it is."""
    top, left, bottom, right = area
    cells = f"{address_of(top, left)}:{address_of(bottom, right)}"
    params = {"read": text_of(cell), "expected": "", "cells": cells, **_spoken(element)}
    if (cell.row, cell.column) != (top, left):
        params["reason"] = "covered"
    return Finding("cell.merged", severity, row.table.sheet.name, cell.address, params)


def _words(row: TableRow, form: Form, holds: Holds) -> str:
    column = form.column(holds)
    return tidy(text_of(row.cell(column.number))).replace(" ", "") if column else ""


def _spoken(element: DataElement) -> dict[str, str]:
    return {"element": element.code, "label": element.name, "english": element.english}


def _must(code: str, row: TableRow, place: str, params: Mapping[str, str | float]) -> Finding:
    return Finding(code, "must", row.table.sheet.name, place, params)
