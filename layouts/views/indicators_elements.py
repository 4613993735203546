"""The way back: each data element and the indicators that read it; made once per frame and language."""

from __future__ import annotations

from html import escape
from typing import Any

from indicators.definition import Indicator
from layouts import tables
from layouts.elements import Element, Html, badge, h, link
from layouts.markup import compact
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.views.indicators_list import frame

SCOPE = "@scope@"  # in a link's address until the page's own choices are known


def element_index(numbers: Numbers, chosen: Selection) -> Element:
    """A closed block with every data element that may be shown."""
    notes, key = frame(numbers, chosen).notes, ("element index", chosen.lang)
    if key not in notes:
        notes[key] = _table(numbers, chosen.lang)
    title, table = notes[key]
    scope = escape(chosen.query(indicator="").removeprefix("?"))
    return h("details", h("summary", title), Html(table.replace(SCOPE, scope)), class_name="element-index")


def _table(numbers: Numbers, language: Language) -> tuple[str, str]:
    """The title, and the table as HTML."""
    spoken, chinese = words(language), language == "zh"
    columns = [tables.Column(spoken["head.element"]), tables.Column(spoken["catalogue.feeds"])]
    read_by = feeds(numbers)
    lines = []
    for element in numbers.catalogue.elements.values():
        if element.sensitive and not numbers.entitled:
            continue
        links = [
            h(
                "li",
                link(each.name if chinese else each.english, f"/indicators?indicator={each.code}&{SCOPE}"),
            )
            for each in read_by.get(element.code, ())
        ]
        name = element.name if chinese else element.english
        guarded = badge(spoken["badge.protected"]) if element.protected else None
        cells = (
            h("th", name, " ", guarded, h("code", element.code), scope="row", class_name="wrap"),
            h("td", h("ul", *links) if links else spoken["catalogue.feeds_none"], class_name="wrap"),
        )
        lines.append(tables.Row(cells))
    title = spoken.say("catalogue.element_index", n=len(lines))
    made: Any = compact(h("div", tables.table(columns, lines, caption=title, class_name="elements")))
    return title, made["props"]["dangerouslySetInnerHTML"]["__html"]


def feeds(numbers: Numbers) -> dict[str, list[Indicator]]:
    """Data element to the indicators that read it in any 口径, or print it as their own figure."""
    found: dict[str, list[Indicator]] = {}
    for indicator in numbers.shown():
        codes = [code for variant in indicator.variants.values() for code in variant.elements]
        for printed in (numbers.indicators.reported, numbers.indicators.reported_change):
            codes += [printed[indicator.code]] if indicator.code in printed else []
        for code in dict.fromkeys(codes):
            found.setdefault(code, []).append(indicator)
    return found
