"""compute: filed totals, printed rates, another variant, qualifiers that travel."""

import pytest
from builders_numbers import CITY, PROVINCE, indicator, results, row
from builders_rates import ONE, RATE, TWO, ab


def test_a_filed_total_is_used_when_every_element_was_filed_so() -> None:
    frame = results(RATE, own={ONE: ab(1, 10), CITY: ab(1, 10)}, total={CITY: ab(9, 10)})
    city = row(frame, CITY)
    assert (city["value"], city["numerator"], city["denominator"]) == (90, 9, 10)


def test_a_filed_total_of_one_element_alone_is_never_mixed_with_own_and_children() -> None:
    frame = results(RATE, own={ONE: ab(1, 10), CITY: ab(1, 10)}, total={CITY: {"b": 1_000.0}})
    city = row(frame, CITY)
    assert (city["numerator"], city["denominator"]) == (2, 20)


def test_a_filed_total_stands_for_its_region_higher_up_too() -> None:
    frame = results(RATE, own={ONE: ab(1, 10), "990201": ab(5, 10)}, total={CITY: ab(9, 10)})
    province = row(frame, PROVINCE)
    assert (province["numerator"], province["denominator"]) == (14, 20)


def test_a_filed_total_does_not_change_what_is_the_regions_own() -> None:
    frame = results(RATE, own={CITY: ab(1, 10)}, total={CITY: ab(9, 10)}, scope="own")
    assert row(frame, CITY)["value"] == 10


def test_a_lone_units_total_stands_for_a_blank_own_figure() -> None:
    """从化 2021: 调解成功 587 is of the whole district, 受理 787 has no scope of its own: 74.59 %."""
    frame = results(RATE, own={ONE: {"b": 787.0}}, total={ONE: {"a": 587.0}}, rollup=False)
    assert row(frame, ONE)["value"] == pytest.approx(74.587, abs=0.001)


def test_a_lone_unit_with_a_complete_filed_total_has_that_total() -> None:
    frame = results(RATE, own={ONE: ab(1, 10)}, total={ONE: ab(9, 10)}, rollup=False)
    assert row(frame, ONE)["value"] == 90


def test_without_roll_up_no_region_adds_up_its_children() -> None:
    frame = results(RATE, own={ONE: ab(1, 2), TWO: ab(1, 2)}, rollup=False)
    assert [row(frame, code)["gap"] for code in (CITY, PROVINCE)] == ["not_reported", "not_reported"]
    assert row(frame, ONE)["value"] == 50


def test_only_a_printed_rate_gives_a_reported_value() -> None:
    found = row(results(RATE, own={ONE: {"X_reported": 95.69}}), ONE)
    assert (found["value"], found["basis"], found["reported"]) == (95.69, "reported", 95.69)
    assert (found["numerator"], found["difference"], found["gap"]) == (None, None, "")
    assert found["regions_reported"] == 0


def test_a_printed_rate_stands_beside_the_computed_one_with_its_difference() -> None:
    found = row(results(RATE, own={ONE: {**ab(3, 4), "X_reported": 76.0}}), ONE)
    assert (found["value"], found["basis"], found["reported"], found["difference"]) == (
        75,
        "computed",
        76,
        -1,
    )


def test_a_printed_rate_does_not_replace_no_cases() -> None:
    found = row(results(RATE, own={ONE: {**ab(0, 0), "X_reported": 100.0}}), ONE)
    assert (found["value"], found["gap"], found["reported"]) == (None, "no_cases", 100)


def test_printed_rates_are_never_added_up() -> None:
    frame = results(RATE, own={ONE: {"X_reported": 90.0}, TWO: {"X_reported": 80.0}})
    city = row(frame, CITY)
    assert (city["value"], city["reported"], city["gap"]) == (None, None, "reported_only_below")


def test_children_with_counts_give_a_value_beside_those_with_rates_only() -> None:
    city = row(results(RATE, own={ONE: {"X_reported": 90.0}, TWO: ab(1, 2)}), CITY)
    assert (city["value"], city["gap"], city["regions_reported"]) == (50, "", 1)


def test_a_parents_printed_rate_counts_for_the_scope_it_was_filed_in() -> None:
    frame = results(RATE, own={CITY: {"X_reported": 70.0}}, total={CITY: {"X_reported": 80.0}})
    assert row(frame, CITY)["value"] == 80
    assert row(results(RATE, own={CITY: {"X_reported": 70.0}}), CITY)["value"] is None


def test_another_variant_is_computed_from_its_own_formulas() -> None:
    closing = indicator("X", "closed", "pending + filed", others={"B": ("closed", "filed")})
    filed = {"closed": 577.0, "filed": 587.0, "X_reported": 95.69}
    default = row(results(closing, own={ONE: filed}), ONE)
    other = row(results(closing, own={ONE: filed}, variants={"X": "B"}), ONE)
    assert (default["variant"], default["value"], default["basis"]) == ("A", 95.69, "reported")
    assert (other["variant"], other["basis"]) == ("B", "computed")
    assert other["value"] == pytest.approx(98.30, abs=0.005)


def test_a_qualifier_travels_into_the_result_and_upwards() -> None:
    frame = results(RATE, own={ONE: {"a": (5, "at_least"), "b": 10.0}, TWO: ab(1, 10)})
    assert row(frame, ONE)["qualifier"] == "at_least"
    assert row(frame, CITY)["qualifier"] == "at_least"
    assert row(frame, TWO)["qualifier"] == "exact"


def test_a_qualified_denominator_turns_the_qualifier_round() -> None:
    found = row(results(RATE, own={ONE: {"a": 5.0, "b": (10, "above")}}), ONE)
    assert found["qualifier"] == "just_below"


def test_a_region_that_is_left_out_leaves_its_qualifier_out() -> None:
    frame = results(RATE, own={ONE: {"a": (5, "about")}, TWO: ab(1, 10)})
    assert row(frame, CITY)["qualifier"] == "exact"
