"""我的待办: 核实 findings that are made live wait in the inbox like stored ones, until they are explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_store import AT, fresh_services

from data.model import Filing, Finding, Observation
from layouts.selection import parse
from layouts.services import Services
from layouts.views.board_todo import Task, tasks

CITY, COUNTIES = "990100", [f"99010{place}" for place in range(1, 9)]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Eight counties and their city have filed; the city's own total is not the sum."""
    made = fresh_services(tmp_path)
    for county in COUNTIES:
        _file(made, county, "own", 10)
    _file(made, CITY, "own", 0)
    return made


def _file(services: Services, region: str, scope: str, heard: int, *findings: Finding) -> int:
    sha256 = f"{region}{scope}{heard}".rjust(64, "0")
    services.store.keep_file(sha256, b"x")
    figure = Observation("suit_heard", scope, float(heard), "exact", "复议应诉", "D8", str(heard), 0)
    figures = (figure,)
    if region == CITY and scope == "total":
        own = Observation("suit_heard", "own", 0.0, "exact", "复议应诉", "C8", "0", 0)
        figures = (own, figure)
    filing = Filing("annual", "demo", region, "2024", figures)
    return services.store.accept(
        filing, sha256=sha256, path="表.xlsx", size=1, by="李某", at=AT, findings=findings, status="waiting"
    )


def heap(services: Services) -> list[Task]:
    numbers = services.numbers()
    return tasks(services, numbers, parse({"dataset": "demo"}, numbers))["unexplained"]


def test_a_live_finding_is_a_task_until_it_is_explained(services: Services) -> None:
    assert heap(services) == []
    number = _file(services, CITY, "total", 99)
    live = [each for each in services.live_findings(number) if each.severity == "explain"]
    assert [each.code for each in live] == ["children.differs"]
    (task,) = heap(services)
    assert task.text.endswith("（1）")
    assert f"submission={number}" in task.href
    services.store.explain(number, live[0], "含市直部门补报的十九件", by="李某", at=AT)
    assert heap(services) == []


def test_stored_and_live_findings_are_counted_together(services: Services) -> None:
    stored = Finding("rule.part", "explain", "复议应诉", "D9", {"read": 1.0, "expected": 2.0})
    _file(services, CITY, "total", 99, stored)
    (task,) = heap(services)
    assert task.text.endswith("（2）")
