"""The tables of an unknown file as they stand, each column and row with its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from layouts.elements import Child, Element, h, hidden
from layouts.page import section
from layouts.views.mapping_case import Case
from layouts.views.mapping_choices import region_text
from layouts.views.mapping_fields import part_control, table_fields
from loaders.addresses import column_letters
from loaders.mapping_grid import GridRow
from loaders.mapping_proposal import ColumnProposal, RowProposal, TableProposal
from loaders.mapping_regions import RegionNames
from loaders.words import text_of

FIRST_ROWS, MOST_ROWS, LONGEST = 15, 200, 40


def table_section(case: Case, place: int, table: TableProposal) -> Element:
    """One table: what its rows are, then its picture with a field over each column."""
    spoken, grid = case.spoken, table.keyed.grid
    where = spoken.say("mapping.where", place=f"{grid.sheet.name}!{grid.place}", rows=len(grid.rows))
    alike = spoken.say("mapping.alike", n=len(table.like)) if len(table.like) > 1 else ""
    title = spoken.say("mapping.table", n=place + 1, title=_title(table)) if grid.titles else ""
    body: list[Child] = [table_fields(case, place, table)]
    if table.rows_are not in ("", "skip"):
        body.append(_picture(case, place, table))
    elif table.rows_are == "":
        body.append(h("p", spoken["mapping.say_rows"], class_name="note"))
        body.append(_picture(case, place, table, plain=True))
    made = section(title or spoken.say("mapping.table_untitled", n=place + 1), *body, note=where + alike)
    made["props"]["data-table"] = str(place)
    return made


def _picture(case: Case, place: int, table: TableProposal, *, plain: bool = False) -> Element:
    """The table: letters, fields, heads, rows; what a row is stands behind the columns that name it."""
    spoken, grid = case.spoken, table.keyed.grid
    rows = list(_shown(table))
    beside = any(rows) and not plain and table.rows_are in ("region", "element")
    after = _named_columns(table) if beside else -1

    def line(first: str, cells: Sequence[Element], side: Element, names: str | None = None) -> Element:
        placed = list(cells)
        if beside:
            placed.insert(after, side)
        return h("tr", h("th", first, scope="row"), *placed, class_name=names)

    letters = [h("th", column_letters(column.number), scope="col") for column in grid.columns]
    if beside:
        letters.insert(after, h("th", spoken["mapping.row_is"], scope="col"))
    body: list[Element] = []
    if not plain:
        controls = [
            h("td", part_control(case, "col", (place, column.number), table.by_number[column.number], table))
            for column in grid.columns
        ]
        body.append(line(spoken["mapping.column_is"], controls, h("td"), "controls"))
    heads = [h("td", column.head or None) for column in grid.columns]
    body.append(line(spoken["mapping.heads"], heads, h("td"), "heads"))
    for row, said in rows:
        cells = [h("td", _short(text_of(grid.cell(row, column))) or None) for column in grid.columns]
        body.append(line(str(row.number), cells, _beside(case, place, table, row, said)))
    more = len(grid.rows) - len(rows)
    if more > 0:
        text = spoken.say("mapping.more_rows", n=more)
        body.append(h("tr", h("td", text, col_span=len(letters) + 1, class_name="note")))
    label = spoken.say("mapping.caption", n=place + 1)
    drawn = h(
        "table",
        h("caption", hidden(label)),
        h("thead", h("tr", h("th", hidden(spoken["mapping.row_number"]), scope="col"), *letters)),
        h("tbody", *body),
        class_name="sheet mapping-table",
    )
    return h("div", drawn, class_name="table-scroll", role="region", aria_label=label, tab_index=0)


def _named_columns(table: TableProposal) -> int:
    """How many columns stand before the first that holds figures, up to the last that names rows."""
    named = [place for place, column in enumerate(table.columns) if column.use == "label"]
    return named[-1] + 1 if named else 0


def _shown(table: TableProposal) -> Iterator[tuple[GridRow, RowProposal | None]]:
    """The first rows, and every row that needs a word."""
    said = {row.number: row for row in table.rows}
    every = table.rows_are == "element"
    for place, row in enumerate(table.keyed.grid.rows):
        if (place < FIRST_ROWS or every or row.number in said) and place < MOST_ROWS:
            yield row, said.get(row.number)


def _beside(case: Case, place: int, table: TableProposal, row: GridRow, said: RowProposal | None) -> Element:
    """What a row is: its field, or the region that its name plainly means."""
    if said is not None:
        return h("td", part_control(case, "row", (place, row.number), said, table), class_name="row-control")
    names = [column.number for column in table.columns if column.use == "label"]
    catalogue, under = case.services.catalogue, case.proposal.under
    reading = RegionNames(catalogue, under, {}).read([row.labels.get(number, "") for number in names])
    if reading.region:
        text = region_text(reading.region, catalogue, case.lang)
        return h("td", text, class_name="row-control note")
    word = case.spoken["mapping.sum_row"] if reading.named in ("total", "not_sum") else ""
    return h("td", word or None, class_name="row-control note")


def part_drawn(case: Case, name: str) -> Element | None:
    """The control of one field, drawn as it stands now; None for a field that there is not."""
    bits = name.split(".")[-3:]
    if len(bits) < 3 or not (bits[1].isdecimal() and bits[2].isdecimal()) or len(name) > LONGEST:
        return None
    kind, place, number = bits[0], int(bits[1]), int(bits[2])
    table = case.proposal.tables[place] if place < len(case.proposal.tables) else None
    if table is None or kind not in ("col", "row"):
        return None
    found: Iterable[ColumnProposal | RowProposal] = table.columns if kind == "col" else table.rows
    part = next((each for each in found if each.number == number), None)
    return part_control(case, kind, (place, number), part, table) if part is not None else None


def other_tables(case: Case) -> Sequence[Element]:
    return [table_section(case, place, table) for place, table in enumerate(case.proposal.tables)]


def _title(table: TableProposal) -> str:
    return _short(text_of(table.keyed.grid.titles[-1]).strip())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
