"""Uploads too big to be judged while somebody waits: kept, acknowledged, and taken in by the worker.

Nothing with a 密级 mark is ever kept: it is refused here, like what cannot be read and what is known.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from data.jobs import Job, NewJob
from data.model import Finding
from loaders.bundles import Received, unpacked
from loaders.desk import Desk, Outcome
from loaders.foreign import read_any
from loaders.guards import WorkbookRefused
from loaders.intake import hash_of, receive, receive_one
from loaders.marks import mark_in_cells, secrecy_mark

RECEIVE = "receive"
MANY = 20  # files of one upload that are judged while the person waits; more become jobs
BEGINNING = 256  # bytes in which an OpenDocument file says what it is


class Queue(Protocol):
    """The verb of the store that takes in jobs."""

    def enqueue(self, jobs: Sequence[NewJob], *, batch: str, by: str, at: datetime) -> tuple[int, ...]: ...


@dataclass(frozen=True)
class Queued:
    """An upload that was acknowledged: the batch to ask for, how many jobs, and what is settled already."""

    batch: str
    jobs: int
    outcomes: tuple[Outcome, ...]


def members(name: str, data: bytes, desk: Desk, only: Iterable[str] = ()) -> Iterator[Received]:
    """The files of an upload, one at a time; with ``only``, those with these hashes."""
    wanted = set(only)
    for each in unpacked(name, data, desk.limits):
        if not wanted or hash_of(each) in wanted:
            yield each


def enqueue(files: Iterable[Received], *, desk: Desk, queue: Queue, by: str, at: datetime) -> Queued:
    """Keep every file, then enter all jobs in one transaction: what is acknowledged is never lost."""
    settled: list[Outcome] = []
    jobs: dict[str, NewJob] = {}
    for received in files:
        if _at_once(received, desk):
            settled.append(receive_one(received, desk=desk, by=by, at=at))
            continue
        sha256 = hash_of(received)
        desk.store.keep_file(sha256, received.data)
        jobs.setdefault(sha256, NewJob(RECEIVE, sha256, received.path))
    batch = os.urandom(16).hex()
    if jobs:
        queue.enqueue(list(jobs.values()), batch=batch, by=by, at=at)
    return Queued(batch, len(jobs), tuple(settled))


def receiving(desk: Callable[[Job], Desk], read: Callable[[Job], bytes]) -> Callable[[Job], str]:
    """The task of a job of kind ``receive``: the kept file by the one door, at the time it came.

    ``desk`` is that of the person who sent it, with that person's rights when the job is done.
    """

    def task(job: Job) -> str:
        outcome = receive(job.path, read(job), desk=desk(job), by=job.by, at=job.at)
        return told(outcome)

    return task


def told(outcome: Outcome) -> str:
    """An outcome as a job keeps it."""
    findings = [{**asdict(finding), "params": dict(finding.params)} for finding in outcome.findings]
    return json.dumps({**asdict(outcome), "findings": findings}, ensure_ascii=False)


def outcome_of(result: str) -> Outcome | None:
    """The outcome that a job has kept; None while there is none, or where the job broke."""
    kept = json.loads(result) if result else {}
    if "status" not in kept:
        return None
    findings = tuple(Finding(**finding) for finding in kept["findings"])
    several = {name: tuple(kept.get(name, ())) for name in ("submissions", "regions", "periods")}
    return Outcome(**{**kept, "findings": findings, **several})


def _at_once(received: Received, desk: Desk) -> bool:
    """What is refused without being read, what is known, and what must not be kept before it is judged."""
    if received.refusal or not received.kept_whole or received.size > desk.limits.bytes:
        return True
    if desk.store.known(hash_of(received)):
        return True
    return bool(_mark(received, desk))


def _mark(received: Received, desk: Desk) -> str:
    """The 密级 mark, as the door finds it: old formats and OpenDocument must be opened for it."""
    found = secrecy_mark(received.data, received.path, desk.limits)
    plain = received.data.startswith(b"PK") and b"opendocument" not in received.data[:BEGINNING]
    if found or plain:
        return found
    try:
        return mark_in_cells(read_any(received.data, limits=desk.limits))
    except WorkbookRefused:
        return ""
