"""A filing against the same unit's other periods."""

from dataclasses import replace
from datetime import date

import pytest
from builders_consistency import CHECKS, HOME, case, indicator, law, told
from hypothesis import given
from hypothesis import strategies as st

from data.model import Finding
from indicators.consistency_time import falling, last_year, outlier, previous, tiling
from layouts.text import finding_message

CARRIED = replace(CHECKS["previous"], pairs=(("end", "start"),))


def home(**figures: object) -> dict[str, dict[str, object]]:
    return {HOME: figures}


def found(run, check, filed, period, **more) -> list[Finding]:
    return list(run(case(filed, period, **more), check))


def test_what_is_carried_over_is_what_was_left():
    filed = {"2024Q1": home(end=4), "2024Q2": home(start=6)}
    (finding,) = found(previous, CARRIED, filed, "2024Q2")
    assert (finding.code, finding.severity, finding.sheet, finding.cell) == (
        "previous.differs",
        "explain",
        "表",
        "D8",
    )
    assert (finding.params["read"], finding.params["expected"], finding.params["against"]) == (
        "6",
        "4",
        "2024Q1",
    )
    assert found(previous, CARRIED, {**filed, "2024Q2": home(start=4)}, "2024Q2") == []


def test_a_year_carries_over_from_the_year_before_else_from_its_last_quarter():
    year, quarter = {"2023": home(end=9)}, {"2023Q4": home(end=7)}
    mine = {"2024": home(start=9)}
    assert found(previous, CARRIED, {**year, **quarter, **mine}, "2024") == []
    assert told(found(previous, CARRIED, {**quarter, **mine}, "2024")) == [("D8", "previous.differs")]


def test_what_was_left_is_not_known_where_it_was_not_filed_or_only_about():
    assert found(previous, CARRIED, {"2024Q1": home(a=1), "2024Q2": home(start=6)}, "2024Q2") == []
    about = {"2024Q1": home(end=(4, "about")), "2024Q2": home(start=6)}
    assert found(previous, CARRIED, about, "2024Q2") == []


def test_every_shipped_pair_carries_an_end_over_to_a_start():
    pairs = dict(CHECKS["previous"].pairs)
    assert pairs == {
        "arbitration_pending_end": "arbitration_pending_start",
        "review_pending_end": "review_pending_start",
    }


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        (100, 151, True),
        (100, 150, False),  # not more than half
        (100, 49, True),
        (16, 27, False),  # 11 is less than 3 times the root of 43
        (10, 30, True),  # 20 is more than 3 times the root of 40
        (1, 9, False),  # less than ten
        (0, 12, True),
        (0, 5, False),
        (787, 2808, True),
    ],
)
def test_a_large_change_within_a_year_asks_for_a_word(before: float, now: float, asked: bool):
    filed = {"2023Q3": home(a=before), "2024Q3": home(a=now)}
    assert bool(found(last_year, CHECKS["last_year"], filed, "2024Q3")) is asked


@pytest.mark.parametrize(
    ("before", "now", "change", "expected"), [(100, 300, "+200.0%", "50—150"), (0, 60, "+60", "0")]
)
def test_a_large_change_says_how_large_it_is_and_what_is_usual(
    before: float, now: float, change: str, expected: str
):
    filed = {"2023": home(a=before), "2024": home(a=now)}
    (one,) = found(last_year, CHECKS["last_year"], filed, "2024")
    assert (one.params["change"], one.params["limit"], one.params["expected"]) == (change, "±50%", expected)
    said = finding_message(one, "zh")
    assert f"变化 {change}；与上年同期相差应在 ±50% 以内（{expected}）" in said
    assert "应为 ±" not in said


def test_the_season_counts_not_the_quarter_before():
    filed = {"2024Q2": home(a=10), "2024Q3": home(a=100)}
    assert found(last_year, CHECKS["last_year"], filed, "2024Q3") == []


def test_a_part_is_not_told_beside_its_total():
    filed = {"2023": home(a=100, part=50), "2024": home(a=300, part=200)}
    assert told(found(last_year, CHECKS["last_year"], filed, "2024")) == [("D8", "last_year.jump")]
    alone = {"2023": home(a=100, part=50), "2024": home(a=110, part=105)}
    assert told(found(last_year, CHECKS["last_year"], alone, "2024")) == [("D9", "last_year.jump")]


def test_protected_figures_and_rates_are_never_asked_about_for_a_change():
    filed = {"2023": home(kept=100, rate=10), "2024": home(kept=900, rate=90)}
    assert found(last_year, CHECKS["last_year"], filed, "2024") == []


def test_no_change_is_taken_across_a_break_of_the_definition():
    filed = {"2023": home(a=100, part=50, b=100), "2024": home(a=300, part=200, b=300)}
    known = [indicator("X", "a"), indicator("Y", "b")]
    broken = law(date(2024, 1, 1), "X")
    findings = found(last_year, CHECKS["last_year"], filed, "2024", indicators=known, breaks=[broken])
    assert [finding.params["element"] for finding in findings] == ["b"]


