"""What is written and drawn beside the lines: names at their ends, breaks, events, where the axis begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layouts.figures.lines import text_width
from layouts.figures.trend_series import Break, Mark, Series, TargetPath, colour_of
from layouts.text import Language, words
from layouts.theme import colours

NAME_GAP = 16  # px between two names at the lines' ends


def _ends(series: Sequence[Series], target: TargetPath | None) -> list[tuple[float, str, str, str]]:
    """Value, text, colour and weight of each name at the right."""
    ends = []
    for place, one in enumerate(series):
        last = next((point for point in reversed(one.points) if point.value is not None), None)
        if last is not None and last.value is not None:
            weight = "bold" if place == 0 else "normal"
            ends.append((last.value, f"{one.name} {last.text}", colour_of(one, place), weight))
    for value in reversed(target.values if target else ()):
        if target and value is not None:
            ends.append((value, target.name, colours()["warm"], "bold"))
            break
    return sorted(ends, key=lambda end: -end[0])


def end_names(
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


def name_room(series: Sequence[Series], target: TargetPath | None) -> float:
    longest = max((text_width(text) for _, text, _, _ in _ends(series, target)), default=40.0)
    return min(longest + 16, 220.0)


def break_marks(breaks: Sequence[Break]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
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


def not_from_zero(language: Language) -> dict[str, Any]:
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


def event_marks(marks: Sequence[Mark]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dotted line and the sign of each event at the foot of the plot; signs at one place stand together."""
    paint = colours()
    signs: dict[float, str] = {}
    for mark in marks:
        signs[mark.at] = signs.get(mark.at, "") + mark.sign
    edge = {"color": paint["line-3"], "width": 1, "dash": "1px,3px"}
    shapes = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": edge}
        for at in signs
    ]
    notes = [
        {
            "xref": "x",
            "yref": "paper",
            "x": at,
            "y": 0,
            "xanchor": "center",
            "yanchor": "bottom",
            "text": sign,
            "showarrow": False,
            "font": {"size": 12, "color": paint["ink-2"]},
        }
        for at, sign in signs.items()
    ]
    return shapes, notes
