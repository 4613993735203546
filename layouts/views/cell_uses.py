"""From a cell forward: the indicators that read what was filed in it, with the way to their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.cells import TracedCell
from indicators.definition import Indicator
from layouts import say, tables
from layouts.elements import Child, Element, h, number_link
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.indicators_elements import feeds
from layouts.views.submit_case import Case
from loaders.addresses import position_of


def also_read_by(
    numbers: Numbers, chosen: Selection, elements: Iterable[str], *, but: str = ""
) -> Element | None:
    """The other indicators that read any of these elements, each a link to its number in this scope."""
    known, language = feeds(numbers), chosen.lang
    found = {each.code: each for element in elements for each in known.get(element, ()) if each.code != but}
    if not found:
        return None
    links = [_link(each, chosen, language) for each in found.values()]
    return h("p", words(language)["trace.also_read_by"], *links, class_name="trace-links")


def cells_forward(case: Case) -> Element | None:
    """Each filed cell that counts, as it was read, and the numbers of its place that it enters."""
    one, numbers, language = case.submission, case.numbers, case.chosen.lang
    if not (one.dataset and one.region and one.period) or case.replaced is not None:
        return None
    known = feeds(numbers)
    every = numbers.view.trace(one.dataset, elements=tuple(known), regions=[one.region], periods=[one.period])
    cells = [cell for cell in every if cell.submission == one.submission]
    cells.sort(key=lambda cell: (cell.sheet, position_of(cell.cell) or ()))
    if not cells:
        return None
    spoken = words(language)
    chosen = Selection(one.dataset, one.region, one.period, lang=language)
    columns = [
        tables.Column(spoken["trace.place"]),
        tables.Column(spoken["head.element"], class_name="wrap"),
        tables.Column(spoken["trace.read_as"], "", "number"),
        tables.Column(spoken["trace.enters"], class_name="wrap"),
    ]
    title = spoken.say("trace.cells_forward", n=len(cells))
    rows = [_row(cell, known[cell.element], numbers, chosen) for cell in cells]
    drawn = tables.table(columns, rows, caption=title, class_name="compact cells")
    return h("details", h("summary", title), drawn, class_name="cells-forward")


def _row(cell: TracedCell, read_by: Sequence[Indicator], numbers: Numbers, chosen: Selection) -> list[Child]:
    element, language = numbers.catalogue.elements[cell.element], chosen.lang
    value = f"{say.count(cell.value)} {reading.unit_word(element.unit, language)}".strip()
    links = [_link(each, chosen, language) for each in read_by]
    shown = number_link(value, href(chosen, indicator=read_by[0].code)) if read_by else value
    return [
        f"{cell.sheet}!{cell.cell}",
        reading.name_of(element, language),
        shown,
        h("span", *links, class_name="trace-links"),
    ]


def _link(indicator: Indicator, chosen: Selection, language: Language) -> Element:
    address = href(chosen, indicator=indicator.code)
    return number_link(reading.name_of(indicator, language), address, class_name="shown")
