"""The rows of 地区对比 and, built from them, its table with the bars beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from indicators.intervals import Interval, wilson
from layouts import say, scope, tables
from layouts.elements import Child, Element, badge, h, number_link, status_badge
from layouts.kept import kept
from layouts.markup import compact
from layouts.numbers import Numbers
from layouts.rows import RowColumn, Rows
from layouts.text import words
from layouts.views import reading
from layouts.views.compare_bars import chart
from layouts.views.compare_lines import Comparison, Line
from layouts.views.compare_target import required
from layouts.views.region_links import name_cell

INTERVAL = ("interval_low", "interval_high")

ON_SCREEN = (
    *("rank", "name", "value", *INTERVAL, "status", "numerator", "denominator"),
    *("target", "to_target", "change", "filed"),
)
LOCAL = "◇"  # judged by a target of its own
ALWAYS = ("rank", "name", "value", "status")  # a phone shows these only


def rows_of(numbers: Numbers, comparison: Comparison) -> Rows:
    chosen, indicator = comparison.chosen, comparison.indicator
    wanted = [
        ("rank", comparison.ranked),
        ("rank_best", any(line.band for line in comparison.lines)),
        ("rank_worst", any(line.band for line in comparison.lines)),
        ("code", comparison.modes.names),
        ("name", True),
        ("value", True),
        ("interval_low", with_interval(comparison)),
        ("interval_high", with_interval(comparison)),
        ("status", True),
        ("numerator", comparison.variant.denominator is not None),
        ("denominator", comparison.variant.denominator is not None),
        ("target", comparison.mixed),
        ("to_target", any(reading.evaluated(line.target, indicator) for line in comparison.lines)),
        ("change", not indicator.protected),
        ("filed", any(line.filed != say.NONE for line in comparison.lines)),
        ("badges", True),
        ("reason", True),
        ("indicator", True),
        ("indicator_code", True),
        ("variant", True),
    ]
    return Rows(
        title=title(comparison),
        columns=[_column(key, numbers, comparison) for key, shown in wanted if shown],
        records=[_record(line, numbers, comparison) for line in comparison.lines],
        notes=scope.notes(numbers, chosen),
    )


def table(numbers: Numbers, comparison: Comparison) -> Element:
    """Bars and figures of the very rows that are exported; drawn once for a comparison that is kept."""
    drawn: Element = kept(
        numbers,
        comparison.chosen.dataset,
        (comparison.chosen, comparison.modes),
        lambda: compact(_table(numbers, comparison)),
        made_from=comparison,
        store="compared drawn",
    )
    return drawn


def _table(numbers: Numbers, comparison: Comparison) -> Element:
    chosen, found = comparison.chosen, rows_of(numbers, comparison)
    left_out = ("filed",) if with_interval(comparison) else ()  # their room
    wanted = [key for key in ON_SCREEN if key not in left_out]
    shown = [column for key in wanted for column in found.columns if column.key == key]
    columns = [_head(column, comparison) for column in shown]
    lines = [
        tables.Row(
            [_cell(column.key, record, comparison) for column in shown],
            "selected" if record["code"] == chosen.region else None,
        )
        for record in found.records
    ]
    return tables.bar_table(
        columns,
        lines,
        chart=chart(numbers, comparison, found),
        chart_after=2 if comparison.ranked else 1,
        chart_head=words(chosen.lang)["comparison.chart_column"],
        caption=found.title,
    )


def with_interval(comparison: Comparison) -> bool:
    """Are intervals asked for, and is the numerator a part of the denominator."""
    return (
        comparison.modes.interval and comparison.variant.part_of_whole and not comparison.indicator.protected
    )


def title(comparison: Comparison) -> str:
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    name = reading.name_of(comparison.indicator, language)
    return spoken.say(
        "comparison.caption", indicator=name, period=say.period(comparison.chosen.period, language)
    )


def _column(key: str, numbers: Numbers, comparison: Comparison) -> RowColumn:
    zh, en = words("zh"), words("en")
    language, indicator = comparison.chosen.lang, comparison.indicator
    units = {
        **dict.fromkeys(("value", *INTERVAL), reading.unit_word(indicator.unit, language)),
        "to_target": reading.gap_unit(indicator.unit, language),
        "change": reading.change_unit(indicator, language),
    }
    parts = {"numerator": comparison.variant.numerator, "denominator": comparison.variant.denominator}
    part = parts.get(key)
    if part is not None:
        elements = numbers.catalogue.elements
        names = (reading.formula_name(part, elements, "zh"), reading.formula_name(part, elements, "en"))
        unit = reading.unit_word(reading.unit_of(part, elements), language)
        return RowColumn(key, *names, unit, "number")
    if key == "indicator_code":
        return RowColumn(key, "指标代码", "Indicator code")
    word = {
        "rank_best": "comparison.rank_best",
        "rank_worst": "comparison.rank_worst",
        "interval_low": "comparison.interval_low",
        "interval_high": "comparison.interval_high",
        "name": "head.region",
        "code": "comparison.code",
        "filed": "head.submission",
        "badges": "comparison.status_note",
        "reason": "comparison.reason",
    }.get(key, f"head.{key}")
    number = key in ("rank", "rank_best", "rank_worst", *units)
    return RowColumn(key, zh[word], en[word], units.get(key, ""), "number" if number else "text")


def _record(line: Line, numbers: Numbers, comparison: Comparison) -> dict[str, Any]:
    language, number = comparison.chosen.lang, line.number
    interval = None
    if with_interval(comparison):
        interval = _interval(number.numerator, number.denominator, comparison.indicator.scale)
    return {
        "rank": line.place,
        "rank_best": line.band.best if line.band else None,
        "rank_worst": line.band.worst if line.band else None,
        "interval_low": interval.low if interval else None,
        "interval_high": interval.high if interval else None,
        "code": line.code,
        "name": line.name,
        "value": number.value,
        "status": say.status(number.status, language, number.warning),
        "numerator": number.numerator,
        "denominator": number.denominator,
        "target": reading.target_text(line.target, language) if line.target else None,
        "to_target": line.to_target,
        "change": line.change.amount,
        "filed": line.filed,
        "badges": say.join([*line.badges, *([line.why] if line.why else [])], language),
        "reason": line.reason,
        "indicator": reading.name_of(comparison.indicator, language),
        "indicator_code": comparison.indicator.code,
        "variant": scope.variant_name(numbers, comparison.chosen),
        "line": line,  # for the screen; an export takes the columns only
    }


@lru_cache(maxsize=20_000)
def _interval(successes: float | None, cases: float | None, scale: float) -> Interval | None:
    """Kept, for a page asks for the same ones again and again."""
    return wilson(successes, cases, scale=scale)


def _head(column: RowColumn, comparison: Comparison) -> tables.Column:
    language = comparison.chosen.lang
    name = column.head if language == "zh" else column.english
    part = column.key in ("numerator", "denominator")
    short = words(language)[f"head.{column.key}"] if part and (" + " in name or " − " in name) else name
    sort: tables.Sort = ""
    judged = comparison.modes.ranks and not comparison.indicator.protected
    if column.key == "value" and judged:
        sort = "ascending" if comparison.indicator.direction == "lower" else "descending"
    names = [] if column.key in ALWAYS else ["wide-only"]
    names += ["part"] if part else ["stacked"] if column.key in ("to_target", "change") else []
    names += ["widest-only"] if column.key == "filed" else []
    title = name if short != name else None
    return tables.Column(short, column.unit, column.kind, " ".join(names), sort, title)


def _cell(key: str, record: Mapping[str, Any], comparison: Comparison) -> Child:
    line: Line = record["line"]
    language, unit = comparison.chosen.lang, comparison.indicator.unit
    match key:
        case "rank":
            return _rank(line, comparison)
        case "name":
            return h("span", name_cell(line.name, line.portrait, line.badges), _own(line, comparison))
        case "value":
            return _value(line, comparison)
        case "status":
            shown = status_badge(line.number.status, line.number.warning, language)
            return h("span", shown, title=line.why) if line.why else shown
        case "numerator" | "denominator":
            return say.NONE if record[key] is None else _linked(say.count(record[key]), line)
        case "target":
            return _target(record, comparison)
        case "change":
            text = reading.change_text(line.change, language)
            return h("span", text, class_name="gap-word") if line.change.reason else text
    return _plain(key, record[key], unit)


def _plain(key: str, value: Any, unit: str) -> Child:
    if key == "to_target":
        return reading.gap_text(value, unit)
    shown: Child = say.number(value, unit) if key in INTERVAL else value or say.NONE
    return shown


def _value(line: Line, comparison: Comparison) -> Child:
    indicator, language = comparison.indicator, comparison.chosen.lang
    text = say.number(line.number.value, indicator.unit, reading.threshold_of(line.target, indicator))
    return _linked(text, line, label=f"{line.name} {text}{reading.unit_word(indicator.unit, language)}")


def _rank(line: Line, comparison: Comparison) -> Child:
    """“5（3—9）”: the place with its band."""
    if line.place is None or line.band is None:
        return say.count(line.place)
    band = words(comparison.chosen.lang).say("comparison.band", best=line.band.best, worst=line.band.worst)
    return h("span", str(line.place), h("span", band, class_name="band"))


def _linked(text: str, line: Line, *, label: str | None = None) -> Child:
    """A number that opens its passport, where there is one to open."""
    return number_link(text, line.href, label=label) if line.href else text


def local(line: Line, comparison: Comparison) -> bool:
    """Is the row judged by another target than the line in the chart."""
    asked = comparison.target
    return asked is not None and line.target is not None and required(line.target) != required(asked)


def _own(line: Line, comparison: Comparison) -> Element | None:
    """A mark at the name on a phone, where the column of targets is not shown."""
    if not local(line, comparison):
        return None
    title = words(comparison.chosen.lang)["badge.local_target"]
    return h("span", f" {LOCAL}", class_name="phone-only local-mark", title=title, aria_label=title)


def _target(record: Mapping[str, Any], comparison: Comparison) -> Child:
    """The row's own target; 本地目标 where it is another than the line in the chart."""
    spoken, line = words(comparison.chosen.lang), record["line"]
    if line.target is None:
        return spoken["chart.no_target"]
    if not local(line, comparison):
        return str(record["target"])
    return h("span", record["target"], " ", badge(spoken["badge.local_target"]))
