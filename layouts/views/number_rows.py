"""What an export says of one number, in the same words on every page: where, which, how much, what for."""

from __future__ import annotations

from typing import Any

from data.model import Target
from layouts import say, scope
from layouts.numbers import Number, Numbers
from layouts.rows import RowColumn
from layouts.text import Language
from layouts.views import reading

WHICH = (
    RowColumn("region", "地区", "Region"),
    RowColumn("region_code", "地区代码", "Region code"),
    RowColumn("indicator", "指标", "Indicator"),
    RowColumn("code", "指标代码", "Indicator code"),
)
VARIANT = RowColumn("variant", "口径", "Variant")
FIGURES = (
    RowColumn("value", "值", "Value", kind="number"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("numerator", "分子", "Numerator", kind="number"),
    RowColumn("denominator", "分母", "Denominator", kind="number"),
    RowColumn("target", "目标", "Target"),
    RowColumn("status", "状态", "Status"),
    RowColumn("gap", "距目标", "To target", kind="number"),
)


def number_record(
    numbers: Numbers, number: Number, target: Target | None, language: Language
) -> dict[str, Any]:
    """The columns of WHICH, VARIANT and FIGURES, unrounded."""
    indicator = numbers.indicators[number.indicator]
    return {
        "region": scope.region_name(numbers, number.region, language),
        "region_code": number.region,
        "indicator": reading.name_of(indicator, language),
        "code": indicator.code,
        "variant": number.variant,
        "value": number.value,
        "unit": say.unit_name(indicator.unit, language),
        "numerator": number.numerator,
        "denominator": number.denominator,
        "target": reading.target_text(target, language) if target else "",
        "status": say.status(number.status, language, number.warning),
        "gap": reading.to_target(number, target, indicator),
    }
