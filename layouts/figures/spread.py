"""Distribution: how many regions stand in each bin, and a dot for each of them below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from layouts.figures import cloud
from layouts.figures.graph import Figure
from layouts.figures.lines import Line, text_width
from layouts.text import Language, words
from layouts.theme import colours, figure_layout

HEIGHT = 380
DOTS = 0.3  # share of the height that the dots take
CELL = 11.0  # px: dots nearer than this are stacked
ROWS = 7  # dots on one another before the stack is pressed together


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The middle of the distribution, in the unit of the values."""

    lower: float
    median: Line
    upper: float
    name: str  # of the band between the quartiles


def spread(
    edges: Sequence[float],
    counts: Sequence[int],
    points: Sequence[cloud.Dot],
    *,
    language: Language,
    unit: str,
    axis: str,
    quartiles: Quartiles | None = None,
    target: Line | None = None,
    selected: str = "",
    title: str = "",
    source: str = "",
) -> Figure:
    """Bars of the bins over dots of the regions; ``points`` need x only, their heights are set here."""
    paint = colours()
    ends = [*edges, *([target.value] if target else [])]
    room = (max(ends) - min(ends)) * 0.03
    xspan = (min(ends) - room, max(ends) + room)
    margin = {"l": 44, "r": 44, "t": 40, "b": 46, "pad": 0}
    wide = cloud.LIKELY_WIDTH - margin["l"] - margin["r"]
    stacked = _stacked(points, xspan, wide)
    tallest = max((point.y for point in stacked), default=1.0)
    yspan = (0.0, max(tallest, ROWS) + 1)
    tall = (HEIGHT - margin["t"] - margin["b"]) * DOTS
    named = cloud.names(stacked, selected, xspan=xspan, yspan=yspan, size=(wide, tall), yref="y2")
    line = {"showgrid": False, "showline": True, "linecolor": paint["line-3"], "anchor": "y2"}
    regions = {
        "text": words(language)["comparison.regions_axis"],
        "font": {"size": 12, "color": paint["muted"]},
    }
    layout = figure_layout(
        height=HEIGHT,
        margin=margin,
        hovermode="closest",
        bargap=0,
        xaxis=cloud.axis(xspan, unit, axis, **line),
        yaxis={
            **cloud.axis((0.0, max(counts) * 1.15), ""),
            "domain": [DOTS + 0.06, 1],
            "dtick": _step(max(counts)),
            "title": regions,
        },
        yaxis2={"range": list(yspan), "domain": [0, DOTS], "visible": False, "fixedrange": True},
        shapes=_shapes(quartiles, target),
        annotations=[*_lines(quartiles, target, xspan, wide), *named],
        meta={"download": {"title": title, "source": source, "margin": {**margin, "t": 86, "b": 80}}},
    )
    return {"data": [_bins(edges, counts, unit), cloud.dots(stacked, selected, yaxis="y2")], "layout": layout}


def _bins(edges: Sequence[float], counts: Sequence[int], unit: str) -> dict[str, Any]:
    pairs = list(pairwise(edges))
    return {
        "type": "bar",
        "x": [(low + high) / 2 for low, high in pairs],
        "y": list(counts),
        "width": [high - low for low, high in pairs],
        "marker": {"color": colours()["bar"], "line": {"width": 1, "color": colours()["ground"]}},
        "text": [str(count) if count else "" for count in counts],
        "textposition": "outside",
        "hovertext": [
            f"{low:g}–{high:g}{unit}: {count}" for (low, high), count in zip(pairs, counts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _stacked(points: Sequence[cloud.Dot], xspan: tuple[float, float], wide: float) -> list[cloud.Dot]:
    """Dots that would cover one another stand on one another, the lowest values first."""
    heights: dict[int, int] = {}
    made = []
    for point in sorted(points, key=lambda each: (each.x, each.name)):
        cell = int((point.x - xspan[0]) / (xspan[1] - xspan[0]) * wide / CELL)
        heights[cell] = heights.get(cell, 0) + 1
        made.append(
            cloud.Dot(
                point.region, point.name, point.x, float(heights[cell]), point.hover, point.href,
                point.named, point.hollow, point.strong,
            )
        )  # fmt: skip
    return made


def _shapes(quartiles: Quartiles | None, target: Line | None) -> list[dict[str, Any]]:
    paint = colours()
    made = []
    if quartiles:
        made.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": quartiles.lower,
                "x1": quartiles.upper,
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "line": {"width": 0},
                "fillcolor": paint["band"],
            }
        )
        made.append(
            {
                **cloud.rule(quartiles.median.value, None, paint["ink"], dash="solid", width=1.2),
                "layer": "above",
            }
        )
    if target:
        made.append(
            {**cloud.rule(target.value, None, paint["warm"], dash="6px,4px", width=1.8), "layer": "above"}
        )
    return made


def _lines(
    quartiles: Quartiles | None, target: Line | None, xspan: tuple[float, float], wide: float
) -> list[dict[str, Any]]:
    """Names over the plot: the target's above that of the median, so that neither covers the other."""
    paint = colours()
    made = []
    if quartiles:
        made.append(_top(quartiles.median, paint["ink"], 2, xspan, wide))
    if target:
        made.append(_top(target, paint["warm"], 18, xspan, wide, bold=True))
    return made


def _top(
    line: Line, colour: str, shift: float, xspan: tuple[float, float], wide: float, *, bold: bool = False
) -> dict[str, Any]:
    across = (line.value - xspan[0]) / (xspan[1] - xspan[0]) * wide
    side = "right" if across + text_width(line.name) > wide else "left"
    return cloud.note(line.name, colour, bold=bold, xref="x", yref="paper", x=line.value, y=1, xanchor=side,
                      yanchor="bottom", yshift=shift, xshift=2 if side == "left" else -2)  # fmt: skip


def _step(most: int) -> int:
    """Whole numbers only on the axis of regions."""
    return max(1, round(most / 4))
