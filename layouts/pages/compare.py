"""地区对比: one indicator across regions; bar, value, status, numerator and denominator read across a row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

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
from layouts.views import compare_group_routes, reading
from layouts.views.compare_bars import CHART
from layouts.views.compare_funnel import funnel_view
from layouts.views.compare_groups import peers_menu
from layouts.views.compare_lines import Comparison, Line, compare, too_few
from layouts.views.compare_map import map_view
from layouts.views.compare_modes import KEYS, MAP, VIEWS, options_line, view_choice
from layouts.views.compare_multiples import multiples_view
from layouts.views.compare_scatter import scatter_view
from layouts.views.compare_spread import spread_view
from layouts.views.compare_table import LOCAL, local, rows_of, table, title, with_interval
from layouts.views.compare_target import required
from layouts.views.compare_view import View, drawn

NAMED = 3  # regions of one reason that are named
STATUS_ORDER = ("met", "near", "missed", "pending", "undecidable", "no_target", "no_value", "prohibited")


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    comparison = compare(services, numbers, chosen)
    spoken, language = words(chosen.lang), chosen.lang
    head = _head(numbers, comparison)
    if not comparison.lines:
        period = say.period(chosen.period, language)
        return [head, blocks.empty(spoken.say("comparison.nobody", period=period))]
    view = _view(services, numbers, comparison)
    parts: list[Element] = [
        head,
        _options(services, numbers, comparison, view),
        _summary(numbers, comparison),
    ]
    if comparison.indicator.protected and not view.why:
        parts.append(h("p", spoken["comparison.protected"], class_name="quiet"))
    if comparison.modes.view != VIEWS[0]:
        parts += drawn(view, numbers, comparison)
    if view.rows is None:
        parts += [table(numbers, comparison), _legend(numbers, comparison)]
    return parts


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The rows of the table that is shown, with unrounded numbers."""
    comparison = compare(services, numbers, chosen)
    shown = _view(services, numbers, comparison).rows or rows_of(numbers, comparison)
    told = [(words(chosen.lang)["comparison.view"], note) for note in _told(comparison)]
    return replace(shown, notes=[*shown.notes, *told])


def register(app: Dash, services: Services) -> None:
    """A click on a bar opens the drawer with that number's passport."""
    app.clientside_callback(
        ClientsideFunction("faheng", "open_passport"),
        Output(page.PASSPORT_TARGET, "data", allow_duplicate=True),
        Input(CHART, "clickData"),
        prevent_initial_call=True,
    )
    app.server.register_blueprint(compare_group_routes.blueprint(services))


def _head(numbers: Numbers, comparison: Comparison) -> Element:
    chosen = comparison.chosen
    return indicator_head(
        numbers, chosen, comparison.indicator, actions=[view_choice(chosen)], valued=comparison.valued
    )


def _options(services: Services, numbers: Numbers, comparison: Comparison, view: View) -> Element:
    """Level, second indicator, names, ranks, interval and peers, in one line."""
    chosen, spoken, units = comparison.chosen, words(comparison.chosen.lang), comparison.units
    before: list[Child] = [*view.controls]
    if len(units.levels) > 1:
        options = [
            (level, spoken.choose("comparison", f"level_{level}"), chosen.query(units=level))
            for level in reversed(units.levels)
        ]
        before.append(controls.segments(options, units.level, label=spoken["comparison.level"]))
    siblings = [(code, scope.region_name(numbers, code, chosen.lang)) for code in units.siblings]
    indicator = comparison.indicator
    judged = indicator.direction != "neutral" and not indicator.protected
    return options_line(
        chosen,
        peers_menu(services, numbers, chosen, comparison.modes, siblings),
        before=before,
        interval=comparison.variant.part_of_whole and not indicator.protected,
        ranked=judged and numbers.catalogue.datasets[chosen.dataset].duty,
    )


