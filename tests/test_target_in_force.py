"""assess: which target is in force, at what time, and which cannot be evaluated."""

import pytest
from builders_numbers import CITY, PROVINCE, count, element, indicator, judged, rate, results, row, target
from builders_rates import CAP_5, COUNT, ONE, RATE, TWO, status

from data.model import Period
from indicators.targets import in_force, window

# Counts and time


def test_a_cap_is_judged_when_its_year_is_over() -> None:
    assert status(count(4, CAP_5)) == ("met", "")
    assert status(count(5, CAP_5)) == ("met", "at_cap")
    assert status(count(6, CAP_5)) == ("missed", "")


def test_a_cap_is_pending_until_its_year_is_over_unless_it_is_broken() -> None:
    assert count(2, CAP_5, period="2024Q1")["status"] == "pending"
    assert count(5, CAP_5, period="2024M01-M09")["status"] == "pending"
    assert count(6, CAP_5, period="2024M01-M09")["status"] == "missed"


def test_a_quarter_is_never_judged_against_a_year() -> None:
    for period in ("2024Q2", "2024Q3", "2024H2", "2024M12"):
        found = count(2, CAP_5, period=period)
        assert (found["status"], found["target"]) == ("no_target", "")


def test_two_years_together_are_not_judged_against_one() -> None:
    assert count(9, CAP_5, period="2023M01-2024M12")["status"] == "no_target"


def test_a_floor_for_a_count_is_met_when_reached_and_pending_until_then() -> None:
    floor = target("floor", 10, unit="件", every="year")
    assert count(10, floor, period="2024H1")["status"] == "met"
    assert count(9, floor, period="2024H1")["status"] == "pending"
    assert count(9, floor)["status"] == "missed"


def test_an_exact_zero_is_broken_by_the_first_case_and_pending_until_the_end() -> None:
    none = target("exact", 0, unit="件", first="2024M01", last="2024M12")
    assert count(0, none, period="2024Q1")["status"] == "pending"
    assert count(1, none, period="2024Q1")["status"] == "missed"
    assert count(0, none)["status"] == "met"


def test_a_count_over_several_years_is_compared_from_the_first_of_them() -> None:
    plan = target("floor", 100, unit="件", first="2021M01", last="2025M12")
    assert count(40, plan, period="2021M01-2023M12")["status"] == "pending"
    assert count(100, plan, period="2021M01-2023M12")["status"] == "met"
    assert count(40, plan, period="2021M01-2025M12")["status"] == "missed"
    assert count(40, plan, period="2023")["status"] == "no_target"


def test_a_rate_is_judged_on_any_period_that_the_target_holds() -> None:
    floor = target(first="2024M01", last="2024M12")
    for period, expected in (("2024Q3", "missed"), ("2024M01-M09", "missed"), ("2023", "no_target")):
        frame = results(RATE, own={ONE: {"a": 1, "b": 2}}, period=period)
        assert row(judged(frame, [floor], RATE), ONE)["status"] == expected


def test_a_stock_is_judged_at_any_time() -> None:
    stock = [element("a", over_time="last")]
    frame = results(COUNT, own={ONE: {"a": 3}}, elements=stock, period="2024Q3")
    found = judged(frame, [target("cap", 5, unit="件", every="year")], COUNT, elements=stock)
    assert row(found, ONE)["status"] == "met"


@pytest.mark.parametrize(
    ("first", "last", "period", "holds"),
    [
        ("", "", "1999", True),
        ("2024M01", "", "2024Q1", True),
        ("2024M01", "", "2023M12-2024M01", False),
        ("", "2024M12", "2025Q1", False),
        ("2024M01", "2024M12", "2024", True),
    ],
)
def test_a_target_is_in_force_where_its_period_holds_the_period(
    first: str, last: str, period: str, holds: bool
) -> None:
    each = target(first=first, last=last)
    assert in_force(each, Period.parse(period)) is holds
    assert (window(each, Period.parse(period), cumulative=False) is not None) is holds


