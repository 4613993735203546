"""The trend page's chart and its table twin, both made from one course."""

from __future__ import annotations

from indicators.breaks import Break as Cut
from indicators.definition import Indicator
from layouts import say, scope
from layouts.changes import Change
from layouts.elements import Child, Element, badge, h, number_link, status_badge
from layouts.figures import graph
from layouts.figures.trend import Break, Mark, Plan, Point, Series, TargetPath, alternative, trend_lines
from layouts.numbers import Numbers
from layouts.page import section
from layouts.tables import Column, Row, table
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.compared_with import point_note
from layouts.views.trend_course import Course, Line, Step
from layouts.views.trend_progress import Progress, accumulates

CHART = "trend-chart"
HEIGHT = 290
SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
MANY_PERIODS = 5  # more need a wider chart than a phone has


def chart(numbers: Numbers, course: Course, planned: Progress | None) -> Element:
    """Lines of the region and the one above, the target as dashed steps, breaks of 口径 as gaps.

    Years to come have their targets only; policy events are signs, the plan of the year is dotted.
    """
    language, indicator = course.chosen.lang, course.indicator
    name = reading.name_of(indicator, language)
    series = [_series(numbers, course, line) for line in course.lines]
    labels = [say.period(period, language) for period in course.periods]
    described = numbers.catalogue.datasets[course.chosen.dataset]
    region = scope.region_name(numbers, course.chosen.region, language)
    plan = _plan(course, planned)
    figure = trend_lines(
        series,
        labels,
        language=language,
        unit=indicator.unit,
        target=_target(numbers, course),
        breaks=_breaks(course),
        events=[Mark(at, SIGNS[place]) for place, (at, _) in enumerate(course.events)],
        plan=plan,
        ahead=[say.period(step.period, language) for step in course.ahead],
        height=HEIGHT,
        title=f"{name}{'，' if language == 'zh' else ', '}{region}",
        source=described.label if language == "zh" else described.label_english,
    )
    figure["layout"]["xaxis"]["ticktext"] = _ticks(course)
    file = words(language).say("course.chart_file", indicator=name, region=region)
    drawn = graph.graph(
        CHART,
        figure,
        language,
        alternative(series, name, language),
        filename=file,
        tools=_tools(course, graph.chart_tools(CHART, language, file), planned=plan is not None),
    )
    if len(course.periods) + len(course.ahead) <= MANY_PERIODS:
        return h("div", drawn, class_name="course")
    drawn["props"]["children"][0]["props"]["tabIndex"] = 0  # it scrolls on a phone, also by keyboard
    return h("div", drawn, class_name="course many")


def twins(numbers: Numbers, course: Course) -> Element:
    """The table twins side by side, one for each region, newest period first."""
    made = [_twin(numbers, course, line) for line in course.lines]
    beside = len(made) > 1 and course.mode != "quarters"  # with two changes they need the whole width
    return h("div", *made, class_name="columns two" if beside else "stack")


def _twin(numbers: Numbers, course: Course, line: Line) -> Element:
    language, spoken = course.chosen.lang, words(course.chosen.lang)
    region = scope.region_name(numbers, line.region, language)
    caption = spoken.say(
        "course.caption", region=region, indicator=reading.name_of(course.indicator, language)
    )
    rows = [_row(course, line, step) for step in reversed(line.steps)]
    made = table(_columns(numbers, course), rows, caption=caption, class_name="course-table compact")
    return section(region, made)


def _columns(numbers: Numbers, course: Course) -> list[Column]:
    language, indicator, spoken = course.chosen.lang, course.indicator, words(course.chosen.lang)
    unit = say.unit_name(indicator.unit, language)
    change_unit = reading.change_unit(indicator, language)
    columns = [
        Column(spoken["head.period"], class_name="first"),
        Column(spoken["head.value"], unit, "number"),
    ]
    if indicator.kind == "ratio":
        variant = indicator.variant(course.lines[0].steps[-1].number.variant)
        elements = numbers.catalogue.elements
        for head, formula in (("numerator", variant.numerator), ("denominator", variant.denominator)):
            if formula:
                columns.append(
                    Column(
                        spoken[f"head.{head}"],
                        say.unit_name(reading.unit_of(formula, elements), language),
                        "number",
                        "wide-only",
                        title=reading.formula_name(formula, elements, language),
                    )
                )
    if not indicator.protected:
        columns.append(Column(spoken["course.on_year"], change_unit, "number"))
        if course.mode == "quarters":
            columns.append(Column(spoken["course.on_quarter"], change_unit, "number", "wide-only"))
        if _targeted(course):
            columns.append(Column(spoken["head.target"], "", "number", "wide-only"))
    columns.append(Column(spoken["head.status"]))
    return columns


def _targeted(course: Course) -> bool:
    """Is there a target in any of the periods: else a column for it says nothing."""
    return any(step.target for line in course.lines for step in line.steps)


def _row(course: Course, line: Line, step: Step) -> Row:
    language, indicator, number = course.chosen.lang, course.indicator, step.number
    address = _href(course, line, step)
    value: Child = number_link(
        f"{say.NONE} {reading.reason(number, language)}", address, class_name="gap-word"
    )
    if number.value is not None:
        text = say.number(number.value, indicator.unit, step.threshold)
        value = h("b", number_link(say.qualified(text, number.qualifier, language), address))
    cells: list[Child] = [h("th", say.period(step.period, language), class_name="first", scope="row"), value]
    if indicator.kind == "ratio":
        cells += [
            number_link(say.count(part), address)
            if part is not None
            else h("span", say.NONE, class_name="muted")
            for part in (number.numerator, number.denominator)
        ]
    if not indicator.protected:
        target = reading.target_text(step.target, language) if step.target else say.NONE
        changes = [step.on_year] if step.on_quarter is None else [step.on_year, step.on_quarter]
        cells += [_change(each, language) for each in changes]
        if _targeted(course):
            cells.append(h("span", target, class_name="warm" if step.target else "muted"))
    cells.append(status_cell(step, indicator, language))
    return Row(cells, "selected" if step.period == course.chosen.span and line is course.lines[0] else None)


