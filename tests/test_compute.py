"""compute: ratios of sums, what is missing and why, own and total, filed totals, printed rates, duties."""

from collections.abc import Mapping

import pytest
from builders_numbers import (
    CITY,
    COUNTIES,
    OTHER_CITY,
    PROVINCE,
    REGIONS,
    Figure,
    block,
    computed,
    element,
    elements_of,
    gathered,
    indicator,
    results,
    row,
)

from data.frames import RESULTS
from data.model import Duty, Period

ONE, TWO, THREE = COUNTIES
RATE = indicator("X", "a", "b")
COUNT = indicator("X", "a")
ANNUAL = Duty("annual", frozenset({"a", "b"}), ("county", "city"), 12)
QUARTERLY = Duty("quarterly", frozenset({"a", "b"}), ("county",), 3)


def ab(above: float, below: float) -> dict[str, float]:
    return {"a": above, "b": below}


def test_a_city_is_the_ratio_of_sums_and_not_the_mean_of_rates() -> None:
    frame = results(RATE, own={ONE: ab(2, 2), TWO: ab(1, 1), THREE: ab(60, 100)})
    city = row(frame, CITY)
    assert city["value"] == pytest.approx(61.165, abs=0.001)
    assert f"{city['value']:.1f}" == "61.2"
    assert (city["numerator"], city["denominator"]) == (63, 103)
    assert city["regions_reported"] == 3


def test_every_level_is_computed_from_the_figures_below_it_and_its_own() -> None:
    frame = results(
        RATE,
        own={ONE: ab(1, 2), CITY: ab(3, 4), "990201": ab(5, 6), OTHER_CITY: ab(0, 1), PROVINCE: ab(1, 1)},
    )
    assert row(frame, CITY)["value"] == pytest.approx(100 * 4 / 6)
    assert row(frame, OTHER_CITY)["value"] == pytest.approx(100 * 5 / 7)
    province = row(frame, PROVINCE)
    assert (province["numerator"], province["denominator"], province["regions_reported"]) == (10, 14, 5)


def test_own_is_without_the_children() -> None:
    frame = results(RATE, own={ONE: ab(1, 2), CITY: ab(3, 4)}, scope="own")
    assert row(frame, CITY)["value"] == 75
    assert row(frame, ONE)["value"] == 50
    assert row(frame, PROVINCE)["gap"] == "not_reported"
    assert set(frame["scope"]) == {"own"}


def test_the_scale_comes_before_the_division() -> None:
    frame = results(RATE, own={ONE: ab(29, 50)})
    assert row(frame, ONE)["value"] == 58.0


@pytest.mark.parametrize(("scale", "unit", "value"), [(1, "倍", 1.5), (100, "%", 150.0)])
def test_the_scale_is_the_indicators(scale: int, unit: str, value: float) -> None:
    frame = results(indicator("X", "a", "b", scale=scale, unit=unit), own={ONE: ab(3, 2)})
    assert row(frame, ONE)["value"] == value


def test_a_region_with_a_missing_element_gives_neither_numerator_nor_denominator() -> None:
    frame = results(RATE, own={ONE: {"a": 4.0}, TWO: ab(2, 2)})
    city = row(frame, CITY)
    assert (city["value"], city["numerator"], city["denominator"]) == (100, 2, 2)  # not 6/2 = 300 %
    assert city["regions_reported"] == 1
    assert row(frame, ONE)["gap"] == "missing_element"
    assert row(frame, ONE)["numerator"] is None


def test_one_of_several_terms_missing_is_missing() -> None:
    frame = results(indicator("X", "a + b - 2*c", "d"), own={ONE: {"a": 9.0, "b": 1.0, "d": 5.0}})
    assert row(frame, ONE)["gap"] == "missing_element"


def test_elements_are_added_and_taken_away_by_the_formula() -> None:
    frame = results(indicator("X", "a + b - 2*c", "d"), own={ONE: {"a": 9, "b": 1, "c": 3, "d": 5}})
    assert row(frame, ONE)["numerator"] == 4
    assert row(frame, ONE)["value"] == 80


@pytest.mark.parametrize(
    ("filed", "gap"),
    [
        ({}, "not_reported"),
        ({"a": 1.0}, "missing_element"),
        ({"b": 1.0}, "missing_element"),
        ({"a": (None, "not_applicable"), "b": (None, "not_applicable")}, "not_applicable"),
        ({"a": 0.0, "b": 0.0}, "no_cases"),
        ({"a": (None, "no_cases"), "b": (None, "no_cases")}, "no_cases"),
        ({"a": 3.0, "b": 0.0}, "zero_denominator"),
    ],
)
def test_no_value_has_its_reason(filed: Mapping[str, Figure], gap: str) -> None:
    found = row(results(RATE, own={ONE: filed}), ONE)
    assert (found["value"], found["gap"], found["basis"], found["qualifier"]) == (None, gap, "", "")


