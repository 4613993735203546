"""What filing a file would do, told before it is filed: judged as at the door, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from data.model import Filing, Finding, Submission
from loaders.bundles import Received, unpacked
from loaders.desk import Desk, Status
from loaders.intake import at_the_door, examined, hash_of
from loaders.verdict import Verdict, made_before, places_of, settles_anew, to_judge_anew
from loaders.workbook import WorkbookRefused


@dataclass(frozen=True)
class Preview:
    """One file as it would be judged; ``known`` is the earlier submission of the same bytes.

    ``findings`` are those inside the file: checks against other submissions are made when it is filed.
    """

    path: str
    sha256: str
    size: int
    status: Status
    findings: tuple[Finding, ...] = ()
    known: Submission | None = None
    form: str = ""
    dataset: str = ""
    region: str = ""
    period: str = ""
    filings: tuple[Filing, ...] = ()  # of a mapped table one for each region and period
    figures: int = 0
    submissions: tuple[int, ...] = ()  # of a file that came before, all that it made, and where
    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


def preview_upload(name: str, data: bytes, *, desk: Desk, at: datetime) -> Iterator[Preview]:
    """A file, or each member of a zip."""
    for received in unpacked(name, data, desk.limits):
        yield _guarded(received, desk, at)


def preview(name: str, data: bytes, *, desk: Desk, at: datetime) -> Preview:
    """One file, as it is; nothing is written, not even the file."""
    return _guarded(Received(name, data, len(data)), desk, at)


def _guarded(received: Received, desk: Desk, at: datetime) -> Preview:
    def broken(finding: Finding) -> Preview:
        return Preview(received.path, hash_of(received), received.size, "refused", (finding,))

    return at_the_door(received, lambda: _preview(received, desk, at), broken)


def _preview(received: Received, desk: Desk, at: datetime) -> Preview:
    sha256 = "" if received.unread else hash_of(received)
    known = desk.store.known(sha256) if sha256 else None
    if known and not to_judge_anew(known, desk):
        return _again(received, sha256, *known, desk)
    found = examined(received, desk, at)
    if known and not settles_anew(found, known):
        return _again(received, sha256, *known, desk)
    if isinstance(found, Verdict):
        return _judged(received, sha256, found)
    if isinstance(found, WorkbookRefused):
        finding = Finding(found.code, "must", params=found.params)
    else:
        finding = Finding("file.classified", "must", params={"read": found, "expected": ""})
    return Preview(received.path, sha256, received.size, "refused", (finding,))


def _again(
    received: Received, sha256: str, submission: Submission, findings: tuple[Finding, ...], desk: Desk
) -> Preview:
    status: Status = "accepted"
    if submission.status in ("returned", "refused"):
        status = "returned" if submission.status == "returned" else "refused"
    alike = made_before(submission, desk)
    regions, periods = places_of(alike)
    return Preview(
        received.path,
        sha256,
        received.size,
        status,
        findings,
        submission,
        submission.form,
        submission.dataset,
        submission.region if len(regions) < 2 else "",
        submission.period if len(periods) < 2 else "",
        submissions=tuple(each.submission for each in alike),
        regions=regions,
        periods=periods,
    )


def _judged(received: Received, sha256: str, verdict: Verdict) -> Preview:
    place, one = verdict.place, verdict.filing
    filings = (one,) if one else tuple(filing for filing, _ in verdict.filings)
    return Preview(
        path=received.path,
        sha256=sha256,
        size=received.size,
        status="returned" if verdict.returned else "accepted",
        findings=verdict.findings,
        filings=filings,
        form=place.get("form", ""),
        dataset=place.get("dataset", ""),
        region=place.get("region", ""),
        period=place.get("period", ""),
        figures=len(verdict.entries if verdict.entries is not None else verdict.observations),
    )
