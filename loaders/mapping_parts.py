"""The columns and rows of a proposed table: what each is taken for, how surely, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from data.catalogue import Catalogue
from loaders.mapping import ColumnUse, FormMapping, RowUse, TableUse
from loaders.mapping_elements import MAYBE, ElementWords, Guess
from loaders.mapping_grid import Grid, GridColumn, GridRow
from loaders.mapping_match import Keyed, fits
from loaders.mapping_proposal import ColumnProposal, RowProposal, TableProposal
from loaders.mapping_regions import Reading, RegionNames
from loaders.mapping_words import (
    CODES,
    NOT_SUMS,
    NUMBERS,
    OTHERS,
    REMARKS,
    TOTALS,
    UNITS_OF_ROWS,
    VALUE_HEADS,
    alone,
    period_in,
    unit_of,
)
from loaders.words import plain, text_of
from loaders.workbook import Cell

BY_TITLE = 0.8  # what the title alone says is never sure
ONLY_FIGURES = 0.75
OFFERED = 6

_Part = TypeVar("_Part", ColumnProposal, RowProposal)


@dataclass(frozen=True)
class Parts:
    """Proposes columns and rows; a mapping already known speaks first."""

    catalogue: Catalogue
    words: ElementWords
    known: FormMapping | None

    def is_element(self, labels: Sequence[str], context: str) -> bool:
        found = self.words.guesses([text for text in labels if text.strip()], (), context=context)
        return bool(found) and found[0].confidence >= MAYBE

    def columns(self, table: TableProposal, names: RegionNames) -> tuple[ColumnProposal, ...]:
        keyed = table.keyed
        said = self._known(keyed, table)
        found = [
            self._said(keyed, column, said.by_head[keyed.columns[column.number]])
            if said and keyed.columns[column.number] in said.by_head
            else self._column(table, column, names)
            for column in keyed.grid.columns
        ]
        return _once(found) if table.columns_are == "element" else tuple(found)

    def rows(self, table: TableProposal, names: RegionNames) -> tuple[tuple[RowProposal, ...], int]:
        """The rows that need a word; and how many others have a plain region."""
        use = TableUse(
            "region", tuple(ColumnUse(each.key, "label") for each in table.columns if each.use == "label")
        )
        said = self._known(table.keyed, table)
        found: list[RowProposal] = []
        plain_rows = 0
        for keyed in table.like if table.rows_are == "region" else table.like[:1]:
            numbers = keyed.names(use)
            rows = list(keyed.rows(numbers))
            above = self._above(rows, numbers, names)
            last = ""
            for row, key in rows:
                labels = [row.labels.get(number, "") for number in numbers]
                if table.rows_are == "element":
                    context = "".join((row.band, table.title, last))
                    units = next((each.number for each in table.columns if each.use == "unit"), 0)
                    unit = text_of(keyed.grid.sheet.cells.get((row.number, units))).strip()
                    cells = [
                        cell
                        for column in table.columns
                        if column.use in ("value", "region", "") and not column.labels
                        if (cell := keyed.grid.sheet.cells.get((row.number, column.number)))
                    ]
                    made = self._element_row(keyed.grid, (row, key, labels), (context, cells), said)
                    found.append(replace(made, unit=unit or made.unit))
                    total = next(iter(labels[-1:]), "")
                    last = last if "其中" in total or not total else total
                elif table.rows_are == "region":
                    reading = names.read(labels)
                    plain_rows += bool(reading.region) and reading.region not in above
                    found += self._region_row(keyed.grid, (row, key, labels), reading, above, said)
        return (_once(found) if table.rows_are == "element" else _first_of_each(found)), plain_rows

    def _known(self, keyed: Keyed, table: TableProposal) -> TableUse | None:
        tables = self.known.tables if self.known else ()
        return next((each for each in tables if fits(keyed, each, table.title)), None)

    def _said(self, keyed: Keyed, column: GridColumn, used: ColumnUse) -> ColumnProposal:
        made = _proposed(keyed, column)
        return replace(
            made,
            use=used.use,
            code=used.code,
            unit=used.unit,
            scope=used.scope,
            confidence=1.0,
            why=("known",),
        )

    def _column(self, table: TableProposal, column: GridColumn, names: RegionNames) -> ColumnProposal:
        made = _proposed(table.keyed, column)
        if column.labels:
            return self._label_column(table, column, made)
        if column.word in REMARKS or column.word in NUMBERS:
            return replace(made, use="skip", confidence=0.95, why=("other",))
        match table.columns_are:
            case "region":
                return self._region_column(column, made, names)
            case "value":
                return self._value_column(table, column, made)
        return self._element_column(table, column, made)

    def _label_column(self, table: TableProposal, column: GridColumn, made: ColumnProposal) -> ColumnProposal:
        grid = table.keyed.grid
        first = next((each.number for each in grid.columns if each.names), column.number)
        unit = column.word in UNITS_OF_ROWS or (column.word == "单位" and column.number != first)
        if table.rows_are == "element" and unit:
            return replace(made, use="unit", confidence=0.95, why=("head",))
        if column.word in CODES and table.rows_are == "region":
            codes = [row.labels.get(column.number, "") for row in grid.rows]
            if any(code in self.catalogue.regions for code in codes):
                return replace(made, use="label", confidence=0.95, why=("codes",))
        if column.names:
            return replace(made, use="label", confidence=0.95, why=("labels",))
        return replace(made, use="skip", confidence=0.95, why=("other",))

    def _region_column(self, column: GridColumn, made: ColumnProposal, names: RegionNames) -> ColumnProposal:
        said = names.read(column.heads)
        if said.named == "total":
            return replace(made, use="total", confidence=0.95, why=("total",))
        if said.region:
            scope = "own" if said.named == "own" else made.scope
            return replace(
                made, use="region", code=said.region, scope=scope, confidence=0.95, why=("region",)
            )
        if OTHERS.search(column.head) or said.named == "not_sum":
            return replace(made, use="skip", confidence=0.7, why=("other",))
        return replace(made, others=_offered(said))

    def _value_column(self, table: TableProposal, column: GridColumn, made: ColumnProposal) -> ColumnProposal:
        if OTHERS.search(column.head):
            return replace(made, use="skip", confidence=0.8, why=("other",))
        if period_in(column.heads, 2024) is not None:
            return replace(made, use="value", confidence=0.95, why=("period",))
        if column.word in VALUE_HEADS:
            return replace(made, use="value", confidence=0.9, why=("head",))
        if len(table.keyed.grid.figures) == 1:
            return replace(made, use="value", confidence=ONLY_FIGURES, why=("only",))
        return made

    def _element_column(
        self, table: TableProposal, column: GridColumn, made: ColumnProposal
    ) -> ColumnProposal:
        grid = table.keyed.grid
        cells = list(_cells(grid, column))
        unit = grid.units[0] if len(grid.units) == 1 else ""
        if not column.heads and len(grid.figures) > 1:
            return made  # nothing says what it is, and the title is of all columns
        weak = alone(column.heads) or column.word in VALUE_HEADS
        texts: Sequence[str] = (table.title,) if weak and table.title else column.heads
        found = self.words.guesses(texts, cells, context=table.title, unit=unit_of(column.heads) or unit)
        best = found[0] if found else None
        if best is None or best.confidence < MAYBE:
            skipped = bool(OTHERS.search(column.head))
            return replace(
                made,
                use="skip" if skipped else "",
                confidence=0.7 if skipped else 0.0,
                why=("other",) if skipped else (),
                others=found,
            )
        confidence = min(best.confidence, BY_TITLE) if weak else best.confidence
        why = ("title", *best.why[1:]) if weak else best.why
        return replace(made, use="element", code=best.code, confidence=confidence, why=why, others=found[1:])

    def _element_row(
        self,
        grid: Grid,
        named: tuple[GridRow, str, Sequence[str]],
        beside: tuple[str, Sequence[Cell]],
        said: TableUse | None,
    ) -> RowProposal:
        row, key, labels = named
        texts = [text for text in labels if text.strip()]
        filled = grid.has_figures(row)
        made = RowProposal(
            row.number, key, " ".join(texts), row.address, "", unit=unit_of(texts), filled=filled
        )
        if said is not None and key in said.by_label:
            return _row_said(made, said.by_label[key])
        if not texts:
            return replace(made, use="skip", why=("other",))
        if plain(texts[-1]) in (*TOTALS, *NOT_SUMS):
            return replace(made, use="skip", confidence=0.7, why=("total",))
        context, cells = beside
        above = grid.units[0] if len(grid.units) == 1 else ""
        found = self.words.guesses(texts, cells, context=context, unit=above)
        if found and found[0].confidence >= MAYBE:
            best = found[0]
            return replace(
                made,
                use="element",
                code=best.code,
                confidence=best.confidence,
                why=best.why,
                others=found[1:],
            )
        return replace(made, use="" if filled else "skip", others=found)

    def _region_row(
        self,
        grid: Grid,
        named: tuple[GridRow, str, Sequence[str]],
        reading: Reading,
        above: frozenset[str],
        said: TableUse | None,
    ) -> Iterator[RowProposal]:
        """A row that is no plain region: one of several, none known, or the sum of others."""
        row, key, labels = named
        label = " ".join(text for text in labels if text.strip())
        made = RowProposal(row.number, key, label, row.address, "", filled=grid.has_figures(row))
        if said is not None and key in said.by_label:
            yield _row_said(made, said.by_label[key])
        elif reading.region and reading.region in above and reading.named == "region":
            offered = (Guess(reading.region, 0.5, ("region",)),)
            yield replace(made, use="total", confidence=0.7, why=("above",), others=offered)
        elif reading.named in ("several", "unknown") and made.filled:
            yield replace(made, others=_offered(reading))

    def _above(
        self, rows: Sequence[tuple[GridRow, str]], numbers: Sequence[int], names: RegionNames
    ) -> frozenset[str]:
        said = [names.read([row.labels.get(number, "") for number in numbers]) for row, _ in rows]
        codes = {reading.region for reading in said if reading.named == "region" and reading.region}
        tree = self.catalogue.regions
        return frozenset(above.code for code in codes for above in tree.ancestors(code))


def _proposed(keyed: Keyed, column: GridColumn) -> ColumnProposal:
    key = keyed.columns[column.number]
    return ColumnProposal(
        column.number, key, column.head, column.address, column.labels, "", unit=unit_of(column.heads)
    )


def _row_said(made: RowProposal, used: RowUse) -> RowProposal:
    return replace(
        made, use=used.use, code=used.code, unit=used.unit, scope=used.scope, confidence=1.0, why=("known",)
    )


def _cells(grid: Grid, column: GridColumn) -> Iterator[Cell]:
    for row in grid.rows:
        cell = grid.cell(row, column)
        if cell is not None and text_of(cell).strip():
            yield cell


def _offered(said: Reading) -> tuple[Guess, ...]:
    return tuple(Guess(region.code, 0.5, ("region",)) for region in said.regions[:OFFERED])


def _once(found: Sequence[_Part]) -> tuple[_Part, ...]:
    """No element twice: of two that seem to be the same, the surer one keeps it, of two equals neither."""
    surest: dict[str, dict[str, float]] = {}
    for each in found:
        if each.use == "element":
            surest.setdefault(each.code, {}).setdefault(each.key, each.confidence)
    return tuple(_given_up(part) if _has_rival(part, surest) else part for part in found)


def _has_rival(part: ColumnProposal | RowProposal, surest: Mapping[str, Mapping[str, float]]) -> bool:
    rivals = [sure for key, sure in surest.get(part.code, {}).items() if key != part.key]
    return part.use == "element" and any(sure >= part.confidence for sure in rivals)


def _given_up(part: _Part) -> _Part:
    told = (Guess(part.code, part.confidence, part.why), *part.others)
    return replace(part, use="", code="", confidence=0.0, why=(), others=told)


def _first_of_each(found: Sequence[RowProposal]) -> tuple[RowProposal, ...]:
    return tuple({row.key: row for row in reversed(found)}.values())[::-1]
