"""Change between two equal spans."""

import pytest

from indicators.change import difference, judged, relative_change


def test_a_count_changes_in_percent_of_what_it_was() -> None:
    assert relative_change(110, 100) == 10
    assert relative_change(0, 4) == -100
    change = relative_change(1963, 547)
    assert change is not None
    assert f"{change:.3f}" == "258.867"


@pytest.mark.parametrize(("value", "before"), [(3, 0), (0, 0), (None, 5), (5, None), (None, None)])
def test_there_is_no_percent_change_from_zero_or_from_nothing(
    value: float | None, before: float | None
) -> None:
    assert relative_change(value, before) is None


def test_a_rate_changes_by_the_difference_in_its_own_unit() -> None:
    assert difference(92.5, 90.0) == 2.5
    assert difference(None, 90.0) is None
    assert difference(92.5, None) is None


@pytest.mark.parametrize(
    ("change", "direction", "words"),
    [
        (1.0, "higher", "better"),
        (-1.0, "higher", "worse"),
        (1.0, "lower", "worse"),
        (-1.0, "lower", "better"),
        (0.0, "higher", "same"),
        (0.0, "lower", "same"),
        (1.0, "neutral", ""),
        (0.0, "neutral", ""),
        (None, "higher", ""),
    ],
)
def test_a_change_is_better_or_worse_by_the_indicators_direction(
    change: float | None, direction: str, words: str
) -> None:
    assert judged(change, direction) == words
