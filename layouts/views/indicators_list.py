"""The catalogue's list: indicators by domain, searchable, with the value each has in the chosen scope."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from indicators.definition import Indicator
from layouts import say, tracing
from layouts.elements import MANTINE, Element, component, h, link, number_link
from layouts.numbers import Assessed, Numbers
from layouts.selection import EVERYTHING, Selection, variants
from layouts.text import words
from layouts.views import reading

SEARCH = "indicators-search"
LIST = "indicators-list"
INDICATOR = "INDICATOR"


def listed(numbers: Numbers, chosen: Selection) -> list[Indicator]:
    """The indicators of the chosen domain, or all; sensitive ones are never among them."""
    return [each for each in numbers.shown() if chosen.domain in ("", EVERYTHING, each.domain)]


def frame(numbers: Numbers, chosen: Selection) -> Assessed:
    return numbers.assessed(chosen.dataset, chosen.period, variants=variants(chosen, numbers))


def value_text(assessed: Assessed, indicator: Indicator, chosen: Selection) -> str:
    """The value in the chosen region and period, without judgement; empty when there is none."""
    number = assessed.get(indicator.code, chosen.region)
    if number is None or number.value is None:
        return ""
    target = assessed.targets.get(number.target)
    return say.value(
        number.value,
        indicator.unit,
        chosen.lang,
        qualifier=number.qualifier,
        threshold=target.threshold if target else None,
    )


def gap_word(assessed: Assessed, indicator: Indicator, chosen: Selection) -> str:
    """Why there is no value: 未报, 本期无, 无案件."""
    number = assessed.get(indicator.code, chosen.region)
    known = number is not None and number.gap
    return reading.reason(number, chosen.lang) if number and known else words(chosen.lang)["status.no_value"]


def indicator_link(indicator: Indicator, chosen: Selection, **props: Any) -> Element:
    """The indicator's name as a link to its definition."""
    name = indicator.name if chosen.lang == "zh" else indicator.english
    return link(name, _address(chosen).replace(INDICATOR, indicator.code), **props)


@lru_cache(maxsize=64)
def _address(chosen: Selection) -> str:
    """The page's address with a word where the indicator's code goes; hundreds of links share it."""
    return "/indicators" + chosen.query(indicator=INDICATOR)


@lru_cache(maxsize=64)
def _passport(chosen: Selection) -> str:
    return tracing.href(chosen, indicator=INDICATOR)


def catalogue_list(numbers: Numbers, chosen: Selection) -> Element:
    """The search field, how many are listed, and the list under its domains."""
    spoken = words(chosen.lang)
    found, assessed = listed(numbers, chosen), frame(numbers, chosen)
    with_values = sum(bool(value_text(assessed, each, chosen)) for each in found)
    search = component(
        MANTINE,
        "TextInput",
        id=SEARCH,
        label=spoken["indicators.search"],
        description=spoken["catalogue.search_hint"],
        autoComplete="off",
        type="search",
        className="search-field",
    )
    groups = [
        _domain(numbers, domain, list(group), assessed, chosen)
        for domain, group in groupby(found, key=lambda each: each.domain)
    ]
    nothing = h("p", spoken["scope.nothing_found"], class_name="note search-nothing")
    return h(
        "nav",
        search,
        h("p", spoken.say("catalogue.with_values", n=len(found), values=with_values), class_name="note"),
        h(
            "div",
            *groups,
            nothing,
            id=LIST,
            class_name="catalogue-groups",
            tab_index=0,
            role="group",
            aria_label=spoken["indicators.title"],
        ),
        class_name="catalogue-list",
        aria_label=spoken["indicators.title"],
    )


def _domain(
    numbers: Numbers, domain: str, group: Sequence[Indicator], assessed: Assessed, chosen: Selection
) -> Element:
    named = numbers.indicators.domains[domain]
    name = named.name if chosen.lang == "zh" else named.english
    rows = [_row(numbers, each, assessed, chosen) for each in group]
    return h("section", h("h2", name), h("ul", *rows), class_name="catalogue-domain")


def _row(numbers: Numbers, indicator: Indicator, assessed: Assessed, chosen: Selection) -> Element:
    current, value = indicator.code == chosen.indicator, value_text(assessed, indicator, chosen)
    opened = indicator_link(indicator, chosen, class_name="name", aria_current="true" if current else None)
    shown = (
        number_link(value, _passport(chosen).replace(INDICATOR, indicator.code))
        if value
        else h("span", f"{say.NONE} {gap_word(assessed, indicator, chosen)}", class_name="gap-word")
    )
    code = h("span", indicator.code, class_name="code")
    return h("li", code, opened, shown, data_search=_searched(numbers, indicator))


def _searched(numbers: Numbers, indicator: Indicator) -> str:
    """All names by which a person may look for it, those of its data elements too, in lower case."""
    elements = {code for variant in indicator.variants.values() for code in variant.elements}
    names = [numbers.catalogue.elements[code].name for code in sorted(elements)]
    own = (indicator.code, indicator.name, indicator.short, indicator.english, indicator.short_english)
    return " ".join((*own, *names, *sorted(elements))).lower()
