"""Points in a plane: their marks, their names where there is room, and axes without junk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.lines import text_width
from layouts.theme import colours

LIKELY_WIDTH = 1150  # px of a figure at 1366
LINE = 16  # px of a name's height
POINT = 8  # px of a mark
FEW_TICKS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """One region. ``named``: its name stands beside it where there is room; the hover text has it."""

    region: str
    name: str
    x: float
    y: float
    hover: str
    href: str = ""
    named: bool = False
    hollow: bool = False  # on few cases
    strong: bool = False


def dots(points: Sequence[Dot], selected: str, **trace: Any) -> dict[str, Any]:
    """The marks, the selected one larger and blue."""
    paint = colours()
    chosen = [bool(point.region) and point.region == selected for point in points]
    fill = [
        paint["bar-selected"] if own else paint["bar-missed"] if point.strong else paint["bar"]
        for point, own in zip(points, chosen, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "marker": {
            "size": [
                12 if own else 10 if point.strong else POINT
                for point, own in zip(points, chosen, strict=True)
            ],
            "symbol": [
                ("diamond" if point.strong else "circle") + ("-open" if point.hollow else "")
                for point in points
            ],
            "color": fill,
            "opacity": 1,
            "line": {"width": 1, "color": paint["bar-missed"]},
        },
        "customdata": [[point.region, point.href] for point in points],
        "hovertext": [point.hover for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        **trace,
    }


def names(
    points: Iterable[Dot],
    selected: str,
    *,
    xspan: tuple[float, float],
    yspan: tuple[float, float],
    size: tuple[float, float],
    yref: str = "y",
) -> list[dict[str, Any]]:
    """Names beside the marks that are to be named: right, left, above or below.

    None stands over another and, where that can be, none over a mark. One that finds no room is left
    out; the table has it. ``size`` is the likely plot in px.
    """
    taken: list[tuple[float, float, float, float]] = []
    made = []
    spots = [(point, _spot(point, xspan, yspan, size)) for point in points]
    marks = [_around(*spot) for _, spot in spots]
    for point, (across, up) in sorted(
        spots, key=lambda each: (each[0].region != selected or not selected, each[0].name)
    ):
        own = bool(selected) and point.region == selected
        if not (point.named or own):
            continue
        wide = text_width(point.name)
        room = [
            (side, (left, low, left + wide, low + LINE))
            for side, (left, low) in _sides(across, up, wide).items()
            if left >= 0 and left + wide <= size[0] + 60
        ]
        free = [one for one in room if not any(_over(one[1], other) for other in taken)]
        clear = [one for one in free if not any(_over(one[1], other) for other in marks)]
        if free:
            side, box = (clear or free)[0]
            taken.append(box)
            made.append(_name(point, side, yref, own=own))
    return made


def _spot(
    point: Dot, xspan: tuple[float, float], yspan: tuple[float, float], size: tuple[float, float]
) -> tuple[float, float]:
    """Where the middle of a mark lies, in px from the left and from below."""
    across = (point.x - xspan[0]) / (xspan[1] - xspan[0]) * size[0]
    return across, (point.y - yspan[0]) / (yspan[1] - yspan[0]) * size[1]


def _around(across: float, up: float) -> tuple[float, float, float, float]:
    """The room that the mark itself takes."""
    half = POINT / 2
    return across - half, up - half, across + half, up + half


def axis(span: tuple[float, float], unit: str, title: str = "", **more: Any) -> dict[str, Any]:
    """At most six grid lines, no frame, the unit once at the last tick."""
    paint = colours()
    return {
        "range": list(span),
        "fixedrange": True,
        "gridcolor": paint["grid"],
        "zeroline": span[0] == 0,
        "zerolinecolor": paint["line-3"],
        "nticks": FEW_TICKS,
        "ticks": "",
        "ticksuffix": unit if unit == "%" else "",
        "showticksuffix": "last",
        "tickfont": {"size": 11, "color": paint["ink-2"]},
        "exponentformat": "none",
        "title": {"text": title, "font": {"size": 12, "color": paint["muted"]}, "standoff": 6},
        **more,
    }


def span(values: Iterable[float], unit: str, *, pad: float = 0.06) -> tuple[float, float]:
    """The axis around values with a little room; a share never reaches beyond 0 and 103."""
    there = list(values)
    low, high = min(there), max(there)
    room = (high - low or abs(high) or 1.0) * pad
    bottom = max(0.0, low - room) if low >= 0 else low - room
    top = min(103.0, high + room) if unit == "%" and high <= 100 else high + room
    return (0.0 if bottom < 0.2 * top else bottom), top


def rule(across: float | None, up: float | None, colour: str, *, dash: str, width: float) -> dict[str, Any]:
    """A line over the whole plot, upright at ``across`` or level at ``up``."""
    place: Mapping[str, Any]
    if across is not None:
        place = {"xref": "x", "yref": "paper", "x0": across, "x1": across, "y0": 0, "y1": 1}
    else:
        place = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": up, "y1": up}
    return {
        "type": "line",
        **place,
        "layer": "below",
        "line": {"color": colour, "width": width, "dash": dash},
    }


def note(text: str, colour: str, *, bold: bool = False, **place: Any) -> dict[str, Any]:
    """Words on the plot."""
    font = {"size": 12, "color": colour, "weight": "bold" if bold else "normal"}
    return {"text": text, "showarrow": False, "font": font, **place}


def _sides(across: float, up: float, wide: float) -> dict[str, tuple[float, float]]:
    """Left and lower edge of the name on each side of a point."""
    return {
        "right": (across + POINT, up - LINE / 2),
        "left": (across - POINT - wide, up - LINE / 2),
        "above": (across - wide / 2, up + POINT),
        "below": (across - wide / 2, up - POINT - LINE),
    }


def _over(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _name(point: Dot, side: str, yref: str, *, own: bool) -> dict[str, Any]:
    anchors = {
        "right": {"xanchor": "left", "yanchor": "middle", "xshift": POINT},
        "left": {"xanchor": "right", "yanchor": "middle", "xshift": -POINT},
        "above": {"xanchor": "center", "yanchor": "bottom", "yshift": POINT - 2},
        "below": {"xanchor": "center", "yanchor": "top", "yshift": 2 - POINT},
    }[side]
    colour = colours()["blue"] if own else colours()["ink"]
    return note(point.name, colour, bold=own, xref="x", yref=yref, x=point.x, y=point.y, **anchors)
