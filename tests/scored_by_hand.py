"""A score sheet of the example scheme reckoned again from raw cells, formulas and targets as written.

Nothing of the program computes here: formulas are read from the catalogue's TOML, the rules of the scheme
are written down once more as plain arithmetic in fractions.
"""

from __future__ import annotations

import csv
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).parent.parent
ABOVE = {"9901": "990100", "9902": "990200", "9903": "990300"}  # the city of a county
Cells = Mapping[str, Fraction]  # element -> figure of one region
Rule = Callable[[Fraction, Fraction, Fraction, Fraction, Fraction, int], Fraction]

POINT = Fraction(1, 2)  # marks for a point of most rules, 0.5


def low(per: Fraction, most: Fraction | None = None) -> Rule:
    """每低1个百分点扣 per 分."""

    def marks(v: Fraction, n: Fraction, d: Fraction, t: Fraction, w: Fraction, r: int) -> Fraction:
        taken = max(t - v, Fraction(0)) * per
        return max(w - (taken if most is None else min(taken, most)), Fraction(0))

    return marks


def line(zero: int, full: int) -> Rule:
    """Full marks at one value, none at the other, in proportion between."""

    def marks(v: Fraction, n: Fraction, d: Fraction, t: Fraction, w: Fraction, r: int) -> Fraction:
        return w * min(max((v - zero) / (full - zero), Fraction(0)), Fraction(1))

    return marks


def started(per: Fraction, sign: int) -> Rule:
    """不足1个百分点按1个百分点计."""

    def marks(v: Fraction, n: Fraction, d: Fraction, t: Fraction, w: Fraction, r: int) -> Fraction:
        return max(w - per * math.ceil(max(sign * (v - t), Fraction(0))), Fraction(0))

    return marks


RULES: Mapping[str, Rule] = {
    "1.1": lambda v, n, d, t, w, r: (
        max(w - max(t - v, 0) * POINT, 0) + min(max(v - t, 0) * Fraction(1, 5), 1)
    ),
    "1.2": started(Fraction(1), 1),
    "1.3": lambda v, n, d, t, w, r: max(w - max(v - t, 0), 0),
    "1.4": line(30, 12),
    "1.5": lambda v, n, d, t, w, r: Fraction(4 if v >= 95 else 3 if v >= 90 else 1 if v >= 80 else 0),
    "1.6": lambda v, n, d, t, w, r: max(w - Fraction(1, 5) * (r - 1), Fraction(0)),
    "1.7": lambda v, n, d, t, w, r: max(w - (d - n), Fraction(0)),
    "1.8": lambda v, n, d, t, w, r: max(w - math.floor(max(t - v, 0)), Fraction(0)),
    "2.1": low(POINT),
    "2.2": line(40, 60),
    "2.3": low(POINT, Fraction(3)),
    "2.4": lambda v, n, d, t, w, r: max(w - max(v - t, 0) * Fraction(1, 5), Fraction(0)),
    "3.1": lambda v, n, d, t, w, r: w if v >= t else Fraction(0),
    "3.2": started(POINT, -1),
    "3.3": low(POINT),
    "3.4": lambda v, n, d, t, w, r: w * min(v / 90, Fraction(1)),
    "4.1": low(POINT),
    "4.2": lambda v, n, d, t, w, r: w * min(v / t, Fraction(1)),
    "4.3": low(POINT),
    "5.1": lambda v, n, d, t, w, r: w if v >= t else Fraction(0),
    "5.2": lambda v, n, d, t, w, r: low(Fraction(3, 10))(v, n, d, 98, w, r) if v >= 80 else Fraction(0),
    "5.3": lambda v, n, d, t, w, r: w if v >= t else Fraction(0),
    "5.4": low(Fraction(3, 10)),
    "6.1": low(Fraction(3, 10)),
    "6.2": low(Fraction(3, 10)),
    "6.3": lambda v, n, d, t, w, r: w * min(v / t, Fraction(1)),
}


