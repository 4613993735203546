"""达标预测: what a rate still needs to meet its target, and how many misses it can bear.

Source: methods.md, Targets (达标预测), part_of_whole only. Fractions throughout: with t = 0.9, n = 25,
x = 18 floats say 46 where 45 cases suffice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from indicators.exact import Number, exact


@dataclass(frozen=True, slots=True)
class Forecast:
    """``needed``: further cases, all good, until the target is met; None where no number suffices.

    ``misses``: bad cases still allowed by the end of the year; None where ``expected`` is not known,
    and where the target cannot be met by then any more.
    """

    needed: int | None
    misses: int | None
    reachable: bool

    @property
    def met(self) -> bool:
        """Do the cases so far meet the target."""
        return self.needed == 0


def forecast(
    x: int,
    n: int,
    threshold: Number,
    *,
    kind: Literal["floor", "cap"],
    scale: Number = 100,
    expected: int | None = None,
) -> Forecast | None:
    """``x`` of ``n`` done; ``threshold`` in the unit of a rate of that ``scale``; ``expected`` by year end.

    A good case of a floor is one more in the numerator; of a cap, one that stays out of it.
    None where x is not among 0 to n. An ``expected`` below n is an error.

    >>> forecast(18, 25, 90, kind="floor", expected=100)
    Forecast(needed=45, misses=3, reachable=True)
    >>> forecast(3, 20, 10, kind="cap", expected=40)
    Forecast(needed=10, misses=1, reachable=True)
    """
    if expected is not None and expected < n:
        raise ValueError(f"expected = {expected}: fewer cases than the {n} done; expected {n} or more")
    if not 0 <= x <= n:
        return None
    share = exact(threshold) / exact(scale)
    needed = _floor_needs(x, n, share) if kind == "floor" else _cap_needs(x, n, share)
    if expected is None:
        return Forecast(needed, None, needed is not None)
    left = _floor_bears(x, n, share, expected) if kind == "floor" else math.floor(share * expected) - x
    return Forecast(needed, left if left >= 0 else None, left >= 0)


def margin(
    x: int, n: int, threshold: Number, *, kind: Literal["floor", "cap"], scale: Number = 100
) -> int | None:
    """Among n cases that are over: how many could have gone otherwise (below 0: how many should have).

    The misses left of a forecast with nothing more to come: ``x − ⌈t n⌉`` of a floor, ``⌊t n⌋ − x`` of a
    cap. None where x is not among 0 to n.

    >>> margin(18, 25, 90, kind="floor"), margin(48, 50, 90, kind="floor"), margin(3, 20, 10, kind="cap")
    (-5, 3, -1)
    """
    if not 0 <= x <= n:
        return None
    share = exact(threshold) / exact(scale)
    return x - math.ceil(share * n) if kind == "floor" else math.floor(share * n) - x


def _floor_needs(x: int, n: int, t: Fraction) -> int | None:
    """``max(0, ⌈(t n − x) / (1 − t)⌉)``; above 100 % nothing suffices, at 100 % only no miss so far."""
    if t >= 1:
        return 0 if t == 1 and x == n else None
    return max(0, math.ceil((t * n - x) / (1 - t)))


def _floor_bears(x: int, n: int, t: Fraction, expected: int) -> int:
    """``min(x + (N − n) − ⌈t N⌉, N − n)``; negative: out of reach."""
    return min(x + (expected - n) - math.ceil(t * expected), expected - n)


def _cap_needs(x: int, n: int, t: Fraction) -> int | None:
    """``max(0, ⌈x/t − n⌉)``; at 0 % only no case so far."""
    if t <= 0:
        return 0 if t == 0 and x == 0 else None
    return max(0, math.ceil(x / t - n))
