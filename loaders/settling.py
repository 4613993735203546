"""Writes a judgement down: the file first, then one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from data.entering import LockedError, Taken
from data.model import Filing, Finding
from data.tasks import TaskError
from loaders.bundles import Received
from loaders.desk import Desk, Outcome, Status
from loaders.gathering import SEVERAL
from loaders.records import Away
from loaders.tasks import TaskBook
from loaders.verdict import Verdict, locked, places_of, untimely
from loaders.workbook import WorkbookRefused


@dataclass(frozen=True)
class Settling:
    """One received file and where its fate is written."""

    received: Received
    sha256: str
    desk: Desk
    by: str
    at: datetime

    def settle(self, verdict: Verdict) -> Outcome:
        if verdict.returned:
            return self._away("returned", verdict.findings, verdict.place)
        self._keep()
        try:
            return self._enter(verdict)
        except LockedError as error:  # approved since it was judged
            place = {name: error.place[name] for name in ("region", "period")}
            findings = (*verdict.findings, locked(error.submission, **place))
            return self._away("returned", findings, verdict.place)
        except TaskError as error:  # what the record has does not allow it
            return self._away("returned", (*verdict.findings, untimely(error, verdict)), verdict.place)

    def _enter(self, verdict: Verdict) -> Outcome:
        if verdict.filings:
            return self._settle_all(verdict)
        status = self._status(verdict)
        store, findings = self.desk.store, verdict.findings
        received = {"sha256": self.sha256, "path": self.received.path, "by": self.by}
        size = self.received.size
        if verdict.filing:
            number = store.accept(
                verdict.filing, **received, size=size, at=self.at, findings=findings, status=status
            )
            findings = (*findings, *live(number, self.desk))
        elif verdict.tasks is not None:
            number = self._enter_tasks(verdict.tasks, findings)
        else:
            targets = verdict.targets or ()
            number = store.set_targets(targets, **received, size=size, at=self.at, findings=findings)
        return self._outcome((number,), status, findings, verdict.place)

    def _enter_tasks(self, book: TaskBook, findings: tuple[Finding, ...]) -> int:
        """As far as the sender may assign and report."""
        regions = {task.region for task in book.tasks}
        assigned, filed = (
            None if barred is None else {region for region in regions if not barred(region)}
            for barred in (self.desk.unassigned, self.desk.barred)
        )
        return self.desk.store.file_tasks(
            book.tasks,
            book.reports,
            sha256=self.sha256,
            path=self.received.path,
            size=self.received.size,
            by=self.by,
            at=self.at,
            findings=findings,
            assigns=assigned,
            files=filed,
        )

    def refuse(self, refusal: WorkbookRefused) -> Outcome:
        params: dict[str, str | float] = {"read": "", "expected": "", **refusal.params}
        return self._away("refused", (Finding(refusal.code, "must", params=params),), {})

    def _settle_all(self, verdict: Verdict) -> Outcome:
        """The filings of a mapped table, all or none; what belongs to no filing stands with the first."""
        status = self._status(verdict)
        numbers = self.desk.store.accept_all(
            _with_the_rest(verdict),
            sha256=self.sha256,
            path=self.received.path,
            size=self.received.size,
            by=self.by,
            at=self.at,
            status=status,
        )
        found = [finding for number in numbers for finding in live(number, self.desk)]
        regions, periods = places_of(verdict.all_filings)
        outcome = self._outcome(numbers, status, (*verdict.findings, *found), verdict.place)
        return replace(outcome, regions=regions, periods=periods)

    def _status(self, verdict: Verdict) -> Taken:
        """Where filing is reviewed, what comes waits for its review."""
        datasets = self.desk.catalogue.datasets
        reviewed = any(datasets[filing.dataset].review for filing in verdict.all_filings)
        return "waiting" if reviewed else "accepted"

    def _away(self, status: Away, findings: tuple[Finding, ...], place: Mapping[str, str]) -> Outcome:
        self._keep()
        number = self.desk.store.turn_away(
            status,
            sha256=self.sha256,
            path=self.received.path,
            size=self.received.size,
            by=self.by,
            at=self.at,
            findings=findings,
            place=place,
        )
        return self._outcome((number,), status, findings, place)

    def _keep(self) -> None:
        if self.received.kept_whole and self.received.size <= self.desk.limits.bytes:
            self.desk.store.keep_file(self.sha256, self.received.data)

    def _outcome(
        self,
        numbers: tuple[int, ...],
        status: Status,
        findings: tuple[Finding, ...],
        place: Mapping[str, str],
    ) -> Outcome:
        return Outcome(
            path=self.received.path,
            sha256=self.sha256,
            submission=numbers[0] if numbers else None,
            status=status,
            form=place.get("form", ""),
            dataset=place.get("dataset", ""),
            region=place.get("region", ""),
            period=place.get("period", ""),
            findings=findings,
            submissions=numbers,
            regions=(place.get("region", ""),),
            periods=(place.get("period", ""),),
        )


def live(number: int, desk: Desk) -> tuple[Finding, ...]:
    """Checks of a current submission against others, made now and not stored."""
    return tuple(desk.consistency(number)) if desk.consistency else ()


def _with_the_rest(verdict: Verdict) -> list[tuple[Filing, tuple[Finding, ...]]]:
    own = [finding for _, told in verdict.filings for finding in told]
    codes = {finding.code for finding in own}
    gathered = [each for each in verdict.findings if each.params.get("reason") == SEVERAL]
    rest = tuple(
        finding
        for finding in verdict.findings
        if finding not in own and not (finding in gathered and finding.code in codes)
    )
    (first, told), *others = verdict.filings
    return [(first, (*rest, *told)), *others]
