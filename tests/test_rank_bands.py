"""Rank bands, beside places worked out with scipy."""

from collections.abc import Sequence
from random import Random
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, gamma

from indicators.rank_bands import RankBand, rank_bands
from indicators.ranking import ranks

Pair = tuple[int, int]


class Spread(Protocol):
    """A distribution of scipy with its parameters."""

    def pdf(self, x: float) -> float: ...

    def cdf(self, x: float) -> float: ...


def of_rates(pairs: Sequence[Pair], direction: str = "higher", minimum: float = 5) -> list[RankBand | None]:
    values = [100 * x / n for x, n in pairs]
    return rank_bands(
        values, [x for x, _ in pairs], [n for _, n in pairs], direction=direction, minimum=minimum, draws=500
    )


def of_counts(counts: Sequence[int | None], direction: str = "lower") -> list[RankBand | None]:
    nothing = [None] * len(counts)
    return rank_bands(counts, nothing, nothing, direction=direction, counts=True)


def band_of(first: Spread, others: tuple[Spread, Spread], upper: float, *, higher: bool) -> RankBand:
    """The 5–95 % band of the first of three, its place's chances by integration."""

    def beaten(spread: Spread, x: float) -> float:
        return spread.cdf(x) if higher else 1 - spread.cdf(x)

    a, b = others
    best = quad(lambda x: first.pdf(x) * beaten(a, x) * beaten(b, x), 0, upper)[0]
    last = quad(lambda x: first.pdf(x) * (1 - beaten(a, x)) * (1 - beaten(b, x)), 0, upper)[0]
    for chance in (best, last, best + last):
        assert abs(chance - 0.05) > 0.01, "too near the edge for 2,000 draws to tell"
        assert abs(chance - 0.95) > 0.01
    return RankBand(
        1 if best >= 0.05 else 2 if 1 - last >= 0.05 else 3,
        1 if best >= 0.95 else 2 if 1 - last >= 0.95 else 3,
    )


@pytest.mark.parametrize(
    "pairs",
    [
        ((18, 20), (17, 20), (10, 20)),
        ((95, 100), (80, 100), (9, 10)),
        ((6, 6), (900, 1000), (500, 1000)),
    ],
)
def test_bands_of_rates_are_those_of_the_beta_distributions(pairs: tuple[Pair, Pair, Pair]) -> None:
    spreads = [beta(x + 0.5, n - x + 0.5) for x, n in pairs]
    found = rank_bands(
        [100 * x / n for x, n in pairs],
        [x for x, _ in pairs],
        [n for _, n in pairs],
        direction="higher",
    )
    for at in range(3):
        others = [spreads[other] for other in range(3) if other != at]
        assert found[at] == band_of(spreads[at], (others[0], others[1]), 1, higher=True)


def test_bands_of_counts_are_those_of_the_gamma_distributions() -> None:
    counts = (2, 4, 12)
    spreads = [gamma(x + 0.5) for x in counts]
    found = of_counts(counts)
    for at in range(3):
        others = [spreads[other] for other in range(3) if other != at]
        assert found[at] == band_of(spreads[at], (others[0], others[1]), 60, higher=False)


def test_many_cases_make_the_place_certain_and_few_leave_it_open() -> None:
    pairs = [(900, 1000), (700, 1000), (500, 1000), (4, 5)]
    certain, _, last, open_ = of_rates(pairs)
    assert certain is not None
    assert certain.worst <= 2
    assert last is not None
    assert last.best >= 3
    assert open_ is not None
    assert open_.worst - open_.best >= 2


def test_who_is_not_ranked_has_no_band() -> None:
    found = rank_bands(
        [90.0, 80.0, 70.0, 100.0, None, float("nan")],
        [9, 8, 7, 2, None, float("nan")],
        [10, 10, 10, 2, None, float("nan")],
        direction="higher",
    )
    assert [band is None for band in found] == [False, False, False, True, True, True]
    assert of_rates([(9, 10), (8, 10)]) == [None, None]
    assert of_rates([(9, 10), (8, 10), (7, 10)], direction="neutral") == [None, None, None]
    assert rank_bands([], [], [], direction="higher") == []


def test_a_printed_rate_keeps_its_value_in_every_draw_and_has_no_band() -> None:
    """The printed 50 lies between: 990 of 1000 is always before it, 10 of 1000 always after it."""
    found = rank_bands([99.0, 50.0, 1.0], [990, None, 10], [1000, None, 1000], direction="higher")
    assert found == [RankBand(1, 1), None, RankBand(3, 3)]


def test_a_numerator_above_its_denominator_has_no_band() -> None:
    found = rank_bands([110.0, 50.0, 1.0], [11, 500, 10], [10, 1000, 1000], direction="higher")
    assert found == [None, RankBand(2, 2), RankBand(3, 3)]


def test_counts_that_nobody_filed_take_no_part() -> None:
    assert of_counts([None, 1, 400, 900]) == [None, RankBand(1, 1), RankBand(2, 2), RankBand(3, 3)]


CASES = st.integers(5, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(st.lists(CASES, min_size=3, max_size=12), st.sampled_from(["higher", "lower"]))
def test_the_place_is_inside_its_band_and_the_band_among_the_places(
    pairs: list[Pair], direction: str
) -> None:
    places = ranks([100 * x / n for x, n in pairs], [n for _, n in pairs], direction=direction)
    for place, band in zip(places, of_rates(pairs, direction), strict=True):
        assert place is not None
        assert band is not None
        assert 1 <= band.best <= place <= band.worst <= len(pairs)


@settings(deadline=None)
@given(st.lists(CASES, min_size=3, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_siblings_changes_nothing(pairs: list[Pair], chance: Random) -> None:
    order = list(range(len(pairs)))
    chance.shuffle(order)
    straight, mixed = of_rates(pairs), of_rates([pairs[at] for at in order])
    assert mixed == [straight[at] for at in order]


@settings(deadline=None)
@given(CASES, st.integers(3, 8))
def test_equal_counts_have_equal_bands(pair: Pair, size: int) -> None:
    found = of_rates([pair] * size)
    assert len(set(found)) == 1
