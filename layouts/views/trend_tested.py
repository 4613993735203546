"""The recent trend in words: does the rate rise or fall beyond what the numbers of cases do by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indicators.change import judged
from indicators.recent_trend import PERIODS, Trend, recent_trend
from layouts import say
from layouts.text import words
from layouts.views.trend_course import Course, Step

Untested = Literal["", "protected", "not_part", "few", "all_alike"]


@dataclass(frozen=True, slots=True)
class Tested:
    """``trend`` with the periods it was taken over, or ``why`` there is none."""

    steps: tuple[Step, ...]
    trend: Trend | None
    why: Untested = ""


def recent(course: Course) -> Tested:
    """Of the chosen region, after the last break of 口径 or boundary, over periods fully reported."""
    if course.indicator.protected:
        return Tested((), None, "protected")
    steps = course.lines[0].steps[course.cuts[-1][0] if course.cuts else 0 :]
    variant = course.indicator.variant(steps[-1].number.variant)
    if not variant.part_of_whole:
        return Tested((), None, "not_part")
    while steps and not _sure(steps[-1]):  # what still comes in, and years in which nothing came
        steps = steps[:-1]
    counted = [_sure(step) for step in steps]
    found = recent_trend(
        [step.number.numerator if sure else None for step, sure in zip(steps, counted, strict=True)],
        [step.number.denominator if sure else None for step, sure in zip(steps, counted, strict=True)],
    )
    if found is not None:
        return Tested(tuple(steps[-found.periods :]), found)
    unbroken = steps[-PERIODS:]
    rates = {step.number.value for step in unbroken}
    full = len(unbroken) == PERIODS and all(counted[-PERIODS:]) and None not in rates
    return Tested((), None, "all_alike" if full and len(rates) == 1 else "few")


def _sure(step: Step) -> bool:
    return not step.number.incomplete and step.number.basis == "computed"


def sentence(course: Course, found: Tested) -> str:
    """“近6期（2020年—2025年）上升，向好；案件数足以确认（99.8%）。”, or why there is no test."""
    language = course.chosen.lang
    spoken = words(language)
    if found.trend is None:
        return spoken.say(f"tested.why_{found.why}", n=PERIODS)
    trend = found.trend
    turn = {1: "rising", -1: "falling", 0: "level"}[trend.sign]
    better = judged(float(trend.sign), course.indicator.direction)
    return spoken.say(
        f"tested.{trend.verdict}",
        n=trend.periods,
        first=say.period(found.steps[0].period, language),
        last=say.period(found.steps[-1].period, language),
        turn=spoken[f"tested.{turn}"],
        better=spoken[f"tested.{better}"] if better in ("better", "worse") else "",
        statistic=say.rate(trend.statistic),
    )
