"""Under a pointer: with what a number is compared, in the lines below it."""

from __future__ import annotations

from functools import lru_cache

from layouts import say
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.trend_course import Step

BREAK = "<br>"


def bar_note(line: Line, comparison: Comparison, *, asked: str | None, above: str) -> str:
    """“20 ÷ 28”, the target ``asked`` with the distance, the value of the region above."""
    indicator, language, number = comparison.indicator, comparison.chosen.lang, line.number
    parts = []
    if number.denominator is not None:
        parts.append(f"{say.count(number.numerator)} ÷ {say.count(number.denominator)}")
    if asked and line.to_target is not None and reading.evaluated(line.target, indicator):
        parts.append(_aimed(asked, line.to_target, indicator.unit, language))
    return BREAK.join([*parts, above] if above else parts)


@lru_cache(maxsize=20_000)
def _aimed(asked: str, distance: float, unit: str, language: Language) -> str:
    """“目标 ≥90%  −18.6 个百分点”, kept: a page asks for the same ones again and again."""
    aim = words(language).say("chart.target", target=asked)
    return f"{aim}  {reading.gap_text(distance, unit)} {reading.gap_unit(unit, language)}".rstrip()


def point_note(step: Step, language: Language) -> str:
    """The change on the year before, or why there is none, and the target in force."""
    parts = [step.on_year.line(language)] if step.number.value is not None else []
    if step.target is not None and step.threshold is not None:
        parts.append(words(language).say("chart.target", target=reading.target_text(step.target, language)))
    return BREAK.join(part for part in parts if part)
