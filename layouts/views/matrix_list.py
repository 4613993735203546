"""One region's indicators by severity: what a phone shows instead of the matrix."""

from __future__ import annotations

from indicators.definition import Indicator
from layouts import say, scope, tracing
from layouts.elements import Element, badge, h, number_link, status_badge
from layouts.numbers import Number, Numbers
from layouts.page import section
from layouts.selection import Selection
from layouts.text import words
from layouts.views.matrix_cells import Matrix, small

SEVERITY = ("missed", "near", "undecidable", "pending", "met", "no_value", "no_target", "prohibited")


def region_list(numbers: Numbers, chosen: Selection, shown: Matrix) -> Element:
    """The chosen region's numbers, the worst first; the same numbers as its row of the matrix."""
    region = shown.region or next(iter(shown.regions), "")
    spoken = words(chosen.lang)
    found = [(each, shown.assessed.number(each.code, region)) for each in shown.indicators] if region else []
    found.sort(key=lambda pair: _severity(pair[1]))
    rows = [_row(chosen, indicator, number, shown) for indicator, number in found]
    counts = spoken.say("matrix_page.list_counts", missed=shown.missed.get(region, 0), near=shown.near.get(region, 0))
    name = scope.region_name(numbers, region, chosen.lang) if region else ""
    return h("div", section(name, h("ul", *rows, class_name="matrix-list"), note=counts), class_name="phone-only")


def _severity(number: Number) -> tuple[int, float]:
    status = "no_value" if number.value is None and number.status != "prohibited" else number.status
    return SEVERITY.index(status), number.attainment if number.attainment is not None else 9.0


def _row(chosen: Selection, indicator: Indicator, number: Number, shown: Matrix) -> Element:
    language = chosen.lang
    target = shown.assessed.targets.get(number.target)
    text = say.value(
        number.value,
        indicator.unit,
        language,
        qualifier=number.qualifier,
        threshold=target.threshold if target else None,
        gap=number.gap,
    )
    href = tracing.href(chosen, indicator=indicator.code, region=number.region)
    aim = say.target(target.op, target.threshold, target.unit, language, kind=target.kind) if target else ""
    spoken = words(language)
    ground = f"ground-{number.status}" if number.status in ("near", "missed") else None
    facts = [
        badge(spoken["badge.small"]) if number.value is not None and small(indicator, number.denominator) else None,
        badge(spoken.say("badge.partial", reported=number.regions_reported, expected=number.regions_expected))
        if number.incomplete
        else None,
    ]
    return h(
        "li",
        h("span", indicator.name if language == "zh" else indicator.english, class_name="name"),
        h("span", number_link(text, href), class_name="value"),
        h("span", f"{spoken['head.target']} {aim} " if aim else "", *facts, class_name="note"),
        status_badge("no_value" if _missing(number) else number.status, number.warning, language),
        class_name=ground,
    )


def _missing(number: Number) -> bool:
    return number.value is None and number.status not in ("prohibited", "no_target")
