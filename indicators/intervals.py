"""Intervals of 95 % beside a value: Wilson for rates, Byar or exact Poisson for counts.

Source: methods.md, Reliability (part_of_whole only, beside the status, never instead of it). They say
how much chance alone moves a small figure; our data are all the cases, not a sample.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

Z = 1.959963984540054  # 1.96 in print: rounded so, 3/3 would be 43.8 and not 43.9 to 100
ALPHA = 0.05
EXACT_BELOW = 10  # counts smaller than this get the exact Poisson interval

Numbers = NDArray[np.float64]


class Interval(NamedTuple):
    """Lower and upper end, in the unit of the value."""

    low: float
    high: float


def wilson(successes: float | None, cases: float | None, *, scale: float = 100) -> Interval | None:
    """Wilson interval of ``scale`` successes / cases; None where there is no case or no figure.

    >>> [round(end, 1) for end in wilson(3, 3) or ()]
    [43.9, 100.0]
    >>> wilson(0, 0) is None
    True
    """
    return _one(*wilson_bounds(_array(successes), _array(cases), scale=scale))


def poisson(count: float | None) -> Interval | None:
    """Interval of a count, in its own unit; None where nothing was filed.

    >>> [round(end, 2) for end in poisson(0) or ()], [round(end, 2) for end in poisson(10) or ()]
    ([0.0, 3.69], [4.79, 18.39])
    """
    return _one(*poisson_bounds(_array(count)))


def wilson_bounds(successes: Numbers, cases: Numbers, *, scale: float = 100) -> tuple[Numbers, Numbers]:
    """``[2x + z² ∓ z √(z² + 4x(1 − x/n))] / [2(n + z²)]`` for arrays of one shape; NaN where none.

    None where n is 0, x is not among 0 to n, or either is NaN. Rounding never leaves the value outside.
    """
    with np.errstate(invalid="ignore"):
        good = (cases > 0) & (successes >= 0) & (successes <= cases)
    x, n = np.where(good, successes, 0.0), np.where(good, cases, 1.0)
    middle, reach = 2 * x + Z**2, Z * np.sqrt(Z**2 + 4 * x * (1 - x / n))
    below, value = 2 * (n + Z**2), (scale * x) / n
    low = np.clip((scale * (middle - reach)) / below, 0.0, value)
    high = np.clip((scale * (middle + reach)) / below, value, scale)
    return np.where(good, low, np.nan), np.where(good, high, np.nan)


def poisson_bounds(counts: Numbers) -> tuple[Numbers, Numbers]:
    """Byar for counts of 10 and more, exact below (lower end 0 at 0); NaN for a negative or no count.

    Byar: ``x (1 − 1/(9x) − z/(3√x))³`` and ``(x+1) (1 − 1/(9(x+1)) + z/(3√(x+1)))³``.
    Exact: ``χ²(α/2; 2x)/2`` and ``χ²(1−α/2; 2x+2)/2``, where χ²(p; 2k)/2 is the inverse of the
    regularised lower incomplete gamma function of k at p.
    """
    with np.errstate(invalid="ignore"):
        good = np.isfinite(counts) & (counts >= 0)
    x = np.where(good, counts, 0.0)
    some = np.maximum(x, 1.0)
    low = np.where(x < EXACT_BELOW, np.where(x > 0, gammaincinv(some, ALPHA / 2), 0.0), _byar(some, -Z))
    high = np.where(x < EXACT_BELOW, gammaincinv(x + 1, 1 - ALPHA / 2), _byar(x + 1, Z))
    return np.where(good, low, np.nan), np.where(good, high, np.nan)


def _byar(x: Numbers, z: float) -> Numbers:
    return np.asarray(x * (1 - 1 / (9 * x) + z / (3 * np.sqrt(x))) ** 3)


def _array(number: float | None) -> Numbers:
    return np.array(np.nan if number is None else number, dtype=np.float64)


def _one(low: Numbers, high: Numbers) -> Interval | None:
    return None if np.isnan(low) else Interval(float(low), float(high))
