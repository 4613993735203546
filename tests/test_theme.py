"""Colours: readable, told apart by colour-blind readers, the same in the sheet, the marks and the figures."""

from __future__ import annotations

import itertools
import re

import pytest

from layouts import theme
from layouts.figures import bars, graph, sparkline, trend

ASSETS = theme.TOKENS.parent
PAIRS = (
    # text, ground, least contrast (WCAG 2.2)
    ("ink", "ground", 7.0),
    ("ink-2", "ground-2", 7.0),
    ("muted", "ground-2", 4.5),
    ("muted", "ground", 4.5),
    ("blue", "ground", 7.0),
    ("blue", "blue-soft", 4.5),
    ("ground", "blue", 7.0),
    ("ground", "blue-dark", 7.0),
    ("warm", "ground", 4.5),
    ("warm-text", "warm-soft", 7.0),
    ("met-text", "ground", 7.0),
    ("near-text", "ground", 7.0),
    ("missed-text", "ground", 7.0),
    ("missed-on-ground", "missed-ground", 7.0),
    ("ink", "near-ground", 7.0),
    ("other-text", "other-ground", 4.5),
    # not text: marks, frames of fields, series
    ("met", "ground", 3.0),
    ("near", "ground", 3.0),
    ("missed", "ground", 3.0),
    ("other", "ground", 3.0),
    ("line-3", "ground", 3.0),
    *((f"series-{number}", "ground", 3.0) for number in range(1, 6)),
)
# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
VISIONS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_colours_stand_out_from_their_ground(text: str, ground: str, least: float) -> None:
    assert contrast(theme.colours()[text], theme.colours()[ground]) >= least


@pytest.mark.parametrize("vision", VISIONS)
def test_the_three_judgements_are_told_apart_in_every_vision(vision: str) -> None:
    fills = [theme.status_colour(status) for status in ("met", "near", "missed")]
    assert min(difference(one, other, vision) for one, other in itertools.combinations(fills, 2)) > 20


def test_the_three_judgements_differ_in_grey() -> None:
    light = [lab(linear(theme.status_colour(status)))[0] for status in ("met", "near", "missed")]
    assert min(abs(one - other) for one, other in itertools.combinations(light, 2)) > 10


@pytest.mark.parametrize("vision", VISIONS)
def test_chart_series_are_told_apart_in_every_vision(vision: str) -> None:
    pairs = itertools.combinations(theme.series(), 2)
    assert min(difference(one, other, vision) for one, other in pairs) > 20


def test_status_colours_are_never_series_colours() -> None:
    assert not {theme.status_colour(status) for status in theme.STATUSES} & set(theme.series())


def test_style_sheets_take_their_colours_from_the_tokens() -> None:
    written = {
        path.name: sorted(set(re.findall(r"#[0-9A-Fa-f]{3,6}\b", path.read_text(encoding="utf-8"))))
        for path in ASSETS.glob("*.css")
        if path.name not in ("tokens.css", "marks.css")
    }
    assert {name: found for name, found in written.items() if found} == {}


def test_every_token_that_a_sheet_uses_exists() -> None:
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", "".join(read(name) for name in names())))
    sources = "".join(path.read_text(encoding="utf-8") for path in ASSETS.parent.rglob("*.py"))
    defined |= set(re.findall(r'"(--[a-z0-9-]+)":', sources))  # sizes that a page sets on one element
    used = set(re.findall(r"var\((--[a-z0-9-]+)", "".join(read(name) for name in names())))
    assert {token for token in used - defined if not token.startswith("--mantine")} == set()


def test_marks_wear_the_status_colours() -> None:
    marks = read("marks.css")
    for status in theme.STATUSES:
        rule = re.search(rf"\.mk-{status} {{ --mark: (.*?) }}", marks)
        assert rule, status
        assert theme.status_colour(status).replace("#", "%23") in rule[1]


def test_figures_use_no_colour_outside_the_tokens() -> None:
    rows = [
        bars.Bar("a", "甲县", 71.4, "71.4%", "missed"),
        bars.Bar("b", "乙县", None, "—", "no_value", reason="未报"),
    ]
    drawn = [
        bars.region_bars(
            rows, language="zh", unit="%", target=bars.Line(90, "目标"), parent=bars.Line(80, "全省")
        ),
        trend.trend_lines(
            [trend.Series("甲", (trend.Point(1.0, "1"),))], ["2024年"], language="zh", unit="件"
        ),
    ]
    found = set(re.findall(r"#[0-9A-Fa-f]{6}", repr(drawn) + repr(graph.config("zh"))))
    found |= set(re.findall(r"%23([0-9A-Fa-f]{6})", repr(sparkline.sparkline([1, 2], 1.5)))) - set()
    assert {colour.removeprefix("#") for colour in found} <= {
        colour.removeprefix("#") for colour in theme.colours().values()
    }


def test_mantine_has_ten_shades_no_shadows_and_our_font() -> None:
    made = theme.mantine()
    assert len(made["colors"][made["primaryColor"]]) == 10
    assert set(made["shadows"].values()) == {"none"}
    assert made["fontFamily"].startswith('"Microsoft YaHei')


def names() -> list[str]:
    return sorted(path.name for path in ASSETS.glob("*.css"))


def read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    light = sorted(
        sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(rgb: Triple) -> Triple:
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    scaled = [
        max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True))) / w
        for row, w in zip(matrix, white, strict=True)
    ]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, vision: str) -> float:
    """CIE76 ΔE of two colours as that vision sees them."""
    seen = []
    for colour in (one, other):
        rgb = linear(colour)
        red, green, blue = (
            min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in VISIONS[vision]
        )
        seen.append(lab((red, green, blue)))
    return float(sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5)
