"""Can the target still be met: beside a count over whole numbers, case by case."""

from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.forecast import Forecast, forecast

Kind = Literal["floor", "cap"]


def tenths(limit: int = 1000) -> st.SearchStrategy[float]:
    """Thresholds in percent with one decimal, as people write them."""
    return st.integers(0, limit).map(lambda number: number / 10)


@st.composite
def done(draw: st.DrawFn, largest: int = 60) -> tuple[int, int]:
    n = draw(st.integers(0, largest))
    return draw(st.integers(0, n)), n


def meets(x: int, n: int, threshold: float, kind: Kind) -> bool:
    """Is x of n on the good side, in whole tenths of a percent; no case breaks nothing."""
    limit = round(threshold * 10)
    return 1000 * x >= limit * n if kind == "floor" else 1000 * x <= limit * n


def found(x: int, n: int, threshold: float, kind: Kind, expected: int | None = None) -> Forecast:
    result = forecast(x, n, threshold, kind=kind, expected=expected)
    assert result is not None
    return result


def test_ninety_percent_from_18_of_25_needs_45_where_floats_say_46() -> None:
    """By hand: (22.5 − 18) / 0.1 = 45; 63 of 70 is 90 %."""
    assert forecast(18, 25, 0.9, kind="floor", scale=1) == Forecast(45, None, True)
    assert forecast(18, 25, 90, kind="floor") == Forecast(45, None, True)


def test_a_full_hundred_is_kept_or_lost() -> None:
    assert found(25, 25, 100, "floor", 40) == Forecast(0, 0, True)
    assert found(24, 25, 100, "floor", 40) == Forecast(None, None, False)
    assert found(24, 25, 100, "floor") == Forecast(None, None, False)
    assert found(25, 25, 100.5, "floor") == Forecast(None, None, False)


def test_a_cap_of_nothing_is_kept_or_broken() -> None:
    assert found(0, 25, 0, "cap", 40) == Forecast(0, 0, True)
    assert found(1, 25, 0, "cap", 40) == Forecast(None, None, False)


def test_misses_left_are_no_more_than_the_cases_left() -> None:
    """By hand: 90 of 90 done, 100 expected, 80 %: 20 could be missed, but 10 are left."""
    assert found(90, 90, 80, "floor", 100) == Forecast(0, 10, True)


def test_what_can_be_met_one_day_may_be_out_of_reach_this_year() -> None:
    assert found(18, 25, 90, "floor", 69) == Forecast(45, None, False)
    assert found(18, 25, 90, "floor", 70) == Forecast(45, 0, True)


def test_fewer_cases_expected_than_done_is_an_error() -> None:
    with pytest.raises(ValueError, match="fewer cases than the 25 done"):
        forecast(18, 25, 90, kind="floor", expected=24)


def test_a_numerator_outside_its_denominator_has_no_forecast() -> None:
    assert forecast(26, 25, 90, kind="floor") is None
    assert forecast(-1, 25, 90, kind="cap") is None


@given(done(), tenths(999), st.sampled_from(["floor", "cap"]))
def test_the_cases_needed_suffice_and_one_less_does_not(
    counts: tuple[int, int], threshold: float, kind: Kind
) -> None:
    x, n = counts
    needed = found(x, n, threshold, kind).needed
    if needed is None:
        assert kind == "cap"
        assert threshold == 0 < x
        return
    good = 1 if kind == "floor" else 0
    assert meets(x + good * needed, n + needed, threshold, kind)
    assert needed == 0 or not meets(x + good * (needed - 1), n + needed - 1, threshold, kind)


@given(done(30), tenths(), st.integers(0, 30), st.sampled_from(["floor", "cap"]))
def test_misses_left_are_the_most_that_still_meet_the_target(
    counts: tuple[int, int], threshold: float, further: int, kind: Kind
) -> None:
    x, n = counts
    expected = n + further
    if kind == "floor":
        fine = [m for m in range(further + 1) if meets(x + further - m, expected, threshold, kind)]
    else:
        fine = [m for m in range(expected + 1) if meets(x + m, expected, threshold, kind)]
    result = found(x, n, threshold, kind, expected)
    assert result.misses == (max(fine) if fine else None)
    assert result.reachable == bool(fine)


@given(done(), tenths(998))
def test_a_higher_floor_never_needs_less(counts: tuple[int, int], threshold: float) -> None:
    lower, higher = (found(*counts, limit, "floor").needed for limit in (threshold, threshold + 0.1))
    assert lower is not None
    assert higher is None or lower <= higher


@given(done(), tenths(999))
def test_one_more_good_case_never_needs_more(counts: tuple[int, int], threshold: float) -> None:
    x, n = counts
    before, after = found(x, n, threshold, "floor").needed, found(x + 1, n + 1, threshold, "floor").needed
    assert before is not None
    assert after == max(0, before - 1)


@given(done(), st.integers(2, 1000))
def test_a_threshold_that_is_no_decimal_is_exact_too(counts: tuple[int, int], parts: int) -> None:
    x, n = counts
    result = forecast(x, n, Fraction(1, parts), kind="floor", scale=1)
    assert result is not None
    assert result.met == (x * parts >= n)
