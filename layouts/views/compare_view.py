"""What every view of 地区对比 gives: rows to export, the same rows as a table, a chart, and what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.definition import Indicator
from layouts import say, scope, tables
from layouts.elements import Child, Element, h, number_link, status_badge
from layouts.figures import cloud, graph
from layouts.figures.graph import Figure
from layouts.figures.lines import Line as Rule
from layouts.numbers import Number, Numbers
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.text import words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.compare_bars import CHART
from layouts.views.compare_lines import Comparison, Line
from layouts.views.compare_table import title
from layouts.views.region_links import name_cell

EXPORTED = ("code", "indicator", "indicator_code", "variant", "second_code")  # not on the screen
PARTS = ("numerator", "denominator")
NAMED_WITHOUT_RANKS = 8  # so few points may all be named, which says nothing about the best or worst


@dataclass(frozen=True)
class View:
    """``why`` says why nothing is drawn; then there are the rows of the ordinary table instead."""

    rows: Rows | None = None
    figure: Figure | None = None
    alt: str = ""
    why: str = ""
    notes: Sequence[str] = ()
    keys: Sequence[Child] = ()  # what the colours mean, before the notes
    controls: Sequence[Child] = ()
    wide: bool = False  # scrolls inside itself on a phone
    picture: Element | None = None  # drawn by the page itself, instead of a figure


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is shown: text, where its passport is, its status."""

    text: str
    href: str = ""
    number: Number | None = None


def drawn(view: View, numbers: Numbers, comparison: Comparison) -> list[Element]:
    """Chart, its tools, what is said about it, and the table of the very rows that are exported."""
    language = comparison.chosen.lang
    notes = [h("span", note) for note in view.notes if note]
    if view.rows is not None and view.picture is not None:
        return [view.picture, h("div", *notes, class_name="legend"), twin(view.rows, comparison)]
    if view.rows is None or view.figure is None:
        return [h("p", view.why, class_name="quiet", role="note")]
    tools = graph.chart_tools(CHART, language, view.rows.title)
    chart = graph.graph(CHART, view.figure, language, view.alt, filename=view.rows.title)
    names = "view-chart wide" if view.wide else "view-chart"
    return [
        h("div", chart, class_name=names, tab_index=0),  # it scrolls on a phone, also by keyboard
        h("div", *view.keys, *notes, tools, class_name="legend"),
        twin(view.rows, comparison),
    ]


def twin(rows: Rows, comparison: Comparison) -> Element:
    language = comparison.chosen.lang
    shown = [column for column in rows.columns if column.key not in EXPORTED]
    heads = [
        tables.Column(column.head if language == "zh" else column.english, column.unit, column.kind)
        for column in shown
    ]
    body = [
        tables.Row(
            [_cell(record, column.key, comparison) for column in shown],
            "selected" if record["code"] and record["code"] == comparison.chosen.region else None,
        )
        for record in rows.records
    ]
    return tables.table(heads, body, caption=rows.title, class_name="twin", dense=True)


def record(line: Line, **values: Any) -> dict[str, Any]:
    """A region's record; ``cells`` among the values say how numbers are shown on the screen."""
    same = {"code": line.code, "name": line.name, "badges": line.badges, "portrait": line.portrait}
    parts = {key: Cell(say.count(values[key]), line.href) for key in PARTS if values.get(key) is not None}
    values["cells"] = parts | values.get("cells", {})
    return {**same, **values}


def region_columns(comparison: Comparison) -> list[RowColumn]:
    code = [RowColumn("code", words("zh")["comparison.code"], words("en")["comparison.code"])]
    name = RowColumn("name", words("zh")["head.region"], words("en")["head.region"])
    return [*(code if comparison.modes.names else []), name]


def column(key: str, *, unit: str = "", text: bool = False) -> RowColumn:
    """A column named in the texts of the views."""
    zh, en = words("zh")[f"view_head.{key}"], words("en")[f"view_head.{key}"]
    return RowColumn(key, zh, en, unit, "text" if text else "number")


def value_column(comparison: Comparison) -> RowColumn:
    indicator, language = comparison.indicator, comparison.chosen.lang
    zh, en = words("zh")["head.value"], words("en")["head.value"]
    return RowColumn("value", zh, en, reading.unit_word(indicator.unit, language), "number")


def part_columns(numbers: Numbers, comparison: Comparison) -> list[RowColumn]:
    """Numerator and denominator under their own names."""
    elements, language = numbers.catalogue.elements, comparison.chosen.lang
    made = []
    for key, part in (
        ("numerator", comparison.variant.numerator),
        ("denominator", comparison.variant.denominator),
    ):
        if part is not None:
            zh, en = (reading.formula_name(part, elements, each) for each in ("zh", "en"))
            unit = reading.unit_word(reading.unit_of(part, elements), language)
            made.append(RowColumn(key, zh, en, unit, "number"))
    return made


