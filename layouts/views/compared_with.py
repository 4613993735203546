"""Under a pointer: with what a number is compared, in the lines below it."""

from __future__ import annotations

from layouts import say, scope
from layouts.numbers import Numbers
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.trend_course import Step

BREAK = "<br>"


def bar_note(line: Line, numbers: Numbers, comparison: Comparison) -> str:
    """“20 ÷ 28”, its target with the distance, the value of the region above."""
    indicator, language = comparison.indicator, comparison.chosen.lang
    number, above, parts = line.number, comparison.parent, []
    if number.denominator is not None:
        parts.append(f"{say.count(number.numerator)} ÷ {say.count(number.denominator)}")
    if line.target is not None and reading.evaluated(line.target, indicator) and line.to_target is not None:
        aim = words(language).say("chart.target", target=reading.target_text(line.target, language))
        gap = reading.gap_text(line.to_target, indicator.unit)
        parts.append(f"{aim}  {gap} {reading.gap_unit(indicator.unit, language)}".rstrip())
    if above is not None and above.value is not None and indicator.kind == "ratio":
        name = scope.region_name(numbers, above.region, language)
        value = say.value(above.value, indicator.unit, language)
        parts.append(words(language).say("chart.parent", name=name, value=value))
    return BREAK.join(parts)


def point_note(step: Step, language: Language) -> str:
    """The change on the year before, or why there is none, and the target in force."""
    parts = [step.on_year.line(language)] if step.number.value is not None else []
    if step.target is not None and step.threshold is not None:
        parts.append(words(language).say("chart.target", target=reading.target_text(step.target, language)))
    return BREAK.join(part for part in parts if part)
