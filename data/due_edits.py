"""Deadlines and working days that an office sets, and what arrived for each place: written and read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from data import audit, tables
from data.deadlines import OfficeDeadline
from data.engine import writing
from data.entering import raise_version
from data.life import Status
from data.reading import Reads
from data.scoping import readable, shown_name
from data.verbs import Verbs
from data.workdays import DAY_KINDS, DayException, DayKind


@dataclass(frozen=True, slots=True)
class Arrival:
    """One submission of a place: when it came and where it is now."""

    submission: int
    region: str
    period: str
    form: str
    status: Status
    received_at: datetime
    by: str


class DueVerbs(Verbs):
    """The part of Store that enters them: rows are only added, each with its audit entry."""

    def set_deadline(
        self, dataset: str, form: str, period: str, due: date | None, *, by: str, at: datetime, why: str
    ) -> None:
        """Another last day for a form and period; None lets the rule count again."""
        day = due.isoformat() if due else ""
        row = {"dataset": dataset, "form": form, "period": period, "due": day}
        with writing(self._engine).begin() as connection:
            said = {"by": by, "at": audit.stamp(at), "why": why}
            connection.execute(tables.deadline.insert().values(**row, **said))
            raise_version(connection, "*", "deadlines")
            audit.sign(
                connection, "deadline.set", f"{dataset} {form} {period}", {"due": day, "why": why}, by, at
            )

    def set_workdays(
        self, days: Sequence[tuple[date, DayKind]], *, source: str, by: str, at: datetime
    ) -> None:
        """Days worked or off whatever the calendar says, of one source, all or none."""
        if not days:
            return
        said = {"source": source, "by": by, "at": audit.stamp(at)}
        told = [(day.isoformat(), kind) for day, kind in days]
        with writing(self._engine).begin() as connection:
            rows = [{"day": day, "kind": kind, **said} for day, kind in told]
            connection.execute(tables.workday.insert(), rows)
            raise_version(connection, "*", "workdays")
            detail = {"days": told, "source": source}
            audit.sign(connection, "workdays.set", str(len(told)), detail, by, at)


class DueReads(Reads):
    """The part of StoreView that reads them; every method opens its own short transaction."""

    def deadlines(self, dataset: str) -> tuple[OfficeDeadline, ...]:
        """Everything the office said about a dataset's deadlines, oldest first."""
        told = tables.deadline
        query = select(told).where(told.c.dataset == dataset).order_by(told.c.id)
        with self._reading() as connection:
            return tuple(
                OfficeDeadline(
                    row.dataset,
                    row.form,
                    row.period,
                    date.fromisoformat(row.due) if row.due else None,
                    row.by,
                    datetime.fromisoformat(row.at),
                    row.why,
                )
                for row in connection.execute(query)
            )

    def day_exceptions(self) -> tuple[DayException, ...]:
        """Everything the office said about single days, oldest first."""
        told = tables.workday
        with self._reading() as connection:
            return tuple(
                DayException(
                    date.fromisoformat(row.day),
                    next(kind for kind in DAY_KINDS if kind == row.kind),
                    row.source,
                    row.by,
                    datetime.fromisoformat(row.at),
                )
                for row in connection.execute(select(told).order_by(told.c.id))
            )

    def arrivals(self, dataset: str, periods: Sequence[str]) -> tuple[Arrival, ...]:
        """Every submission for these periods that names its place, whatever became of it, oldest first."""
        filed, now = tables.submission.c, tables.standing.c
        columns = (filed.region, filed.period, filed.form, filed.received_at, filed.by, now.status)
        query = (
            select(filed.id.label("submission"), *columns)
            .join(tables.standing, now.submission == filed.id)
            .where(filed.dataset == dataset, filed.period.in_(periods), filed.region != "")
            .where(readable(self.viewer))
            .order_by(filed.id)
        )
        with self._reading() as connection:
            return tuple(
                Arrival(
                    row.submission,
                    row.region,
                    row.period,
                    row.form,
                    row.status,
                    datetime.fromisoformat(row.received_at),
                    shown_name(self.viewer, row.by, row.region),
                )
                for row in connection.execute(query)
            )
