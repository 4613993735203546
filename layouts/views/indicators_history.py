"""口径 versions: from which day an indicator is counted another way, or a rule bears on it."""

from __future__ import annotations

from indicators.breaks import Break
from indicators.definition import Indicator, Indicators
from layouts import tables
from layouts.elements import Child, Element, h
from layouts.text import Language, words
from layouts.views import reading


def history(indicators: Indicators, indicator: Indicator, language: Language) -> Element:
    """Newest first; without any, that it was always counted the same way."""
    spoken = words(language)
    found = [
        (each, parts)
        for every, parts in ((indicators.breaks, True), (indicators.events, False))
        for each in every
        if indicator.code in each.indicators
    ]
    if not found:
        return h("p", spoken["catalogue.one_version"], class_name="note")
    found.sort(key=lambda pair: pair[0].on, reverse=True)
    columns = [
        tables.Column(spoken["catalogue.since"]),
        tables.Column(spoken["head.name"], class_name="wrap"),
        tables.Column(spoken["catalogue.effect"], class_name="wrap"),
        tables.Column(spoken["indicators.sources"], class_name="wrap"),
    ]
    rows = [_row(each, language, parts=parts) for each, parts in found]
    return tables.table(columns, rows, caption=spoken["catalogue.history"])


def _row(each: Break, language: Language, *, parts: bool) -> list[Child]:
    spoken = words(language)
    day = spoken.say("course.day", y=each.on.year, m=each.on.month, d=each.on.day)
    effect = spoken["catalogue.parts" if parts else "catalogue.parts_nothing"]
    return [day, reading.name_of(each, language), effect, h("span", each.source, lang="zh-CN")]
