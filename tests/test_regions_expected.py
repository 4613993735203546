"""compute: whose figures are expected: who owes the form, in which periods."""

import pytest
from builders_numbers import CITY, PROVINCE, REGIONS, indicator, results, row
from builders_rates import ONE, RATE, TWO, ab

from data.model import Duty, Period

ANNUAL = Duty("annual", frozenset({"a", "b"}), ("county", "city"), 12)
QUARTERLY = Duty("quarterly", frozenset({"a", "b"}), ("county",), 3)


def test_regions_expected_are_those_whose_level_owes_the_form() -> None:
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[ANNUAL])
    assert row(frame, ONE)["regions_expected"] == 1
    assert row(frame, CITY)["regions_expected"] == 4  # three counties and the city itself
    assert row(frame, PROVINCE)["regions_expected"] == 6
    assert row(frame, CITY)["regions_reported"] == 1


def test_own_figures_are_expected_of_the_region_itself_only() -> None:
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[ANNUAL], scope="own")
    assert [row(frame, code)["regions_expected"] for code in (CITY, PROVINCE)] == [1, 0]


@pytest.mark.parametrize(
    ("period", "duty", "expected"),
    [
        ("2024", ANNUAL, 1),
        ("2024Q1", ANNUAL, 0),
        ("2024M01-M09", ANNUAL, 0),
        ("2023M08-2024M07", ANNUAL, 0),
        ("2024Q1", QUARTERLY, 1),
        ("2024M01-M09", QUARTERLY, 1),
        ("2024", QUARTERLY, 1),
        ("2024M02-M04", QUARTERLY, 0),
        ("2024M01", QUARTERLY, 0),
    ],
)
def test_a_form_is_owed_for_whole_spans_of_its_own_length(period: str, duty: Duty, expected: int) -> None:
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[duty], period=period)
    assert row(frame, ONE)["regions_expected"] == expected


@pytest.mark.parametrize(("period", "expected"), [("2023", 0), ("2024", 1), ("2025", 0)])
def test_a_version_of_a_form_is_owed_in_its_own_periods_only(period: str, expected: int) -> None:
    duty = Duty("annual", frozenset({"a", "b"}), ("county",), 12, Period.parse("2024M01-2024M12"))
    frame = results(RATE, own={ONE: ab(1, 2)}, duties=[duty], period=period)
    assert row(frame, ONE)["regions_expected"] == expected


def test_a_form_without_every_element_is_not_owed_for_the_indicator() -> None:
    half = Duty("annual", frozenset({"a"}), ("county",), 12)
    assert row(results(RATE, duties=[half]), ONE)["regions_expected"] == 0


def test_a_region_that_does_not_exist_in_the_period_is_not_expected() -> None:
    valid = [code != TWO for code in REGIONS]
    frame = results(RATE, duties=[ANNUAL], valid=valid)
    assert row(frame, TWO)["regions_expected"] == 0
    assert row(frame, CITY)["regions_expected"] == 3


def test_a_region_to_which_the_figure_does_not_apply_is_not_expected() -> None:
    not_for_us = {"a": (None, "not_applicable"), "b": (None, "not_applicable")}
    frame = results(RATE, own={ONE: not_for_us, TWO: ab(1, 2)}, duties=[QUARTERLY])
    city = row(frame, CITY)
    assert (city["regions_reported"], city["regions_expected"]) == (1, 2)


def test_not_applicable_from_one_that_owes_nothing_excuses_nobody_else() -> None:
    not_for_us = {"a": (None, "not_applicable"), "b": (None, "not_applicable")}
    frame = results(RATE, own={CITY: not_for_us, ONE: ab(1, 2)}, duties=[QUARTERLY])
    assert row(frame, CITY)["regions_expected"] == 3


def test_what_is_not_rolled_up_is_expected_of_the_region_alone() -> None:
    alone = indicator("X", "a", "b", aggregation="none")
    frame = results(alone, own={CITY: ab(1, 2)}, duties=[ANNUAL])
    city = row(frame, CITY)
    assert (city["regions_reported"], city["regions_expected"]) == (1, 1)
