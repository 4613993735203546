"""Ranked bars of regions, as a plain figure whose rows line up with a table's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.graph import Figure
from layouts.figures.lines import Line as Line
from layouts.figures.lines import hatched, no_bar, reference_lines, text_width
from layouts.text import Language, words
from layouts.theme import colours, figure_layout

HEAD = 24  # px above the first bar: names of the lines stand there
ROW = 22
BAR = 14
FOOT = 16  # px below the last bar: the axis
SHARE_ENDS = (20.0, 40.0, 60.0)  # where an axis of small shares may end
MARGINS = (8, 46)  # left, right


@dataclass(frozen=True, slots=True)
class Bar:
    """One region. ``text`` is the value as shown with its unit; ``reason`` says why there is none."""

    region: str
    name: str
    value: float | None
    text: str
    status: str
    small: bool = False
    reason: str = ""
    href: str = ""
    note: str = ""  # further lines of the hover text: “20 ÷ 28”, target, region above
    low: float | None = None  # ends of the interval of 95 %, drawn as a whisker
    high: float | None = None


def region_bars(
    rows: Sequence[Bar],
    *,
    language: Language,
    unit: str,
    target: Line | None = None,
    parent: Line | None = None,
    selected: str = "",
    title: str = "",
    source: str = "",
    width: int = 470,
) -> Figure:
    """Horizontal bars from 0, 14 px in rows of 22; bar i has its centre at 24 + 22 i + 11 px from the top.

    Order is the rows' order. ``width`` is a likely width in px, used only to place the lines' names.
    ``layout.meta.download`` holds what a downloaded picture adds, for it has no table beside it: names of
    regions, values, ``title`` and ``source``.
    """
    values = [end for row in rows for end in (row.value, row.high) if end is not None]
    reach = _reach([*values, *[line.value for line in (target, parent) if line]], unit)
    room = width - sum(MARGINS)
    rules, names = reference_lines(target, parent, reach=reach, room=room, margins=MARGINS)
    layout = figure_layout(
        height=HEAD + ROW * max(len(rows), 1) + FOOT,
        margin={"l": MARGINS[0], "r": MARGINS[1], "t": HEAD, "b": FOOT, "pad": 0},
        bargap=1 - BAR / ROW,
        xaxis=_value_axis(reach, unit),
        yaxis={
            "range": [max(len(rows), 1) - 0.5, -0.5],
            "visible": False,
            "fixedrange": True,
        },
        shapes=[*_band(rows, selected), *rules],
        annotations=[*names, *_reasons(rows, selected)],
        meta={"download": _download(rows, title=title, source=source)},
    )
    return {"data": [_bars(rows, selected)], "layout": layout}


def _bars(rows: Sequence[Bar], selected: str) -> dict[str, Any]:
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [row.value for row in rows],
        "width": BAR / ROW,
        "marker": {
            "color": [_colour(row, selected) for row in rows],
            **hatched([row.small for row in rows]),
        },
        "customdata": [[row.region, row.href] for row in rows],
        "hovertext": [_hover(row) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    return trace | ({"error_x": _whiskers(rows)} if any(row.low is not None for row in rows) else {})


def _whiskers(rows: Sequence[Bar]) -> dict[str, Any]:
    """From the value to the ends of its interval; none where there is none."""
    up = [0.0 if row.high is None or row.value is None else row.high - row.value for row in rows]
    down = [0.0 if row.low is None or row.value is None else row.value - row.low for row in rows]
    return {
        "type": "data",
        "symmetric": False,
        "array": up,
        "arrayminus": down,
        "color": colours()["ink-2"],
        "thickness": 1,
        "width": 3,
    }


def _colour(row: Bar, selected: str) -> str:
    paint = colours()
    if row.region == selected:
        return paint["bar-selected"]
    return paint["bar-missed"] if row.status == "missed" else paint["bar"]


def _hover(row: Bar) -> str:
    return f"<b>{row.name}</b> {row.text}" + (f"<br>{row.note}" if row.note else "")


def _reach(values: Sequence[float], unit: str) -> float:
    """The axis ends at 100 for shares (sooner where all are small), else a little behind the longest bar."""
    longest = max((value for value in values), default=0.0)
    if unit == "%" and longest <= 100:
        return next((end for end in SHARE_ENDS if longest <= end), 100.0) if longest > 0 else 100.0
    return longest * 1.04 if longest > 0 else 1.0


def _value_axis(reach: float, unit: str) -> dict[str, Any]:
    paint = colours()
    axis: dict[str, Any] = {
        "range": [0, reach],
        "fixedrange": True,
        "showline": False,
        "gridcolor": paint["grid"],
        "gridwidth": 1,
        "zeroline": True,
        "zerolinecolor": paint["ink-2"],
        "zerolinewidth": 1,
        "ticks": "",
        "tickfont": {"size": 11, "color": paint["ink-2"]},
        "nticks": 5,
        "automargin": False,
    }
    if unit == "%" and reach in (*SHARE_ENDS, 100):
        ticks = [reach * place / 4 for place in range(5)]
        axis |= {"tickvals": ticks, "ticktext": [*(f"{tick:g}" for tick in ticks[:-1]), f"{reach:g}%"]}
    return axis


def _band(rows: Sequence[Bar], selected: str) -> list[dict[str, Any]]:
    """The selected row's ground, as in the table beside it."""
    return [
        {
            "type": "rect",
            "xref": "paper",
            "yref": "y",
            "x0": -1,
            "x1": 2,
            "y0": place - 0.5,
            "y1": place + 0.45,
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": colours()["blue-soft"],
        }
        for place, row in enumerate(rows)
        if row.region == selected
    ]


def _reasons(rows: Sequence[Bar], selected: str) -> list[dict[str, Any]]:
    return [
        no_bar(place, row.reason, own=row.region == selected)
        for place, row in enumerate(rows)
        if row.value is None
    ]


def _download(rows: Sequence[Bar], *, title: str, source: str) -> dict[str, Any]:
    values = [row.text if row.value is not None else "" for row in rows]
    return {**named_rows([row.name for row in rows], title=title, source=source), "text": values}


def named_rows(names: Sequence[str], *, title: str, source: str) -> dict[str, Any]:
    """What a downloaded picture adds to a chart whose rows have their names in a table beside it."""
    longest = max((text_width(name) for name in names), default=40.0)
    return {
        "title": title,
        "source": source,
        "margin": {"l": longest + 24, "r": 76, "t": 64, "b": 44},
        "yaxis": {
            "visible": True,
            "tickvals": list(range(len(names))),
            "ticktext": list(names),
            "showgrid": False,
            "ticks": "",
            "ticklabelstandoff": 6,
            "tickfont": {"size": 12},
        },
    }


def alternative(rows: Sequence[Bar], indicator: str, period: str, language: Language) -> str:
    """The chart in one sentence, rows in their order (best first)."""
    spoken = words(language)
    valued = [row for row in rows if row.value is not None and not row.small]
    if len(valued) < 2:
        return spoken.say("compare.alt_plain", indicator=indicator, period=period, n=len(rows))
    best, worst = valued[0], valued[-1]
    return spoken.say(
        "compare.alt",
        indicator=indicator,
        period=period,
        n=len(rows),
        best=best.name,
        best_value=best.text,
        worst=worst.name,
        worst_value=worst.text,
    )
