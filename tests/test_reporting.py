"""Deadlines and the states of what is due, at the minutes around them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.catalogue import read_catalogue
from data.deadlines import BEIJING, Deadline, OfficeDeadline, deadline_of
from data.due_edits import Arrival
from data.life import Status
from data.workdays import Workdays
from indicators.quality import Share
from indicators.reporting import Place, Reported, counted, owing, report, shares

PLACE = Place("990101", "2025", "annual")
DUE = Deadline(date(2026, 1, 29), "rule", 20)
DEMO = read_catalogue().datasets["demo"]


def at(day: int, hour: int = 10, minute: int = 0, second: int = 0, *, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=BEIJING)


def came(status: Status, when: datetime, number: int = 1) -> Arrival:
    return Arrival(number, PLACE.region, PLACE.period, PLACE.form, status, when, "李某")


def state(*arrivals: Arrival, now: datetime, deadline: Deadline | None = DUE) -> tuple[str, int, int]:
    found = report(PLACE, arrivals, deadline, now=now)
    return found.state, found.days_late, found.overdue


# Deadlines


def test_the_rule_counts_working_days_after_the_period() -> None:
    found = deadline_of(DEMO, "annual", "2025", calendar=Workdays(), office={})
    assert found == DUE


def test_the_office_sets_another_day_and_takes_it_back() -> None:
    said = OfficeDeadline("demo", "annual", "2025", date(2026, 2, 6), "王某", at(5), "春节前后")
    office = {("annual", "2025"): said}
    found = deadline_of(DEMO, "annual", "2025", calendar=Workdays(), office=office)
    assert found is not None
    assert (found.due, found.basis, found.said) == (date(2026, 2, 6), "office", said)
    office = {("annual", "2025"): replace(said, due=None)}
    again = deadline_of(DEMO, "annual", "2025", calendar=Workdays(), office=office)
    assert again is not None
    assert (again.due, again.basis) == (DUE.due, "rule")


def test_without_a_rule_there_is_no_deadline() -> None:
    bare = replace(DEMO, deadlines=())
    assert deadline_of(bare, "annual", "2025", calendar=Workdays(), office={}) is None


def test_a_deadline_in_a_year_without_a_notice_is_said_to_be_estimated() -> None:
    found = deadline_of(DEMO, "annual", "2030", calendar=Workdays(), office={})
    assert found is not None
    assert found.estimated


# States at exact minutes


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at(29, 23, 59, 59), ("filed", 0, 0)),
        (at(30, 0, 0, 0), ("late", 1, 0)),
        (at(30, 23, 59), ("late", 1, 0)),
        (at(31, 0, 0), ("late", 2, 0)),
        (datetime(2026, 1, 29, 15, 59, 59, tzinfo=UTC), ("filed", 0, 0)),  # 23:59:59 in Beijing
        (datetime(2026, 1, 29, 16, 0, tzinfo=UTC), ("late", 1, 0)),
    ],
)
def test_the_last_day_runs_until_24_in_beijing(when: datetime, expected: tuple[str, int, int]) -> None:
    assert state(came("accepted", when), now=at(10, month=3)) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(29, 23, 59, 59), ("pending", 0, 0)),
        (at(30, 0, 0), ("missing", 0, 1)),
        (at(1, month=3), ("missing", 0, 31)),
    ],
)
def test_what_did_not_come_is_missing_from_the_first_minute_after(
    now: datetime, expected: tuple[str, int, int]
) -> None:
    assert state(now=now) == expected


def test_a_correction_of_what_came_in_time_is_not_late() -> None:
    first, second = came("superseded", at(20), 1), came("accepted", at(20, month=3), 2)
    assert state(first, second, now=at(21, month=3)) == ("filed", 0, 0)


def test_what_was_returned_did_not_come_and_is_owed_again() -> None:
    back = came("returned", at(20))
    assert state(back, now=at(29)) == ("returned", 0, 0)
    assert state(back, now=at(3, month=2)) == ("returned", 0, 5)
    assert state(back, came("waiting", at(3, month=2), 2), now=at(4, month=2)) == ("waiting", 5, 0)


def test_what_was_taken_back_leaves_nothing() -> None:
    assert state(came("withdrawn", at(20)), now=at(29)) == ("pending", 0, 0)
    assert state(came("returned", at(19)), came("withdrawn", at(20), 2), now=at(30)) == ("missing", 0, 1)


def test_a_returned_correction_leaves_what_stood_before() -> None:
    assert state(came("published", at(20)), came("returned", at(25), 2), now=at(30)) == ("filed", 0, 0)


def test_without_a_deadline_nothing_is_late_or_overdue() -> None:
    assert state(now=at(30), deadline=None) == ("unset", 0, 0)
    assert state(came("accepted", at(30)), now=at(30), deadline=None) == ("filed", 0, 0)


# Counts and shares


def rows(now: datetime) -> list[Reported]:
    arrivals = {
        "1": [came("accepted", at(20))],
        "2": [came("accepted", at(3, month=2))],
        "3": [came("returned", at(20))],
        "4": [],
    }
    return [report(replace(PLACE, region=code), found, DUE, now=now) for code, found in arrivals.items()]


def test_shares_count_what_has_fallen_due() -> None:
    now = at(10, month=2)
    found = rows(now)
    assert {name: n for name, n in counted(found).items() if n} == {
        "filed": 1,
        "late": 1,
        "returned": 1,
        "missing": 1,
    }
    assert shares(found, now=now) == (Share(2, 4), Share(1, 4))
    assert shares(rows(at(21)), now=at(21)) == (Share(0, 0), Share(0, 0))


def test_reminders_go_to_who_owes_the_longest_first() -> None:
    now = at(10, month=2)
    older = report(Place("5", "2025Q3", "quarterly"), (), Deadline(date(2025, 10, 21), "rule"), now=now)
    found = owing([*rows(now), older])
    assert [(each.place.region, each.overdue) for each in found] == [("5", 112), ("3", 12), ("4", 12)]
