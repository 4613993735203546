"""One worksheet part into a Sheet, in one pass, with every address and amount bounded."""

from collections.abc import Mapping

from loaders.addresses import address_of, column_number, position_of, whole
from loaders.cell_values import Content, Shared, content_of, number_of, plain_number
from loaders.cells import Cell, Sheet
from loaders.formats import GENERAL
from loaders.guards import GRID_COLUMNS, GRID_ROWS, WorkbookRefused, bad_address, bomb, damaged
from loaders.merged_areas import MergedAreas
from loaders.plain_runs import ATTRIBUTE, CELL, ROWS, rows_in
from loaders.shared_parts import Format, State, index_of
from loaders.xml_part import TRUE, Attributes, Begin, End, XmlPart

_GENERAL = Format(GENERAL, date=False)
_NEVER_CALCULATED: Content = ("empty", None, "")


class SheetPart(XmlPart):
    """Reads one worksheet part; `parse`, then `sheet`."""

    texts = frozenset({"v", "f", "t"})
    runs = ROWS

    def __init__(self, part: str, *, name: str, shared: Shared) -> None:
        super().__init__(part)
        self._name = name
        self._shared = shared
        self._limits = shared.limits
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges = MergedAreas(part, shared.limits)
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._hidden_ranges = 0
        self._columns: dict[str, int] = {}
        self._styles: dict[str, Format] = {}
        self._looks: dict[str, bool] = {}
        self._in_data = self._in_row = self._in_cell = self._in_reading = False
        self._row = self._column = 0
        self._row_text = self._address = self._sharing = ""
        self._type = "n"
        self._format = _GENERAL
        self._value: str | None = None
        self._formula: str | None = None

    def sheet(self, state: State) -> Sheet:
        return Sheet(
            name=self._name,
            state=state,
            cells=self._cells,
            merges=tuple(self._merges.areas),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
        )

    def begins(self) -> Mapping[str, Begin]:
        return {
            "sheetData": self._begin_data, "row": self._begin_row, "c": self._begin_cell,
            "f": self._begin_formula, "rPh": self._begin_reading,
            "mergeCell": self._merge, "col": self._hide_columns,
        }  # fmt: skip

    def ends(self) -> Mapping[str, End]:
        return {
            "sheetData": self._end_data, "row": self._end_row, "c": self._end_cell, "v": self._end_value,
            "f": self._end_formula, "t": self._end_inline, "rPh": self._end_reading,
        }  # fmt: skip

    def _begin_data(self, _attributes: Attributes) -> None:
        self._in_data = True

    def _end_data(self) -> None:
        self._in_data = False

    def _begin_row(self, attributes: Attributes) -> None:
        self._open_row(attributes.get("r"), hidden=_is_hidden(attributes, size="ht"))

    def _open_row(self, text: str | None, *, hidden: bool) -> None:
        if not self._in_data:
            return
        if self._in_row:
            raise damaged(self.part, "nested_row", sheet=self._name)
        row = self._row + 1 if text is None else whole(text, limit=GRID_ROWS)
        if row is None or row <= self._row:
            raise self._misplaced(text or "", row, self._row)
        self._in_row, self._row, self._row_text, self._column = True, row, str(row), 0
        if hidden and row <= self._limits.max_row:
            self._hidden_rows.add(row)

    def _end_row(self) -> None:
        self._in_row = False

    def take(self, run: str) -> None:
        """Rows, or cells of one row, in the plain spelling."""
        if run.startswith("<c"):
            self._take_cells(run)
            return
        for number, look, cells in rows_in(run):
            hidden = self._looks.get(look)
            if hidden is None:
                hidden = self._looks[look] = self._looks_hidden(look)
            self._open_row(number, hidden=hidden)
            if cells:
                self._take_cells(cells)
            self._end_row()

    def _looks_hidden(self, look: str) -> bool:
        """Whether a row of these attributes is hidden; the same few come back for all rows of a sheet."""
        written = ATTRIBUTE.findall(look)
        attributes = dict(written)
        if len(attributes) != len(written) or "r" in attributes:
            raise damaged(self.part, "bad_xml")
        return _is_hidden(attributes, size="ht")

    def _take_cells(self, run: str) -> None:
        """What the handlers below do with each cell, without a call for each step."""
        if not self._in_row:
            return
        if self._in_cell:
            raise self._damaged("nested_cell")
        found = CELL.findall(run)
        self._count_cells(len(found))
        cells, columns, formats, strings = self._cells, self._columns, self._styles, self._shared.by_index
        row, row_text, last = self._row, self._row_text, self._column
        widest = self._limits.max_column if row <= self._limits.max_row else 0
        characters, new = 0, tuple.__new__
        for letters, digits, style, inline, kind, formula, value in found:
            column = columns.get(letters, 0)
            if column <= last or digits != row_text:
                self._column = last
                column = self._column_of(letters + digits)
            last = column
            shown = formats.get(style) or self._look_up(style, letters + digits)
            text = strings.get(value) if kind == "s" and not formula else None
            number = plain_number(value) if value and not kind and not formula else None
            if text and column <= widest:
                characters += len(text)
                content = (letters + digits, row, column, "text", text, text, None, shown.code)
                cells[row, column] = new(Cell, content)
            elif number is not None and column <= widest and not shown.date:
                found_number = (letters + digits, row, column, "number", number, value, None, shown.code)
                cells[row, column] = new(Cell, found_number)
            elif value or inline or formula:
                self._address, self._column, self._format = letters + digits, column, shown
                self._type = "inlineStr" if inline else kind or "n"
                self._keep(value or inline or None, formula or None)
        self._column = last
        self._count_characters(characters)

    def _count_cells(self, more: int) -> None:
        shared = self._shared
        shared.cells += more
        if shared.cells > self._limits.cells:
            raise bomb(self.part, "cells", found=self._limits.cells + 1, limit=self._limits.cells)

    def _begin_cell(self, attributes: Attributes) -> None:
        if not self._in_row:
            return
        if self._in_cell:
            raise self._damaged("nested_cell")
        self._count_cells(1)
        given = attributes.get("r")  # a cell without an address follows its neighbour
        self._address = address_of(self._row, self._column + 1) if given is None else given
        self._column = self._column_of(self._address)
        self._type = attributes.get("t", "n")
        self._value = self._formula = None
        self._in_cell = True
        style = attributes.get("s", "0")
        self._format = self._styles.get(style) or self._look_up(style, self._address)

    def _look_up(self, style: str, address: str) -> Format:
        formats = self._shared.formats
        index = index_of(style or "0", count=len(formats)) if formats else 0
        if index is None:
            raise damaged(self.part, "style", sheet=self._name, address=address)
        self._styles[style] = formats[index] if formats else _GENERAL
        return self._styles[style]

    def _column_of(self, address: str) -> int:
        """The column of an address in this row, to the right of the last."""
        letters = address.removesuffix(self._row_text)
        column = self._columns.get(letters)
        if column is None:
            column = column_number(letters)
            if column is not None:
                self._columns[letters] = column
        if column is None or column <= self._column or letters == address:
            raise self._misplaced(address, None if letters == address else column, self._column)
        return column

    def _misplaced(self, address: str, place: int | None, last: int) -> WorkbookRefused:
        if place is None:
            reason = "malformed" if position_of(address) is None else "not_increasing"
        elif place > last:
            reason = "out_of_bounds"
        else:
            reason = "repeated" if place == last else "not_increasing"
        return bad_address(self.part, reason, sheet=self._name, address=address)

    def _end_value(self) -> None:
        if not self._in_cell:
            return
        if self._value is not None or self._type == "inlineStr":
            raise self._damaged("two_values")
        self._value = self.text

    def _end_inline(self) -> None:
        if self._in_cell and not self._in_reading and self._type == "inlineStr":
            self._value = (self._value or "") + self.text

    def _begin_reading(self, _attributes: Attributes) -> None:
        self._in_reading = True

    def _end_reading(self) -> None:
        self._in_reading = False

    def _begin_formula(self, attributes: Attributes) -> None:
        if not self._in_cell:
            return
        if self._formula is not None:
            raise self._damaged("two_formulas")
        self._sharing = attributes.get("si", "") if attributes.get("t") == "shared" else ""

    def _end_formula(self) -> None:
        if self._in_cell:
            self._formula = self.text or (f"si={self._sharing}" if self._sharing else "")

    def _end_cell(self) -> None:
        if self._in_cell:
            self._in_cell = False
            self._keep(self._value, self._formula)

    def _keep(self, stored: str | None, formula: str | None) -> None:
        """The cell that ends here, of the type and format just read; a blank one is dropped."""
        content = None if stored is None else self._content(stored)
        if formula is not None:
            self._count_text(formula)
            content = content or _NEVER_CALCULATED
        elif content is None or content[1] == "":
            return
        row, column = self._row, self._column
        if row > self._limits.max_row or column > self._limits.max_column:
            raise bad_address(self.part, "out_of_bounds", sheet=self._name, address=self._address)
        kind, value, raw = content
        if kind != "number":
            self._count_text(raw)
        code = self._format.code
        self._cells[row, column] = Cell(self._address, row, column, kind, value, raw, formula, code)

    def _content(self, stored: str) -> Content | None:
        """Kind, value and raw text of the cell that ends here; None when nothing is stored in it."""
        if len(stored) > self._limits.text_length:
            raise self._too_long(len(stored))
        try:
            return content_of(self._type, stored, shared=self._shared, date=self._format.date)
        except ValueError as problem:
            raise self._damaged(str(problem)) from problem

    def _count_text(self, text: str) -> None:
        if len(text) > self._limits.text_length:
            raise self._too_long(len(text))
        self._count_characters(len(text))

    def _count_characters(self, more: int) -> None:
        self._shared.text += more
        if self._shared.text > self._limits.text_total:
            raise bomb(self.part, "text_total", found=self._shared.text, limit=self._limits.text_total)

    def _too_long(self, length: int) -> WorkbookRefused:
        return bomb(self.part, "text_length", found=length, limit=self._limits.text_length)

    def _merge(self, attributes: Attributes) -> None:
        self._merges.add(attributes.get("ref", ""), sheet=self._name)

    def _hide_columns(self, attributes: Attributes) -> None:
        first = whole(attributes.get("min"), limit=GRID_COLUMNS)
        last = whole(attributes.get("max"), limit=GRID_COLUMNS)
        if first is None or last is None or first > last:
            reference = f"{attributes.get('min', '')}:{attributes.get('max', '')}"
            raise bad_address(self.part, "malformed", sheet=self._name, address=reference)
        most = self._limits.max_column
        if first > most or not _is_hidden(attributes, size="width"):
            return
        self._hidden_ranges += 1
        if self._hidden_ranges > most:
            raise bomb(self.part, "columns", found=self._hidden_ranges, limit=most)
        self._hidden_columns.update(range(first, min(last, most) + 1))

    def _damaged(self, reason: str) -> WorkbookRefused:
        return damaged(self.part, reason, sheet=self._name, address=self._address)


def _is_hidden(attributes: Attributes, *, size: str) -> bool:
    """Hidden outright, or of no height or width."""
    if attributes.get("hidden") in TRUE:
        return True
    given = attributes.get(size)
    if given is None or (given[:1] in "123456789" and given.replace(".", "").isdecimal()):
        return False
    return number_of(given) == 0
