"""Lines over periods: at most five series, named at their ends, gaps never joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.graph import Figure
from layouts.figures.lines import text_width
from layouts.text import Language, words
from layouts.theme import colours, figure_layout
from layouts.theme import series as series_colours

MOST_SERIES = 5
NAME_GAP = 16  # px between two names at the lines' ends

_DASHES = ("solid", "solid", "8px,3px", "2px,3px", "solid")
_MARKERS = ("circle", "square", "diamond", "triangle-up", "x")


@dataclass(frozen=True, slots=True)
class Point:
    """One period's value; None is a gap. ``text`` is the value as shown with its unit."""

    value: float | None
    text: str = ""
    provisional: bool = False
    href: str = ""


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


def trend_lines(
    series: Sequence[Series],
    periods: Sequence[str],
    *,
    language: Language,
    unit: str,
    target: TargetPath | None = None,
    breaks: Sequence[Break] = (),
    height: int = 320,
    title: str = "",
    source: str = "",
) -> Figure:
    """Lines of at most five series over ``periods`` (as written on the axis, oldest first)."""
    if len(series) > MOST_SERIES:
        raise ValueError(
            f"{len(series)} series; at most {MOST_SERIES}: choose fewer, or draw small multiples"
        )
    low, high = _span(series, target, unit)
    margin = {"l": 44, "r": _name_room(series, target), "t": 26, "b": 34, "pad": 0}
    cuts = tuple(cut.before for cut in breaks)
    traces = [_trace(one, periods, cuts, place) for place, one in enumerate(series)]
    if target and any(value is not None for value in target.values):
        traces.append(_target_trace(target))
    drawn = height - margin["t"] - margin["b"]
    shapes, notes = _breaks(breaks)
    if low > 0:
        notes.append(_not_from_zero(language))
    layout = figure_layout(
        height=height,
        margin=margin,
        xaxis=_period_axis(periods),
        yaxis=_value_axis(low, high, unit),
        hovermode="closest",
        shapes=shapes,
        annotations=[*_names(series, target, low=low, high=high, drawn=drawn), *notes],
        meta={"download": {"title": title, "source": source, "margin": {**margin, "t": 70, "b": 60}}},
    )
    return {"data": traces, "layout": layout}


def alternative(series: Sequence[Series], indicator: str, language: Language) -> str:
    """The chart in one sentence: each series from its first to its last value."""
    spans = []
    for one in series:
        texts = [point.text for point in one.points if point.value is not None]
        spans.append(f"{one.name} {texts[0]} → {texts[-1]}" if texts else f"{one.name} —")
    joined = ("；" if language == "zh" else "; ").join(spans)
    return words(language).say("trend.alt", indicator=indicator, series=joined)


