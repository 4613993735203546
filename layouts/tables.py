"""Tables as dicts: numbers to the right, units in heads, head and first column stay, every number a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from layouts.elements import Child, Element, Html, h, hidden, mark_class

Sort = Literal["", "ascending", "descending"]
MARKED = frozenset(("met", "near", "missed", "pending", "undecidable", "no_value"))


@dataclass(frozen=True, slots=True)
class Column:
    """A head: its text, the unit (in the head only), whether its cells are numbers."""

    head: Child
    unit: str = ""
    kind: Literal["text", "number"] = "text"
    class_name: str = ""
    sort: Sort = ""
    title: str | None = None
    hidden: bool = False  # the head is for screen readers only

    @property
    def cell_class(self) -> str | None:
        return (
            " ".join(part for part in ("num" if self.kind == "number" else "", self.class_name) if part)
            or None
        )


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; a cell that is already a ``td`` or ``th`` stays as it is."""

    cells: Sequence[Child]
    class_name: str | None = None
    props: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A head over several columns."""

    head: str
    span: int


def table(
    columns: Sequence[Column],
    rows: Iterable[Row | Sequence[Child]],
    *,
    caption: str,
    class_name: str = "",
    dense: bool = False,
    row_head: int | None = 0,
    scroll: str = "",
    table_id: str | None = None,
) -> Element:
    """A table in a box that scrolls inside itself; ``row_head`` is the column whose cells are row headers."""
    bodies = [_row(row, columns, row_head) for row in rows]
    names = " ".join(part for part in ("dense" if dense else "", class_name) if part) or None
    inner = h(
        "table",
        h("caption", hidden(caption)),
        h("thead", h("tr", *[head_cell(column) for column in columns])),
        h("tbody", *bodies),
        class_name=names,
        id=table_id,
    )
    return _scroll(inner, caption, scroll)


def bar_table(
    columns: Sequence[Column],
    rows: Sequence[Row | Sequence[Child]],
    *,
    chart: Element,
    chart_after: int,
    chart_head: str,
    caption: str,
    table_id: str | None = None,
) -> Element:
    """A table with the bar chart lying over one column, bar i beside row i (rows 22, head 24).

    ``chart_after`` is the number of columns to the left of the bars; ``chart_head`` names the column for
    screen readers. The chart comes from ``figures.bars.region_bars`` with the same rows in the same order.
    """
    heads = [head_cell(column) for column in columns]
    heads.insert(chart_after, h("th", hidden(chart_head), class_name="bar-head", scope="col"))
    bodies = [_row(row, columns, 1 if chart_after > 1 else 0) for row in rows]
    if bodies:
        cell = h("td", chart, class_name="bar-cell", row_span=len(bodies))
        first = bodies[0]["props"]["children"]
        bodies[0]["props"]["children"] = [*first[:chart_after], cell, *first[chart_after:]]
    inner = h(
        "table",
        h("caption", hidden(caption)),
        h("thead", h("tr", *heads)),
        h("tbody", *bodies),
        class_name="bars dense",
        id=table_id,
    )
    return _scroll(inner, caption, "bars-scroll")


def matrix(
    groups: Sequence[Group],
    columns: Sequence[Column],
    rows: Iterable[Row | Sequence[Child]],
    *,
    caption: str,
    table_id: str | None = None,
) -> Element:
    """Regions x indicators: domains over indicators in two rows of heads; the first group is the regions."""
    starts = {sum(group.span for group in groups[:place]) for place in range(1, len(groups))}
    tops = [_group_head(group, first=not place) for place, group in enumerate(groups)]
    heads = [
        head_cell(column, "group-start" if place in starts else "") for place, column in enumerate(columns)
    ]
    inner = h(
        "table",
        h("caption", hidden(caption)),
        h("thead", h("tr", *tops), h("tr", *heads)),
        h("tbody", *[_row(row, columns, 0) for row in rows]),
        class_name="matrix",
        id=table_id,
    )
    return _scroll(inner, caption, "tall")


def matrix_cell(
    text: str,
    status: str,
    href: str,
    *,
    warning: str = "",
    small: bool = False,
    label: str | None = None,
) -> Html:
    """Value, then the mark in a fixed slot; a status without judgement (no_target) has no mark and no ground.

    ``label`` is spoken for the cell: “青石县，负责人出庭，71.4%，未达标”.
    """
    marked = f" mk-after {mark_class(status, warning)}" if status in MARKED else ""
    spoken = f' aria-label="{escape(label)}"' if label else ""
    return Html(
        f'<td class="num cell ground-{status}{" small" if small else ""}">'
        f'<a class="number{marked}" href="{escape(href)}"{spoken}>{escape(text)}</a></td>'
    )


def separator(text: str, columns: int) -> Row:
    """A thin row of words between two parts of a table."""
    return Row((h("td", text, col_span=columns),), "separator")


def head_cell(column: Column, extra: str = "") -> Element:
    arrow = {"ascending": "↑", "descending": "↓", "": ""}[column.sort]
    names = " ".join(part for part in (column.cell_class or "", extra) if part) or None
    text = hidden(str(column.head)) if column.hidden else column.head
    return h(
        "th",
        text,
        h("span", column.unit, class_name="unit") if column.unit else None,
        h("span", arrow, class_name="sort", aria_hidden="true") if arrow else None,
        class_name=names,
        scope="col",
        title=column.title,
        aria_sort=column.sort or None,
    )


def _group_head(group: Group, *, first: bool) -> Element:
    names = "first" if first else "group-start"
    if not group.head:
        return h("td", col_span=group.span, class_name=names)
    return h("th", group.head, col_span=group.span, class_name=names, scope="colgroup")


def _row(row: Row | Sequence[Child], columns: Sequence[Column], row_head: int | None) -> Element:
    cells = row.cells if isinstance(row, Row) else row
    made = [
        _cell(cell, column, place == row_head)
        for place, (cell, column) in enumerate(zip(cells, columns, strict=False))
    ]
    if not isinstance(row, Row):
        return {"type": "Tr", "namespace": "dash_html_components", "props": {"children": made}}
    return h("tr", *made, class_name=row.class_name, **row.props)


def _cell(cell: Child, column: Column, heads_row: bool) -> Child:
    if isinstance(cell, Html) or (isinstance(cell, dict) and cell["type"] in ("Td", "Th")):
        return cell
    if heads_row:
        return h("th", cell, class_name=column.cell_class, scope="row")
    return h("td", cell, class_name=column.cell_class)


def _scroll(inner: Element, caption: str, class_name: str) -> Element:
    names = f"table-scroll {class_name}" if class_name else "table-scroll"
    return h("div", inner, class_name=names, role="region", aria_label=caption, tab_index=0)
