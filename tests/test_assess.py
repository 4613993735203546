"""assess: the status, warning and attainment of a value under a target."""

import pytest
from builders_numbers import CITY, count, indicator, judged, printed, rate, results, row, target
from builders_rates import CAP_5, COUNT, ONE, RATE, TWO, status

from data.model import Duty, Qualifier

# The order of statuses


def test_a_protected_indicator_is_prohibited_whatever_target_there_is() -> None:
    guarded = indicator("X", "a", "b", protected=True)
    frame = results(guarded, own={ONE: {"a": 1, "b": 2}})
    found = row(judged(frame, [target()], guarded), ONE)
    assert (status(found), found["target"], found["attainment"]) == (("prohibited", ""), "", None)
    assert row(judged(frame, [target()], guarded), TWO)["status"] == "prohibited"


def test_without_a_target_there_is_no_status_even_without_a_value() -> None:
    assert status(rate(9, 10)) == ("no_target", "")
    assert rate(0, 0)["status"] == "no_target"


def test_without_a_value_there_is_nothing_to_judge() -> None:
    found = rate(0, 0, target())
    assert (found["status"], found["target"], found["attainment"]) == ("no_value", "T1", None)


def test_no_value_goes_before_pending() -> None:
    frame = results(COUNT, period="2024Q1")
    assert row(judged(frame, [CAP_5], COUNT), ONE)["status"] == "no_value"


def test_undecidable_goes_before_pending() -> None:
    assert count(5, CAP_5, period="2024Q1", qualifier="about")["status"] == "undecidable"


# Met, near, missed


@pytest.mark.parametrize(
    ("kind", "above", "expected"),
    [
        ("floor", 91, ("met", "")),
        ("floor", 90, ("met", "")),
        ("floor", 89, ("missed", "")),
        ("cap", 89, ("met", "")),
        ("cap", 90, ("met", "at_cap")),
        ("cap", 91, ("missed", "")),
        ("exact", 90, ("met", "")),
        ("exact", 91, ("missed", "")),
        ("exact", 89, ("missed", "")),
    ],
)
def test_a_threshold_is_met_on_its_own_side_and_at_the_number_itself(
    kind: str, above: float, expected: tuple[str, str]
) -> None:
    assert status(rate(above, 100, target(kind, 90))) == expected


@pytest.mark.parametrize(
    ("kind", "above", "expected"),
    [
        ("floor", 94, ("met", "")),
        ("floor", 93, ("met", "in_band")),
        ("floor", 90, ("met", "in_band")),
        ("floor", 89, ("near", "")),
        ("floor", 87, ("near", "")),
        ("floor", 86, ("missed", "")),
        ("cap", 86, ("met", "")),
        ("cap", 87, ("met", "in_band")),
        ("cap", 90, ("met", "at_cap")),
        ("cap", 93, ("near", "")),
        ("cap", 94, ("missed", "")),
        ("exact", 91, ("near", "")),
        ("exact", 94, ("missed", "")),
    ],
)
def test_near_is_the_failing_side_of_the_band_and_a_warning_the_other(
    kind: str, above: float, expected: tuple[str, str]
) -> None:
    assert status(rate(above, 100, target(kind, 90, near=3.0))) == expected


def test_a_floor_of_all_that_is_reached_is_no_warning() -> None:
    assert status(rate(10, 10, target("floor", 100, near=0.5))) == ("met", "")


@pytest.mark.parametrize("strength", ["力争", "原则上", "推进", ""])
def test_only_a_binding_target_can_be_missed(strength: str) -> None:
    assert rate(10, 100, target(strength=strength))["status"] == "near"
    assert rate(95, 100, target(strength=strength))["status"] == "met"


def test_the_edge_of_the_band_is_exact_where_floats_are_not() -> None:
    """1.1 - 1.0 is 0.10000000000000009 in floats: still inside a band of 0.1."""
    assert printed(1.1, target("cap", 1.0, near=0.1))["status"] == "near"
    assert printed(0.7, target("floor", 0.8, near=0.1))["status"] == "near"
    assert rate(11, 1_000, target("cap", 1.0, near=0.1))["status"] == "near"


# Exact comparison


@pytest.mark.parametrize(
    ("above", "below", "threshold"),
    [(29, 50, 58.0), (9, 10, 90.0), (7, 25, 28.0), (57, 100, 57.0), (1, 8, 12.5)],
)
def test_a_value_equal_to_its_threshold_meets_it(above: float, below: float, threshold: float) -> None:
    assert rate(above, below, target("floor", threshold))["status"] == "met"
    assert status(rate(above, below, target("cap", threshold))) == ("met", "at_cap")
    assert rate(above, below, target("exact", threshold))["status"] == "met"


def test_a_threshold_of_0_9_is_nine_tenths_and_not_its_float() -> None:
    times = indicator("X", "a", "b", scale=1, unit="倍")
    frame = results(times, own={ONE: {"a": 9, "b": 10}, TWO: {"a": 8999999999999999, "b": 10**16}})
    found = judged(frame, [target("floor", 0.9, unit="倍")], times)
    assert row(found, ONE)["status"] == "met"
    assert row(found, TWO)["status"] == "missed"


def test_what_floats_cannot_tell_apart_is_settled_with_fractions() -> None:
    """33.3333333333333333 % as a float equals the threshold; one third of a hundred is still below it."""
    threshold = 33.333333333333336
    assert threshold == 100 * 1 / 3
    assert rate(1, 3, target("floor", threshold))["status"] == "missed"
    assert status(rate(1, 3, target("cap", threshold))) == ("met", "")


