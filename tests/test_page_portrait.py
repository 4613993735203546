"""The portrait of a region: its place among siblings, strengths and worries, what stands on the page."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from builders_page import text as text_of
from builders_page import with_class, without_help
from builders_portrait import COUNTIES, codes, drawn, filed_counties, line_of, of
from builders_store import AT, demo_target, file, public_services, small_services

from app import create_app
from data.model import Finding
from layouts.pages import portrait as page
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.views.portrait_facts import (
    MOST_TALL,
    changed,
    leading,
    portrait,
    strengths,
    without_value,
    worries,
)
from layouts.views.portrait_filed import filings, own_targets, reported


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The small province: counties of one city with 9/10, 18/20, 3/10 and 2/2 appearances in 2025."""
    return small_services(tmp_path_factory.mktemp("portrait"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def test_a_region_stands_among_the_counties_of_its_city(services: Services) -> None:
    found = of(services, region="990101")
    assert set(COUNTIES) <= set(found.peers)
    assert {found.numbers.catalogue.regions.get(code).parent for code in found.peers} == {"990100"}
    stands = line_of(found, "FY04").spine
    # 90, 90 and 30 %; 2 of 2 is too few to take part.
    assert (stands.low, stands.median, stands.high, stands.place, stands.ranked) == (30.0, 90.0, 90.0, 1, 3)
    assert found.above == "990100"


def test_the_statuses_in_the_head_add_up_to_the_indicators_with_a_value(services: Services) -> None:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "region": "990101", "period": "2025"}, numbers)
    found = portrait(services, numbers, chosen)
    assert any(line.indicator.protected for line in found.lines)
    head = text_of(with_class(page.body(services, numbers, chosen), "summary-line"))
    counts = [int(each) for each in re.findall(r"(?<=[\u4e00-\u9fff ])(\d+)(?= ?个|$)", head)]
    assert sum(counts) == len(found.lines), head


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
    text = str(without_help(answer(public, page.PAGE, query)))
    assert "未报" not in text
    assert ">位次<" not in text


def test_what_was_reported_is_told_by_name(services: Services) -> None:
    assert reported(of(services, region="990101")).startswith("本期已报 1/1 件")
    assert "缺" in reported(of(services, region="990106"))


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
