"""The rows behind the portrait: every line with its unrounded numbers, and the outlook on its target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts import say, scope
from layouts.rows import RowColumn, Rows
from layouts.text import words
from layouts.views import reading
from layouts.views.number_rows import FIGURES, VARIANT, WHICH, number_record
from layouts.views.outlooks import said
from layouts.views.portrait_facts import Line, Portrait
from layouts.views.portrait_lists import direction_word, outlooks

COLUMNS = (
    *WHICH,
    VARIANT,
    *FIGURES,
    RowColumn("low", "最低", "Lowest", kind="number"),
    RowColumn("lower", "下四分位", "Lower quartile", kind="number"),
    RowColumn("median", "中位数", "Median", kind="number"),
    RowColumn("upper", "上四分位", "Upper quartile", kind="number"),
    RowColumn("high", "最高", "Highest", kind="number"),
    RowColumn("above", "上级", "Region above", kind="number"),
    RowColumn("rank", "位次", "Rank", kind="number"),
    RowColumn("ranked", "参评数", "Ranked units", kind="number"),
    RowColumn("before", "上年同期", "Year before", kind="number"),
    RowColumn("change", "同比", "Change on year", kind="number"),
    RowColumn("change_unit", "同比单位", "Unit of the change"),
    RowColumn("direction", "方向", "Direction"),
    RowColumn("outlook", "达标预测", "Outlook on target"),
    RowColumn("facts", "说明", "Notes"),
)


def rows_of(found: Portrait) -> Rows:
    spoken, chosen = words(found.chosen.lang), found.chosen
    region = scope.region_name(found.numbers, chosen.region, chosen.lang)
    told = {one.indicator.code: said(found.numbers, one, chosen.lang) for one in outlooks(found)}
    records = [_record(found, line, told.get(line.indicator.code, "")) for line in found.lines]
    notes = scope.notes(found.numbers, chosen)
    if found.drawn:
        notes = [*notes, (spoken["portrait.peers"], spoken.say("portrait.spine", n=len(found.peers)))]
    return Rows(spoken.say("portrait.title", region=region), COLUMNS, records, notes)


def _record(found: Portrait, line: Line, outlook: str) -> Mapping[str, Any]:
    language, number, indicator, stands = found.chosen.lang, line.number, line.indicator, line.spine
    placed = stands is not None and found.ranked and stands.place is not None
    return {
        **number_record(found.numbers, number, line.target, language),
        "low": stands.low if stands else None,
        "lower": stands.lower_quartile if stands else None,
        "median": stands.median if stands else None,
        "upper": stands.upper_quartile if stands else None,
        "high": stands.high if stands else None,
        "above": line.parent.value if line.parent else None,
        "rank": stands.place if stands and placed else None,
        "ranked": stands.ranked if stands and placed else None,
        "before": line.before.value if line.before and not line.change.reason else None,
        "change": line.change.amount,
        "change_unit": reading.change_unit(indicator, language) if not line.change.reason else "",
        "direction": direction_word(line, language) if not line.change.reason else "",
        "outlook": outlook,
        "facts": say.join(reading.fact_badges(number, indicator, language), language),
    }
