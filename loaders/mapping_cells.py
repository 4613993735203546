"""One figure of a mapped table: its unit, its value, every trouble with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.model import DataElement, Finding, Observation, Scope, Severity
from loaders.mapping import FormMapping
from loaders.mapping_grid import Grid, GridColumn, GridRow
from loaders.mapping_words import UNITS_OF_ROWS, is_number, unit_of
from loaders.row_values import SCALED
from loaders.values import CellReading, read_cell
from loaders.words import text_of, tidy, unit_shift
from loaders.workbook import Cell


@dataclass(frozen=True)
class Wanted:
    """What a cell is to hold: the element, its scope, and the unit that the mapping says for it."""

    element: DataElement
    scope: Scope
    unit: str

    @property
    def spoken(self) -> dict[str, str | float]:
        return {"element": self.element.code, "label": self.element.name, "english": self.element.english}


@dataclass(frozen=True)
class CellReader:
    """Reads the figures of one table."""

    grid: Grid
    mapping: FormMapping
    unit_column: int | None = None
    labelled: bool = False  # do the rows' labels name elements, and so perhaps their units
    _stated: dict[tuple[int, str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def read(
        self, row: GridRow, column: GridColumn, wanted: Wanted, findings: list[Finding]
    ) -> Observation | None:
        """The observation of a cell; None where nothing is filed in it or it cannot be read."""
        cell = self.grid.cell(row, column)
        if cell is None:
            return None
        area = self.grid.merged.get((row.number, column.number))
        if area and is_number(cell):
            self._tell(findings, "cell.merged", cell, {"read": text_of(cell), "cells": area}, wanted)
            return None
        if tidy(text_of(cell)).replace(" ", "") in self.mapping.not_filed:
            params: dict[str, str | float] = {"read": text_of(cell), "became": ""}
            findings.append(self._finding("cell.normalised", "note", cell, params, wanted))
            return None
        unit = self._unit(row, column, wanted, cell, findings)
        if unit is None:
            return None
        reading = read_cell(cell, wanted.element, self.mapping, unit=unit)
        findings += [
            self._finding(trouble.code, trouble.severity, cell, trouble.params, wanted)
            for trouble in reading.troubles
        ]
        self._hidden(row, column, cell, wanted, findings)
        return self._observation(cell, wanted, reading) if reading.filed else None

    def stated(self, row: GridRow, column: GridColumn, wanted: Wanted) -> str:
        """The unit that the row, the head or the line above the table states for a cell; empty for none."""
        if self.labelled or self.unit_column is not None:
            return self._said(row, column, wanted)
        key = column.number, wanted.element.unit, wanted.unit
        if key not in self._stated:  # the same in every row
            self._stated[key] = self._said(row, column, wanted)
        return self._stated[key]

    def _said(self, row: GridRow, column: GridColumn, wanted: Wanted) -> str:
        own = tidy(text_of(self.grid.sheet.cells.get((row.number, self.unit_column or 0))))
        above = [unit for unit in self.grid.units if unit_shift(unit, wanted.element.unit) is not None]
        return (
            own
            or unit_of(column.heads)
            or (unit_of(tuple(text for text in row.labels.values() if text)) if self.labelled else "")
            or wanted.unit
            or (above[0] if len(above) == 1 else "")
        )

    def _unit(
        self, row: GridRow, column: GridColumn, wanted: Wanted, cell: Cell, findings: list[Finding]
    ) -> str | None:
        stated = self.stated(row, column, wanted)
        params: dict[str, str | float] = {"read": stated, "expected": wanted.element.unit}
        if stated and unit_shift(stated, wanted.element.unit) is None:
            self._tell(findings, "mapping.unit_unfit", cell, params, wanted)
            return None
        if not stated and wanted.element.unit.startswith(SCALED) and is_number(cell):
            self._tell(findings, "mapping.unit_missing", cell, params, wanted)
            return None
        return stated

    def _hidden(
        self, row: GridRow, column: GridColumn, cell: Cell, wanted: Wanted, findings: list[Finding]
    ) -> None:
        sheet = self.grid.sheet
        if row.number in sheet.hidden_rows or column.number in sheet.hidden_columns:
            params: dict[str, str | float] = {"read": cell.address, "expected": ""}
            findings.append(self._finding("cell.hidden", "note", cell, params, wanted))

    def _observation(self, cell: Cell, wanted: Wanted, reading: CellReading) -> Observation:
        return Observation(
            element=wanted.element.code,
            scope=wanted.scope,
            value=reading.value,
            qualifier=reading.qualifier,
            sheet=self.grid.sheet.name,
            cell=cell.address,
            raw=reading.raw,
            decimals=reading.decimals,
        )

    def _tell(
        self,
        findings: list[Finding],
        code: str,
        cell: Cell,
        params: Mapping[str, str | float],
        wanted: Wanted,
    ) -> None:
        findings.append(self._finding(code, "must", cell, params, wanted))

    def _finding(
        self, code: str, severity: Severity, cell: Cell, params: Mapping[str, str | float], wanted: Wanted
    ) -> Finding:
        return Finding(code, severity, self.grid.sheet.name, cell.address, {**wanted.spoken, **params})


def unit_column(grid: Grid, keys: Mapping[int, str], uses: Mapping[str, str]) -> int | None:
    """The column of the rows' units: the one mapped so, else the one headed so."""
    for column in grid.columns:
        if uses.get(keys[column.number]) == "unit":
            return column.number
    return next((column.number for column in grid.columns if column.word in UNITS_OF_ROWS), None)
