"""Boundaries drawn as areas of one SVG: no chart library, no tiles, nothing from outside.

Longitude is shortened by the cosine of the middle latitude, so that areas look as they do on a wall map.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.geojson import Polygon, Ring

WIDTH = 1600  # units of the drawing; a page shows it on some 430 to 760 px
TALLEST = 1400
EDGE = 12
TOLERANCE = 1.2  # units that a border may be moved by: less than a pixel
SMALLEST = 6.0  # square units; smaller islands are left out beside a larger part
LEVELS = 9  # heights at which the widest place of an area is looked for
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """One region: the course of its borders, the middle of its widest place, its width there."""

    path: str
    x: float
    y: float
    room: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawing: its size in units, and each region on it."""

    width: int
    height: int
    shapes: Mapping[str, Shape]


def sheet(areas: Mapping[str, Sequence[Polygon]]) -> Sheet:
    """The regions on one sheet as large as they fit; a region without a part is left out."""
    there = {code: parts for code, parts in areas.items() if parts}
    if not there:
        return Sheet(WIDTH, 0, {})
    outer = np.array([each for parts in there.values() for part in parts for each in part[0]])
    (west, south), (east, north) = outer.min(axis=0), outer.max(axis=0)
    narrow = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * EDGE) / across, (TALLEST - 2 * EDGE) / up)
    wide, high = (round(each * scale) + 2 * EDGE for each in (across, up))

    def placed(ring: Ring) -> Points:
        points = np.array(ring) - (west, north)
        return np.asarray(points * (narrow * scale, -scale) + EDGE, dtype=np.float64)

    shapes = {
        code: _shape([[placed(ring) for ring in part] for part in parts]) for code, parts in there.items()
    }
    return Sheet(wide, high, shapes)


def _shape(parts: Sequence[Sequence[Points]]) -> Shape:
    """All parts in one path; the name stands in the largest."""
    largest = max(parts, key=lambda part: _size(part[0]))
    kept = [part for part in parts if part is largest or _size(part[0]) >= SMALLEST]
    path = "".join(_course(_simplified(ring)) for part in kept for ring in part)
    x, y, room = _widest(largest)
    return Shape(path, x, y, room)


def _size(ring: Points) -> float:
    moved = ring - ring[0]
    x, y = moved[:, 0], moved[:, 1]
    return float(abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2)


def _simplified(ring: Points) -> Points:
    """The ring without the points that nobody would see (Douglas and Peucker), at least a triangle."""
    farthest = int(np.argmax(((ring - ring[0]) ** 2).sum(axis=1)))
    keep = {0, farthest, len(ring) - 1}
    waiting = [(0, farthest), (farthest, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        away = _distances(ring[first + 1 : last], ring[first], ring[last])
        most = int(np.argmax(away))
        if away[most] > TOLERANCE or len(keep) < 4:
            middle = first + 1 + most
            keep.add(middle)
            waiting += [(first, middle), (middle, last)]
    return ring[sorted(keep)]


def _distances(points: Points, start: Points, end: Points) -> Points:
    """How far points lie from the line between two others, or from the one where both are the same."""
    along = end - start
    length = float(np.hypot(*along))
    away = points - start
    if not length:
        return np.asarray(np.hypot(away[:, 0], away[:, 1]))
    return np.asarray(np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length)


def _course(ring: Points) -> str:
    """“M10 20l5 0-3 8z”: whole units, each step from the one before."""
    whole = np.rint(ring).astype(int)
    steps = np.diff(whole[:-1], axis=0)
    told = "".join(f"{' ' if x >= 0 else ''}{x}{' ' if y >= 0 else ''}{y}" for x, y in steps.tolist())
    return f"M{whole[0][0]} {whole[0][1]}l{told.strip()}z"


def _widest(part: Sequence[Points]) -> tuple[float, float, float]:
    """The middle and the width of the widest place between the top and the bottom of an area."""
    low, high = float(part[0][:, 1].min()), float(part[0][:, 1].max())
    best = (float(part[0][:, 0].mean()), (low + high) / 2, 0.0)
    for number in range(1, LEVELS + 1):
        level = low + (high - low) * number / (LEVELS + 1)
        crossings = sorted(each for ring in part for each in _crossings(ring, level))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            inner = 1 - abs(2 * number / (LEVELS + 1) - 1) / 2  # near the middle height counts more
            if (right - left) * inner > best[2]:
                best = ((left + right) / 2, level, (right - left) * inner)
    return best


def _crossings(ring: Points, level: float) -> list[float]:
    """Where a ring crosses a height."""
    one, two = ring[:-1], ring[1:]
    over = (one[:, 1] <= level) != (two[:, 1] <= level)
    start, end = one[over], two[over]
    share = (level - start[:, 1]) / (end[:, 1] - start[:, 1])
    return list(map(float, start[:, 0] + share * (end[:, 0] - start[:, 0])))
