"""Reliability of rates: exact binomial limits of a funnel.

Source: methods.md, Reliability. The usual normal limits flag a perfect county of 10 cases at 98 %.
"""

from __future__ import annotations

from scipy.special import bdtr


def funnel_limits(cases: int, rate: float, alpha: float) -> tuple[int, int]:
    """Fewest and most successes among ``cases`` that lie inside, around ``rate`` (0 to 1), ``alpha`` a side.

    ``r_lo = binom.ppf(alpha, N, P0)``, ``r_hi = N - binom.ppf(alpha, N, 1 - P0)``; outside below or above.

    >>> funnel_limits(10, 0.98, 0.001), funnel_limits(100, 0.5, 0.001)
    ((8, 10), (35, 65))
    """
    return quantile(alpha, cases, rate), cases - quantile(alpha, cases, 1 - rate)


def quantile(alpha: float, cases: int, rate: float) -> int:
    """The smallest r with P(R <= r) >= alpha for R ~ Binomial(cases, rate).

    >>> quantile(0.025, 20, 0.5), quantile(0.001, 10, 0.0), quantile(0.001, 10, 1.0)
    (6, 0, 10)
    """
    low, high = 0, cases
    while low < high:
        middle = (low + high) // 2
        if float(bdtr(middle, cases, rate)) >= alpha:
            high = middle
        else:
            low = middle + 1
    return low