@given(
    before=st.integers(0, 10_000),
    share=st.floats(-0.5, 0.5),
)
def test_a_change_of_half_at_most_never_asks(before: int, share: float):
    filed = {"2023": home(a=before), "2024": home(a=float(before + round(before * share * 0.99)))}
    assert found(last_year, CHECKS["last_year"], filed, "2024") == []


QUARTERS = {
    "2024Q1": home(a=1, start=5, end=6, people=3),
    "2024Q2": home(a=2, start=6, end=7, people=3),
    "2024Q3": home(a=3, start=7, end=8, people=3),
    "2024Q4": home(a=4, start=8, end=9, people=3),
}


def test_a_filed_year_is_what_its_quarters_give_as_each_element_adds():
    assert (
        found(tiling, CHECKS["tiling"], {**QUARTERS, "2024": home(a=10, start=5, end=9, people=5)}, "2024")
        == []
    )
    findings = found(tiling, CHECKS["tiling"], {**QUARTERS, "2024": home(a=11, start=6, end=8)}, "2024")
    assert told(findings) == [(cell, "tiling.differs") for cell in ("D8", "D9", "D10")]
    assert [finding.params["expected"] for finding in findings] == ["10", "5", "9"]
    assert findings[0].params["against"] == "2024Q1、2024Q2、2024Q3、2024Q4"


def test_a_year_with_a_quarter_missing_is_not_compared():
    filed = {code: figures for code, figures in QUARTERS.items() if code != "2024Q2"}
    assert found(tiling, CHECKS["tiling"], {**filed, "2024": home(a=99)}, "2024") == []


def test_decimals_of_quarters_add_up_without_noise():
    filed = {f"2024Q{number}": home(a=0.1) for number in (1, 2, 3, 4)}
    assert found(tiling, CHECKS["tiling"], {**filed, "2024": home(a=0.4)}, "2024") == []


def test_a_cumulative_value_that_falls_is_found():
    filed = {"2024M01-M06": home(a=40, end=7), "2024M01-M09": home(a=38, end=3)}
    (finding,) = found(falling, CHECKS["falling"], filed, "2024M01-M09")
    assert (finding.cell, finding.params["before"], finding.params["against"]) == ("D8", "40", "2024H1")
    assert found(falling, CHECKS["falling"], filed, "2024M01-M06") == []


def years(*values: float) -> dict[str, dict[str, dict[str, object]]]:
    return {str(2024 - len(values) + 1 + place): home(a=value) for place, value in enumerate(values)}


def test_a_figure_far_from_five_earlier_ones_is_a_note():
    """Earlier 100, 104, 96, 102, 98: median 100, MAD 2; 300 has a score of 67."""
    (finding,) = found(outlier, CHECKS["outlier"], years(100, 104, 96, 102, 98, 300), "2024")
    assert (finding.code, finding.severity, finding.cell) == ("outlier.far", "note", "D8")
    assert (finding.params["expected"], finding.params["found"]) == ("100", "5")


def test_four_earlier_figures_are_too_few():
    assert found(outlier, CHECKS["outlier"], years(100, 104, 96, 102, 300), "2024") == []


def test_a_high_score_alone_is_not_worth_a_question_unless_the_office_says_so():
    """117 lies 17 from the median 100: its score is 0.6745 * 17 / 2 = 5.7, but it is only 17 % more."""
    mild = years(100, 104, 96, 102, 98, 117)
    assert found(outlier, CHECKS["outlier"], mild, "2024") == []
    bare = replace(
        CHECKS["outlier"], limits={**CHECKS["outlier"].limits, "percent": 0, "least": 0, "chance": 0}
    )
    assert told(found(outlier, bare, mild, "2024")) == [("D8", "outlier.far")]


def test_equal_earlier_figures_let_nothing_over_the_tolerance_pass_but_chance():
    """15 after 4: 11 is over the tolerance, but less than 3 times the root of 19."""
    assert found(outlier, CHECKS["outlier"], years(4, 4, 4, 4, 4, 13), "2024") == []
    assert found(outlier, CHECKS["outlier"], years(4, 4, 4, 4, 4, 15), "2024") == []
    assert told(found(outlier, CHECKS["outlier"], years(4, 4, 4, 4, 4, 25), "2024")) == [
        ("D8", "outlier.far")
    ]


def test_quarters_are_compared_with_their_own_season():
    winter = {f"{year}Q4": home(a=100 + year - 2018) for year in range(2018, 2025)}
    summer = {f"{year}Q3": home(a=10) for year in range(2018, 2025)}
    assert found(outlier, CHECKS["outlier"], {**winter, **summer}, "2024Q4") == []
    wild = {**winter, **summer, "2024Q3": home(a=100)}
    assert told(found(outlier, CHECKS["outlier"], wild, "2024Q3")) == [("D8", "outlier.far")]
