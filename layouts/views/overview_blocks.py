"""Blocks of the overview: cards and red list."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.definition import Indicator
from layouts import blocks, say
from layouts.controls import text_width
from layouts.elements import Child, Element, badge, h, link, number_link
from layouts.figures.sparkline import sparkline
from layouts.numbers import Number
from layouts.page import PATHS, section
from layouts.selection import EVERYTHING
from layouts.tables import Column, Row, separator, table
from layouts.text import Language, words
from layouts.tracing import href
from layouts.views import reading
from layouts.views.overview_facts import Card, Red, Scene, reds, streak
from layouts.views.overview_line import region_link
from layouts.views.verdict_why import struck, why_of

NO_BREAK = "\u00a0"
SIGNS = {"about": "≈", "above": ">", "just_below": "<", "at_least": "≥", "at_most": "≤"}
CARD_NAME = 12.6  # em that fit in a card's head
CARD_LINE = 9.4  # em of the change that leave room for the years
SHOWN_REDS = 11
UNIT_COLUMN = 4  # of the red list, where units differ


def shown(scene: Scene, number: Number) -> blocks.Shown:
    """A number as it is shown in this scope, with its passport."""
    indicator, language = scene.indicator(number.indicator), scene.chosen.lang
    threshold = reading.threshold_of(scene.target(number), indicator)
    text, unit = say.number(number.value, indicator.unit, threshold), indicator.unit
    if unit != "%":
        unit = ("" if language == "zh" else NO_BREAK) + say.unit_name(unit, language)
    if number.value is not None:
        text, unit = _qualified(text, unit, number.qualifier, language)
    return blocks.Shown(
        text=text,
        unit=unit,
        status=number.status,
        href=href(scene.chosen, indicator=number.indicator, region=number.region),
        warning=number.warning,
        gap=_gap(scene, number) if number.value is None else "",
    )


def _gap(scene: Scene, number: Number) -> str:
    """Why there is no number; while the sample data are read in nobody is said not to have reported."""
    if reading.gap_of(number) == "not_reported" and not scene.services.ready.is_set():
        return words(scene.chosen.lang)["front.not_read"]
    return reading.reason(number, scene.chosen.lang)


def _qualified(text: str, unit: str, qualifier: str, language: Language) -> tuple[str, str]:
    """约 and 近 before the number, 余 between number and unit, 以上 and 以下 behind; signs in English."""
    if language == "en":
        return SIGNS.get(qualifier, "") + text, unit
    before, after = say.qualified("|", qualifier, language).split("|")
    return (before + text + after, unit) if qualifier == "above" else (before + text, unit + after)


def card_row(scene: Scene, cards: Sequence[Card], current: Indicator | None) -> Element:
    """The cards; a second link on each name puts the indicator into the grid and the ranking."""
    boxes = [
        _card(scene, card, current is not None and card.indicator.code == current.code) for card in cards
    ]
    return h("div", *boxes, class_name=f"cards cards-{len(boxes)}")


def _card(scene: Scene, card: Card, current: bool) -> Element:
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    name = short_name(card.indicator, language)
    target = ""
    if card.target is not None:
        target = spoken.say("chart.target", target=reading.target_text(card.target, language))
    facts = (
        reading.fact_badges(card.number, card.indicator, language) if card.number.value is not None else []
    )
    partial = [_partial(scene, card.number)] if facts and card.number.incomplete else facts[-1:]
    line = card.change.line(language)
    made = blocks.card(
        name,
        shown(scene, card.number),
        language,
        target=target,
        change=line,
        span=_years(card, line),
        spark=sparkline(_course(card), reading.threshold_of(card.target, card.indicator)),
        note=partial[0] if partial else "",
    )
    if not scene.dataset.rollup or card.indicator.protected:
        return made
    choose = link(
        name,
        PATHS["overview"] + scene.chosen.query(indicator=card.indicator.code),
        class_name="card-choose",
        aria_label=spoken.say("front.choose", name=name),
        aria_current="true" if current else None,
    )
    return h("div", made, choose, class_name="card-box")


def _partial(scene: Scene, number: Number) -> str:
    return words(scene.chosen.lang).say(
        "front.partial", reported=number.regions_reported, expected=number.regions_expected
    )


def _years(card: Card, line: str) -> str:
    """The years of the sparkline, where they fit beside the change."""
    years = [span.start[0] for span, value in card.course if value is not None]
    if len(years) < 2 or text_width(line) > CARD_LINE:
        return ""
    return f"{years[0]}—{years[-1]}"


def _course(card: Card) -> list[float | None]:
    """The course with a gap where the 口径 changed."""
    values: list[float | None] = []
    for place, (_, value) in enumerate(card.course):
        values += [None, value] if place in card.cuts else [value]
    return values


def short_name(indicator: Indicator, language: Language) -> str:
    full = indicator.name if language == "zh" else indicator.english
    if text_width(full) <= CARD_NAME:
        return full
    return indicator.short if language == "zh" else indicator.short_english


def listed_reds(scene: Scene) -> list[Red]:
    """The red list as shown: the worst of the regions below, or the chosen region's own."""
    return _reds(scene)[:SHOWN_REDS]


