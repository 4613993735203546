"""What the rules of a scheme are given of a number and of the target in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders_assessment import COUNTY, ITEMS, small_scheme
from builders_store import AT, demo_target, small_services
from builders_tasks import task

from data.scheme import Item
from layouts.assessing import facts_of, measured, scored


@pytest.mark.parametrize(("unit", "threshold", "wanted"), [("%", 90.0, "floor"), ("次", None, "")])
def test_a_target_in_another_unit_is_not_what_a_rule_compares_with(
    tmp_path: Path, unit: str, threshold: float | None, wanted: str
) -> None:
    services = small_services(tmp_path)
    number = services.numbers().assessed("demo", "2025").number("FY04", COUNTY)
    target = replace(demo_target(services, "FY04", "floor", 90.0), unit=unit)
    found = measured(number, target, services.indicators["FY04"], ITEMS[0])
    assert (found.target, found.wanted) == (threshold, wanted)
    assert found.value == 90.0


def test_a_task_item_that_matches_no_task_of_a_region_is_open_and_never_full_marks(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    item = Item("1", "任务", "组", "task", "示例计划", "", 30, "按完成率计分")
    tasks = [task("T1", "990101", due="2025-06-30"), task("T2", "990103", due="2027-06-30")]
    services.store.set_tasks(tasks, by="王审", at=AT)
    scheme = small_scheme(items=(item,), vetoes=())
    regions = ["990101", "990102", "990103"]
    facts = dict(facts_of(services.whole_numbers(), scheme, regions))
    assert [facts[region, "1"].gap for region in regions] == ["", "no_tasks", "no_cases"]
    lines = {sheet.region: sheet.items[0] for sheet in scored(services, scheme, "2025").sheets}
    assert (lines["990102"].state, lines["990102"].reason) == ("unscored", "no_tasks")
    assert lines["990102"].marks is None


def test_a_task_item_may_name_an_item_of_a_plan(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    told = replace(task("S4-6-990101", due="2025-06-30"), made_from="S4-6")
    services.store.set_tasks([told], by="王审", at=AT)
    item = Item("1", "任务", "组", "task", "s4-6", "", 30, "按完成率计分")
    facts = dict(facts_of(services.whole_numbers(), small_scheme(items=(item,)), ["990101"]))
    assert facts["990101", "1"].value == 0
