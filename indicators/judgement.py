"""Judgement: one target against many values: status, warning and attainment.

Source: methods.md, Targets. A comparison that decides a status is exact: where floats come close,
fractions settle it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from data.model import Target
from indicators.qualifiers import DOWN, STRICT, UP

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
AT_CAP, IN_BAND = WARNINGS.index("at_cap"), WARNINGS.index("in_band")
BINDING = "必须"
CLOSE = 1e-12  # relative; floats nearer than this are compared as fractions

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Figures:
    """Values to be judged, one place each; ``short`` marks those that not every region has reported."""

    value: NDArray[np.float64]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    computed: Flags
    bits: NDArray[np.uint8]
    short: Flags

    def at(self, rows: Whole) -> Figures:
        return Figures(*(getattr(self, field.name)[rows] for field in fields(self)))


def judge(figures: Figures, target: Target, *, scale: int, before_end: bool) -> tuple[Whole, Whole]:
    """Places in STATUSES and WARNINGS; ``before_end``: a count whose target's span still runs."""
    none = np.isnan(figures.value)
    if target.threshold is None:
        return without(figures), np.zeros(none.shape, dtype=np.int64)
    if target.digits is not None:
        figures = rounded(figures, target.digits, scale)
    sign = _sign(figures, Fraction(repr(target.threshold)), scale)
    met, failed = _decided(target.kind, sign, figures.bits)
    inside = _in_band(figures, target, scale)
    soft = inside | (target.strength != BINDING)
    status = np.where(met, STATUS["met"], np.where(failed, STATUS["missed"], STATUS["undecidable"]))
    status = np.where(failed & soft, STATUS["near"], status)
    waiting = (met | failed) & _open(figures, target, sign, met, failed, before_end=before_end)
    status = np.where(waiting, STATUS["pending"], status)
    status = np.where(none, STATUS["no_value"], status)
    warning = _warning(sign, inside, target, scale)
    return status, np.where(status == STATUS["met"], warning, 0)


def rounded(figures: Figures, digits: int, scale: int) -> Figures:
    """Values as they are shown: rounded half away from zero to so many digits, from the exact value."""
    shown = figures.value.copy()
    for row in np.flatnonzero(np.isfinite(shown)).tolist():
        exact = _exact(figures, row, scale) * 10**digits
        whole = (2 * abs(exact) + 1) // 2
        shown[row] = float(Fraction(int(whole), 10**digits) * (1 if exact >= 0 else -1))
    return replace(figures, value=shown, computed=np.zeros(shown.shape, dtype=bool))


def without(figures: Figures) -> Whole:
    """The status under a target that cannot be evaluated."""
    return np.where(np.isnan(figures.value), STATUS["no_value"], STATUS["undecidable"])


def attainment(value: NDArray[np.float64], target: Target) -> NDArray[np.float64]:
    """value / target for floors, target / value for broken caps; null where neither means anything."""
    result = np.full(value.shape, np.nan)
    threshold = target.threshold
    if threshold is None or target.kind == "rank":
        return result
    if threshold <= 0:
        return np.where((threshold == 0) & (value == 0), 1.0, np.nan)
    fine = value >= 0
    if target.kind == "cap":
        np.divide(threshold, value, out=result, where=fine & (value > threshold))
        return np.where(fine & (value <= threshold), 1.0, result)
    return np.where(fine, value / threshold, np.nan)


def _sign(figures: Figures, limit: Fraction, scale: int) -> Whole:
    """Sign of value minus limit; what floats cannot tell apart is settled with fractions."""
    value, edge = figures.value, float(limit)
    sign = np.where(value > edge, 1, np.where(value < edge, -1, 0))
    close = np.abs(value - edge) <= CLOSE * abs(edge)
    for row in np.flatnonzero(close).tolist():
        exact = _exact(figures, row, scale)
        sign[row] = (exact > limit) - (exact < limit)
    return sign


def _exact(figures: Figures, row: int, scale: int) -> Fraction:
    if not figures.computed[row] or np.isnan(figures.denominator[row]):
        return Fraction(repr(float(figures.value[row])))
    above, below = float(figures.numerator[row]), float(figures.denominator[row])
    return scale * Fraction(repr(above)) / Fraction(repr(below))


def _decided(kind: str, sign: Whole, bits: NDArray[np.uint8]) -> tuple[Flags, Flags]:
    """(surely met, surely failed), given what the qualifier leaves open."""
    up, down, strict = (bits & UP) > 0, (bits & DOWN) > 0, (bits & STRICT) > 0
    tie = sign == 0
    below = np.where(down, (sign < 0) | (tie & strict), sign < 0) & ~up
    above = np.where(up, (sign > 0) | (tie & strict), sign > 0) & ~down
    equal = tie & ~up & ~down
    match kind:
        case "floor":
            return above | equal | (tie & up & ~down), below
        case "cap" | "rank":
            return below | equal | (tie & down & ~up), above
    return equal, above | below


def _in_band(figures: Figures, target: Target, scale: int) -> Flags:
    """At most ``near`` away from the threshold, on either side, the edges included."""
    if not target.near or target.threshold is None:
        return np.zeros(figures.value.shape, dtype=bool)
    middle, width = Fraction(repr(target.threshold)), Fraction(repr(target.near))
    lower, upper = _sign(figures, middle - width, scale), _sign(figures, middle + width, scale)
    return (lower >= 0) & (upper <= 0)


def _warning(sign: Whole, inside: Flags, target: Target, scale: int) -> Whole:
    """A cap reached exactly, or a value that meets its target inside the band.

    Nothing is better than a floor of 100 % reached, so that is no warning.
    """
    if target.kind not in ("floor", "cap"):
        return np.zeros(sign.shape, dtype=np.int64)
    if target.kind == "floor" and target.threshold == scale > 1:
        return np.where(inside & (sign > 0), IN_BAND, 0)
    at_cap = (sign == 0) & (target.kind == "cap")
    return np.where(at_cap, AT_CAP, np.where(inside, IN_BAND, 0))


def _open(
    figures: Figures, target: Target, sign: Whole, met: Flags, failed: Flags, *, before_end: bool
) -> Flags:
    """Not to be judged yet: the span still runs, or not every region has reported.

    A count only grows: a cap broken stays broken, and a floor reached in its span stays reached.
    """
    counts = np.isnan(figures.denominator)
    broken = counts & failed & (sign > 0) & (target.kind in ("cap", "exact"))
    reached = counts & met & (target.kind == "floor")
    runs = before_end & ~broken & ~reached
    return runs | (figures.short & ~broken)
