"""地区对比: the table, the chart and the export are the same rows, judged as the law and the methods say."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from builders_page import inside, text, walk
from builders_store import demo_target, file, public_services, small_services

from layouts import say
from layouts.pages.compare import PAGE, rows
from layouts.rows import Rows
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.site import export
from layouts.text import LANGUAGES, words
from layouts.views.compare_lines import Comparison, compare

COUNTIES = ("990101", "990102", "990103", "990104", "990105")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("compare"))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def choose(services: Services, **query: str) -> Selection:
    given = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04"} | query
    return parse({key: value for key, value in given.items() if value}, services.numbers())


def page(services: Services, **query: str) -> list[dict[str, Any]]:
    return PAGE.body(services, services.numbers(), choose(services, **query))


def compared(services: Services, **query: str) -> Comparison:
    return compare(services, services.numbers(), choose(services, **query))


def exported(services: Services, **query: str) -> Rows:
    return rows(services, services.numbers(), choose(services, **query))


def table_rows(body: list[dict[str, Any]]) -> list[list[str]]:
    """The texts of the table's rows, without the chart that lies over one column."""
    found = []
    for element in walk(body):
        cells = inside(element) if element["type"] == "Tr" else None
        if isinstance(cells, list) and cells[0]["props"].get("scope") != "col":
            found.append([text(cell) for cell in cells if cell["props"].get("className") != "bar-cell"])
    return [row for row in found if len(row) > 2]


def chart(body: list[dict[str, Any]]) -> dict[str, Any]:
    graph = next(element for element in walk(body) if element["type"] == "Graph")
    figure: dict[str, Any] = graph["props"]["figure"]
    return figure


def test_every_page_can_be_sent_as_json(services: Services) -> None:
    for language in LANGUAGES:
        assert len(json.dumps(page(services, lang=language))) > 5_000


def test_rows_stand_best_first_and_those_without_a_value_last_with_the_reason(services: Services) -> None:
    lines = compared(services).lines
    assert [line.region for line in lines[:4]] == ["990101", "990102", "990103", "990104"]
    reasons = {line.region: line.reason for line in lines}
    assert reasons["990101"] == ""
    assert reasons["990105"] == "无案件，不评价"
    assert reasons["990106"] == "未报"
    assert all(line.number.value is None for line in lines[4:])


def test_a_lower_is_better_indicator_stands_lowest_first(services: Services) -> None:
    ranked = [line for line in compared(services, indicator="FY05").lines if not line.small]
    found = [line.number.value for line in ranked if line.number.value is not None]
    assert len(found) == 3
    assert found == sorted(found)


def test_few_cases_are_badged_hatched_and_not_ranked(services: Services) -> None:
    lines = {line.region: line for line in compared(services).lines}
    assert [lines[region].place for region in COUNTIES] == [1, 1, 3, None, None]
    assert lines["990104"].small
    assert words("zh")["badge.small"] in lines["990104"].badges
    shapes = chart(page(services))["data"][0]["marker"]["pattern"]["shape"]
    assert shapes.count("/") == 1


def test_regions_on_few_cases_stand_after_the_ranked_ones(services: Services) -> None:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", "period": "2025", "indicator": "FY04"}, numbers)
    order = [line.small for line in compare(services, numbers, chosen).lines if line.number.value is not None]
    assert order == sorted(order)
    assert any(order)


def test_the_export_is_the_table(services: Services) -> None:
    table = table_rows(page(services))
    records = exported(services).records
    assert len(table) == len(records) == 8
    for row, record in zip(table, records, strict=True):
        assert record["name"] in row[1]
        shown = [
            say.rate(record["value"], 90),
            say.count(record["numerator"]),
            say.count(record["denominator"]),
        ]
        assert [row[2], row[4], row[5]] == shown
        assert row[3] == record["status"]


def test_the_bars_are_the_exported_values(services: Services) -> None:
    values = [record["value"] for record in exported(services).records]
    assert chart(page(services))["data"][0]["x"] == values


def test_the_csv_holds_unrounded_numbers(services: Services) -> None:
    query = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY05"}
    read = list(csv.reader(io.StringIO(export(services, PAGE, query, "csv").decode("utf-8-sig"))))
    line = next(row for row in read if "990101" in row)
    assert "10.0" in line
    assert len(read) == 9


def test_target_and_parent_lines_have_their_names(services: Services) -> None:
    figure = chart(page(services))
    names = [note["text"] for note in figure["layout"]["annotations"] if note["text"]]
    assert "目标 ≥90%" in names
    assert any("78.7%" in name for name in names)  # 37 of 47, never an average of rates
    dashed = [shape for shape in figure["layout"]["shapes"] if shape["line"].get("dash") == "6px,4px"]
    assert [shape["x0"] for shape in dashed] == [90.0]


def test_distance_and_change_are_taken_before_rounding(services: Services) -> None:
    record = next(each for each in exported(services).records if each["code"] == "990103")
    assert record["to_target"] == pytest.approx(-60)
    assert record["change"] == pytest.approx(10)


