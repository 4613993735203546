"""A GeoJSON file of boundaries, read strictly: every mistake at once, with its place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data.model import Finding
from data.regions import RegionTree

Position = tuple[float, float]  # longitude, latitude
Ring = tuple[Position, ...]
Polygon = tuple[Ring, ...]  # the outer ring, then holes
Areas = Mapping[str, tuple[Polygon, ...]]  # region code -> its parts

MEGABYTE = 1024 * 1024
LARGEST = 40 * MEGABYTE
CODE_KEYS = ("code", "adcode", "gb")  # of a feature's properties; else its id
NAME_KEY = "name"
COUNTRY = "156"  # before the six digits in some official files
CODE_LENGTH = 6
PROVINCES = 34
SHORTEST_RING = 4  # positions, the last one the first again
PLANE = ("CRS84", "4326", "4490")  # longitude and latitude: WGS 84, CGCS 2000


@dataclass
class _Reading:
    """Collects findings; ``place`` is the feature they are about."""

    regions: RegionTree
    findings: list[Finding] = field(default_factory=list)
    place: str = ""

    def wrong(self, kind: str, /, *, at: str = "", **params: str | float) -> None:
        self.findings.append(Finding(f"map.{kind}", "must", cell=self.place + at, params=params))


def read_areas(data: bytes, regions: RegionTree) -> tuple[Areas, tuple[Finding, ...]]:
    """The parts of each region, and everything that is wrong; the parts are of use only where nothing is."""
    reading = _Reading(regions)
    areas: dict[str, tuple[Polygon, ...]] = {}
    first: dict[str, str] = {}
    for number, feature in _features(data, reading):
        reading.place = f"features[{number}]"
        code = _code(feature, reading)
        if code:
            reading.place += f" {code}"
        polygons = _polygons(feature.get("geometry"), reading)
        if code in first:
            reading.wrong("repeated", first=first[code])
        elif code:
            first[code] = f"features[{number}]"
            areas[code] = polygons
    reading.place = ""
    _whole_country(areas, reading)
    return areas, tuple(reading.findings)


def _features(data: bytes, reading: _Reading) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The features of a collection with their places from 1; whatever is not one is a finding."""
    whole = _collection(data, reading)
    if whole is None:
        return
    system = json.dumps(whole.get("crs"), ensure_ascii=False)
    if whole.get("crs") is not None and not any(known in system for known in PLANE):
        reading.wrong("system", read=system)
    features = whole.get("features")
    if not isinstance(features, list) or not features:
        reading.wrong("empty")
        return
    for number, feature in enumerate(features, start=1):
        if isinstance(feature, dict) and feature.get("type") == "Feature":
            yield number, feature
        else:
            reading.place = f"features[{number}]"
            reading.wrong("not_a_feature")


def _collection(data: bytes, reading: _Reading) -> Mapping[str, object] | None:
    if len(data) > LARGEST:
        reading.wrong("too_large", found=len(data) / MEGABYTE, limit=float(LARGEST // MEGABYTE))
        return None
    try:
        whole: object = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        reading.wrong("not_json", at=f"{error.lineno}:{error.colno}")
        return None
    except (ValueError, RecursionError):
        reading.wrong("not_json")
        return None
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        reading.wrong("not_a_collection", read=str(whole.get("type")) if isinstance(whole, dict) else "")
        return None
    return whole


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def _code(feature: Mapping[str, object], reading: _Reading) -> str:
    """The region's code of today; empty where there is none to be trusted."""
    given = feature.get("properties")
    properties: Mapping[str, object] = given if isinstance(given, dict) else {}
    candidates = [properties.get(key) for key in CODE_KEYS] + [feature.get("id")]
    text = next((str(each) for each in candidates if isinstance(each, str | int) and str(each)), "")
    code = text.removeprefix(COUNTRY) if len(text) == CODE_LENGTH + len(COUNTRY) else text
    if not (len(code) == CODE_LENGTH and code.isascii() and code.isdecimal()):
        reading.wrong("no_code", read=text)
        return ""
    if code not in reading.regions:
        reading.wrong("unknown_code", code=code, expected="、".join(reading.regions.nearest(code)))
        return ""
    region = reading.regions.get(code)
    if region.code != code:
        reading.wrong("former_code", code=code, expected=region.code, name=region.name)
        return ""
    if region.level == "nation":
        reading.wrong("nation", name=region.name)
        return ""
    name = properties.get(NAME_KEY)
    if isinstance(name, str) and name and code not in {each.code for each in reading.regions.find(name)}:
        reading.wrong("other_name", code=code, read=name, expected=region.name)
    return code


def _polygons(geometry: object, reading: _Reading) -> tuple[Polygon, ...]:
    shape: Mapping[str, object] = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = shape.get("type"), shape.get("coordinates")
    parts = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(kind))
    if not isinstance(parts, list) or not parts:
        reading.wrong("no_area", read=str(kind or ""))
        return ()
    found = []
    for place, part in enumerate(parts, start=1):
        at = f" [{place}]" if len(parts) > 1 else ""
        if not isinstance(part, list) or not part:
            reading.wrong("no_area", at=at, read=str(kind))
            continue
        found.append(tuple(_ring(ring, f"{at}[{number}]", reading) for number, ring in enumerate(part, 1)))
    return tuple(found)


def _ring(given: object, at: str, reading: _Reading) -> Ring:
    """The positions of a ring; its first mistake, if it has one."""
    positions = given if isinstance(given, list) else []
    ring: list[Position] = []
    for number, each in enumerate(positions, start=1):
        position = _position(each)
        if position is None:
            reading.wrong("position", at=f"{at}[{number}]", read=json.dumps(each)[:60])
            return ()
        ring.append(position)
    if len(set(ring)) < SHORTEST_RING - 1 or math.isclose(_area(ring), 0.0, abs_tol=1e-12):
        reading.wrong("flat_ring", at=at, found=float(len(ring)))
        return ()
    if ring[0] != ring[-1]:
        reading.wrong("open_ring", at=at, first=f"{ring[0]}", read=f"{ring[-1]}")
        return ()
    return tuple(ring)


def _position(given: object) -> Position | None:
    """Longitude and latitude in degrees; a height is left out."""
    if not isinstance(given, list) or len(given) not in (2, 3):
        return None
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in given):
        return None
    across, up = float(given[0]), float(given[1])
    return (across, up) if abs(across) <= 180 and abs(up) <= 90 else None


def _area(ring: Sequence[Position]) -> float:
    """In square degrees, by the shoelace formula, about its first position so that small rings count."""
    x, y = ring[0]
    moved = [(across - x, up - y) for across, up in (*ring, ring[0])]
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(moved)) / 2


def _whole_country(areas: Areas, reading: _Reading) -> None:
    """More than one province is a map of the country, which shows all of them or none."""
    tree = reading.regions
    roots = [root for root in tree.roots() if root.level == "nation"]
    provinces = [each for root in roots for each in tree.children(root.code)]
    there = [each for each in provinces if each.code in areas]
    missing = [each.name for each in provinces if each.code not in areas]
    if len(there) > 1 and len(provinces) >= PROVINCES and missing:
        reading.wrong("provinces", found=float(len(there)), expected="、".join(missing))
