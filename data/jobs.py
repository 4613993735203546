"""Jobs: work accepted now and done in the background, by one worker each, resumed after a sudden end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Row, delete, or_, select, update

from data import audit, tables
from data.engine import writing
from data.kept import kept_file
from data.reading import Reads
from data.verbs import Verbs

JobStatus = Literal["queued", "running", "done", "failed"]

STALE = 10.0  # seconds without a heartbeat after which a worker is taken to be gone
MOST_TRIES = 5  # a job that ends its worker this often is given up
KEPT = 30 * 24 * 3600.0  # seconds that an ended job is remembered
GAVE_UP = '{"error": "gave_up"}'


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is to be done; a file is kept under its hash before its job is entered."""

    kind: str
    sha256: str = ""
    path: str = ""
    payload: str = "{}"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands; ``result`` is JSON, empty while there is none."""

    job: int
    batch: str
    kind: str
    sha256: str
    path: str
    payload: str
    by: str
    at: datetime
    status: JobStatus
    tries: int
    result: str


class JobVerbs(Verbs):
    """The part of Store that workers and those who give them work use."""

    def job_file(self, job: Job) -> bytes:
        """The kept file that a job is about."""
        return kept_file(self._files, job.sha256).read_bytes()

    def enqueue(self, jobs: Sequence[NewJob], *, batch: str, by: str, at: datetime) -> tuple[int, ...]:
        """Enter jobs, all or none; once this returns they will be done, whatever happens."""
        job, when, now = tables.job, audit.stamp(at), at.timestamp()
        rest = {"status": "queued", "claimed_by": "", "heartbeat": 0.0, "tries": 0, "result": ""}
        numbers = []
        with writing(self._engine).begin() as connection:
            connection.execute(delete(job).where(job.c.ended < now - KEPT))
            for each in jobs:
                what = {"kind": each.kind, "sha256": each.sha256, "path": each.path, "payload": each.payload}
                row = {"batch": batch, "by": by, "at": when, **what, **rest}
                (number,) = connection.execute(job.insert().values(row)).inserted_primary_key or (0,)
                numbers.append(int(number))
            detail = {"jobs": len(jobs), "sha256": [each.sha256 for each in jobs if each.sha256]}
            audit.append(connection, at=when, actor=by, action="job.accept", thing=batch, detail=detail)
        return tuple(numbers)

    def claim(self, worker: str, *, now: float, stale: float = STALE, tries: int = MOST_TRIES) -> Job | None:
        """The oldest job that waits, or whose worker is gone; it is this worker's alone from now on."""
        job = tables.job
        gone = (job.c.status == "running") & (job.c.heartbeat < now - stale)
        with writing(self._engine).begin() as connection:
            given_up = update(job).where(gone, job.c.tries >= tries)
            connection.execute(given_up.values(status="failed", result=GAVE_UP, ended=now))
            waiting = select(job.c.id).where(or_(job.c.status == "queued", gone)).order_by(job.c.id).limit(1)
            mine = {"status": "running", "claimed_by": worker, "heartbeat": now, "tries": job.c.tries + 1}
            claimed = update(job).where(job.c.id == waiting.scalar_subquery()).values(mine).returning(job)
            row = connection.execute(claimed).one_or_none()
        return None if row is None else _job(row)

    def beat(self, worker: str, *, now: float) -> None:
        """This worker is alive."""
        job = tables.job
        mine = (job.c.claimed_by == worker) & (job.c.status == "running")
        with writing(self._engine).begin() as connection:
            connection.execute(update(job).where(mine).values(heartbeat=now))

    def finish(
        self, number: int, worker: str, status: Literal["done", "failed"], result: str, *, now: float
    ) -> bool:
        """The job has ended; False where another worker has taken it over meanwhile."""
        job = tables.job
        mine = (job.c.id == number) & (job.c.claimed_by == worker) & (job.c.status == "running")
        ended = update(job).where(mine).values(status=status, result=result, ended=now)
        with writing(self._engine).begin() as connection:
            return connection.execute(ended).rowcount == 1

    def let_go(self, worker: str) -> None:
        """A worker that stops in good order gives back what it has not ended."""
        job = tables.job
        mine = (job.c.claimed_by == worker) & (job.c.status == "running")
        back = update(job).where(mine).values(status="queued", claimed_by="", tries=job.c.tries - 1)
        with writing(self._engine).begin() as connection:
            connection.execute(back)


class JobReads(Reads):
    """The part of StoreView that says how far jobs are; those of others are nobody's business."""

    def jobs(self, batch: str) -> tuple[Job, ...]:
        """The jobs of one upload, in its order."""
        job = tables.job
        query = select(job).where(job.c.batch == batch).order_by(job.c.id)
        if self.viewer.reach is not None:
            query = query.where(job.c.by == self.viewer.name)
        with self._reading() as connection:
            rows = connection.execute(query)
            return tuple(_job(row) for row in rows)

    def job_counts(self) -> dict[str, int]:
        """How many jobs are in each status."""
        return self._counted(tables.job.c.status)


def _job(row: Row[tuple[object, ...]]) -> Job:
    return Job(
        job=row.id,
        batch=row.batch,
        kind=row.kind,
        sha256=row.sha256,
        path=row.path,
        payload=row.payload,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        status=row.status,
        tries=row.tries,
        result=row.result,
    )