def test_a_local_target_is_badged_and_the_line_is_that_of_most(tmp_path: Path) -> None:
    own = small_services(tmp_path)
    targets = [
        demo_target(own, "FY04", "floor", 90, near=3),
        demo_target(own, "FY04", "floor", 95, region="990103"),
    ]
    own.store.set_targets(targets, sha256="e" * 64, path="目标2.xlsx", size=1, by="测试", at=own.clock())
    shown = compared(own)
    assert shown.mixed
    assert shown.target is not None
    assert shown.target.threshold == 90
    local = next(row for row in table_rows(page(own)) if "≥95%" in " ".join(row))
    assert words("zh")["badge.local_target"] in " ".join(local)


def test_a_protected_indicator_is_never_ranked_coloured_or_sorted_by_value(services: Services) -> None:
    shown = compared(services, indicator="ZF01")
    valued = [line.region for line in shown.lines if line.number.value is not None]
    assert valued == sorted(valued)
    assert not shown.ranked
    assert {line.number.status for line in shown.lines} == {"prohibited"}
    assert all(line.to_target is None and line.change.amount is None for line in shown.lines)
    body = page(services, indicator="ZF01")
    assert set(chart(body)["data"][0]["marker"]["color"]) == {chart(body)["data"][0]["marker"]["color"][0]}
    assert "不得评价" in text(body)
    assert "国办发〔2024〕54号" in text(body)
    classes = json.dumps([element["props"].get("className", "") for element in walk(body)])
    assert not any(f"st-{status}" in classes for status in ("met", "near", "missed"))
    columns = {column.key for column in exported(services, indicator="ZF01").columns}
    assert not columns & {"rank", "target", "to_target", "change"}


def test_a_count_has_no_denominator_column(services: Services) -> None:
    keys = [column.key for column in exported(services, indicator="FY01").columns]
    assert "denominator" not in keys


def test_a_county_stands_among_its_siblings_and_is_marked(services: Services) -> None:
    shown = compared(services, region="990103")
    assert shown.units.parent == "990100"
    assert "990103" in [line.region for line in shown.lines]
    marked = [
        element
        for element in walk(page(services, region="990103"))
        if element["props"].get("className") == "selected"
    ]
    assert len(marked) == 1


def test_cities_can_be_compared_where_there_are_two_levels(services: Services) -> None:
    shown = compared(services, region="990000", units="city")
    assert shown.units.levels == ("city", "county")
    assert [line.region for line in shown.lines if line.number.value is not None] == ["990100"]
    assert "未报齐" in " ".join(shown.lines[0].badges)


def test_no_change_is_computed_while_reports_are_missing(services: Services) -> None:
    line = compared(services, region="990000", units="city").lines[0]
    assert line.change.amount is None
    assert line.change.reason == "incomplete"


def test_a_second_filing_is_the_second_version(tmp_path: Path) -> None:
    own = small_services(tmp_path)
    file(own, "990101", "2025", {"suit_head_appeared": 8, "suit_heard": 10})
    lines = {line.region: line for line in compared(own).lines}
    assert lines["990101"].filed == "第2版 审核通过"
    assert lines["990102"].filed == "第1版 审核通过"
    assert lines["990101"].number.value == 80


def test_without_a_choice_appearance_in_court_is_shown_where_it_has_values(
    services: Services, public: Services
) -> None:
    assert compared(services, indicator="").indicator.code == "FY04"
    code = compared(
        public, dataset="public-renshe", region="510800", period="2017", indicator=""
    ).indicator.code
    assert code != "FY04"


def test_the_chooser_lists_every_shown_indicator_by_domain(services: Services) -> None:
    select = next(element for element in walk(page(services)) if element["type"] == "Select")
    groups = select["props"]["data"]
    offered = [option["value"] for group in groups for option in group["items"]]
    assert offered == [each.code for each in services.numbers().shown()]
    assert all(option["label"].startswith(option["value"]) for group in groups for option in group["items"])
    assert "YJ04" not in offered


def test_public_figures_are_not_ranked_and_stand_beside_all_that_filed(public: Services) -> None:
    query = {"dataset": "public-renshe", "region": "440117", "period": "2021", "indicator": "TZ04"}
    shown = compared(public, **query)
    assert {line.region for line in shown.lines} == {"331082", "440117"}
    assert not shown.ranked
    assert shown.parent is None
    assert "不作排名" in text(page(public, **query))
    values = {line.region: line.number.value for line in shown.lines}
    assert values == {"440117": 95.69, "331082": None}
    badges = next(line.badges for line in shown.lines if line.region == "440117")
    assert words("zh")["badge.reported_basis"] in badges


def test_a_period_nobody_filed_says_what_to_do(public: Services) -> None:
    body = page(public, dataset="public-renshe", region="440117", period="2009")
    assert "换一个报告期" in text(body)


def test_every_text_of_the_page_is_in_both_languages(services: Services) -> None:
    for language in LANGUAGES:
        keys = {key for key in words(language) if key.startswith(("comparison.", "reading"))}
        assert keys == {key for key in words("zh") if key.startswith(("comparison.", "reading"))}
    said = text(page(services, lang="en"))
    assert "Court appearance rate" in said
    assert "没有" not in said
    assert "达标" not in said
