"""A kept workbook again: what was read from it, and a picture of its cells around the findings.

What stands in the cells is data: it goes out as text of plain elements, never as HTML.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from data.model import Observation
from layouts.elements import Child, Element, h
from layouts.services import Services
from layouts.text import Language, words
from loaders.addresses import address_of, column_letters, position_of
from loaders.extract import extract
from loaders.foreign import read_any
from loaders.mapping import from_json, to_json
from loaders.mapping_apply import apply
from loaders.words import text_of
from loaders.workbook import Cell, Sheet, Workbook, WorkbookRefused

AROUND = 3  # rows shown on each side of a finding
MOST_ROWS, FIRST_ROWS, MOST_COLUMNS = 60, 24, 24
MOST_SHEETS = 40
LONGEST_TEXT = 90
KEPT_WORKBOOKS = 2

Place = tuple[int, int]


@dataclass(frozen=True)
class Opened:
    """A workbook with the figures read from it: ``elements`` by (sheet, cell)."""

    workbook: Workbook
    elements: Mapping[tuple[str, str], str]
    cells: int

    @property
    def sheets(self) -> int:
        return len({sheet for sheet, _ in self.elements})

    def text(self, sheet: str, cell: str) -> str:
        found = self.workbook.sheet(sheet) if cell else None
        place = position_of(cell)
        return text_of(found.cells.get(place)) if found and place else ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell with a finding: the gravest one's severity, the finding's row, the words for a screen reader."""

    severity: str
    href: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class _Kept:
    """A kept file by its hash, which says all: the same bytes and form are never read twice.

    Of a mapped table the ``mapping``, as it is stored, and the region and period say which figures are meant.
    """

    sha256: str
    form: str
    mapping: str
    place: tuple[str, str]
    services: Services = field(compare=False, repr=False)


def open_kept(
    services: Services, sha256: str, form: str, *, place: tuple[str, str] = ("", "")
) -> Opened | None:
    """The workbook of a submission of a region and period; None where it was not kept or cannot be read."""
    mapping = services.mappings.get(form)
    content = to_json(mapping) if mapping else ""
    return _open(_Kept(sha256, form, content, place if mapping else ("", ""), services))


@lru_cache(maxsize=KEPT_WORKBOOKS)
def _open(kept: _Kept) -> Opened | None:
    try:
        workbook = read_any(kept.services.view().file(kept.sha256))
    except (OSError, WorkbookRefused):
        return None
    figures = _figures(workbook, kept)
    return Opened(workbook, {(f.sheet, f.cell): f.element for f in figures}, len(figures))


def _figures(workbook: Workbook, kept: _Kept) -> tuple[Observation, ...]:
    catalogue = kept.services.catalogue
    form = kept.services.forms.get(kept.form)
    if form is not None:
        extraction = extract(workbook, form, catalogue)
        return (*(extraction.filing.observations if extraction.filing else ()), *extraction.last_year)
    if not kept.mapping:
        return ()
    mapping = from_json(kept.mapping, catalogue, code=kept.form)
    region, period = kept.place
    found = apply(mapping, workbook, catalogue, region=region, period=period)
    filings = [filing for filing, _ in found.filings if (filing.region, filing.period) == kept.place]
    return tuple(figure for filing in filings for figure in filing.observations)


def anchor(sheet: Sheet, place: Place) -> str:
    """The address that shows what stands at a place: of a merged area its first cell."""
    row, column = place
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right:
            return address_of(top, left)
    return address_of(row, column)


def cell_id(number: int, address: str) -> str:
    return f"c-{number}-{address}"


def sheet_id(number: int) -> str:
    return f"s-{number}"


def picture(sheet: Sheet, number: int, marked: Mapping[str, Marked], language: Language) -> Element:
    """The sheet as a grid: heads with letters and numbers, the rows around the marked cells."""
    drawing = _Drawing(
        sheet, number, {place: marked[a] for a in marked if (place := position_of(a))}, language
    )
    spoken = words(language)
    caption = spoken.say("filing_findings.caption", sheet=sheet.name)
    grid = h(
        "table",
        h("caption", h("span", caption, class_name="visually-hidden")),
        h("thead", h("tr", h("td"), *drawing.heads())),
        h("tbody", *drawing.lines()),
        class_name="sheet",
    )
    return h(
        "div", grid, class_name="table-scroll sheet-scroll", role="region", aria_label=caption, tab_index=0
    )


