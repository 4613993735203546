"""Competition ranks among siblings that may be ranked."""

import pytest

from indicators.ranking import rankable, ranks


def test_equal_values_share_a_rank_and_the_next_is_left_out() -> None:
    assert ranks([99, 99, 98, 97], [9, 9, 9, 9], direction="higher") == [1, 1, 3, 4]


def test_the_best_is_first_in_the_indicators_direction() -> None:
    assert ranks([1, 3, 2], [9, 9, 9], direction="lower") == [1, 3, 2]
    assert ranks([1, 3, 2], [9, 9, 9], direction="higher") == [3, 1, 2]


def test_few_cases_and_no_value_take_no_part() -> None:
    assert ranks([100, 90, 80, 70, None], [4, 5, 9, 9, 9], direction="higher") == [None, 1, 2, 3, None]


def test_the_minimum_is_the_offices_choice() -> None:
    assert ranks([100, 90, 80], [4, 5, 9], direction="higher", minimum=4) == [1, 2, 3]


def test_a_count_has_no_denominator_that_could_be_too_small() -> None:
    assert ranks([3, 1, 2], [None, None, None], direction="lower") == [3, 1, 2]


def test_fewer_than_three_are_not_ranked() -> None:
    assert ranks([1, 2], [9, 9], direction="higher") == [None, None]
    assert ranks([1, 2, 3], [9, 9, 4], direction="higher") == [None, None, None]
    assert ranks([], [], direction="higher") == []


def test_neutral_indicators_are_never_ranked() -> None:
    assert ranks([1, 2, 3], [9, 9, 9], direction="neutral") == [None, None, None]


@pytest.mark.parametrize(
    ("value", "denominator", "may"),
    [(90.0, 5.0, True), (90.0, 4.0, False), (None, 9.0, False), (7.0, None, True), (0.0, 5.0, True)],
)
def test_who_may_be_ranked(value: float | None, denominator: float | None, may: bool) -> None:
    assert rankable(value, denominator) is may


def test_the_order_of_the_regions_changes_no_rank() -> None:
    values = [3.0, 1.0, 2.0, 2.0]
    forward = ranks(values, [9] * 4, direction="higher")
    assert ranks(values[::-1], [9] * 4, direction="higher") == forward[::-1]