@pytest.mark.parametrize(
    ("figure", "gap", "counted"),
    [
        (0.0, "no_cases", 1),
        ((None, "no_cases"), "no_cases", 1),
        ((None, "not_applicable"), "not_applicable", 0),
    ],
)
def test_a_parent_says_what_all_below_it_say(figure: Figure, gap: str, counted: int) -> None:
    city = row(results(RATE, own={ONE: {"a": figure, "b": figure}}), CITY)
    assert (city["value"], city["gap"], city["regions_reported"]) == (None, gap, counted)


def test_a_parent_of_regions_with_missing_elements_lacks_elements() -> None:
    assert row(results(RATE, own={ONE: {"a": 1.0}}), CITY)["gap"] == "missing_element"


def test_a_blank_is_not_zero_in_a_count() -> None:
    frame = results(COUNT, own={ONE: {"a": 0.0}})
    assert row(frame, ONE)["value"] == 0
    assert row(frame, TWO)["gap"] == "not_reported"
    assert row(frame, CITY)["value"] == 0


def test_a_count_has_no_denominator() -> None:
    found = row(results(COUNT, own={ONE: {"a": 7.0}, TWO: {"a": 8.0}}), CITY)
    assert (found["value"], found["numerator"], found["denominator"]) == (15, 15, None)


def test_flags_are_averaged_over_those_who_answered() -> None:
    flag = indicator("X", "flag", "asked")
    given = [element("flag", kind="flag"), element("asked")]
    frame = results(flag, own={ONE: {"flag": 1, "asked": 1}, TWO: {"flag": 0, "asked": 1}}, elements=given)
    assert row(frame, CITY)["value"] == 50


def test_ranks_are_filed_values_and_never_rolled_up() -> None:
    rank = indicator("X", "rank", kind="rank", aggregation="none")
    given = [element("rank", kind="rank", over_time="none", over_regions="none")]
    frame = results(rank, own={ONE: {"rank": 2}, TWO: {"rank": 5}}, elements=given)
    assert row(frame, ONE)["value"] == 2
    assert row(frame, CITY)["gap"] == "not_additive"
    assert row(frame, PROVINCE)["gap"] == "not_additive"


def test_a_parents_own_filed_rank_is_its_value() -> None:
    rank = indicator("X", "rank", kind="rank", aggregation="none")
    given = [element("rank", kind="rank", over_time="none", over_regions="none")]
    frame = results(rank, own={ONE: {"rank": 2}, CITY: {"rank": 3}}, elements=given)
    city = row(frame, CITY)
    assert (city["value"], city["regions_reported"]) == (3, 1)


def test_what_does_not_add_up_takes_a_filed_total_before_the_own_figure() -> None:
    given = [element("a", over_regions="none")]
    frame = results(COUNT, own={CITY: {"a": 3}}, total={CITY: {"a": 9}}, elements=given)
    assert row(frame, CITY)["value"] == 9


def test_an_element_that_does_not_add_over_regions_makes_the_indicator_stand_alone() -> None:
    frame = results(RATE, own={ONE: ab(1, 2)}, elements=[element("b", over_regions="none")])
    assert row(frame, CITY)["gap"] == "not_additive"
    assert row(frame, ONE)["value"] == 50


def test_a_year_of_what_cannot_be_built_from_quarters_is_not_additive_at_every_level() -> None:
    known = elements_of([COUNT], [element("a", over_time="none")])
    halves = [block(code, known, {ONE: {"a": 4}}) for code in ("2024H1", "2024H2")]
    frame = computed(gathered("2024", known, *halves), known, COUNT)
    assert [row(frame, code)["gap"] for code in (ONE, CITY, PROVINCE)] == ["not_additive"] * 3


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


def test_regions_expected_are_those_whose_level_owes_the_form() -> None:
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[ANNUAL])
    assert row(frame, ONE)["regions_expected"] == 1
    assert row(frame, CITY)["regions_expected"] == 4  # three counties and the city itself
    assert row(frame, PROVINCE)["regions_expected"] == 6
    assert row(frame, CITY)["regions_reported"] == 1


