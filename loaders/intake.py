"""The one door for web and command line: a file comes in, is judged, and is stored or turned away.

Order: size, hash, known?, secrecy mark, workbook, register, form or mapping, figures, rules, record.
Only a 强制 (must) finding returns a file; a file that cannot be read at all is refused.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from data.life import TAKEN_IN, told_again
from data.model import Finding, Period, Submission
from loaders.bundles import Received, files_in, too_large, unpacked
from loaders.checks import check, unread_in
from loaders.desk import LIMITS, Consistency, Desk, Outcome, Status, Stored
from loaders.extract import Extraction, extract
from loaders.foreign import read_any
from loaders.gathering import gathered
from loaders.mapping import FormMapping
from loaders.mapping_match import recognised
from loaders.marks import mark_in_cells, secrecy_mark
from loaders.places import numbers_in, recognise
from loaders.settling import Settling, live
from loaders.targets import is_register, read_targets
from loaders.tasks import is_task_register, read_tasks
from loaders.verdict import (
    Verdict,
    barred,
    by_mapping,
    kept_out,
    last_year,
    made_before,
    places_of,
    settles_anew,
    to_judge_anew,
)
from loaders.workbook import Workbook, WorkbookRefused

__all__ = [
    "LIMITS",
    "Consistency",
    "Desk",
    "Outcome",
    "Status",
    "Stored",
    "Verdict",
    "receive",
    "receive_mapped",
    "receive_one",
    "receive_paths",
    "receive_upload",
]

Told = TypeVar("Told")


def receive_paths(
    paths: Iterable[Path], *, desk: Desk, by: str, clock: Callable[[], datetime]
) -> Iterator[Outcome]:
    """Files, folders and zips, one outcome for each file; the paths exist (see ``missing``)."""
    for received in files_in(paths, desk.limits):
        yield receive_one(received, desk=desk, by=by, at=clock())


def receive_upload(
    name: str, data: bytes, *, desk: Desk, by: str, at: datetime, only: Collection[str] = ()
) -> Iterator[Outcome]:
    """An uploaded file, or each member of an uploaded zip; with ``only``, those with these hashes."""
    for received in unpacked(name, data, desk.limits):
        if not only or hash_of(received) in only:
            yield receive_one(received, desk=desk, by=by, at=at)


def receive(name: str, data: bytes, *, desk: Desk, by: str, at: datetime) -> Outcome:
    """One file, as it is; a zip is refused here."""
    return receive_one(Received(name, data, len(data)), desk=desk, by=by, at=at)


def receive_mapped(
    name: str,
    data: bytes,
    *,
    desk: Desk,
    mapping: FormMapping,
    by: str,
    at: datetime,
    region: str = "",
    period: str = "",
) -> Outcome:
    """A kept file read by the mapping that a person has just confirmed for it."""
    received = Received(name, data, len(data))

    def judged() -> Outcome:
        workbook = _opened(received, desk)
        settling = Settling(received, hash_of(received), desk, by, at)
        if isinstance(workbook, str):
            return _classified(received, settling.sha256, workbook)
        if isinstance(workbook, WorkbookRefused):
            return settling.refuse(workbook)
        verdict = by_mapping(workbook, mapping, desk, _month(at), region=region, period=period)
        return settling.settle(_whole(verdict, workbook, desk))

    return _guarded(received, desk, judged)


def hash_of(received: Received) -> str:
    return received.sha256 or hashlib.sha256(received.data).hexdigest()


def receive_one(received: Received, *, desk: Desk, by: str, at: datetime) -> Outcome:
    """One file of an upload or a folder, already unpacked."""
    if received.unread and received.refusal:
        finding = Finding(received.refusal.code, "must", params=received.refusal.params)
        return Outcome(received.path, "", None, "refused", findings=(finding,))
    return _guarded(received, desk, lambda: _decide(received, hash_of(received), desk=desk, by=by, at=at))


def _guarded(received: Received, desk: Desk, judge: Callable[[], Outcome]) -> Outcome:
    def broken(finding: Finding) -> Outcome:
        sha256 = hash_of(received)
        if received.kept_whole:
            _keep_quietly(received, sha256, desk)
        return Outcome(received.path, sha256, None, "refused", findings=(finding,))

    return at_the_door(received, judge, broken)


def at_the_door(received: Received, judge: Callable[[], Told], broken: Callable[[Finding], Told]) -> Told:
    """The one door: our own mistake is logged and told as ``broken``; the next file is still read."""
    try:
        return judge()
    except Exception:
        sha256 = hash_of(received)
        logging.getLogger(__name__).exception("unforeseen error over %s (%s)", received.path, sha256)
        return broken(Finding("system.error", "must", params={"read": received.path, "expected": ""}))


def _keep_quietly(received: Received, sha256: str, desk: Desk) -> None:
    try:
        desk.store.keep_file(sha256, received.data)
    except OSError:
        logging.getLogger(__name__).exception("the file %s could not be kept", received.path)


def _decide(received: Received, sha256: str, *, desk: Desk, by: str, at: datetime) -> Outcome:
    known = desk.store.known(sha256)
    if known and not to_judge_anew(known, desk):
        return _repeat(received.path, known, desk)
    found = examined(received, desk, at)
    if isinstance(found, str):
        return _classified(received, sha256, found)
    if known and not settles_anew(found, known):
        return _repeat(received.path, known, desk)
    settling = Settling(received, sha256, desk, by, at)
    return settling.refuse(found) if isinstance(found, WorkbookRefused) else settling.settle(found)


def examined(received: Received, desk: Desk, at: datetime) -> Verdict | WorkbookRefused | str:
    """The judgement on a file, or why it cannot be read, or its 密级 mark; nothing is written."""
    workbook = _opened(received, desk)
    if not isinstance(workbook, Workbook):
        return workbook
    return _whole(_judge(workbook, desk, at), workbook, desk)


def _whole(verdict: Verdict, workbook: Workbook, desk: Desk) -> Verdict:
    """With what is said of the file as such: another format, a place that takes no files now."""
    findings = gathered((*_converted(workbook), *verdict.findings, *kept_out(verdict, desk)))
    filings = tuple((filing, gathered(told)) for filing, told in verdict.filings)
    return replace(verdict, findings=findings, filings=filings)


def _opened(received: Received, desk: Desk) -> Workbook | WorkbookRefused | str:
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
    return mark or workbook


def _classified(received: Received, sha256: str, mark: str) -> Outcome:
    finding = Finding("file.classified", "must", params={"read": mark, "expected": ""})
    return Outcome(received.path, sha256, None, "refused", findings=(finding,))


def _repeat(path: str, known: tuple[Submission, tuple[Finding, ...]], desk: Desk) -> Outcome:
    first, findings = known
    if first.region and desk.barred and desk.barred(first.region):
        return Outcome(
            path, first.sha256, None, "refused", findings=(barred(first.region, first.period, desk),)
        )
    if first.status in TAKEN_IN:
        findings = (*findings, *live(first.submission, desk))
    alike = made_before(first, desk)
    regions, periods = places_of(alike)
    return Outcome(
        path=path,
        sha256=first.sha256,
        submission=first.submission,
        status=told_again(first.status, first.outcome),
        known=True,
        form=first.form,
        dataset=first.dataset,
        region=first.region if len(regions) < 2 else "",
        period=first.period if len(periods) < 2 else "",
        findings=findings,
        submissions=tuple(each.submission for each in alike),
        regions=regions,
        periods=periods,
    )


def _judge(workbook: Workbook, desk: Desk, at: datetime) -> Verdict:
    if is_register(workbook):
        shielded, wholes = desk.indicators, desk.known.wholes
        targets, findings = read_targets(workbook, desk.catalogue, shielded, wholes=wholes, today=at.date())
        return Verdict(findings, {"form": "targets"}, targets=targets)
    if is_task_register(workbook):
        book, findings = read_tasks(workbook, desk.catalogue, desk.indicators, desk.known.targets)
        return Verdict(findings, {"form": "tasks", "dataset": book.dataset}, tasks=book)
    form = recognise(workbook, desk.forms)
    if form is None:
        mapping = recognised(workbook, desk.mappings.values(), desk.catalogue)
        if mapping is not None:
            return by_mapping(workbook, mapping, desk, _month(at))
        known = desk.forms.values()
        read = "、".join(dict.fromkeys(numbers_in(workbook)))
        params = {
            "read": read,
            "expected": "、".join(f"{form.number} {form.name}" for form in known),
            "expected_english": ", ".join(f"{form.number} {form.english}" for form in known),
            **({} if read else {"reason": "unnumbered"}),
        }
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
        unread = unread_in(extraction.findings)
        found = check(extraction.filing, desk.rules, desk.catalogue, unread=unread)
        findings = (*findings, *found, *last_year(extraction, desk))
    return Verdict(findings, place, extraction.filing)


def _converted(workbook: Workbook) -> Iterator[Finding]:
    """A file in another format is said to be one: what its format does not tell is not known here."""
    if workbook.source != "xlsx":
        params = {"read": f".{workbook.source}", "expected": ".xlsx", "reason": workbook.source}
        yield Finding("file.foreign", "note", params=params)


def _month(at: datetime) -> int:
    return at.year * 12 + at.month - 1


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
