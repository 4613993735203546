"""The portrait of a region: its place among siblings, strengths and worries, what can still be met."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_store import AT, demo_target, file, fresh_services, public_services, small_services
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from data.model import Finding
from indicators.forecast import margin
from indicators.spine import spine
from layouts.pages import portrait as page
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.views.portrait_facts import (
    MOST_TALL,
    Portrait,
    changed,
    leading,
    portrait,
    strengths,
    without_value,
    worries,
)
from layouts.views.portrait_filed import filings, own_targets, reported
from layouts.views.portrait_lists import verdict
from layouts.views.portrait_outlook import Outlook, outlooks
from layouts.views.portrait_spine import marks

COUNTIES = ("990101", "990102", "990103", "990104")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The small province: counties of one city with 9/10, 18/20, 3/10 and 2/2 appearances in 2025."""
    return small_services(tmp_path_factory.mktemp("portrait"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def of(services: Services, **query: str) -> Portrait:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "period": "2025", **query}, numbers)
    own = tuple((key, query[key]) for key in page.PAGE.keys if key in query)
    return portrait(services, numbers, replace(chosen, own=own))


def drawn(services: Services, **query: str) -> str:
    """The page as text with its HTML."""
    return str(answer(services, page.PAGE, {"dataset": "demo", "period": "2025", **query}))


def line_of(found: Portrait, code: str) -> Any:
    return next(line for line in found.lines if line.indicator.code == code)


def codes(lines: Any) -> list[str]:
    return [line.indicator.code for line in lines]


def outlook_of(found: Portrait, code: str) -> Outlook:
    return next(one for one in outlooks(found) if one.line.indicator.code == code)


def filed_counties(folder: Path, rows: dict[str, tuple[int, int]], period: str = "2025") -> Services:
    """Appearances and hearings of counties, with a floor of 90 %."""
    services = fresh_services(folder)
    for region, (came, heard) in rows.items():
        file(services, region, period, {"suit_head_appeared": came, "suit_heard": heard})
    services.store.set_targets(
        [demo_target(services, "FY04", "floor", 90, near=3)],
        sha256="e" * 64,
        path="目标.xlsx",
        size=1,
        by="测试",
        at=AT,
    )
    return services


values = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


@given(
    st.lists(values, min_size=3, max_size=40),
    st.sampled_from(["higher", "lower"]),
    values,
    values,
)
def test_every_part_of_a_spine_lies_on_its_line(
    siblings: list[float], direction: str, above: float, target: float
) -> None:
    found = spine(siblings, [None] * len(siblings), 0, direction=direction)
    assert found is not None
    at = marks(found, above=above, target=target)
    places = [at.worst, at.lower, at.median, at.upper, at.best, at.own, at.above, at.target]
    assert all(place is not None and 0 <= place <= 100 for place in places)
    assert at.worst <= at.lower <= at.median <= at.upper <= at.best
    assert at.own is not None
    assert at.worst <= at.own <= at.best


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 100))
def test_the_margin_is_how_many_cases_could_have_gone_otherwise(x: int, more: int, target: int) -> None:
    n = x + more
    spare = margin(x, n, target, kind="floor")
    assert spare is not None
    if n:
        assert 100 * (x - spare) >= target * n
        assert not (100 * (x - spare - 1) >= target * n)
    kept = margin(x, n, target, kind="cap")
    assert kept is not None
    assert 100 * (x + kept) <= target * n
    assert not (100 * (x + kept + 1) <= target * n)


def test_a_region_stands_among_the_counties_of_its_city(services: Services) -> None:
    found = of(services, region="990101")
    assert set(COUNTIES) <= set(found.peers)
    assert {found.numbers.catalogue.regions.get(code).parent for code in found.peers} == {"990100"}
    stands = line_of(found, "FY04").spine
    # 90, 90 and 30 %; 2 of 2 is too few to take part.
    assert (stands.low, stands.median, stands.high, stands.place, stands.ranked) == (30.0, 90.0, 90.0, 1, 3)
    assert found.above == "990100"


def test_it_may_be_compared_with_all_counties_of_the_province(services: Services) -> None:
    found = of(services, region="990101", peers="all")
    assert found.wide
    assert found.above == "990000"
    assert len(found.peers) > len(of(services, region="990101").peers)
    assert "peers=all" in drawn(services, region="990101", peers="all")


def test_few_cases_have_a_badge_and_no_rank(services: Services) -> None:
    line = line_of(of(services, region="990104"), "FY04")
    assert (line.spine.place, line.spine.few, line.few) == (None, True, True)
    assert "小样本" in drawn(services, region="990104")


