"""The one door for web and command line: a file comes in, is judged, and is stored or turned away.

Order: size, hash, known?, secrecy mark, workbook, register or form, figures, rules, record.
Only a 强制 (must) finding returns a file; a file that cannot be read at all is refused.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from data.model import Filing, Finding, Observation, Period, Submission, Target
from loaders.bundles import Received, files_in, too_large, unpacked
from loaders.checks import check
from loaders.desk import LIMITS, Consistency, Desk, Outcome, Status, Stored
from loaders.extract import Extraction, extract
from loaders.foreign import read_any
from loaders.marks import mark_in_cells, secrecy_mark
from loaders.places import numbers_in, recognise
from loaders.records import Away
from loaders.targets import is_register, read_targets
from loaders.workbook import Workbook, WorkbookRefused

__all__ = [
    "LIMITS",
    "Consistency",
    "Desk",
    "Outcome",
    "Status",
    "Stored",
    "receive",
    "receive_paths",
    "receive_upload",
]


@dataclass(frozen=True)
class Verdict:
    """The judgement on a workbook before it is written down."""

    findings: tuple[Finding, ...]
    place: Mapping[str, str] = field(default_factory=dict)
    filing: Filing | None = None
    targets: tuple[Target, ...] | None = None

    @property
    def returned(self) -> bool:
        return any(finding.severity == "must" for finding in self.findings)


def receive_paths(
    paths: Iterable[Path], *, desk: Desk, by: str, clock: Callable[[], datetime]
) -> Iterator[Outcome]:
    """Files, folders and zips, one outcome for each file; the paths exist (see ``missing``)."""
    for received in files_in(paths, desk.limits):
        yield _receive(received, desk=desk, by=by, at=clock())


def receive_upload(
    name: str, data: bytes, *, desk: Desk, by: str, at: datetime, only: Collection[str] = ()
) -> Iterator[Outcome]:
    """An uploaded file, or each member of an uploaded zip; with ``only``, those with these hashes."""
    for received in unpacked(name, data, desk.limits):
        if not only or hash_of(received) in only:
            yield _receive(received, desk=desk, by=by, at=at)


def receive(name: str, data: bytes, *, desk: Desk, by: str, at: datetime) -> Outcome:
    """One file, as it is; a zip is refused here."""
    return _receive(Received(name, data, len(data)), desk=desk, by=by, at=at)


def hash_of(received: Received) -> str:
    return received.sha256 or hashlib.sha256(received.data).hexdigest()


def _receive(received: Received, *, desk: Desk, by: str, at: datetime) -> Outcome:
    if received.unread and received.refusal:
        finding = Finding(received.refusal.code, "must", params=received.refusal.params)
        return Outcome(received.path, "", None, "refused", findings=(finding,))
    sha256 = hash_of(received)
    try:
        return _decide(received, sha256, desk=desk, by=by, at=at)
    except Exception:
        logging.getLogger(__name__).exception(
            "unforeseen error while receiving %s (%s)", received.path, sha256
        )
        if received.kept_whole:
            _keep_quietly(received, sha256, desk)
        finding = Finding("system.error", "must", params={"read": received.path, "expected": ""})
        return Outcome(received.path, sha256, None, "refused", findings=(finding,))


def _keep_quietly(received: Received, sha256: str, desk: Desk) -> None:
    try:
        desk.store.keep_file(sha256, received.data)
    except OSError:
        logging.getLogger(__name__).exception("the file %s could not be kept", received.path)


def _decide(received: Received, sha256: str, *, desk: Desk, by: str, at: datetime) -> Outcome:
    known = desk.store.known(sha256)
    if known:
        return _repeat(received.path, known, desk)
    found = examined(received, desk, at)
    if isinstance(found, str):
        return _classified(received, sha256, found)
    writing = _Writing(received, sha256, desk, by, at)
    return writing.refuse(found) if isinstance(found, WorkbookRefused) else writing.settle(found)


def examined(received: Received, desk: Desk, at: datetime) -> Verdict | WorkbookRefused | str:
    """The judgement on a file, or why it cannot be read, or its 密级 mark; nothing is written."""
    refusal = received.refusal
    if received.size > desk.limits.bytes and refusal is None:
        refusal = too_large(received.size, desk.limits.bytes)
    mark = secrecy_mark(received.data, received.path, desk.limits)
    if mark:
        return mark
    if refusal:
        return refusal
    try:
        workbook = read_any(received.data, limits=desk.limits)
    except WorkbookRefused as error:
        return error
    mark = "" if workbook.source == "xlsx" else mark_in_cells(workbook)
    if mark:
        return mark
    verdict = _judge(workbook, desk, at)
    return replace(verdict, findings=(*_converted(workbook), *verdict.findings))


def _classified(received: Received, sha256: str, mark: str) -> Outcome:
    finding = Finding("file.classified", "must", params={"read": mark, "expected": ""})
    return Outcome(received.path, sha256, None, "refused", findings=(finding,))


def _repeat(path: str, known: tuple[Submission, tuple[Finding, ...]], desk: Desk) -> Outcome:
    first, findings = known
    if first.status == "accepted":
        findings = (*findings, *_live(first.submission, desk))
    return Outcome(
        path=path,
        sha256=first.sha256,
        submission=first.submission,
        status=first.status,
        known=True,
        form=first.form,
        dataset=first.dataset,
        region=first.region,
        period=first.period,
        findings=findings,
    )


def _live(number: int, desk: Desk) -> tuple[Finding, ...]:
    return tuple(desk.consistency(number)) if desk.consistency else ()


def _judge(workbook: Workbook, desk: Desk, at: datetime) -> Verdict:
    if is_register(workbook):
        targets, findings = read_targets(workbook, desk.catalogue, desk.indicators)
        return Verdict(findings, {"form": "targets"}, targets=targets)
    form = recognise(workbook, desk.forms)
    if form is None:
        names = "、".join(f"{known.number} {known.name}" for known in desk.forms.values())
        params = {"read": "、".join(dict.fromkeys(numbers_in(workbook))), "expected": names}
        return Verdict((Finding("form.unknown", "must", params=params),))
    extraction = extract(workbook, form, desk.catalogue)
    place = {
        "form": form.code,
        "dataset": extraction.place.dataset,
        "region": extraction.place.region,
        "period": extraction.place.period,
    }
    findings = (*extraction.findings, *_too_early(extraction, at))
    if extraction.filing:
        found = check(extraction.filing, desk.rules, desk.catalogue)
        findings = (*findings, *found, *_last_year(extraction, desk))
    return Verdict(findings, place, extraction.filing)


def _converted(workbook: Workbook) -> Iterator[Finding]:
    """A file in another format is said to be one: what its format does not tell is not known here."""
    if workbook.source != "xlsx":
        params = {"read": f".{workbook.source}", "expected": ".xlsx", "reason": workbook.source}
        yield Finding("file.foreign", "note", params=params)


def _too_early(extraction: Extraction, at: datetime) -> Iterator[Finding]:
    """A period is filed in its last month at the earliest: a year that still runs has no yearly figures."""
    period = extraction.place.period
    if period and Period.parse(period).last > at.year * 12 + at.month - 1:
        params = {"read": period, "expected": f"≤ {at.year}M{at.month:02d}", "reason": "future"}
        said = extraction.place.period_at
        sheet, cell = (said.sheet, said.cell) if said else ("", "")
        yield Finding(
            "form.wrong_period", "must", sheet, cell, params, region=extraction.place.region, period=period
        )


def _last_year(extraction: Extraction, desk: Desk) -> Iterator[Finding]:
    """The 上年同期 column beside what was filed a year before; only figures that both give are compared."""
    if desk.stored is None or not extraction.last_year:
        return
    place = extraction.place
    before = Period.parse(place.period).year_before.code
    stored = desk.stored(place.dataset, place.region, before)
    for figure in extraction.last_year:
        filed = stored.get((figure.element, figure.scope))
        if (
            filed is not None
            and figure.value is not None
            and figure.qualifier == "exact"
            and filed != figure.value
        ):
            yield _differs(figure, filed, extraction)


def _differs(figure: Observation, filed: float, extraction: Extraction) -> Finding:
    return Finding(
        "last_year.differs",
        "explain",
        figure.sheet,
        figure.cell,
        {"read": figure.value or 0.0, "expected": filed, "element": figure.element},
        region=extraction.place.region,
        period=extraction.place.period,
    )


@dataclass(frozen=True)
class _Writing:
    """Writes a judgement down: the file first, then one transaction."""

    received: Received
    sha256: str
    desk: Desk
    by: str
    at: datetime

    def settle(self, verdict: Verdict) -> Outcome:
        if verdict.returned:
            return self._away("returned", verdict.findings, verdict.place)
        self._keep()
        store, findings = self.desk.store, verdict.findings
        received = {"sha256": self.sha256, "path": self.received.path, "by": self.by}
        size = self.received.size
        if verdict.filing:
            number = store.accept(verdict.filing, **received, size=size, at=self.at, findings=findings)
            findings = (*findings, *_live(number, self.desk))
        else:
            targets = verdict.targets or ()
            number = store.set_targets(targets, **received, size=size, at=self.at, findings=findings)
        return self._outcome(number, "accepted", findings, verdict.place)

    def refuse(self, refusal: WorkbookRefused) -> Outcome:
        params: dict[str, str | float] = {"read": "", "expected": "", **refusal.params}
        return self._away("refused", (Finding(refusal.code, "must", params=params),), {})

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
        return self._outcome(number, status, findings, place)

    def _keep(self) -> None:
        if self.received.kept_whole and self.received.size <= self.desk.limits.bytes:
            self.desk.store.keep_file(self.sha256, self.received.data)

    def _outcome(
        self, number: int | None, status: Status, findings: tuple[Finding, ...], place: Mapping[str, str]
    ) -> Outcome:
        return Outcome(
            path=self.received.path,
            sha256=self.sha256,
            submission=number,
            status=status,
            form=place.get("form", ""),
            dataset=place.get("dataset", ""),
            region=place.get("region", ""),
            period=place.get("period", ""),
            findings=findings,
        )
