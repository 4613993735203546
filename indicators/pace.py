"""序时进度: is a rate on its way to its target, and how fast is a capped count used up.

Source: methods.md, Targets (序时进度). Straight lines: compound growth misleads on bounded rates
(41.8 to 70 % in year 3 of 5 towards 95 % is 0.88, not 1.05). Count caps never use pace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from data.model import Period
from indicators.exact import Number, exact

ON_TRACK = 0.95
SLOW = 0.60

PaceState = Literal["on_track", "slow", "far_behind", "reversed", "holding", "lost"]
UseState = Literal["inside", "too_fast", "broken"]
Milestone = tuple[Number, Number]  # elapsed share of the target's period, value planned for it


@dataclass(frozen=True, slots=True)
class Pace:
    """``planned`` in the unit of the value; ``pace`` None where the start already met the target."""

    state: PaceState
    planned: Fraction
    pace: Fraction | None


@dataclass(frozen=True, slots=True)
class CapUse:
    """``use`` of the cap's share so far: at most 1 is inside; None under a cap of 0.

    ``passed_at``: share of the target's period at which the present speed passes the cap; above 1 is
    after its end. None without a single case; ``first_case``: a cap of 0 is passed at the first case.
    """

    state: UseState
    use: Fraction | None
    passed_at: Fraction | None
    first_case: bool


def elapsed_share(span: Period, through: Period) -> Fraction:
    """Months of the target's ``span`` that are over at the end of ``through``, as a share (0 to 1).

    >>> elapsed_share(Period.parse("2021M01-2025M12"), Period.parse("2023H1"))
    Fraction(1, 2)
    """
    months = through.last - span.first + 1
    return Fraction(min(max(months, 0), span.months), span.months)


def pace(
    value: Number,
    start: Number,
    target: Number,
    *,
    kind: Literal["floor", "cap"],
    elapsed: Number,
    milestones: Sequence[Milestone] = (),
) -> Pace | None:
    """``(y − y₀) / ((y_T − y₀) τ)``; None where nothing is planned yet (τ = 0).

    ``start`` is the value before the period, 0 for counts that accumulate in it; ``elapsed`` the share
    of the period that is over; published ``milestones`` take the place of the straight line.

    >>> found = pace(70, 41.8, 95, kind="floor", elapsed=Fraction(3, 5))
    >>> found.state, round(float(found.planned), 2), round(float(found.pace), 2)
    ('slow', 73.72, 0.88)
    """
    now, before, goal = exact(value), exact(start), exact(target)
    if _met(before, goal, kind):
        return Pace("holding" if _met(now, goal, kind) else "lost", goal, None)
    due = planned(before, goal, elapsed, milestones=milestones)
    if (due - before) * (goal - before) <= 0:
        return None
    speed = (now - before) / (due - before)
    return Pace(_state(speed), due, speed)


def planned(
    start: Number, target: Number, elapsed: Number, *, milestones: Sequence[Milestone] = ()
) -> Fraction:
    """``y₀ + (y_T − y₀) τ``, or the straight line between the milestones on either side.

    >>> planned(40, 90, 0.5), planned(40, 90, 0.5, milestones=[(0.25, 80)])
    (Fraction(65, 1), Fraction(250, 3))
    """
    before, goal, share = exact(start), exact(target), exact(elapsed)
    inner = sorted((exact(at), exact(value)) for at, value in milestones)
    points = [(Fraction(0), before), *((at, value) for at, value in inner if 0 < at < 1), (Fraction(1), goal)]
    for (left, low), (right, high) in pairwise(points):
        if share <= right:
            return low + (high - low) * (max(share, left) - left) / (right - left)
    return goal


def cap_use(count: Number, cap: Number, *, elapsed: Number) -> CapUse | None:
    """``x / (c τ)`` of a capped count, and when the cap is passed: ``c τ / x`` of the period.

    None before the period begins (τ = 0).

    >>> cap_use(2, 5, elapsed=Fraction(1, 4))
    CapUse(state='too_fast', use=Fraction(8, 5), passed_at=Fraction(5, 8), first_case=False)
    """
    x, c, share = exact(count), exact(cap), exact(elapsed)
    if share <= 0:
        return None
    if c == 0:
        return CapUse("broken" if x > 0 else "inside", None, None, True)
    use = x / (c * share)
    state: UseState = "broken" if x > c else "too_fast" if use > 1 else "inside"
    return CapUse(state, use, c * share / x if x else None, False)


def day_of(share: Fraction, span: Period) -> date:
    """The day on which a share of the period is over, counted in days from its first one.

    >>> day_of(Fraction(1, 2), Period.parse("2026"))
    datetime.date(2026, 7, 2)
    """
    first, after = _first_day(span.first), _first_day(span.last + 1)
    return first + timedelta(days=int(share * (after - first).days))


def _met(value: Fraction, goal: Fraction, kind: str) -> bool:
    return value >= goal if kind == "floor" else value <= goal


def _state(speed: Fraction) -> PaceState:
    if speed >= exact(ON_TRACK):
        return "on_track"
    if speed >= exact(SLOW):
        return "slow"
    return "far_behind" if speed >= 0 else "reversed"


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
