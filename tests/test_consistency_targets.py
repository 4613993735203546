"""Two targets that apply equally; and the order of all checks."""

from dataclasses import replace

from builders_consistency import CHECKS, HOME, case, indicator, told
from builders_numbers import CITY, PROVINCE, target

from data.model import Target
from indicators.consistency_across import across
from indicators.consistency_targets import equal_near

RATE = indicator("X", "good", "all_")


def near(*targets: Target) -> list[tuple[str, str]]:
    made = case({"2024": {HOME: {"good": 9, "all_": 10}}}, "2024", indicators=[RATE])
    found = list(equal_near(made, CHECKS["equal_near"], targets))
    return [(str(each.params["found"]), str(each.params["expected"])) for each in found]


FIRST = target(threshold=90.0, region=PROVINCE, target="T1", decided_on="2021-01-05")


def test_two_targets_of_one_region_are_told_with_the_one_that_counts():
    later = replace(FIRST, target="T2", threshold=85.0, decided_on="2023-01-05")
    assert near(FIRST, later) == [("T1、T2", "T2")]
    assert near(later, FIRST) == [("T2、T1", "T2")]


def test_a_nearer_target_stands_alone():
    assert near(FIRST, replace(FIRST, target="T2", region=CITY)) == []
    both = replace(FIRST, target="T2", region=CITY), replace(FIRST, target="T3", region=CITY)
    assert near(FIRST, *both) == [("T2、T3", "T2")]


def test_targets_that_cannot_both_judge_the_figure_are_no_conflict():
    assert near(FIRST, replace(FIRST, target="T2", last="2023M12")) == []
    assert near(FIRST, replace(FIRST, target="T2", levels=("city",))) == []
    assert near(FIRST, replace(FIRST, target="T2", variant="B")) == []
    assert near(FIRST, replace(FIRST, target="T2", kind="text")) == []
    assert near(FIRST, replace(FIRST, target="T2", region="990200")) == []
    assert near(FIRST) == []


def test_the_finding_has_no_cell_and_names_the_indicator():
    made = case({"2024": {HOME: {"good": 9, "all_": 10}}}, "2024", indicators=[RATE])
    (finding,) = equal_near(made, CHECKS["equal_near"], [FIRST, replace(FIRST, target="T2")])
    assert (finding.sheet, finding.cell, finding.severity, finding.indicator) == ("", "", "note", "X")


def test_an_indicator_that_the_filing_does_not_carry_is_left_to_others():
    made = case({"2024": {HOME: {"a": 9}}}, "2024", indicators=[RATE])
    assert list(equal_near(made, CHECKS["equal_near"], [FIRST, replace(FIRST, target="T2")])) == []


def test_a_figure_that_contradicts_another_is_not_named_again_for_being_unusual():
    filed = {
        "2023": {HOME: {"a": 100}},
        **{f"2024Q{number}": {HOME: {"a": 25}} for number in (1, 2, 3, 4)},
        "2024": {HOME: {"a": 300}},
    }
    assert told(across(case(filed, "2024"), CHECKS, ())) == [("D8", "tiling.differs")]


def test_a_check_that_is_off_or_meant_for_others_is_left_out():
    filed = {"2023": {HOME: {"a": 100}}, "2024": {HOME: {"a": 300}}}
    made = case(filed, "2024")
    assert told(across(made, CHECKS, ())) == [("D8", "last_year.jump")]
    assert across(made, {code: each for code, each in CHECKS.items() if code != "last_year"}, ()) == ()
    cities = {**CHECKS, "last_year": replace(CHECKS["last_year"], levels=("city",))}
    assert across(made, cities, ()) == ()
    quarters = {**CHECKS, "last_year": replace(CHECKS["last_year"], periods=("quarter",))}
    assert across(made, quarters, ()) == ()
