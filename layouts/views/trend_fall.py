"""谁拉动的 on the page: the waterfall and its table twin read across, one row for each unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.decomposition import falls
from layouts import controls, page, say, scope, tables
from layouts.elements import Child, Element, h, link, number_link
from layouts.figures import graph
from layouts.figures.waterfall import Step, waterfall
from layouts.numbers import Numbers
from layouts.page import section
from layouts.rows import Rows
from layouts.text import words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.trend_course import Course
from layouts.views.trend_fall_rows import PARTS, fall_rows
from layouts.views.trend_split import BASE, QUARTER, Split, by_quarter

CHART = "trend-fall"
PART, SPLIT = "part", "split"  # the page's own choice: what is exported


def fall_block(numbers: Numbers, course: Course, found: Split) -> Element:
    """The section: chart and table in one, or why the change is not split."""
    spoken, language = words(course.chosen.lang), course.chosen.lang
    name = scope.region_name(numbers, found.region, language)
    title = spoken.say(
        "split.title",
        region=name,
        before=say.period(found.before, language),
        after=say.period(found.after, language),
    )
    ends = _choice(course)
    if found.parts is None:
        cut = ""
        if found.cut:
            cut = found.cut.name if language == "zh" else found.cut.english
        why = spoken.say(f"split.why_{found.why}", region=name, cut=cut)
        return section(title, h("p", why, class_name="quiet"), end=ends)
    rows = fall_rows(numbers, course, found)
    notes = [h("p", note, class_name="note") for note in _notes(course, found)]
    return section(title, _table(numbers, course, found, rows), _tools(course, rows), *notes, end=ends)


def _table(numbers: Numbers, course: Course, found: Split, rows: Rows) -> Element:
    language, spoken = course.chosen.lang, words(course.chosen.lang)
    unit = reading.unit_word(course.indicator.unit, language)
    points = reading.gap_unit(course.indicator.unit, language)
    columns = [
        tables.Column(spoken["head.region"]),
        tables.Column(spoken["split.total"], points, "number"),
        tables.Column(spoken["split.before"], unit, "number", "wide-only"),
        tables.Column(spoken["split.after"], unit, "number", "wide-only"),
    ]
    if course.indicator.kind == "ratio":
        columns += [
            tables.Column(
                spoken[f"split.{key}"], points, "number", "wide-only", title=spoken[f"split.{key}_is"]
            )
            for key in PARTS
        ]
    body = [
        tables.Row(_cells(record, course, found, len(columns)), _class(record, course, found))
        for record in rows.records
    ]
    return tables.bar_table(
        columns,
        body,
        chart=_chart(numbers, course, found, rows),
        chart_after=1,
        chart_head=spoken["split.chart"],
        caption=rows.title,
    )


def _class(record: Mapping[str, Any], course: Course, found: Split) -> str | None:
    if record["total"] is None:
        return "total"
    mine = record["region_code"] == course.chosen.region != found.region
    return "selected" if mine else None


def _cells(record: Mapping[str, Any], course: Course, found: Split, many: int) -> list[Child]:
    unit = course.indicator.unit
    cells: list[Child] = [record["region"], reading.gap_text(record["total"], unit)]
    for side, period in (("before", found.before), ("after", found.after)):
        value = record[side]
        address = href(
            course.chosen,
            indicator=course.indicator.code,
            region=record["region_code"],
            period=period.code,
        )
        own = record["region_code"] == found.region and record["total"] is not None
        text = say.number(value, unit)
        cells.append(text if value is None or own else number_link(text, address))
    cells += [reading.gap_text(record[key], unit) for key in PARTS]
    return cells[:many]


def _chart(numbers: Numbers, course: Course, found: Split, rows: Rows) -> Element:
    language, unit = course.chosen.lang, course.indicator.unit
    if found.parts is None:
        raise ValueError("nothing to draw")
    ends = [
        (found.parts.before, found.parts.before),
        *[(fall.start, fall.end) for fall in falls(found.parts)],
        (found.parts.after, found.parts.after),
    ]
    steps = []
    for record, (start, end) in zip(rows.records, ends, strict=True):
        whole = record["total"] is None
        value = record["before"] if record["after"] is None else record["after"]
        text = say.value(value, unit, language) if whole else reading.gap_text(record["total"], unit)
        steps.append(Step(record["region"], float(start), float(end), text, whole=whole))
    described = numbers.catalogue.datasets[course.chosen.dataset]
    source = described.label if language == "zh" else described.label_english
    largest = steps[1] if len(steps) > 2 else steps[0]
    alt = words(language).say(
        "split.alt",
        title=rows.title,
        before=steps[0].text,
        after=steps[-1].text,
        name=largest.name,
        amount=largest.text,
    )
    return graph.graph(CHART, waterfall(steps, title=rows.title, source=source), language, alt)


def _tools(course: Course, rows: Rows) -> Element:
    """The downloads: of the picture and of these very rows."""
    language, spoken = course.chosen.lang, words(course.chosen.lang)
    query = course.chosen.query(indicator=course.indicator.code, **{PART: SPLIT})
    files = [
        link(spoken.say("split.export", kind=kind.upper()), f"/export/trend.{kind}{query}", download="")
        for kind in ("csv", "xlsx")
    ]
    return h("div", *files, graph.chart_tools(CHART, language, rows.title), class_name="legend")


def _choice(course: Course) -> Element | None:
    """同比 or 环比, where there are quarters."""
    if course.mode != "quarters":
        return None
    spoken, chosen = words(course.chosen.lang), course.chosen
    options = [
        ("year", spoken["course.on_year"], page.PATHS["trend"] + chosen.query(**{BASE: ""})),
        (QUARTER, spoken["course.on_quarter"], page.PATHS["trend"] + chosen.query(**{BASE: QUARTER})),
    ]
    return controls.segments(options, QUARTER if by_quarter(course) else "year", label=spoken["split.base"])


def _notes(course: Course, found: Split) -> list[str]:
    spoken = words(course.chosen.lang)
    notes = [spoken["split.note" if course.indicator.kind == "ratio" else "split.note_count"]]
    if any(number is not None and number.incomplete for number in found.numbers):
        notes.append(spoken["split.incomplete"])
    return notes
