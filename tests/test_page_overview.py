"""The overview: the written line, cards, red list, tiles, ranks, filing and what is left out where."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders_store import AT, demo_target, file, fresh_services, public_services, small_services

from data.model import Filing, Finding, Observation
from layouts import say
from layouts.pages import overview
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.text import finding_templates, words
from layouts.views import overview_filing
from layouts.views.overview_facts import moves, places, reds, scene, short_of, streak, tile_indicator
from layouts.views.overview_filing import filed

Element = dict[str, Any]


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


def body_of(services: Services, **query: str) -> list[Element]:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", **query}, numbers)
    return overview.body(services, numbers, chosen)


def seen(services: Services, **query: str) -> Any:
    numbers = services.numbers()
    return scene(services, numbers, parse({"dataset": "demo", **query}, numbers))


def walk(node: Any) -> Iterator[Element]:
    """Every element below a node, itself first."""
    if isinstance(node, list):
        for child in node:
            yield from walk(child)
    elif isinstance(node, dict):
        yield node
        yield from walk(node["props"].get("children"))


def text(node: Any) -> str:
    if isinstance(node, list):
        return "".join(text(child) for child in node)
    if isinstance(node, dict):
        return text(node["props"].get("children"))
    return "" if node is None else str(node)


def with_class(node: Any, name: str) -> list[Element]:
    return [each for each in walk(node) if name in str(each["props"].get("className", "")).split()]


def section(node: Any, title: str) -> Element:
    found = [each for each in with_class(node, "section") if text(each).startswith(title)]
    assert found, title
    return found[0]


def unlinked(node: Any) -> str:
    """The text outside links."""
    if isinstance(node, list):
        return "".join(unlinked(child) for child in node)
    if isinstance(node, dict):
        return "" if node["type"] == "A" else unlinked(node["props"].get("children"))
    return "" if node is None else str(node)


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
    few = next(each for each in with_class(_city(services), "tile") if "2/2" in text(each))
    assert "小样本" in text(few)
    assert text(with_class(few, "tile-name")[0]) not in text(section(_city(services), "前三名、后三名"))


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
    cells = [row["props"]["children"] for row in rows[1:]]
    ranks = [text(row[0]) if isinstance(row, list) else "…" for row in cells]
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
    tiles = {text(with_class(each, "tile-name")[0]): each for each in with_class(_city(services), "tile")}
    assert "无案件" in text(tiles["云栈县"])
    assert "未报" in text(next(each for name, each in tiles.items() if name == "双杉县"))
    cards = with_class(body_of(services, period="2025"), "card")
    assert sum("— 未报" in text(card) for card in cards) == 4


def _city(services: Services) -> list[Element]:
    return body_of(services, region="990100", period="2025")


def test_incomplete_totals_have_a_badge_and_no_change(services: Services) -> None:
    card = with_class(body_of(services, period="2025"), "card")[0]
    assert "未报齐 6/27" in text(card)
    assert "同比暂不计算" in text(card)
    own = with_class(body_of(services, region="990101", period="2025"), "card")[0]
    assert "同比 +10.0 个百分点" in text(own)


def test_filing_counts_the_returns_due_and_names_who_is_missing(services: Services) -> None:
    whole = filed(seen(services, period="2025"))
    assert whole is not None
    assert (whole.due, whole.done) == (27, 6)
    quarters = filed(seen(services, period="2025M01-M09", region="990101"))
    assert quarters is not None
    assert [place[2] for place in quarters.missing] == ["2025Q1", "2025Q2", "2025Q3"]
    block = section(_city(services), "报送")
    assert "应报 9 件" in text(block)
    assert "6 件已收（66.7%）" in text(block)


def test_moves_since_the_year_before(services: Services) -> None:
    found = moves(seen(services, period="2025"))
    assert found is not None
    missed, met = found
    assert [(each.region, each.indicator) for each in met] == [
        ("990101", "FY04"),
        ("990102", "FY04"),
        ("990104", "FY04"),
    ]
    assert missed == []
    assert moves(seen(services, period="2024")) is None
    assert "2023年没有数值" in text(body_of(services, period="2024"))


def test_open_findings_are_counted_by_code_with_links_to_their_submissions(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    found = (Finding("last_year.differs", "explain"), *[Finding("cell.normalised", "note")] * 2)
    cell = Observation("suit_heard", "own", 4.0, "exact", "应诉", "D8", "4", 0)
    filing = Filing("annual", "demo", "990106", "2025", (cell,))
    number = services.store.accept(
        filing, sha256="a" * 64, path="x.xlsx", size=1, by="测试", at=AT, findings=found
    )
    block = section(body_of(services, period="2025"), "需要留意的数据")
    assert "核实 上年同期与上年所报不同 1 处，" in text(block)
    assert "提示 已按规则读取的数 2 处，" in text(block)
    links = [each["props"]["href"] for each in walk(block) if each["type"] == "A"]
    assert all(link.startswith("/submit?") and f"submission={number}" in link for link in links)
    assert "没有待留意的问题" in text(section(body_of(services, period="2024"), "需要留意的数据"))


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


def test_a_set_without_duty_has_no_ranks_tiles_or_reporting_rate(public: Services) -> None:
    made = body_of(public, dataset="public-renshe", region="331082", period="2021")
    told = text(made)
    assert "公布16项指标的数值：2项达标、" in told
    for word in ("前三名", "方格示意", "应报", "未报齐", "比上一报告期"):
        assert word not in told
    assert "公开数据没有报送义务" in told
    cards = with_class(made, "card")
    assert ["达标" in text(card) for card in cards[:2]] == [True, True]
    assert "达标，达上限" in text(cards[1])
    assert "不得评价" in told


def test_qualifiers_travel_with_the_number(public: Services) -> None:
    made = body_of(public, dataset="public-renshe", region="331082", period="2021")
    assert "92.0% 以上".replace(" ", "") in text(made).replace(" ", "")


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


def test_what_needs_attention_includes_the_live_checks_of_the_period(public: Services) -> None:
    """从化 2021: printed 75.45 for 74.59, and a change of 258.86 that was cut off, not rounded."""
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021"}
    block = text(section(body_of(public, **query), "需要留意的数据"))
    assert "自报比率与计算值不同" in block
    assert "自报同比按截尾计算" in block


def test_live_checks_are_made_once_until_something_changes(
    public: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021"}
    body_of(public, **query)
    made: list[int] = []
    monkeypatch.setattr(public, "live_findings", lambda number: made.append(number) or ())
    body_of(public, **query)
    assert made == []


def test_a_printed_rate_that_does_not_fit_is_counted_for_the_units_below(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    figures = {"suit_head_appeared": 9, "suit_heard": 10, "FY04_reported": 95}
    file(services, "990101", "2025", figures)
    block = text(section(body_of(services, region="990000", period="2025"), "需要留意的数据"))
    assert "自报比率与计算值不同" in block
    assert "月屿区" in block


def test_a_request_does_not_wait_for_slow_checks_but_shows_them_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = small_services(tmp_path)
    file(services, "990106", "2025", {"suit_head_appeared": 9, "suit_heard": 10, "FY04_reported": 95})
    checked, wait = services.live_findings, threading.Event()
    monkeypatch.setattr(services, "live_findings", lambda number: wait.wait(60) and checked(number))
    monkeypatch.setattr(overview_filing, "PATIENCE", 0.01)
    query = {"region": "990000", "period": "2025"}
    for _ in range(2):
        first = text(section(body_of(services, **query), "需要留意的数据"))
        assert "另有7件正在与其他报送件核对" in first
    wait.set()
    for thread in threading.enumerate():
        if thread.name == overview_filing.CHECKING:
            thread.join()
    second = text(section(body_of(services, **query), "需要留意的数据"))
    assert "另有" not in second
    assert "自报比率与计算值不同" in second


def few_and_many(folder: Path) -> Services:
    """990106 misses on 1 of 3 cases, 990107 on 7 of 10: the smaller one has by far the larger gap."""
    services = small_services(folder)
    file(services, "990106", "2025", {"suit_head_appeared": 1, "suit_heard": 3})
    file(services, "990107", "2025", {"suit_head_appeared": 7, "suit_heard": 10})
    return services


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


def region_of(services: Services, code: str) -> str:
    return services.catalogue.regions.get(code).name


def test_every_live_finding_has_a_short_name_of_its_own() -> None:
    root = Path(__file__).parent.parent
    program = "".join(path.read_text(encoding="utf-8") for path in (root / "indicators").glob("*.py"))
    made = {code for code in finding_templates() if "." in code and f'"{code}"' in program}
    assert made >= {"reported.differs", "change.truncated"}
    for language in ("zh", "en"):
        assert [code for code in sorted(made) if f"finding_short.{code}" not in words(language)] == []


def test_figures_that_are_no_indicator_stand_under_those_that_are(public: Services) -> None:
    query = {"dataset": "public-renshe", "region": "331082", "period": "2021"}
    block = section(body_of(public, **query), "公布的其他数")
    told = text(block)
    assert "技能人才总量" in told
    assert "19.5" in told
    assert "5300余" in told.replace("\u2009", "").replace("\u202f", "").replace(" ", "")
    assert "被申请行政复议案件数" not in told  # the value of an indicator, already listed


def test_a_period_without_any_indicator_still_shows_what_was_published(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    file(services, "110000", "2019", {"review_accepted": 9298}, form="public", dataset="public-review")
    numbers = services.numbers()
    chosen = parse({"dataset": "public-review", "region": "110000", "period": "2019"}, numbers)
    told = text(overview.body(services, numbers, chosen))
    assert "北京市2019年没有指标的值" in told
    assert "9298" in told.replace("\u2009", "").replace("\u202f", "")


def test_a_set_without_roll_up_opens_with_a_unit_that_has_something_to_show(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    place = {"form": "public", "dataset": "public-review"}
    file(services, "100000", "2019", {"review_accepted": 183489}, **place)
    file(services, "110000", "2024", {"review_accepted": 9298}, **place)
    file(services, "330300", "2024", {"review_received": 8745, "suit_first_instance": 3362}, **place)
    numbers = services.numbers()
    assert parse({"dataset": "public-review"}, numbers).region == "330300"
    assert parse({"dataset": "public-review", "period": "2019"}, numbers).region == "100000"
    assert parse({"dataset": "public-review", "period": "2001"}, numbers).region == "100000"


def test_every_unit_of_a_published_figure_has_english_words(public: Services) -> None:
    units = {element.unit for element in public.catalogue.elements.values()}
    assert [unit for unit in sorted(units) if re.search(r"[\u4e00-\u9fff]", say.unit_name(unit, "en"))] == []
