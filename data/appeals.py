"""What units object to in a run (申诉), the answers, and marks given by hand: rows are only added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row

from data import tables
from data.assessments import run_of
from data.engine import writing
from data.life import same_person
from data.reading import Reads
from data.registers import Entry, Signature, enter, rows_of
from data.runs import RunError
from data.scoping import shown_name
from data.shown_by import evidence_of
from data.verbs import Verbs

Answer = Literal["accepted", "rejected"]
AppealProblem = Literal["unknown", "closed", "nothing", "no_evidence", "no_reason", "own", "answered", "late"]


class AppealError(ValueError):
    """It cannot be kept; ``code`` says why."""

    def __init__(self, code: AppealProblem) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a region objects to; ``answer`` is empty until there is one."""

    code: str
    dataset: str
    run: str
    region: str
    item: str  # of the scheme; empty: the whole sheet
    words: str
    by: str
    at: datetime
    answer: Answer | Literal[""] = ""
    reason: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


class AppealVerbs(Verbs):
    """The part of Store that enters objections and answers, each with its audit entry."""

    def next_appeal(self, dataset: str, run: str) -> str:
        """The code that the next objection to a run has; its evidence is entered under it before."""
        with self._engine.begin() as connection:
            return _next(connection, dataset, run)

    def check_appeal(self, appeal: Appeal) -> None:
        """AppealError for an objection that cannot be kept, whatever its evidence."""
        with self._engine.begin() as connection:
            _check(connection, appeal)

    def enter_appeal(self, appeal: Appeal) -> None:
        """Keep an objection, in time and with evidence."""
        with writing(self._engine).begin() as connection:
            _check(connection, appeal)
            if not evidence_of(connection, appeal.dataset, "appeal", appeal.code, appeal.region):
                raise AppealError("no_evidence")
            content = {"run": appeal.run, "item": appeal.item, "words": appeal.words.strip()}
            row = Entry(appeal.dataset, appeal.code, appeal.region, content)
            enter(connection, tables.appeal, "appeal.enter", row, Signature(appeal.by, appeal.at))

    def answer_appeal(
        self, dataset: str, code: str, answer: Answer, *, reason: str, by: str, at: datetime
    ) -> None:
        """Keep the answer, with its reason, before 审定; never by the one who objected."""
        if not reason.strip():
            raise AppealError("no_reason")
        with writing(self._engine).begin() as connection:
            found = {each.code: each for each in _appeals(connection, dataset)}.get(code)
            if found is None:
                raise AppealError("unknown")
            if run_of(connection, dataset, found.run).reached("decision"):
                raise AppealError("late")
            if found.answer:
                raise AppealError("answered")
            if same_person(found.by, by):
                raise AppealError("own")
            content = {"run": found.run, "answer": answer}
            row = Entry(dataset, code, found.region, content, reason.strip())
            enter(connection, tables.appeal, "appeal.enter", row, Signature(by, at))


class AppealReads(Reads):
    """The part of StoreView that reads them, of places that the viewer may look into."""

    def appeals(self, dataset: str, run: str = "") -> tuple[Appeal, ...]:
        """Oldest first; of one run where it is named."""
        with self._reading() as connection:
            rows = rows_of(connection, tables.appeal, dataset, viewer=self.viewer)
        found = (each for each in _read(rows) if run in ("", each.run))
        return tuple(
            replace(
                each,
                by=shown_name(self.viewer, each.by, each.region),
                answered_by=shown_name(self.viewer, each.answered_by, each.region),
            )
            for each in found
        )


def _check(connection: Connection, appeal: Appeal) -> None:
    if not appeal.words.strip():
        raise AppealError("nothing")
    try:
        run = run_of(connection, appeal.dataset, appeal.run)
    except RunError:
        raise AppealError("unknown") from None
    if not run.appealing(appeal.at):
        raise AppealError("closed")
    if appeal.code != _next(connection, appeal.dataset, appeal.run):
        raise AppealError("unknown")


def _next(connection: Connection, dataset: str, run: str) -> str:
    codes = {each.code for each in _appeals(connection, dataset) if each.run == run}
    return f"{run}/A{len(codes) + 1}"


def _appeals(connection: Connection, dataset: str) -> list[Appeal]:
    return _read(rows_of(connection, tables.appeal, dataset))


def _read(rows: Sequence[Row[Any]]) -> list[Appeal]:
    found: dict[str, Appeal] = {}
    for row in rows:
        told, at = json.loads(row.content), datetime.fromisoformat(row.at)
        if "answer" not in told:
            found[row.code] = Appeal(
                row.code, row.dataset, told["run"], row.region, told["item"], told["words"], row.by, at
            )
        elif row.code in found:
            found[row.code] = replace(
                found[row.code], answer=told["answer"], reason=row.why, answered_by=row.by, answered_at=at
            )
    return list(found.values())
