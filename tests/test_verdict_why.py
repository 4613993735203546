"""What decided a number is said beside it where the value does not say so: an event, evidence, no date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from builders_page import text, walk, with_class
from builders_store import AT, demo_target, file, small_services

from data.evidence import Evidence
from layouts.pages import compare, overview, trace
from layouts.selection import parse
from layouts.services import Services
from layouts.views import portrait_facts
from layouts.views.compare_lines import compare as compared
from layouts.views.overview_facts import places, scene

STRUCK = "990104"
EVENT = "否决：2025-03-02 发生"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A veto on JD05, which struck 990104 though it filed 0; SS08 was due by the middle of 2022."""
    made = small_services(tmp_path_factory.mktemp("why"))
    for place in range(1, 6):
        done = 3 if place == 5 else 5
        named = {"counties_named": 0.0, "random_basics_done": done, "random_basics_due": 5}
        file(made, f"99010{place}", "2025", named, form="other")
    veto = replace(demo_target(made, "JD05", "cap", 0), kind="veto", op="", threshold=None, unit="%")
    dated = replace(demo_target(made, "SS08", "floor", 100), kind="date", op="", due="2022-06-30")
    made.store.set_targets([veto, dated], sha256="d" * 64, path="否决.xlsx", size=1, by="测试", at=AT)
    event = Evidence("demo", "target", veto.target, STRUCK, "2025-03-02", "测试", AT, document="通报一号")
    made.store.add_evidence(event)
    return made


def body(made: Services, page: ModuleType, **query: str) -> Any:
    numbers = made.numbers()
    return page.body(made, numbers, parse({"dataset": "demo", "period": "2025", **query}, numbers))


def lines(made: Services, **own: str) -> dict[str, Any]:
    numbers = made.numbers()
    given = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "JD05"}
    chosen = replace(parse(given, numbers), own=tuple(own.items()))
    return {line.region: line for line in compared(made, numbers, chosen).lines}


def test_a_region_struck_by_a_veto_takes_no_rank_and_says_why(services: Services) -> None:
    found = lines(services)
    ranked = {code: found[code].place for code in ("990101", "990102", STRUCK)}
    assert ranked == {"990101": 1, "990102": 1, STRUCK: None}
    assert list(found).index(STRUCK) > list(found).index("990105")
    assert found[STRUCK].why == EVENT
    assert "否决" in found[STRUCK].badges
    told = text(body(services, compare, region="990100", indicator="JD05"))
    name = found[STRUCK].name
    assert f"{name} {EVENT}，不参加排名" in told


def test_the_overview_ranks_no_region_that_is_struck(services: Services) -> None:
    numbers = services.numbers()
    seen = scene(services, numbers, parse({"dataset": "demo", "region": "990100", "period": "2025"}, numbers))
    placed = [number.region for _, number in places(seen, seen.indicator("JD05"))]
    assert "990101" in placed
    assert STRUCK not in placed


def test_without_names_the_day_of_an_event_is_not_told(services: Services) -> None:
    assert lines(services, names="off")[STRUCK].why == "否决：已发生"


def test_the_red_list_gives_a_veto_the_unit_of_its_indicator_and_the_event(services: Services) -> None:
    made = body(services, overview, region=STRUCK)
    row = next(each for each in walk(made) if each["type"] == "Tr" and "被通报县区" in text(each))
    cells = [text(each) for each in walk(row) if each["type"] in ("Td", "Th")]
    assert "%" not in cells
    assert "个" in cells
    assert "否决" in cells
    assert EVENT in text(row)


def test_the_passport_says_the_event_that_struck_it(services: Services) -> None:
    made = body(services, trace, region=STRUCK, indicator="JD05")
    assert EVENT in text(with_class(made, "passport-head"))


def test_a_number_reached_nobody_knows_when_says_so_with_the_day_it_was_due(services: Services) -> None:
    head = text(with_class(body(services, trace, region="990101", indicator="SS08"), "passport-head"))
    assert "无法判断" in head
    assert "已完成，何时完成没有佐证" in head
    assert "目标 100% 期限 2022-06-30" in head
    told = text(body(services, compare, region="990100", indicator="SS08"))
    assert "无法判断：已完成，何时完成没有佐证（4 个地区）" in told


def test_the_gap_to_a_number_that_was_due_by_a_day_is_told(services: Services) -> None:
    row = next(
        each
        for each in walk(body(services, overview, region="990105"))
        if each["type"] == "Tr" and "基础建设" in text(each)
    )
    assert "−40.0" in text(row)


def test_a_period_in_which_nobody_filed_is_said_empty_with_the_way_to_one_that_was_filed(
    services: Services,
) -> None:
    made = body(services, trace, region="990101", period="2030", indicator="FY04")
    told = text(made)
    assert "2030年没有数值" in told
    assert "未报" not in told
    assert "未设目标" not in told
    ways = [str(each["props"].get("href", "")) for each in walk(made) if text(each) == "看2025年"]
    assert any("period=2025" in way and "indicator=FY04" in way for way in ways)


def test_a_period_that_was_filed_keeps_its_gaps(tmp_path: Path) -> None:
    made = small_services(tmp_path)
    assert "未报" in text(body(made, trace, region="990106", indicator="FY04"))


def test_a_struck_number_has_no_place_on_the_spine_of_its_region(services: Services) -> None:
    def spined(region: str) -> dict[str, bool]:
        numbers = services.numbers()
        chosen = parse({"dataset": "demo", "region": region, "period": "2025"}, numbers)
        found = portrait_facts.portrait(services, numbers, chosen)
        return {line.indicator.code: line.spine is not None for line in found.lines}

    assert spined("990101")["JD05"]
    assert not spined(STRUCK)["JD05"]
