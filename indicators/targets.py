"""assess: RESULTS and targets to ASSESSED, the status of every value.

Source: methods.md, Targets. Floor, cap and exact targets in the indicator's own unit are evaluated;
rank, date, cadence and veto targets are shown and leave a value undecided until their evidence can be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.frames import ASSESSED, category, conform
from data.model import DataElement, Period, Target
from data.regions import RegionTree
from indicators.definition import Indicators, Variant
from indicators.qualifiers import BITS, DOWN, STRICT, UP

STATUSES = (
    "prohibited",
    "no_target",
    "no_value",
    "undecidable",
    "met",
    "near",
    "missed",
    "pending",
)
STATUS = {name: number for number, name in enumerate(STATUSES)}
WARNINGS = ("", "at_cap", "in_band")
EVALUATED = ("floor", "cap", "exact")
BINDING = "必须"

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """How a target looks at one period: whole, so far (``before_end``), or not at all (None)."""

    before_end: bool


def in_force(target: Target, period: Period) -> bool:
    """Does the target's period hold this one; open ends hold everything."""
    first = Period.parse(target.first).first if target.first else -1
    last = Period.parse(target.last).last if target.last else 10**6
    return first <= period.first and period.last <= last


def window(target: Target, period: Period, *, cumulative: bool) -> Window | None:
    """The view of the target on a period; None where they cannot be compared.

    A count that accumulates is compared only from the start of the target's span: a quarter
    of 2 is never judged against 5 a year.
    """
    if not in_force(target, period):
        return None
    if not cumulative:
        return Window(before_end=False)
    if target.every == "year" or not (target.first and target.last):
        year = period.first // 12
        span = Period.year(year)
    else:
        span = Period(Period.parse(target.first).first, Period.parse(target.last).last)
    if period.first != span.first or period.last > span.last:
        return None
    return Window(before_end=period.last < span.last)


def assess(
    results: pd.DataFrame,
    targets: Sequence[Target],
    indicators: Indicators,
    elements: Mapping[str, DataElement],
    tree: RegionTree,
) -> pd.DataFrame:
    """Add target, attainment, status and warning to a RESULTS frame of one period and scope."""
    size = len(results)
    place = np.full(size, -1, dtype=np.int64)
    attainment = np.full(size, np.nan)
    status = np.full(size, STATUS["no_target"], dtype=np.int64)
    warning = np.zeros(size, dtype=np.int64)
    known = [target for target in targets if target.indicator and target.kind not in ("text", "prohibition")]
    by_indicator: dict[str, list[int]] = {}
    for number, target in enumerate(known):
        by_indicator.setdefault(target.indicator, []).append(number)
    for chunk in _chunks(results, tree):
        indicator = indicators[chunk.indicator]
        if indicator.protected:
            status[chunk.rows] = STATUS["prohibited"]
            continue
        variant = indicator.variant(chunk.variant)
        candidates = [
            number
            for number in by_indicator.get(chunk.indicator, ())
            if (known[number].variant or indicator.default) == chunk.variant
        ]
        for number, here, seen in _chosen(chunk, candidates, known, variant, elements):
            rows = chunk.rows[here]
            place[rows] = number
            part = results.iloc[rows]
            if known[number].kind in EVALUATED and known[number].unit == indicator.unit:
                status[rows], warning[rows] = _judge(part, known[number], seen, indicator.scale)
                attainment[rows] = _attainment(part["value"].to_numpy(), known[number])
            else:
                no_value = part["value"].isna().to_numpy()
                status[rows] = np.where(no_value, STATUS["no_value"], STATUS["undecidable"])
    frame = results.copy(deep=False)
    frame["target"] = category(np.where(place < 0, 0, place + 1), ["", *[target.target for target in known]])
    frame["attainment"] = attainment
    frame["status"] = category(status, list(STATUSES))
    frame["warning"] = category(warning, list(WARNINGS))
    return conform(frame, ASSESSED)


@dataclass(frozen=True)
class _Chunk:
    """The rows of one indicator, variant and period, with each row's region and its ancestors."""

    indicator: str
    variant: str
    period: Period
    rows: NDArray[np.int64]
    regions: tuple[str, ...]
    levels: tuple[str, ...]
    lines: tuple[Mapping[str, int], ...]  # ancestor-or-self code -> distance


def _chunks(results: pd.DataFrame, tree: RegionTree) -> list[_Chunk]:
    keys = ["indicator", "variant", "period"]
    line: dict[str, Mapping[str, int]] = {}
    level: dict[str, str] = {}
    for code in results["region"].cat.categories:
        region = tree.get(code)
        above = [region.code, *[ancestor.code for ancestor in tree.ancestors(region.code)]]
        line[code] = {ancestor: distance for distance, ancestor in enumerate(above)}
        level[code] = region.level
    regions = results["region"].to_numpy()
    chunks = []
    groups = results.groupby(keys, observed=True, sort=False).indices
    for key, rows in groups.items():
        indicator, variant, period = np.array(key, dtype=object)
        here = tuple(str(code) for code in regions[rows])
        chunks.append(
            _Chunk(
                str(indicator),
                str(variant),
                Period.parse(str(period)),
                np.asarray(rows, dtype=np.int64),
                here,
                tuple(level[code] for code in here),
                tuple(line[code] for code in here),
            )
        )
    return chunks