# Qualifiers


@pytest.mark.parametrize(
    ("qualifier", "value", "kind", "expected"),
    [
        ("at_least", 92, "floor", "met"),
        ("at_least", 90, "floor", "met"),
        ("at_least", 89, "floor", "undecidable"),
        ("above", 90, "floor", "met"),
        ("about", 92, "floor", "undecidable"),
        ("at_most", 92, "floor", "undecidable"),
        ("at_most", 89, "floor", "missed"),
        ("just_below", 90, "floor", "missed"),
        ("just_below", 92, "floor", "undecidable"),
        ("at_most", 90, "cap", "met"),
        ("just_below", 90, "cap", "met"),
        ("at_least", 90, "cap", "undecidable"),
        ("at_least", 91, "cap", "missed"),
        ("above", 90, "cap", "missed"),
        ("about", 50, "cap", "undecidable"),
        ("at_least", 90, "exact", "undecidable"),
        ("above", 90, "exact", "missed"),
        ("at_least", 92, "exact", "missed"),
    ],
)
def test_a_qualified_value_is_judged_only_where_its_qualifier_leaves_nothing_open(
    qualifier: Qualifier, value: float, kind: str, expected: str
) -> None:
    assert printed(value, target(kind, 90), qualifier=qualifier)["status"] == expected


def test_92_percent_or_more_meets_90_and_is_undecidable_against_95() -> None:
    assert printed(92, target("floor", 90), qualifier="at_least")["status"] == "met"
    assert printed(92, target("floor", 95), qualifier="at_least")["status"] == "undecidable"


def test_a_qualified_count_keeps_its_qualifier_in_the_rate() -> None:
    assert rate(95, 100, target("floor", 90), qualifier="at_least")["status"] == "met"
    assert rate(85, 100, target("floor", 90), qualifier="at_least")["status"] == "undecidable"


# Not fully reported


def test_a_status_is_pending_while_regions_have_not_reported() -> None:
    duty = Duty("annual", frozenset({"a", "b"}), ("county",), 12)
    frame = results(RATE, own={ONE: {"a": 95, "b": 100}, TWO: {"a": 95, "b": 100}}, duties=[duty])
    found = judged(frame, [target()], RATE)
    city = row(found, CITY)
    assert (city["regions_reported"], city["regions_expected"], city["status"]) == (2, 3, "pending")
    assert row(found, ONE)["status"] == "met"


def test_a_cap_that_some_have_broken_already_is_missed_although_others_have_not_reported() -> None:
    duty = Duty("annual", frozenset({"a"}), ("county",), 12)
    for number, expected in ((6, "missed"), (5, "pending"), (4, "pending")):
        frame = results(COUNT, own={ONE: {"a": number}}, duties=[duty])
        assert row(judged(frame, [CAP_5], COUNT), CITY)["status"] == expected


def test_a_floor_for_a_count_is_pending_while_regions_are_missing_even_before_the_end() -> None:
    duty = Duty("quarterly", frozenset({"a"}), ("county",), 3)
    floor = target("floor", 10, unit="件", every="year")
    for period in ("2024Q1", "2024"):
        frame = results(COUNT, own={ONE: {"a": 12}}, duties=[duty], period=period)
        assert row(judged(frame, [floor], COUNT), CITY)["status"] == "pending"


# Attainment


@pytest.mark.parametrize(
    ("kind", "threshold", "value", "expected"),
    [
        ("floor", 90, 45, 0.5),
        ("floor", 50, 100, 2.0),
        ("cap", 10, 10, 1.0),
        ("cap", 10, 4, 1.0),
        ("cap", 10, 20, 0.5),
        ("cap", 0, 0, 1.0),
        ("cap", 0, 3, None),
        ("floor", 0, 3, None),
        ("floor", -5, 3, None),
        ("exact", 0, 0, 1.0),
        ("floor", 90, -9, None),
        ("cap", 10, -1, None),
    ],
)
def test_attainment(kind: str, threshold: float, value: float, expected: float | None) -> None:
    assert printed(value, target(kind, threshold))["attainment"] == expected


def test_an_empty_frame_can_be_assessed() -> None:
    frame = results(RATE, own={}, regions=())
    assert judged(frame, [target()], RATE).empty


# On the rounded value


@pytest.mark.parametrize(
    ("above", "below", "digits", "status"),
    [
        (17_991, 20_000, None, "missed"),  # 89.955
        (17_991, 20_000, 1, "met"),  # 90.0
        (17_989, 20_000, 1, "missed"),  # 89.945: 89.9
        (1_799, 2_000, 1, "met"),  # 89.95 exactly: half goes up
        (1_799, 2_000, 2, "missed"),
        (179, 200, 0, "met"),  # 89.5
    ],
)
def test_a_target_may_be_judged_on_the_rounded_value(
    above: int, below: int, digits: int | None, status: str
) -> None:
    assert rate(above, below, target(digits=digits))["status"] == status


def test_a_cap_on_the_rounded_value_says_that_it_is_reached() -> None:
    found = rate(5_004, 100_000, target("cap", 5.0, digits=1))
    assert (found["status"], found["warning"]) == ("met", "at_cap")
    assert rate(5_004, 100_000, target("cap", 5.0))["status"] == "missed"
