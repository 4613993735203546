"""A made-up map of the made-up province: cells around made-up middles, borders that neighbours share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

APPROVAL = "审图号：示S（2026）001号"
WEST, NORTH = 110.0, 32.0
CELL = 0.5  # degrees


def province_map(
    codes: Iterable[str], *, columns: int = 6, change: Callable[..., None] | None = None
) -> bytes:
    """Each region a cell with bent borders, row by row; ``change(features)`` may spoil some."""
    features = [feature(code, cell(*divmod(place, columns))) for place, code in enumerate(codes)]
    if change:
        change(features)
    return collection(features)


def collection(features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def feature(code: Any, ring: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def cell(row: int, column: int) -> list[list[float]]:
    """A closed ring around one cell."""
    corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
    ring = []
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        ring += [corner(*start), middle(start, end)]
    return [*ring, ring[0]]


def corner(row: int, column: int) -> list[float]:
    """A corner of the grid, moved a little, the same for all four cells."""
    bend = ((row * 7 + column * 13) % 5 - 2) * 0.05
    return [round(WEST + CELL * column + bend, 4), round(NORTH - CELL * row - bend / 2, 4)]


def middle(start: tuple[int, int], end: tuple[int, int]) -> list[float]:
    """A bend in the border between two corners, the same from both sides."""
    (x, y), (u, v) = corner(*min(start, end)), corner(*max(start, end))
    return [round((x + u) / 2 + 0.03, 4), round((y + v) / 2 - 0.03, 4)]
