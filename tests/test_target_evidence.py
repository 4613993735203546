"""Targets that something happened: by the day, by the duty, by what is on record and what a figure says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders_numbers import indicator, target

from data.evidence import Happened
from data.model import Period
from indicators.cadence import occurrences
from indicators.target_evidence import Fact, Verdict, verdict, way

RATE, COUNT = indicator("X", "a", "b"), indicator("X", "a")
PLAN = target("date", None, due="2017-04-10", indicator="")
READY = target("date", 100, op=">=", due="2017-03-31")
REPORT = target("cadence", None, text="每季度末", first="2017M01")
YEARLY = target("cadence", None, text="每年", first="2021M01", last="2025M12")
VETO = target("veto", None, first="2017M01", last="2017M12")
TRAINED = target("floor", 1, unit="次", first="2021M01", last="2025M12")


def done(on: str, period: str = "") -> Happened:
    return Happened("990101", period, date.fromisoformat(on))


def found(
    each: Any,
    *happened: Happened,
    period: str = "2017",
    day: str = "2018-01-01",
    duty: bool = True,
    **fact: Any,
) -> Verdict:
    known = None if not each.indicator else COUNT if each.kind == "veto" else RATE
    seen = Fact(happened=happened, **fact)
    return verdict(each, known, seen, Period.parse(period), day=date.fromisoformat(day), duty=duty)


def told(*args: Any, **given: Any) -> tuple[str, str]:
    one = found(*args, **given)
    return one.status, one.why


# Dates


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2017-04-10", ("met", "in_time")),  # the last day, until 24:00
        ("2016-12-01", ("met", "in_time")),
        ("2017-04-11", ("missed", "late")),
    ],
)
def test_evidence_by_the_last_day_is_in_time_and_later_is_late(on: str, expected: tuple[str, str]) -> None:
    assert told(PLAN, done(on)) == expected
    assert told(PLAN, done(on), duty=False) == expected


def test_the_earliest_evidence_counts() -> None:
    one = found(PLAN, done("2017-05-01"), done("2017-04-01"))
    assert (one.status, one.on, one.due) == ("met", date(2017, 4, 1), date(2017, 4, 10))


@pytest.mark.parametrize(
    ("day", "duty", "expected"),
    [
        ("2017-04-10", True, ("pending", "not_yet")),
        ("2017-04-11", True, ("missed", "overdue")),
        ("2017-04-10", False, ("pending", "not_yet")),
        ("2017-04-11", False, ("no_value", "unproved")),
    ],
)
def test_without_evidence_only_who_has_a_duty_is_overdue(
    day: str, duty: bool, expected: tuple[str, str]
) -> None:
    assert told(PLAN, day=day, duty=duty) == expected


@pytest.mark.parametrize("strength", ["原则上", "力争", "推进", ""])
def test_what_does_not_bind_stops_at_near(strength: str) -> None:
    soft = target("date", None, due="2017-04-10", indicator="", strength=strength)
    assert told(soft) == ("near", "overdue")
    assert told(soft, done("2017-05-01")) == ("near", "late")


@pytest.mark.parametrize(
    ("period", "value", "expected"),
    [
        ("2017Q1", 100.0, ("met", "by_value")),
        ("2016", 100.0, ("met", "by_value")),
        ("2017Q1", 80.0, ("missed", "value_short")),
        ("2016", 80.0, ("missed", "overdue")),  # what it was at the due day nobody knows
        ("2017", 100.0, ("undecidable", "value_later")),
        ("2017", 80.0, ("missed", "value_short")),
    ],
)
def test_a_date_with_a_number_is_met_by_a_figure_up_to_the_day(
    period: str, value: float, expected: tuple[str, str]
) -> None:
    assert told(READY, period=period, value=value) == expected


def test_before_the_day_a_figure_that_is_short_is_pending() -> None:
    assert told(READY, period="2016", value=80.0, day="2017-03-31") == ("pending", "not_yet")


def test_a_figure_that_is_not_there_after_the_day_is_no_delay() -> None:
    assert told(READY, period="2018Q1", day="2018-06-01") == ("no_value", "unproved")
    assert told(READY, period="2017Q1", day="2018-06-01") == ("missed", "overdue")
    assert told(PLAN, period="2018Q1", day="2018-06-01") == ("missed", "overdue")  # no figure speaks of it


def test_evidence_goes_before_a_later_figure() -> None:
    assert told(READY, done("2017-03-01"), value=80.0) == ("met", "in_time")
    assert told(READY, done("2017-06-01"), value=100.0) == ("missed", "late")
    assert told(READY, done("2017-06-01"), period="2017Q1", value=100.0) == ("met", "by_value")


def test_an_approximate_figure_decides_nothing() -> None:
    assert told(READY, period="2017Q1", value=100.0, exact=False) == ("undecidable", "vague")


def test_a_date_without_a_day_takes_the_end_of_its_span() -> None:
    built = target("date", None, first="2017M01", last="2018M12", strength="力争")
    assert found(built, done("2018-12-31")).due == date(2018, 12, 31)
    assert told(built, day="2018-12-31") == ("pending", "not_yet")
    assert way(target("date", None), RATE) == ""


# Cadences


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2017", ["2017Q1", "2017Q2", "2017Q3", "2017Q4"]),
        ("2017M01-M09", ["2017Q1", "2017Q2", "2017Q3"]),
        ("2017Q2", ["2017Q2"]),
        ("2017M05", ["2017Q2"]),
        ("2016", []),
    ],
)
def test_a_period_asks_for_the_occurrences_in_it(period: str, expected: list[str]) -> None:
    assert [each.code for each in occurrences(REPORT, Period.parse(period))] == expected


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("每年", "2024"),
        ("每半年", "2024H1"),
        ("每季度", "2024Q1"),
        ("每月末", "2024M01"),
        ("每年度末", "2024"),
    ],
)
def test_the_words_of_a_cadence(words: str, first: str) -> None:
    assert occurrences(target("cadence", None, text=words), Period.parse("2024"))[0].code == first


def test_other_words_are_shown_and_decide_nothing() -> None:
    each = target("cadence", None, text="适时")
    assert way(each, RATE) == ""
    assert told(each) == ("undecidable", "no_rule")


def test_every_occurrence_needs_its_own_evidence() -> None:
    three = [
        done(f"2017-{month}-20", f"2017Q{number}") for number, month in ((1, "03"), (2, "06"), (3, "09"))
    ]
    one = found(REPORT, *three)
    assert (one.status, one.why, one.done, one.asked) == ("missed", "overdue", 3, 4)
    assert found(REPORT, *three, day="2017-12-31").status == "pending"
    assert found(REPORT, *three, duty=False).status == "no_value"
    assert told(REPORT, *three, done("2017-12-31", "2017Q4")) == ("met", "in_time")
    assert told(REPORT, *three, done("2018-01-05", "2017Q4")) == ("missed", "late")


def test_evidence_without_an_occurrence_counts_for_the_one_of_its_day() -> None:
    assert told(REPORT, done("2017-05-02"), period="2017Q2") == ("met", "in_time")
    assert told(REPORT, done("2017-05-02"), period="2017Q1") == ("missed", "overdue")


def test_a_yearly_occurrence_may_be_shown_after_its_year() -> None:
    assert told(YEARLY, done("2024-03-20", "2023"), period="2023", day="2024-05-01") == ("met", "in_time")


def test_a_figure_of_the_period_speaks_for_all_its_occurrences() -> None:
    assert told(REPORT, value=100.0) == ("met", "by_value")
    assert told(REPORT, value=75.0) == ("missed", "value_short")
    assert told(REPORT, value=75.0, day="2017-11-01") == (
        "missed",
        "value_short",
    )  # of quarters that are over
    assert told(REPORT, value=100.0, period="2017M05") == ("missed", "overdue")  # a month is no quarter


def test_a_yearly_cadence_in_the_running_year_is_pending() -> None:
    assert told(YEARLY, period="2025", day="2025-06-30") == ("pending", "not_yet")


# Vetoes


def test_an_event_counts_in_its_own_period_and_never_backwards() -> None:
    event = done("2017-08-01")
    assert told(VETO, event, value=0.0) == ("missed", "vetoed")
    assert told(VETO, event, period="2017Q3") == ("missed", "vetoed")
    assert told(VETO, event, period="2016") == ("no_value", "unproved")
    assert told(VETO, done("2018-02-01", "2017")) == ("missed", "vetoed")
    assert told(VETO, done("2017-08-01", "2018")) == ("no_value", "unproved")


def test_without_an_event_a_filed_zero_meets_and_silence_says_nothing() -> None:
    assert told(VETO, value=0.0) == ("met", "no_event")
    assert told(VETO, value=2.0) == ("undecidable", "event_unproved")
    assert told(VETO) == ("no_value", "unproved")


# Occasions


@pytest.mark.parametrize(
    ("times", "period", "day", "duty", "expected"),
    [
        (1, "2023", "2024-01-01", True, ("met", "in_time")),
        (0, "2023", "2024-01-01", True, ("pending", "not_yet")),
        (0, "2025", "2026-01-01", True, ("missed", "overdue")),
        (0, "2025", "2026-01-01", False, ("no_value", "unproved")),
    ],
)
def test_occasions_are_counted_by_their_evidence(
    times: int, period: str, day: str, duty: bool, expected: tuple[str, str]
) -> None:
    events = [done("2022-05-01")] * times
    assert told(TRAINED, *events, period=period, day=day, duty=duty) == expected


def test_an_occasion_before_the_span_or_after_the_period_is_not_counted() -> None:
    assert found(TRAINED, done("2020-05-01"), done("2024-05-01"), period="2023", day="2024-06-01").done == 0


def test_each_year_has_its_own_occasions() -> None:
    yearly = target("floor", 2, unit="次", first="2021M01", last="2025M12", every="year")
    events = [done("2021-05-01"), done("2022-05-01"), done("2022-06-01")]
    assert found(yearly, *events, period="2021", day="2023-01-01").status == "missed"
    assert found(yearly, *events, period="2022", day="2023-01-01").status == "met"


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        (PLAN, "date"),
        (REPORT, "cadence"),
        (VETO, "veto"),
        (TRAINED, "occasions"),
        (target(), ""),
        (target("rank", 3, unit="位"), ""),
        (target("text", None), ""),
        (target("prohibition", None), ""),
    ],
)
def test_what_is_decided_by_evidence(each: Any, expected: str) -> None:
    assert way(each, RATE) == expected
