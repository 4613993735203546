"""Recent trend of a rate: Cochran–Armitage over the newest unbroken periods.

Source: methods.md, Change and trend (part_of_whole, at least five unbroken periods). The caller starts
after the last break of 口径, of form or of boundary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from indicators.exact import exact, known

PERIODS = 5
SURE = 9.5495  # 99.8 % of chi-square with one degree of freedom
POSSIBLE = 3.8415  # 95 %

# too_few is 案件数不足以判断; it is never 无变化
Verdict = Literal["sure", "possible", "too_few"]


@dataclass(frozen=True, slots=True)
class Trend:
    """``sign``: 1 rising, -1 falling, 0 level; good or bad is the indicator's direction to say."""

    verdict: Verdict
    sign: int
    statistic: float
    periods: int


def recent_trend(numerators: Sequence[float | None], denominators: Sequence[float | None]) -> Trend | None:
    """Trend of the rates that end with the newest period, oldest first; None where none can be tested.

    None: fewer than five periods without a gap (a period without cases has no rate), all or none of
    the cases successes, a numerator outside its denominator.

    >>> recent_trend([2, 4, 6, 8, 10], [20, 20, 20, 20, 20])
    Trend(verdict='possible', sign=1, statistic=9.523809523809524, periods=5)
    >>> recent_trend([1, 0, 1, 1, 2], [2, 2, 2, 2, 2])
    Trend(verdict='too_few', sign=1, statistic=1.8, periods=5)
    """
    counts = _unbroken(numerators, denominators)
    if len(counts) < PERIODS or any(not 0 <= r <= n for r, n in counts):
        return None
    found = _cochran_armitage(counts)
    if found is None:
        return None
    statistic, slope = found
    sure, possible = statistic > exact(SURE), statistic > exact(POSSIBLE)
    verdict: Verdict = "sure" if sure else "possible" if possible else "too_few"
    return Trend(verdict, (slope > 0) - (slope < 0), float(statistic), len(counts))


def _unbroken(
    numerators: Sequence[float | None], denominators: Sequence[float | None]
) -> list[tuple[Fraction, Fraction]]:
    """The counts of the newest periods up to the first one, going back, that has no rate."""
    counts: list[tuple[Fraction, Fraction]] = []
    for r, n in reversed(list(zip(numerators, denominators, strict=True))):
        if r is None or n is None or not (known(r) and known(n)) or n == 0:
            break
        counts.append((exact(r), exact(n)))
    return counts[::-1]


def _cochran_armitage(counts: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    """``χ² = N (N Σrt − R Σnt)² / {R (N−R) [N Σnt² − (Σnt)²]}``, and N Σrt − R Σnt with its sign."""
    zero = Fraction(0)
    whole_r = sum((r for r, _ in counts), zero)
    whole_n = sum((n for _, n in counts), zero)
    if whole_r in (0, whole_n):
        return None
    r_t = sum((t * r for t, (r, _) in enumerate(counts)), zero)
    n_t = sum((t * n for t, (_, n) in enumerate(counts)), zero)
    n_tt = sum((t * t * n for t, (_, n) in enumerate(counts)), zero)
    slope = whole_n * r_t - whole_r * n_t
    spread = whole_r * (whole_n - whole_r) * (whole_n * n_tt - n_t**2)
    return whole_n * slope**2 / spread, slope
