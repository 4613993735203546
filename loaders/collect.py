"""Rows of all tables -> observations: coded rows as they stand, others by the one row their label means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.model import Finding, Observation, Scope
from loaders.form import Form, Row
from loaders.row_labels import Labels, named
from loaders.row_values import read_values, scope_of, unit_of
from loaders.table import Table, TableRow
from loaders.table_rows import rows_of
from loaders.words import text_of

COPIED = 5  # rows of a table that repeat another one's, and no others: it is a copy


@dataclass
class Collected:
    """Figures by element and scope, findings in their order, and where each row of the form was seen."""

    observations: dict[tuple[str, Scope], Observation] = field(default_factory=dict)
    last_year: dict[tuple[str, Scope], Observation] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, TableRow] = field(default_factory=dict)


def collect(tables: Sequence[Table], labels: Labels) -> Collected:
    """Read every table; one without a column of this period's figures only shows which rows it has."""
    collected = Collected()
    rows = [(table, list(rows_of(table, labels))) for table in tables]
    coded = {
        row.code: row.table for _, found in rows for row in found if isinstance(row, TableRow) and row.code
    }
    taker = _Taker(labels, collected, coded)
    idle = [table for table in tables if _has_no_value(table, labels.form)]
    for table, found in rows:
        if table not in idle:
            known, told = len(collected.seen), len(collected.findings)
            taker.take(table, found)
            if len(collected.seen) == known:
                _as_copy(collected, told)
    for table, found in rows:
        if table in idle:
            _set_aside(table, found, labels, collected)
    return collected


def _as_copy(collected: Collected, told: int) -> None:
    """A table that only repeats another one's rows is said to be a copy, once, instead of row by row."""
    new = collected.findings[told:]
    twice = [found for found in new if found.code == "form.row_twice"]
    if len(twice) < COPIED:
        return
    first = twice[0]
    params = {**first.params, "read": first.sheet, "found": str(len(twice)), "reason": "table"}
    whole = Finding(first.code, first.severity, first.sheet, first.cell, params)
    collected.findings[told:] = [whole, *(found for found in new if found not in twice)]


@dataclass(frozen=True)
class _Taker:
    labels: Labels
    collected: Collected
    coded: Mapping[str, Table]

    def take(self, table: Table, found: Sequence[TableRow | Finding]) -> None:
        above: list[Row] = []  # under the same heading
        band = ""
        by_label: list[TableRow] = []
        for row in found:
            if isinstance(row, Finding):
                self.collected.findings.append(row)
                continue
            if row.band != band:
                above, band = [], row.band
            expected = self.labels.row(row.code) if row.code else self._meant(row, above)
            if expected is not None:
                above.append(expected)
            if row.code:
                self._row(row, expected)
            elif expected is not None:
                by_label.append(row)
                self._row(replace(row, code=expected.code), expected)
        if by_label:
            self.collected.findings.append(_by_label(table, by_label))

    def _meant(self, row: TableRow, above: Sequence[Row]) -> Row | None:
        """The one row that an uncoded label means; two possible ones, or one with its code, are a finding."""
        expected = self.labels.chosen(row, above)
        cells = [cell for number in row.table.columns if (cell := row.cell(number))]
        filled = [cell for cell in cells if text_of(cell).strip()]
        if expected is None:
            params = {"read": row.label.strip(), "expected": named(row.meant)}
            if filled:
                self._tell("row.ambiguous", row, row.place, params)
            return None
        if self.labels.form.open or self.coded.get(expected.code) is not row.table:
            return expected
        for cell in filled:
            params = {
                "read": row.label.strip(),
                "label": row.label.strip(),
                "expected": named([expected]),
            }
            self._tell("form.row_unknown", row, cell.address, {**params, "value": text_of(cell)})
        return None

    def _row(self, row: TableRow, expected: Row | None) -> None:
        if expected is None:
            read = f"{row.code} {row.label.strip()}".strip()
            near = self.labels.nearest_code(row.code)
            params = {"read": read, "expected": near, **({} if near else {"reason": "nothing_near"})}
            self._tell("form.row_unknown", row, row.place, params)
            return
        form, collected = self.labels.form, self.collected
        scope = scope_of(row, expected, form, collected.findings)
        first = collected.seen.setdefault(f"{expected.code} {scope}" if form.open else expected.code, row)
        if first is not row:
            where = f"{first.table.sheet.name}!{first.place}"
            params = {"read": f"{row.code} {expected.label}", "expected": "", "first": where}
            self._tell("form.row_twice", row, row.place, params)
            return
        if row.hidden:
            params = {"read": row.code, "expected": "", "label": expected.label}
            collected.findings.append(Finding("cell.hidden", "note", row.table.sheet.name, row.place, params))
        element = self.labels.elements[expected.element]
        unit = unit_of(row, expected, self.labels, collected.findings)
        if unit is not None:
            into = {"value": collected.observations, "last_year": collected.last_year}
            for holds, figure in read_values(row, (element, scope), unit, form, collected.findings):
                into[holds][figure.element, figure.scope] = figure

    def _tell(self, code: str, row: TableRow, place: str, params: Mapping[str, str | float]) -> None:
        self.collected.findings.append(Finding(code, "must", row.table.sheet.name, place, params))


def _by_label(table: Table, rows: Sequence[TableRow]) -> Finding:
    params: dict[str, str | float] = {
        "read": rows[0].label.strip(),
        "expected": "",
        "found": str(len(rows)),
        "cells": rows[0].place if len(rows) == 1 else f"{rows[0].place}—{rows[-1].place}",
    }
    return Finding("row.by_label", "note", table.sheet.name, rows[0].place, params)


def _has_no_value(table: Table, form: Form) -> bool:
    value = form.column("value")
    return table.headed and (value is None or value.number not in table.columns)


def _set_aside(
    table: Table, found: Sequence[TableRow | Finding], labels: Labels, collected: Collected
) -> None:
    """Nothing in the table is read: a finding where one of its rows stands nowhere else, else a note."""
    rows = [row for row in found if isinstance(row, TableRow)]
    meant = [labels.row(row.code) or labels.chosen(row, ()) for row in rows]
    unseen = False
    for row, expected in zip(rows, meant, strict=True):
        if expected is not None:
            unseen |= collected.seen.setdefault(expected.code, row) is row
    if table.doubt or not rows:
        return
    value = labels.form.column("value")
    params: dict[str, str | float] = {
        "read": "、".join(table.others.values()),
        "expected": value.head if value else "",
        "number": str(value.number) if value else "",
    }
    place = rows[0].place
    if unseen:
        collected.findings.append(Finding("form.column_missing", "must", table.sheet.name, place, params))
    else:
        collected.findings.append(Finding("table.not_read", "note", table.sheet.name, place, params))
