"""方格和地图: the compared regions as squares under the units above them, or on the office's own map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from data.regions import Region
from layouts import blocks, say, scope
from layouts.elements import Child, Element, h, link
from layouts.numbers import Numbers
from layouts.page import PATHS
from layouts.rows import RowColumn, Rows
from layouts.services import Services
from layouts.text import Language, words
from layouts.views import map_area, reading
from layouts.views.compare_lines import Comparison, Line
from layouts.views.compare_view import (
    Cell,
    View,
    part_columns,
    record,
    region_columns,
    value_cell,
    value_column,
    value_text,
    view_rows,
    view_title,
)
from layouts.views.map_area import KEY, OFFICE, Place
from loaders.maps import OfficeMap

WIDTH = 760  # px of the map at 1366
NATION, DRAWN = "nation", "on"  # in an address: the whole country, which is not drawn by default
STATUSES = ("met", "near", "missed", "pending", "undecidable", "no_target", "no_value")


def map_view(services: Services, numbers: Numbers, comparison: Comparison) -> View:
    spoken, chosen = words(comparison.chosen.lang), comparison.chosen
    if comparison.indicator.protected:
        return View(why=spoken["map_view.protected"])
    if not comparison.modes.names:
        return View(why=spoken["map_view.no_names"])
    whole = _whole_country(numbers, comparison)
    if whole and dict(chosen.own).get(NATION) != DRAWN:
        wanted = link(spoken["map_view.draw_nation"], PATHS["compare"] + chosen.query(**{NATION: DRAWN}))
        return View(why=spoken["map_view.nation"], controls=[wanted])
    provinces = _provinces(numbers, comparison) if whole else ()
    kept = {each.code for each in provinces}
    lines = [line for line in comparison.lines if not whole or line.region in kept]
    lines.sort(key=lambda line: line.region)
    places = [_place(line, comparison) for line in lines]
    office = None if whole else map_area.office_map(services, [place.region for place in places])
    if office is not None and dict(chosen.own).get(KEY) == OFFICE:
        beside = spoken["map.beside_table"]
        alt = spoken.say("map.alt", title=view_title(comparison), n=len(places), beside=beside)
        drawn = map_area.drawn_map(office, places, chosen.lang, alt=alt, width=WIDTH, beside=beside)
        notes, shown_by = [spoken["map_view.order"]], [map_area.credit(office, chosen.lang)]
    else:
        drawn = _squares(numbers, places, provinces, comparison)
        notes = [spoken["map_view.tiles_note"], *map_area.broken(services, chosen.lang)]
        notes += [spoken["map_view.nation_note"]] if whole else []
        shown_by = []
    there = {line.region for line in lines}
    found = {line.number.status for line in lines}
    legend = blocks.status_legend(chosen.lang, [each for each in STATUSES if each in found])
    drawn = h("div", drawn, legend, class_name="map-picture")
    outside = [each for each in provinces if each.code not in there]
    told = [(spoken["map.shape_office"], each) for each in shown_by]
    rows = _rows(numbers, comparison, lines, outside, told)
    return View(rows, picture=drawn, notes=notes, controls=_choices(office, comparison))


def _choices(office: OfficeMap | None, comparison: Comparison) -> list[Child]:
    """Squares or map, where the office has one."""
    chosen = comparison.chosen
    if office is None:
        return []
    addresses = {code: PATHS["compare"] + chosen.query(**{KEY: code}) for code in ("", OFFICE)}
    current = OFFICE if dict(chosen.own).get(KEY) == OFFICE else ""
    return [map_area.shape_choice(addresses, current, chosen.lang)]


def _whole_country(numbers: Numbers, comparison: Comparison) -> bool:
    """Do the compared regions stand below the nation itself."""
    tree, parent = numbers.catalogue.regions, comparison.units.parent
    above = parent or numbers.catalogue.datasets[comparison.chosen.dataset].root
    return above in tree and tree.get(above).level == NATION


def _place(line: Line, comparison: Comparison) -> Place:
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    indicator, number = comparison.indicator, line.number
    value = value_text(number, indicator, comparison)
    asked = spoken["chart.no_target"]
    if line.target is not None:
        asked = spoken.say("chart.target", target=reading.target_text(line.target, language))
    status = say.status(number.status, language, number.warning)
    parts = ""
    if number.value is not None and number.denominator is not None:
        parts = f"{say.count(number.numerator)}/{say.count(number.denominator)}"
    unit = reading.unit_word(indicator.unit, language)
    threshold = reading.threshold_of(line.target, indicator)
    return Place(
        region=line.region,
        name=line.name,
        shown=blocks.Shown(
            text=say.number(number.value, indicator.unit, threshold),
            unit=unit,
            status=number.status,
            href=line.href,
            warning=number.warning,
            gap=line.reason if number.value is None else "",
        ),
        tip=spoken.say("map.tip", name=line.name, value=value, status=status, target=asked),
        sub=" ".join(part for part in (parts, *line.badges[:1]) if part),
        current=line.region == comparison.chosen.region,
    )


def _rows(
    numbers: Numbers,
    comparison: Comparison,
    lines: Sequence[Line],
    outside: Sequence[Region],
    notes: Sequence[tuple[str, str]],
) -> Rows:
    """The very regions that are drawn, by code."""
    spoken, language = words(comparison.chosen.lang), comparison.chosen.lang
    status = RowColumn("status", words("zh")["head.status"], words("en")["head.status"])
    parts = part_columns(numbers, comparison)
    records = {
        line.region: record(
            line,
            value=line.number.value,
            numerator=line.number.numerator,
            denominator=line.number.denominator,
            status=say.status(line.number.status, language, line.number.warning),
            cells={"value": value_cell(line, comparison), "status": Cell("", number=line.number)},
        )
        for line in lines
    }
    for each in outside:
        name = scope.region_name(numbers, each.code, language)
        nothing = dict.fromkeys(("value", "numerator", "denominator"))
        told = {
            "code": each.code,
            "name": name,
            "portrait": "",
            "badges": (),
            "status": spoken["map.outside"],
        }
        records[each.code] = told | nothing
    columns = [*region_columns(comparison), value_column(comparison), status, *parts]
    return view_rows(numbers, comparison, columns, [records[code] for code in sorted(records)], notes)


def _provinces(numbers: Numbers, comparison: Comparison) -> tuple[Region, ...]:
    """All provincial units, by code."""
    nation = comparison.units.parent or numbers.catalogue.datasets[comparison.chosen.dataset].root
    return numbers.catalogue.regions.children(nation)


def _squares(
    numbers: Numbers, places: Sequence[Place], provinces: Sequence[Region], comparison: Comparison
) -> Element:
    """By code, under the name of each unit that stands between; all provinces where the nation is above."""
    tree, language = numbers.catalogue.regions, comparison.chosen.lang

    def above(place: Place) -> str:
        return tree.get(place.region).parent

    if provinces:
        there = {place.region: place for place in places}
        return _group("", [_province(each, there.get(each.code), numbers, language) for each in provinces])
    groups = []
    for code, members in groupby(places, key=above):
        between = code and code != comparison.units.parent
        name = scope.region_name(numbers, code, language) if between else ""
        groups.append(_group(name, [_tile(each, language) for each in members]))
    return h("div", *groups, class_name="tile-groups")


def _tile(place: Place, language: Language) -> Element:
    word = "" if place.shown.gap else say.status(place.shown.status, language)
    return map_area.tile(place, language, worded=word)


def _province(region: Region, place: Place | None, numbers: Numbers, language: Language) -> Element:
    if place is not None:
        return _tile(place, language)
    return map_area.outside_tile(scope.region_name(numbers, region.code, language), language)


def _group(name: str, tiles: Sequence[Element]) -> Element:
    head = h("h3", name) if name else None
    return h("div", head, h("div", *tiles, class_name="tiles"), class_name="tile-group")
