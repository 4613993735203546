"""一票否决 and 计“0”分 on record, and marks given by hand: never without evidence, never backwards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row

from data import tables
from data.engine import writing
from data.model import PeriodError
from data.reading import Reads
from data.registers import Entry, Signature, enter, newest, rows_of
from data.scheme import Mark, Scheme, Veto, VetoRule, strikes
from data.schemes import active_scheme
from data.scoping import shown_name
from data.shown_by import evidence_of
from data.verbs import Verbs

VetoProblem = Literal[
    "unknown", "no_event", "no_evidence", "period", "conditions", "no_reason", "item", "decided", "bounds"
]


class VetoError(ValueError):
    """It cannot be kept; ``code`` says why."""

    def __init__(self, code: VetoProblem) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class KeptVeto:
    """An event on record; ``withdrawn`` says why it counts no more."""

    veto: Veto
    scheme: str
    at: datetime
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class KeptMark:
    """Marks given by hand, as they stand now."""

    mark: Mark
    scheme: str
    period: str
    by: str
    at: datetime


def veto_problem(scheme: Scheme | None, veto: Veto) -> VetoProblem | None:
    """Why the event cannot be kept, but for its evidence; None where it can."""
    rule = rule_of(scheme, veto.rule)
    if scheme is None or rule is None:
        return "unknown"
    if not veto.event.strip():
        return "no_event"
    try:
        inside = strikes(VetoRule(rule.code, "", rule.kind, rule.effect, period=rule.period), veto, scheme)
    except PeriodError:
        inside = False
    if not inside:
        return "period"
    return None if strikes(rule, veto, scheme) else "conditions"


def mark_problem(scheme: Scheme | None, mark: Mark) -> VetoProblem | None:
    """Why the marks cannot be kept, but for their evidence and stage; None where they can."""
    if not mark.why.strip():
        return "no_reason"
    if scheme is None:
        return "unknown"
    item = next((each for each in scheme.items if each.code == mark.item), None)
    if item is None:
        return "item"
    inside = item.floor <= mark.marks <= max(item.weight or 0.0, item.cap or 0.0)
    return None if inside else "bounds"


def rule_of(scheme: Scheme | None, code: str) -> VetoRule | None:
    return next((rule for rule in scheme.vetoes if rule.code == code), None) if scheme else None


def mark_code(scheme: str, period: str, region: str, item: str) -> str:
    """Under which the evidence of a mark by hand is entered.

    >>> mark_code("SL", "2025", "990101", "7")
    'SL@2025/990101/7'
    """
    return f"{scheme}@{period}/{region}/{item}"


class VetoVerbs(Verbs):
    """The part of Store that enters events and marks by hand, each with its audit entry."""

    def next_veto(self, dataset: str) -> str:
        """The code that the next event has; its evidence is entered under it before."""
        with self._engine.begin() as connection:
            return _next(connection, dataset)

    def set_veto(self, scheme: str, veto: Veto, *, by: str, at: datetime) -> None:
        """Keep that an event happened, by the scheme in force; with evidence, inside the rule's period."""
        with writing(self._engine).begin() as connection:
            rules = active_scheme(connection, veto.dataset, scheme)
            problem = veto_problem(rules, veto)
            if problem:
                raise VetoError(problem)
            numbers = evidence_of(connection, veto.dataset, "veto", veto.code, veto.region)
            if not numbers or veto.code != _next(connection, veto.dataset):
                raise VetoError("no_evidence" if not numbers else "unknown")
            content = {
                "scheme": scheme,
                "rule": veto.rule,
                "period": veto.period,
                "event": veto.event.strip(),
                "conditions": list(veto.conditions),
                "evidence": numbers,
            }
            row = Entry(veto.dataset, veto.code, veto.region, content)
            enter(connection, tables.veto, "veto.set", row, Signature(by, at))

    def withdraw_veto(self, dataset: str, code: str, *, why: str, by: str, at: datetime) -> None:
        """Keep that an event counts no more; what it was stays in the record."""
        if not why.strip():
            raise VetoError("no_reason")
        with writing(self._engine).begin() as connection:
            row = newest(rows_of(connection, tables.veto, dataset)).get(code)
            if row is None:
                raise VetoError("unknown")
            gone = Entry(dataset, code, row.region, json.loads(row.content), why.strip(), withdrawn=True)
            enter(connection, tables.veto, "veto.set", gone, Signature(by, at))

    def give_mark(self, dataset: str, scheme: str, period: str, mark: Mark, *, by: str, at: datetime) -> None:
        """Keep marks for a region's item: with a reason, with evidence, before 审定."""
        with writing(self._engine).begin() as connection:
            rules = active_scheme(connection, dataset, scheme)
            problem = mark_problem(rules, mark)
            if problem:
                raise VetoError(problem)
            code = mark_code(scheme, period, mark.region, mark.item)
            numbers = evidence_of(connection, dataset, "mark", code, mark.region)
            if not numbers:
                raise VetoError("no_evidence")
            if _decided(connection, dataset, scheme, period):
                raise VetoError("decided")
            content = {"period": period, "item": mark.item, "marks": mark.marks, "evidence": numbers}
            row = Entry(dataset, scheme, mark.region, content, mark.why.strip())
            enter(connection, tables.mark, "mark.give", row, Signature(by, at))


