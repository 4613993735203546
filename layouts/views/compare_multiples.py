"""小多图: the headline indicators side by side, the regions in one order in all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indicators.definition import Indicator
from indicators.ranking import MINIMUM_DENOMINATOR
from layouts import say
from layouts.blocks import bar_keys
from layouts.figures import multiples
from layouts.figures.lines import Line as Rule
from layouts.numbers import Number, Numbers
from layouts.rows import RowColumn
from layouts.text import words
from layouts.views import reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.compare_target import shared
from layouts.views.compare_view import (
    Cell,
    View,
    links,
    record,
    region_columns,
    source,
    value_text,
    view_rows,
    view_title,
)

MOST = 6


def multiples_view(numbers: Numbers, comparison: Comparison) -> View:
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    shown, refused = panels_of(numbers, comparison)
    if not shown:
        return View(why=spoken["view.protected"] if refused else spoken["view.no_values"])
    found = {
        each.code: [comparison.table.number(each.code, line.region) for line in comparison.lines]
        for each in shown
    }
    addresses = {each.code: links(each, comparison) for each in shown}
    panels = [_panel(each, found[each.code], addresses[each.code], comparison) for each in shown]
    lines = comparison.lines
    figure = multiples.multiples(
        panels,
        [line.name for line in lines],
        [line.code for line in lines],
        selected=comparison.chosen.region if comparison.modes.names else "",
        title=view_title(comparison),
        source=source(numbers, comparison.chosen),
    )
    columns = [*region_columns(comparison)]
    for each in shown:
        unit = reading.unit_word(each.unit, language)
        columns.append(RowColumn(each.code, each.short, each.short_english, unit, "number"))
    records = [
        _record(line, [(each, found[each.code][place]) for each in shown], addresses, comparison)
        for place, line in enumerate(lines)
    ]
    alt = spoken.say("multiples.alt", n=len(lines), m=len(panels))
    order = reading.name_of(comparison.indicator, language)
    notes = [spoken.say("multiples.order" if comparison.ranked else "multiples.same_order", name=order)]
    if refused:
        left = say.join([_short(each, comparison) for each in refused], language)
        notes.append(spoken.say("multiples.protected", names=left))
    few = any(any(panel.small) for panel in panels)
    small = spoken.say("compare.small_plain", n=MINIMUM_DENOMINATOR) if few else ""
    keys = bar_keys(language, small=small)
    return View(
        view_rows(numbers, comparison, columns, records), figure, alt, notes=notes, wide=True, keys=keys
    )


def panels_of(numbers: Numbers, comparison: Comparison) -> tuple[list[Indicator], list[Indicator]]:
    """The page's indicator and the set's headlines with values, six at most; and those that are protected."""
    shown = {each.code: each for each in numbers.shown()}
    headlines = [
        code for code in numbers.catalogue.datasets[comparison.chosen.dataset].headlines if code in shown
    ]
    first = [] if comparison.indicator.code in headlines else [comparison.indicator.code]
    wanted = [code for code in dict.fromkeys((*first, *(headlines or shown))) if code in comparison.valued]
    refused = [shown[code] for code in wanted if shown[code].protected]
    kept = [shown[code] for code in wanted if not shown[code].protected][:MOST]
    return kept, refused if headlines or comparison.indicator.protected else []


def _panel(
    indicator: Indicator, found: Sequence[Number], addresses: Mapping[str, str], comparison: Comparison
) -> multiples.Panel:
    language = comparison.chosen.lang
    target, _ = shared([comparison.table.targets.get(number.target) for number in found])
    rule = None
    if target is not None and target.threshold is not None and reading.evaluated(target, indicator):
        text = words(language).say("chart.target", target=reading.target_text(target, language))
        rule = Rule(target.threshold, text)
    return multiples.Panel(
        name=_short(indicator, comparison),
        unit=indicator.unit,
        values=[number.value for number in found],
        texts=[value_text(number, indicator, comparison) for number in found],
        missed=[number.status == "missed" for number in found],
        hrefs=[addresses[line.region] for line in comparison.lines],
        target=rule,
        small=[reading.is_small(number, indicator) for number in found],
        reasons=[reading.reason(number, language) if number.value is None else "" for number in found],
    )


def _record(
    line: Line,
    found: Sequence[tuple[Indicator, Number]],
    addresses: Mapping[str, Mapping[str, str]],
    comparison: Comparison,
) -> dict[str, object]:
    language = comparison.chosen.lang
    cells = {}
    for indicator, number in found:
        target = comparison.table.targets.get(number.target)
        text = say.number(number.value, indicator.unit, reading.threshold_of(target, indicator))
        address = addresses[indicator.code][line.region]
        if number.value is None:
            text, address = f"{say.NONE} {reading.reason(number, language)}", ""
        cells[indicator.code] = Cell(text, address)
    return record(line, cells=cells, **{indicator.code: number.value for indicator, number in found})


def _short(indicator: Indicator, comparison: Comparison) -> str:
    return indicator.short if comparison.chosen.lang == "zh" else indicator.short_english