def _told(comparison: Comparison) -> list[str]:
    """What is not as usual: peers only, no names, no ranks."""
    spoken, looked, units = words(comparison.chosen.lang), comparison.modes, comparison.units
    told = []
    if len(units.regions) < len(units.siblings):
        among = "group.among" if looked.group else "comparison.peers_among"
        count = {"n": len(units.regions), "of": len(units.siblings)}
        told.append(spoken.say(among, name=looked.group_name, **count))
    elif looked.group and not set(looked.peers) & set(units.siblings):
        told.append(spoken.say("group.none_here", name=looked.group_name))
    told += [] if looked.names else [spoken["comparison.names_note"]]
    return told if looked.ranks else [*told, spoken["comparison.ranks_note"]]


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
    parts += [h("span", note, class_name="muted") for note in _told(comparison)]
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
    few = any(line.small for line in comparison.lines)
    key = "compare.small_note" if comparison.modes.ranks else "compare.small_plain"
    small = spoken.say(key, n=MINIMUM_DENOMINATOR) if few else ""
    notes: list[Child] = [*_judged_notes(numbers, comparison)]
    if any(line.band for line in comparison.lines):
        notes.append(h("span", spoken["comparison.band_note"], class_name="wide-only"))  # as are the brackets
    if any(local(line, comparison) for line in comparison.lines):
        notes.append(h("span", f"{LOCAL} {spoken['badge.local_target']}", class_name="phone-only"))
    notes += [spoken["comparison.interval_note"]] if with_interval(comparison) else []
    if comparison.parent is not None and indicator.kind == "ratio":
        name = scope.region_name(numbers, comparison.parent.region, chosen.lang)
        notes.append(spoken.say("comparison.parent_note", name=name))
    tools = graph.chart_tools(CHART, chosen.lang, title(comparison))
    if indicator.protected or not any(line.target for line in comparison.lines):
        return h("div", *[h("span", note) for note in notes], tools, class_name="legend")
    return blocks.bar_legend(chosen.lang, *notes, small=small, end=tools)


def _judged_notes(numbers: Numbers, comparison: Comparison) -> list[str]:
    """Why there are no ranks, and that a value stands close to its target."""
    chosen, indicator, spoken = comparison.chosen, comparison.indicator, words(comparison.chosen.lang)
    notes = []
    if any(line.number.warning == "in_band" for line in comparison.lines):
        notes.append(spoken["comparison.warning"])
    notes += _reasons(comparison)
    if not numbers.catalogue.datasets[chosen.dataset].duty:
        notes.append(spoken["comparison.public"])
    elif indicator.direction == "neutral" and not indicator.protected:
        notes.append(spoken["comparison.neutral"])
    elif too_few(comparison):
        notes.append(spoken.say("comparison.few", n=MINIMUM_SIBLINGS))
    return notes


def _reasons(comparison: Comparison) -> list[str]:
    """“无法判断：已完成，何时完成没有佐证（8 个）”; a few by name. What is met says so without reasons."""
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    found: dict[tuple[str, str], list[Line]] = {}
    for line in comparison.lines:
        if line.why and line.number.value is not None and line.number.status != "met":
            found.setdefault((line.number.status, line.why), []).append(line)
    told = []
    for (status, why), lines in sorted(found.items()):
        names = say.join([line.name for line in lines], language)
        who = names if len(lines) <= NAMED else spoken.say("comparison.of_units", n=len(lines))
        key = "comparison.why_struck" if lines[0].struck else "comparison.why"
        told.append(spoken.say(key, status=say.status(status, language), why=why, who=who))
    return told


def _bars(numbers: Numbers, comparison: Comparison) -> View:
    """The ranking is the ordinary table itself."""
    return View()


def _view(services: Services, numbers: Numbers, comparison: Comparison) -> View:
    if comparison.modes.view == MAP:  # the office's own maps are kept beside the record
        return map_view(services, numbers, comparison)
    return DRAWN[comparison.modes.view](numbers, comparison)


DRAWN = {
    "bars": _bars,
    "funnel": funnel_view,
    "distribution": spread_view,
    "scatter": scatter_view,
    "multiples": multiples_view,
}

PAGE = Page("compare", "/compare", body, rows, register, own_head=True, keys=KEYS)