class VetoReads(Reads):
    """The part of StoreView that reads them, of places that the viewer may look into."""

    def vetoes(self, dataset: str) -> tuple[KeptVeto, ...]:
        """Every event, oldest first, those withdrawn among them."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.veto, dataset, viewer=self.viewer)
        gone = {row.code: row.why for row in rows if row.withdrawn}
        return tuple(
            _veto(row, gone.get(row.code, ""), shown_name(self.viewer, row.by, row.region))
            for row in rows
            if not row.withdrawn
        )

    def marks(self, dataset: str, scheme: str, period: str) -> tuple[KeptMark, ...]:
        """The newest mark by hand of each region and item."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.mark, dataset, viewer=self.viewer, code=scheme)
        found: dict[tuple[str, str], KeptMark] = {}
        for row in rows:
            told = json.loads(row.content)
            if told["period"] == period:
                mark = Mark(told["item"], row.region, told["marks"], row.why, tuple(told["evidence"]))
                by, at = shown_name(self.viewer, row.by, row.region), datetime.fromisoformat(row.at)
                found[row.region, mark.item] = KeptMark(mark, scheme, period, by, at)
        return tuple(found.values())


def _next(connection: Connection, dataset: str) -> str:
    codes = {row.code for row in rows_of(connection, tables.veto, dataset)}
    return f"V{len(codes) + 1}"


def _decided(connection: Connection, dataset: str, scheme: str, period: str) -> bool:
    """Has a run of the scheme come to 审定, after which marks do not change."""
    reached: dict[str, bool] = {}
    runs: Sequence[Row[Any]] = rows_of(connection, tables.assessment, dataset)
    mine = {
        row.code
        for row in runs
        if (told := json.loads(row.content)).get("scheme") == scheme and told.get("period") == period
    }
    for row in runs:
        if row.code in mine:
            stage = json.loads(row.content)["stage"]
            decided = reached.get(row.code, False) or stage == "decision"
            reached[row.code] = decided and not row.withdrawn
    return any(reached.values())


def _veto(row: Row[Any], withdrawn: str, by: str) -> KeptVeto:
    told = json.loads(row.content)
    veto = Veto(
        row.code,
        row.dataset,
        told["rule"],
        row.region,
        told["period"],
        told["event"],
        tuple(told["evidence"]),
        tuple(told["conditions"]),
        by,
        row.at,
    )
    return KeptVeto(veto, told["scheme"], datetime.fromisoformat(row.at), withdrawn)