@dataclass(frozen=True)
class _Drawing:
    sheet: Sheet
    number: int
    marked: Mapping[Place, Marked]
    language: Language

    @cached_property
    def chosen(self) -> Place | None:
        return next((place for place, mark in self.marked.items() if mark.chosen), None)

    @cached_property
    def groups(self) -> list[list[int]]:
        return row_groups(self.sheet, {row for row, _ in self.marked})

    @cached_property
    def columns(self) -> list[int]:
        """From the first column with anything in it to the last, without hidden ones that are not marked."""
        shown = {row for group in self.groups for row in group}
        wanted = {column for _, column in self.marked}
        filled = [column for row, column in self.sheet.cells if row in shown] + sorted(wanted) or [1]
        open_ones = [
            column
            for column in range(min(filled), max(filled) + 1)
            if column in wanted or column not in self.sheet.hidden_columns
        ]
        return [column for place, column in enumerate(open_ones) if place < MOST_COLUMNS or column in wanted]

    @cached_property
    def covers(self) -> list[tuple[int, int, int, int]]:
        shown = {row for group in self.groups for row in group}
        return [
            area for area in self.sheet.merges if shown & set(range(area[0], min(area[2], area[0] + 500) + 1))
        ]

    def heads(self) -> Iterable[Element]:
        column = self.chosen[1] if self.chosen else 0
        for each in self.columns:
            names = "on" if each == column else None
            yield h("th", column_letters(each), scope="col", class_name=names, data_column=str(each))

    def lines(self) -> Iterable[Element]:
        before = 0
        for group in self.groups:
            if before and group[0] > before + 1:
                yield self._gap(before + 1, group[0] - 1)
            done: set[Place] = set()
            for row in group:
                cells = [self._cell((row, column), group, done) for column in self.columns]
                names = "on" if self.chosen and self.chosen[0] == row else None
                head = h("th", str(row), scope="row", class_name=names, data_row=str(row))
                yield h("tr", head, *[cell for cell in cells if cell is not None])
            before = group[-1]

    def _gap(self, first: int, last: int) -> Element:
        text = words(self.language).say("filing_findings.gap", first=first, last=last)
        return h("tr", h("td", text, col_span=len(self.columns) + 1), class_name="separator")

    def _cell(self, place: Place, group: Sequence[int], done: set[Place]) -> Element | None:
        """The cell, or None where a merged area above or to the left covers it."""
        if place in done:
            return None
        spans: dict[str, int] = {}
        area = next((a for a in self.covers if a[0] <= place[0] <= a[2] and a[1] <= place[1] <= a[3]), None)
        source = place
        if area is not None:
            rows = [row for row in group if area[0] <= row <= area[2]]
            columns = [column for column in self.columns if area[1] <= column <= area[3]]
            done.update((row, column) for row in rows for column in columns)
            spans = {"row_span": len(rows), "col_span": len(columns)}
            source = (area[0], area[1])
        return self._drawn(place, self.sheet.cells.get(source), {k: v for k, v in spans.items() if v > 1})

    def _drawn(self, place: Place, cell: Cell | None, spans: Mapping[str, int]) -> Element:
        text = self._text(cell)
        mark = self.marked.get(place)
        names = ["num"] if cell is not None and cell.kind == "number" else []
        if mark is None:
            return h("td", text or None, class_name=" ".join(names) or None, **spans)
        names += [mark.severity, *(["chosen"] if mark.chosen else [])]
        blank = words(self.language)["filing_findings.blank"]
        link: Child = h("a", text or blank, href=mark.href, aria_label=mark.label, title=mark.label)
        key = cell_id(self.number, address_of(*place))
        return h("td", link, data_at=key, class_name=" ".join(names), **spans)

    def _text(self, cell: Cell | None) -> str:
        text = text_of(cell) or _formula(cell)
        if len(text) <= LONGEST_TEXT:
            return text
        return words(self.language).say("filing_findings.cut", text=text[:LONGEST_TEXT], n=len(text))


def _formula(cell: Cell | None) -> str:
    """What stands in a cell that was never calculated."""
    formula = cell.formula if cell is not None else None
    return f"={formula}" if formula and not formula.startswith("si=") else ""


def row_groups(sheet: Sheet, marked: Collection[int]) -> list[list[int]]:
    """Runs of rows to be shown: title and heads of the table, and what stands around each marked row.

    Without marked rows, the sheet's beginning.
    """
    filled = sorted({row for row, _ in sheet.cells} | set(marked))
    if not filled:
        return []
    if not marked:
        wanted = set(filled[:FIRST_ROWS])
    else:
        near = {row for at in sorted(marked) for row in range(at - AROUND, at + AROUND + 1)}
        wanted = set(marked) | _head_rows(sheet, filled)
        room = max(0, MOST_ROWS - len(wanted))
        wanted |= set(sorted(near & set(range(filled[0], filled[-1] + 1)) - wanted)[:room])
    rows = sorted(row for row in wanted if row in marked or row not in sheet.hidden_rows)
    groups: list[list[int]] = []
    for row in rows:
        if groups and row == groups[-1][-1] + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _head_rows(sheet: Sheet, filled: Sequence[int]) -> set[int]:
    """The first row (the title), and the heads down to the row 甲 乙 丙 where there is one."""
    for row in filled[:40]:
        texts = {text_of(cell).strip() for place, cell in sheet.cells.items() if place[0] == row}
        if {"甲", "乙"} <= texts:
            return {filled[0], *range(max(filled[0], row - 2), row + 1)}
    return set(filled[:1])
