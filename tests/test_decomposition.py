"""The parent's change by child, beside hand computations."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indicators.decomposition import Contribution, Counts, Decomposition, decompose, decompose_sum, falls

Given = Mapping[str, tuple[float | None, float | None]]


def found(before: Given, after: Given, scale: float = 100) -> Decomposition:
    counts = [{region: Counts(*pair) for region, pair in period.items()} for period in (before, after)]
    result = decompose(counts[0], counts[1], scale=scale)
    assert result is not None
    return result


def columns(child: Contribution) -> list[float]:
    return [float(part) for part in child[1:]]


def test_three_columns_worked_by_hand() -> None:
    """R₀ = 13/20 = 65 %, R₁ = 24/40 = 60 %. w: a ½ → ¼, b ½ → ¾; r: a 80 → 90, b 50 → 50.

    a: ½·10 = 5, (80 − 65)·(−¼) = −3.75, −¼·10 = −2.5; b: 0, (50 − 65)·¼ = −3.75, 0. In all −5.
    """
    result = found({"a": (8, 10), "b": (5, 10)}, {"a": (9, 10), "b": (15, 30)})
    assert [columns(child) for child in result.children] == [[5, -3.75, -2.5, 0], [0, -3.75, 0, 0]]
    assert (result.before, result.after, result.change, result.reporting) == (65, 60, -5, 0)


def test_a_county_at_the_parents_rate_is_not_blamed_for_growing() -> None:
    """Both at 50 %: b triples its cases, nothing changes and nobody is blamed."""
    result = found({"a": (5, 10), "b": (5, 10)}, {"a": (5, 10), "b": (15, 30)})
    assert [child.total for child in result.children] == [0, 0]


def test_a_child_that_had_no_cases_starts_from_the_parents_rate() -> None:
    """b: r₀ := R₀ = 50 %, so 0, 0 and Δw Δr = ½ · (90 − 50) = 20."""
    result = found({"a": (5, 10), "b": (0, 0)}, {"a": (5, 10), "b": (9, 10)})
    assert columns(result.children[1]) == [0, 0, 20, 0]
    assert result.change == 20


def test_a_child_without_cases_any_more_keeps_its_rate() -> None:
    """b: r₁ := r₀ = 90 %, R₀ = 70 %: only (90 − 70) · (−½) = −10; a: (50 − 70) · ½ = −10."""
    result = found({"a": (5, 10), "b": (9, 10)}, {"a": (5, 10), "b": (0, 0)})
    assert [columns(child) for child in result.children] == [[0, -10, 0, 0], [0, -10, 0, 0]]
    assert result.change == -20


def test_a_child_that_reported_once_stands_under_reporting_alone() -> None:
    """a stays at 50 %. b comes with 9 of 10: 70 % in all, so b adds 20. c leaves 1 of 10: R₀ was 30 %."""
    result = found(
        {"a": (5, 10), "c": (1, 10), "d": (None, None)}, {"a": (5, 10), "b": (9, 10), "d": (None, 3)}
    )
    assert {child.region: columns(child) for child in result.children} == {
        "a": [0, 0, 0, 0],
        "c": [0, 0, 0, 20],
        "b": [0, 0, 0, 20],
    }
    assert (result.change, result.reporting) == (40, 40)


def test_the_region_itself_is_one_of_the_children() -> None:
    """The city's own 2 of 10 becomes 8 of 10 beside a county that stays: ½ · 60 = 30."""
    result = found({"990100": (2, 10), "990101": (5, 10)}, {"990100": (8, 10), "990101": (5, 10)})
    assert [(child.region, child.total) for child in result.children] == [("990100", 30), ("990101", 0)]


def test_successes_without_a_denominator_stand_under_reporting() -> None:
    """b closes 3 carried over and 0 filed: R₁ = 8/10, its 3/10 are 30; the change is 80 − 50."""
    result = found({"a": (5, 10), "b": (0, 0)}, {"a": (5, 10), "b": (3, 0)})
    assert columns(result.children[1]) == [0, 0, 0, 30]
    assert result.change == 30


def test_nothing_to_compare_gives_no_decomposition() -> None:
    ten, none = Counts(5, 10), Counts(0, 0)
    assert decompose({"a": ten}, {"b": ten}) is None
    assert decompose({"a": none}, {"a": ten}) is None
    assert decompose({}, {}) is None


NUMBER = st.integers(0, 10**6)
COUNTS = st.one_of(st.none(), st.tuples(NUMBER, NUMBER), st.tuples(st.none(), NUMBER), st.just((0, 0)))
PERIODS = st.dictionaries(st.sampled_from("abcdefg"), st.tuples(COUNTS, COUNTS), max_size=7)


@given(PERIODS, st.sampled_from([1, 100, 10_000]))
def test_the_children_add_up_to_the_parents_change_exactly(
    figures: dict[str, tuple[tuple[int | None, int] | None, tuple[int | None, int] | None]], scale: int
) -> None:
    before, after = (
        {region: Counts(*pair[side]) for region, pair in figures.items() if pair[side]} for side in (0, 1)
    )
    result = decompose(before, after, scale=scale)
    if result is None:
        return
    rates = []
    for period in (before, after):
        known = [(n, d) for n, d in period.values() if n is not None and d is not None]
        rates.append(scale * Fraction(sum(int(n) for n, _ in known), sum(int(d) for _, d in known)))
    assert [result.before, result.after] == rates
    assert sum(child.total for child in result.children) == rates[1] - rates[0] == result.change


whole = st.integers(min_value=0, max_value=1000)
given_counts = st.dictionaries(st.sampled_from("abcdef"), st.none() | whole, max_size=6)


@given(given_counts, given_counts)
def test_the_parts_of_a_sum_add_up_to_its_change(
    before: dict[str, int | None], after: dict[str, int | None]
) -> None:
    result = decompose_sum(before, after)
    known = [[value for value in side.values() if value is not None] for side in (before, after)]
    assert (result is None) == (not all(known))
    if result is not None:
        assert (result.before, result.after) == (sum(known[0]), sum(known[1]))
        assert sum(child.total for child in result.children) == result.change


@given(given_counts, given_counts)
def test_the_steps_lead_from_before_to_after_the_largest_first(
    before: dict[str, int | None], after: dict[str, int | None]
) -> None:
    result = decompose_sum(before, after)
    if result is None or not result.children:
        return
    steps = falls(result)
    assert (steps[0].start, steps[-1].end) == (result.before, result.after)
    assert all(left.end == right.start for left, right in pairwise(steps))
    sizes = [abs(step.end - step.start) for step in steps if step.contribution]
    assert sizes == sorted(sizes, reverse=True)
    assert all(step.contribution for step in steps[:-1])
