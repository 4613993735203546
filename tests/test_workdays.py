"""Working days by hand, from the State Council's notices; an office's own days over them.

Source: 国务院办公厅关于部分节假日安排的通知 of 2025 and 2026 (the latter 国办发明电〔2025〕7号).
"""

from datetime import date, datetime, timedelta, timezone

import pytest

from data.model import Period
from data.workdays import DayException, DayKind, Workdays, end_of, known_years

AT = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))
CALENDAR = Workdays()


def said(day: date, kind: DayKind) -> DayException:
    return DayException(day, kind, "本市通知", "李某", AT)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 9, 28), True),  # a Sunday, worked for the National Day holiday
        (date(2025, 10, 8), False),  # a Wednesday, the last day of that holiday
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),  # a Saturday, worked
        (date(2026, 1, 4), True),  # a Sunday, worked for New Year
        (date(2026, 2, 14), True),  # a Saturday, worked for the Spring Festival
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),  # a Monday, the last day of the Spring Festival
        (date(2026, 2, 24), True),
        (date(2026, 11, 21), False),  # an ordinary Saturday
    ],
)
def test_holidays_and_the_days_worked_instead_are_those_of_the_notices(day: date, worked: bool) -> None:
    assert CALENDAR.worked(day) is worked


@pytest.mark.parametrize(
    ("start", "count", "day"),
    [
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2025, 12, 31), 20, date(2026, 1, 29)),  # 4-9, 12-16, 19-23, 26-29 January
        (date(2025, 9, 30), 10, date(2025, 10, 21)),  # 9-11, 13-17, 20-21 October
        (date(2026, 9, 30), 10, date(2026, 10, 20)),  # 8-10, 12-16, 19-20 October
        (date(2026, 2, 13), 3, date(2026, 2, 25)),  # 14, 24, 25 February
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_the_nth_working_day_after_a_day(start: date, count: int, day: date) -> None:
    assert CALENDAR.after(start, count) == day
    assert CALENDAR.between(start, day) == count


def test_the_office_has_the_last_word_on_a_day() -> None:
    own = Workdays.of([said(date(2026, 11, 21), "work"), said(date(2026, 11, 23), "off")])
    assert own.worked(date(2026, 11, 21))
    assert not own.worked(date(2026, 11, 23))
    assert own.after(date(2026, 11, 20), 2) == date(2026, 11, 24)
    assert own.basis(date(2026, 11, 21)) == "office"


def test_the_newest_word_on_a_day_counts_and_can_be_taken_back() -> None:
    day = date(2026, 11, 23)
    assert not Workdays.of([said(day, "off")]).worked(day)
    assert Workdays.of([said(day, "off"), said(day, "")]).worked(day)


def test_of_a_year_without_a_notice_only_weekends_are_known_and_it_says_so() -> None:
    later = known_years()[-1] + 1
    new_year = date(later, 1, 1)
    assert 2026 in known_years()
    assert CALENDAR.basis(new_year) == "weekends"
    assert CALENDAR.worked(new_year) is (new_year.weekday() < 5)
    assert CALENDAR.estimated(date(later - 1, 12, 31), new_year)
    assert not CALENDAR.estimated(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2025", date(2025, 12, 31)),
        ("2024Q1", date(2024, 3, 31)),
        ("2024M02", date(2024, 2, 29)),
        ("2026H1", date(2026, 6, 30)),
    ],
)
def test_a_period_ends_with_its_last_day(period: str, day: date) -> None:
    assert end_of(Period.parse(period)) == day
