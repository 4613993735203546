"""趋势: one indicator over years or quarters, against its target and the region above."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from layouts import controls, page, say, scope
from layouts.choosing import indicator_head
from layouts.elements import Child, Element, h, number_link
from layouts.numbers import Numbers
from layouts.rows import Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.trend_course import Course, course, latest_of
from layouts.views.trend_fall import CHART as FALL_CHART
from layouts.views.trend_fall import PART, SPLIT, fall_block
from layouts.views.trend_fall_rows import fall_rows
from layouts.views.trend_parts import CHART, chart, status_cell, twins
from layouts.views.trend_progress import progress, told
from layouts.views.trend_rows import rows_of
from layouts.views.trend_split import BASE, split
from layouts.views.trend_tested import recent, sentence


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    found = course(numbers, chosen)
    spoken = words(chosen.lang)
    head = indicator_head(numbers, chosen, found.indicator, actions=[_modes(numbers, found)])
    parts = [head, _summary(numbers, found)]
    if found.indicator.protected:
        parts.append(h("div", spoken["course.protected"], class_name="quiet"))
    planned = progress(numbers, found)
    if any(line.valued for line in found.lines):
        parts.append(chart(numbers, found, planned))
    else:
        region = scope.region_name(numbers, chosen.region, chosen.lang)
        parts.append(h("div", spoken.say("course.no_value", region=region), class_name="quiet"))
    parts += [told(numbers, found, planned)] if planned else []
    parts += [h("p", said, class_name="course-told") for said in _tested(found)]
    parted = split(numbers, found)
    blocks = [fall_block(numbers, found, parted)] if parted else []
    return [*parts, twins(numbers, found), _notes(numbers, found), *blocks]


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The rows of the table with unrounded numbers; of 谁拉动的 where that is asked for."""
    found = course(numbers, chosen)
    parted = split(numbers, found) if dict(chosen.own).get(PART) == SPLIT else None
    return fall_rows(numbers, found, parted) if parted else rows_of(numbers, found)


def register(app: Dash, services: Services) -> None:
    """A click on a point or a bar opens the drawer with that number's passport."""
    for drawn in (CHART, FALL_CHART):
        app.clientside_callback(
            ClientsideFunction("faheng", "open_passport"),
            Output(page.PASSPORT_TARGET, "data", allow_duplicate=True),
            Input(drawn, "clickData"),
            prevent_initial_call=True,
        )


def _tested(found: Course) -> list[str]:
    """The recent trend in words; nothing of indicators that no test is made for."""
    made = recent(found)
    return [] if made.why in ("protected", "not_part") else [sentence(found, made)]


def _modes(numbers: Numbers, found: Course) -> Element | None:
    """按年, 按季, and the chosen span of each year where it is neither."""
    chosen, spoken = found.chosen, words(found.chosen.lang)
    options = []
    for mode, kind in (("years", "year"), ("quarters", "quarter")):
        newest = latest_of(numbers, chosen.dataset, kind)
        if found.mode == mode or newest is not None:
            code = chosen.period if found.mode == mode or newest is None else newest.code
            options.append((mode, spoken[f"trend.{mode}"], chosen.query(period=code)))
    if found.mode == "same":
        text = spoken.say("course.same", span=say.period(chosen.span, chosen.lang))
        options.append(("same", text, chosen.query()))
    if len(options) < 2:
        return None
    return controls.segments(options, found.mode, label=spoken["course.mode"])


def _summary(numbers: Numbers, found: Course) -> Element:
    """“2025年 青石县 71.4% 未达标 示例省 89.8% 接近”: the chosen period, else the newest of the course."""
    chosen, language = found.chosen, found.chosen.lang
    parts: list[Child] = []
    for line in found.lines:
        step = next((each for each in line.steps if each.period == chosen.span), line.steps[-1])
        number = step.number
        text = say.value(
            number.value,
            found.indicator.unit,
            language,
            qualifier=number.qualifier,
            threshold=step.threshold,
            gap=reading.gap_of(number),
        )
        address = href(chosen, indicator=found.indicator.code, region=line.region, period=step.period.code)
        parts.append(
            h(
                "span",
                f"{scope.region_name(numbers, line.region, language)} ",
                h("b", number_link(text, address)),
                " ",
                status_cell(step, found.indicator, language),
            )
        )
    span = next((each for each in found.periods if each == chosen.span), found.periods[-1])
    return h(
        "div", h("span", say.period(span, language), class_name="muted"), *parts, class_name="summary-line"
    )


def _notes(numbers: Numbers, found: Course) -> Element:
    spoken, language = words(found.chosen.lang), found.chosen.lang
    protected = found.indicator.protected
    notes: list[Child] = [] if protected else [h("p", spoken["course.note_change"], class_name="note")]
    if found.indicator.kind == "ratio" and numbers.catalogue.datasets[found.chosen.dataset].rollup:
        above = [line.region for line in found.lines if numbers.catalogue.regions.children(line.region)]
        notes += [
            h(
                "p",
                spoken.say("course.note_parent", name=scope.region_name(numbers, region, language)),
                class_name="note",
            )
            for region in above
        ]
    return h("div", *notes, class_name="course-notes")


PAGE = Page("trend", "/trend", body, rows, register, own_head=True, keys=(BASE, PART))
