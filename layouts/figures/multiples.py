"""Small multiples: the same regions in the same order, a panel of bars for each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.graph import Figure
from layouts.figures.lines import Line, hatched, no_bar, text_width
from layouts.theme import colours, figure_layout

ROW, CLOSE_ROW = 20, 15
CLOSE = 40  # more regions than this stand closer
GAP = 0.02  # between two panels, as a share of the width
HEAD = 56


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator: its short name, the unit, a bar for each region in the order of the names."""

    name: str
    unit: str
    values: Sequence[float | None]
    texts: Sequence[str]
    missed: Sequence[bool]
    hrefs: Sequence[str]
    target: Line | None = None
    small: Sequence[bool] = ()  # on few cases: hatched, as everywhere
    reasons: Sequence[str] = ()  # why there is no bar


def multiples(
    panels: Sequence[Panel],
    names: Sequence[str],
    codes: Sequence[str],
    *,
    selected: str = "",
    title: str = "",
    source: str = "",
) -> Figure:
    """Every panel has an axis of its own from 0; the names stand once, at the left."""
    paint = colours()
    row = ROW if len(names) <= CLOSE else CLOSE_ROW
    left = max(map(text_width, names), default=40.0) + 12
    margin = {"l": left, "r": 24, "t": HEAD, "b": 8, "pad": 0}
    wide = (1 - GAP * (len(panels) - 1)) / len(panels)
    layout = figure_layout(
        height=HEAD + row * max(len(names), 1) + 8,
        margin=margin,
        hovermode="closest",
        bargap=0.35,
        yaxis={
            "range": [max(len(names), 1) - 0.5, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": [
                f"<b>{name}</b>" if code and code == selected else name
                for name, code in zip(names, codes, strict=True)
            ],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "ticklabelstandoff": 6,
            "tickfont": {"size": 12 if row == ROW else 11},
        },
        shapes=[],
        annotations=[],
        meta={"download": {"title": title, "source": source, "margin": {**margin, "t": HEAD + 44, "b": 44}}},
    )
    data = []
    for place, panel in enumerate(panels):
        key = "" if not place else str(place + 1)
        start = place * (wide + GAP)
        layout[f"xaxis{key}"] = _axis(panel, start, start + wide, paint)
        layout["shapes"] += _rules(panel, key, paint)
        layout["annotations"] += [*_head(panel, start, paint), *_reasons(panel, key)]
        data.append(_bars(panel, names, codes, key, selected, paint))
    return {"data": data, "layout": layout}


def _axis(panel: Panel, start: float, end: float, paint: Any) -> dict[str, Any]:
    there = [value for value in panel.values if value is not None] + (
        [panel.target.value] if panel.target else []
    )
    most = max(there, default=1.0)
    reach = 100.0 if panel.unit == "%" and 50 < most <= 100 else most * 1.04 or 1.0
    return {
        "domain": [start, end],
        "range": [0, reach],
        "fixedrange": True,
        "showgrid": False,
        "showticklabels": False,
        "ticks": "",
        "zeroline": True,
        "zerolinecolor": paint["line-3"],
        "anchor": "y",
    }


def _rules(panel: Panel, key: str, paint: Any) -> list[dict[str, Any]]:
    if panel.target is None:
        return []
    at = panel.target.value
    line = {"color": paint["warm"], "width": 1.4, "dash": "6px,4px"}
    return [
        {
            "type": "line",
            "xref": f"x{key}",
            "yref": "paper",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": 1,
            "line": line,
        }
    ]


def _head(panel: Panel, start: float, paint: Any) -> list[dict[str, Any]]:
    """The indicator's name over its panel, the target's under it."""
    place = {"xref": "paper", "yref": "paper", "x": start, "y": 1, "xanchor": "left", "yanchor": "bottom",
             "showarrow": False, "align": "left"}  # fmt: skip
    made = [
        {
            **place,
            "text": panel.name,
            "yshift": 18,
            "font": {"size": 12, "weight": "bold", "color": paint["ink"]},
        }
    ]
    if panel.target:
        font = {"size": 11, "color": paint["warm"]}
        made.append({**place, "text": panel.target.name, "yshift": 2, "font": font})
    return made


def _reasons(panel: Panel, key: str) -> list[dict[str, Any]]:
    return [
        no_bar(place, reason, xref=f"x{key}", size=11)
        for place, (value, reason) in enumerate(zip(panel.values, panel.reasons, strict=False))
        if value is None and reason
    ]


def _bars(
    panel: Panel, names: Sequence[str], codes: Sequence[str], key: str, selected: str, paint: Any
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": f"x{key}",
        "yaxis": "y",
        "y": list(range(len(names))),
        "x": list(panel.values),
        "marker": {
            "color": [
                paint["bar-selected"]
                if code and code == selected
                else paint["bar-missed" if missed else "bar"]
                for code, missed in zip(codes, panel.missed, strict=True)
            ],
            **hatched(panel.small),
        },
        "customdata": [[code, href] for code, href in zip(codes, panel.hrefs, strict=True)],
        "hovertext": [
            f"<b>{name}</b> {panel.name}<br>{text}" for name, text in zip(names, panel.texts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
