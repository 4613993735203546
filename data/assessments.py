"""Runs of a scheme (考核): the stages in their order, each with the score sheets as they were at it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from data import tables
from data.engine import writing
from data.model import Viewer
from data.period import Period
from data.reading import Reads
from data.registers import Entry, Signature, enter, enter_many, rows_of
from data.runs import SCORED, KeptSheet, Run, RunError, RunStep, Stage
from data.schemes import active_scheme, assesses
from data.scoping import alias, shown_name
from data.verbs import Verbs


class RunVerbs(Verbs):
    """The part of Store that takes a run from stage to stage; rows are only added."""

    def begin_run(
        self,
        place: tuple[str, str, str, int],
        period: str,
        sheets: Mapping[str, Mapping[str, Any]],
        *,
        by: str,
        at: datetime,
    ) -> str:
        """初评: keep the first sheets of (dataset, region that assesses, scheme, version); the run's code.

        Refused unless the version is in force and its period holds the run's.
        """
        dataset, region, scheme, version = place
        signed = Signature(by, at)
        with writing(self._engine).begin() as connection:
            rules = active_scheme(connection, dataset, scheme, version)
            if rules is None or rules.region != region:
                raise RunError("draft")
            if not Period.parse(rules.period).holds(Period.parse(period)):
                raise RunError("period")
            known = _runs(connection, dataset)
            if any((run.scheme, run.period) == (scheme, period) and not run.withdrawn for run in known):
                raise RunError("twice")
            before = sum((run.scheme, run.period) == (scheme, period) for run in known)
            code = f"{scheme}@{period}" + (f"#{before + 1}" if before else "")
            content = {"scheme": scheme, "version": version, "period": period, "stage": "first"}
            enter(
                connection,
                tables.assessment,
                "assessment.step",
                Entry(dataset, code, region, content),
                signed,
            )
            _keep_sheets(connection, dataset, code, "first", sheets, signed)
        return code

    def step_run(
        self,
        dataset: str,
        code: str,
        stage: Stage,
        *,
        by: str,
        at: datetime,
        sheets: Mapping[str, Mapping[str, Any]] | None = None,
        until: date | None = None,
        note: str = "",
    ) -> None:
        """Take the next stage; 申诉 with its last day, if any, 复核 and 审定 with sheets made anew."""
        signed = Signature(by, at)
        with writing(self._engine).begin() as connection:
            run = run_of(connection, dataset, code)
            if run.next != stage:
                raise RunError("order")
            if run.must_wait(at):
                raise RunError("still_open")
            if stage == "decision" and _unanswered(connection, dataset, code):
                raise RunError("unanswered")
            last = until.isoformat() if until and stage == "appeal" else ""
            content = {"stage": stage, "until": last, "note": note}
            row = Entry(dataset, code, run.region, content)
            enter(connection, tables.assessment, "assessment.step", row, signed)
            if stage in SCORED:
                _keep_sheets(connection, dataset, code, stage, sheets or {}, signed)

    def withdraw_run(self, dataset: str, code: str, *, why: str, by: str, at: datetime) -> None:
        """Keep that a run counts no more; its stages and sheets stay in the record."""
        if not why.strip():
            raise RunError("no_reason")
        with writing(self._engine).begin() as connection:
            run = run_of(connection, dataset, code)
            row = Entry(dataset, code, run.region, {"stage": run.stage}, why.strip(), withdrawn=True)
            enter(connection, tables.assessment, "assessment.step", row, Signature(by, at))


class RunReads(Reads):
    """The part of StoreView that reads runs and sheets, as far as the viewer may know of them."""

    def runs(self, dataset: str) -> tuple[Run, ...]:
        """In the order in which they began; units learn of a run when it comes to 反馈."""
        with self._reading() as connection:
            found = _runs(connection, dataset)
        return tuple(
            replace(run, steps=tuple(_told(step, run, self.viewer) for step in run.steps))
            for run in found
            if assesses(self.viewer, run.region) or (run.reached("feedback") and not run.withdrawn)
        )

    def sheets(self, run: Run) -> tuple[KeptSheet, ...]:
        """The sheets of every stage that the viewer may see, oldest first.

        A unit sees its own from 反馈 on; those of others once they are published, as siblings are shown.
        """
        with self._reading() as connection:
            rows = rows_of(connection, tables.score, run.dataset, code=run.code)
        every = assesses(self.viewer, run.region)
        if not every and not run.reached("feedback"):
            return ()
        found = []
        for row in rows:
            content = json.loads(row.content)
            own = every or self.viewer.sees(row.region)
            shown = row.region if own else alias(self.viewer, run.dataset, row.region)
            if shown is None or not (own or run.reached("published")):
                continue
            hidden = shown != row.region
            kept = _without_words(content["sheet"]) if hidden else content["sheet"]
            found.append(KeptSheet(shown, content["stage"], kept, anonymous=hidden))
        return tuple(found)


def run_of(connection: Connection, dataset: str, code: str) -> Run:
    """A run that counts; RunError where there is none."""
    found = [run for run in _runs(connection, dataset) if run.code == code and not run.withdrawn]
    if not found:
        raise RunError("unknown")
    return found[0]


def _runs(connection: Connection, dataset: str) -> list[Run]:
    rows: dict[str, list[Row[Any]]] = {}
    for row in rows_of(connection, tables.assessment, dataset):
        rows.setdefault(row.code, []).append(row)
    return [_run(each) for each in rows.values()]


def _run(rows: Sequence[Row[Any]]) -> Run:
    first, begun = rows[0], json.loads(rows[0].content)
    steps = tuple(_step(row) for row in rows if not row.withdrawn)
    gone = next((row.why for row in rows if row.withdrawn), "")
    place = (first.code, first.dataset, first.region)
    return Run(*place, begun["scheme"], begun["version"], begun["period"], steps, gone)


def _step(row: Row[Any]) -> RunStep:
    told = json.loads(row.content)
    at = datetime.fromisoformat(row.at)
    return RunStep(told["stage"], row.by, at, told.get("until", ""), told.get("note", ""))


def _told(step: RunStep, run: Run, viewer: Viewer) -> RunStep:
    return replace(step, by=shown_name(viewer, step.by, run.region))


def _keep_sheets(
    connection: Connection,
    dataset: str,
    code: str,
    stage: Stage,
    sheets: Mapping[str, Mapping[str, Any]],
    signed: Signature,
) -> None:
    if not sheets:
        raise RunError("no_sheets")
    entries = [
        Entry(dataset, code, region, {"stage": stage, "sheet": sheet}) for region, sheet in sheets.items()
    ]
    enter_many(connection, tables.score, "score.keep", entries, signed)


def _unanswered(connection: Connection, dataset: str, run: str) -> bool:
    """Is there an objection without an answer."""
    told: dict[str, bool] = {}
    for row in rows_of(connection, tables.appeal, dataset):
        content = json.loads(row.content)
        if content["run"] == run:
            told[row.code] = bool(content.get("answer")) or bool(row.withdrawn)
    return not all(told.values())


def _without_words(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A sheet for those who may not know whose it is: what happened there and who decided are left out."""
    items = [{**item, "params": _without_why(item)} for item in sheet.get("items", ())]
    vetoes = [{**veto, "event": "", "by": "", "evidence": []} for veto in sheet.get("vetoes", ())]
    return {**sheet, "items": items, "vetoes": vetoes}


def _without_why(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.get("params", {}).items() if name != "why"}
