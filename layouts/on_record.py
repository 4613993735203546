"""What is on record of targets beside the figures, read once for each version of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from data.evidence import Happened, Record
from data.target_overrides import base_of
from data.view import StoreView
from indicators.target_evidence import Known


@dataclass(frozen=True)
class Recorded:
    """What is known with a name that is the same for the same."""

    name: str
    known: Known | None


def recorded(
    view: StoreView, dataset: str, day: date | None, *, duty: bool, memo: dict[object, Any]
) -> Recorded:
    """Evidence of targets and events of vetoes at a day; ``memo`` keeps what was read for its version."""
    if day is None:
        return Recorded("", None)
    if "on record" not in memo:
        memo["on record"] = _read(view, dataset)
    evidence, events, name = memo["on record"]
    return Recorded(f"{day} {name}", Known(day, duty, evidence, events))


def _read(view: StoreView, dataset: str) -> tuple[Record, Record, str]:
    """Evidence is of a target and all its local forms alike: what happened does not depend on the number."""
    evidence: dict[str, list[Happened]] = {}
    for code, happened in view.on_record(dataset, "target").items():
        evidence.setdefault(base_of(code), []).extend(happened)
    events = view.veto_events(dataset)
    told = {code: tuple(happened) for code, happened in evidence.items()}
    return told, events, _name(told) + _name(events)


def _name(record: Record) -> str:
    return (
        sha256(repr(sorted(record.items(), key=lambda each: each[0])).encode()).hexdigest() if record else ""
    )
