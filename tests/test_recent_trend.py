"""The recent trend of a rate, beside scipy and hand computations."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2, pearsonr

from indicators.recent_trend import POSSIBLE, SURE, Trend, recent_trend


def by_correlation(numerators: Sequence[int], denominators: Sequence[int]) -> float:
    """N ρ², ρ the correlation of each single case's outcome (0 or 1) with its period."""
    outcomes: list[int] = []
    times: list[int] = []
    for t, (r, n) in enumerate(zip(numerators, denominators, strict=True)):
        outcomes += [1] * r + [0] * (n - r)
        times += [t] * n
    return len(outcomes) * float(pearsonr(outcomes, times).statistic) ** 2


def found_in(numerators: Sequence[float | None], denominators: Sequence[float | None]) -> Trend:
    found = recent_trend(numerators, denominators)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("numerators", "denominators"),
    [
        ([50, 55, 60, 70, 80], [100, 100, 100, 100, 100]),
        ([9, 8, 8, 5, 2], [10, 12, 20, 11, 7]),
        ([1, 0, 1, 1, 2], [2, 2, 2, 2, 2]),
        ([10, 11, 12, 13, 14, 15], [40, 41, 42, 43, 44, 45]),
    ],
)
def test_the_statistic_is_the_squared_correlation_of_case_and_period(
    numerators: list[int], denominators: list[int]
) -> None:
    assert found_in(numerators, denominators).statistic == pytest.approx(
        by_correlation(numerators, denominators)
    )


def test_a_statistic_worked_by_hand() -> None:
    """r 1 2 3 4 5 of 10 each, t 0 to 4: N 50, R 15, Σrt 40, Σnt 100, Σnt² 300.

    50 (50·40 − 15·100)² / {15·35·[50·300 − 100²]} = 50·250000 / (525·5000) = 4.7619.
    """
    found = found_in([1, 2, 3, 4, 5], [10] * 5)
    assert found.statistic == pytest.approx(100 / 21)
    assert (found.verdict, found.sign, found.periods) == ("possible", 1, 5)


def test_the_limits_are_those_of_chi_square() -> None:
    assert pytest.approx(chi2.ppf(0.998, 1), abs=5e-5) == SURE
    assert pytest.approx(chi2.ppf(0.95, 1), abs=5e-5) == POSSIBLE


def test_many_cases_make_the_same_rates_sure() -> None:
    assert [found_in([r * k for r in (1, 2, 3, 4, 5)], [10 * k] * 5).verdict for k in (0.5, 1, 3)] == [
        "too_few",
        "possible",
        "sure",
    ]


def test_a_level_series_says_too_few_and_never_no_change() -> None:
    assert found_in([5, 5, 5, 5, 5], [10, 10, 10, 10, 10]) == Trend("too_few", 0, 0.0, 5)


def test_a_fall_is_told_from_a_rise() -> None:
    assert found_in([80, 70, 60, 55, 50], [100] * 5).sign == -1


def test_four_periods_are_not_enough() -> None:
    assert recent_trend([1, 2, 3, 4], [10, 10, 10, 10]) is None


def test_a_gap_cuts_off_what_came_before_it() -> None:
    assert found_in([9, None, 1, 2, 3, 4, 5], [10] * 7) == found_in([1, 2, 3, 4, 5], [10] * 5)
    assert recent_trend([1, 2, None, 4, 5, 6], [10] * 6) is None
    assert recent_trend([1, 2, 3, 4, 5, None], [10] * 6) is None
    assert recent_trend([1, 2, float("nan"), 4, 5, 6], [10] * 6) is None


def test_a_period_without_cases_breaks_the_series() -> None:
    assert recent_trend([1, 2, 0, 4, 5, 6], [10, 10, 0, 10, 10, 10]) is None


def test_all_or_none_successful_cannot_be_found_in() -> None:
    assert recent_trend([0] * 5, [10] * 5) is None
    assert recent_trend([10] * 5, [10] * 5) is None


def test_a_numerator_above_its_denominator_cannot_be_found_in() -> None:
    assert recent_trend([1, 2, 3, 4, 11], [10] * 5) is None


@given(
    st.lists(
        st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=5, max_size=9
    )
)
def test_any_series_agrees_with_the_correlation(counts: list[tuple[int, int]]) -> None:
    numerators, denominators = [r for r, _ in counts], [n for _, n in counts]
    assume(0 < sum(numerators) < sum(denominators))
    expected = by_correlation(numerators, denominators)
    assert np.isclose(found_in(numerators, denominators).statistic, expected, atol=1e-9)
