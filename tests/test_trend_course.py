"""What the trend marks beside its lines: targets to come, policy events, changes of boundary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_page import text, walk
from builders_store import AT, demo_target, file, fresh_services

from data.regions import Region
from layouts.pages import trend
from layouts.selection import parse
from layouts.services import Services
from layouts.views.trend_course import Course, course
from layouts.views.trend_parts import CHART

NEW = Region("990177", "新立县", "Xinli", parent="990100", valid_from="2025-01", dataset="demo")


def services_with(folder: Path, years: range, *, region: str = "990101") -> Services:
    services = fresh_services(folder)
    for year in years:
        file(services, region, str(year), {"suit_head_appeared": 8, "suit_heard": 10})
    return services


def shown(services: Services, **query: str) -> tuple[Course, list[Any]]:
    numbers = services.numbers()
    query = {"dataset": "demo", "region": "990101", "period": "2025", "indicator": "FY04", **query}
    chosen = parse(query, numbers)
    return course(numbers, chosen), trend.body(services, numbers, chosen)


def figure(made: list[Any]) -> dict[str, Any]:
    return next(each["props"]["figure"] for each in walk(made) if each["props"].get("id") == CHART)


def test_targets_to_come_are_drawn_beyond_the_last_value(tmp_path: Path) -> None:
    services = services_with(tmp_path, range(2024, 2026))
    now = demo_target(services, "FY04", "floor", 90)
    later = replace(now, target="later", threshold=95.0, first="2026M01", last="2027M12")
    targets = [replace(now, last="2025M12"), later]
    services.store.set_targets(targets, sha256="a" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    found, made = shown(services)
    assert [step.period.code for step in found.ahead] == ["2026", "2027"]
    drawn = figure(made)
    assert drawn["data"][-1]["y"] == [90, 90, 90, 90, 95, 95, 95, 95]
    assert len(drawn["data"][0]["y"]) == 2
    assert drawn["layout"]["xaxis"]["ticktext"] == ["2024年", "2025年", "2026年", "2027年"]


def test_a_target_without_an_end_is_not_drawn_into_the_future(tmp_path: Path) -> None:
    services = services_with(tmp_path, range(2024, 2026))
    target = replace(demo_target(services, "FY04", "floor", 90), last="")
    services.store.set_targets([target], sha256="b" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    assert shown(services)[0].ahead == ()


def test_policy_events_stand_where_they_fell_and_are_told_below(tmp_path: Path) -> None:
    found, made = shown(services_with(tmp_path, range(2019, 2022)), period="2021")
    assert [(at, event.on.isoformat()) for at, event in found.events] == [(1.0, "2020-07-01")]
    assert "① 2020年7月1日 负责人出庭应诉司法解释施行" in text(made)
    assert [note["text"] for note in figure(made)["layout"]["annotations"]].count("①") == 1
    assert figure(made)["data"][0]["y"] == [80.0, 80.0, 80.0]  # nothing is cut


def test_an_event_of_another_indicator_is_not_marked(tmp_path: Path) -> None:
    found, _ = shown(services_with(tmp_path, range(2019, 2022)), period="2021", indicator="FY05")
    assert found.events == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_change_of_boundary_cuts_the_line_and_no_change_is_computed(tmp_path: Path, language: str) -> None:
    services = services_with(tmp_path, range(2023, 2026))
    services.store.add_regions([NEW], by="测试", at=AT)
    found, made = shown(services, region="990100", lang=language)
    assert [place for place, _ in found.cuts] == [2]
    assert [step.on_year.reason for step in found.lines[0].steps] == ["no_before", "incomplete", "boundary"]
    said = {
        "zh": "区划调整（新立县）：区划变化，前后不比较",
        "en": "Boundary changed (Xinli): the area changed",
    }
    assert said[language] in text(made)
    assert figure(made)["data"][0]["y"] == [80.0, 80.0, None, 80.0]


def test_the_county_beside_a_new_one_is_compared_as_before(tmp_path: Path) -> None:
    services = services_with(tmp_path, range(2024, 2026))
    services.store.add_regions([NEW], by="测试", at=AT)
    assert shown(services)[0].cuts == ()
