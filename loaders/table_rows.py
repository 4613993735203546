"""The rows of a table down to its end: coded ones, those with a label of the form, and what fits nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from data.model import Finding
from loaders.form import Row
from loaders.header import is_footer
from loaders.heads import may_be_head, says_other
from loaders.row_labels import Labels
from loaders.table import Table, TableRow, heads_above
from loaders.words import plain, text_of, tidy
from loaders.workbook import Cell

PROSE = 15  # no figure is spelt in more characters

_CODE_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_DIGIT = re.compile(r"\d")


def rows_of(table: Table, labels: Labels) -> Iterator[TableRow | Finding]:
    """Rows by 乙 code, else by 甲 label; a figure beside neither is a finding, never a guess.

    Under the footer or a note only rows of the form are taken: what else stands there is no figure.
    """
    reading = _Rows(table, labels)
    for row, cells in sorted(_by_row(table).items()):
        yield from reading.read(row, cells)


def code_in(text: str) -> str:
    """A 乙 code; empty for a text that is none."""
    code = tidy(text).replace(" ", "")
    return code if _CODE_TEXT.fullmatch(code) else ""


def label_of(table: Table, row: int) -> tuple[str, str, Cell | None]:
    """The row's own label, the same behind the labels to its left, and its cell."""
    if len(table.names) < 2:
        cell = table.at(row, table.name)
        text = text_of(cell)
        return text, text, cell
    texts: list[str] = []
    last: Cell | None = None
    for column in table.names:
        cell = table.at(row, column) or _above_in_merge(table, row, column)
        if cell is not None and text_of(cell).strip():
            texts.append(text_of(cell))
            last = cell
    return (texts[-1] if texts else ""), "".join(texts), last


def _above_in_merge(table: Table, row: int, column: int) -> Cell | None:
    for top, left, bottom, _ in table.sheet.merges:
        if left == column and top < row <= bottom:
            return table.at(top, column)
    return None


def _by_row(table: Table) -> dict[int, list[Cell]]:
    by_row: dict[int, list[Cell]] = {}
    right = table.right or 1 << 20
    for (row, column), cell in table.sheet.cells.items():
        if table.row < row <= table.last and table.left <= column <= right:
            by_row.setdefault(row, []).append(cell)
    return by_row


class _Rows:
    """Reads one table downwards; remembers its end, the band's heading and the columns told."""

    def __init__(self, table: Table, labels: Labels) -> None:
        self.table = table
        self.labels = labels
        numbers = {column.number for column in labels.form.columns}
        self.figures = frozenset(at for number, at in table.columns.items() if number in numbers)
        named = {table.name, *table.names, table.code or 0, table.unit or 0}
        self.known = self.figures | named | set(table.left_out)
        self.ended = False
        self.below = False  # is it told that figures under the footer are not read
        self.band = ""
        self.told: set[int] = set()

    def read(self, row: int, cells: Sequence[Cell]) -> Iterator[TableRow | Finding]:
        label, joined, cell = label_of(self.table, row)
        marked = self.table.at(row, self.table.code)
        if self.ended and any(cell.column in self.figures and _is_prose(cell) for cell in cells):
            return  # what the items mean, under the form
        if marked and marked.value in self.labels.form.rows:  # the ordinary row, at once
            yield from self._found(self._row(row, marked, str(marked.value), label), cells)
            return
        if is_footer(label or text_of(cells[0])):
            self.ended = True
            return
        code = code_in(text_of(marked))
        if marked and code and (not self.ended or self.labels.row(code)):
            yield from self._found(self._row(row, marked, code, label), cells)
            return
        filled = [each for each in cells if each.column in self.figures and _is_figure(each)]
        named, meant = self._meant(label, joined, filled=bool(filled))
        if meant and cell is not None and not text_of(marked).strip():
            found = self._row(row, cell, "", label)
            yield from self._found(replace(found, meant=meant, named=named), cells)
        elif self.ended:
            yield from self._below(cells)
        else:
            self.band = label if plain(label) and not filled else self.band
            yield from self._unknown(filled, label, meant)

    def _meant(self, label: str, joined: str, *, filled: bool) -> tuple[str, tuple[Row, ...]]:
        """The text that is a label of the form, and its rows; a heading without a figure is none."""
        if not filled and (self.labels.form.open or self.labels.is_band(label)):
            return "", ()
        return next(((text, rows) for text in (label, joined) if (rows := self.labels.meant(text))), ("", ()))

    def _below(self, cells: Sequence[Cell]) -> Iterator[Finding]:
        """Figures under the footer are told once."""
        figures = [cell for cell in cells if cell.kind == "number"]
        if figures and not self.below:
            self.below = True
            params = {"read": text_of(figures[0]), "expected": ""}
            yield Finding("row.not_read", "note", self.table.sheet.name, figures[0].address, params)

    def _row(self, row: int, cell: Cell, code: str, label: str) -> TableRow:
        column = self.table.unit
        stated = self.table.at(row, column)
        if stated is None and column and self.table.headed:
            stated = _above_in_merge(self.table, row, column)
        return TableRow(self.table, row, code, label, text_of(stated), cell.address, band=self.band)

    def _unknown(self, filled: Sequence[Cell], label: str, meant: tuple[Row, ...]) -> Iterator[Finding]:
        for cell in filled:
            expected = f"{meant[0].code} {meant[0].label}" if meant else self.labels.nearest_label(label)
            params = {
                "read": label.strip(),
                "label": label.strip(),
                "expected": expected,
                "value": text_of(cell),
            }
            if not expected:
                params["reason"] = "nothing_near" if label.strip() else "nameless"
            yield Finding("form.row_unknown", "must", self.table.sheet.name, cell.address, params)

    def _found(self, row: TableRow, cells: Sequence[Cell]) -> Iterator[TableRow | Finding]:
        yield row
        for cell in cells:
            if cell.kind == "number" and cell.column not in self.known:
                yield from self._outside(row, cell)

    def _outside(self, row: TableRow, cell: Cell) -> Iterator[Finding]:
        """A number beside the columns: under a head of its own it is not read, else perhaps shifted."""
        head = self.table.others.get(cell.column) or self._head(cell.column)
        value = self.labels.form.column("value")
        filed = row.cell(value.number) if value else None
        if not text_of(filed).strip() and not any(says_other(text) for text in head.split("/")):
            expected = value.head if value else ""
            params = {"read": text_of(cell), "expected": expected, "label": row.label.strip()}
            yield Finding("cell.outside", "must", self.table.sheet.name, cell.address, params)
        elif cell.column not in self.told:
            self.told.add(cell.column)
            params = {"read": head or text_of(cell), "expected": ""}
            yield Finding("column.not_read", "note", self.table.sheet.name, cell.address, params)

    def _head(self, column: int) -> str:
        above = heads_above(self.table, column)
        return above[0][1] if above else ""


def _is_prose(cell: Cell) -> bool:
    return cell.kind == "text" and len(tidy(text_of(cell))) > PROSE


def _is_figure(cell: Cell) -> bool:
    """Does a cell of a numbered column hold a figure, in digits or in words with digits."""
    if cell.kind == "text":
        text = text_of(cell)
        return bool(_DIGIT.search(tidy(text))) and not may_be_head(text)
    return cell.kind == "number"
