"""Regions on a plane: squares by code, or the office's own boundaries with their 审图号."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from data.region_names import short_names
from layouts import blocks, controls, say
from layouts.controls import text_width
from layouts.elements import Child, Element, Html, h, mark
from layouts.figures.outlines import Sheet, sheet
from layouts.services import Services
from layouts.text import Language, words
from loaders.maps import OfficeMap

KEY = "map"  # in an address: office, or the squares
OFFICE = "office"
NARROW = 330  # px of a phone
LETTER = 12  # px of a name's letter
LINE = 17  # px of a name's line
MARK = 18  # px of the mark beside a name
LONGEST = 5.0  # em of a name in a square
SHEETS = 32  # kept
STEADY = 'vector-effect="non-scaling-stroke"'  # borders keep their weight at any size


@dataclass(frozen=True, slots=True)
class Place:
    """One region as it is shown; ``tip`` answers “compared with what?”."""

    region: str
    name: str
    shown: blocks.Shown
    tip: str
    sub: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: _Box) -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def office_map(services: Services, regions: Sequence[str]) -> OfficeMap | None:
    """The office's map that has most of these regions; None where none has any."""
    maps = services.maps.maps(services.catalogue.regions)
    covered = [(sum(bool(each.areas.get(code)) for code in regions), each) for each in maps]
    most = max((n for n, _ in covered), default=0)
    return next((each for n, each in covered if n == most), None) if most else None


def broken(services: Services, language: Language) -> list[str]:
    """That the office's maps cannot be read, where none can."""
    regions = services.catalogue.regions
    names = [] if services.maps.maps(regions) else list(services.maps.faults(regions))
    return [words(language).say("map_view.own_maps", names=say.join(names, language))] if names else []


def shape_choice(addresses: Mapping[str, str], current: str, language: Language) -> Element:
    """方格 or 地图, as links."""
    spoken = words(language)
    options = [(code, spoken[f"map.shape_{code or 'tiles'}"], addresses[code]) for code in ("", OFFICE)]
    return controls.segments(options, current, label=spoken["map.shape"])


def credit(office: OfficeMap, language: Language) -> str:
    """“审图号：GS(2024)0650号，国家地理信息公共服务平台”."""
    spoken = words(language)
    text = spoken.say("map.approval", number=office.approval)
    return spoken.say("map.credit", approval=text, source=office.source) if office.source else text


def drawn_map(
    office: OfficeMap, places: Sequence[Place], language: Language, *, alt: str, width: int, beside: str
) -> Element:
    """The places as areas, each a link, their names over them where there is room at ``width`` px.

    ``beside`` says where those stand that the map has not.
    """
    there = [place for place in places if office.areas.get(place.region)]
    page = _sheet(office, tuple(place.region for place in there))
    areas = [_area(place, page) for place in there]
    edges = [_edge(place) for place in sorted(there, key=_weight) if _weight(place)]
    size = f'viewBox="0 0 {page.width} {page.height}" style="aspect-ratio:{page.width}/{page.height}"'
    drawing = f'<svg {size} role="group" aria-label="{escape(alt)}">{"".join(areas + edges)}</svg>'
    missing = [place.name for place in places if place.region not in page.shapes]
    named = say.join(missing, language)
    note = words(language).say("map.missing", names=named, beside=beside) if missing else None
    return h(
        "figure",
        h("div", Html(drawing), *_names(office, there, page, width), class_name="office-map"),
        h(
            "figcaption",
            h("span", credit(office, language), class_name="map-credit"),
            h("span", note) if note else None,
        ),
        class_name="map-figure",
    )


def short(name: str) -> str:
    """A name that fits into a square: 新疆 for 新疆维吾尔自治区, whose whole name the tip says.

    >>> short("新疆维吾尔自治区"), short("青荻县"), short("Xinjiang")
    ('新疆', '青荻县', 'Xinjiang')
    """
    shorter = short_names(name) if text_width(name) > LONGEST else ()
    return shorter[0] if shorter else name


