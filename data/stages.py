"""The steps of a submission's life as verbs of the store: each one transaction, won by one person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from data import audit, tables
from data.engine import writing
from data.entering import PLACE, head_of, move_head, raise_version, stand, tell
from data.explained import key_of, meant
from data.life import OPERATOR, RULES, Objection, Status, Step, allowed, objection, same_person
from data.model import Event, Finding, Submission
from data.submissions import read_events, read_submission
from data.verbs import Verbs

Live = Callable[[int], Sequence[Finding]]
OFF = {"returned", "withdrawn", "purged"}


class StepError(Exception):
    """A step that cannot be taken; ``last`` is what somebody else did, ``unexplained`` how many findings."""

    def __init__(
        self, code: Objection, submission: Submission, last: Event | None = None, unexplained: int = 0
    ) -> None:
        super().__init__(f"submission {submission.submission} ({submission.status}): {code}")
        self.code = code
        self.submission = submission
        self.last = last
        self.unexplained = unexplained


class StageVerbs(Verbs):
    """The part of Store that moves submissions from one status to the next."""

    def step(
        self,
        submission: int,
        step: Step,
        *,
        by: str,
        at: datetime,
        why: str = "",
        rights: Collection[str] = OPERATOR,
        live: Live | None = None,
    ) -> Status:
        """Take one step; StepError says why not, KeyError that there is no such submission.

        ``rights`` are the person's over the submission's region; ``live`` makes the checks against other
        submissions, which count like the stored ones where everything must be explained.
        """
        with writing(self._engine).begin() as connection:
            return take(connection, submission, step, by=by, at=at, why=why, rights=rights, live=live)

    def step_all(
        self,
        submissions: Sequence[int],
        step: Step,
        *,
        by: str,
        at: datetime,
        why: str = "",
        rights: Collection[str] = OPERATOR,
        live: Live | None = None,
    ) -> tuple[StepError, ...]:
        """The same step for many, in one transaction; those that cannot be taken are told, not taken."""
        refused = []
        with writing(self._engine).begin() as connection:
            for number in submissions:
                try:
                    take(connection, number, step, by=by, at=at, why=why, rights=rights, live=live)
                except StepError as error:
                    refused.append(error)
        return tuple(refused)

    def locked(self, dataset: str, region: str, period: str, form: str) -> int | None:
        """The approved submission that locks a place; None where a file may come."""
        return self.locked_among(dataset, form, [(region, period)]).get((region, period))

    def locked_among(
        self, dataset: str, form: str, places: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], int]:
        """Region and period -> the approved submission that locks them, of those places that are locked."""
        heads, now = tables.head.c, tables.standing.c
        query = (
            select(heads.region, heads.period, heads.submission)
            .join(tables.standing, now.submission == heads.submission)
            .where(heads.dataset == dataset, heads.form == form, heads.stage == "accepted", now.locked == 1)
            .where(heads.period.in_({period for _, period in places}))
        )
        if len(places) == 1:
            query = query.where(heads.region.in_({region for region, _ in places}))
        with self._engine.begin() as connection:
            found = {(row.region, row.period): int(row.submission) for row in connection.execute(query)}
        return {place: found[place] for place in places if place in found}


def take(
    connection: Connection,
    number: int,
    step: Step,
    *,
    by: str,
    at: datetime,
    why: str,
    rights: Collection[str],
    live: Live | None = None,
) -> Status:
    """One step inside the caller's transaction."""
    found = read_submission(connection, number)
    if found is None:
        raise KeyError(number)
    submission, stored = found
    unexplained = 0
    if RULES[step].explained:
        unexplained = _unexplained(connection, number, (*stored, *(live(number) if live else ())))
    code = objection(
        submission.status,
        step,
        rights=rights,
        own=same_person(by, submission.by),
        why=why,
        unexplained=unexplained,
        locked=submission.locked,
    )
    after = allowed(submission.status, step)
    if code or after is None:
        events = read_events(connection, number)
        raise StepError(code or "not_now", submission, events[-1] if events else None, unexplained)
    when, reason = audit.stamp(at), why.strip()
    locked = step == "approve" or (submission.locked and step != "unlock" and after not in OFF)
    if not stand(connection, number, submission.status, after, locked=locked):
        raise StepError("not_now", submission)
    tell(connection, number, "unlocked" if step == "unlock" else after, by=by, when=when, why=reason)
    if after in OFF:
        _step_back(connection, submission, by=by, when=when)
    raise_version(connection, submission.dataset, submission.period)
    detail = {"from": submission.status, "to": after, "why": reason}
    action = f"submission.{step}"
    audit.append(connection, at=when, actor=by, action=action, thing=str(number), detail=detail)
    return after


def _step_back(connection: Connection, one: Submission, *, by: str, when: str) -> None:
    """What counts no longer gives its place to the version before it, where there is a valid one."""
    place = {name: getattr(one, name) for name in PLACE}
    for stage in ("accepted", "published"):
        if head_of(connection, place, stage) == one.submission:
            before = _before(connection, one) if stage == "accepted" else None
            move_head(connection, place, stage, before)
            if before is not None:
                _restore(connection, before, one.submission, by=by, when=when)


def _before(connection: Connection, one: Submission) -> int | None:
    """The newest earlier version of a place that nobody returned or took back."""
    filed, now = tables.submission.c, tables.standing.c
    place = [filed[name] == getattr(one, name) for name in PLACE]
    query = (
        select(func.max(filed.id))
        .join(tables.standing, now.submission == filed.id)
        .where(*place, filed.id < one.submission, now.status.in_(("superseded", "published", "accepted")))
    )
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def _restore(connection: Connection, number: int, instead_of: int, *, by: str, when: str) -> None:
    """Back to what it was before it was superseded; a published one is as it was."""
    known = read_submission(connection, number)
    if known is None or known[0].status != "superseded":
        return
    was: Status = "waiting"
    for event in read_events(connection, number):
        if event.status in ("waiting", "accepted", "published"):
            was = "waiting" if event.status == "waiting" else "accepted"
    stand(connection, number, "superseded", was, locked=False)
    tell(connection, number, "restored", by=by, when=when, why=f"#{instead_of}")


def _unexplained(connection: Connection, number: int, findings: Sequence[Finding]) -> int:
    """How many 核实 findings nobody has explained."""
    said = tables.explanation.c
    query = select(said.code, said.sheet, said.cell, said.indicator).where(said.submission == number)
    known = {
        meant((row.code, row.sheet, row.cell, row.indicator), findings) for row in connection.execute(query)
    }
    return sum(found.severity == "explain" and key_of(found) not in known for found in findings)