def test_own_figures_are_expected_of_the_region_itself_only() -> None:
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[ANNUAL], scope="own")
    assert [row(frame, code)["regions_expected"] for code in (CITY, PROVINCE)] == [1, 0]


@pytest.mark.parametrize(
    ("period", "duty", "expected"),
    [
        ("2024", ANNUAL, 1),
        ("2024Q1", ANNUAL, 0),
        ("2024M01-M09", ANNUAL, 0),
        ("2023M08-2024M07", ANNUAL, 0),
        ("2024Q1", QUARTERLY, 1),
        ("2024M01-M09", QUARTERLY, 1),
        ("2024", QUARTERLY, 1),
        ("2024M02-M04", QUARTERLY, 0),
        ("2024M01", QUARTERLY, 0),
    ],
)
def test_a_form_is_owed_for_whole_spans_of_its_own_length(period: str, duty: Duty, expected: int) -> None:
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[duty], period=period)
    assert row(frame, ONE)["regions_expected"] == expected


@pytest.mark.parametrize(("period", "expected"), [("2023", 0), ("2024", 1), ("2025", 0)])
def test_a_version_of_a_form_is_owed_in_its_own_periods_only(period: str, expected: int) -> None:
    duty = Duty("annual", frozenset({"a", "b"}), ("county",), 12, Period.parse("2024M01-2024M12"))
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[duty], period=period)
    assert row(frame, ONE)["regions_expected"] == expected


def test_a_form_without_every_element_is_not_owed_for_the_indicator() -> None:
    half = Duty("annual", frozenset({"a"}), ("county",), 12)
    assert row(results(RATE, duties=[half]), ONE)["regions_expected"] == 0


def test_a_region_that_does_not_exist_in_the_period_is_not_expected() -> None:
    valid = [code != TWO for code in REGIONS]
    frame = results(RATE, duties=[ANNUAL], valid=valid)
    assert row(frame, TWO)["regions_expected"] == 0
    assert row(frame, CITY)["regions_expected"] == 3


def test_a_region_to_which_the_figure_does_not_apply_is_not_expected() -> None:
    not_for_us = {"a": (None, "not_applicable"), "b": (None, "not_applicable")}
    frame = results(RATE, own={ONE: not_for_us, TWO: ab(1, 2)}, duties=[QUARTERLY])
    city = row(frame, CITY)
    assert (city["regions_reported"], city["regions_expected"]) == (1, 2)


def test_not_applicable_from_one_that_owes_nothing_excuses_nobody_else() -> None:
    not_for_us = {"a": (None, "not_applicable"), "b": (None, "not_applicable")}
    frame = results(RATE, own={CITY: not_for_us, ONE: ab(1, 2)}, duties=[QUARTERLY])
    assert row(frame, CITY)["regions_expected"] == 3


def test_a_region_that_wrote_no_cases_has_reported() -> None:
    quiet = {"a": (None, "no_cases"), "b": (None, "no_cases")}
    city = row(results(RATE, own={ONE: quiet, TWO: ab(1, 2)}), CITY)
    assert (city["value"], city["regions_reported"]) == (50, 2)


def test_appearances_without_any_case_contradict_and_are_not_counted() -> None:
    frame = results(RATE, own={ONE: {"a": 4.0, "b": (None, "no_cases")}, TWO: ab(2, 2)})
    city = row(frame, CITY)
    assert (city["value"], city["regions_reported"]) == (100, 1)


def test_what_is_not_rolled_up_is_expected_of_the_region_alone() -> None:
    alone = indicator("X", "a", "b", aggregation="none")
    frame = results(alone, own={CITY: ab(1, 2)}, duties=[ANNUAL])
    city = row(frame, CITY)
    assert (city["regions_reported"], city["regions_expected"]) == (1, 1)


def test_every_indicator_has_a_row_for_every_region_even_when_nothing_was_filed() -> None:
    frame = results(RATE, indicator("Y", "c"))
    assert len(frame) == 2 * len(REGIONS)
    assert set(frame["gap"]) == {"not_reported"}
    assert not frame.duplicated(list(RESULTS.key)).any()


def test_only_the_asked_indicators_are_computed() -> None:
    other = indicator("Y", "c")
    known = elements_of([RATE, other])
    facts = gathered("2024", known, block("2024", known, {ONE: {"c": 3.0}}))
    frame = computed(facts, known, RATE, other, only=["Y"])
    assert set(frame["indicator"]) == {"Y"}
    assert computed(facts, known, RATE, other, only=[]).empty
