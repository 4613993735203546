"""Submissions as received: what came, when, by whom, with which findings."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, select

from data import tables
from data.life import TAKEN_IN
from data.model import Event, Finding, Severity, Submission
from data.reading import Reads
from data.scoping import may_read, numbers_of, readable, shown_name

ENTERED = ("accepted", "waiting")  # first outcomes of what was taken in
LARGEST = 2**63 - 1  # of a whole number in the database


class SubmissionReads(Reads):
    """The part of StoreView that reads submissions; every method opens its own short transaction."""

    def submission(self, number: int) -> tuple[Submission, tuple[Finding, ...]] | None:
        with self._reading() as connection:
            found = read_submission(connection, number)
            if found is None or not may_read(connection, self.viewer, number):
                return None
        return self._seen(found[0]), found[1]

    def _seen(self, one: Submission) -> Submission:
        """With the name of who filed it masked for those who may not know it."""
        by = shown_name(self.viewer, one.by, one.region)
        return one if by == one.by else replace(one, by=by)

    def submissions(
        self, *, limit: int = 50, statuses: Sequence[str] = (), dataset: str = ""
    ) -> tuple[Submission, ...]:
        """The newest submissions first, whatever became of them, or those of these statuses.

        With a dataset those of it, and those of which nobody knows the dataset.
        """
        query = _filed().where(readable(self.viewer)).order_by(tables.submission.c.id.desc()).limit(limit)
        if statuses:
            query = query.where(tables.standing.c.status.in_(statuses))
        if dataset:
            query = query.where(tables.submission.c.dataset.in_((dataset, "")))
        with self._reading() as connection:
            return tuple(self._seen(_submission(row)) for row in connection.execute(query))

    def submission_of(self, sha256: str) -> Submission | None:
        """The newest accepted submission that these bytes made, else the newest."""
        filed = tables.submission
        query = _filed().where(filed.c.sha256 == sha256, readable(self.viewer))
        newest = query.order_by(tables.standing.c.status.in_(TAKEN_IN).desc(), filed.c.id.desc()).limit(1)
        with self._reading() as connection:
            row = connection.execute(newest).one_or_none()
        return None if row is None else self._seen(_submission(row))

    def is_current(self, number: int) -> bool:
        """Is it the one that counts for its place?"""
        if not 0 < number <= LARGEST:
            return False
        with self._reading() as connection:
            heads = self.heads.rows().c
            query = select(heads.submission).where(heads.submission == number).limit(1)
            return connection.execute(query).scalar() is not None

    def current_of(self, numbers: Sequence[int]) -> frozenset[int]:
        """Which of these count for their places."""
        with self._reading() as connection:
            heads = self.heads.rows().c
            query = select(heads.submission).where(heads.submission.in_(numbers))
            return frozenset(connection.execute(query).scalars())

    def findings_of(self, numbers: Sequence[int], severity: Severity) -> dict[int, list[Finding]]:
        """The stored findings of one severity of these submissions."""
        found = tables.finding
        query = select(found).where(found.c.submission.in_(numbers), found.c.severity == severity)
        if self.viewer.reach is not None:
            query = query.where(found.c.submission.in_(numbers_of(self.viewer)))
        told: dict[int, list[Finding]] = {number: [] for number in numbers}
        with self._reading() as connection:
            for row in connection.execute(query.order_by(found.c.submission, found.c.number)):
                told[row.submission].append(_finding(row))
        return told

    def events(self, number: int) -> tuple[Event, ...]:
        """The life of a submission, oldest first."""
        if not 0 < number <= LARGEST:
            return ()
        with self._reading() as connection:
            if not may_read(connection, self.viewer, number):
                return ()
            told, filed = read_events(connection, number), tables.submission.c
            region = connection.execute(select(filed.region).where(filed.id == number)).scalar() or ""
        if self.viewer.reach is None:
            return told
        return tuple(replace(each, by=shown_name(self.viewer, each.by, region)) for each in told)

    def approvals(self, numbers: Collection[int]) -> dict[int, Event]:
        """Who approved each of these submissions, last; none for what waits or needs no review."""
        if not numbers:
            return {}
        told, filed = tables.submission_event, tables.submission
        query = (
            select(told, filed.c.region)
            .join(filed, filed.c.id == told.c.submission)
            .where(told.c.submission.in_(sorted(numbers)), told.c.status == "accepted")
            .where(filed.c.status == "waiting")  # else the program took it in, and nobody approved it
            .order_by(told.c.id)
        )
        if self.viewer.reach is not None:
            query = query.where(told.c.submission.in_(numbers_of(self.viewer)))
        with self._reading() as connection:
            return {
                row.submission: Event(
                    datetime.fromisoformat(row.at),
                    shown_name(self.viewer, row.by, row.region),
                    row.status,
                    row.why,
                )
                for row in connection.execute(query)
            }

    def status_counts(self, dataset: str = "") -> dict[str, int]:
        """How many submissions are in each status, or of those that ``submissions`` gives of a dataset."""
        now, filed = tables.standing.c, tables.submission.c
        mine = [] if self.viewer.reach is None else [now.submission.in_(numbers_of(self.viewer))]
        if dataset:
            mine.append(now.submission.in_(select(filed.id).where(filed.dataset.in_((dataset, "")))))
        return self._counted(now.status, *mine)

    def finding_counts(self, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
        """How many stored findings of each severity these submissions have."""
        found = tables.finding
        columns = (found.c.submission, found.c.severity)
        query = select(*columns, func.count().label("found")).where(found.c.submission.in_(numbers))
        if self.viewer.reach is not None:
            query = query.where(found.c.submission.in_(numbers_of(self.viewer)))
        counts: dict[int, dict[str, int]] = {number: {} for number in numbers}
        with self._reading() as connection:
            for row in connection.execute(query.group_by(*columns)):
                counts[row.submission][row.severity] = row.found
        return counts

    def file_size(self, sha256: str) -> int | None:
        """Bytes of a file as received; also known of one too large to keep."""
        with self._reading() as connection:
            query = select(tables.source_file.c.size).where(tables.source_file.c.sha256 == sha256)
            return connection.execute(query).scalar()

    def history(self, dataset: str, region: str, period: str, form: str) -> tuple[Submission, ...]:
        """Every accepted submission of one place, oldest first: its versions."""
        filed = tables.submission
        query = _filed().where(
            filed.c.dataset == dataset,
            filed.c.region == region,
            filed.c.period == period,
            filed.c.form == form,
            filed.c.status.in_(ENTERED),
            readable(self.viewer),
        )
        with self._reading() as connection:
            return tuple(
                self._seen(_submission(row)) for row in connection.execute(query.order_by(filed.c.id))
            )


def read_submission(connection: Connection, number: int) -> tuple[Submission, tuple[Finding, ...]] | None:
    """The submission of a number with its findings; None for one that there is not, however large."""
    if not 0 < number <= LARGEST:
        return None
    row = connection.execute(_filed().where(tables.submission.c.id == number)).one_or_none()
    if row is None:
        return None
    found = tables.finding
    query = select(found).where(found.c.submission == number).order_by(found.c.number)
    return _submission(row), tuple(_finding(line) for line in connection.execute(query))


def read_events(connection: Connection, number: int) -> tuple[Event, ...]:
    told = tables.submission_event
    query = select(told).where(told.c.submission == number).order_by(told.c.id)
    return tuple(
        Event(datetime.fromisoformat(row.at), row.by, row.status, row.why)
        for row in connection.execute(query)
    )


def _filed() -> Select[tuple[object, ...]]:
    """Submissions with where each is now."""
    standing = tables.standing
    now = (standing.c.status.label("now"), standing.c.locked)
    return select(tables.submission, *now).join(standing, standing.c.submission == tables.submission.c.id)


def _submission(row: Row[tuple[object, ...]]) -> Submission:
    return Submission(
        submission=row.id,
        sha256=row.sha256,
        path=row.path,
        status=row.now,
        outcome=row.status,
        form=row.form,
        dataset=row.dataset,
        region=row.region,
        period=row.period,
        received_at=datetime.fromisoformat(row.received_at),
        by=row.by,
        locked=bool(row.locked),
    )


def _finding(row: Row[tuple[object, ...]]) -> Finding:
    return Finding(
        code=row.code,
        severity=row.severity,
        sheet=row.sheet,
        cell=row.cell,
        params=json.loads(row.params),
        region=row.region,
        period=row.period,
        indicator=row.indicator,
    )
