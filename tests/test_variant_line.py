"""After a switch of 口径 a line says what changed and for how many regions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders_page import text
from builders_store import AT, demo_target, file, fresh_services

from layouts.selection import parse
from layouts.services import Services
from layouts.views.variant_line import variant_line


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Closed of carried over and filed (A), closed of filed (B): 10 of 5 + 10, then 9 of 0 + 10."""
    services = fresh_services(tmp_path)
    for region, carried, closed in (("990101", 5, 10), ("990102", 0, 9)):
        figures = {
            "arbitration_pending_start": carried,
            "arbitration_filed": 10,
            "arbitration_closed": closed,
        }
        file(services, region, "2025", figures)
    target = demo_target(services, "TZ04", "floor", 90)
    services.store.set_targets([target], sha256="a" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    return services


def line(services: Services, page: str = "compare", **query: str) -> str:
    numbers = services.numbers()
    query = {"dataset": "demo", "region": "990100", "period": "2025", **query}
    made = variant_line(numbers, parse(query, numbers), page)
    return text(made) if made else ""


def test_it_counts_the_regions_whose_value_or_status_changed(services: Services) -> None:
    said = line(services, indicator="TZ04", variant="B")
    assert said.startswith("口径 B（")
    assert "默认是口径 A（" in said
    # 990101: 66.7 -> 100; 990102: 90 -> 90; the target is of variant A, so nobody has a status under B
    assert "8个地区中，数值有变的1个，状态有变的8个。" in said
    assert "霁川市：76.0% → 95.0%。" in said
    assert said.endswith("看默认口径")


def test_the_default_needs_no_line(services: Services) -> None:
    assert line(services, indicator="TZ04") == ""
    assert line(services, indicator="TZ04", variant="A") == ""


def test_an_indicator_without_the_letter_says_so(services: Services) -> None:
    assert line(services, indicator="FY10", variant="B").startswith(
        "复议调解和解率没有口径 B，仍按口径 A 计算"
    )


def test_without_an_indicator_it_names_those_that_have_the_letter(services: Services) -> None:
    said = line(services, variant="B", page="matrix")
    assert "口径 B 用于" in said
    assert "仲裁结案率" in said
    assert line(services, variant="B", page="matrix", lang="en").startswith("Variant B is used by")


def test_pages_of_work_have_no_line(services: Services) -> None:
    assert line(services, indicator="TZ04", variant="B", page="submit") == ""


def test_the_way_back_keeps_the_scope(services: Services) -> None:
    numbers = services.numbers()
    query = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "TZ04", "variant": "B"}
    made = variant_line(numbers, replace(parse(query, numbers), own=(("view", "funnel"),)), "compare")
    assert made is not None
    back = made["props"]["children"][-1]["props"]["href"]
    assert back == "/compare?dataset=demo&region=990100&period=2025&indicator=TZ04&view=funnel"
