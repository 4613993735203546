"""The overview's block of places: squares of the compared regions, or the office's own map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indicators.definition import Indicator
from layouts import blocks, say
from layouts.elements import Child, Element, h, link
from layouts.numbers import Number
from layouts.page import PATHS, section
from layouts.scope import region_name
from layouts.text import words
from layouts.views import map_area, reading
from layouts.views.map_area import KEY, OFFICE, Place
from layouts.views.overview_blocks import short_name, shown
from layouts.views.overview_facts import Scene

WIDTH = 434  # px of the block at 1366
MOST = 42  # squares on this page; a larger country side is shown by the units right below
NATION = "nation"


def map_block(scene: Scene, indicator: Indicator | None) -> Element:
    """The indicator of the chosen region's parts; a protected one is not drawn, and the reason is said."""
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    if indicator is None or not scene.regions:
        title = spoken.say("overview.tiles", indicator=spoken["overview.headline"])
        return section(title, _refused(scene, None), h("p", spoken["front.no_tiles"], class_name="muted"))
    title = spoken.say("overview.tiles", indicator=short_name(indicator, language))
    if _is_nation(scene):
        compare = PATHS["compare"] + scene.chosen.query(indicator=indicator.code, view="map")
        return section(title, h("p", spoken["map.no_nation"], " ", link(spoken["map.to_compare"], compare)))
    regions = tiled(scene)
    found = [scene.number(indicator.code, region) for region in regions]
    places = [_place(scene, number, indicator) for number in found]
    office = map_area.office_map(scene.services, regions)
    drawn = office is not None and dict(scene.chosen.own).get(KEY) == OFFICE
    body: list[Child] = [_refused(scene, indicator)]
    if office is not None and drawn:
        beside = spoken["map.beside_squares"]
        alt = spoken.say("map.alt", title=title, n=len(places), beside=beside)
        body.append(map_area.drawn_map(office, places, language, alt=alt, width=WIDTH, beside=beside))
    else:
        body.append(h("div", *[map_area.tile(place, language) for place in places], class_name="tiles"))
    body.append(blocks.status_legend(language, end=_one_target(scene, found)))
    if len(regions) < len(scene.regions):
        body.append(_fewer(scene, indicator))
    body += [h("p", note, class_name="note") for note in map_area.broken(scene.services, language)]
    end = [h("span", spoken["overview.tiles_note"], class_name="note")] if not drawn else []
    if office is not None:
        addresses = {code: PATHS["overview"] + scene.chosen.query(**{KEY: code}) for code in ("", OFFICE)}
        end.append(map_area.shape_choice(addresses, OFFICE if drawn else "", language))
    return section(title, *body, end=h("span", *end, class_name="map-end"))


def tiled(scene: Scene) -> tuple[str, ...]:
    """The regions that are drawn: those compared, or where they are too many the units right below."""
    if len(scene.regions) <= MOST or not scene.below:
        return scene.regions
    tree, span = scene.numbers.catalogue.regions, scene.chosen.span
    first, last = (f"{year:04d}-{month:02d}" for year, month in (span.start, span.end))
    axis = set(scene.now.regions)
    below = [each.code for each in tree.children(scene.chosen.region)]
    found = tuple(code for code in below if code in axis and tree.valid_in(code, first, last))
    return found if 1 < len(found) < len(scene.regions) else scene.regions


def _fewer(scene: Scene, indicator: Indicator) -> Element:
    """That more regions are compared than are drawn, and where they all are."""
    spoken = words(scene.chosen.lang)
    compare = PATHS["compare"] + scene.chosen.query(indicator=indicator.code, view="map")
    everyone = link(spoken.say("map.all_of_them", n=len(scene.regions)), compare)
    return h("p", spoken["map.fewer"], " ", everyone, class_name="note")


def _is_nation(scene: Scene) -> bool:
    tree = scene.numbers.catalogue.regions
    return scene.below and tree.get(scene.chosen.region).level == NATION


def _refused(scene: Scene, instead: Indicator | None) -> Element | None:
    """Why the chosen indicator is not drawn: it is protected; another one stands here."""
    chosen = scene.chosen.indicator
    if not chosen or not scene.indicator(chosen).protected:
        return None
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    text = spoken.say("map.protected", name=reading.name_of(scene.indicator(chosen), language))
    if instead is not None:
        text += spoken.say("map.instead", name=reading.name_of(instead, language))
    return h("p", text, class_name="note map-refused", role="note")


def _place(scene: Scene, number: Number, indicator: Indicator) -> Place:
    language, seen = scene.chosen.lang, shown(scene, number)
    name = region_name(scene.numbers, number.region, language)
    return Place(
        region=number.region,
        name=name,
        shown=seen,
        tip=_tip(scene, number, name, seen),
        sub=_parts(scene, number, indicator),
        current=number.region == scene.chosen.region,
    )


def _tip(scene: Scene, number: Number, name: str, seen: blocks.Shown) -> str:
    """“青石县 71.4%，未达标，目标 ≥90%”."""
    spoken, language = words(scene.chosen.lang), scene.chosen.lang
    target = scene.target(number)
    against = reading.target_text(target, language) if target else ""
    asked = spoken.say("chart.target", target=against) if against else spoken["chart.no_target"]
    value = seen.gap or f"{seen.text}{seen.unit}"
    return spoken.say(
        "map.tip",
        name=name,
        value=value,
        status=say.status(seen.status, language, seen.warning),
        target=asked,
    )


def _parts(scene: Scene, number: Number, indicator: Indicator) -> str:
    """“38/40”, with 小样本 where too few to rank."""
    if number.numerator is None or number.denominator is None or number.value is None:
        return "" if number.value is None else words(scene.chosen.lang).choose("basis", number.basis)
    small = f" {words(scene.chosen.lang)['badge.small']}" if reading.is_small(number, indicator) else ""
    return f"{say.count(number.numerator)}/{say.count(number.denominator)}{small}"


def _one_target(scene: Scene, found: Sequence[Number]) -> str:
    """The target of most, “目标 ≥90%”, and how many have another: “，2地另有目标”."""
    spoken = words(scene.chosen.lang)
    (common, n), *_ = Counter(number.target for number in found).most_common(1)
    one = scene.now.targets.get(common)
    if one is None:
        return spoken["chart.no_target"]
    text = spoken.say("chart.target", target=reading.target_text(one, scene.chosen.lang))
    return text + (spoken.say("front.local_targets", n=len(found) - n) if n < len(found) else "")
