"""What is on record of targets and tasks beside the figures, read once for each version of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

from data.evidence import Happened, Record
from data.model import Period, Target
from data.target_overrides import base_of
from data.view import StoreView
from indicators.definition import Indicators
from indicators.target_evidence import Known
from indicators.task_counts import Counts, counted
from indicators.task_progress import Occurrence, occurrences_at
from layouts.met_early import Early, Figures, met_early


@dataclass(frozen=True)
class Recorded:
    """What is known with a name that is the same for the same."""

    name: str
    known: Known | None
    tasks: tuple[Occurrence, ...] = ()  # of all regions, where filing is a duty
    counts: Counts = field(default_factory=dict)  # of these tasks
    figures: str = ""  # the same for the same counts


def recorded(
    view: StoreView, dataset: str, day: date | None, *, duty: bool, memo: dict[object, Any]
) -> Recorded:
    """Evidence, events of vetoes and tasks at a day; ``memo`` keeps what was read for its version."""
    if day is None:
        return Recorded("", None)
    if "on record" not in memo:
        memo["on record"] = _read(view, dataset)
    evidence, events, name = memo["on record"]
    if ("tasks", day) not in memo:
        memo["tasks", day] = _tasks(view, dataset, day) if duty else ((), {}, "")
    tasks, counts, figures = memo["tasks", day]
    known = Known(day, duty, evidence, events)
    return Recorded(f"{day} {name} {figures}", known, tasks, counts, figures)


def with_early(
    found: Recorded,
    memo: dict[object, Any],
    targets: Sequence[Target],
    indicators: Indicators,
    periods: Sequence[Period],
    figures: Figures,
) -> Recorded:
    """The same with the dates that figures of earlier periods have met."""
    if found.known is None:
        return found
    if "met early" not in memo:
        memo["met early"] = met_early(targets, indicators, periods, figures)
    early: Early = memo["met early"]
    name = sha256(repr(early).encode()).hexdigest() if early else ""
    return replace(found, name=f"{found.name} {name}", known=replace(found.known, early=early))


def _read(view: StoreView, dataset: str) -> tuple[Record, Record, str]:
    """Evidence is of a target and all its local forms alike: what happened does not depend on the number."""
    evidence: dict[str, list[Happened]] = {}
    for code, happened in view.on_record(dataset, "target").items():
        evidence.setdefault(base_of(code), []).extend(happened)
    events = _named(view, dataset)
    told = {code: tuple(happened) for code, happened in evidence.items()}
    return told, events, _name(told) + _name(events)


def _named(view: StoreView, dataset: str) -> Record:
    """Events of vetoes by the words of their rule, which a target on the same event has as its object."""
    happened = view.veto_events(dataset)
    if not happened:
        return {}
    rules = [(each.scheme.scheme, rule) for each in view.schemes(dataset) for rule in each.scheme.vetoes]
    words = {f"{scheme}/{rule.code}": rule.title for scheme, rule in rules}
    found: dict[str, tuple[Happened, ...]] = {}
    for code, events in happened.items():
        title = words.get(code, code)
        found[title] = (*found.get(title, ()), *events)
    return found


def _tasks(view: StoreView, dataset: str, day: date) -> tuple[tuple[Occurrence, ...], Counts, str]:
    record = view.task_record(dataset)
    found = occurrences_at(record.tasks, record.steps, day, duty=True)
    counts = counted(found)
    return found, counts, sha256(repr(counts).encode()).hexdigest() if counts else ""


def _name(record: Record) -> str:
    return (
        sha256(repr(sorted(record.items(), key=lambda each: each[0])).encode()).hexdigest() if record else ""
    )