def indicators() -> dict[str, dict[str, str]]:
    """Code -> scale, numerator and denominator of the default 口径, as written."""
    found = {}
    for path in sorted((ROOT / "indicators" / "catalogue").glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(entry, dict) and "variants" in entry:
                variant = entry["variants"][entry["default"]]
                top, bottom = variant["numerator"], variant.get("denominator", "")
                found[code] = {"scale": str(entry["scale"]), "n": top, "d": bottom}
    return found


def summed(formula: str, cells: Cells) -> Fraction | None:
    """``a + b - 2*c`` over the cells; None where one of them is missing."""
    total = Fraction(0)
    for sign, factor, element in re.findall(r"([+-]?)\s*(?:(\d+)\s*\*\s*)?([a-z_]\w*)", formula):
        if element not in cells:
            return None
        total += (-1 if sign == "-" else 1) * int(factor or 1) * cells[element]
    return total


def targets(region: str) -> dict[str, Fraction]:
    """The number in force for a county in 2025: its own, its city's, else the province's."""
    nearest = {"990000": 1, ABOVE[region[:4]]: 2, region: 3}
    found: dict[str, tuple[int, Fraction]] = {}
    with (ROOT / "loaders" / "demo_targets.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            near = nearest.get(row["region"], 0)
            inside = row["first"] <= "2025M01" and row["last"] >= "2025M12"
            if near and inside and row["threshold"] and "county" in row["levels"].split(";"):
                code = row["indicator"]
                if near >= found.get(code, (0, Fraction(0)))[0]:
                    found[code] = (near, Fraction(row["threshold"]))
    return {code: number for code, (_, number) in found.items()}


def figures(code: str, cells: Cells) -> tuple[Fraction | None, Fraction, Fraction]:
    """Value, numerator and denominator of an indicator; no value where there are no cases."""
    told = indicators()[code]
    top = summed(told["n"], cells)
    if not told["d"]:
        return top, top or Fraction(0), Fraction(0)
    bottom = summed(told["d"], cells)
    if top is None or not bottom:
        return None, top or Fraction(0), bottom or Fraction(0)
    return int(told["scale"]) * top / bottom, top, bottom


def sheet(region: str, cells: Mapping[str, Cells], league: list[str], few: int = 5) -> dict[str, Fraction]:
    """Item -> marks of a county; an item that is left out has none."""
    scheme = tomllib.loads((ROOT / "loaders" / "schemes" / "demo-2025.toml").read_text(encoding="utf-8"))
    aims, made = targets(region), {}
    for item in scheme["items"]:
        if item["code"] not in RULES:
            continue
        weight = Fraction(str(item["weight"]))
        value, top, bottom = figures(item["subject"], cells[region])
        if value is None and not top and not bottom:
            if item.get("no_cases") != "left_out":
                made[item["code"]] = weight
            continue
        assert value is not None, item
        place = 0
        if item["code"] == "1.6":
            every = {each: figures(item["subject"], cells[each]) for each in league}
            ranked = [found[0] for found in every.values() if found[0] is not None and found[2] >= few]
            if bottom < few:
                continue
            place = 1 + sum(other > value for other in ranked)
        made[item["code"]] = RULES[item["code"]](
            value, top, bottom, aims.get(item["subject"], Fraction(0)), weight, place
        )
    return made


def total(made: Mapping[str, Fraction]) -> Fraction:
    """Marks within the items' full marks scaled to the scheme's, what was added beyond them as it is."""
    scheme = tomllib.loads((ROOT / "loaders" / "schemes" / "demo-2025.toml").read_text(encoding="utf-8"))
    weights = {item["code"]: Fraction(str(item["weight"])) for item in scheme["items"]}
    inside = sum((min(marks, weights[code]) for code, marks in made.items()), Fraction(0))
    counted = sum((weights[code] for code in made), Fraction(0))
    beyond = sum((max(marks - weights[code], Fraction(0)) for code, marks in made.items()), Fraction(0))
    return inside * sum(weights.values()) / counted + beyond
