"""Intervals of rates and counts, beside scipy and hand computations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from indicators.intervals import Z, poisson, poisson_bounds, wilson, wilson_bounds


@pytest.mark.parametrize(("successes", "cases"), [(3, 3), (0, 3), (18, 25), (97, 100), (1, 1), (450, 1000)])
def test_the_rates_interval_is_scipys_wilson(successes: int, cases: int) -> None:
    theirs = binomtest(successes, cases).proportion_ci(0.95, method="wilson")
    ours = wilson(successes, cases, scale=1)
    assert ours is not None
    assert ours.low == pytest.approx(theirs.low)
    assert ours.high == pytest.approx(theirs.high)


def test_three_of_three_is_43_9_to_100() -> None:
    """By hand: low = (2·3 + z² − z·z) / (2 (3 + z²)) = 6 / (2 · 6.841459) = 0.438503; high = 1."""
    ours = wilson(3, 3)
    assert ours is not None
    assert ours.low == pytest.approx(43.8503, abs=5e-5)
    assert (round(ours.low, 1), ours.high) == (43.9, 100)


def test_no_case_no_figure_and_more_successes_than_cases_have_no_interval() -> None:
    assert wilson(0, 0) is None
    assert wilson(None, 5) is None
    assert wilson(5, None) is None
    assert wilson(6, 5) is None
    assert wilson(-1, 5) is None


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_itself(counts: tuple[int, int]) -> None:
    successes, cases = counts
    found = wilson(successes, cases)
    assert found is not None
    assert 0 <= found.low <= (100 * successes) / cases <= found.high <= 100


def test_arrays_give_each_place_its_own_interval() -> None:
    low, high = wilson_bounds(np.array([3.0, np.nan, 0.0, 9.0]), np.array([3.0, 5.0, 0.0, 10.0]))
    ends = wilson(9, 10)
    assert ends is not None
    assert low.tolist()[3] == ends.low
    assert high.tolist()[3] == ends.high
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [False, True, True, False]


@pytest.mark.parametrize("count", range(10))
def test_small_counts_get_the_exact_interval_of_chi_square(count: int) -> None:
    found = poisson(count)
    assert found is not None
    assert found.low == pytest.approx(chi2.ppf(0.025, 2 * count) / 2 if count else 0)
    assert found.high == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2)


@pytest.mark.parametrize("count", [10, 11, 40, 1000])
def test_larger_counts_get_byars_interval_close_to_the_exact_one(count: int) -> None:
    found = poisson(count)
    assert found is not None
    assert found.low == pytest.approx(count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3)
    more = count + 1
    assert found.high == pytest.approx(more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3)
    assert found.low == pytest.approx(chi2.ppf(0.025, 2 * count) / 2, rel=0.005)
    assert found.high == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2, rel=0.005)


def test_a_count_that_is_not_there_has_no_interval() -> None:
    assert poisson(None) is None
    assert poisson(-1) is None
    low, high = poisson_bounds(np.array([np.nan, 0.0, 10.0, np.inf]))
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, False, False, True]


@given(st.integers(0, 10**6))
def test_the_interval_holds_the_count_itself(count: int) -> None:
    found = poisson(count)
    assert found is not None
    assert 0 <= found.low <= count < found.high
