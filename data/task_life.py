"""The life of a task and of each of its occurrences: states, steps and who may take which. Pure.

A recurring task (每季度末, 每年) has one life for each quarter or year of its span, named by the period's
code; any other has one life, named "". A date that a document gives as …底前 is the last day, 24:00.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from data.life import Right
from data.period import Period

TaskStepName = Literal["progress", "done", "propose", "confirm", "reject", "reopen"]
TaskStage = Literal["open", "waiting", "proposed", "closed"]
Recurs = Literal["", "每年", "每季度末"]
TaskRefusal = Literal["not_now", "why", "proof", "own", "occurrence", "percent"]

STEPS: tuple[TaskStepName, ...] = ("progress", "done", "propose", "confirm", "reject", "reopen")
MONTHS: Mapping[Recurs, int] = {"": 0, "每年": 12, "每季度末": 3}

# Which right each step needs over the task's region; callers ask for it. To assign a task or to withdraw
# one needs review. propose is the program's: a later submission meets the target (销号).
RIGHTS: Mapping[TaskStepName, Right] = {
    "progress": "file",
    "done": "file",
    "propose": "program",
    "confirm": "review",
    "reject": "review",
    "reopen": "review",
}
ASSIGN: Right = "review"
NEEDS_WHY: tuple[TaskStepName, ...] = ("reject", "reopen")

# To report progress on what was reported done takes that report back.
NEXT: Mapping[tuple[TaskStage, TaskStepName], TaskStage] = {
    ("open", "progress"): "open",
    ("open", "done"): "waiting",
    ("open", "propose"): "proposed",
    ("waiting", "progress"): "open",
    ("waiting", "confirm"): "closed",
    ("waiting", "reject"): "open",
    ("proposed", "progress"): "proposed",
    ("proposed", "done"): "waiting",
    ("proposed", "confirm"): "closed",
    ("proposed", "reject"): "open",
    ("closed", "reopen"): "open",
}


def after(stage: TaskStage, step: TaskStepName) -> TaskStage | None:
    """The stage after the step; None where there is no such step.

    >>> after("open", "done"), after("closed", "done")
    ('waiting', None)
    """
    return NEXT.get((stage, step))


def refusal(
    stage: TaskStage,
    step: TaskStepName,
    *,
    note: str = "",
    percent: float | None = None,
    evidenced: bool = False,
    own: bool = False,
) -> TaskRefusal | None:
    """Why the step cannot be taken; None where it can.

    done needs a note or evidence; confirm another person than the one who reported it (``own``).
    """
    told: tuple[tuple[bool, TaskRefusal], ...] = (
        (after(stage, step) is None, "not_now"),
        (percent is not None and not 0 <= percent <= 100, "percent"),
        (step in NEEDS_WHY and not note.strip(), "why"),
        (step == "done" and not note.strip() and not evidenced, "proof"),
        (step == "confirm" and own, "own"),
    )
    return next((code for stands, code in told if stands), None)


def steps_for(stage: TaskStage, rights: frozenset[str]) -> tuple[TaskStepName, ...]:
    """The steps by hand that somebody with these rights may take now.

    >>> steps_for("waiting", frozenset({"review"}))
    ('confirm', 'reject')
    """
    return tuple(step for step in STEPS if RIGHTS[step] in rights and after(stage, step) is not None)


def occurrences(recurs: Recurs, start: str, due: str, day: date) -> tuple[str, ...]:
    """Codes of the periods of a recurring item from ``start`` until ``due`` that have begun at ``day``.

    Without ``due`` it goes on; without ``start`` it begins with the year of ``due`` or of the day.

    >>> occurrences("每季度末", "2024-05-01", "2024-12-31", date(2024, 8, 15))
    ('2024Q2', '2024Q3')
    >>> occurrences("", "", "2024-12-31", date(2024, 8, 15))
    ('',)
    """
    months = MONTHS[recurs]
    if not months:
        return ("",)
    last = min(date.fromisoformat(due), day) if due else day
    first = date.fromisoformat(start) if start else date(int(due[:4]) if due else day.year, 1, 1)
    begun, ended = _month(first) // months * months, _month(last)
    return tuple(Period(month, month + months - 1).code for month in range(begun, ended + 1, months))


def due_of(occurrence: str, due: str) -> date | None:
    """The last day of an occurrence: of its quarter or year, but of the item itself where that ends before.

    >>> due_of("2024Q2", ""), due_of("", "2024-12-31")
    (datetime.date(2024, 6, 30), datetime.date(2024, 12, 31))
    """
    item = date.fromisoformat(due) if due else None
    if not occurrence:
        return item
    after_it = Period.parse(occurrence).last + 1
    own = date(after_it // 12, after_it % 12 + 1, 1) - timedelta(days=1)
    return own if item is None else min(own, item)


def fits(recurs: Recurs, start: str, due: str, occurrence: str) -> bool:
    """Is there such an occurrence, sooner or later?"""
    if not MONTHS[recurs] or not occurrence:
        return not MONTHS[recurs] and not occurrence
    ends = due_of(occurrence, "")
    return ends is not None and occurrence in occurrences(recurs, start, due, ends)


def dates_fit(start: str, due: str) -> bool:
    """Are both ISO dates or empty, and is the end not before the beginning?

    >>> dates_fit("2024-01-01", "2024-12-31"), dates_fit("2024-12-31", "2024-01-01"), dates_fit("2024年", "")
    (True, False, False)
    """
    try:
        first, last = (date.fromisoformat(text) if text else None for text in (start, due))
    except ValueError:
        return False
    return first is None or last is None or first <= last


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
