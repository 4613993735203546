"""Funnel limits against scipy's own quantile and hand-made sums."""

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from indicators.reliability import funnel_limits, quantile


@given(
    cases=st.integers(1, 3000),
    rate=st.floats(0.0005, 0.9995),
    alpha=st.sampled_from([0.001, 0.025]),
)
def test_the_limits_are_the_quantiles_of_the_binomial(cases: int, rate: float, alpha: float):
    low, high = funnel_limits(cases, rate, alpha)
    assert low == int(binom.ppf(alpha, cases, rate))
    assert high == cases - int(binom.ppf(alpha, cases, 1 - rate))


def test_a_perfect_county_of_ten_cases_at_98_percent_is_inside():
    """The normal limits would end at 98 + 3.09 * 4.43 > 100, and their lower end at 84 %."""
    low, high = funnel_limits(10, 0.98, 0.001)
    assert (low, high) == (8, 10)


def test_a_fair_coin_by_hand():
    """Ten tosses: P(0) = 1/1024 = 0.00098 < 0.001, P(R <= 1) = 11/1024; so 1 to 9 are inside."""
    assert funnel_limits(10, 0.5, 0.001) == (1, 9)


def test_a_sure_rate_leaves_no_room():
    assert (quantile(0.001, 7, 0.0), quantile(0.001, 7, 1.0)) == (0, 7)
    assert funnel_limits(7, 1.0, 0.001) == (7, 7)
