"""Who has filed what is due, when, and who owes it since when: states of places, counts and shares.

The time that counts is that of the first submission of a place that still stands: a correction of what came
in time is not late, and what was returned did not come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from data.deadlines import Deadline, day_of
from data.due_edits import Arrival
from data.life import TAKEN_IN
from data.model import Period
from data.workdays import end_of
from indicators.quality import Share, reporting_rate, timeliness

State = Literal["filed", "late", "waiting", "returned", "missing", "pending", "unset"]
STATES: tuple[State, ...] = ("filed", "late", "waiting", "returned", "missing", "pending", "unset")
IN_HAND: tuple[State, ...] = ("filed", "late", "waiting")


@dataclass(frozen=True, slots=True)
class Place:
    """What one unit owes: a form for a period."""

    region: str
    period: str
    form: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A place and what became of it. Days are calendar days after the last day.

    ``days_late`` of what came, ``overdue`` of what is still owed.
    """

    place: Place
    state: State
    deadline: Deadline | None
    submission: int | None = None
    came: datetime | None = None
    days_late: int = 0
    overdue: int = 0

    @property
    def in_hand(self) -> bool:
        return self.state in IN_HAND


def report(
    place: Place, arrivals: Sequence[Arrival], deadline: Deadline | None, *, now: datetime
) -> Reported:
    """The state of a place from everything that arrived for it, oldest first."""
    standing = [each for each in arrivals if each.status in TAKEN_IN]
    if standing:
        current = next((each for each in reversed(standing) if each.status != "superseded"), standing[-1])
        came = min(each.received_at for each in standing)
        late = deadline.days_late(came) if deadline else 0
        state: State = "waiting" if current.status == "waiting" else "late" if late else "filed"
        return Reported(place, state, deadline, current.submission, came, days_late=late)
    overdue = deadline.days_late(now) if deadline else 0
    back = next((each for each in reversed(arrivals) if each.status in ("returned", "withdrawn")), None)
    if back is not None and back.status == "returned":
        return Reported(place, "returned", deadline, back.submission, back.received_at, overdue=overdue)
    return Reported(place, _absent(deadline, now), deadline, overdue=overdue)


def counted(rows: Iterable[Reported]) -> dict[State, int]:
    """How many places are in each state; every state is there."""
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for each in rows:
        counts[each.state] += 1
    return counts


def shares(rows: Sequence[Reported], *, now: datetime) -> tuple[Share, Share]:
    """报送率 and 及时率 of what is due: whose deadline has passed or, without one, whose period is over."""
    due = [each for each in rows if is_due(each, now=now)]
    dated = [each for each in due if each.deadline is not None]
    came = sum(each.in_hand for each in due)
    on_time = sum(each.in_hand and not each.days_late for each in dated)
    return reporting_rate(came, len(due)), timeliness(on_time, len(dated))


def is_due(each: Reported, *, now: datetime) -> bool:
    """Has its deadline passed or, without one, is its period over."""
    if each.deadline is not None:
        return each.deadline.passed(now)
    return end_of(Period.parse(each.place.period)) < day_of(now)


def owing(rows: Iterable[Reported]) -> tuple[Reported, ...]:
    """What is overdue, the longest first: nothing came, or it was returned and did not come again."""
    found = [each for each in rows if not each.in_hand and each.overdue]
    return tuple(sorted(found, key=lambda each: -each.overdue))


def _absent(deadline: Deadline | None, now: datetime) -> State:
    if deadline is None:
        return "unset"
    return "missing" if deadline.passed(now) else "pending"
