"""Inheritance of targets: province → city → county, worked by hand and against how numbers are judged."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from builders_numbers import (
    CITY,
    COUNTIES,
    PROVINCE,
    definitions,
    elements_of,
    indicator,
    judged,
    region_tree,
    results,
    row,
    target,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import Period, Target
from indicators.inheritance import Standing, refused, standings

RATE = indicator("X", "a", "b")
COUNT = indicator("X", "a")
GUARDED = indicator("X", "a", "b", protected=True)
ONE, TWO = COUNTIES[:2]


def stand(
    targets: Sequence[Target], region: str, *, period: str = "2024", each: Any = RATE
) -> tuple[Standing, ...]:
    return standings(
        targets,
        region,
        Period.parse(period),
        indicators=definitions(each),
        elements=elements_of([each]),
        tree=region_tree(),
    )


def said(targets: Sequence[Target], region: str, **given: Any) -> list[tuple[str, str, int, str]]:
    return [
        (each.target.target, each.why, each.steps, each.instead.target if each.instead else "")
        for each in stand(targets, region, **given)
    ]


PROVINCIAL = target(target="P")
MUNICIPAL = target(threshold=80.0, target="P~1", region=CITY)
LOCAL = target(threshold=70.0, target="P~2", region=ONE)


def test_a_county_inherits_from_the_province_what_nobody_between_has_set() -> None:
    assert said([PROVINCIAL], ONE) == [("P", "inherited", 2, "")]
    assert said([PROVINCIAL], CITY) == [("P", "inherited", 1, "")]
    assert said([PROVINCIAL], PROVINCE) == [("P", "own", 0, "")]


def test_the_target_of_the_city_counts_for_it_and_for_its_counties() -> None:
    register = [PROVINCIAL, MUNICIPAL]
    assert said(register, ONE) == [("P", "nearer", 2, "P~1"), ("P~1", "inherited", 1, "")]
    assert said(register, CITY) == [("P", "nearer", 1, "P~1"), ("P~1", "own", 0, "")]
    assert said(register, PROVINCE) == [("P", "own", 0, "")]


def test_the_target_of_the_county_counts_for_it_alone() -> None:
    register = [PROVINCIAL, MUNICIPAL, LOCAL]
    assert said(register, ONE) == [
        ("P", "nearer", 2, "P~2"),
        ("P~1", "nearer", 1, "P~2"),
        ("P~2", "own", 0, ""),
    ]
    assert said(register, TWO) == [("P", "nearer", 2, "P~1"), ("P~1", "inherited", 1, "")]


def test_of_two_equally_near_the_later_decided_counts() -> None:
    later = target(target="Q", decided_on="2024-01-01")
    assert said([PROVINCIAL, later], ONE) == [("P", "equal", 2, "Q"), ("Q", "inherited", 2, "")]


def test_a_target_for_other_levels_does_not_reach_a_region() -> None:
    cities = target(target="C", levels=("city",))
    assert said([cities], ONE) == []
    assert said([PROVINCIAL, cities], CITY) == [("P", "inherited", 1, ""), ("C", "equal", 1, "P")]


def test_a_local_target_that_is_over_gives_way_to_the_one_above() -> None:
    over = target(threshold=80.0, target="P~1", region=CITY, last="2022M12")
    assert said([PROVINCIAL, over], ONE) == [("P", "inherited", 2, ""), ("P~1", "not_now", 1, "")]


def test_a_yearly_count_is_not_compared_with_a_quarter_of_its_middle() -> None:
    cap = target("cap", 5.0, target="K", every="year", unit="件")
    assert said([cap], ONE, period="2024Q3", each=COUNT)[0][1] == "not_now"


def test_what_no_number_is_judged_by_is_displaced_only_by_its_own_local_target() -> None:
    dated = target("date", None, target="D", indicator="", due="2024-06-30")
    other = target("date", None, target="E", indicator="", due="2024-06-30")
    local = target("date", None, target="D~1", indicator="", due="2024-09-30", region=CITY)
    assert said([dated, other, local], ONE) == [
        ("D", "nearer", 2, "D~1"),
        ("E", "inherited", 2, ""),
        ("D~1", "inherited", 1, ""),
    ]


@pytest.mark.parametrize(
    ("base", "region", "each", "reason"),
    [
        (PROVINCIAL, ONE, RATE, ""),
        (PROVINCIAL, CITY, RATE, ""),
        (PROVINCIAL, ONE, GUARDED, "protected"),
        (target("prohibition", None, indicator=""), ONE, RATE, "protected"),
        (PROVINCIAL, PROVINCE, RATE, "not_below"),
        (MUNICIPAL, PROVINCE, RATE, "not_below"),
        (PROVINCIAL, "123456", RATE, "not_below"),
        (target(levels=("city",)), ONE, RATE, "levels"),
        (target(levels=("county",)), CITY, RATE, ""),
    ],
)
def test_who_may_not_depart_from_a_target_is_told_why(
    base: Target, region: str, each: Any, reason: str
) -> None:
    assert refused(base, region, indicators=definitions(each), tree=region_tree()) == reason


REGIONS = (PROVINCE, CITY, ONE, TWO)
DRAWN = st.lists(
    st.builds(
        target,
        st.just("floor"),
        st.integers(0, 100).map(float),
        region=st.sampled_from(REGIONS),
        levels=st.sampled_from([(), ("county",), ("city", "county"), ("province",)]),
        strength=st.sampled_from(["必须", "力争"]),
        decided_on=st.sampled_from(["", "2023-01-01", "2024-01-01"]),
        last=st.sampled_from(["", "2022M12"]),
        unit=st.sampled_from(["%", "%", "件"]),
    ),
    max_size=6,
).map(lambda found: [_named(each, number) for number, each in enumerate(found)])


def _named(one: Target, number: int) -> Target:
    return target(
        one.kind,
        one.threshold,
        **{
            name: getattr(one, name)
            for name in ("region", "levels", "strength", "decided_on", "last", "unit")
        },
        target=f"T{number}",
    )


@settings(max_examples=30, deadline=None)
@given(DRAWN)
def test_the_register_and_the_judgement_of_numbers_choose_the_same(register: list[Target]) -> None:
    frame = results(RATE, own={code: {"a": 1, "b": 2} for code in (ONE, TWO)})
    assessed = judged(frame, register, RATE)
    for region in REGIONS:
        chosen = [
            each.target.target for each in stand(register, region) if each.holds and each.target.unit == "%"
        ]
        counted = row(assessed, region)["target"]
        assert chosen == ([counted] if counted and _unit(register, counted) == "%" else [])


def _unit(register: Sequence[Target], code: str) -> str:
    return next(each.unit for each in register if each.target == code)


@settings(max_examples=30, deadline=None)
@given(DRAWN, st.permutations(range(6)))
def test_nothing_nearer_is_passed_over(register: list[Target], order: list[int]) -> None:
    for region, permuted in itertools.product(REGIONS, (register, _reordered(register, order))):
        seen = stand(permuted, region)
        judging = [each for each in seen if each.target.unit == "%" and each.why != "not_now"]
        best = min((each.steps for each in judging), default=-1)
        assert [each.steps for each in judging if each.holds] == ([best] if judging else [])
        for each in judging:
            assert each.holds or (each.instead is not None and each.why == _why(each.steps, best))


def _reordered(register: list[Target], order: list[int]) -> list[Target]:
    return [register[place] for place in order if place < len(register)]


def _why(steps: int, best: int) -> str:
    return "equal" if steps == best else "nearer"
