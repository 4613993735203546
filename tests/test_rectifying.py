"""整改 of the demonstration: a few reds have an item, one is proposed for 销号, once and for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_store import AT, demo_target, file, fresh_services

from layouts.rectifying import LABEL, rectify_demonstration
from layouts.services import Services
from layouts.views.tasks_facts import register
from layouts.views.tasks_rectify import proposals


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """990101 misses in 2024 and meets in 2025, 990102 misses in 2025."""
    made = fresh_services(tmp_path)
    for region, year, came in (
        ("990101", 2024, 5),
        ("990101", 2025, 10),
        ("990102", 2024, 10),
        ("990102", 2025, 5),
    ):
        file(made, region, str(year), {"suit_head_appeared": came, "suit_heard": 10})
    target = demo_target(made, "FY04", "floor", 90)
    made.store.set_targets([target], sha256="f" * 64, path="目标.xlsx", size=1, by="测试", at=AT)
    return made


def test_a_red_of_the_last_year_and_one_that_is_met_since_have_an_item(services: Services) -> None:
    rectify_demonstration(services)
    made = services.view().tasks("demo")
    assert {(each.region, each.made_from) for each in made} == {
        ("990101", "FY04@2024"),
        ("990102", "FY04@2025"),
    }
    assert all(each.kind == "rectify" and each.title.endswith(LABEL) for each in made)
    numbers = services.numbers()
    read = register(services, numbers, "demo")
    found = proposals(numbers, read.tasks, read.opened)
    assert [read.tasks[code].region for code in found] == ["990101"]


def test_a_second_time_changes_nothing(services: Services) -> None:
    rectify_demonstration(services)
    before = services.view().task_history("demo")
    rectify_demonstration(services)
    assert services.view().task_history("demo") == before


def test_without_figures_there_is_nothing_to_rectify(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    rectify_demonstration(services)
    assert services.view().tasks("demo") == ()
