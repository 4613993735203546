"""What a chart over periods is made from: series of points, the target's path, breaks and marks."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.theme import colours
from layouts.theme import series as series_colours


@dataclass(frozen=True, slots=True)
class Point:
    """One period's value; None is a gap. ``text`` is the value as shown with its unit."""

    value: float | None
    text: str = ""
    provisional: bool = False
    href: str = ""
    note: str = ""  # below the value under a pointer: with what it is compared


@dataclass(frozen=True, slots=True)
class Series:
    """One region (or the one above it), a point for each period in order."""

    name: str
    points: tuple[Point, ...]
    above: bool = False  # the region above: a thin line in ink, no subject of its own


@dataclass(frozen=True, slots=True)
class TargetPath:
    """The target in each period (None: none in force) and its name, “目标 ≥90%”."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A change of 口径 before the period at ``before`` (counted from 0)."""

    before: int
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A policy event at ``at``, in places of periods; the sign ① leads to its words below the chart."""

    at: float
    sign: str


@dataclass(frozen=True, slots=True)
class Plan:
    """序时进度: what is planned at some places of the axis, and its name."""

    name: str
    points: tuple[tuple[float, float], ...]


def colour_of(one: Series, place: int) -> str:
    return colours()["ink"] if one.above else series_colours()[place]