def tile(place: Place, language: Language, *, worded: str = "") -> Element:
    """One square; ``worded`` is its status in words, where there is room for it."""
    sub = " ".join(part for part in (place.sub, worded) if part)
    made = blocks.tile(short(place.name), place.shown, language, sub=sub)
    props = made["props"]
    props["title"] = place.tip or None
    props["aria-current"] = "true" if place.current else None
    return made


def outside_tile(name: str, language: Language) -> Element:
    """A unit that is not of those compared."""
    return h(
        "span",
        h("span", short(name), class_name="tile-name", title=name),
        h("span", say.NONE, class_name="tile-value"),
        h("span", words(language)["map.outside"], class_name="tile-sub"),
        class_name="tile tile-outside",
    )


def _area(place: Place, page: Sheet) -> str:
    """A link whose name is its tip, for the ear as for the mouse."""
    shape, shown = page.shapes[place.region], place.shown
    names = f"number area ground-{shown.status}" + (" current" if place.current else "")
    tip = escape(place.tip)
    drawn = f'<title>{tip}</title><path id="area-{place.region}" {STEADY} d="{shape.path}"/>'
    if not shown.href:
        return f'<g class="{names}">{drawn}</g>'
    return f'<a class="{names}" href="{escape(shown.href)}" aria-label="{tip}">{drawn}</a>'


def _weight(place: Place) -> int:
    """What lies over what where borders meet; 0 for the plain ones."""
    return 3 if place.current else {"near": 1, "missed": 2}.get(place.shown.status, 0)


def _edge(place: Place) -> str:
    """The area once more, over its neighbours, so that its border is whole; it is no second link."""
    name = "current" if place.current else place.shown.status
    return f'<use class="edge-{name}" href="#area-{place.region}" aria-hidden="true"/>'


def _names(office: OfficeMap, places: Sequence[Place], page: Sheet, width: int) -> list[Child]:
    """Mark, name and value at each area's widest place; where there is no room the mark alone."""
    named = tuple((place.region, short(place.name)) for place in places)
    wide, narrow = (_fitting(office, named, each) for each in (width, NARROW))
    made: list[Child] = []
    for place, (region, name) in zip(places, named, strict=True):
        shape = page.shapes[region]
        fits = ("" if region in wide else " no-room") + ("" if region in narrow else " no-room-phone")
        value = say.NONE if place.shown.gap else f"{place.shown.text}{place.shown.unit}"
        style = {
            "left": f"{100 * shape.x / page.width:.2f}%",
            "top": f"{100 * shape.y / page.height:.2f}%",
        }
        parts = (mark(place.shown.status, place.shown.warning), h("b", name), h("span", value))
        made.append(h("span", *parts, class_name=f"area-name{fits}", style=style, aria_hidden="true"))
    return made


@lru_cache(maxsize=SHEETS)
def _fitting(office: OfficeMap, named: tuple[tuple[str, str], ...], width: int) -> frozenset[str]:
    """The regions whose name fits into their area, and over no other name, at so many px."""
    page = _sheet(office, tuple(region for region, _ in named))
    scale = width / page.width
    taken: list[_Box] = []
    found = []
    for region, name in sorted(named, key=lambda each: -page.shapes[each[0]].room):
        shape = page.shapes[region]
        half = (text_width(name) * LETTER + MARK) / 2
        x, y = shape.x * scale, shape.y * scale
        box = _Box(x - half, y - LINE, x + half, y + LINE)
        if 2 * half <= shape.room * scale and not any(box.over(other) for other in taken):
            taken.append(box)
            found.append(region)
    return frozenset(found)


@lru_cache(maxsize=SHEETS)
def _sheet(office: OfficeMap, regions: tuple[str, ...]) -> Sheet:
    """The drawing of a map's regions that it has; a map is read once, so it is its own name."""
    return sheet({code: office.areas[code] for code in regions if code in office.areas})