def identity(numbers: Numbers, comparison: Comparison) -> list[RowColumn]:
    """Which indicator and 口径 the rows are of, for the export."""
    zh, en = words("zh"), words("en")
    return [
        RowColumn("indicator", zh["head.indicator"], en["head.indicator"]),
        RowColumn("indicator_code", "指标代码", "Indicator code"),
        RowColumn("variant", zh["head.variant"], en["head.variant"]),
    ]


def identified(numbers: Numbers, comparison: Comparison) -> dict[str, str]:
    return {
        "indicator": reading.name_of(comparison.indicator, comparison.chosen.lang),
        "indicator_code": comparison.indicator.code,
        "variant": scope.variant_name(numbers, comparison.chosen),
    }


def view_rows(
    numbers: Numbers,
    comparison: Comparison,
    columns: Sequence[RowColumn],
    records: Sequence[Mapping[str, Any]],
    notes: Sequence[tuple[str, str]] = (),
) -> Rows:
    same = identified(numbers, comparison)
    return Rows(
        title=view_title(comparison),
        columns=[*columns, *identity(numbers, comparison)],
        records=[{**record, **same} for record in records],
        notes=[*scope.notes(numbers, comparison.chosen), *notes],
    )


def view_title(comparison: Comparison) -> str:
    spoken = words(comparison.chosen.lang)
    return spoken.say(
        "comparison.view_title",
        caption=title(comparison),
        view=spoken.choose("comparison", f"view_{comparison.modes.view}"),
    )


def source(numbers: Numbers, chosen: Selection) -> str:
    described = numbers.catalogue.datasets[chosen.dataset]
    return described.label if chosen.lang == "zh" else described.label_english


def value_text(number: Number, indicator: Indicator, comparison: Comparison) -> str:
    target = comparison.table.targets.get(number.target)
    return say.value(
        number.value,
        indicator.unit,
        comparison.chosen.lang,
        qualifier=number.qualifier,
        threshold=reading.threshold_of(target, indicator),
        gap=reading.gap_of(number),
    )


def value_cell(line: Line, comparison: Comparison) -> Cell:
    number, indicator = line.number, comparison.indicator
    if number.value is None:
        return Cell(say.NONE if not line.reason else f"{say.NONE} {line.reason}")
    return Cell(
        say.number(number.value, indicator.unit, reading.threshold_of(line.target, indicator)), line.href
    )


def target_rule(comparison: Comparison) -> Rule | None:
    """The line of the target that most rows share."""
    target, indicator = comparison.target, comparison.indicator
    if target is None or target.threshold is None or not reading.evaluated(target, indicator):
        return None
    language = comparison.chosen.lang
    name = words(language).say("chart.target", target=reading.target_text(target, language))
    return Rule(target.threshold, name)


def extremes(points: Sequence[tuple[float, ...]], comparison: Comparison) -> set[int]:
    """Places of the points to name: the ends in each direction where there are ranks; else few or none."""
    if not comparison.ranked:
        few = comparison.modes.ranks and len(points) <= NAMED_WITHOUT_RANKS
        return set(range(len(points))) if few else set()
    found: set[int] = set()
    for side in range(len(points[0]) if points else 0):
        order = sorted(range(len(points)), key=lambda place: points[place][side])
        found |= {*order[:2], *order[-2:]}
    return found


def links(indicator: Indicator, comparison: Comparison) -> dict[str, str]:
    """The address of each region's passport for an indicator; empty where names are off."""
    lines = comparison.lines
    if not comparison.modes.names or not lines:
        return dict.fromkeys((line.region for line in lines), "")
    first = lines[0].region
    made = href(comparison.chosen, indicator=indicator.code, region=first)
    return {line.region: made.replace(f"region={first}", f"region={line.region}") for line in lines}


def dot(line: Line, comparison: Comparison, x: float, y: float, hover: str, **marks: bool) -> cloud.Dot:
    text = f"<b>{line.name}</b> {hover}"
    return cloud.Dot(line.code, line.name, x, y, text, line.href, hollow=line.small, **marks)


def _cell(record: Mapping[str, Any], key: str, comparison: Comparison) -> Child:
    language = comparison.chosen.lang
    cell: Cell | None = record.get("cells", {}).get(key)
    if key == "name":
        return name_cell(record["name"], record["portrait"], record["badges"])
    if cell is not None and cell.number is not None:
        return status_badge(cell.number.status, cell.number.warning, language)
    if cell is not None:
        return number_link(cell.text, cell.href) if cell.href else cell.text
    value = record[key]
    if value is None or value == "":
        return say.NONE
    return value if isinstance(value, str) else say.count(value)
