"""How far tasks have come at a day: occurrences, their states, and completion as a ratio of sums.

Source: design.md, Law, secrecy, fairness (no 逾期 and no completion where filing is no duty; a task without
evidence is 无数据 there); methods.md, Targets (only 必须 can be missed) and Roll-up (sums, then the ratio).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from data.period import Period
from data.regions import RegionTree
from data.task_life import TaskStage, due_of, occurrences
from data.tasks import Task, TaskKind, TaskStep, stage_of
from indicators.exact import rate

State = Literal["not_started", "under_way", "waiting", "overdue", "done", "closed", "no_data"]
STATES: tuple[State, ...] = ("overdue", "waiting", "under_way", "not_started", "done", "closed", "no_data")
FINISHED: tuple[State, ...] = ("done", "closed")
# 整改 items have an end of their own (销号) and do not count as plan tasks.
COUNTED: tuple[TaskKind, ...] = ("plan", "own")
_OWNERS = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing to be done by one day: a task, or one quarter or year of a recurring one."""

    task: Task
    code: str  # of the quarter or year; empty where it does not recur
    due: date | None
    stage: TaskStage
    state: State
    percent: float
    on: date | None  # when it was reported done, or 销号 was proposed, if that still stands
    day: date  # at which it is looked at
    duty: bool  # is filing a duty in its set

    @property
    def past_due(self) -> bool:
        """Has its last day gone by at the day looked at?"""
        return self.due is not None and self.day > self.due

    @property
    def late(self) -> bool:
        """Was it reported done after its last day, or not at all by now?"""
        return self.due is not None and (self.on or self.day) > self.due

    @property
    def falls_due(self) -> bool:
        """Does it count as 到期: its last day has gone by, where filing is a duty."""
        return self.duty and self.past_due


