"""Under a pointer: with what a number is compared, in the lines below it."""

from __future__ import annotations

from layouts import say
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.trend_course import Step

BREAK = "<br>"


def bar_note(line: Line, comparison: Comparison, *, above: str) -> str:
    """“20 ÷ 28”, its target with the distance, the value of the region above."""
    indicator, language, number = comparison.indicator, comparison.chosen.lang, line.number
    parts = []
    if number.denominator is not None:
        parts.append(f"{say.count(number.numerator)} ÷ {say.count(number.denominator)}")
    if line.target is not None and line.to_target is not None and reading.evaluated(line.target, indicator):
        aim = words(language).say("chart.target", target=reading.target_text(line.target, language))
        gap = reading.gap_text(line.to_target, indicator.unit)
        parts.append(f"{aim}  {gap} {reading.gap_unit(indicator.unit, language)}".rstrip())
    return BREAK.join([*parts, above] if above else parts)


def point_note(step: Step, language: Language) -> str:
    """The change on the year before, or why there is none, and the target in force."""
    parts = [step.on_year.line(language)] if step.number.value is not None else []
    if step.target is not None and step.threshold is not None:
        parts.append(words(language).say("chart.target", target=reading.target_text(step.target, language)))
    return BREAK.join(part for part in parts if part)
