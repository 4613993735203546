"""Outliers: a figure against the median and the MAD of the unit's own earlier figures.

Source: methods.md, Data quality. A z-score with threshold 3 cannot fire on fewer than ten points.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

CONSISTENT = 0.6745  # makes the MAD of normal figures their standard deviation


def modified_score(value: float, earlier: Sequence[float]) -> float | None:
    """``M = 0.6745 (x - median) / MAD`` of the earlier points only; None where MAD is 0.

    >>> modified_score(20.0, [10.0, 11.0, 9.0, 12.0, 8.0])
    6.745
    >>> modified_score(20.0, [10.0, 10.0, 10.0, 10.0, 12.0]) is None
    True
    """
    centre = median(earlier)
    spread = median(abs(point - centre) for point in earlier)
    return CONSISTENT * (value - centre) / spread if spread else None


def outlying(value: float, earlier: Sequence[float], *, score: float, tolerance: float) -> bool:
    """Does |M| pass ``score``; where MAD is 0: any change over the absolute ``tolerance``.

    >>> [outlying(x, [10.0] * 5, score=3.5, tolerance=2) for x in (12.0, 12.5)]
    [False, True]
    """
    found = modified_score(value, earlier)
    if found is None:
        return abs(value - median(earlier)) > tolerance
    return abs(found) > score
