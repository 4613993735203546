"""One worksheet part with colours: cells get another style, blank ones are added; nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from data.model import Severity
from loaders.addresses import address_of, column_number, whole
from loaders.cell_values import number_of
from loaders.guards import GRID_COLUMNS, GRID_ROWS
from loaders.markup_styles import Styles, style_number
from loaders.xml_part import TRUE
from loaders.xml_text import Element, XmlText

Place = tuple[int, int]

_BEFORE_DATA = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols")
BEFORE_LEGACY = (
    *_BEFORE_DATA, "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios",
    "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing",
)  # fmt: skip
_COLUMN_PIXELS, _ROW_PIXELS = 64, 20
_FOLLOWED = frozenset({"sheetData", "cols"})


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    element: Element


@dataclass
class SheetText:
    """A worksheet part to be patched; `rows` names the rows whose cells are looked at, None all."""

    part: str
    content: bytes
    rows: Collection[int] | None = None
    text: XmlText = field(init=False)
    _rows: list[_Row] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.text = XmlText(self.part, self.content, skip=self._is_passed)

    def _is_passed(self, element: Element) -> bool:
        """Notes the rows as they come; only what a mark may need is looked into."""
        if element.parent is None:
            return False
        if element.parent.parent is None:
            return element.name not in _FOLLOWED
        if element.name != "row" or element.parent.name != "sheetData":
            return True
        last = self._rows[-1].number if self._rows else 0
        number = whole(element.attributes.get("r"), limit=GRID_ROWS) or last + 1
        self._rows.append(_Row(number, element))
        return self.rows is not None and number not in self.rows

    def color(self, marks: Mapping[Place, Severity], styles: Styles) -> None:
        """Each marked cell in its severity's colour; an earlier mark that is no longer one goes."""
        rows = {row.number: row.element for row in self._rows}
        wanted: dict[int, dict[int, Severity]] = {}
        for (row, column), severity in sorted(marks.items()):
            wanted.setdefault(row, {})[column] = severity
        for number, element in rows.items():
            if self.rows is None or number in wanted:
                self._color_row(number, element, wanted.pop(number, {}), styles)
        self._add_rows(wanted, styles)

    def column_pixels(self, column: int) -> int:
        """How wide a column is drawn, about."""
        found = self._column(column)
        return _COLUMN_PIXELS if found is None else _pixels(found, "width", 7, _COLUMN_PIXELS)

    def row_pixels(self) -> Callable[[int], int]:
        """Row -> how high it is drawn, about."""
        heights = {row.number: _pixels(row.element, "ht", 4 / 3, _ROW_PIXELS) for row in self._rows}
        return lambda row: heights.get(row, _ROW_PIXELS)

    def refer_to_notes(self, relationship: str) -> None:
        """The reference to the drawing of notes, where the sequence of a worksheet wants it."""
        text, links = self.text, self.text.links
        prefix = text.prefixes.get(links, "")
        declared = f' xmlns:r="{links}"' if not prefix else ""
        tag = f'<{text.prefix(text.root)}legacyDrawing{declared} {prefix or "r"}:id="{relationship}"/>'
        text.add_after(text.root, BEFORE_LEGACY, tag)

    def _color_row(self, number: int, row: Element, wanted: Mapping[int, Severity], styles: Styles) -> None:
        left = dict(wanted)
        column = 0
        for cell in row.children:
            if cell.name != "c":
                continue
            column = _column_of(cell, number) or column + 1
            for earlier in [each for each in left if each < column]:
                self.text.insert(cell.start, self._blank(number, earlier, left.pop(earlier), row, styles))
            self._color_cell(cell, left.pop(column, None), styles)
        for later, severity in left.items():
            self.text.append(row, self._blank(number, later, severity, row, styles))
        if wanted:
            self._widen(row, max(wanted), min(wanted))

    def _color_cell(self, cell: Element, severity: Severity | None, styles: Styles) -> None:
        if severity is None and self.rows is not None:
            return
        base = style_number(cell.attributes.get("s"))
        style = styles.marked(base, severity) if severity else styles.unmarked(base)
        if style is not None and style != base:
            self.text.set(cell, s=str(style))

    def _blank(
        self, row: int, column: int, severity: Severity, holder: Element | None, styles: Styles
    ) -> str:
        style = styles.marked(self._style_of_blank(column, holder), severity)
        return f'<{self._prefix()}c r="{address_of(row, column)}" s="{style}"/>'

    def _style_of_blank(self, column: int, row: Element | None) -> int:
        """What a cell without an element looks like: its row's style, else its column's."""
        if row is not None and row.attributes.get("customFormat") in TRUE:
            return style_number(row.attributes.get("s"))
        found = self._column(column)
        return style_number(found.attributes.get("style")) if found else 0

    def _add_rows(self, wanted: Mapping[int, Mapping[int, Severity]], styles: Styles) -> None:
        text, prefix = self.text, self._prefix()
        data = text.root.child("sheetData")
        later = iter(self._rows)
        following = next(later, None)
        made = []
        for number, cells in sorted(wanted.items()):
            inside = "".join(self._blank(number, *cell, None, styles) for cell in cells.items())
            row = f'<{prefix}row r="{number}">{inside}</{prefix}row>'
            while following is not None and following.number < number:
                following = next(later, None)
            if following is not None:
                text.insert(following.element.start, row)
            elif data is not None:
                text.append(data, row)
            else:
                made.append(row)
        if made:
            whole_data = f"<{prefix}sheetData>{''.join(made)}</{prefix}sheetData>"
            text.add_after(text.root, _BEFORE_DATA, whole_data)

    def _widen(self, row: Element, last: int, first: int) -> None:
        """The row's hint of which columns it spans, where it gives one, covers the added cells."""
        low, _, high = row.attributes.get("spans", "").partition(":")
        start, end = whole(low, limit=GRID_COLUMNS), whole(high, limit=GRID_COLUMNS)
        if start and end and (first < start or last > end):
            self.text.set(row, spans=f"{min(first, start)}:{max(last, end)}")

    def _column(self, column: int) -> Element | None:
        columns = self.text.root.child("cols")
        for each in columns.children if columns else ():
            first = whole(each.attributes.get("min"), limit=GRID_COLUMNS)
            last = whole(each.attributes.get("max"), limit=GRID_COLUMNS)
            if first and last and first <= column <= last:
                return each
        return None

    def _prefix(self) -> str:
        return self.text.prefix(self.text.root)


def _column_of(cell: Element, row: int) -> int | None:
    return column_number(cell.attributes.get("r", "").removesuffix(str(row)))


def _pixels(element: Element, size: str, each: float, usual: int) -> int:
    if element.attributes.get("hidden") in TRUE:
        return 0
    given = element.attributes.get(size)
    number = number_of(given) if given is not None else usual / each
    return round(min(max(number, 0), 500) * each) if number == number else usual
