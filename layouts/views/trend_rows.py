"""The records behind the trend page's chart and tables, for its export."""

from __future__ import annotations

from dataclasses import replace

from layouts import say, scope
from layouts.changes import Change
from layouts.numbers import Numbers
from layouts.rows import RowColumn, Rows
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.trend_course import Course, Step
from layouts.views.trend_parts import cut_text

COLUMNS = (
    RowColumn("region", "地区", "Region"),
    RowColumn("region_code", "地区代码", "Region code"),
    RowColumn("period", "报告期", "Period"),
    RowColumn("period_code", "报告期代码", "Period code"),
    RowColumn("value", "值", "Value", kind="number"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("qualifier", "限定", "Qualifier"),
    RowColumn("numerator", "分子", "Numerator", kind="number"),
    RowColumn("denominator", "分母", "Denominator", kind="number"),
    RowColumn("on_year", "同比", "On the year before", kind="number"),
    RowColumn("on_year_note", "同比说明", "Note on the year's change"),
    RowColumn("on_quarter", "环比", "On the quarter before", kind="number"),
    RowColumn("on_quarter_note", "环比说明", "Note on the quarter's change"),
    RowColumn("change_unit", "同比、环比单位", "Unit of changes"),
    RowColumn("target", "目标", "Target"),
    RowColumn("status", "状态", "Status"),
    RowColumn("reporting", "报送情况", "Reporting"),
    RowColumn("basis", "依据", "Basis"),
    RowColumn("reason", "无值原因", "Why there is no value"),
    RowColumn("indicator", "指标", "Indicator"),
    RowColumn("indicator_code", "指标代码", "Indicator code"),
    RowColumn("variant", "口径", "Variant"),
)


def rows_of(numbers: Numbers, course: Course) -> Rows:
    """Every number of the table, unrounded."""
    language, indicator = course.chosen.lang, course.indicator
    chosen = replace(course.chosen, indicator=indicator.code)
    title, variant = reading.name_of(indicator, language), scope.variant_name(numbers, chosen)
    records = []
    for line in course.lines:
        region = scope.region_name(numbers, line.region, language)
        for step in line.steps:
            number = step.number
            records.append(
                {
                    "region": region,
                    "region_code": line.region,
                    "period": say.period(step.period, language),
                    "period_code": step.period.code,
                    "value": number.value,
                    "unit": say.unit_name(indicator.unit, language),
                    "qualifier": _qualifier(step, language),
                    "numerator": number.numerator,
                    "denominator": number.denominator,
                    "on_year": step.on_year.amount,
                    "on_year_note": _note(step.on_year, language),
                    "on_quarter": step.on_quarter.amount if step.on_quarter else None,
                    "on_quarter_note": _note(step.on_quarter, language),
                    "change_unit": reading.change_unit(indicator, language),
                    "target": reading.target_text(step.target, language) if step.target else "",
                    "status": say.status(number.status, language, number.warning),
                    "reporting": _reporting(step, language),
                    "basis": words(language).choose("basis", number.basis) if number.basis else "",
                    "reason": reading.reason(number, language) if number.value is None else "",
                    "indicator": title,
                    "indicator_code": indicator.code,
                    "variant": variant,
                }
            )
    return Rows(title, COLUMNS, records, scope.notes(numbers, chosen))


def _note(change: Change | None, language: Language) -> str:
    """Why there is no change, with the name of the break where it is one."""
    if change is None or not change.reason:
        return ""
    if change.cut:
        return cut_text(change.cut, language)
    return change.figure(language)


def _qualifier(step: Step, language: Language) -> str:
    if step.number.value is None or step.number.qualifier == "exact":
        return ""
    return words(language).choose("reading_qualifier", step.number.qualifier)


def _reporting(step: Step, language: Language) -> str:
    number = step.number
    if number.value is None or not number.incomplete:
        return ""
    return words(language).say(
        "badge.partial", reported=number.regions_reported, expected=number.regions_expected
    )
