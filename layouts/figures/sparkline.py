"""A card's sparkline: a small SVG as a data address, so that no chart library runs for it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from layouts.elements import Element, h
from layouts.theme import colours

WIDTH, HEIGHT, PAD = 168, 32, 5
END = 12  # px at the right, so that the last dot is whole where the picture is drawn narrow
_STEADY = "vector-effect='non-scaling-stroke'"  # lines keep their weight in a narrow card


def sparkline(
    values: Sequence[float | None], target: float | None = None, *, alt: str = ""
) -> Element | None:
    """The course of ``values`` (None is a gap, never joined), a dashed target, a dot on the last value.

    None where there are fewer than two values: one point is no course.
    """
    found = [value for value in values if value is not None]
    if len(found) < 2:
        return None
    return h("img", src=f"data:image/svg+xml,{quote(_svg(values, target))}", alt=alt, class_name="spark")


def _svg(values: Sequence[float | None], target: float | None) -> str:
    paint = colours()
    found = [value for value in (*values, target) if value is not None]
    low, high = min(found), max(found)
    spread = (high - low) or 1.0

    def up(value: float) -> float:
        return round(HEIGHT - PAD - (value - low) / spread * (HEIGHT - 2 * PAD), 1)

    step = (WIDTH - PAD - END) / max(len(values) - 1, 1)
    points = [
        None if value is None else (round(PAD + place * step, 1), up(value))
        for place, value in enumerate(values)
    ]
    last = next(point for point in reversed(points) if point)
    parts = [
        f"<path d='{_path(points)}' fill='none' stroke='{paint['bar-missed']}' stroke-width='1.5' {_STEADY}/>"
    ]
    if target is not None:
        level = up(target)
        line = f"<line x1='0' x2='{WIDTH}' y1='{level}' y2='{level}' stroke='{paint['warm']}' "
        parts.insert(0, f"{line}stroke-dasharray='4 3' {_STEADY}/>")
    dot = f"stroke='{paint['blue']}' stroke-width='6' stroke-linecap='round' {_STEADY}"
    parts.append(f"<path d='M{last[0]} {last[1]}h.01' {dot}/>")
    size = f"viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}' preserveAspectRatio='none'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{''.join(parts)}</svg>"


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Moves at the start and after every gap, lines between neighbours."""
    steps, pen_down = [], False
    for point in points:
        if point is not None:
            steps.append(f"{'L' if pen_down else 'M'}{point[0]} {point[1]}")
        pen_down = point is not None
    return "".join(steps)