@dataclass(frozen=True, slots=True)
class Completion:
    """Due occurrences done of those due; ``rate`` in percent, None where nothing was due."""

    region: str
    done: int
    due: int

    @property
    def rate(self) -> Fraction | None:
        return rate(self.done, self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class CompletionOf:
    """A region with all below it; ``parts`` are its own and each child's, whose sums it is."""

    total: Completion
    parts: tuple[Completion, ...]  # the region itself first, as 本级, where it has any


@dataclass(frozen=True, slots=True)
class Tally:
    """How many occurrences stand in which state, of an owner or a region."""

    name: str
    states: Mapping[State, int]
    completion: Completion

    @property
    def all(self) -> int:
        return sum(self.states.values())


def occurrences_at(
    tasks: Iterable[Task],
    steps: Iterable[TaskStep],
    day: date,
    *,
    duty: bool,
    evidenced: Collection[tuple[str, str]] = (),
) -> tuple[Occurrence, ...]:
    """Every occurrence that has begun at ``day``, in order of the tasks and then of time.

    ``evidenced`` are (task, occurrence) with evidence that counts. Steps after the day are left out.
    """
    taken: dict[tuple[str, str], list[TaskStep]] = {}
    for step in steps:
        if step.at.date() <= day:
            taken.setdefault((step.task, step.occurrence), []).append(step)
    shown = set(evidenced)
    return tuple(
        _occurrence(task, code, taken.get((task.code, code), []), day, duty, (task.code, code) in shown)
        for task in tasks
        for code in occurrences(task.recurs, task.start, task.due, day)
    )


def completion(
    found: Iterable[Occurrence],
    tree: RegionTree,
    region: str,
    *,
    rollup: bool = True,
    kinds: Collection[TaskKind] = COUNTED,
) -> CompletionOf:
    """Done of due for a region, as the sum of its own tasks and of those of each child with all below it.

    Without ``rollup`` parents do not add up their children: only its own.
    """
    sums = due_sums(found, kinds=kinds)
    below = tree.children(region) if rollup else ()
    parts = [_summed(region, [region], sums)]
    parts += [
        _summed(child.code, [each.code for each in tree.descendants(child.code)], sums) for child in below
    ]
    kept = tuple(part for part in parts if part.due)
    total = Completion(region, sum(part.done for part in parts), sum(part.due for part in parts))
    return CompletionOf(total, kept)


def due_sums(
    found: Iterable[Occurrence], *, within: Period | None = None, kinds: Collection[TaskKind] = COUNTED
) -> dict[str, tuple[int, int]]:
    """Region -> (done, due) of its own occurrences that have fallen due, ``within`` a period if given."""
    sums: dict[str, tuple[int, int]] = {}
    for each in found:
        if each.task.kind not in kinds or not each.falls_due or not _inside(each.due, within):
            continue
        done, due = sums.get(each.task.region, (0, 0))
        sums[each.task.region] = (done + (each.state in FINISHED), due + 1)
    return sums


def behind(found: Iterable[Occurrence], within: Period, regions: Collection[str]) -> tuple[Occurrence, ...]:
    """The occurrences that the figure of a period and these regions counts, the undone ones first."""
    counted = (
        each
        for each in found
        if each.task.region in regions
        and each.task.kind in COUNTED
        and each.falls_due
        and _inside(each.due, within)
    )
    return tuple(
        sorted(counted, key=lambda each: (each.state in FINISHED, each.due or date.max, each.task.code))
    )


def overdue(found: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Those that are overdue, the longest first."""
    late = [each for each in found if each.state == "overdue"]
    return tuple(sorted(late, key=lambda each: (each.due or date.max, each.task.region, each.task.code)))


def by_region(found: Sequence[Occurrence]) -> tuple[Tally, ...]:
    """Each region that has tasks of its own, by code."""
    return _tallied((each.task.region, each) for each in found)


def by_owner(found: Sequence[Occurrence], *, assisting: bool = False) -> tuple[Tally, ...]:
    """Each owner named as lead (or as ``assisting``); several in one cell each count the item once."""
    return _tallied(
        (owner, each)
        for each in found
        for owner in owners_of(each.task.assist if assisting else each.task.lead)
    )


def owners_of(text: str) -> tuple[str, ...]:
    """The owners that a cell names, each once; nobody where it is blank.

    >>> owners_of("办公室、法规科；办公室")
    ('办公室', '法规科')
    """
    return tuple(dict.fromkeys(name for name in map(str.strip, _OWNERS.split(text)) if name))


def _occurrence(
    task: Task, code: str, steps: Sequence[TaskStep], day: date, duty: bool, shown: bool
) -> Occurrence:
    stage, due = stage_of(steps), due_of(code, task.due)
    reported = [each.at.date() for each in steps if each.step in ("done", "propose")]
    on = reported[-1] if reported and stage != "open" else None
    made = Occurrence(task, code, due, stage, "no_data", _percent(steps, stage), on, day, duty)
    if not duty and not shown:
        return made
    return replace(made, state=_state(made, begun=bool(steps) or shown))


def _state(found: Occurrence, *, begun: bool) -> State:
    """Only a 必须 item can be overdue, and only where filing is a duty."""
    if found.stage == "closed":
        return "closed" if found.task.kind == "rectify" else "done"
    if found.stage in ("waiting", "proposed"):
        return "waiting"
    if found.duty and found.past_due and found.task.strength == "必须":
        return "overdue"
    return "under_way" if begun else "not_started"


def _percent(steps: Sequence[TaskStep], stage: TaskStage) -> float:
    """As last told; 100 for what is reported done or closed."""
    if stage != "open":
        return 100.0
    told = [each.percent for each in steps if each.step == "progress" and each.percent is not None]
    return told[-1] if told else 0.0


def _summed(region: str, codes: Iterable[str], sums: Mapping[str, tuple[int, int]]) -> Completion:
    found = [sums[code] for code in codes if code in sums]
    return Completion(region, sum(done for done, _ in found), sum(due for _, due in found))


def _inside(due: date | None, within: Period | None) -> bool:
    if within is None or due is None:
        return due is not None
    return within.first <= due.year * 12 + due.month - 1 <= within.last


def _tallied(named: Iterable[tuple[str, Occurrence]]) -> tuple[Tally, ...]:
    groups: dict[str, list[Occurrence]] = {}
    for name, each in named:
        groups.setdefault(name, []).append(each)
    return tuple(_tally(name, groups[name]) for name in sorted(groups))


def _tally(name: str, found: Sequence[Occurrence]) -> Tally:
    states = [each.state for each in found]
    counted = {state: states.count(state) for state in STATES if state in states}
    sums = due_sums(found).values()
    return Tally(name, counted, Completion(name, sum(done for done, _ in sums), sum(due for _, due in sums)))
