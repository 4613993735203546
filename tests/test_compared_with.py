"""What is read under a pointer answers: compared with what."""

from __future__ import annotations

from typing import Any

import pytest
from builders_page import walk
from builders_store import small_services

from layouts.pages import compare, trend
from layouts.selection import parse
from layouts.services import Services
from layouts.site import Page

SCOPE = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("hover"))


def hovers(services: Services, page: Page, **query: str) -> list[str]:
    numbers = services.numbers()
    made: Any = page.body(services, numbers, parse(SCOPE | query, numbers))
    figures = [each["props"]["figure"] for each in walk(made) if each["type"] == "Graph"]
    return [text for trace in figures[0]["data"] for text in trace.get("hovertext", ()) if text]


def test_a_bar_says_its_counts_its_target_with_the_distance_and_the_region_above(services: Services) -> None:
    (text,) = [text for text in hovers(services, compare.PAGE) if text.startswith("<b>东洄县")]
    assert "3 ÷ 10<br>目标 ≥90%  −60.0 个百分点<br>霁川市 78.7%" in text
    (english,) = [text for text in hovers(services, compare.PAGE, lang="en") if "3 ÷ 10" in text]
    assert "Target ≥90%  −60.0" in english


def test_a_point_says_its_change_and_its_target(services: Services) -> None:
    texts = hovers(services, trend.PAGE, region="990101")
    assert any("90.0%<br>同比 +10.0 个百分点<br>目标 ≥90%" in text for text in texts)


def test_a_protected_number_is_compared_with_nothing(services: Services) -> None:
    assert services.indicators.all["ZF01"].protected
    texts = [text for page in (compare.PAGE, trend.PAGE) for text in hovers(services, page, indicator="ZF01")]
    assert len(texts) > 3
    assert not [text for text in texts if "目标" in text or "同比" in text]
