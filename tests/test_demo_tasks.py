"""The demonstration's tasks: every state is seen, a second time changes nothing, all say 演示."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_store import AT, fresh_services

from indicators.task_progress import Occurrence, completion, occurrences_at
from layouts.services import Services
from loaders.demo_tasks import demo_tasks, enter_demo_tasks


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = fresh_services(Path(tmp_path_factory.mktemp("demo_tasks")))
    load(made)
    return made


def load(services: Services) -> None:
    enter_demo_tasks(services.store, services.view(), services.catalogue.regions, at=AT)


def found(services: Services) -> tuple[Occurrence, ...]:
    view = services.view()
    return occurrences_at(view.tasks("demo"), view.task_steps("demo"), AT.date(), duty=True)


def test_every_state_is_seen_and_so_is_an_item_of_each_quarter(services: Services) -> None:
    states = {each.state for each in found(services)}
    assert states == {"not_started", "under_way", "waiting", "overdue", "done"}
    quarters = {each.code for each in found(services) if each.task.recurs == "每季度末"}
    assert quarters == {"2026Q1", "2026Q2", "2026Q3", "2026Q4"}
    total = completion(found(services), services.catalogue.regions, "990000").total
    assert 0 < total.done < total.due


def test_what_is_closed_has_evidence_by_link_and_every_title_says_that_it_is_made_up(
    services: Services,
) -> None:
    shown = {(each.code, each.period) for each in services.view().evidence("demo", subject="task")}
    assert shown == {(each.task.code, each.code) for each in found(services) if each.state == "done"}
    assert all("演示" in task.title for task in demo_tasks(services.catalogue.regions))


def test_a_second_loading_changes_nothing_and_what_a_person_changed_stays(services: Services) -> None:
    view = services.view()
    before = (view.task_history("demo"), view.task_steps("demo"), view.evidence("demo"))
    load(services)
    assert (view.task_history("demo"), view.task_steps("demo"), view.evidence("demo")) == before
    for task in demo_tasks(services.catalogue.regions):
        if task.item == "8":
            services.store.withdraw_task(task.code, "demo", why="不再开展", by="李某", at=AT)
    load(services)
    assert "8" not in {task.item for task in view.tasks("demo")}