# Which target


def test_a_target_of_the_province_holds_below_it_and_one_of_elsewhere_does_not() -> None:
    frame = results(RATE, own={ONE: {"a": 1, "b": 2}})
    found = judged(frame, [target(region=CITY)], RATE)
    assert row(found, ONE)["target"] == "T1"
    assert row(found, CITY)["target"] == "T1"
    assert row(found, "990201")["target"] == ""
    assert row(found, PROVINCE)["target"] == ""


def test_a_target_holds_at_its_levels_only() -> None:
    frame = results(RATE, own={ONE: {"a": 1, "b": 2}})
    found = judged(frame, [target(levels=("city",))], RATE)
    assert [row(found, code)["target"] for code in (PROVINCE, CITY, ONE)] == ["", "T1", ""]


def test_the_nearest_target_wins_and_a_local_one_overrides() -> None:
    far = target("floor", 90, decided_on="2024-01-01")
    city = target("floor", 50, target="T2", region=CITY, decided_on="2020-01-01")
    local = target("floor", 40, target="T3", region=ONE, decided_on="2019-01-01", reason="山区县")
    frame = results(
        RATE, own={ONE: {"a": 45, "b": 100}, TWO: {"a": 45, "b": 100}, "990201": {"a": 45, "b": 100}}
    )
    found = judged(frame, [far, city, local], RATE)
    assert [(row(found, code)["target"], row(found, code)["status"]) for code in (ONE, TWO, "990201")] == [
        ("T3", "met"),
        ("T2", "missed"),
        ("T1", "missed"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        ("2021-01-01", "2022-01-01", "T2"),
        ("2022-01-01", "2021-01-01", "T1"),
        ("2021", "2021-05-01", "T2"),
        ("2021-05-01", "", "T1"),
        ("", "2021-05-01", "T2"),
        ("", "", "T1"),
    ],
)
def test_of_two_equally_near_the_later_decided_holds(first: str, second: str, chosen: str) -> None:
    both = [target(decided_on=first), target(target="T2", decided_on=second)]
    assert rate(95, 100, *both)["target"] == chosen


def test_of_two_decided_together_the_binding_one_holds() -> None:
    both = [target(threshold=95.0, strength="力争"), target(target="T2")]
    assert rate(92, 100, *both)["target"] == "T2"


def test_a_target_on_one_variant_does_not_hold_for_another() -> None:
    two = indicator("X", "a", "b", others={"B": ("a", "c")})
    own = {ONE: {"a": 1.0, "b": 2.0, "c": 4.0}}
    on_b = target(variant="B")
    default, other = results(two, own=own), results(two, own=own, variants={"X": "B"})
    assert row(judged(default, [on_b], two), ONE)["target"] == ""
    assert row(judged(other, [on_b], two), ONE)["target"] == "T1"
    assert row(judged(other, [target()], two), ONE)["target"] == ""


# What cannot be evaluated


@pytest.mark.parametrize("kind", ["rank", "date", "cadence", "veto"])
def test_kinds_that_need_other_evidence_are_shown_and_not_judged(kind: str) -> None:
    found = rate(95, 100, target(kind, 3, unit="位"))
    assert (found["status"], found["target"], found["attainment"]) == ("undecidable", "T1", None)
    assert rate(0, 0, target(kind, 3))["status"] == "no_value"


@pytest.mark.parametrize("kind", ["text", "prohibition"])
def test_texts_and_prohibitions_stand_in_the_register_only(kind: str) -> None:
    assert rate(95, 100, target(kind, None))["target"] == ""


def test_a_threshold_in_another_unit_is_not_compared() -> None:
    found = rate(95, 100, target(unit="件"))
    assert (found["status"], found["attainment"]) == ("undecidable", None)


def test_what_can_be_evaluated_goes_before_a_nearer_target_that_cannot() -> None:
    floor, date = target(), target("date", None, target="T2", region=ONE)
    assert rate(95, 100, floor, date)["target"] == "T1"
