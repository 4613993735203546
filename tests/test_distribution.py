"""Quantile groups that never split equal values, and histograms, by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indicators.distribution import Histogram, histogram, quantile_groups

VALUES = st.lists(st.one_of(st.none(), st.integers(0, 1000).map(lambda tenths: tenths / 10)), max_size=40)


def drawn(values: list[float | None], limit: float | None = None) -> Histogram:
    found = histogram(values, limit=limit)
    assert found is not None
    return found


def test_distinct_values_fall_into_groups_of_equal_size() -> None:
    assert quantile_groups(list(range(10)), direction="higher") == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert quantile_groups(list(range(10)), direction="lower") == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert quantile_groups([3, 1, 2, 4], direction="higher", groups=4) == [2, 4, 3, 1]


def test_equal_values_stand_together_in_the_better_group() -> None:
    """Six of ten at 100: all in group 1; the next has six before it: 1 + ⌊5·6/10⌋ = 4."""
    values = [100, 100, 100, 100, 100, 100, 90, 80, 70, 60]
    assert quantile_groups(values, direction="higher") == [1, 1, 1, 1, 1, 1, 4, 4, 5, 5]
    assert quantile_groups([7, 7, 7], direction="lower") == [1, 1, 1]


def test_missing_values_have_no_group_and_take_no_place() -> None:
    assert quantile_groups([None, 3, float("nan"), 2, 1], direction="higher", groups=3) == [
        None,
        1,
        None,
        2,
        3,
    ]


def test_fewer_than_three_values_are_not_grouped() -> None:
    assert quantile_groups([1, 2, None], direction="higher") == [None, None, None]


@given(VALUES, st.integers(1, 7), st.sampled_from(["higher", "lower", "neutral"]))
def test_groups_never_split_equal_values_and_follow_their_order(
    values: list[float | None], groups: int, direction: str
) -> None:
    found = quantile_groups(values, direction=direction, groups=groups)
    pairs = sorted(
        (value, group)
        for value, group in zip(values, found, strict=True)
        if value is not None and group is not None
    )
    assert all(1 <= group <= groups for _, group in pairs)
    assert len({value for value, _ in pairs}) == len(set(pairs))
    numbers = [group for _, group in pairs]
    assert numbers == sorted(numbers, reverse=direction != "lower")


def test_bins_have_widths_people_read() -> None:
    """Span 8, five bins wanted: 1.6, so 2 wide; 100 closes the last bin."""
    found = drawn([92, 95, 95, 97.5, 100, None], limit=100)
    assert found == Histogram(tuple(Fraction(edge) for edge in (92, 94, 96, 98, 100)), (1, 2, 1, 1), True)
    assert drawn([92, 95, 95, 97.5, 100]).counts == (1, 2, 1, 0, 1)


def test_an_edge_belongs_to_the_bin_above_it_exactly() -> None:
    """0.3 is an edge of bins 0.1 wide; in floats 3 · 0.1 lies above it."""
    found = drawn([0.1, 0.3, 0.3, 0.5])
    assert (found.edges[0], found.edges[1]) == (Fraction(1, 10), Fraction(2, 10))
    assert found.counts == (1, 0, 2, 0, 1)
    assert [found.bin_of(value) for value in (0, 0.1, 0.3, 0.5, 0.6)] == [None, 0, 2, 4, None]


def test_one_value_many_times_is_one_bin() -> None:
    assert drawn([100, 100, 100], limit=100) == Histogram((Fraction(99), Fraction(100)), (3,), True)
    assert drawn([7.5]) == Histogram((Fraction(7), Fraction(8)), (1,))


def test_no_value_has_no_histogram() -> None:
    assert histogram([]) is None
    assert histogram([None, float("nan")]) is None


@given(VALUES, st.sampled_from([None, 100.0]))
def test_every_value_stands_in_exactly_the_bin_that_holds_it(
    values: list[float | None], limit: float | None
) -> None:
    found = histogram(values, limit=limit)
    there = [value for value in values if value is not None]
    assert (found is None) == (not there)
    if found is None:
        return
    assert sum(found.counts) == len(there)
    assert len(found.counts) <= 22
    places = [found.bin_of(value) for value in there]
    assert [places.count(number) for number in range(len(found.counts))] == list(found.counts)
    if limit is not None:
        assert found.edges[-1] <= limit
