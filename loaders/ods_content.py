"""The content of an .ods into sheets: the same cells, merges and hidden rows as an .xlsx gives."""

from collections.abc import Mapping

from loaders.addresses import Area, address_of, whole
from loaders.cell_values import Content, Shared, content_of
from loaders.cells import Cell, Sheet
from loaders.formats import GENERAL
from loaders.guards import GRID_COLUMNS, GRID_ROWS, Limits, WorkbookRefused, bad_address, bomb, damaged
from loaders.package import Package, open_document
from loaders.shared_parts import State
from loaders.xml_part import Attributes, Begin, End, XmlPart

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (f"{_OASIS}{name}:1.0}}" for name in ("office", "table", "text", "style"))
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_TABLE_LEVEL = 4  # document, body, spreadsheet, table: tables of links and tables in cells stand deeper
_LONGEST_NAME = 255
_LONGEST_SPACE = 1_000
# value type -> how our reader calls it, the attribute with the value, the number format it stands for
_TYPES = {
    "float": ("n", "value", GENERAL),
    "currency": ("n", "value", GENERAL),
    "percentage": ("n", "value", "0%"),
    "date": ("d", "date-value", "yyyy-mm-dd"),
    "boolean": ("b", "boolean-value", GENERAL),
}
_ERRORS = ("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "Err:")
_MOMENT_LENGTH = len("2026-11-21T09:30:00")
_NEVER_CALCULATED: Content = ("empty", None, "")


def read_ods(data: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets in their order; raises WorkbookRefused."""
    package = open_document(data, limits)
    if _is_encrypted(package):
        raise WorkbookRefused("file.encrypted", {})
    content = OdsContent(limits)
    content.parse(package.read(CONTENT))
    if not content.sheets:
        raise damaged(CONTENT, "no_sheets")
    return tuple(content.sheets)


def _is_encrypted(package: Package) -> bool:
    return package.has(MANIFEST) and b"encryption-data" in package.read(MANIFEST)


class OdsContent(XmlPart):
    """Reads content.xml; `parse`, then `sheets`. What repeats is counted before it is spread out."""

    namespaces = frozenset({_OFFICE.rstrip("}")})

    def __init__(self, limits: Limits) -> None:
        super().__init__(CONTENT)
        self.sheets: list[Sheet] = []
        self._limits = limits
        self._shared = Shared(limits, [], [], date1904=False)
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._level = self._inner = self._cell_level = 0
        self._in_table = self._in_row = False
        self._row = self._row_repeats = self._column = self._table_column = 0
        self._cell: Attributes | None = None
        self._paragraphs: list[str] = []
        self._open_sheet("", "visible")

    def begins(self) -> Mapping[str, Begin]:
        return {
            f"{_STYLE}style": self._begin_style, f"{_STYLE}table-properties": self._table_style,
            f"{_TABLE}table": self._begin_table, f"{_TABLE}table-column": self._columns,
            f"{_TABLE}table-row": self._begin_row, f"{_TABLE}table-cell": self._begin_cell,
            f"{_TABLE}covered-table-cell": self._begin_cell, f"{_TEXT}p": self._begin_paragraph,
            f"{_TEXT}s": self._spaces, f"{_TEXT}tab": self._tab, f"{_TEXT}line-break": self._line_break,
        }  # fmt: skip

    def ends(self) -> Mapping[str, End]:
        return {
            f"{_TABLE}table": self._end_table, f"{_TABLE}table-row": self._end_row,
            f"{_TABLE}table-cell": self._end_cell, f"{_TABLE}covered-table-cell": self._end_cell,
            f"{_TEXT}p": self._end_paragraph,
        }  # fmt: skip

    def _start(self, name: str, attributes: Attributes) -> None:
        self._level += 1
        super()._start(name, attributes)

    def _end(self, name: str) -> None:
        super()._end(name)
        self._level -= 1

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{_STYLE}name", "")

    def _table_style(self, attributes: Attributes) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _open_sheet(self, name: str, state: State) -> None:
        self._name, self._state = name, state
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._table_column = 0

    def _begin_table(self, attributes: Attributes) -> None:
        if self._level != _TABLE_LEVEL:
            self._inner += 1
            return
        name = attributes.get(f"{_TABLE}name", "")
        taken = {sheet.name.lower() for sheet in self.sheets}
        if not 0 < len(name) <= _LONGEST_NAME or name.lower() in taken:
            raise damaged(CONTENT, "sheet_list", sheet=name)
        if len(taken) >= self._limits.parts:
            raise bomb(CONTENT, "sheets", found=len(taken) + 1, limit=self._limits.parts)
        self._in_table = True
        hidden = attributes.get(f"{_TABLE}style-name") in self._hidden_styles
        self._open_sheet(name, "hidden" if hidden else "visible")

    def _end_table(self) -> None:
        if self._level != _TABLE_LEVEL:
            self._inner -= 1
            return
        self._in_table = False
        sheet = Sheet(
            self._name,
            self._state,
            self._cells,
            tuple(self._merges),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )
        self.sheets.append(sheet)

    @property
    def _counts(self) -> bool:
        return self._in_table and not self._inner

    def _columns(self, attributes: Attributes) -> None:
        if not self._counts:
            return
        first = self._table_column + 1
        self._table_column += self._repeats(attributes, "columns", GRID_COLUMNS)
        if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            last = min(self._table_column, self._limits.max_column)
            self._hidden_columns.update(range(first, last + 1))

    def _begin_row(self, attributes: Attributes) -> None:
        if not self._counts:
            return
        if self._in_row:
            raise damaged(CONTENT, "nested_row", sheet=self._name)
        self._in_row, self._column = True, 0
        self._row_repeats = self._repeats(attributes, "rows", GRID_ROWS)
        if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            last = min(self._row + self._row_repeats, self._limits.max_row)
            self._hidden_rows.update(range(self._row + 1, last + 1))

    def _end_row(self) -> None:
        if self._counts:
            self._in_row = False
            self._row += self._row_repeats

    def _begin_cell(self, attributes: Attributes) -> None:
        if not (self._counts and self._in_row):
            return
        if self._cell is not None:
            raise self._damaged("nested_cell")
        self._cell, self._cell_level, self._paragraphs = attributes, self._level, []

    def _begin_paragraph(self, _attributes: Attributes) -> None:
        if self._cell is not None and self._level == self._cell_level + 1:
            self._chunks.clear()

    def _end_paragraph(self) -> None:
        if self._cell is not None and self._level == self._cell_level + 1:
            self._paragraphs.append("".join(self._chunks))

    def _spaces(self, attributes: Attributes) -> None:
        self._chunks.append(" " * (whole(attributes.get(f"{_TEXT}c", "1"), limit=_LONGEST_SPACE) or 1))

    def _tab(self, _attributes: Attributes) -> None:
        self._chunks.append("\t")

    def _line_break(self, _attributes: Attributes) -> None:
        self._chunks.append("\n")

    def _end_cell(self) -> None:
        attributes = self._cell
        if attributes is None or self._level != self._cell_level:
            return
        self._cell = None
        repeats = self._repeats(attributes, "columns", GRID_COLUMNS)
        first = self._column + 1
        self._column += repeats
        self._merge(attributes, first)
        found = self._content(attributes)
        if found is None:
            return
        self._spread(found, attributes, first)

    def _content(self, attributes: Attributes) -> tuple[Content, str, str | None] | None:
        """Content, number format and formula of the cell that ends here; None for a blank one."""
        written = attributes.get(f"{_TABLE}formula")
        formula = None if written is None else written.partition("=")[2]
        kind = attributes.get(f"{_OFFICE}value-type", "")
        text = "\n".join(self._paragraphs)
        is_error = written is not None and text.startswith(_ERRORS)
        if is_error or attributes.get(_CALC_TYPE) == "error":
            return ("error", text, text), GENERAL, formula
        if kind in _TYPES:
            ours, attribute, shown = _TYPES[kind]
            stored = attributes.get(f"{_OFFICE}{attribute}", "")[: _MOMENT_LENGTH if ours == "d" else None]
            content = self._valued(ours, stored)
        else:
            text = attributes.get(f"{_OFFICE}string-value", text)
            said = bool(text or kind or self._paragraphs)
            content, shown = (("text", text, text) if said else None), GENERAL
        if formula is None and (content is None or content[1] == ""):
            return None
        return content or _NEVER_CALCULATED, shown, formula

    def _valued(self, kind: str, stored: str) -> Content | None:
        try:
            return content_of(kind, stored, shared=self._shared, date=False)
        except ValueError as problem:
            raise self._damaged(str(problem)) from problem

    def _spread(self, found: tuple[Content, str, str | None], attributes: Attributes, first: int) -> None:
        """The cell at every place that it and its row repeat for."""
        (kind, value, raw), shown, formula = found
        last_row, top = self._row + self._row_repeats, self._row + 1
        if last_row > self._limits.max_row or self._column > self._limits.max_column:
            place = address_of(last_row, self._column)
            raise bad_address(CONTENT, "out_of_bounds", sheet=self._name, address=place)
        places = (self._column - first + 1) * self._row_repeats
        self._count(places, (len(raw) if kind != "number" else 0) + len(formula or ""))
        for row in range(top, last_row + 1):
            for column in range(first, self._column + 1):
                address = address_of(row, column)
                self._cells[row, column] = Cell(address, row, column, kind, value, raw, formula, shown)

    def _count(self, places: int, characters: int) -> None:
        shared, limits = self._shared, self._limits
        if characters > limits.text_length:
            raise bomb(CONTENT, "text_length", found=characters, limit=limits.text_length)
        shared.cells += places
        shared.text += places * characters
        if shared.cells > limits.cells:
            raise bomb(CONTENT, "cells", found=shared.cells, limit=limits.cells)
        if shared.text > limits.text_total:
            raise bomb(CONTENT, "text_total", found=shared.text, limit=limits.text_total)

    def _merge(self, attributes: Attributes, first: int) -> None:
        wide = self._spans(attributes, "columns", GRID_COLUMNS)
        high = self._spans(attributes, "rows", GRID_ROWS)
        if wide == high == 1:
            return
        last_row = min(self._row + high, self._limits.max_row)
        last_column = min(first + wide - 1, self._limits.max_column)
        self._merges.append((self._row + 1, first, last_row, last_column))
        if len(self._merges) > self._limits.merges:
            raise bomb(CONTENT, "merges", found=len(self._merges), limit=self._limits.merges)

    def _repeats(self, attributes: Attributes, what: str, limit: int) -> int:
        return self._number(attributes.get(f"{_TABLE}number-{what}-repeated"), limit)

    def _spans(self, attributes: Attributes, what: str, limit: int) -> int:
        return self._number(attributes.get(f"{_TABLE}number-{what}-spanned"), limit)

    def _number(self, text: str | None, limit: int) -> int:
        number = 1 if text is None else whole(text, limit=limit)
        if number is None:
            raise self._damaged("repeat")
        return number

    def _damaged(self, reason: str) -> WorkbookRefused:
        return damaged(CONTENT, reason, sheet=self._name, address=address_of(self._row + 1, self._column + 1))