def shown_of(scene: Scene) -> str:
    """How much of the red list is shown, for the notes of an export."""
    return words(scene.chosen.lang).say(
        "front.shown_first", shown=len(listed_reds(scene)), n=len(_reds(scene))
    )


def _reds(scene: Scene) -> list[Red]:
    return reds(scene, scene.regions if scene.below and scene.dataset.rollup else (scene.chosen.region,))


def red_list(scene: Scene) -> Element:
    spoken, found = words(scene.chosen.lang), _reds(scene)
    title = spoken["overview.red_list"]
    if not found:
        return section(title, h("p", spoken["overview.red_list_none"], class_name="muted"))
    percent = all(red.indicator.unit == "%" for red in found[:SHOWN_REDS])
    unit = "%" if percent else ""
    columns = [
        Column(spoken["head.region"]),
        Column(spoken["head.indicator"]),
        Column(spoken["head.value"], unit, "number"),
        Column(spoken["head.target"], unit, "number", "wide-only"),
        Column(spoken["head.unit"], "", "text", "wide-only"),
        Column(spoken["head.gap"], "", "number", "wide-only"),
        Column(spoken["front.streak"], "", "number", "wide-only", title=spoken["head.streak"]),
    ]
    enough = sum(not red.few for red in found[:SHOWN_REDS])
    cells = [_red_row(scene, red) for red in found[:SHOWN_REDS]]
    if percent:  # the heads say it
        del columns[UNIT_COLUMN]
        cells = [[*row[:UNIT_COLUMN], *row[UNIT_COLUMN + 1 :]] for row in cells]
    rows: list[Row | list[Child]] = [*cells]
    if enough < len(cells):
        rows.insert(enough, separator(spoken["front.few"], len(columns)))
    return section(
        title,
        table(columns, rows, caption=title),
        note=spoken.say("overview.red_list_note", n=len(found)),
        end=link(
            spoken.say("overview.red_list_all", n=len(found)),
            PATHS["matrix"] + scene.chosen.query(status="missed", domain=EVERYTHING),
        ),
    )


def _red_row(scene: Scene, red: Red) -> list[Child]:
    language, seen = scene.chosen.lang, shown(scene, red.number)
    spoken = words(language)
    target = reading.target_text(red.target, language)
    short = red.indicator.short if language == "zh" else red.indicator.short_english
    unit = say.unit_name(red.indicator.unit if red.target.kind == "veto" else red.target.unit, language)
    plain = target.removesuffix(unit).rstrip()
    why = _why(scene, red)
    vetoed = struck(red.number, red.target)
    beside = why if vetoed and why else target
    return [
        h(
            "span",
            region_link(scene, red.number.region),
            badge(spoken["badge.small"]) if red.few else None,
            class_name="mk mk-missed",
        ),
        link(
            short,
            PATHS["compare"] + scene.chosen.query(indicator=red.indicator.code),
            class_name="quiet-link",
        ),
        h(
            "span",
            h("b", number_link(seen.text, seen.href)),
            h("span", f" / {beside}", class_name="phone-only muted"),
            title=why or None,
        ),
        h("span", plain, class_name="muted", title=why or None),
        h("span", unit, class_name="muted"),
        h("span", spoken["verdict.veto_cell"], title=why)
        if vetoed
        else reading.gap_text(red.gap, red.indicator.unit),
        str(streak(scene, red)),
    ]


def _why(scene: Scene, red: Red) -> str:
    """What decided it, where that was not the value."""
    region = red.number.region
    return why_of(scene.numbers, scene.chosen, red.indicator, scene.now, (region,)).get(region, "")