def test_a_protected_indicator_has_its_value_and_nothing_that_judges(services: Services) -> None:
    found = of(services, region="990101")
    protected = [line for line in found.lines if line.indicator.protected]
    assert protected
    for line in protected:
        assert (line.spine, line.target, line.change.amount) == (None, None, None)
        assert line.number.status == "prohibited"
    named = {*codes(worries(found)), *codes(strengths(found)), *codes(changed(found))}
    assert not named & set(codes(protected))
    assert "受保护，不评价，不画位置" in drawn(services, region="990101")
    assert found.lines[-len(protected) :] == tuple(protected)


def test_an_indicator_without_a_better_end_has_no_position(services: Services) -> None:
    found = of(services, region="990101")
    neutral = [line for line in found.lines if line.indicator.direction == "neutral"]
    assert neutral
    assert all(line.spine is None for line in neutral)


def test_a_missed_target_is_the_first_worry_and_no_strength(services: Services) -> None:
    found = of(services, region="990103")
    assert codes(worries(found))[:2] == ["FY05", "FY04"]  # 50 % over a cap of 8 %, then 30 % under 90 %
    assert not {"FY04", "FY05"} & set(codes(strengths(found)))
    assert len(worries(found)) <= 3


def test_three_worries_and_three_strengths_at_most(services: Services) -> None:
    for region in (*COUNTIES, "990100", "990000"):
        found = of(services, region=region)
        assert len(worries(found)) <= 3
        assert len(strengths(found)) <= 3
        assert not set(codes(worries(found))) & set(codes(strengths(found)))


def test_a_lone_unit_has_values_without_positions_and_says_so(services: Services) -> None:
    found = of(services, region="990000")
    assert found.peers == ("990000",)
    assert not found.drawn
    assert found.lines
    assert "没有三个以上可比的同级单位" in drawn(services, region="990000")


def test_the_value_of_the_parent_is_left_out_where_it_is_a_sum(services: Services) -> None:
    found = of(services, region="990101")
    assert line_of(found, "FY04").parent.region == "990100"
    sums = [line for line in found.lines if line.indicator.aggregation == "sum"]
    assert sums
    assert all(line.parent is None for line in sums)


def test_published_figures_have_no_ranks_and_nobody_failed_to_report(public: Services) -> None:
    numbers = public.numbers()
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021"}
    found = portrait(public, numbers, parse(query, numbers))
    assert found.lines
    assert not found.ranked
    assert reported(found) == "公开数据，没有报送义务，不排名次"
    text = str(answer(public, page.PAGE, query))
    assert "未报" not in text
    assert ">位次<" not in text


def test_what_was_reported_is_told_by_name(services: Services) -> None:
    assert reported(of(services, region="990101")).startswith("本期已报 1/1 件")
    assert "缺" in reported(of(services, region="990106"))


@pytest.mark.parametrize(
    ("came", "heard", "word", "said"),
    [
        (18, 25, "short", "差 5 件；今后还要连续 45 件全部合格才够"),
        (95, 100, "safe", "达标，余量 5 件"),
        (90, 100, "safe", "达标，没有余量"),
    ],
)
def test_the_outlook_of_a_whole_year(tmp_path: Path, came: int, heard: int, word: str, said: str) -> None:
    services = filed_counties(tmp_path, {"990101": (came, heard)})
    found = of(services, region="990101")
    one = outlook_of(found, "FY04")
    assert one.over
    assert one.verdict == word
    assert verdict(found, one, "zh") == said


@pytest.mark.parametrize(
    ("came", "heard", "word", "said"),
    [
        (18, 25, "behind", "还要连续 45 件全部合格；年底前最多再错 3 件"),
        (60, 99, "out_of_reach", "今年已不可能达标（全年约 100 件）"),
        (50, 50, "safe", "目前达标；年底前最多再错 10 件（全年约 100 件）"),
        (81, 90, "safe", "目前达标；年底前最多再错 1 件（全年约 100 件）"),
        (81, 91, "behind", "还要连续 9 件全部合格；年底前最多再错 0 件"),
        (60, 100, "behind", "还要连续 300 件全部合格；全年件数不知，不作年底判断"),
    ],
)
def test_the_outlook_to_the_end_of_the_year(
    tmp_path: Path, came: int, heard: int, word: str, said: str
) -> None:
    services = filed_counties(tmp_path, {"990101": (95, 100)}, "2024")
    figures = {"suit_head_appeared": came, "suit_heard": heard}
    file(services, "990101", "2025Q1", figures, form="quarterly")
    found = of(services, region="990101", period="2025Q1")
    one = outlook_of(found, "FY04")
    assert one.verdict == word
    assert verdict(found, one, "zh") == said


