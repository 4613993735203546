"""地区对比: one indicator across regions; bar, value, status, numerator and denominator read across a row."""

from __future__ import annotations

from collections import Counter

from dash import ClientsideFunction, Dash, Input, Output

from indicators.ranking import MINIMUM_DENOMINATOR, MINIMUM_SIBLINGS
from layouts import blocks, controls, page, say, scope
from layouts.choosing import indicator_head
from layouts.elements import Child, Element, badge, h, number_link, status_badge
from layouts.figures import graph
from layouts.numbers import Numbers
from layouts.rows import Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.compare_lines import Comparison, compare, required, too_few
from layouts.views.compare_table import CHART, rows_of, table, title

STATUS_ORDER = ("met", "near", "missed", "pending", "undecidable", "no_target", "no_value", "prohibited")


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    comparison = compare(services, numbers, chosen)
    spoken, language = words(chosen.lang), chosen.lang
    head = _head(numbers, comparison)
    if not comparison.lines:
        period = say.period(chosen.period, language)
        return [head, blocks.empty(spoken.say("comparison.nobody", period=period))]
    parts: list[Element] = [head, _summary(numbers, comparison)]
    if comparison.indicator.protected:
        parts.append(h("p", spoken["comparison.protected"], class_name="quiet"))
    return [*parts, table(numbers, comparison), _legend(numbers, comparison)]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The rows of the table with unrounded numbers."""
    return rows_of(numbers, compare(services, numbers, chosen))


def register(app: Dash, services: Services) -> None:
    """A click on a bar opens the drawer with that number's passport."""
    app.clientside_callback(
        ClientsideFunction("faheng", "open_passport"),
        Output(page.PASSPORT_TARGET, "data", allow_duplicate=True),
        Input(CHART, "clickData"),
        prevent_initial_call=True,
    )


def _head(numbers: Numbers, comparison: Comparison) -> Element:
    chosen, spoken = comparison.chosen, words(comparison.chosen.lang)
    levels = comparison.units.levels
    actions: list[Child] = []
    if len(levels) > 1:
        options = [
            (level, spoken.choose("comparison", f"level_{level}"), chosen.query(units=level))
            for level in reversed(levels)
        ]
        actions = [controls.segments(options, comparison.units.level, label=spoken["comparison.level"])]
    return indicator_head(numbers, chosen, comparison.indicator, actions=actions, valued=comparison.valued)


def _summary(numbers: Numbers, comparison: Comparison) -> Element:
    chosen, indicator, spoken = comparison.chosen, comparison.indicator, words(comparison.chosen.lang)
    counts = Counter(line.number.status for line in comparison.lines)
    public = not numbers.catalogue.datasets[chosen.dataset].rollup
    many = "comparison.filed_units" if public else "comparison.of_units"
    parts: list[Child] = [_parent(numbers, comparison)] if comparison.parent else []
    parts.append(h("span", spoken.say(many, n=len(comparison.lines)), class_name="muted"))
    if not indicator.protected:
        parts += blocks.status_counts([(status, counts[status]) for status in STATUS_ORDER], chosen.lang)
    if comparison.mixed:
        local = sum(required(line.target) != required(comparison.target) for line in comparison.lines)
        key = "comparison.local_targets" if comparison.target else "comparison.mixed_targets"
        parts.append(h("span", spoken.say(key, n=local), class_name="muted"))
    if chosen.span.kind != "year" and reading.evaluated(comparison.target, indicator):
        note = spoken.say("comparison.provisional_note", period=say.period(chosen.period, chosen.lang))
        parts.append(h("span", badge(spoken["badge.provisional"]), " ", note, class_name="end"))
    return h("div", *parts, class_name="summary-line")


def _parent(numbers: Numbers, comparison: Comparison) -> Element:
    """“示例省 89.8%（843 ÷ 939 件） 接近”, the value a link to its passport."""
    chosen, number, spoken = comparison.chosen, comparison.parent, words(comparison.chosen.lang)
    if number is None:
        raise ValueError("no region above")
    name = scope.region_name(numbers, number.region, chosen.lang)
    threshold = reading.threshold_of(comparison.parent_target, comparison.indicator)
    address = href(chosen, indicator=number.indicator, region=number.region)
    unit = comparison.indicator.unit
    text = say.value(
        number.value,
        unit,
        chosen.lang,
        qualifier=number.qualifier,
        threshold=threshold,
        gap=reading.gap_of(number),
    )
    below = comparison.variant.denominator
    parts = None
    if below is not None and number.denominator is not None:
        counted = reading.unit_word(reading.unit_of(below, numbers.catalogue.elements), chosen.lang)
        parts = spoken.say(
            "comparison.parts",
            numerator=say.count(number.numerator),
            denominator=say.count(number.denominator),
            unit=counted,
        ).replace(" )", ")")
    facts = [badge(text) for text in reading.fact_badges(number, comparison.indicator, chosen.lang)]
    return h(
        "span",
        f"{name} ",
        h("b", number_link(text, address)),
        parts,
        " ",
        status_badge(number.status, number.warning, chosen.lang),
        *[part for fact in facts for part in (" ", fact)],
    )


def _legend(numbers: Numbers, comparison: Comparison) -> Element:
    chosen, indicator, spoken = comparison.chosen, comparison.indicator, words(comparison.chosen.lang)
    notes, small = [], ""
    if any(line.small for line in comparison.lines):
        small = spoken.say("compare.small_note", n=MINIMUM_DENOMINATOR)
    if any(line.number.warning == "in_band" for line in comparison.lines):
        notes.append(spoken["comparison.warning"])
    if not numbers.catalogue.datasets[chosen.dataset].duty:
        notes.append(spoken["comparison.public"])
    elif indicator.direction == "neutral" and not indicator.protected:
        notes.append(spoken["comparison.neutral"])
    elif too_few(comparison):
        notes.append(spoken.say("comparison.few", n=MINIMUM_SIBLINGS))
    if comparison.parent is not None and indicator.kind == "ratio":
        name = scope.region_name(numbers, comparison.parent.region, chosen.lang)
        notes.append(spoken.say("comparison.parent_note", name=name))
    tools = graph.chart_tools(CHART, chosen.lang, title(comparison))
    if indicator.protected or not any(line.target for line in comparison.lines):
        return h("div", *[h("span", note) for note in notes], tools, class_name="legend")
    return blocks.bar_legend(chosen.lang, *notes, small=small, end=tools)


PAGE = Page("compare", "/compare", body, rows, register, own_head=True)