def _chosen(
    chunk: _Chunk,
    candidates: Sequence[int],
    known: Sequence[Target],
    variant: Variant,
    elements: Mapping[str, DataElement],
) -> list[tuple[int, NDArray[np.int64], Window]]:
    """For each target in force: the rows where it is the nearest one, the later decided among equals."""
    cumulative = all(elements[code].over_time == "sum" for code in variant.numerator.elements) and (
        variant.denominator is None
    )
    seen = {number: window(known[number], chunk.period, cumulative=cumulative) for number in candidates}
    best: dict[int, list[int]] = {}
    if not candidates:
        return []
    for row, line in enumerate(chunk.lines):
        options = [
            number
            for number in candidates
            if seen[number]
            and known[number].region in line
            and (not known[number].levels or chunk.levels[row] in known[number].levels)
        ]
        if options:
            nearest = min(
                options, key=lambda number: _preference(known[number], line[known[number].region], number)
            )
            best.setdefault(nearest, []).append(row)
    return [
        (number, np.array(rows, dtype=np.int64), view)
        for number, rows in best.items()
        if (view := seen[number])
    ]


def _preference(target: Target, distance: int, order: int) -> tuple[int, int, int, tuple[int, ...], int]:
    """Nearest first, then evaluated kinds, binding ones, the later decided, the earlier entered."""
    decided = tuple(-ord(letter) for letter in target.decided_on)
    return distance, target.kind not in EVALUATED, target.strength != BINDING, decided, order


def _judge(
    part: pd.DataFrame, target: Target, seen: Window, scale: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    value = part["value"].to_numpy()
    no_value = np.isnan(value)
    if target.threshold is None:
        return np.where(no_value, STATUS["no_value"], STATUS["undecidable"]), np.zeros(
            len(part), dtype=np.int64
        )
    sign = _compare(part, target.threshold, scale)
    bits = np.array([BITS.get(name, 0) for name in part["qualifier"]], dtype=np.uint8)
    met, failed = _decide(target.kind, sign, bits)
    near = _near(value, target)
    status = np.where(met, STATUS["met"], np.where(failed, STATUS["missed"], STATUS["undecidable"]))
    soft = near | (target.strength != BINDING)
    status = np.where(failed & soft, STATUS["near"], status)
    status = np.where(_open(part, target, seen, sign, met, failed), STATUS["pending"], status)
    status = np.where(no_value, STATUS["no_value"], status)
    return status, np.where(status == STATUS["met"], _warning(value, sign, target), 0)


def _compare(part: pd.DataFrame, threshold: float, scale: int) -> NDArray[np.int64]:
    """Sign of value minus threshold; float ties are settled with exact fractions."""
    value = part["value"].to_numpy()
    sign = np.where(value > threshold, 1, np.where(value < threshold, -1, 0))
    close = np.isclose(value, threshold, rtol=1e-12, atol=0) & ~np.isnan(part["denominator"].to_numpy())
    exact = Fraction(repr(threshold))
    above, below = part["numerator"].tolist(), part["denominator"].tolist()
    for row in np.flatnonzero(close & (part["basis"] == "computed").to_numpy()).tolist():
        ratio = scale * Fraction(repr(above[row])) / Fraction(repr(below[row]))
        sign[row] = (ratio > exact) - (ratio < exact)
    return sign


def _decide(kind: str, sign: NDArray[np.int64], bits: NDArray[np.uint8]) -> tuple[Flags, Flags]:
    """(surely met, surely failed), given what the qualifier leaves open."""
    up, down, strict = (bits & UP) > 0, (bits & DOWN) > 0, (bits & STRICT) > 0
    below = np.where(down, (sign < 0) | ((sign == 0) & strict), sign < 0) & ~up
    above = np.where(up, (sign > 0) | ((sign == 0) & strict), sign > 0) & ~down
    equal = (sign == 0) & ~up & ~down
    not_below = above | equal | ((sign == 0) & up & ~down)
    not_above = below | equal | ((sign == 0) & down & ~up)
    match kind:
        case "floor":
            return not_below, below
        case "cap":
            return not_above, above
    return equal, above | below


def _near(value: NDArray[np.float64], target: Target) -> Flags:
    """On the failing side, inside the band."""
    if not target.near or target.threshold is None:
        return np.zeros(value.shape, dtype=bool)
    return np.abs(value - target.threshold) <= target.near


def _warning(value: NDArray[np.float64], sign: NDArray[np.int64], target: Target) -> NDArray[np.int64]:
    """A cap reached exactly, or a value that meets its target inside the band."""
    at_cap = (sign == 0) & (target.kind == "cap")
    banded = _near(value, target) & (sign != 0) & (target.kind in ("floor", "cap"))
    return np.where(at_cap, 1, np.where(banded, 2, 0))


def _open(
    part: pd.DataFrame, target: Target, seen: Window, sign: NDArray[np.int64], met: Flags, failed: Flags
) -> Flags:
    """Not to be judged yet: the span still runs, or not every region has reported."""
    counts = np.isnan(part["denominator"].to_numpy())
    broken = counts & failed & (sign > 0) & (target.kind in ("cap", "exact"))
    reached = counts & met & (target.kind == "floor")
    computed = (part["basis"] == "computed").to_numpy()
    short = computed & (part["regions_reported"].to_numpy() < part["regions_expected"].to_numpy())
    waits: Flags = np.ones(len(part), dtype=bool) if seen.before_end else short
    settled: Flags = (broken | reached) if seen.before_end else broken
    return waits & ~settled


def _attainment(value: NDArray[np.float64], target: Target) -> NDArray[np.float64]:
    """value / target for floors, target / value for broken caps; null where neither means anything."""
    result = np.full(value.shape, np.nan)
    threshold = target.threshold
    if threshold is None:
        return result
    if threshold <= 0:
        return np.where((threshold == 0) & (value == 0), 1.0, np.nan)
    fine = value >= 0
    if target.kind == "cap":
        np.divide(threshold, value, out=result, where=fine & (value > threshold))
        return np.where(fine & (value <= threshold), 1.0, result)
    return np.where(fine, value / threshold, np.nan)
