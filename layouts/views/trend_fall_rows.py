"""The rows behind 谁拉动的: before, each unit by what it adds, 报送变化, now; unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from indicators.decomposition import Contribution, falls
from layouts import say, scope
from layouts.numbers import Number, Numbers
from layouts.rows import RowColumn, Rows
from layouts.text import Language, words
from layouts.views import reading
from layouts.views.trend_course import Course
from layouts.views.trend_split import OWN, Split

COLUMNS = (
    RowColumn("region", "地区", "Region"),
    RowColumn("region_code", "地区代码", "Region code"),
    RowColumn("before", "前期值", "Value before", kind="number"),
    RowColumn("numerator_before", "前期分子", "Numerator before", kind="number"),
    RowColumn("denominator_before", "前期分母", "Denominator before", kind="number"),
    RowColumn("after", "本期值", "Value now", kind="number"),
    RowColumn("numerator_after", "本期分子", "Numerator now", kind="number"),
    RowColumn("denominator_after", "本期分母", "Denominator now", kind="number"),
    RowColumn("rate", "自身变化", "Own change", kind="number"),
    RowColumn("weight", "比重变化", "Change of its share", kind="number"),
    RowColumn("both", "两者共同", "Both together", kind="number"),
    RowColumn("reporting", "报送变化", "Change of reporting", kind="number"),
    RowColumn("total", "拉动合计", "Adds in all", kind="number"),
    RowColumn("unit", "单位", "Unit"),
    RowColumn("period_before", "前期", "Period before"),
    RowColumn("period_after", "本期", "Period"),
    RowColumn("indicator", "指标", "Indicator"),
    RowColumn("indicator_code", "指标代码", "Indicator code"),
    RowColumn("variant", "口径", "Variant"),
)
PARTS = ("rate", "weight", "both")


def fall_rows(numbers: Numbers, course: Course, found: Split) -> Rows:
    """Before, each unit by what it adds, 报送变化, now: unrounded, in the order of the waterfall."""
    language, spoken = course.chosen.lang, words(course.chosen.lang)
    records: list[Mapping[str, Any]] = []
    if found.parts is not None:
        records.append(_whole(numbers, course, found, "before"))
        records += [_record(numbers, course, found, fall.contribution) for fall in falls(found.parts)]
        records.append(_whole(numbers, course, found, "after"))
    title = spoken.say(
        "split.file",
        indicator=reading.name_of(course.indicator, language),
        region=scope.region_name(numbers, found.region, language),
    )
    return Rows(title, COLUMNS, records, scope.notes(numbers, course.chosen))


def _record(numbers: Numbers, course: Course, found: Split, part: Contribution | None) -> Mapping[str, Any]:
    """One unit; without a contribution all that reported in one period only."""
    language = course.chosen.lang
    if part is None:
        reporting = found.parts.reporting if found.parts else Fraction(0)
        name = words(language).say("split.reporting", names=_came(numbers, found, language))
        return {
            **_bare(numbers, course, found),
            "region": name,
            "region_code": "",
            "reporting": float(reporting),
            "total": float(reporting),
        }
    ratio = course.indicator.kind == "ratio"
    return {
        **_bare(numbers, course, found, found.units[part.region]),
        "region": _name(numbers, found, part, language),
        "region_code": part.region or found.region,
        "rate": float(part.rate),
        "weight": float(part.weight) if ratio else None,
        "both": float(part.both) if ratio else None,
        "total": float(part.total),
    }


def _whole(numbers: Numbers, course: Course, found: Split, side: str) -> Mapping[str, Any]:
    """The region itself, before or now."""
    number = found.numbers[0 if side == "before" else 1]
    period = found.before if side == "before" else found.after
    pair = (number, None) if side == "before" else (None, number)
    name = scope.region_name(numbers, found.region, course.chosen.lang)
    return {
        **_bare(numbers, course, found, pair),
        "region": f"{name} {say.period(period, course.chosen.lang)}",
        "region_code": found.region,
    }


def _bare(
    numbers: Numbers,
    course: Course,
    found: Split,
    pair: tuple[Number | None, Number | None] = (None, None),
) -> dict[str, Any]:
    language, indicator = course.chosen.lang, course.indicator
    sides = {}
    for side, number in zip(("before", "after"), pair, strict=True):
        sides[side] = number.value if number else None
        for part in ("numerator", "denominator"):
            sides[f"{part}_{side}"] = getattr(number, part) if number else None
    return {
        **sides,
        **dict.fromkeys((*PARTS, "reporting", "total")),
        "unit": reading.gap_unit(indicator.unit, language),
        "period_before": say.period(found.before, language),
        "period_after": say.period(found.after, language),
        "indicator": reading.name_of(indicator, language),
        "indicator_code": indicator.code,
        "variant": course.lines[0].steps[-1].number.variant,
    }


def _came(numbers: Numbers, found: Split, language: Language) -> str:
    """The units that reported in one period only, by name."""
    parts = found.parts.children if found.parts else ()
    return say.join([_name(numbers, found, part, language) for part in parts if part.reporting], language)


def _name(numbers: Numbers, found: Split, part: Contribution, language: Language) -> str:
    name = scope.region_name(numbers, part.region or found.region, language)
    return words(language).say("split.own", name=name) if part.region == OWN else name
