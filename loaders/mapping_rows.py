"""The rows of one mapped table into what its workbook says: figures by region and period, sums, findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.catalogue import Catalogue
from data.model import Finding, Observation, Scope, Severity
from loaders.mapping import ColumnUse, RowUse, TableUse
from loaders.mapping_cells import CellReader, Wanted
from loaders.mapping_grid import GridColumn, GridRow
from loaders.mapping_match import Keyed
from loaders.mapping_periods import Periods
from loaders.mapping_regions import Reading, RegionNames
from loaders.mapping_sums import Figure, Sum
from loaders.words import text_of

Place = tuple[str, str]  # region and period
Columns = Sequence[tuple[GridColumn, ColumnUse]]


@dataclass
class Collected:
    """What all tables of a workbook say together."""

    places: dict[Place, dict[tuple[str, Scope], Observation]] = field(default_factory=dict)
    of_place: dict[Place, list[Finding]] = field(default_factory=dict)
    general: list[Finding] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def tell(self, finding: Finding) -> None:
        """Beside the filing that it belongs to, else to the file."""
        place = (finding.region, finding.period)
        (self.of_place.setdefault(place, []) if all(place) else self.general).append(finding)


@dataclass(frozen=True)
class Lines:
    """Reads the rows of one table."""

    keyed: Keyed
    table: TableUse
    catalogue: Catalogue
    collected: Collected
    cells: CellReader
    regions: RegionNames
    periods: Periods
    region: str  # of figures whose row and head name none

    def take(self, columns: Columns) -> None:
        names = self.keyed.names(self.table)
        for row, key in self.keyed.rows(names):
            use = self.table.by_label.get(key) or self._repeated(key)
            labels = [row.labels.get(number, "") for number in names]
            if use is None or use.use != "skip":
                self._take(row, labels, use, columns)
            elif self.keyed.grid.has_figures(row):
                self._tell("mapping.row_not_read", row, labels, "", severity="note")

    def _repeated(self, key: str) -> RowUse | None:
        """An element's row that stands a second time is still the same element's: its figures are told."""
        first, _, again = key.rpartition("#")
        found = self.table.by_label.get(first) if again.isdecimal() else None
        return found if found is not None and found.use == "element" else None

    def _take(self, row: GridRow, labels: Sequence[str], use: RowUse | None, columns: Columns) -> None:
        match self.table.rows_are:
            case "region":
                self._region_row(row, labels, use, columns)
            case "element":
                self._element_row(row, labels, use, columns)
            case "period":
                self._period_row(row, labels, use, columns)

    def _region_row(
        self,
        row: GridRow,
        labels: Sequence[str],
        use: RowUse | None,
        columns: Columns,
    ) -> None:
        said = self.regions.read(labels)
        if (use is not None and use.use == "total") or said.named == "total":
            self._sum_row(row, labels, columns, under=said.regions[0].code if said.regions else "")
        elif said.region and self._is_above(said, use):
            self._tell("mapping.region_above", row, labels, "")
            self._unplaced(row, columns)
        elif said.region:
            scope: Scope | None = "own" if said.named == "own" else None
            for column, used in columns:
                if used.use == "element":
                    self._figure(
                        row, column, (said.region, used.code, scope or used.scope, used.unit), labels
                    )
        elif self.keyed.grid.has_figures(row):
            self._no_region(row, labels, said, columns)

    def _no_region(self, row: GridRow, labels: Sequence[str], said: Reading, columns: Columns) -> None:
        """A row of figures that is no region's: left out, or several regions', or nobody knows whose."""
        if said.named != "not_sum":
            self._unplaced(row, columns)
        names = "、".join(self.catalogue.regions.path_name(region.code) for region in said.regions)
        if said.named == "not_sum":
            self._tell("mapping.row_not_read", row, labels, "", severity="note")
        elif names:
            self._tell("mapping.region_several", row, labels, names)
        else:
            self._unknown(row, labels)

    def _unplaced(self, row: GridRow, columns: Columns) -> None:
        """The row's figures may be parts of a sum; whose they are is not known."""
        for column, used in columns:
            cell = self.keyed.grid.cell(row, column)
            if used.use == "element" and cell is not None:
                self._keep(row, column, ("", ""), used.code, cell.address, None)

    def _is_above(self, said: Reading, use: RowUse | None) -> bool:
        """May the row be the sum of others: it names a region above one that another row names."""
        return use is None and said.named == "region" and said.region in self._above

    @cached_property
    def _above(self) -> frozenset[str]:
        names = self.keyed.names(self.table)
        said = [
            self.regions.read([row.labels.get(number, "") for number in names])
            for row in self.keyed.grid.rows
        ]
        codes = {reading.region for reading in said if reading.named == "region" and reading.region}
        tree = self.catalogue.regions
        return frozenset(above.code for code in codes for above in tree.ancestors(code))

    def _unknown(self, row: GridRow, labels: Sequence[str]) -> None:
        """No region of that name at and below the mapping's own: it lies elsewhere, or is like another."""
        said = next((label for label in reversed(labels) if label.strip()), "")
        tree, under = self.catalogue.regions, self.regions.under
        if tree.find(said):
            self._tell("mapping.region_unknown", row, labels, tree.path_name(under), reason="outside")
            return
        near = "、".join(name for name in tree.nearest(said) if tree.find(name, under))
        self._tell("mapping.region_unknown", row, labels, near, reason="" if near else "nothing_near")

    def _element_row(
        self,
        row: GridRow,
        labels: Sequence[str],
        use: RowUse | None,
        columns: Columns,
    ) -> None:
        if use is None or use.use != "element":
            if use is None and self.keyed.grid.has_figures(row):
                self._tell("mapping.row_not_read", row, labels, "", severity="note")
            return
        for column, used in columns:
            if used.use == "region":
                self._figure(row, column, (used.code, use.code, use.scope, use.unit), labels)
            elif used.use == "value":
                self._figure(row, column, (self.region, use.code, use.scope, use.unit), labels)
            elif used.use == "total":
                self._sum(row, column, (use.code, use.scope, use.unit), over="regions", line=row.number)

    def _period_row(
        self,
        row: GridRow,
        labels: Sequence[str],
        use: RowUse | None,
        columns: Columns,
    ) -> None:
        said = self.regions.read(labels)
        if (use is not None and use.use == "total") or said.named == "total":
            for column, used in columns:
                if used.use == "element":
                    self._sum(row, column, (used.code, used.scope, used.unit), over="periods")
            return
        for column, used in columns:
            if used.use == "element":
                self._figure(row, column, (self.region, used.code, used.scope, used.unit), labels)

    def _sum_row(
        self,
        row: GridRow,
        labels: Sequence[str],
        columns: Columns,
        under: str,
    ) -> None:
        for column, used in columns:
            if used.use == "element":
                self._sum(row, column, (used.code, used.scope, used.unit), over="regions", under=under)

    def _figure(
        self, row: GridRow, column: GridColumn, what: tuple[str, str, Scope, str], labels: Sequence[str]
    ) -> None:
        region, element, scope, unit = what
        cell = self.keyed.grid.cell(row, column)
        if cell is None or not (text_of(cell).strip() or cell.formula):
            return
        in_rows = labels if self.table.rows_are == "period" else ()
        period = self.periods.of_figure(column.heads, in_rows)
        if period is None:
            if self.keyed.grid.has_figures(row):
                self._once("mapping.period_missing", row, labels)
            return
        wanted = Wanted(self.catalogue.elements[element], scope, unit)
        findings: list[Finding] = []
        figure = self.cells.read(row, column, wanted, findings)
        grid, place, collected = self.keyed.grid, (region, period), self.collected
        if figure is not None:
            kept = collected.places.setdefault(place, {}).setdefault((element, scope), figure)
            if kept is not figure:
                params = {"read": text_of(cell), "expected": "", "first": f"{kept.sheet}!{kept.cell}"}
                sheet = grid.sheet.name
                said = {**wanted.spoken, **params}
                findings.append(Finding("mapping.twice", "must", sheet, cell.address, said))
        doubted = any(each.severity == "must" for each in findings)
        if figure is not None or doubted:
            self._keep(row, column, place, element, cell.address, None if doubted else figure)
        for finding in findings:
            collected.tell(replace(finding, region=region, period=period))

    def _keep(
        self,
        row: GridRow,
        column: GridColumn,
        place: Place,
        element: str,
        cell: str,
        figure: Observation | None,
    ) -> None:
        group, top = self._group(column), self.keyed.grid.top
        self.collected.figures.append(Figure(group, top, row.number, place, element, cell, figure))

    def _sum(
        self,
        row: GridRow,
        column: GridColumn,
        what: tuple[str, Scope, str],
        *,
        over: str,
        line: int = 0,
        under: str = "",
    ) -> None:
        element, scope, unit = what
        period = "" if over == "periods" else self.periods.of_figure(column.heads, ()) or ""
        wanted = Wanted(self.catalogue.elements[element], scope, unit)
        troubles: list[Finding] = []
        figure = self.cells.read(row, column, wanted, troubles)
        cell = self.keyed.grid.cell(row, column)
        if cell is not None and any(
            each.code.startswith("cell.") and each.severity == "must" for each in troubles
        ):
            said = {**wanted.spoken, "read": text_of(cell) or f"={cell.formula}", "expected": ""}
            sheet = self.keyed.grid.sheet.name
            self.collected.general.append(Finding("mapping.total_unread", "note", sheet, cell.address, said))
        if figure is not None and figure.value is not None:
            group = self._group(column) if not line else self._group(None)
            self.collected.sums.append(Sum(group, self.keyed.grid.top, line, over, under, period, figure))

    def _group(self, column: GridColumn | None) -> tuple[str, int, str]:
        """Figures that one sum may sum: of one band of heads, under the same head."""
        grid = self.keyed.grid
        return grid.sheet.name, grid.begun, self.keyed.columns[column.number] if column else ""

    def _once(self, code: str, row: GridRow, labels: Sequence[str]) -> None:
        if not any(each.code == code for each in self.collected.general):
            self._tell(code, row, labels, "")

    def _tell(
        self,
        code: str,
        row: GridRow,
        labels: Sequence[str],
        expected: str,
        *,
        severity: Severity = "must",
        reason: str = "",
    ) -> None:
        said = " ".join(label.strip() for label in labels if label.strip())
        params: dict[str, str | float] = {"read": said, "label": said, "expected": expected}
        params |= {"reason": reason} if reason else {}
        sheet = self.keyed.grid.sheet.name
        self.collected.general.append(Finding(code, severity, sheet, row.address, params))
