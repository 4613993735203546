"""Bands and awards of a rule of assessment: from their clauses, the line between two, the hole in several."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from data.marking import FULL, NOTHING, Award, Band, Between
from data.marking_clauses import Clause


class UnfitError(Exception):
    """Clauses that do not go together; ``place`` is where the one that does not fit begins."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def hole_in(bands: Sequence[Band]) -> bool:
    """Is there a value between the outermost edges that no band holds."""
    edges = sorted({edge for band in bands for edge in (band.low, band.high) if edge is not None})
    between = [(one + other) / 2 for one, other in pairwise(edges)]
    inner = edges[1:-1] if len(edges) > 1 else edges
    doubtful = [*between, *inner] if any(band.high is not None for band in bands) else []
    return not all(any(band.holds(value) for band in bands) for value in doubtful)


def line_of(one: Band, other: Band) -> Between | None:
    """The line between the edges of two bands that look away from each other."""
    low, high = (other, one) if one.low is not None else (one, other)
    if high.low is None or low.high is None or low.high >= high.low:
        return None
    return Between(low.high, low.award, high.low, high.award)


def band_of(clause: Clause) -> Band:
    said, award = clause.said, award_of(clause.said)
    low = Fraction(said["low"]) if "low" in said else None
    high = Fraction(said["high"]) if "high" in said else Fraction(0) if clause.kind == "none" else None
    if low is not None and high is not None and low >= high:
        raise UnfitError(clause.start)
    return Band(
        award,
        low,
        high,
        low_in=clause.kind != "over",
        high_in=clause.kind != "under"
        and "out" not in said
        and not (clause.kind == "range" and "under" in said),
    )


def award_of(said: dict[str, str]) -> Award:
    if "award_full" in said:
        return FULL
    if "award_cut" in said:
        return Award(full=True, amount=-Fraction(said["award_cut"]))
    return Award(full=False, amount=Fraction(said["award"])) if "award" in said else NOTHING
