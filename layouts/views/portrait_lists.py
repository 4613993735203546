"""Beside the spine chart: strengths and worries in words, the outlook on targets, changes on the year."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.change import judged
from layouts import say
from layouts.elements import Child, Element, h, mark, number_link, status_badge
from layouts.numbers import Number
from layouts.page import section
from layouts.tables import Column, table
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.outlooks import Outlook, said, worst_first
from layouts.views.outlooks import outlooks as told_of
from layouts.views.portrait_facts import Line, Portrait, changed, strengths, without_value, worries
from layouts.views.portrait_spine import rank

MOST_OUTLOOKS = 8
MOST_CHANGES = 8


def weak_points(found: Portrait) -> Element:
    """短板, three at most."""
    spoken, lines = words(found.chosen.lang), worries(found)
    none = "portrait.no_worries" if found.ranked else "portrait.no_missed"
    note = spoken["portrait.worries_note"] if found.ranked else None
    return _points(found, spoken["portrait.worries"], lines, note, spoken[none])


def strong_points(found: Portrait) -> Element:
    """长处, three at most."""
    spoken, lines = words(found.chosen.lang), strengths(found)
    note = spoken["portrait.strengths_note" if found.ranked else "portrait.strengths_met"]
    none = spoken["portrait.no_strengths" if found.ranked else "portrait.none_met"]
    return _points(found, spoken["portrait.strengths"], lines, note, none)


def outlooks(found: Portrait) -> tuple[Outlook, ...]:
    """Of every line of the region, the worst first."""
    lines = ((line.number, line.target, line.indicator) for line in found.lines)
    return worst_first(told_of(found.numbers, found.chosen, lines))


def outlook(found: Portrait) -> Element:
    """达标预测: cases so far, and what they mean for the target."""
    spoken, language = words(found.chosen.lang), found.chosen.lang
    made, title = outlooks(found), spoken["portrait.outlook"]
    if not made:
        return section(title, h("p", spoken["portrait.outlook_none"], class_name="muted"))
    columns = [
        Column(spoken["head.indicator"]),
        Column(spoken["portrait.so_far"], "", "number"),
        Column(spoken["portrait.verdict"]),
    ]
    rows: list[list[Child]] = []
    for one in made[:MOST_OUTLOOKS]:
        counts = f"{say.count(one.done)}/{say.count(one.cases)}"
        goal = h("span", reading.target_text(one.target, language), class_name="goal-text")
        rows.append(
            [
                h("span", reading.name_of(one.indicator, language), " ", goal),
                number_link(counts, href(found.chosen, indicator=one.indicator.code)),
                h("span", said(found.numbers, one, language), class_name=f"verdict {one.verdict}"),
            ]
        )
    note = spoken["portrait.outlook_note_over" if made[0].over else "portrait.outlook_note"]
    left = len(made) - MOST_OUTLOOKS
    more = h("p", spoken.say("portrait.more", n=left), class_name="note") if left > 0 else None
    drawn = table(columns, rows, caption=title, class_name="compact outlook")
    return section(title, drawn, more, note=note)


def changes(found: Portrait) -> Element:
    """比上年同期: what moved, with the value before and now."""
    spoken, language = words(found.chosen.lang), found.chosen.lang
    lines, title = changed(found), spoken["portrait.changes"]
    before = found.chosen.span.year_before
    if not lines:
        return section(title, h("p", spoken["portrait.no_changes"], class_name="muted"))
    columns = [
        Column(spoken["head.indicator"]),
        Column(spoken["portrait.before"], "", "number"),
        Column(spoken["portrait.now"], "", "number"),
        Column(spoken["head.change"], "", "number"),
        Column(spoken["portrait.direction"], class_name="wide-only"),
        Column(spoken["head.status"], class_name="wide-only"),
    ]
    rows = [_change_row(found, line, before.code) for line in lines[:MOST_CHANGES]]
    left = len(lines) - MOST_CHANGES
    more = h("p", spoken.say("portrait.more", n=left), class_name="note") if left > 0 else None
    note = spoken.say("portrait.changes_note", period=say.period(before, language))
    return section(title, table(columns, rows, caption=title, class_name="compact"), more, note=note)


def unvalued(found: Portrait) -> Element | None:
    """没有数值的指标: each with its reason."""
    numbers = without_value(found)
    if not numbers:
        return None
    spoken, language = words(found.chosen.lang), found.chosen.lang
    by_reason: dict[str, list[Number]] = {}
    for number in numbers:
        by_reason.setdefault(reading.reason(number, language), []).append(number)
    items = []
    for reason, some in by_reason.items():
        names = [reading.name_of(found.numbers.indicators[number.indicator], language) for number in some]
        items.append(h("li", h("b", reason), " ", say.join(names, language)))
    title = spoken["portrait.without"]
    return section(title, h("ul", *items, class_name="plain-list"), note=str(len(numbers)))


def direction_word(line: Line, language: Language) -> str:
    """变好, 变差; nothing of an indicator without a better end."""
    told = "" if not line.judged else judged(line.change.amount, line.indicator.direction)
    return words(language)[f"portrait.{told}_word"] if told else ""


def _points(found: Portrait, title: str, lines: Sequence[Line], note: str | None, none: str) -> Element:
    if not lines:
        return section(title, h("p", none, class_name="muted"))
    items = [_point(found, line) for line in lines]
    return section(title, h("ul", *items, class_name="points"), note=note)


def _point(found: Portrait, line: Line) -> Element:
    language, number = found.chosen.lang, line.number
    threshold = reading.threshold_of(line.target, line.indicator)
    value = say.value(
        number.value, line.indicator.unit, language, qualifier=number.qualifier, threshold=threshold
    )
    return h(
        "li",
        mark(number.status, number.warning, label=say.status(number.status, language, number.warning)),
        h(
            "div",
            h(
                "p",
                reading.name_of(line.indicator, language),
                " ",
                h("b", number_link(value, href(found.chosen, indicator=line.indicator.code))),
            ),
            h("p", _why(found, line), class_name="note"),
        ),
    )


def _why(found: Portrait, line: Line) -> str:
    """“距目标 ≥90% −18.6 个百分点，位次 21/21，中位数 90.4%”."""
    spoken, language = words(found.chosen.lang), found.chosen.lang
    parts, indicator = [], line.indicator
    gap = reading.to_target(line.number, line.target, indicator)
    if line.target is not None and gap is not None:
        goal, unit = reading.target_text(line.target, language), reading.gap_unit(indicator.unit, language)
        far = line.number.status in ("missed", "near")
        text = spoken.say("portrait.gap", target=goal, gap=f"{reading.gap_text(gap, indicator.unit)} {unit}")
        parts.append(text if far else spoken.say("portrait.at_target", target=goal))
    if found.ranked and line.spine is not None and line.spine.place is not None:
        parts.append(spoken.say("portrait.rank", rank=rank(line)))
    if line.spine is not None:
        median = say.value(line.spine.median, indicator.unit, language)
        parts.append(spoken.say("portrait.against_median", median=median))
    parts += reading.fact_badges(line.number, indicator, language)
    return ("，" if language == "zh" else ", ").join(parts)


def _change_row(found: Portrait, line: Line, before: str) -> list[Child]:
    language, indicator = found.chosen.lang, line.indicator
    code = indicator.code

    def text(number: Number | None) -> str:
        if number is None:
            return say.NONE
        return say.value(number.value, indicator.unit, language, qualifier=number.qualifier)

    return [
        reading.name_of(indicator, language),
        number_link(text(line.before), href(found.chosen, indicator=code, period=before)),
        number_link(text(line.number), href(found.chosen, indicator=code)),
        line.change.text(language),
        direction_word(line, language) or say.NONE,
        status_badge(line.number.status, line.number.warning, language) if line.target else say.NONE,
    ]
