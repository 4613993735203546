"""What the calendar board shows: places of a year with their deadlines and states, as the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data.deadlines import Deadline, OfficeDeadline, day_of, deadline_of
from data.due_edits import Arrival
from data.model import Duty, Period
from data.people import DRAFTS
from data.workdays import Workdays
from indicators.reporting import Place, Reported, report
from layouts.numbers import MONTH, Numbers
from layouts.selection import Selection
from layouts.services import Services

YEARS_SHOWN = 6


@dataclass(frozen=True)
class Board:
    """``columns`` are (form, period) in the order of time; ``cells`` what each region owes there."""

    year: int
    columns: tuple[tuple[str, str], ...]
    deadlines: dict[tuple[str, str], Deadline | None]
    regions: tuple[str, ...]
    cells: dict[tuple[str, str, str], Reported]  # region, form, period

    @property
    def rows(self) -> tuple[Reported, ...]:
        return tuple(self.cells.values())


Columns = Sequence[tuple[Duty, Period]]


def board(services: Services, numbers: Numbers, chosen: Selection) -> Board:
    """The chosen year, form, region and those below it."""
    year = year_of(services, numbers, chosen)
    columns = columns_of(services, numbers, chosen.dataset, Period.year(year), form=own(chosen, "form"))
    due, cells = places(services, numbers, chosen, columns)
    regions = tuple(dict.fromkeys(region for region, _, _ in cells))
    keys = tuple(dict.fromkeys((duty.form, part.code) for duty, part in columns))
    return Board(year, keys, due, regions, cells)


def columns_of(
    services: Services, numbers: Numbers, dataset: str, span: Period, *, form: str = ""
) -> list[tuple[Duty, Period]]:
    """Every form that is owed for a period inside the span, in the order of time."""
    duties = [duty for duty in numbers.duties(dataset) if form in ("", duty.form)]
    found = [
        (duty, part)
        for duty in duties
        for year in range(span.start[0], span.end[0] + 1)
        for part in parts_of(services, duty, year)
        if span.holds(part)
    ]
    return sorted(found, key=lambda each: (each[1].last, each[1].months))


def places(
    services: Services, numbers: Numbers, chosen: Selection, columns: Columns
) -> tuple[dict[tuple[str, str], Deadline | None], dict[tuple[str, str, str], Reported]]:
    """The deadlines of these forms and periods, and what became of each place of the chosen region and
    those below it, as far as the viewer follows them."""
    due = deadlines_of(services, numbers, chosen.dataset, [(duty.form, part.code) for duty, part in columns])
    came = _arrivals(numbers, chosen, [part.code for _, part in columns])
    now = services.clock()
    cells = {}
    for code in _regions(numbers, chosen):
        for duty, part in columns:
            if owes(numbers, code, duty, part):
                place = Place(code, part.code, duty.form)
                cells[code, duty.form, part.code] = report(
                    place, came[place], due[duty.form, part.code], now=now
                )
    return due, cells


def own(chosen: Selection, key: str) -> str:
    """A choice of this page's own in the address."""
    return dict(chosen.own).get(key, "")


def year_of(services: Services, numbers: Numbers, chosen: Selection) -> int:
    """The year asked for, else that of a period that was asked for, else this one."""
    asked, known = own(chosen, "year"), years(services, numbers, chosen)
    if asked in map(str, known):
        return int(asked)
    return min(chosen.span.end[0], known[-1]) if chosen.dated else known[-1]


def years(services: Services, numbers: Numbers, chosen: Selection) -> tuple[int, ...]:
    """From the first year with filings to this one."""
    today = day_of(services.clock()).year
    filed = [period.end[0] for period in numbers.filed_periods(chosen.dataset)]
    last = max([today, *filed])
    first = max(min([today, chosen.span.end[0], *filed]), last - YEARS_SHOWN + 1)
    return tuple(range(first, last + 1))


def parts_of(services: Services, duty: Duty, year: int) -> tuple[Period, ...]:
    """The periods of a year for which a version of a form is owed."""
    whole = Period.year(year)
    starts = range(whole.first, whole.last + 1, duty.months)
    parts = [Period(first, first + duty.months - 1) for first in starts]
    kinds = services.forms[duty.form].periods
    return tuple(part for part in parts if part.kind in kinds and duty.covers(part))


def owes(numbers: Numbers, region: str, duty: Duty, part: Period) -> bool:
    """Is the unit of a level that owes the form, and was it there in the period."""
    tree = numbers.catalogue.regions
    first, last = MONTH.format(*part.start), MONTH.format(*part.end)
    return tree.get(region).level in duty.levels and tree.valid_in(region, first, last)


def calendar_of(numbers: Numbers) -> Workdays:
    """The calendar with the office's own days."""
    version = numbers.versions("*").get("workdays", 0)
    return Workdays.of(numbers.view.day_exceptions()) if version else Workdays()


def said_deadlines(numbers: Numbers, dataset: str) -> dict[tuple[str, str], OfficeDeadline]:
    """The office's newest word on each form and period."""
    if not numbers.versions("*").get("deadlines", 0):
        return {}
    return {(each.form, each.period): each for each in numbers.view.deadlines(dataset)}


def deadlines_of(
    services: Services, numbers: Numbers, dataset: str, wanted: list[tuple[str, str]]
) -> dict[tuple[str, str], Deadline | None]:
    calendar, office = calendar_of(numbers), said_deadlines(numbers, dataset)
    described = numbers.catalogue.datasets[dataset]
    return {
        (form, period): deadline_of(described, form, period, calendar=calendar, office=office)
        for form, period in wanted
    }


def soon(services: Services, numbers: Numbers, dataset: str, days: int) -> list[tuple[str, str, Deadline]]:
    """(form, period, deadline) of what falls due within so many working days, the next first."""
    today, calendar = day_of(services.clock()), calendar_of(numbers)
    last = calendar.after(today, days)
    near = {last.year, last.year - 1, today.year, today.year + 1}
    wanted = [
        (duty.form, part.code)
        for duty in numbers.duties(dataset)
        for year in sorted(near)
        for part in parts_of(services, duty, year)
    ]
    found = deadlines_of(services, numbers, dataset, wanted)
    ahead = [(form, period, due) for (form, period), due in found.items() if due and today <= due.due <= last]
    return sorted(ahead, key=lambda each: each[2].due)


def _arrivals(numbers: Numbers, chosen: Selection, periods: list[str]) -> dict[Place, list[Arrival]]:
    came: dict[Place, list[Arrival]] = defaultdict(list)
    for each in numbers.view.arrivals(chosen.dataset, sorted(set(periods))):
        came[Place(each.region, each.period, each.form)].append(each)
    return came


def _regions(numbers: Numbers, chosen: Selection) -> list[str]:
    """The chosen region and those below it that the viewer follows."""
    tree = numbers.catalogue.regions
    rollup = numbers.catalogue.datasets[chosen.dataset].rollup
    found = [each.code for each in tree.descendants(chosen.region)] if rollup else [chosen.region]
    return [code for code in found if follows(numbers, code)]


def follows(numbers: Numbers, region: str | None = None) -> bool:
    """May the viewer know what has come of a region, or of any: those who file, review or publish there may.

    To others an unpublished filing is not there, and to say 未报 of it would be wrong.
    """
    return any(numbers.view.viewer.may(role, region) for role in DRAFTS)
