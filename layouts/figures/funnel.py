"""Funnel: rates over their denominators, with the parent's rate and the exact limits around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures import cloud
from layouts.figures.graph import Figure
from layouts.figures.lines import Line, text_width
from layouts.text import Language, words
from layouts.theme import colours, figure_layout

HEIGHT = 420


@dataclass(frozen=True, slots=True)
class Limit:
    """One pair of limits: the name, and (cases, lowest rate, highest rate) in rising order of cases."""

    name: str
    course: Sequence[tuple[int, float, float]]


def funnel(
    points: Sequence[cloud.Dot],
    limits: Sequence[Limit],
    parent: Line,
    *,
    language: Language,
    unit: str,
    cases: str,
    selected: str = "",
    title: str = "",
    source: str = "",
) -> Figure:
    """Points inside the limits are pale, those outside dark and named; ``cases`` names the lower axis."""
    paint = colours()
    most = max((point.x for point in points), default=1.0)
    xspan = (0.0, most * 1.04)
    yspan = cloud.span([*(point.y for point in points), parent.value], unit, pad=0.1)
    texts = [parent.name, *(limit.name for limit in limits)]
    margin = {"l": 48, "r": max(map(text_width, texts)) + 12, "t": 22, "b": 46, "pad": 0}
    size = (cloud.LIKELY_WIDTH - margin["l"] - margin["r"], HEIGHT - margin["t"] - margin["b"])
    ends = [(parent.value, parent.name, paint["ink"])]
    traces: list[dict[str, Any]] = []
    for place, limit in enumerate(limits):
        dash, colour = (("2px,3px", paint["line-3"]), ("solid", paint["line-3"]))[place % 2]
        traces += [_edge(limit, side, dash, colour) for side in (1, 2)]
        ends += [(limit.course[-1][side], limit.name, paint["muted"]) for side in (1, 2)]
    notes = [
        cloud.note(
            text, colour, xref="paper", yref="y", x=1, y=value,
            xanchor="left", yanchor="middle", xshift=6, yshift=shift,
        )
        for value, text, colour, shift in _apart(ends, yspan, size[1])
    ]  # fmt: skip
    if yspan[0] > 0:
        words_ = words(language)["chart.not_from_zero"]
        notes.append(cloud.note(words_, paint["muted"], xref="paper", yref="paper", x=0, y=1, xanchor="left",
                                yanchor="bottom", xshift=-40, yshift=2))  # fmt: skip
    named = cloud.names(points, selected, xspan=xspan, yspan=yspan, size=size)
    layout = figure_layout(
        height=HEIGHT,
        margin=margin,
        hovermode="closest",
        xaxis=cloud.axis(xspan, "", cases, showgrid=False, showline=True, linecolor=paint["line-3"]),
        yaxis=cloud.axis(yspan, unit),
        shapes=[cloud.rule(None, parent.value, paint["ink"], dash="solid", width=1.2)],
        annotations=[*notes, *named],
        meta={"download": {"title": title, "source": source, "margin": {**margin, "t": 70, "b": 80}}},
    )
    return {"data": [*traces, cloud.dots(points, selected)], "layout": layout}


def _edge(limit: Limit, side: int, dash: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [step[0] for step in limit.course],
        "y": [step[side] for step in limit.course],
        "line": {"color": colour, "width": 1.2, "dash": dash},
        "hoverinfo": "skip",
    }


def _apart(
    ends: Sequence[tuple[float, str, str]], yspan: tuple[float, float], tall: float
) -> list[tuple[float, str, str, float]]:
    """Names at the right end pushed apart, each with its shift in px; those outside the plot left out."""
    scale = tall / (yspan[1] - yspan[0])
    made, floor = [], float("inf")
    for value, text, colour in sorted(ends, key=lambda end: -end[0]):
        if not yspan[0] <= value <= yspan[1]:
            continue
        wanted = (value - yspan[0]) * scale
        placed = min(wanted, floor - cloud.LINE)
        floor = placed
        made.append((value, text, colour, placed - wanted))
    return made
