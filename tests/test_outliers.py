"""Outliers against hand-made numbers."""

import pytest

from indicators.outliers import modified_score, outlying


def test_the_score_is_that_of_the_method():
    """Earlier 8, 9, 10, 11, 12: median 10, deviations 2, 1, 0, 1, 2, MAD 1; (17 - 10) * 0.6745 = 4.7215."""
    assert modified_score(17, [8, 9, 10, 11, 12]) == pytest.approx(4.7215)


def test_only_earlier_points_make_the_median_so_one_wild_point_does_not_hide_itself():
    quiet, wild = [8, 9, 10, 11, 12], [8, 9, 10, 11, 1000]
    assert outlying(17, quiet, score=3.5, tolerance=0)
    assert outlying(17, wild, score=3.5, tolerance=0)


@pytest.mark.parametrize(("value", "far"), [(15.18, False), (15.2, True), (4.82, False), (4.8, True)])
def test_beyond_three_and_a_half_on_either_side_is_far(value: float, far: bool):
    """3.5 / 0.6745 = 5.18904 MADs from the median."""
    assert outlying(value, [8, 9, 10, 11, 12], score=3.5, tolerance=0) is far


def test_without_spread_any_change_over_the_tolerance_is_far():
    same = [40.0, 40.0, 40.0, 40.0, 41.0]
    assert modified_score(45, same) is None
    assert [outlying(value, same, score=3.5, tolerance=5) for value in (45, 46, 35, 34)] == [
        False,
        True,
        False,
        True,
    ]
