"""序时进度 of rates and the use of count caps, beside hand computations."""

from datetime import date
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model import Period
from indicators.pace import CapUse, Pace, cap_use, day_of, elapsed_share, pace, planned

HALF = Fraction(1, 2)


def found(
    value: float,
    start: float,
    target: float,
    elapsed: Fraction = HALF,
    kind: Literal["floor", "cap"] = "floor",
) -> Pace:
    result = pace(value, start, target, kind=kind, elapsed=elapsed)
    assert result is not None
    return result


def test_year_three_of_five_from_41_8_to_70_towards_95_is_0_88() -> None:
    """By hand: 28.2 / (53.2 · 0.6) = 28.2 / 31.92 = 0.8835; planned 41.8 + 31.92 = 73.72."""
    result = found(70, 41.8, 95, Fraction(3, 5))
    assert result == Pace("slow", Fraction("73.72"), Fraction("28.2") / Fraction("31.92"))


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (50, "on_track"),
        (47.5, "on_track"),
        (47.4, "slow"),
        (30, "slow"),
        (29.9, "far_behind"),
        (0, "far_behind"),
        (-0.1, "reversed"),
    ],
)
def test_the_edges_of_the_states_belong_to_the_better_one(value: float, state: str) -> None:
    """Halfway from 0 to 100, 50 is planned: 47.5 is 0.95 and 30 is 0.60."""
    assert found(value, 0, 100).state == state


def test_the_edges_are_exact_where_floats_are_not() -> None:
    """(68.5 − 40) / ((100 − 40) / 2) = 28.5 / 30 = 0.95; a float pace of thirds would fall below."""
    assert found(68.5, 40, 100).state == "on_track"
    assert pace(Fraction(285, 300), 0, 1, kind="floor", elapsed=1) == Pace(
        "on_track", Fraction(1), Fraction("0.95")
    )


def test_a_cap_is_approached_from_above() -> None:
    assert found(15, 20, 10, kind="cap") == Pace("on_track", Fraction(15), Fraction(1))
    assert found(21, 20, 10, kind="cap").state == "reversed"


def test_a_start_that_met_the_target_is_held_or_lost() -> None:
    assert found(95, 96, 95) == Pace("holding", Fraction(95), None)
    assert found(94.9, 95, 95).state == "lost"
    assert found(10, 9, 10, kind="cap").state == "holding"
    assert found(10.1, 9, 10, kind="cap").state == "lost"


def test_nothing_is_planned_at_the_start() -> None:
    assert pace(5, 0, 10, kind="floor", elapsed=0) is None


def test_published_milestones_take_the_place_of_the_straight_line() -> None:
    """60 at two fifths and 90 at four fifths: at three fifths 75 is planned."""
    steps = [(Fraction(4, 5), 90), (Fraction(2, 5), 60)]
    result = pace(70, 40, 95, kind="floor", elapsed=Fraction(3, 5), milestones=steps)
    assert result == Pace("slow", Fraction(75), Fraction(30, 35))
    at_end = pace(95, 40, 95, kind="floor", elapsed=1, milestones=steps)
    assert at_end == Pace("on_track", Fraction(95), Fraction(1))


def test_the_planned_line_runs_from_start_to_target_and_stays_there() -> None:
    shares = [Fraction(part, 4) for part in range(6)]
    assert [planned(40, 80, share) for share in shares] == [40, 50, 60, 70, 80, 80]
    assert [planned(40, 80, share, milestones=[(0.5, 76)]) for share in shares] == [40, 58, 76, 78, 80, 80]
    assert planned(40, 80, -1) == 40


@given(st.integers(0, 100), st.integers(0, 99), st.integers(1, 12))
def test_the_planned_value_itself_is_on_track_with_pace_one(start: int, rise: int, month: int) -> None:
    goal = start + rise + 1
    elapsed = Fraction(month, 12)
    due = start + (goal - start) * elapsed
    result = pace(due, start, goal, kind="floor", elapsed=elapsed)
    assert result == Pace("on_track", due, Fraction(1))


@given(st.integers(0, 200), st.integers(0, 100), st.integers(1, 100), st.integers(1, 12))
def test_a_higher_value_never_has_a_slower_pace(value: int, start: int, rise: int, month: int) -> None:
    lower, higher = (
        pace(y, start, start + rise, kind="floor", elapsed=Fraction(month, 12)) for y in (value, value + 1)
    )
    assert lower is not None
    assert lower.pace is not None
    assert higher is not None
    assert higher.pace is not None
    assert lower.pace < higher.pace


def test_two_of_five_in_the_first_quarter_pass_the_cap_after_five_eighths() -> None:
    """By hand: 2 / (5 / 4) = 1.6; 5 · (1/4) / 2 = 0.625."""
    assert cap_use(2, 5, elapsed=Fraction(1, 4)) == CapUse("too_fast", Fraction(8, 5), Fraction(5, 8), False)


def test_a_cap_used_evenly_is_inside_and_one_passed_is_broken() -> None:
    assert cap_use(1, 4, elapsed=Fraction(1, 4)) == CapUse("inside", Fraction(1), Fraction(1), False)
    assert cap_use(5, 4, elapsed=Fraction(1, 4)) == CapUse("broken", Fraction(5), Fraction(1, 5), False)
    assert cap_use(0, 4, elapsed=Fraction(1, 4)) == CapUse("inside", Fraction(0), None, False)


def test_a_cap_of_nothing_is_passed_at_the_first_case() -> None:
    assert cap_use(0, 0, elapsed=HALF) == CapUse("inside", None, None, True)
    assert cap_use(1, 0, elapsed=HALF) == CapUse("broken", None, None, True)


def test_a_cap_has_no_use_before_its_period() -> None:
    assert cap_use(0, 5, elapsed=0) is None


def test_the_share_of_a_period_is_counted_in_months() -> None:
    five = Period.parse("2021M01-2025M12")
    through = ("2020", "2021M01", "2023", "2025", "2026")
    assert [elapsed_share(five, Period.parse(code)) for code in through] == [
        0,
        Fraction(1, 60),
        Fraction(3, 5),
        1,
        1,
    ]


def test_a_share_of_a_period_is_a_day() -> None:
    """Five eighths of the 365 days of 2026 are 228 whole days: 17 August."""
    year = Period.parse("2026")
    assert day_of(Fraction(5, 8), year) == date(2026, 8, 17)
    assert day_of(Fraction(0), year) == date(2026, 1, 1)
    assert day_of(Fraction(1), year) == date(2027, 1, 1)
    assert day_of(Fraction(1, 2), Period.parse("2026Q4")) == date(2026, 11, 16)
