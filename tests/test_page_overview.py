"""The overview: the written line, cards, red list, tiles, ranks and what is left out where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders_overview import body_of, city_of, few_and_many, region_of, seen
from builders_page import inside, section, text, unlinked, walk, with_class
from builders_store import AT, demo_target, file, public_services, small_services

from layouts import say
from layouts.pages import overview
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.views import overview_filing
from layouts.views.overview_facts import places, reds, scene, short_of, streak, tile_indicator


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("overview"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request waits for its checks, so that what a page says depends on no clock."""
    monkeypatch.setattr(overview_filing, "PATIENCE", 60)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("region", ["990000", "990100", "990101", "990110"])
@pytest.mark.parametrize("period", ["2025", "2024", "2024Q3", "2019"])
def test_the_page_can_be_sent_in_both_languages(
    services: Services, region: str, period: str, language: str
) -> None:
    made = body_of(services, region=region, period=period, lang=language)
    assert len(json.dumps(made, ensure_ascii=False)) > 100


def test_the_written_line_says_the_verdict_first_and_links_every_figure(services: Services) -> None:
    line = with_class(body_of(services, period="2025"), "written")[0]
    first = line["props"]["children"][0]
    assert first["type"] == "B"
    assert text(first).startswith("6项重点指标：2项未报齐、4项未设目标。")
    assert not any(letter.isdigit() for letter in unlinked(line))
    regions = {each.name for each in services.catalogue.regions.descendants("990000")}
    assert not any(name in unlinked(line) for name in regions)
    assert any(name in text(line) for name in regions)


def test_the_written_line_names_the_worst_gap_of_a_county_and_how_long(services: Services) -> None:
    line = text(with_class(body_of(services, region="990103", period="2025"), "written")[0])
    assert "行政诉讼败诉率50.0%，比目标高42.0个百分点（多5件），连续2期未达标。" in line
    assert "全部指标共2项未达标。" in line
    assert "应报1件，已报齐。" in line


def test_the_written_line_counts_and_names_those_that_have_not_reported(services: Services) -> None:
    line = text(with_class(body_of(services, period="2025"), "written")[0])
    assert line.endswith("等21家未报。")


def test_cases_short_of_a_target_are_counted_exactly(services: Services) -> None:
    found = seen(services, region="990103", period="2025")
    short = {red.indicator.code: short_of(found, red) for red in reds(found, ("990103",))}
    assert short == {"FY04": 6, "FY05": 5}  # 9 of 10 are 90%; no lost suit of 10 is within 8%


def test_the_red_list_runs_from_the_largest_missing_share(services: Services) -> None:
    found = seen(services, period="2025")
    listed = [(red.number.region, red.indicator.code) for red in reds(found, found.regions)]
    assert listed == [("990103", "FY05"), ("990103", "FY04"), ("990101", "FY05")]
    severities = [red.severity for red in reds(found, found.regions)]
    assert severities == sorted(severities, reverse=True)
    block = section(body_of(services, period="2025"), "红灯清单")
    assert "3项未达标，按严重程度" in text(block)
    links = [each["props"]["href"] for each in walk(block) if each["type"] == "A"]
    assert any(link.startswith("/matrix?") and "status=missed" in link for link in links)


@pytest.mark.parametrize(("period", "years"), [("2025", 2), ("2024", 1)])
def test_a_streak_counts_years_in_a_row(services: Services, period: str, years: int) -> None:
    found = seen(services, period=period)
    lengths = {streak(found, red) for red in reds(found, ("990103",))}
    assert lengths == {years}


def test_small_denominators_are_not_ranked(services: Services) -> None:
    found = seen(services, region="990100", period="2025")
    placed = places(found, found.indicator("FY04"))
    assert [(rank, number.region) for rank, number in placed] == [(1, "990101"), (1, "990102"), (3, "990103")]
    few = next(each for each in with_class(city_of(services), "tile") if "2/2" in text(each))
    assert "小样本" in text(few)
    assert text(with_class(few, "tile-name")[0]) not in text(section(city_of(services), "前三名、后三名"))