def test_a_target_of_all_is_out_of_reach_after_one_miss(tmp_path: Path) -> None:
    services = filed_counties(tmp_path, {"990101": (9, 10)})
    target = demo_target(services, "FY04", "floor", 100)
    services.store.set_targets([target], sha256="d" * 64, path="目标2.xlsx", size=1, by="测试", at=AT)
    found = of(services, region="990101")
    one = outlook_of(found, "FY04")
    assert one.found.needed is None
    assert verdict(found, one, "zh") == "差 1 件；已有不合格的，不可能再达到 100%"


def test_changes_are_against_the_same_span_a_year_before(services: Services) -> None:
    found = of(services, region="990101")
    line = line_of(found, "FY04")
    assert line.change.amount == pytest.approx(10.0)
    assert "FY04" in codes(changed(found))
    assert "+10.0 个百分点" in drawn(services, region="990101")


def test_every_shown_number_opens_its_passport(services: Services) -> None:
    text = drawn(services, region="990101")
    for code in ("FY04", "FY05"):
        assert f"region=990101&amp;period=2025&amp;indicator={code}" in text
    assert "region=990100&amp;period=2025&amp;indicator=FY04" in text  # the parent's


def test_what_has_no_value_is_listed_with_its_reason(services: Services) -> None:
    gaps = {number.indicator: number.gap for number in without_value(of(services, region="990105"))}
    assert gaps["FY04"] == "no_cases"
    assert "无案件" in drawn(services, region="990105")


def test_submissions_and_explanations_stand_on_the_page(tmp_path: Path) -> None:
    services = filed_counties(tmp_path, {"990101": (9, 10)})
    number = filings(of(services, region="990101")).open[0].submission.submission
    about = Finding("rule.quite_new", "explain", "复议应诉", "D8")
    assert "没有写过核实说明" in drawn(services, region="990101")
    services.store.explain(number, about, "案件集中在上半年", by="填报人", at=AT)
    text = drawn(services, region="990101")
    assert "案件集中在上半年" in text
    assert f"submission={number}" in text


def test_a_target_of_its_own_is_listed_with_its_reason(tmp_path: Path) -> None:
    services = filed_counties(tmp_path, {"990101": (9, 10)})
    given_ = demo_target(services, "FY04", "floor", 80)
    local = replace(given_, target="local", region="990101", reason="试点地区", author="试点办")
    services.store.set_targets([local], sha256="c" * 64, path="本地.xlsx", size=1, by="测试", at=AT)
    found = of(services, region="990101")
    assert [target.threshold for target in own_targets(found)] == [80]
    text = drawn(services, region="990101")
    assert "试点地区" in text
    assert "本地目标" in text


def test_nothing_filed_says_so_and_points_to_the_overview(services: Services) -> None:
    text = drawn(services, region="990106", lang="en")
    assert "has no indicator value that can be shown" in text


def test_lines_with_a_target_lead_where_there_are_many(services: Services) -> None:
    found = of(services, region="990101")
    first, others = leading(found)
    assert {*codes(first), *codes(others)} == set(codes(found.lines))
    if len(found.lines) > MOST_TALL:
        assert all(line.target is None for line in others)


def test_the_export_has_every_line_unrounded(services: Services) -> None:
    client = create_app(services).server.test_client()
    query = "dataset=demo&region=990103&period=2025"
    text = client.get(f"/export/portrait.csv?{query}").get_data().decode("utf-8-sig")
    lines = {line["指标代码"]: line for line in csv.DictReader(io.StringIO(text))}
    found = of(services, region="990103")
    assert set(lines) == set(codes(found.lines))
    assert float(lines["FY04"]["值"]) == line_of(found, "FY04").number.value == 30.0
    assert (lines["FY04"]["位次"], lines["FY04"]["参评数"]) == ("3", "3")
    assert lines["FY04"]["状态"] == "未达标"


def test_a_second_visit_shows_a_new_submission(tmp_path: Path) -> None:
    services = filed_counties(tmp_path, {"990101": (9, 10)})
    assert "90.0%" in drawn(services, region="990101")
    file(services, "990101", "2025", {"suit_head_appeared": 5, "suit_heard": 10})
    assert "50.0%" in drawn(services, region="990101")


def test_the_frame_of_the_page_has_one_heading_with_the_name(services: Services) -> None:
    text = drawn(services, region="990101")
    assert text.count("<h1") + text.count("'type': 'H1'") == 1
    assert services.catalogue.regions.get("990101").name in text
