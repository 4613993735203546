"""A mapping applied to a workbook: one filing for each region and period, every figure with its cell.

Sums (合计) are compared with what they sum and never stored; what is not mapped is said with its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.catalogue import Catalogue
from data.model import Filing, Finding
from loaders.addresses import column_letters
from loaders.header import FILLED_BY, footer_of
from loaders.mapping import ColumnUse, FormMapping, TableUse
from loaders.mapping_cells import CellReader, unit_column
from loaders.mapping_grid import GridColumn
from loaders.mapping_left import left, other_period
from loaders.mapping_match import Keyed, matched
from loaders.mapping_periods import Periods
from loaders.mapping_regions import RegionNames, region_contradicted, region_stated
from loaders.mapping_rows import Collected, Lines
from loaders.mapping_sums import differences
from loaders.mapping_words import NUMBERS, REMARKS
from loaders.words import text_of
from loaders.workbook import Cell, Workbook


@dataclass(frozen=True)
class Applied:
    """Filings with their own findings, then the findings that belong to the file as a whole."""

    filings: tuple[tuple[Filing, tuple[Finding, ...]], ...]
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        return (*self.findings, *(finding for _, found in self.filings for finding in found))

    @property
    def returned(self) -> bool:
        return any(finding.severity == "must" for finding in self.all_findings)


def apply(
    mapping: FormMapping, workbook: Workbook, catalogue: Catalogue, *, region: str = "", period: str = ""
) -> Applied:
    """Read every mapped table; ``region`` and ``period`` are what the sender says where the file does not."""
    collected = Collected()
    found = matched(workbook, mapping, catalogue)
    for keyed, table in found:
        if table is None:
            collected.general.append(_unmapped(keyed))
            continue
        _Reader(keyed, table, mapping, catalogue, region, period, collected).take()
    collected.general += left(workbook, found)
    for finding in differences(collected.figures, collected.sums, catalogue):
        collected.tell(finding)
    collected.general += [
        finding
        for place, findings in collected.of_place.items()
        if place not in collected.places
        for finding in findings
    ]
    if not collected.places and not any(each.severity == "must" for each in collected.general):
        params: dict[str, str | float] = {"read": "", "expected": mapping.name}
        first = found[0][0].grid if found else None
        name, cell = (first.sheet.name, first.place) if first else ("", "")
        collected.general.append(Finding("mapping.nothing_read", "must", name, cell, params))
    filled_by = footer_of(workbook, FILLED_BY)
    filings = tuple(
        (
            Filing(mapping.code, mapping.dataset, *place, tuple(figures.values()), filled_by),
            tuple(collected.of_place.get(place, ())),
        )
        for place, figures in sorted(collected.places.items())
    )
    return Applied(filings, tuple(collected.general))


@dataclass(frozen=True)
class _Reader:
    """Reads one table into what is collected."""

    keyed: Keyed
    table: TableUse
    mapping: FormMapping
    catalogue: Catalogue
    region: str
    period: str
    collected: Collected

    def take(self) -> None:
        grid = self.keyed.grid
        uses = {column.head: column.use for column in self.table.columns}
        cells = CellReader(
            grid,
            self.mapping,
            unit_column(grid, self.keyed.columns, uses),
            labelled=self.table.rows_are == "element",
        )
        if self.mapping.period_from == "stated":
            self.collected.general += other_period(grid)
        used = self._columns()
        regions = self._region_names()
        periods = Periods.of(grid, self.mapping, self.period)
        asked = self._one_region() if self._needs_region() else ""
        if asked is None:
            return
        lines = Lines(self.keyed, self.table, self.catalogue, self.collected, cells, regions, periods, asked)
        lines.take(used)

    def _columns(self) -> list[tuple[GridColumn, ColumnUse]]:
        """The columns that hold figures; one that is not mapped is said."""
        found: list[tuple[GridColumn, ColumnUse]] = []
        for column in self.keyed.grid.columns:
            used = self.table.by_head.get(self.keyed.columns[column.number])
            if used is not None and used.use in ("element", "region", "value", "total"):
                found.append((column, used))
            elif (first := self._content(column)) is not None:
                self.collected.general.append(self._not_read(column, first))
        return found

    def _not_read(self, column: GridColumn, first: Cell) -> Finding:
        """A column without a head that holds figures may be a row shifted out of the table."""
        sheet = self.keyed.grid.sheet.name
        if column.head or column.labels:
            params: dict[str, str | float] = {"read": column.head, "expected": ""}
            return Finding("mapping.column_not_read", "note", sheet, column.address, params)
        params = {"read": text_of(first), "expected": "", "number": column_letters(column.number)}
        return Finding("mapping.column_headless", "explain", sheet, first.address, params)

    def _content(self, column: GridColumn) -> Cell | None:
        """The first cell of a column that holds more than the rows' numbers and names."""
        if column.word in NUMBERS or (column.labels and column.word not in REMARKS):
            return None
        cells = (self.keyed.grid.cell(row, column) for row in self.keyed.grid.rows)
        return next((cell for cell in cells if cell is not None and text_of(cell).strip()), None)

    def _region_names(self) -> RegionNames:
        picked = {row.label: row.code for row in self.table.rows if row.use == "region"}
        return RegionNames(self.catalogue, self.mapping.under, picked)

    def _needs_region(self) -> bool:
        columns = any(column.use == "region" for column in self.table.columns)
        return self.table.rows_are != "region" and not columns

    def _one_region(self) -> str | None:
        """The one region of the table; None, with a finding, where nobody says which."""
        dataset = self.catalogue.datasets[self.mapping.dataset]
        stated, grid = "", self.keyed.grid
        both = region_contradicted(grid, self.catalogue, self.mapping.under) if not self.region else ()
        if both and self.mapping.region_from == "stated":
            names = "、".join(self.catalogue.regions.path_name(region.code) for region in both)
            params: dict[str, str | float] = {"read": grid.sheet.name, "label": "", "expected": names}
            place = grid.sheet.name, grid.place
            told = Finding("mapping.region_several", "must", *place, {**params, "reason": "contradicted"})
            self.collected.general.append(told)
            return None
        if self.mapping.region_from == "stated":
            stated = region_stated(self.keyed.grid, self.catalogue, self.mapping.under)
        code = self.region or stated
        if code and self.catalogue.holds(dataset, code):
            return self.catalogue.regions.get(code).code
        params = {"read": code, "expected": dataset.name}
        self.collected.general.append(
            Finding("mapping.region_missing", "must", grid.sheet.name, grid.place, params)
        )
        return None


def _unmapped(keyed: Keyed) -> Finding:
    params: dict[str, str | float] = {"read": keyed.grid.sheet.name, "expected": ""}
    return Finding("mapping.table_not_read", "note", keyed.grid.sheet.name, keyed.grid.place, params)