def test_fewer_than_three_are_not_ranked(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    for region in ("990101", "990102"):
        file(services, region, "2025Q1", {"suit_heard": 8, "suit_head_appeared": 7}, form="quarterly")
    block = section(body_of(services, region="990100", period="2025Q1"), "前三名、后三名")
    assert "参加排名的地区不足 3 个，不排名。" in text(block)


def test_ties_at_the_edge_are_all_in(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    for place, came in enumerate((9, 9, 8, 8, 8, 2, 1, 1)):
        figures = {"suit_heard": 10, "suit_head_appeared": came}
        file(services, f"99010{place + 1}", "2025Q1", figures, form="quarterly")
    rows = [
        each
        for each in walk(section(body_of(services, region="990100", period="2025Q1"), "前三名、后三名"))
        if each["type"] == "Tr"
    ]
    cells = [inside(row) for row in rows[1:]]
    ranks = [text(row[0]) if len(row) > 1 else "…" for row in cells]
    assert ranks == ["1", "1", "3", "3", "3", "…", "6", "7", "7"]


@pytest.mark.parametrize("code", ["ZF01", "ZF02", "FY01"])
def test_protected_and_neutral_indicators_cannot_be_put_into_the_tiles(services: Services, code: str) -> None:
    shown = tile_indicator(seen(services, period="2025", indicator=code))
    assert shown is not None
    assert shown.code == "FY04"


def test_a_card_puts_its_indicator_into_the_tiles_and_the_ranking(services: Services) -> None:
    made = body_of(services, period="2025", indicator="FY05")
    chosen = [each for each in with_class(made, "card-choose") if each["props"].get("aria-current")]
    assert [text(each) for each in chosen] == ["行政诉讼败诉率"]
    assert "各地行政诉讼败诉率" in text(made)


def test_nothing_protected_is_coloured_or_listed_red(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    target = demo_target(services, "ZF01", "cap", 10)
    services.store.set_targets([target], sha256="e" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    found = seen(services, period="2025")
    assert all(not red.indicator.protected for red in reds(found, found.regions))
    assert "处罚案件" not in text(body_of(services, period="2025"))


def test_gaps_are_said_with_their_reason(services: Services) -> None:
    tiles = {text(with_class(each, "tile-name")[0]): each for each in with_class(city_of(services), "tile")}
    assert "无案件" in text(tiles["云栈县"])
    assert "未报" in text(next(each for name, each in tiles.items() if name == "双杉县"))
    cards = with_class(body_of(services, period="2025"), "card")
    assert sum("— 未报" in text(card) for card in cards) == 4


def test_incomplete_totals_have_a_badge_and_no_change(services: Services) -> None:
    card = with_class(body_of(services, period="2025"), "card")[0]
    assert "未报齐 6/27" in text(card)
    assert "同比暂不计算" in text(card)
    own = with_class(body_of(services, region="990101", period="2025"), "card")[0]
    assert "同比 +10.0 个百分点" in text(own)


def test_quarters_leave_out_headlines_that_are_filed_by_year(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    for region in ("990101", "990102", "990103"):
        file(services, region, "2025Q2", {"suit_heard": 4, "suit_head_appeared": 3}, form="quarterly")
    made = body_of(services, period="2025Q2")
    shown = [text(each) for each in with_class(made, "card-name")]
    assert "规范性文件合法性审核率" not in shown
    assert "按年报送，本期不报" in text(with_class(made, "written")[0])
    assert "2025年一季度没有数值" in text(made)


def test_an_empty_period_says_so_and_leads_to_one_with_figures(services: Services) -> None:
    made = body_of(services, period="2019")
    assert "示例省2019年没有数值。" in text(made)
    links = [each["props"]["href"] for each in walk(made) if each["type"] == "A"]
    assert links == ["/?dataset=demo&region=990000&period=2025"]


@pytest.mark.parametrize("query", [{"period": "2025"}, {"region": "990103", "period": "2025"}])
def test_the_export_equals_the_screen(services: Services, query: dict[str, str]) -> None:
    _assert_export_on_screen(services, {"dataset": "demo", **query})


def test_the_export_of_the_public_set_equals_the_screen(public: Services) -> None:
    _assert_export_on_screen(public, {"dataset": "public-renshe", "region": "440117", "period": "2021"})


def _assert_export_on_screen(services: Services, query: dict[str, str]) -> None:
    numbers = services.numbers()
    chosen = parse(query, numbers)
    told = text(overview.body(services, numbers, chosen))
    rows = overview.rows(services, numbers, chosen)
    assert rows.records
    assert {column.key for column in rows.columns} == set(rows.records[0])
    for record in rows.records:
        indicator = numbers.indicators.all.get(record["code"])
        if indicator is None:  # a published quantity beside the indicators, as it was filed
            assert say.count(record["value"]).split(".")[0] in told, record
            continue
        unit = indicator.unit
        shown = say.number(record["value"], unit) if record["value"] is not None else record["reason"]
        assert shown in told, record
        assert (record["value"] is None) == bool(record["reason"])


def test_every_number_opens_its_own_passport(services: Services) -> None:
    made = body_of(services, period="2025")
    numbers = [each["props"]["href"] for each in with_class(made, "number")]
    assert len(numbers) > 30
    assert all(link.startswith("/trace?dataset=demo&region=99") and "indicator=" in link for link in numbers)


def test_the_frame_has_one_heading_of_the_first_level(services: Services) -> None:
    made = answer(services, overview.PAGE, {"dataset": "demo"})
    assert len([each for each in walk(made) if each["type"] == "H1"]) == 1


def test_the_red_list_is_never_headed_by_a_few_cases(tmp_path: Path) -> None:
    services = few_and_many(tmp_path)
    made = scene(
        services, services.numbers(), parse({"dataset": "demo", "period": "2025"}, services.numbers())
    )
    regions = [red.number.region for red in reds(made, made.regions)]
    assert regions[-1] == "990106"
    assert set(regions[:-1]) >= {"990103", "990107"}
    listed = text(section(body_of(services, region="990000", period="2025"), "红灯清单"))
    assert listed.index("案件数少，不参与排名") > listed.index(region_of(services, "990107"))
    assert listed.index("案件数少，不参与排名") < listed.index(region_of(services, "990106"))
    assert "小样本" in listed


def test_the_written_line_and_the_moves_count_few_cases_without_naming_them(tmp_path: Path) -> None:
    services = few_and_many(tmp_path)
    made = body_of(services, region="990000", period="2025")
    name = region_of(services, "990106")
    assert name not in text(made[0])
    assert name not in text(section(made, "比上一报告期"))


def test_the_ranks_of_a_county_say_among_whom_they_are(services: Services) -> None:
    city = services.catalogue.regions.get("990100").name
    told = text(section(body_of(services, region="990103", period="2025"), "前三名、后三名"))
    assert f"{city}内 " in told
    assert f"{city}内 " not in text(section(city_of(services), "前三名、后三名"))
