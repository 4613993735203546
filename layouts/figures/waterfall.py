"""The way from one value to the next, part by part: floating bars whose rows line up with a table's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.bars import BAR, FOOT, HEAD, MARGINS, ROW, named_rows
from layouts.figures.graph import Figure
from layouts.theme import colours, figure_layout

# The places of the names of lines in a chart beside a table, which views.css moves on a phone.
NO_LINES = ({"visible": False, "text": "", "showarrow": False},) * 3
ROOM = 0.14  # of the span, left free at either end


@dataclass(frozen=True, slots=True)
class Step:
    """A part from ``start`` to ``end``, or the whole before and after, where both are the same."""

    name: str
    start: float
    end: float
    text: str  # as shown with its sign and unit
    href: str = ""
    whole: bool = False


def waterfall(steps: Sequence[Step], *, title: str = "", source: str = "") -> Figure:
    """Rows of 22 px below a head of 24; the axis begins where the parts are, so wholes are marks, no bars."""
    low, high = _span(steps)
    layout = figure_layout(
        height=HEAD + ROW * max(len(steps), 1) + FOOT,
        margin={"l": MARGINS[0], "r": MARGINS[1], "t": HEAD, "b": FOOT, "pad": 0},
        bargap=1 - BAR / ROW,
        xaxis=_axis(low, high),
        yaxis={"range": [max(len(steps), 1) - 0.5, -0.5], "visible": False, "fixedrange": True},
        shapes=_joints(steps),
        annotations=[*NO_LINES, *[_label(step, place) for place, step in enumerate(steps)]],
        meta={"download": named_rows([step.name for step in steps], title=title, source=source)},
    )
    return {"data": [_parts(steps), _wholes(steps)], "layout": layout}


def _parts(steps: Sequence[Step]) -> dict[str, Any]:
    paint = colours()
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(steps))),
        "base": [step.start for step in steps],
        "x": [step.end - step.start for step in steps],
        "width": BAR / ROW,
        "marker": {
            "color": [paint["series-1" if step.end >= step.start else "series-2"] for step in steps],
            "line": {"width": 0},
        },
        "customdata": [["", step.href] for step in steps],
        "hovertext": [f"<b>{step.name}</b> {step.text}" for step in steps],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _wholes(steps: Sequence[Step]) -> dict[str, Any]:
    """A diamond where the value stood before and where it stands now: no bar, for it would begin at 0."""
    places = [place for place, step in enumerate(steps) if step.whole]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [steps[place].end for place in places],
        "y": places,
        "marker": {"symbol": "diamond", "size": 10, "color": colours()["ink"]},
        "customdata": [["", steps[place].href] for place in places],
        "hovertext": [f"<b>{steps[place].name}</b> {steps[place].text}" for place in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _joints(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """A thin line from the end of each step to the beginning of the next."""
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "y",
            "x0": step.end,
            "x1": step.end,
            "y0": place,
            "y1": place + 1,
            "layer": "below",
            "line": {"color": colours()["line-3"], "width": 1},
        }
        for place, step in enumerate(steps[:-1])
    ]


def _label(step: Step, place: int) -> dict[str, Any]:
    return {
        "xref": "x",
        "yref": "y",
        "x": max(step.start, step.end),
        "y": place,
        "xanchor": "left",
        "xshift": 8 if step.whole else 3,
        "text": step.text,
        "showarrow": False,
        "font": {
            "size": 12,
            "color": colours()["ink"],
            "weight": "bold" if step.whole else "normal",
        },
    }


def _span(steps: Sequence[Step]) -> tuple[float, float]:
    ends = [end for step in steps for end in (step.start, step.end)] or [0.0]
    room = (max(ends) - min(ends)) * ROOM or 1.0
    return min(ends) - room, max(ends) + room


def _axis(low: float, high: float) -> dict[str, Any]:
    paint = colours()
    return {
        "range": [low, high],
        "fixedrange": True,
        "showline": False,
        "zeroline": False,
        "gridcolor": paint["grid"],
        "gridwidth": 1,
        "ticks": "",
        "tickfont": {"size": 11, "color": paint["ink-2"]},
        "nticks": 5,
        "automargin": False,
        "exponentformat": "none",
    }
