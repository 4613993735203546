"""The bars beside the table of 地区对比: the very rows that stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts import say, scope
from layouts.elements import Element
from layouts.figures import bars, graph
from layouts.numbers import Numbers
from layouts.rows import Rows
from layouts.text import words
from layouts.views import reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.compared_with import bar_note

CHART = "compare-chart"
LIKELY_WIDTH = {"zh": 470, "en": 320}  # px of the bars at 1366; English heads take more of the row


def chart(numbers: Numbers, comparison: Comparison, found: Rows) -> Element:
    chosen, indicator = comparison.chosen, comparison.indicator
    language, unit = chosen.lang, indicator.unit
    target, parent = comparison.target, comparison.parent
    target_line = parent_line = None
    if target is not None and reading.evaluated(target, indicator) and target.threshold is not None:
        name = words(language).say("chart.target", target=reading.target_text(target, language))
        target_line = bars.Line(target.threshold, name)
    if parent is not None and parent.value is not None and indicator.kind == "ratio":
        value = say.value(
            parent.value, unit, language, threshold=reading.threshold_of(comparison.parent_target, indicator)
        )
        name = scope.region_name(numbers, parent.region, language)
        parent_line = bars.Line(parent.value, words(language).say("chart.parent", name=name, value=value))
    described = numbers.catalogue.datasets[chosen.dataset]
    above = parent_line.name if parent_line else ""
    made = [_bar(record, comparison, above=above) for record in found.records]
    figure = bars.region_bars(
        made,
        language=language,
        unit=unit,
        target=target_line,
        parent=parent_line,
        selected=chosen.region,
        width=LIKELY_WIDTH[language],
        title=found.title,
        source=described.label if language == "zh" else described.label_english,
    )
    name, period = reading.name_of(indicator, language), say.period(chosen.period, language)
    if comparison.ranked:
        alt = bars.alternative(made, name, period, language)
    else:
        alt = words(language).say("compare.alt_plain", indicator=name, period=period, n=len(made))
    return graph.graph(CHART, figure, language, alt, filename=found.title)


def _bar(record: Mapping[str, Any], comparison: Comparison, *, above: str) -> bars.Bar:
    line: Line = record["line"]
    number, language, unit = line.number, comparison.chosen.lang, comparison.indicator.unit
    threshold = reading.threshold_of(line.target, comparison.indicator)
    return bars.Bar(
        region=line.code,
        name=line.name,
        value=record["value"],
        text=say.value(record["value"], unit, language, qualifier=number.qualifier, threshold=threshold),
        status=number.status,
        small=line.small,
        reason=line.reason,
        href=line.href,
        note=bar_note(line, comparison, asked=record["target"], above=above),
        low=record["interval_low"],
        high=record["interval_high"],
    )
