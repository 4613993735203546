"""compute: ratios of sums, what is missing and why, own and total, what does not add up."""

from collections.abc import Mapping

import pytest
from builders_numbers import (
    CITY,
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
from builders_rates import COUNT, ONE, RATE, THREE, TWO, ab

from data.frames import RESULTS


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


def test_a_region_that_wrote_no_cases_has_reported() -> None:
    quiet = {"a": (None, "no_cases"), "b": (None, "no_cases")}
    city = row(results(RATE, own={ONE: quiet, TWO: ab(1, 2)}), CITY)
    assert (city["value"], city["regions_reported"]) == (50, 2)


def test_appearances_without_any_case_contradict_and_are_not_counted() -> None:
    frame = results(RATE, own={ONE: {"a": 4.0, "b": (None, "no_cases")}, TWO: ab(2, 2)})
    city = row(frame, CITY)
    assert (city["value"], city["regions_reported"]) == (100, 1)


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
