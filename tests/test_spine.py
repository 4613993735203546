"""A region against its siblings, beside numpy and hand computations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.spine import Spine, quartile, spine, strengths_and_worries


def of(values: list[float | None], own: int, direction: str = "higher") -> Spine:
    found = spine(values, [10] * len(values), own, direction=direction)
    assert found is not None
    return found


@given(st.lists(st.integers(0, 1000).map(lambda tenths: tenths / 10), min_size=1, max_size=30))
def test_quartiles_are_numpys_linear_ones(values: list[float]) -> None:
    ordered = sorted(values)
    ours = [quartile(ordered, number) for number in (1, 2, 3)]
    assert ours == pytest.approx(np.quantile(values, [0.25, 0.5, 0.75]).tolist())


def test_the_spread_is_that_of_the_siblings_the_region_among_them() -> None:
    found = of([90, 95, 97, 100], 2)
    assert (found.low, found.lower_quartile, found.median) == (90, 93.75, 96)
    assert (found.upper_quartile, found.high) == (97.75, 100)
    assert (found.value, found.place, found.ranked, found.few) == (97, 2, 4, False)


def test_the_line_has_one_scale_on_both_sides_of_the_median() -> None:
    """Median 96; the low end is 6 away and the high end 4: 90 is 0, 100 is 0.5 + 4/12."""
    found = of([90, 95, 97, 100], 0)
    assert [found.at(value) for value in (90, 96, 100)] == pytest.approx([0, 0.5, 5 / 6])
    assert found.position == 0


def test_best_is_on_the_right_whatever_the_direction() -> None:
    assert of([1, 2, 9], 0, "lower").at(1) > 0.5 > of([1, 2, 9], 0, "lower").at(9)
    assert of([1, 2, 9], 0, "neutral").at(9) == 1


def test_equal_siblings_all_stand_in_the_middle() -> None:
    found = of([5, 5, 5], 1)
    assert (found.position, found.place, found.lean) == (0.5, 1, "")


def test_few_cases_are_shown_but_neither_ranked_nor_part_of_the_spread() -> None:
    found = spine([90, 95, 97, 100], [9, 9, 9, 2], 3, direction="higher")
    assert found is not None
    assert (found.high, found.value, found.place, found.few, found.ranked) == (97, 100, None, True, 3)
    assert (found.position, found.lean) == (1, "")


def test_a_region_without_a_value_has_no_position() -> None:
    found = of([90, 95, 97, None, float("nan")], 3)
    assert (found.value, found.position, found.place, found.few, found.lean) == (None, None, None, False, "")
    assert of([90, 95, 97, None, float("nan")], 4).value is None


def test_fewer_than_three_that_count_have_no_spine() -> None:
    assert spine([90, 95, None], [10, 10, 10], 0, direction="higher") is None
    assert spine([90, 95, 97], [10, 10, 4], 0, direction="higher") is None


def test_the_quarters_at_the_ends_lean_in_the_indicators_direction() -> None:
    values: list[float | None] = [1, 2, 3, 4, 5]
    assert [of(values, own).lean for own in range(5)] == ["worry", "worry", "", "strength", "strength"]
    assert [of(values, own, "lower").lean for own in (0, 2, 4)] == ["strength", "", "worry"]
    assert [of(values, own, "neutral").lean for own in (0, 4)] == ["", ""]


def test_what_half_of_the_siblings_reach_is_no_strength() -> None:
    values: list[float | None] = [100, 100, 100, 90, 80]
    assert [of(values, own).lean for own in (0, 3, 4)] == ["", "worry", "worry"]


def test_the_farthest_from_the_middle_are_named_first() -> None:
    spines = {
        "A": of([0, 40, 50, 60, 100], 3),
        "B": of([0, 40, 50, 60, 100], 4),
        "C": of([0, 40, 50, 60, 100], 2),
        "D": of([0, 40, 50, 60, 100], 1),
        "E": of([0, 40, 50, 60, 100], 0),
        "F": of([0, 40, 50, 60, 100], 4),
    }
    assert strengths_and_worries(spines) == (("B", "F", "A"), ("E", "D"))
    assert strengths_and_worries(spines, shown=1) == (("B",), ("E",))
    assert strengths_and_worries({}) == ((), ())


@given(st.lists(st.integers(0, 50), min_size=3, max_size=15), st.sampled_from(["higher", "lower"]))
def test_a_better_place_never_stands_to_the_left(values: list[int], direction: str) -> None:
    spines = [of([float(value) for value in values], own, direction) for own in range(len(values))]
    order = sorted(spines, key=lambda each: each.place or 0)
    positions = [each.position or 0.0 for each in order]
    assert positions == sorted(positions, reverse=True)
