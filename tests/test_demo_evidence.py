"""The demonstration's evidence: in time, late and none are seen, and a second time changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_store import AT, fresh_services

from layouts.selection import parse
from layouts.services import Services
from layouts.views.targets_facts import scene
from loaders.demo_evidence import PAPER, REPORT, enter_demo_evidence
from loaders.demonstration import demo_targets


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = fresh_services(Path(tmp_path_factory.mktemp("demo_evidence")))
    made.store.set_targets(demo_targets(), sha256="f" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    load(made)
    return made


def load(services: Services) -> None:
    enter_demo_evidence(services.store, services.view(), services.catalogue.regions, at=AT)


def statuses(services: Services, code: str, region: str, period: str) -> set[str]:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "region": region, "period": period}, numbers)
    line = next(each for each in scene(numbers, chosen).every if each.target.target == code)
    return {cell.status for cell in line.cells.values()}


def test_papers_in_time_late_and_never_are_seen(services: Services) -> None:
    whys = set()
    for city in ("990100", "990200", "990300"):
        numbers = services.numbers()
        chosen = parse({"dataset": "demo", "region": city, "period": "2025"}, numbers)
        line = next(each for each in scene(numbers, chosen).every if each.target.target == PAPER)
        whys |= {cell.verdict.why for cell in line.cells.values() if cell.verdict}
    assert whys == {"in_time", "late", "overdue"}


def test_reports_are_met_missed_and_to_come(services: Services) -> None:
    found = statuses(services, REPORT, "990000", "2025Q1") | statuses(services, REPORT, "990000", "2026Q4")
    assert {"met", "pending"} <= found


def test_all_say_that_they_are_made_up_and_are_entered_once(services: Services) -> None:
    found = services.view().evidence("demo")
    load(services)
    assert services.view().evidence("demo") == found
    assert all("演示" in each.title and "演示" in each.document for each in found)
    assert all(each.on <= AT.date().isoformat() for each in found)
