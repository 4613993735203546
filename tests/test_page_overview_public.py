"""The overview of published figures: no duty, no ranks, what is no indicator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders_overview import body_of
from builders_page import section, text, walk, with_class
from builders_store import file, fresh_services, public_services

from layouts import say
from layouts.pages import overview
from layouts.selection import parse
from layouts.services import Services


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


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


def test_every_published_figure_says_that_no_target_is_set_and_how_it_came_about(public: Services) -> None:
    made = body_of(public, dataset="public-renshe", region="440117", period="2021")
    block = section(made, "公布的数值")
    row = next(each for each in walk(block) if each["type"] == "Tr" and "政务服务(窗口)事项数" in text(each))
    cells = [text(each) for each in walk(row) if each["type"] in ("Td", "Th")]
    assert cells[1:6] == ["253", "个", "—", "未设目标", "按件数计算"]


def test_findings_of_one_name_stand_in_one_line(public: Services) -> None:
    made = body_of(public, dataset="public-renshe", region="440117", period="2021")
    lines = [text(each) for each in walk(section(made, "需要留意的数据")) if each["type"] == "Li"]
    assert len([line for line in lines if "自报比率与计算值不同" in line]) == 1
    assert any(line.startswith("核实 自报比率与计算值不同 2 处") for line in lines)
