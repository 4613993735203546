"""Plan templates: read strictly, complete, and made into tasks with the deadline of each level."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import read_definitions
from data.catalogue import FOLDER, CatalogueError, read_catalogue
from data.plans import FILE, PlanError, PlanRow, assigned, read_plans

CITY, COUNTY, PROVINCE = "990100", "990101", "990000"


def rows(*codes: str) -> list[PlanRow]:
    return [row for row in read_plans() if row.code in codes]


def mistakes(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = (FOLDER / FILE).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_plans(path, indicators={"LZ07", "SS08"})
    return list(caught.value.mistakes)


def test_the_shipped_plans_have_every_item_of_both_documents_and_name_known_indicators() -> None:
    _, indicators = read_definitions()
    found = read_plans(indicators=indicators.all)
    assert {plan: sum(row.plan == plan for row in found) for plan in ("S3", "S4")} == {"S3": 25, "S4": 34}
    assert [row.code for row in found if row.not_assignable] == ["S4-1", "S4-2", "S4-3"]
    assert [(row.code, row.recurs) for row in found if row.recurs] == [
        ("S4-13", "每年"),
        ("S4-33", "每年"),
        ("S3-7.7", "每季度末"),
    ]
    assert all(row.words for row in found if not row.not_assignable)


def test_every_mistake_of_the_file_is_told_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    assert mistakes(
        tmp_path,
        ("S4,2,", "S4,1,"),
        ("2022-12-31", "2022年底"),
        ("省、市、县,,每年,必须,,合法", "省、乡,,每周,必需,,合法"),
        ("LZ07", "LZ7"),
    ) == [
        "plans.csv line 3 [S4-1]: this item is given twice",
        "plans.csv line 5 [S4-4]: due = '2022年底'; expected a date such as 2017-04-30",
        "plans.csv line 5 [S4-4]: unknown indicator 'LZ7'; did you mean 'LZ07'?",
        "plans.csv line 14 [S4-13]: levels: unknown level '乡'; expected some of 国家、省、市、县、单位",
        "plans.csv line 14 [S4-13]: recurs = '每周'; expected one of , 每年, 每季度末",
        "plans.csv line 14 [S4-13]: strength = '必需'; expected one of , 必须, 原则上, 力争, 推进, 建议",
    ]


def test_each_level_gets_its_own_item_with_its_own_deadline() -> None:
    tree = read_catalogue().regions
    regions = [tree.get(code) for code in (PROVINCE, CITY, COUNTY)]
    made = assigned(rows("S3-1.1", "S3-1.2", "S4-4"), regions, "demo")
    assert [(each.code, each.due) for each in made] == [
        ("S4-4-990000", "2022-12-31"),
        ("S4-4-990100", "2022-12-31"),
        ("S4-4-990101", "2022-12-31"),
        ("S3-1.1-990100", "2017-04-10"),
        ("S3-1.2-990101", "2017-04-30"),
    ]


def test_owners_and_open_deadlines_are_those_given_and_a_deadline_of_the_plan_stays() -> None:
    county = [read_catalogue().regions.get(COUNTY)]
    made = assigned(
        rows("S3-1.2", "S3-5.3"), county, "demo", lead="法规科", assist="办公室", due="2024-12-31"
    )
    assert [(each.lead, each.assist, each.due) for each in made] == [
        ("法规科", "办公室", "2017-04-30"),
        ("法规科", "办公室", "2024-12-31"),
    ]


def test_an_item_that_is_not_assignable_is_refused_with_the_reason_and_a_recurring_one_needs_a_start() -> (
    None
):
    county = [read_catalogue().regions.get(COUNTY)]
    with pytest.raises(PlanError, match="S4-1: 总体要求，没有可以交付的事项"):
        assigned(rows("S4-1", "S4-4"), county, "demo")
    with pytest.raises(PlanError, match="S4-33: start"):
        assigned(rows("S4-33"), county, "demo")
    made = assigned(rows("S4-33"), county, "demo", start="2024-01-01")
    assert [(each.recurs, each.start) for each in made] == [("每年", "2024-01-01")]
