"""序时进度 on the trend page: is the year so far on its way to the year's target.

Asked of a part of a year under a target of the year. The numbers are those of the one computation; pace and
plan come from indicators/pace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from data.model import DataElement, Period, Target
from indicators.breaks import between
from indicators.definition import Indicator
from indicators.pace import CapUse, Milestone, Pace, cap_use, day_of, elapsed_share, pace, planned
from indicators.variants import Variant
from layouts import say
from layouts.changes import breaks_of
from layouts.elements import Child, Element, h, number_link
from layouts.numbers import Number, Numbers
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.phrases import phrase
from layouts.views.trend_course import Course, Frames

Missing = Literal["", "no_value", "no_start", "incomplete", "break", "not_begun", "qualified"]


@dataclass(frozen=True, slots=True)
class Progress:
    """``number`` is the year so far; either ``pace`` or ``use`` says how it stands, else ``missing`` why not.

    ``plan`` holds what is planned at the end of each quarter of the year, where a rate has a plan.
    """

    year: Period
    so_far: Period
    number: Number
    target: Target
    threshold: float
    start: Number | None
    pace: Pace | None = None
    use: CapUse | None = None
    missing: Missing = ""
    plan: tuple[tuple[Period, float], ...] = ()


def progress(numbers: Numbers, course: Course) -> Progress | None:
    """Of the chosen region; None for whole years, protected ones, and without a target to measure by."""
    chosen, indicator = course.chosen, course.indicator
    year = Period.year(chosen.span.first // 12)
    so_far = Period(year.first, chosen.span.last)
    if indicator.protected or not so_far.months < year.months:
        return None
    frames = Frames(numbers, chosen)
    whole, number = (frames.at(each).number(indicator.code, chosen.region) for each in (year, so_far))
    target = frames.at(year).targets.get(whole.target)
    threshold = reading.threshold_of(target, indicator)
    if target is None or threshold is None or target.kind not in ("floor", "cap"):
        return None
    start = frames.number(year.year_before, indicator.code, chosen.region)
    bare = Progress(year, so_far, number, target, threshold, start)
    counted = accumulates(indicator.variant(number.variant), numbers.catalogue.elements)
    missing = _missing(numbers, indicator, bare, counted=counted)
    if missing or number.value is None:
        return replace(bare, missing=missing or "no_value")
    elapsed = elapsed_share(year, so_far)
    if counted and target.kind == "cap":
        return replace(bare, use=cap_use(number.value, threshold, elapsed=elapsed))
    before = 0.0 if counted or start is None or start.value is None else start.value
    return _paced(bare, before, elapsed, _milestones(numbers, bare, indicator), counted=counted)


def told(numbers: Numbers, course: Course, found: Progress) -> Element:
    """One line: the value so far, what is planned for now, how it stands."""
    language, chosen, indicator = course.chosen.lang, course.chosen, course.indicator
    spoken = words(language)
    address = href(chosen, indicator=indicator.code, region=chosen.region, period=found.so_far.code)
    value = say.value(
        found.number.value,
        indicator.unit,
        language,
        qualifier=found.number.qualifier,
        threshold=found.threshold,
        gap=reading.gap_of(found.number),
    )
    parts: list[Child] = [h("b", spoken["progress.title"]), " "]
    parts += phrase(
        spoken["progress.now"],
        period=say.period(found.so_far, language),
        value=number_link(value, address),
        target=reading.target_text(found.target, language),
        year=say.period(found.year, language),
    )
    parts += [" ", *_standing(numbers, course, found)]
    return h("p", *parts, class_name="course-told")


def _standing(numbers: Numbers, course: Course, found: Progress) -> list[Child]:
    language, unit = course.chosen.lang, course.indicator.unit
    spoken = words(language)
    if found.pace is not None:
        slots: dict[str, Child | list[Child]] = {
            "planned": say.value(float(found.pace.planned), unit, language),
            "start": _start(course, found),
            "pace": f"{float(found.pace.pace):.2f}" if found.pace.pace is not None else "",
            "state": h("b", spoken[f"progress.{found.pace.state}"]),
        }
        key = "at_pace" if found.pace.pace is not None else "met_before"
        return phrase(spoken[f"progress.{key}"], **slots)
    if found.use is not None:
        return _use(found, found.use, language)
    return [spoken[f"progress.why_{found.missing}"]]


def _use(found: Progress, use: CapUse, language: Language) -> list[Child]:
    spoken = words(language)
    state = h("b", spoken[f"progress.{use.state}"])
    if use.use is None:
        return phrase(spoken["progress.first_case"], state=state)
    parts = phrase(spoken["progress.at_use"], use=f"{float(use.use):.2f}", state=state)
    if use.passed_at is not None and use.state == "too_fast" and use.passed_at < 1:
        day = day_of(use.passed_at, found.year)
        parts += phrase(spoken["progress.passed_on"], day=spoken.say("progress.day", m=day.month, d=day.day))
    return parts


def _start(course: Course, found: Progress) -> Child:
    """What the plan starts from, a link to its passport."""
    if found.start is None or found.start.value is None:
        return say.value(0.0, course.indicator.unit, course.chosen.lang)
    year = found.year.year_before
    text = say.value(found.start.value, course.indicator.unit, course.chosen.lang)
    address = href(
        course.chosen, indicator=course.indicator.code, region=course.chosen.region, period=year.code
    )
    return number_link(text, address)


def _paced(
    bare: Progress, before: float, elapsed: Fraction, milestones: list[Milestone], *, counted: bool
) -> Progress:
    value = bare.number.value
    if value is None:
        return replace(bare, missing="no_value")
    kind: Literal["floor", "cap"] = "cap" if bare.target.kind == "cap" else "floor"
    goal = _goal(bare)
    found = pace(value, before, goal, kind=kind, elapsed=elapsed, milestones=milestones)
    if found is None:
        return replace(bare, missing="not_begun")
    quarters = [Period(bare.year.first + 3 * place, bare.year.first + 3 * place + 2) for place in range(4)]
    plan = [
        (
            quarter,
            float(planned(before, goal, elapsed_share(bare.year, quarter), milestones=milestones)),
        )
        for quarter in quarters
    ]
    return replace(bare, pace=found, plan=() if counted or found.pace is None else tuple(plan))


def _missing(numbers: Numbers, indicator: Indicator, bare: Progress, *, counted: bool) -> Missing:
    """Why nothing can be said; what accumulates in the year needs nothing from before it."""
    start = bare.start
    if bare.number.value is None:
        return "no_value"
    if bare.number.qualifier != "exact":
        return "qualified"
    if bare.number.incomplete:
        return "incomplete"
    if counted:
        return ""
    if start is None or start.value is None or start.qualifier != "exact":
        return "no_start"
    if between(breaks_of(numbers, bare.number.region), indicator.code, bare.year.year_before, bare.so_far):
        return "break"
    return "incomplete" if start.incomplete else ""


def accumulates(variant: Variant, elements: Mapping[str, DataElement]) -> bool:
    """Is it a count that begins anew each year."""
    return variant.denominator is None and all(
        elements[code].over_time == "sum" for code in variant.numerator.elements
    )


def _goal(bare: Progress) -> float:
    """What is planned for the end of the year: the target's own milestone there, else its number."""
    last = Period(bare.year.last, bare.year.last).code
    return dict(bare.target.milestones).get(last, bare.threshold)


def _milestones(numbers: Numbers, bare: Progress, indicator: Indicator) -> list[Milestone]:
    """The target's own within the year; else targets of the same kind and place that end within it."""
    if bare.target.milestones:
        dated = [(Period.parse(month).last, value) for month, value in bare.target.milestones]
    else:
        dated = [(Period.parse(each.last).last, value) for each, value in _alike(numbers, bare, indicator)]
    return [
        (elapsed_share(bare.year, Period(bare.year.first, last)), value)
        for last, value in dated
        if bare.year.first <= last < bare.year.last
    ]


def _alike(numbers: Numbers, bare: Progress, indicator: Indicator) -> Iterator[tuple[Target, float]]:
    for each in numbers.targets(bare.target.dataset):
        alike = (each.indicator, each.kind, each.region, each.unit) == (
            indicator.code,
            bare.target.kind,
            bare.target.region,
            bare.target.unit,
        )
        if alike and each.threshold is not None and each.last and each.levels == bare.target.levels:
            yield each, each.threshold
