"""序时进度: what is planned by now, from which start, and what keeps it from being said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_page import text, walk
from builders_store import AT, demo_target, file, fresh_services

from data.model import Target
from layouts.selection import parse
from layouts.services import Services
from layouts.views.trend_course import Course, course
from layouts.views.trend_parts import CHART, chart
from layouts.views.trend_progress import Progress, progress, told


def services_with(folder: Path, *targets: Target) -> Services:
    """60 of 100 heads appeared in 2024; 7 of 10 and 8 of 10 in the first two quarters of 2025."""
    services = fresh_services(folder)
    file(services, "990101", "2024", {"suit_head_appeared": 60, "suit_heard": 100, "suit_lost": 4})
    for quarter, came in (("2025Q1", 7), ("2025Q2", 8)):
        figures = {"suit_head_appeared": came, "suit_heard": 10, "suit_lost": 1}
        file(services, "990101", quarter, figures, form="quarterly")
    given = targets or (demo_target(services, "FY04", "floor", 90),)
    services.store.set_targets(given, sha256="f" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    return services


def shown(services: Services, **query: str) -> tuple[Course, Progress | None]:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "region": "990101", "indicator": "FY04", **query}, numbers)
    found = course(numbers, chosen)
    return found, progress(numbers, found)


def line(services: Services, **query: str) -> str:
    found, made = shown(services, **query)
    assert made is not None
    return text(told(services.numbers(), found, made))


def test_half_a_year_is_half_of_the_way_from_last_years_value(tmp_path: Path) -> None:
    services = services_with(tmp_path)
    _, found = shown(services, period="2025Q2")
    assert found is not None
    assert found.pace is not None
    assert found.so_far.code == "2025H1"
    # 15 of 20 so far; 60 + (90 - 60) / 2 = 75 is planned
    assert (found.number.value, found.pace.planned, found.pace.pace) == (75.0, 75, 1)
    assert [value for _, value in found.plan] == [67.5, 75.0, 82.5, 90.0]
    said = "2025年上半年累计 75.0%，2025年目标 ≥90%。 按进度现在应到 75.0%（上年 60.0% 起"
    assert said in line(services, period="2025Q2")
    assert line(services, period="2025Q2").endswith("进度系数 1.00：按进度。")


def test_a_quarter_of_its_own_is_read_as_the_year_so_far(tmp_path: Path) -> None:
    _, found = shown(services_with(tmp_path), period="2025Q1")
    assert found is not None
    assert found.pace is not None
    assert (found.so_far.code, found.number.value, found.pace.state) == ("2025Q1", 70.0, "on_track")


def test_a_target_within_the_year_is_a_milestone(tmp_path: Path) -> None:
    services = services_with(tmp_path)
    whole = demo_target(services, "FY04", "floor", 90)
    half = replace(whole, target="half", threshold=85.0, first="2025M01", last="2025M06")
    services.store.set_targets([whole, half], sha256="a" * 64, path="y.xlsx", size=1, by="测试", at=AT)
    _, found = shown(services, period="2025Q2")
    assert found is not None
    assert found.pace is not None
    assert (found.threshold, found.pace.planned, found.pace.state) == (90.0, 85, "slow")  # 15 of 25 points
    assert [value for _, value in found.plan] == [72.5, 85.0, 87.5, 90.0]


def test_the_targets_own_milestones_take_the_place_of_the_straight_line(tmp_path: Path) -> None:
    services = services_with(tmp_path)
    steps = (("2024M12", 50.0), ("2025M06", 85.0), ("2025M12", 88.0))
    target = replace(demo_target(services, "FY04", "floor", 90), milestones=steps)
    services.store.set_targets([target], sha256="a" * 64, path="y.xlsx", size=1, by="测试", at=AT)
    _, found = shown(services, period="2025Q2")
    assert found is not None
    assert found.pace is not None
    assert (found.pace.planned, found.pace.state) == (85, "slow")
    # from 60 to 85 in the half, then to the 88 of the year's own end
    assert [value for _, value in found.plan] == [72.5, 85.0, 86.5, 88.0]


def test_a_capped_count_uses_up_its_year(tmp_path: Path) -> None:
    services = services_with(tmp_path)
    cap = replace(demo_target(services, "FY06", "cap", 2), every="year")
    services.store.set_targets([cap], sha256="b" * 64, path="z.xlsx", size=1, by="测试", at=AT)
    _, found = shown(services, period="2025Q1", indicator="FY06")
    assert found is not None
    assert found.use is not None
    assert (found.use.state, float(found.use.use or 0)) == ("too_fast", 2.0)  # 1 of 2 in a quarter
    said = line(services, period="2025Q1", indicator="FY06")
    assert "上限用量与时间之比 2.00：用得过快" in said
    assert "照此速度，7月2日前后超上限" in said


@pytest.mark.parametrize("period", ["2024", "2025", "2021M08-2022M07"])
def test_whole_years_have_no_pace(tmp_path: Path, period: str) -> None:
    assert shown(services_with(tmp_path), period=period)[1] is None


def test_without_a_target_that_measures_there_is_no_pace(tmp_path: Path) -> None:
    assert shown(services_with(tmp_path), period="2025Q2", indicator="FY05")[1] is None


def test_protected_indicators_have_no_pace(tmp_path: Path) -> None:
    services = services_with(tmp_path)
    target = demo_target(services, "ZF01", "cap", 10)
    services.store.set_targets([target], sha256="c" * 64, path="p.xlsx", size=1, by="测试", at=AT)
    assert shown(services, period="2025Q2", indicator="ZF01")[1] is None


def test_what_keeps_it_from_being_said_is_said(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    for region in ("990101", "990102"):
        figures = {"suit_head_appeared": 7, "suit_heard": 10}
        file(services, region, "2025Q1", figures, form="quarterly")
    target = demo_target(services, "FY04", "floor", 90)
    services.store.set_targets([target], sha256="d" * 64, path="q.xlsx", size=1, by="测试", at=AT)
    assert "没有上年的数值，不算进度" in line(services, period="2025Q1")
    assert "未报齐，不算进度" in line(services, period="2025Q1", region="990100")
    assert "本期没有累计数值，不算进度" in line(services, period="2025Q1", region="990103")


def test_what_met_the_target_before_holds_or_is_lost(tmp_path: Path) -> None:
    services = services_with(tmp_path)
    easy = demo_target(services, "FY04", "floor", 55)
    services.store.set_targets([easy], sha256="e" * 64, path="r.xlsx", size=1, by="测试", at=AT)
    assert line(services, period="2025Q2").endswith("上年 60.0%，已在目标之内：保持。")
    assert "60.0% the year before, inside the target already: holding." in line(
        services, period="2025Q2", lang="en"
    )


def chart_of(services: Services, **query: str) -> dict[str, Any]:
    found, made = shown(services, **query)
    drawn = chart(services.numbers(), found, made)
    return next(each["props"]["figure"] for each in walk(drawn) if each["props"].get("id") == CHART)


def test_the_plan_is_drawn_through_the_quarters_of_the_year(tmp_path: Path) -> None:
    traces = {each["name"]: each for each in chart_of(services_with(tmp_path), period="2025Q2")["data"]}
    assert traces["计划进度"]["y"] == [67.5, 75.0]
    assert traces["计划进度"]["x"] == [0, 1]
    assert set(traces["目标 ≥90%"]["y"]) == {90.0}


def test_a_cap_of_the_year_is_no_line_over_quarters(tmp_path: Path) -> None:
    cap = replace(demo_target(fresh_services(tmp_path / "x"), "FY06", "cap", 2), every="year")
    services = services_with(tmp_path, cap)
    traces = chart_of(services, period="2025Q1", indicator="FY06")["data"]
    assert [each["name"] for each in traces] == ["月屿区", "霁川市"]
