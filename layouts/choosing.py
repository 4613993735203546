"""The chooser of an indicator, and the head of a page about one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from indicators.definition import Indicator
from layouts import controls, page
from layouts.elements import Child, Element, link
from layouts.numbers import Numbers
from layouts.selection import Selection
from layouts.text import words
from layouts.views import reading

CONTROL = {"type": "control", "key": "indicator"}


def indicator_head(
    numbers: Numbers,
    chosen: Selection,
    indicator: Indicator,
    *,
    actions: Sequence[Child] = (),
    valued: Collection[str] | None = None,
) -> Element:
    """The indicator's name, the way to its definition, the page's own actions and the chooser."""
    address = page.PATHS["indicators"] + chosen.query(indicator=indicator.code)
    definition = link(words(chosen.lang)["compare.definition"], address)
    chooser = indicator_choice(numbers, chosen, indicator, valued=valued)
    return page.page_head(reading.name_of(indicator, chosen.lang), definition, actions=[*actions, chooser])


def indicator_choice(
    numbers: Numbers, chosen: Selection, indicator: Indicator, *, valued: Collection[str] | None = None
) -> Element | None:
    """All shown indicators by domain; code and name can be typed. Those not ``valued`` say so."""
    spoken, language = words(chosen.lang), chosen.lang
    groups: dict[str, list[controls.Option]] = {}
    for each in numbers.shown():
        label = f"{each.code} {reading.name_of(each, language)}"
        if valued is not None and each.code not in valued:
            label = spoken.say("comparison.no_value_option", name=label)
        groups.setdefault(each.domain, []).append({"value": each.code, "label": label})
    flat = [option for group in groups.values() for option in group]
    made = controls.choice(CONTROL, spoken["comparison.choose"], flat, indicator.code, language)
    if made is not None:
        domains = numbers.indicators.domains
        made["props"]["data"] = [
            {"group": reading.name_of(domains[code], language), "items": items}
            for code, items in groups.items()
        ]
    return made