def _trace(one: Series, periods: Sequence[str], cuts: Sequence[int], place: int) -> dict[str, Any]:
    """A line through the points; None stands between two points where a break cuts the line."""
    colour = _colour(one, place)
    across: list[float] = []
    points: list[Point] = []
    names: list[str] = []
    for at, (point, name) in enumerate(zip(one.points, periods, strict=True)):
        if at in cuts:
            across.append(at - 0.5)
            points.append(Point(None))
            names.append("")
        across.append(at)
        points.append(point)
        names.append(name)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": one.name,
        "x": across,
        "y": [point.value for point in points],
        "connectgaps": False,
        "line": {"color": colour, "width": 1.2 if one.above else 2, "dash": _DASHES[place]},
        "marker": {
            "size": 5 if one.above else 7,
            "symbol": [_MARKERS[place] + ("-open" if point.provisional else "") for point in points],
            "color": colour,
            "line": {"width": 1.5, "color": colour},
        },
        "customdata": [["", point.href] for point in points],
        "hovertext": [
            f"<b>{one.name}</b> {name}<br>{point.text}" for point, name in zip(points, names, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _colour(one: Series, place: int) -> str:
    return colours()["ink"] if one.above else series_colours()[place]


def _target_trace(target: TargetPath) -> dict[str, Any]:
    """Dashed ochre steps: a target holds for its whole period, half a step to either side."""
    across: list[float] = []
    up: list[float | None] = []
    for at, value in enumerate(target.values):
        across += [at - 0.5, at + 0.5]
        up += [value, value]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": target.name,
        "x": across,
        "y": up,
        "connectgaps": False,
        "line": {"color": colours()["warm"], "width": 1.8, "dash": "6px,4px"},
        "hoverinfo": "skip",
    }


def _span(series: Sequence[Series], target: TargetPath | None, unit: str) -> tuple[float, float]:
    """The axis from 0, unless every value lies in the upper half of it: then from below the lowest."""
    found = [point.value for one in series for point in one.points if point.value is not None]
    found += [value for value in (target.values if target else ()) if value is not None]
    if not found:
        return 0.0, 100.0 if unit == "%" else 1.0
    low, high = min(found), max(found)
    top = min(100.0, high + 4) if unit == "%" and high <= 100 else high * 1.08 or 1.0
    if unit == "%" and low > 0.5 * high and low > 20:
        return float(int(max(0.0, low - max(2.0, 0.25 * (top - low))))), top
    return min(0.0, low * 1.08), top


def _value_axis(low: float, high: float, unit: str) -> dict[str, Any]:
    paint = colours()
    pad = (high - low) * 0.03
    return {
        "range": [low, high + pad],
        "fixedrange": True,
        "gridcolor": paint["grid"],
        "zeroline": low == 0,
        "zerolinecolor": paint["line-3"],
        "nticks": 5,
        "ticks": "",
        "ticksuffix": unit if unit == "%" else "",
        "showticksuffix": "last",
        "tickfont": {"size": 11, "color": paint["ink-2"]},
        "separatethousands": False,
        "exponentformat": "none",
    }


def _period_axis(periods: Sequence[str]) -> dict[str, Any]:
    paint = colours()
    return {
        "range": [-0.5, max(len(periods), 1) - 0.5],
        "tickvals": list(range(len(periods))),
        "ticktext": list(periods),
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": paint["line-3"],
        "ticks": "",
        "tickangle": 0,
        "tickfont": {"size": 11, "color": paint["ink-2"]},
    }


def _ends(series: Sequence[Series], target: TargetPath | None) -> list[tuple[float, str, str, str]]:
    """Value, text, colour and weight of each name at the right."""
    ends = []
    for place, one in enumerate(series):
        last = next((point for point in reversed(one.points) if point.value is not None), None)
        if last is not None and last.value is not None:
            weight = "bold" if place == 0 else "normal"
            ends.append((last.value, f"{one.name} {last.text}", _colour(one, place), weight))
    for value in reversed(target.values if target else ()):
        if target and value is not None:
            ends.append((value, target.name, colours()["warm"], "bold"))
            break
    return sorted(ends, key=lambda end: -end[0])


def _names(
    series: Sequence[Series], target: TargetPath | None, *, low: float, high: float, drawn: float
) -> list[dict[str, Any]]:
    """Names beside the lines' ends, pushed apart so that none covers another."""
    scale = drawn / ((high - low) * 1.03 or 1)
    made, floor = [], float("inf")
    for value, text, colour, weight in _ends(series, target):
        wanted = (value - low) * scale
        placed = min(wanted, floor - NAME_GAP)
        floor = placed
        made.append(
            {
                "xref": "paper",
                "yref": "y",
                "x": 1,
                "y": value,
                "xanchor": "left",
                "yanchor": "middle",
                "xshift": 8,
                "yshift": placed - wanted,
                "text": text,
                "showarrow": False,
                "font": {"size": 12, "color": colour, "weight": weight},
            }
        )
    return made


def _name_room(series: Sequence[Series], target: TargetPath | None) -> float:
    longest = max((text_width(text) for _, text, _, _ in _ends(series, target)), default=40.0)
    return min(longest + 16, 220.0)


def _breaks(breaks: Sequence[Break]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    paint = colours()
    shapes, notes = [], []
    for cut in breaks:
        at = cut.before - 0.5
        edge = {"color": paint["line-3"], "width": 1}
        shapes.append(
            {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": edge}
        )
        font = {"size": 11, "color": paint["muted"]}
        place = {"xref": "x", "yref": "paper", "x": at, "y": 1, "xanchor": "center", "yanchor": "bottom"}
        notes.append({**place, "text": cut.name, "showarrow": False, "font": font})
    return shapes, notes


def _not_from_zero(language: Language) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -40,
        "yshift": 8,
        "text": words(language)["chart.not_from_zero"],
        "showarrow": False,
        "font": {"size": 11, "color": colours()["muted"]},
    }
