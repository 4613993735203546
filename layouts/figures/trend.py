"""Lines over periods: at most five series, named at their ends, gaps never joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layouts.figures.graph import Figure
from layouts.figures.trend_marks import break_marks, end_names, event_marks, name_room, not_from_zero
from layouts.figures.trend_series import Break as Break
from layouts.figures.trend_series import Mark as Mark
from layouts.figures.trend_series import Plan as Plan
from layouts.figures.trend_series import Point as Point
from layouts.figures.trend_series import Series as Series
from layouts.figures.trend_series import TargetPath as TargetPath
from layouts.figures.trend_series import colour_of
from layouts.text import Language, words
from layouts.theme import colours, figure_layout

MOST_SERIES = 5

_DASHES = ("solid", "solid", "8px,3px", "2px,3px", "solid")
_MARKERS = ("circle", "square", "diamond", "triangle-up", "x")


def trend_lines(
    series: Sequence[Series],
    periods: Sequence[str],
    *,
    language: Language,
    unit: str,
    target: TargetPath | None = None,
    breaks: Sequence[Break] = (),
    events: Sequence[Mark] = (),
    plan: Plan | None = None,
    ahead: Sequence[str] = (),
    height: int = 320,
    title: str = "",
    source: str = "",
) -> Figure:
    """Lines of at most five series over ``periods`` (as written on the axis, oldest first).

    ``ahead`` are periods to come, with targets only: the target's path has values for them too.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(
            f"{len(series)} series; at most {MOST_SERIES}: choose fewer, or draw small multiples"
        )
    low, high = _span(series, target, plan, unit)
    margin = {"l": 44, "r": name_room(series, target), "t": 26, "b": 34, "pad": 0}
    cuts = tuple(cut.before for cut in breaks)
    traces = [_trace(one, periods, cuts, place) for place, one in enumerate(series)]
    if target and any(value is not None for value in target.values):
        traces.append(_target_trace(target))
    if plan:
        traces.append(_plan_trace(plan))
    drawn = height - margin["t"] - margin["b"]
    shapes, notes = break_marks(breaks)
    for found, made in zip((shapes, notes), event_marks(events), strict=True):
        found.extend(made)
    if low > 0:
        notes.append(not_from_zero(language))
    layout = figure_layout(
        height=height,
        margin=margin,
        xaxis=_period_axis([*periods, *ahead]),
        yaxis=_value_axis(low, high, unit),
        hovermode="closest",
        shapes=shapes,
        annotations=[*end_names(series, target, low=low, high=high, drawn=drawn), *notes],
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
    colour = colour_of(one, place)
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
            f"<b>{one.name}</b> {name}<br>{point.text}" + (f"<br>{point.note}" if point.note else "")
            for point, name in zip(points, names, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


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


def _plan_trace(plan: Plan) -> dict[str, Any]:
    """A dotted ochre line from what was there before the year to what is asked for at its end."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plan.name,
        "x": [at for at, _ in plan.points],
        "y": [value for _, value in plan.points],
        "line": {"color": colours()["warm"], "width": 1.2, "dash": "2px,3px"},
        "hoverinfo": "skip",
    }


def _span(
    series: Sequence[Series], target: TargetPath | None, plan: Plan | None, unit: str
) -> tuple[float, float]:
    """The axis from 0, unless every value lies in the upper half of it: then from below the lowest."""
    found = [point.value for one in series for point in one.points if point.value is not None]
    found += [value for value in (target.values if target else ()) if value is not None]
    found += [value for _, value in plan.points] if plan else []
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
