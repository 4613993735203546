"""A cell of the matrix that is judged by a target of the region's own says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from builders_store import AT, demo_target, small_services

from layouts.services import Services
from layouts.views.matrix_cells import cells


def cell(services: Services, region: str) -> str:
    assessed = services.numbers().assessed("demo", "2025")
    return cells(assessed, services.indicators["FY04"], "zh")[list(assessed.regions).index(region)]


def test_a_target_of_the_regions_own_is_flagged(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    assert cell(services, "990103") == "30.0|x|"
    own = replace(demo_target(services, "FY04", "floor", 20), region="990103", reason="山区出庭路远")
    services.store.override_target("T-FY04-990000", own, by="测试", at=AT)
    assert cell(services, "990103") == "30.0|m|l"
    assert "l" not in cell(services, "990101").split("|")[2]
