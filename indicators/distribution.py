"""Distribution of siblings' values: quantile groups that never split equal values, and a histogram.

Source: methods.md, Reliability (ranks: quantile colours never split equal values; fewer than three
valued siblings: none). The caller leaves out who may not be ranked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.exact import Number, exact, known
from indicators.ranking import MINIMUM_SIBLINGS

GROUPS = 5
FEWEST_BINS, MOST_BINS = 5, 20
STEPS = (1, 2, 5, 10)  # widths people read: 1, 2 or 5 times a power of ten


@dataclass(frozen=True, slots=True)
class Histogram:
    """``edges`` in the unit of the values, one more than ``counts``; a bin holds its lower edge.

    ``closed``: the last bin holds its upper edge too, which is the limit (100 %).
    """

    edges: tuple[Fraction, ...]
    counts: tuple[int, ...]
    closed: bool = False

    def bin_of(self, value: Number) -> int | None:
        """Number of the bin that holds the value; None outside."""
        at = exact(value)
        beyond = at > self.edges[-1] if self.closed else at >= self.edges[-1]
        if beyond or at < self.edges[0]:
            return None
        return min(int((at - self.edges[0]) / (self.edges[1] - self.edges[0])), len(self.counts) - 1)


def quantile_groups(
    values: Sequence[float | None], *, direction: str, groups: int = GROUPS
) -> list[int | None]:
    """The group of each value, 1 is the best, as equal in size as ties allow; None where no value is.

    Group ``1 + ⌊groups · (values strictly better) / n⌋``: equal values stand together in the better
    group, as in competition ranking. A neutral indicator has its highest values in group 1.

    >>> quantile_groups([99, 100, 100, None, 80, 70], direction="higher", groups=5)
    [3, 1, 1, None, 4, 5]
    """
    there = sorted(
        (value for value in values if value is not None and known(value)), reverse=direction != "lower"
    )
    if len(there) < MINIMUM_SIBLINGS:
        return [None] * len(values)
    better: dict[float, int] = {}
    for number, value in enumerate(there):
        better.setdefault(value, number)
    return [
        1 + groups * better[value] // len(there) if value is not None and known(value) else None
        for value in values
    ]


def histogram(values: Sequence[float | None], *, limit: Number | None = None) -> Histogram | None:
    """How many values stand in each bin of a width that reads well; None without a value.

    ``limit``: the highest value there can be (100 for a share in %), which joins the bin below it.

    >>> found = histogram([92, 95, 95, 97.5, 100, None], limit=100)
    >>> [float(edge) for edge in found.edges], found.counts
    ([92.0, 94.0, 96.0, 98.0, 100.0], (1, 2, 1, 1))
    """
    there = [exact(value) for value in values if value is not None and known(value)]
    if not there:
        return None
    low, high = min(there), max(there)
    width = _width(high - low, len(there))
    closed = limit is not None and high == exact(limit) and high % width == 0
    last = math.floor(high / width) + (0 if closed else 1)
    first = min(math.floor(low / width), last - 1)
    counts = [0] * (last - first)
    for value in there:
        counts[min(math.floor(value / width), last - 1) - first] += 1
    return Histogram(tuple(number * width for number in range(first, last + 1)), tuple(counts), closed)


def _width(span: Fraction, size: int) -> Fraction:
    """The narrowest width that reads well and covers the span in about √size bins; 1 without span."""
    if not span:
        return Fraction(1)
    wanted = span / min(max(math.isqrt(size), FEWEST_BINS), MOST_BINS)
    power = Fraction(10) ** math.floor(math.log10(wanted))
    return next(step * power for step in STEPS if step * power >= wanted)
