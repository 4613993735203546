"""Two indicators against each other: a point a region, the target lines of both, no line through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layouts.figures import cloud
from layouts.figures.graph import Figure
from layouts.figures.lines import Line, text_width
from layouts.theme import colours, figure_layout

HEIGHT = 460


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two indicators: the axis's name, the unit, the target that most regions share."""

    name: str
    unit: str
    target: Line | None = None


def scatter(
    points: Sequence[cloud.Dot],
    across: Side,
    up: Side,
    *,
    selected: str = "",
    title: str = "",
    source: str = "",
) -> Figure:
    """``across`` is the page's indicator, ``up`` the second one."""
    paint = colours()
    xspan = cloud.span([*(point.x for point in points), *_at(across)], across.unit)
    yspan = cloud.span([*(point.y for point in points), *_at(up)], up.unit)
    right = max(text_width(up.target.name) + 24 if up.target else 0.0, 40.0)
    margin = {"l": 64, "r": right, "t": 24, "b": 48, "pad": 0}
    size = (cloud.LIKELY_WIDTH - margin["l"] - right, HEIGHT - margin["t"] - margin["b"])
    warm = paint["warm"]
    rules, notes = [], []
    if across.target:
        rules.append(cloud.rule(across.target.value, None, warm, dash="6px,4px", width=1.8))
        above = {"xref": "x", "yref": "paper", "y": 1, "xanchor": "center", "yanchor": "bottom", "yshift": 2}
        notes.append(cloud.note(across.target.name, warm, bold=True, x=across.target.value, **above))
    if up.target:
        rules.append(cloud.rule(None, up.target.value, warm, dash="6px,4px", width=1.8))
        beside = {"xref": "paper", "yref": "y", "x": 1, "xanchor": "left", "yanchor": "middle", "xshift": 6}
        notes.append(cloud.note(up.target.name, warm, bold=True, y=up.target.value, **beside))
    layout = figure_layout(
        height=HEIGHT,
        margin=margin,
        hovermode="closest",
        xaxis=cloud.axis(xspan, across.unit, across.name, showline=True, linecolor=paint["line-3"]),
        yaxis=cloud.axis(yspan, up.unit, up.name),
        shapes=rules,
        annotations=[*notes, *cloud.names(points, selected, xspan=xspan, yspan=yspan, size=size)],
        meta={"download": {"title": title, "source": source, "margin": {**margin, "t": 70, "b": 84}}},
    )
    return {"data": [cloud.dots(points, selected)], "layout": layout}


def _at(side: Side) -> list[float]:
    return [side.target.value] if side.target else []
