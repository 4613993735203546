"""Data quality as shares of counts, by hand."""

from collections.abc import Callable

import pytest

from indicators.quality import Share, completeness, consistency, reporting_rate, timeliness


@pytest.mark.parametrize("measure", [reporting_rate, timeliness, completeness, consistency])
def test_a_measure_is_a_share_in_percent(measure: Callable[[int, int], Share]) -> None:
    assert measure(29, 50).percent == 58
    assert measure(0, 4).percent == 0
    assert measure(4, 4).percent == 100


def test_a_share_of_nothing_is_no_figure() -> None:
    assert reporting_rate(0, 0).percent is None


def test_shares_of_regions_add_up_before_they_are_divided() -> None:
    """1 of 1 and 1 of 3: 2 of 4 is 50 %, where the mean of the rates would be 66.7 %."""
    assert (timeliness(1, 1) + timeliness(1, 3)).percent == 50
    assert sum([Share(1, 2), Share(0, 2)], Share(0, 0)) == Share(1, 4)


@pytest.mark.parametrize(("part", "whole"), [(5, 4), (-1, 4), (0, -1)])
def test_more_than_there_can_be_is_our_mistake(part: int, whole: int) -> None:
    with pytest.raises(
        ValueError, match=f"actual = {part}, expected = {whole}: expected 0 <= actual <= expected"
    ):
        reporting_rate(part, whole)
