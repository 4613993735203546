"""Change between two equal spans: 同比 and 环比.

Source: methods.md, Change and trend. A count changes in percent, none from 0; a rate in 个百分点
(or in its own unit). No change is taken across a break of 口径 or between values not fully reported.
"""

from __future__ import annotations

from typing import Literal

Judgement = Literal["better", "worse", "same", ""]


def relative_change(value: float | None, before: float | None) -> float | None:
    """Percent change of a count, ``100 (x - x0) / x0``; None where x0 is 0 or either is missing.

    >>> round(relative_change(1963, 547), 2), relative_change(3, 0)
    (258.87, None)
    """
    if value is None or before is None or before == 0:
        return None
    return 100 * (value - before) / before


def difference(value: float | None, before: float | None) -> float | None:
    """Difference of two rates, in the indicator's unit (percentage points for %)."""
    if value is None or before is None:
        return None
    return value - before


def judged(change: float | None, direction: str) -> Judgement:
    """Better, worse or same by the indicator's direction; nothing is said of neutral ones."""
    if change is None or direction == "neutral":
        return ""
    if change == 0:
        return "same"
    return "better" if (change > 0) == (direction == "higher") else "worse"
