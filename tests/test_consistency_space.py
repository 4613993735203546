"""A filing against other units: the whole beside its parts, a rate beside its siblings."""

from dataclasses import replace

import pytest
from builders_consistency import CHECKS, HOME, case, indicator, told
from builders_numbers import CITY, COUNTIES, PROVINCE

from data.model import Finding
from indicators.consistency_space import children, rates

A, B, C = COUNTIES
RATE = indicator("X", "good", "all_")


def wholes(total: float, own: dict[str, dict[str, object]]) -> list[Finding]:
    made = case({"2024": own}, "2024", region=CITY, level="city", totals={"2024": {CITY: {"a": total}}})
    return list(children(made, CHECKS["children"]))


OWN = {CITY: {"a": 5}, A: {"a": 10}, B: {"a": 20}, C: {"a": 30}}


def test_a_filed_whole_is_the_units_own_and_the_childrens():
    assert wholes(65, OWN) == []
    (finding,) = wholes(64, OWN)
    assert (finding.code, finding.severity, finding.cell) == ("children.differs", "explain", "D8")
    assert (finding.params["expected"], finding.params["found"]) == ("65", "3")


def test_a_unit_without_any_own_figure_has_none_to_add():
    assert wholes(60, {code: figures for code, figures in OWN.items() if code != CITY}) == []


def test_a_missing_child_is_not_zero_and_only_a_whole_that_is_less_is_told():
    partial = {code: figures for code, figures in OWN.items() if code != B}
    assert wholes(65, partial) == []
    assert wholes(50, partial) == []
    assert told(wholes(40, partial)) == [("D8", "children.less")]


def test_a_child_that_filed_only_a_whole_counts_with_it():
    own = {PROVINCE: {"a": 1}, CITY: {"a": 5}, "990201": {"a": 7}, "990200": {"a": 0}}
    totals = {"2024": {PROVINCE: {"a": 73}, CITY: {"a": 65}}}
    made = case({"2024": own}, "2024", region=PROVINCE, level="province", totals=totals)
    assert list(children(made, CHECKS["children"])) == []
    totals = {"2024": {PROVINCE: {"a": 74}, CITY: {"a": 65}}}
    made = case({"2024": own}, "2024", region=PROVINCE, level="province", totals=totals)
    assert told(list(children(made, CHECKS["children"]))) == [("D8", "children.differs")]


def test_what_does_not_add_over_regions_is_not_compared():
    totals = {"2024": {CITY: {"rate": 50}}}
    made = case({"2024": OWN}, "2024", region=CITY, level="city", totals=totals)
    assert list(children(made, CHECKS["children"])) == []


def test_a_set_without_roll_up_adds_nothing():
    made = case({"2024": OWN}, "2024", region=CITY, level="city", totals={"2024": {CITY: {"a": 1}}})
    assert list(children(replace(made, rollup=False), CHECKS["children"])) == []


def funnel(mine: tuple[float, float], others: tuple[float, float], **limits: float) -> list[Finding]:
    """One county beside two others, with limits that let three be compared."""
    own = {code: {"good": others[0], "all_": others[1]} for code in COUNTIES}
    own[HOME] = {"good": mine[0], "all_": mine[1]}
    check = replace(CHECKS["funnel"], limits={**CHECKS["funnel"].limits, "siblings": 3, **limits})
    made = case({"2024": own}, "2024", indicators=[RATE])
    return list(rates(made, CHECKS["outlier"], check))


def test_a_rate_outside_the_exact_limits_is_a_note_at_its_numerator():
    """(20 + 90 + 90) / 300 = 66.7 %; of 100 cases 52 to 81 are inside at 0.001 a side."""
    (finding,) = funnel((20, 100), (90, 100))
    assert (finding.code, finding.severity, finding.cell) == ("funnel.outside", "note", "D8")
    assert (finding.indicator, finding.params["read"]) == ("X", "20/100 = 20.0%")
    assert (finding.params["before"], finding.params["expected"]) == ("66.7%", "52.0%—81.0%")


def test_a_rate_inside_the_limits_or_near_the_siblings_is_not_told():
    assert funnel((85, 100), (90, 100), rate_points=0) == []
    assert funnel((600, 1000), (800, 1000)) == []  # outside the limits, but 13 points away
    assert len(funnel((600, 1000), (800, 1000), rate_points=10)) == 1


def test_few_cases_and_few_siblings_are_left_alone():
    assert funnel((0, 29), (90, 100)) == []
    assert len(funnel((0, 30), (90, 100))) == 1
    assert funnel((20, 100), (90, 100), siblings=4) == []


def test_with_five_earlier_rates_the_units_own_history_decides():
    history = {str(year): {HOME: {"good": 20, "all_": 100}} for year in range(2019, 2024)}
    own = {code: {"good": 90, "all_": 100} for code in COUNTIES}
    own[HOME] = {"good": 20, "all_": 100}
    check = replace(CHECKS["funnel"], limits={**CHECKS["funnel"].limits, "siblings": 3})
    made = case({**history, "2024": own}, "2024", indicators=[RATE])
    assert list(rates(made, CHECKS["outlier"], check)) == []
    own[HOME] = {"good": 90, "all_": 100}
    made = case({**history, "2024": own}, "2024", indicators=[RATE])
    assert told(list(rates(made, CHECKS["outlier"], check))) == [("D8", "outlier.far")]
    own[HOME] = {"good": 26, "all_": 29}
    made = case({**history, "2024": own}, "2024", indicators=[RATE])
    assert list(rates(made, CHECKS["outlier"], check)) == []


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_protected_or_no_part_of_a_whole_is_not_compared(whole: bool):
    own = {code: {"good": 90, "all_": 100} for code in COUNTIES}
    own[HOME] = {"good": 20, "all_": 100}
    check = replace(CHECKS["funnel"], limits={**CHECKS["funnel"].limits, "siblings": 3})
    variant = replace(RATE.variants["A"], part_of_whole=whole)
    described = replace(RATE, protected=whole, variants={"A": variant})
    made = case({"2024": own}, "2024", indicators=[described])
    assert list(rates(made, None, check)) == []
