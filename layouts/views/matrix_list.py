"""One region's indicators by severity: what a phone shows instead of the matrix."""

from __future__ import annotations

from indicators.definition import Indicator
from layouts import say, tracing
from layouts.elements import Child, Element, badge, h, link, number_link, status_badge
from layouts.numbers import Number, Numbers
from layouts.page import PATHS, section
from layouts.scope import region_name
from layouts.selection import Selection
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.matrix_cells import Matrix, small
from layouts.views.region_links import named_link
from layouts.views.tasks_marks import item_badge

INDICATOR = "INDICATOR"  # stands in an address until the indicator is known
SEVERITY = ("missed", "near", "undecidable", "pending", "met", "no_value", "no_target", "prohibited")


def region_list(numbers: Numbers, chosen: Selection, shown: Matrix) -> Element:
    """The chosen region's numbers, the worst first; the same numbers as its row of the matrix."""
    region = shown.region or next(iter(shown.regions), "")
    found = [(each, shown.assessed.number(each.code, region)) for each in shown.indicators] if region else []
    found.sort(key=lambda pair: _severity(pair[1]))
    address = tracing.href(chosen, indicator=INDICATOR, region=region) if region else ""
    rows = [
        _row(
            address.replace(INDICATOR, each.code),
            each,
            number,
            shown,
            chosen.lang,
            item_badge(numbers, chosen, number),
        )
        for each, number in found
    ]
    name: Child = named_link(numbers, chosen, region) if region else ""
    listed = section(name, h("ul", *rows, class_name="matrix-list"), note=_counts(shown, region, chosen.lang))
    return h("div", listed, _below(numbers, chosen, shown), class_name="phone-only")


def _below(numbers: Numbers, chosen: Selection, shown: Matrix) -> Element | None:
    """The regions below in the order of the matrix, each the way to its own list."""
    if not shown.region or not shown.regions:
        return None
    spoken = words(chosen.lang)
    rows = [
        h(
            "li",
            link(
                region_name(numbers, code, chosen.lang),
                PATHS["matrix"] + chosen.query(region=code, units=""),
            ),
            h("span", _counts(shown, code, chosen.lang), class_name="note"),
        )
        for code in shown.regions
    ]
    note = spoken.say("comparison.of_units", n=len(rows))
    return section(
        spoken["matrix_page.below"], h("ul", *rows, class_name="plain-list matrix-below"), note=note
    )


def _counts(shown: Matrix, region: str, language: Language) -> str:
    missed, near = shown.missed.get(region, 0), shown.near.get(region, 0)
    return words(language).say("matrix_page.list_counts", missed=missed, near=near)


def _severity(number: Number) -> tuple[int, float]:
    status = "no_value" if number.value is None and number.status != "prohibited" else number.status
    return SEVERITY.index(status), number.attainment if number.attainment is not None else 9.0


def _row(
    href: str, indicator: Indicator, number: Number, shown: Matrix, language: Language, item: Element | None
) -> Element:
    target = shown.assessed.targets.get(number.target)
    text = say.value(
        number.value,
        indicator.unit,
        language,
        qualifier=number.qualifier,
        threshold=target.threshold if target else None,
        gap=reading.gap_of(number),
    )
    aim = say.target(target.op, target.threshold, target.unit, language, kind=target.kind) if target else ""
    spoken = words(language)
    ground = f"ground-{number.status}" if number.status in ("near", "missed") else None
    few = number.value is not None and small(indicator, number.denominator)
    done, owed = number.regions_reported, number.regions_expected
    facts = [
        badge(spoken["badge.small"]) if few else None,
        badge(spoken.say("badge.partial", reported=done, expected=owed)) if number.incomplete else None,
        badge(spoken["target_page.local"]) if target and target.reason else None,
        item,
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
