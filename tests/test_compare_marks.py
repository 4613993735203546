"""地区对比: what its marks, notes and bars say, on a desk and on a phone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders_page import text, walk, with_class
from builders_store import AT, demo_target, public_services, small_services

from layouts.figures import cloud
from layouts.pages.compare import PAGE
from layouts.selection import parse
from layouts.services import Services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """990102 is asked for more than the others."""
    made = small_services(tmp_path_factory.mktemp("marks"))
    own = replace(demo_target(made, "FY04", "floor", 95, region="990102"), levels=("county",))
    made.store.set_targets([own], sha256="d" * 64, path="本地.xlsx", size=1, by="测试", at=AT)
    return made


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def body(made: Services, *, own: tuple[tuple[str, str], ...] = (), **query: str) -> Any:
    numbers = made.numbers()
    given = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04"} | query
    named = {key: value for key, value in given.items() if value}
    return PAGE.body(made, numbers, replace(parse(named, numbers), own=own))


def figure(node: Any) -> Any:
    return next(each for each in walk(node) if each["type"] == "Graph")["props"]["figure"]


def row(node: Any, name: str) -> Any:
    return next(each for each in walk(node) if each["type"] == "Tr" and name in text(each))


def test_a_phone_marks_the_rows_with_a_target_of_their_own(services: Services) -> None:
    made = body(services)
    names = {code: services.catalogue.regions.get(code).name for code in ("990101", "990102")}
    marked = {code: len(with_class(row(made, name), "local-mark")) for code, name in names.items()}
    assert marked == {"990101": 0, "990102": 1}
    assert "◇ 本地目标" in [text(each) for each in with_class(with_class(made, "legend"), "phone-only")]


def test_brackets_that_a_phone_hides_are_not_explained_there(services: Services) -> None:
    wide = with_class(with_class(body(services), "legend"), "wide-only")
    assert any("名次后的括号" in text(each) for each in wide)


def test_no_line_runs_through_the_reason_for_no_bar(services: Services) -> None:
    notes = [each for each in figure(body(services))["layout"]["annotations"] if "无案件" in each["text"]]
    assert notes
    assert all(each["bgcolor"] for each in notes)


def test_without_ranks_nothing_says_that_the_rows_are_sorted_or_ranked(services: Services) -> None:
    made = body(services, own=(("ranks", "off"),))
    assert not [each for each in walk(made) if each["props"].get("aria-sort")]
    assert not with_class(made, "sort")
    told = text(with_class(made, "legend"))
    assert "小样本" in told
    assert "不参与排名" not in told
    assert "不参与排名" in text(with_class(body(services), "legend"))


def test_small_multiples_hatch_few_cases_say_why_there_is_no_bar_and_what_colours_mean(
    services: Services,
) -> None:
    made = body(services, own=(("view", "multiples"),))
    drawn = figure(made)
    panel = drawn["data"][0]
    small = panel["x"].index(100.0)  # 2 of 2
    assert panel["marker"]["pattern"]["shape"][small] == "/"
    assert "" in panel["marker"]["pattern"]["shape"]
    assert any("无案件" in each["text"] for each in drawn["layout"]["annotations"])
    legend = with_class(made, "legend")
    assert with_class(legend, "missed")
    assert "小样本：分母不足 5，案件数少" in text(legend)


def test_a_scatter_says_which_points_are_named(services: Services) -> None:
    told = text(with_class(body(services, own=(("view", "scatter"),)), "legend"))
    assert "写出名称的是" in told


def test_a_name_stands_over_no_mark_where_another_side_is_free() -> None:
    left = cloud.Dot("A", "左", 50.0, 50.0, "", named=True)
    right = cloud.Dot("B", "右", 52.0, 50.0, "")
    span, size = (0.0, 100.0), (1000.0, 1000.0)
    alone, beside = (
        cloud.names(points, "", xspan=span, yspan=span, size=size)[0] for points in ([left], [left, right])
    )
    assert alone["xanchor"] == "left"
    assert beside["xanchor"] != "left"


def test_a_published_set_opens_on_an_indicator_that_the_unit_itself_published(public: Services) -> None:
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021", "indicator": ""}
    made = body(public, **query)
    assert "事项标准化实施率" in text(with_class(made, "page-head"))
    assert "63.3" in text(row(made, "从化区"))
