"""报送截止: until when a form is due, and how late something that came is. Pure; 北京时间."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from data.model import Dataset, Period
from data.workdays import Workdays, end_of

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class OfficeDeadline:
    """A last day that the office has set; None takes an earlier one back."""

    dataset: str
    form: str
    period: str
    due: date | None
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """``due`` is the last day, until 24:00; ``estimated``: its year's holidays are not known yet."""

    due: date
    basis: Literal["rule", "office"]
    workdays: int = 0  # of the rule
    estimated: bool = False
    said: OfficeDeadline | None = None

    @property
    def end(self) -> datetime:
        """The first moment that is too late: 24:00 of the last day is 0:00 of the next."""
        return datetime.combine(self.due + timedelta(days=1), datetime.min.time(), BEIJING)

    def passed(self, at: datetime) -> bool:
        return at >= self.end

    def days_late(self, at: datetime) -> int:
        """Calendar days from the last day to the day of a moment; 0 until the last day's end.

        >>> found = Deadline(date(2026, 1, 28), "rule")
        >>> found.days_late(datetime(2026, 1, 28, 23, 59, 59, tzinfo=BEIJING))
        0
        >>> found.days_late(datetime(2026, 1, 29, 0, 0, tzinfo=BEIJING))
        1
        """
        return max(0, (day_of(at) - self.due).days)


def deadline_of(
    dataset: Dataset,
    form: str,
    period: str,
    *,
    calendar: Workdays,
    office: Mapping[tuple[str, str], OfficeDeadline],
) -> Deadline | None:
    """The office's last day, else the rule's; None where there is neither.

    ``office`` are the newest words by form and period.
    """
    said = office.get((form, period))
    if said is not None and said.due is not None:
        return Deadline(said.due, "office", said=said)
    days = dict(dataset.deadlines).get(form, 0)
    if not days:
        return None
    end = end_of(Period.parse(period))
    due = calendar.after(end, days)
    return Deadline(due, "rule", days, calendar.estimated(end + timedelta(days=1), due), said)


def day_of(at: datetime) -> date:
    """The day in Beijing."""
    return at.astimezone(BEIJING).date()
