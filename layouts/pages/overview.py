"""总览: what leadership should know in ten seconds, for one region and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.definition import Indicator
from layouts import blocks, say, scope
from layouts.changes import Change
from layouts.elements import Child, Element, h, link
from layouts.kept import kept
from layouts.markup import compact
from layouts.numbers import Number, Numbers
from layouts.opening import opening
from layouts.page import PATHS
from layouts.rows import RowColumn, Rows
from layouts.selection import Selection
from layouts.services import Services
from layouts.site import Page
from layouts.text import Language, words
from layouts.views import overview_others, reading
from layouts.views.map_area import KEY
from layouts.views.number_rows import FIGURES, VARIANT, WHICH, number_record
from layouts.views.overview_blocks import card_row, listed_reds, red_list, shown_of
from layouts.views.overview_facts import Card, Scene, cards, scene, streak, tile_indicator
from layouts.views.overview_filing import filed
from layouts.views.overview_line import line
from layouts.views.overview_map import map_block, tiled
from layouts.views.overview_notes import attention, filing, since
from layouts.views.overview_outlook import headline_outlook
from layouts.views.overview_public import by_domain, published, without_value
from layouts.views.overview_ranks import best_and_worst

COLUMNS = (
    RowColumn("section", "栏目", "Part"),
    *WHICH,
    *FIGURES,
    RowColumn("change", "同比", "Change on year", kind="number"),
    RowColumn("change_unit", "同比单位", "Unit of the change"),
    RowColumn("change_note", "同比说明", "Note on the change"),
    RowColumn("streak", "连续期", "Periods in a row", kind="number"),
    RowColumn("reason", "无值原因", "Why there is no value"),
    VARIANT,
)


def body(services: Services, numbers: Numbers, chosen: Selection) -> list[Element]:
    seen = scene(services, numbers, chosen)
    if not any(value is not None for value in _values(seen)):
        return [_nothing(seen)] if seen.dataset.rollup else _no_indicator(seen)
    return _comparing(seen) if seen.dataset.rollup else _published(seen)


def rows(services: Services, numbers: Numbers, chosen: Selection) -> Rows:
    """The cards, the red list as far as it is shown, and the tiles or the published figures."""
    seen = scene(services, numbers, chosen)
    spoken = words(chosen.lang)
    records = [
        _record(seen, spoken["overview.headline"], card.number, change=card.change) for card in cards(seen)
    ]
    red_title = spoken["overview.red_list"]
    records += [_record(seen, red_title, red.number, streak=streak(seen, red)) for red in listed_reds(seen)]
    if seen.dataset.rollup:
        shown = tile_indicator(seen)
        title = spoken.say("overview.tiles", indicator=reading.name_of(shown, chosen.lang)) if shown else ""
        regions = tiled(seen) if shown else ()
        records += [_record(seen, title, seen.number(shown.code, region)) for region in regions if shown]
    else:
        title = spoken["front.listed"]
        listed = published(seen)
        records += [_record(seen, title, each.number, change=each.change) for each in listed]
        records += [overview_others.record(seen, cell) for cell in overview_others.others(seen, listed)]
    notes = [*scope.notes(numbers, chosen), (red_title, shown_of(seen))]
    return Rows(spoken["overview.title"], COLUMNS, records, notes)


def _comparing(seen: Scene) -> list[Element]:
    """A set with roll-up: the region's cards, then its parts (or siblings) beside one another."""
    found, shown = cards(seen), tile_indicator(seen)
    came = filed(seen) if seen.services.ready.is_set() else None  # until then who is missing is not known
    drawn = _drawn(seen, found, shown)
    stacks = (
        h("div", drawn.reds, drawn.since, class_name="stack"),
        h("div", map_block(seen, shown), attention(seen), class_name="stack"),
        h("div", drawn.ranked, filing(seen, came), drawn.outlook, class_name="stack"),
    )
    return [
        line(seen, found, came),
        _phone_head(seen),
        drawn.cards,
        h("div", *stacks, class_name="columns overview"),
    ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The blocks that follow from the figures and the address alone, as finished HTML."""

    cards: Element
    reds: Child
    since: Child
    ranked: Child
    outlook: Child


def _drawn(seen: Scene, found: Sequence[Card], shown: Indicator | None) -> Drawn:
    """Drawn once for each address; what findings, maps and the calendar say is drawn at each visit."""

    def draw() -> Drawn:
        ranked = best_and_worst(seen, shown) if seen.dataset.duty else None
        parts = (red_list(seen), since(seen), ranked, headline_outlook(seen, found))
        return Drawn(compact(card_row(seen, found, shown)), *map(compact, parts))

    name = (seen.chosen, seen.services.ready.is_set())
    made: Drawn = kept(
        seen.numbers, seen.chosen.dataset, name, draw, made_from=seen.now, store="overview drawn"
    )
    return made


def _published(seen: Scene) -> list[Element]:
    """A set without roll-up or duty: what the unit published; no ranks, no reporting rate."""
    found, listed = cards(seen), published(seen)
    others = overview_others.table_of(seen, overview_others.others(seen, listed))
    side = (red_list(seen), without_value(seen), attention(seen))
    note = _no_duty(seen)
    return [
        line(seen, found, None),
        *([_phone_head(seen), card_row(seen, found, None)] if found else []),
        h(
            "div",
            h("div", by_domain(seen, listed), others, class_name="stack"),
            h("div", *side, note, class_name="stack"),
            class_name="columns wide-narrow",
        ),
    ]


def _no_indicator(seen: Scene) -> list[Element]:
    """A set without roll-up whose unit published figures, but no indicator."""
    others = overview_others.table_of(seen, overview_others.others(seen, []))
    if others is None:
        return [_nothing(seen)]
    said = words(seen.chosen.lang).say(
        "front.no_indicator",
        region=scope.region_name(seen.numbers, seen.chosen.region, seen.chosen.lang),
        period=say.period(seen.chosen.span, seen.chosen.lang),
    )
    sides = (h("div", others, class_name="stack"), h("div", _no_duty(seen), class_name="stack"))
    return [blocks.written_line(said), h("div", *sides, class_name="columns wide-narrow")]


def _no_duty(seen: Scene) -> Element:
    return h("p", words(seen.chosen.lang)["overview.no_duty"], class_name="note")


def _phone_head(seen: Scene) -> Element:
    return h("h2", words(seen.chosen.lang)["overview.headline"], class_name="phone-only cards-head")


def _values(seen: Scene) -> list[float | None]:
    """Values of the chosen region and of those beside or below it."""
    regions = dict.fromkeys((seen.chosen.region, *(seen.regions if seen.dataset.rollup else ())))
    values = seen.now.columns["value"]
    places = [seen.now.row(seen.now.indicators[0], region) for region in regions]
    size = len(seen.now.regions)
    return [values[start + place] for start in range(0, len(values), size) for place in places]


def _nothing(seen: Scene) -> Element:
    """Why there is nothing, and the newest period that has something."""
    spoken, chosen = words(seen.chosen.lang), seen.chosen
    latest = opening(seen.numbers, chosen.dataset).period
    if latest is None:
        submit = link(spoken["nav.submit"], PATHS["submit"] + chosen.query())
        if not seen.numbers.view.viewer.may("file"):
            return blocks.empty(spoken["empty.none_published"])
        return blocks.empty(spoken["empty.no_periods"], submit)
    why = spoken.say(
        "front.nothing",
        region=scope.region_name(seen.numbers, chosen.region, chosen.lang),
        period=say.period(chosen.span, chosen.lang),
    )
    code = _newest(seen) or latest.code
    other = spoken.say("front.latest", period=say.period(code, chosen.lang))
    return blocks.empty(why, link(other, PATHS["overview"] + chosen.query(period=code)))


def _newest(seen: Scene) -> str:
    """The newest period in which the region itself filed; empty when it never did."""
    filed_ones = seen.numbers.view.filed(seen.chosen.dataset)
    mine = [period for period, region, _, _ in filed_ones if region == seen.chosen.region]
    known = [period.code for period in seen.numbers.filed_periods(seen.chosen.dataset) if period.code in mine]
    return known[-1] if known else ""


def _record(
    seen: Scene, part: str, number: Number, *, change: Change | None = None, streak: int | None = None
) -> Mapping[str, Any]:
    indicator, language = seen.indicator(number.indicator), seen.chosen.lang
    return {
        "section": part,
        **number_record(seen.numbers, number, seen.target(number), language),
        "change": change.amount if change else None,
        "change_unit": reading.change_unit(indicator, language) if change else "",
        "change_note": _note(change, language),
        "streak": streak,
        "reason": reading.reason(number, language) if number.value is None else "",
    }


def _note(change: Change | None, language: Language) -> str:
    """Why there is no change, or that it is only about so much."""
    if change is None:
        return ""
    if change.reason:
        return change.text(language)
    return words(language)["reading_qualifier.about"] if change.approximate else ""


PAGE = Page("overview", "/", body, rows, keys=(KEY,))
