"""散点: two indicators of the same regions against each other; no line through them, for it would explain."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.definition import Indicator
from layouts import controls, say
from layouts.elements import Element
from layouts.figures import scatter
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
    column,
    dot,
    extremes,
    links,
    record,
    region_columns,
    source,
    target_rule,
    value_cell,
    value_text,
    view_rows,
    view_title,
)

CONTROL = {"type": "control", "key": "second"}


def scatter_view(numbers: Numbers, comparison: Comparison) -> View:
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    if comparison.indicator.protected:
        return View(why=spoken["view.protected"])
    asked = comparison.modes.second
    if asked in numbers.indicators.all and numbers.indicators[asked].protected:
        name = reading.name_of(numbers.indicators[asked], language)
        return View(why=spoken.say("scatter.protected", name=name), controls=_choice(numbers, comparison, ""))
    second = second_of(numbers, comparison)
    if second is None:
        return View(why=spoken["scatter.no_second"])
    others = {line.region: comparison.table.number(second.code, line.region) for line in comparison.lines}
    both = [
        (line, line.number.value, value)
        for line in comparison.lines
        if line.number.value is not None and (value := others[line.region].value) is not None
    ]
    picker = _choice(numbers, comparison, second.code)
    if not both:
        return View(why=spoken["scatter.nobody"], controls=picker)
    named = extremes([(x, y) for _, x, y in both], comparison)
    points = [
        dot(
            line,
            comparison,
            x,
            y,
            _hover(line, others[line.region], second, comparison),
            named=place in named,
        )
        for place, (line, x, y) in enumerate(both)
    ]
    figure = scatter.scatter(
        points,
        scatter.Side(
            _side(comparison.indicator, comparison), comparison.indicator.unit, target_rule(comparison)
        ),
        scatter.Side(
            _side(second, comparison), second.unit, _rule(second, list(others.values()), comparison)
        ),
        selected=comparison.chosen.region if comparison.modes.names else "",
        title=view_title(comparison),
        source=source(numbers, comparison.chosen),
    )
    columns = [*region_columns(comparison), *_columns(comparison.indicator, "", comparison)]
    columns += [*_columns(second, "_second", comparison), column("second_code", text=True)]
    addresses = links(second, comparison)
    records = [
        _record(line, others[line.region], second, addresses[line.region], comparison)
        for line in comparison.lines
    ]
    first, last = (reading.name_of(each, language) for each in (comparison.indicator, second))
    alt = spoken.say("scatter.alt", n=len(points), first=first, second=last)
    rows = view_rows(numbers, comparison, columns, records, [(spoken["scatter.second"], last)])
    left_out = len(comparison.lines) - len(points)
    notes = [spoken["scatter.not_cause"], spoken.say("scatter.left_out", n=left_out) if left_out else ""]
    notes += [spoken["scatter.named"]] if comparison.ranked else []
    return View(rows, figure, alt, notes=notes, controls=picker)


def second_of(numbers: Numbers, comparison: Comparison) -> Indicator | None:
    """The one asked for, else the first headline (or any indicator) with values that may be drawn."""
    offered = {each.code: each for each in _offered(numbers, comparison)}
    if comparison.modes.second in offered:
        return offered[comparison.modes.second]
    headlines = numbers.catalogue.datasets[comparison.chosen.dataset].headlines
    order = [*headlines, *offered]
    return next((offered[code] for code in order if code in offered and code in comparison.valued), None)


def _offered(numbers: Numbers, comparison: Comparison) -> list[Indicator]:
    """Every shown indicator that is not protected and not the first one."""
    return [each for each in numbers.shown() if not each.protected and each.code != comparison.indicator.code]


def _choice(numbers: Numbers, comparison: Comparison, current: str) -> list[Element]:
    language = comparison.chosen.lang
    options = [
        {"value": each.code, "label": f"{each.code} {reading.name_of(each, language)}"}
        for each in _offered(numbers, comparison)
        if each.code in comparison.valued or each.code == current
    ]
    made = controls.choice(CONTROL, words(language)["scatter.second"], options, current, language)
    return [made] if made is not None else []


def _rule(second: Indicator, found: Sequence[Number], comparison: Comparison) -> Rule | None:
    target, _ = shared([comparison.table.targets.get(number.target) for number in found])
    if target is None or target.threshold is None or not reading.evaluated(target, second):
        return None
    language = comparison.chosen.lang
    return Rule(
        target.threshold, words(language).say("chart.target", target=reading.target_text(target, language))
    )


def _side(indicator: Indicator, comparison: Comparison) -> str:
    language = comparison.chosen.lang
    return f"{reading.name_of(indicator, language)} {reading.unit_word(indicator.unit, language)}".strip()


def _hover(line: Line, other: Number, second: Indicator, comparison: Comparison) -> str:
    language = comparison.chosen.lang
    pairs = ((comparison.indicator, line.number), (second, other))
    return "".join(
        f"<br>{reading.name_of(each, language)} {value_text(number, each, comparison)}"
        for each, number in pairs
    )


def _columns(indicator: Indicator, end: str, comparison: Comparison) -> list[RowColumn]:
    unit = reading.unit_word(indicator.unit, comparison.chosen.lang)
    status = RowColumn(f"status{end}", words("zh")["head.status"], words("en")["head.status"])
    return [RowColumn(f"value{end}", indicator.name, indicator.english, unit, "number"), status]


def _record(
    line: Line, other: Number, second: Indicator, address: str, comparison: Comparison
) -> dict[str, object]:
    language = comparison.chosen.lang
    target = comparison.table.targets.get(other.target)
    text = say.number(other.value, second.unit, reading.threshold_of(target, second))
    if other.value is None:
        text, address = f"{say.NONE} {reading.reason(other, language)}", ""
    return record(
        line,
        value=line.number.value,
        status=say.status(line.number.status, language, line.number.warning),
        value_second=other.value,
        status_second=say.status(other.status, language, other.warning),
        second_code=second.code,
        cells={
            "value": value_cell(line, comparison),
            "status": Cell("", "", line.number),
            "value_second": Cell(text, address),
            "status_second": Cell("", "", other),
        },
    )
