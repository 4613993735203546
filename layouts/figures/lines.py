"""Lines that bars are read against, the target and the parent, and where their names stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layouts.theme import colours

Side = tuple[str, float]  # anchor of a name, and its shift in px


@dataclass(frozen=True, slots=True)
class Line:
    """A value that bars are read against, with its name: “目标 ≥90%”, “全省 89.8%”."""

    value: float
    name: str


def reference_lines(
    target: Line | None, parent: Line | None, *, reach: float, room: float, margins: tuple[float, float]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and names of the lines: parent thin ink, target dashed ochre.

    Names stand on opposite sides, both to the left at the right edge. They keep their places among the
    annotations (0 parent, 1 target to the right of its line, 2 target to the left), which views.css uses.
    ``room`` is the likely width of the plot in px, ``margins`` what lies at its left and right.
    """
    ink, warm = colours()["ink"], colours()["warm"]
    sides = _sides(target, parent, reach=reach, room=room, margins=margins)
    shapes = [_rule(parent, ink, 1.2, "solid")] if parent else []
    shapes += [_rule(target, warm, 1.8, "6px,4px")] if target else []
    side = sides[0][0]
    names = [
        _name(parent, sides[1], ink, "normal"),
        _name(target if side == "left" else None, sides[0], warm, "bold"),
        _name(target if side == "right" else None, sides[0], warm, "bold"),
    ]
    return shapes, names


def hatched(small: Sequence[bool]) -> dict[str, Any]:
    """The marker of bars, those on few cases hatched."""
    paint = colours()
    return {
        "line": {"width": [1 if few else 0 for few in small], "color": paint["bar-missed"]},
        "pattern": {
            "shape": ["/" if few else "" for few in small],
            "fgcolor": paint["bar-missed"],
            "bgcolor": paint["ground"],
            "fillmode": "replace",
            "size": 6,
            "solidity": 0.22,
        },
    }


def no_bar(place: int, reason: str, *, xref: str = "x", size: int = 12, own: bool = False) -> dict[str, Any]:
    """Why there is no bar, where it would begin; on a ground of its own, so that no line runs through it."""
    paint = colours()
    return {
        "xref": xref,
        "yref": "y",
        "x": 0,
        "y": place,
        "xanchor": "left",
        "xshift": 3,
        "text": f"— {reason}" if reason else "—",
        "showarrow": False,
        "font": {"size": size, "color": paint["muted"]},
        "bgcolor": paint["blue-soft" if own else "ground"],
        "borderpad": 0,
    }


def _rule(line: Line, colour: str, width: float, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": line.value,
        "x1": line.value,
        "y0": 0,
        "y1": 1,
        "layer": "above",
        "line": {"color": colour, "width": width, "dash": dash},
    }


def _name(line: Line | None, side: Side, colour: str, weight: str) -> dict[str, Any]:
    if line is None:
        return {"visible": False, "text": "", "showarrow": False}
    return {
        "xref": "x",
        "yref": "paper",
        "x": line.value,
        "y": 1,
        "xanchor": side[0],
        "yanchor": "bottom",
        "xshift": side[1],
        "yshift": 1,
        "text": line.name,
        "showarrow": False,
        "font": {"size": 12, "color": colour, "weight": weight},
    }


def _sides(
    target: Line | None, parent: Line | None, *, reach: float, room: float, margins: tuple[float, float]
) -> tuple[Side, Side]:
    """Anchor and shift of the names of target and parent."""
    if target is None or parent is None:
        return _alone(target, reach=reach, room=room, margins=margins), _alone(
            parent, reach=reach, room=room, margins=margins
        )
    low, high = (target, parent) if target.value < parent.value else (parent, target)
    high_side = _alone(high, reach=reach, room=room, margins=margins)
    gap = (high.value - low.value) / reach * room
    if high_side[0] == "left":
        low_side = ("right", -2.0)
    else:
        low_side = ("right", min(0.0, gap - text_width(high.name) - 10) - 2.0)
    if low_side[0] == "right" and low.value / reach * room + low_side[1] < text_width(low.name) - margins[0]:
        low_side = ("left", 2.0)
        high_side = high_side if gap > text_width(low.name) + 8 else ("left", text_width(low.name) - gap + 10)
    return (low_side, high_side) if low is target else (high_side, low_side)


def _alone(line: Line | None, *, reach: float, room: float, margins: tuple[float, float]) -> Side:
    if line is None:
        return "left", 2.0
    fits = line.value / reach * room + text_width(line.name) + 2 <= room + margins[1]
    return ("left", 2.0) if fits else ("right", -2.0)


def text_width(text: str) -> float:
    """Likely width in px of a 12 px text."""
    return sum(12.0 if ord(letter) > 0x2E7F else 7.0 for letter in text)
