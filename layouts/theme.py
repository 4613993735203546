"""Colours and fonts: read from assets/tokens.css, the only place where a colour is written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TOKENS = Path(__file__).parent / "assets" / "tokens.css"
STATUSES = ("met", "near", "missed", "pending", "undecidable", "prohibited", "no_target", "no_value")

_COLOUR = re.compile(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{3,6})\b")
_FONT = re.compile(r"--font:\s*([^;]+);", re.DOTALL)


@cache
def colours() -> Mapping[str, str]:
    """Token name (``series-1``, ``warm``) to hex colour, from the sheet's first block (not print)."""
    root = TOKENS.read_text(encoding="utf-8").split("body {")[0]
    return dict(_COLOUR.findall(root))


@cache
def font() -> str:
    """The font stack, as plotly and documents want it: one line."""
    found = _FONT.search(TOKENS.read_text(encoding="utf-8"))
    if not found:
        raise LookupError(f"{TOKENS.name}: no --font token")
    return " ".join(found[1].split())


def series() -> tuple[str, ...]:
    """Colours of chart series, in the order of use; more than five series is another chart."""
    return tuple(colours()[f"series-{number}"] for number in range(1, 6))


def status_colour(status: str) -> str:
    """Fill of a status mark."""
    return colours()[status if status in ("met", "near", "missed") else "other"]


def figure_layout(**layout: Any) -> dict[str, Any]:
    """A figure's layout on white, in our font, without zoom; ``layout`` wins."""
    plain = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": font(), "size": 12, "color": colours()["ink"]},
        "showlegend": False,
        "dragmode": False,
        "separators": ".",
        "hoverlabel": {
            "bgcolor": colours()["ground"],
            "bordercolor": colours()["line-3"],
            "font": {"family": font(), "size": 12, "color": colours()["ink"]},
            "align": "left",
        },
    }
    return plain | layout


def mantine() -> dict[str, Any]:
    """Theme for MantineProvider: our blue, radius 3, no shadows; the rest is in assets/mantine.css."""
    blues = ["blue-soft", "blue-soft", "blue-line", "blue-line", "series-3", "series-3"]
    shades = [*(colours()[name] for name in blues), *[colours()["blue"]] * 2, *[colours()["blue-dark"]] * 2]
    return {
        "fontFamily": font(),
        "primaryColor": "fahengBlue",
        "primaryShade": 6,
        "colors": {"fahengBlue": shades},
        "defaultRadius": 3,
        "black": colours()["ink"],
        "shadows": dict.fromkeys(("xs", "sm", "md", "lg", "xl"), "none"),
        "headings": {"fontFamily": font()},
        "respectReducedMotion": True,
    }
