import json
from dataclasses import replace

import pytest

from data.scheme import (
    Item,
    League,
    Scheme,
    Veto,
    VetoRule,
    league_of,
    scheme_content,
    scheme_of,
    strikes,
    with_item,
)

ITEM = Item(
    "1.1", "负责人出庭应诉率", "复议应诉", "indicator", "FY04", "", 10, "每低1个百分点扣1分，扣完为止"
)
CIRCULAR = VetoRule(
    "V1", "被通报并要求限期整改", "zero", "total", period="2017", conditions=("被通报", "要求限期整改")
)
SCHEME = Scheme(
    scheme="S",
    dataset="demo",
    name="方案",
    region="990000",
    period="2017",
    levels=("county",),
    leagues=(League("A", "县区", levels=("county",)), League("B", "试点县", regions=("990101",))),
    items=(ITEM,),
    vetoes=(CIRCULAR,),
)


def happened(period, *conditions):
    return Veto("E1", "demo", "V1", "990102", period, "通报", (3,), conditions)


def test_a_scheme_comes_back_from_json_as_it_was():
    assert scheme_of(json.loads(json.dumps(scheme_content(SCHEME)))) == SCHEME


def test_a_listed_region_stands_in_its_own_league_whatever_its_level():
    assert league_of(SCHEME, "990101", "county") == "B"
    assert league_of(SCHEME, "990102", "county") == "A"
    assert league_of(SCHEME, "990100", "city") is None


def test_without_leagues_each_level_is_one():
    alone = replace(SCHEME, leagues=(), levels=("city", "county"))
    assert [league_of(alone, "x", level) for level in ("city", "county", "unit")] == ["city", "county", None]


def test_a_veto_counts_in_its_own_year_only():
    both = CIRCULAR.conditions
    assert strikes(CIRCULAR, happened("2017Q2", *both), SCHEME)
    assert not strikes(CIRCULAR, happened("2016Q4", *both), SCHEME)
    assert not strikes(CIRCULAR, happened("2018M01", *both), replace(SCHEME, period="2018"))


def test_a_veto_counts_only_where_every_condition_is_proved():
    assert not strikes(CIRCULAR, happened("2017", "被通报"), SCHEME)


def test_an_item_without_marks_or_rule_is_unmarked():
    empty = replace(
        SCHEME, items=(ITEM, replace(ITEM, code="2", weight=None), replace(ITEM, code="3", rule=""))
    )
    assert [item.code for item in empty.unmarked] == ["2", "3"]


def test_an_item_is_replaced_by_its_code():
    assert with_item(SCHEME, replace(ITEM, weight=20)).item("1.1").weight == 20
    with pytest.raises(KeyError):
        with_item(SCHEME, replace(ITEM, code="9"))