def status_cell(step: Step, indicator: Indicator, language: Language) -> Element:
    """The status with the facts that qualify the number: 未报齐 8/9, 小样本."""
    number = step.number
    facts = reading.fact_badges(number, indicator, language) if number.value is not None else []
    status = status_badge(number.status, number.warning, language)
    return h("span", status, *[part for fact in facts for part in (" ", badge(fact))])


def _change(change: Change, language: Language) -> Child:
    if not change.reason:
        return change.figure(language)
    name = change.cut.name if change.cut and language == "zh" else change.cut.english if change.cut else None
    return h("span", change.figure(language), class_name="gap-word", title=name)


def _series(numbers: Numbers, course: Course, line: Line) -> Series:
    language, unit = course.chosen.lang, course.indicator.unit
    points = [
        Point(
            step.number.value,
            say.value(
                step.number.value, unit, language, qualifier=step.number.qualifier, threshold=step.threshold
            ),
            step.number.incomplete and step.number.value is not None,
            _href(course, line, step),
            "" if course.indicator.protected else point_note(step, language),
        )
        for step in line.steps
    ]
    above = line is not course.lines[0]
    return Series(scope.region_name(numbers, line.region, language), tuple(points), above)


def _target(numbers: Numbers, course: Course) -> TargetPath | None:
    """The chosen region's target in each period, named by the newest one.

    What accumulates in the year is not compared with its year's target by the quarter: 序时进度 says it.
    """
    variant = course.indicator.variant(course.lines[0].steps[-1].number.variant)
    if course.mode == "quarters" and accumulates(variant, numbers.catalogue.elements):
        return None
    steps = (*course.lines[0].steps, *course.ahead)
    named = [step.target for step in steps if step.target and step.threshold is not None]
    if not named:
        return None
    text = reading.target_text(named[-1], course.chosen.lang)
    name = words(course.chosen.lang).say("chart.target", target=text)
    return TargetPath(name, tuple(step.threshold for step in steps))


def _plan(course: Course, planned: Progress | None) -> Plan | None:
    """The year's plan at the ends of its quarters, where these are shown."""
    places = {period: place for place, period in enumerate(course.periods)}
    points = [
        (places[period], value) for period, value in (planned.plan if planned else ()) if period in places
    ]
    if course.mode != "quarters" or len(points) < 2:
        return None
    return Plan(words(course.chosen.lang)["progress.plan"], tuple(points))


def _breaks(course: Course) -> list[Break]:
    """Each break by name once; a period that holds its day is cut on both sides."""
    made, named = [], set()
    for place, cut in course.cuts:
        name = cut.name if course.chosen.lang == "zh" else cut.english
        made.append(Break(place, "" if cut.code in named else name))
        named.add(cut.code)
    return made


def _ticks(course: Course) -> list[str]:
    """Years; for quarters the quarter, with the year below where it begins."""
    language = course.chosen.lang
    if course.mode != "quarters":
        return [say.period(step.period, language) for step in (*course.lines[0].steps, *course.ahead)]
    ticks = []
    for place, period in enumerate(course.periods):
        year, month = period.start
        text = words(language)[f"course.quarter_{month // 3 + 1}"]
        first = not place or month == 1
        ticks.append(f"{text}<br>{year}{'年' if language == 'zh' else ''}" if first else text)
    return ticks


def _tools(course: Course, buttons: Element, *, planned: bool) -> Element:
    """What the marks mean, then the download buttons."""
    spoken = words(course.chosen.lang)
    provisional = any(
        step.number.incomplete and step.number.value is not None
        for line in course.lines
        for step in line.steps
    )
    notes: list[Child] = [h("span", spoken["chart.provisional"])] if provisional else []
    notes += [h("span", spoken["progress.plan_note"])] if planned else []
    cuts = {cut.code: cut for _, cut in course.cuts}
    notes += [h("span", cut_text(cut, course.chosen.lang)) for cut in cuts.values()]
    notes += [
        h("span", f"{SIGNS[place]} {_event(event, course.chosen.lang)}", title=event.source)
        for place, (_, event) in enumerate(course.events)
    ]
    if (
        not any(step.threshold is not None for step in course.lines[0].steps)
        and not course.indicator.protected
    ):
        notes.append(h("span", spoken["course.no_target"]))
    return h("div", *notes, buttons, class_name="legend")


def cut_text(cut: Cut, language: Language) -> str:
    """“行政复议法修订：口径变化，前后不比较”; of a boundary, that the area changed."""
    name = cut.name if language == "zh" else cut.english
    return words(language).say("course.before_boundary" if cut.boundary else "course.before_break", name=name)


def _event(event: Cut, language: Language) -> str:
    """“2020年7月1日 负责人出庭应诉司法解释施行”."""
    day = words(language).say("course.day", y=event.on.year, m=event.on.month, d=event.on.day)
    return f"{day} {event.name if language == 'zh' else event.english}"


def _href(course: Course, line: Line, step: Step) -> str:
    return href(course.chosen, indicator=course.indicator.code, region=line.region, period=step.period.code)
