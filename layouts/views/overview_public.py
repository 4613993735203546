"""The overview of a unit that files by no duty: what it published, by domain, and what it did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layouts import say
from layouts.changes import Change, breaks_of, change
from layouts.elements import Child, Element, badge, h, link, number_link, status_badge
from layouts.numbers import Number
from layouts.page import PATHS, section
from layouts.selection import EVERYTHING
from layouts.tables import Column, Row, separator, table
from layouts.text import words
from layouts.views import reading
from layouts.views.overview_blocks import shown
from layouts.views.overview_facts import Scene
from layouts.views.overview_line import unanswered

MOST_UNANSWERED = 12


@dataclass(frozen=True, slots=True)
class Published:
    """One published number with its change on the same span a year before."""

    number: Number
    change: Change


def published(scene: Scene) -> list[Published]:
    """Every indicator with a value for the region, in catalogue order."""
    breaks = breaks_of(scene.numbers, scene.chosen.region)
    earlier = dict(scene.spans).get(scene.chosen.span.year_before)
    found = [scene.number(each.code) for each in scene.numbers.shown()]
    return [
        Published(
            number,
            change(
                scene.indicator(number.indicator),
                number,
                earlier.get(number.indicator, number.region) if earlier else None,
                breaks,
            ),
        )
        for number in found
        if number.value is not None
    ]


def by_domain(scene: Scene, found: Sequence[Published]) -> Element:
    """One table, a thin row of words before each domain."""
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    columns = [
        Column(spoken["head.indicator"]),
        Column(spoken["head.value"], "", "number"),
        Column(spoken["head.unit"]),
        Column(spoken["head.target"], "", "number", "wide-only"),
        Column(spoken["head.status"]),
        Column(spoken["head.basis"], "", "text", "wide-only"),
    ]
    changing = any(each.change.amount is not None for each in found)
    if changing:
        columns.append(Column(spoken["head.change"], "", "number", "wide-only"))
    rows: list[Row | list[Child]] = []
    domain = ""
    for each in found:
        indicator = scene.indicator(each.number.indicator)
        if indicator.domain != domain:
            domain = indicator.domain
            rows.append(
                separator(reading.name_of(scene.numbers.indicators.domains[domain], language), len(columns))
            )
        cells = _row(scene, each)
        rows.append(cells if changing else cells[:-1])
    title = spoken["front.listed"]
    return section(
        title,
        table(columns, rows, caption=title, class_name="published"),
        note=spoken.say("front.listed_note", n=len(found)),
    )


def _row(scene: Scene, each: Published) -> list[Child]:
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    number, indicator = each.number, scene.indicator(each.number.indicator)
    target, seen = scene.target(number), shown(scene, number)
    return [
        link(
            reading.name_of(indicator, language),
            PATHS["trend"] + scene.chosen.query(indicator=indicator.code),
            class_name="quiet-link",
        ),
        h("b", number_link(seen.text, seen.href)),
        seen.unit.strip(),
        h("span", reading.target_text(target, language) if target else say.NONE, class_name="muted"),
        status_badge(number.status, number.warning, language),
        badge(spoken["badge.reported_basis"])
        if number.basis == "reported"
        else h("span", spoken["basis.computed"], class_name="muted"),
        h("span", each.change.text(language), class_name="note" if each.change.reason else None),
    ]


def without_value(scene: Scene) -> Element | None:
    """Targets in force whose value was not published, each with the reason."""
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    found = unanswered(scene)
    if not found:
        return None
    rows: list[Row | list[Child]] = []
    for number in found[:MOST_UNANSWERED]:
        indicator, target = scene.indicator(number.indicator), scene.target(number)
        seen = shown(scene, number)
        rows.append(
            [
                indicator.short if language == "zh" else indicator.short_english,
                h("span", reading.target_text(target, language) if target else "", class_name="muted"),
                number_link(f"{say.NONE} {seen.gap}", seen.href, class_name="gap-word"),
            ]
        )
    title = spoken["front.unanswered"]
    columns = [
        Column(spoken["head.indicator"]),
        Column(spoken["head.target"], "", "number"),
        Column(spoken["head.value"]),
    ]
    matrix = PATHS["matrix"] + scene.chosen.query(status="no_value", domain=EVERYTHING)
    return section(
        title,
        table(columns, rows, caption=title),
        end=link(spoken.say("overview.red_list_all", n=len(found)), matrix),
    )
