"""The trend page: lines, steps of the target, breaks, gaps, provisional points, the table twin."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_page import Element, text, walk
from builders_store import AT, demo_target, file, fresh_services, public_services, small_services
from dash import Dash

from app import create_app
from layouts import say
from layouts.pages import trend
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer
from layouts.views.trend_course import Course, course
from layouts.views.trend_parts import CHART


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The small province, with mediation on both sides of the law of 2024, a gap, and quarters of 990101."""
    services = small_services(tmp_path_factory.mktemp("trend"))
    for year, mediated in (("2021", 10), ("2023", 12), ("2024", 20), ("2025", 24)):
        file(services, "990106", year, {"review_mediated": mediated, "review_closed": 40})
    for quarter, came in (("2024Q4", 6), ("2025Q1", 7), ("2025Q3", 9), ("2025Q4", 8)):
        figures = {"suit_head_appeared": came, "suit_heard": 10}
        file(services, "990101", quarter, figures, form="quarterly")
    return services


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


def chosen_course(services: Services, **query: str) -> Course:
    numbers = services.numbers()
    return course(numbers, parse({"dataset": "demo", **query}, numbers))


def body_of(services: Services, **query: str) -> list[Element]:
    numbers = services.numbers()
    return trend.body(services, numbers, parse({"dataset": "demo", **query}, numbers))


def figure_of(made: list[Element]) -> dict[str, Any]:
    return next(each["props"]["figure"] for each in walk(made) if each["props"].get("id") == CHART)


def tables(made: list[Element]) -> list[list[list[str]]]:
    """Each table of the course as rows of cell texts."""
    return [
        [[text(cell) for cell in row["props"]["children"]] for row in walk(each) if row["type"] == "Tr"]
        for each in walk(made)
        if each["type"] == "Table" and "course-table" in each["props"]["className"]
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("period", ["2025", "2025Q1", "2025M01-M09", "2019"])
@pytest.mark.parametrize("indicator", ["FY04", "FY10", "ZF01", "FY01", "PF05"])
def test_the_page_can_be_sent_in_both_languages(
    services: Services, indicator: str, period: str, language: str
) -> None:
    made = body_of(services, region="990101", period=period, indicator=indicator, lang=language)
    assert len(json.dumps(made, ensure_ascii=False)) > 1000


def test_years_run_without_holes_and_a_gap_is_never_joined(services: Services) -> None:
    found = chosen_course(services, region="990106", period="2025", indicator="FY10")
    assert [period.code for period in found.periods] == ["2021", "2022", "2023", "2024", "2025"]
    line = figure_of(body_of(services, region="990106", period="2025", indicator="FY10"))["data"][0]
    assert line["y"] == [25.0, None, 30.0, None, 50.0, 60.0]
    assert line["connectgaps"] is False


def test_a_break_of_definition_cuts_the_line_and_has_its_name(services: Services) -> None:
    figure = figure_of(body_of(services, region="990106", period="2025", indicator="FY10"))
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert "行政复议法修订" in notes
    assert figure["layout"]["shapes"][0]["x0"] == 2.5
    assert "行政复议法修订：口径变化，前后不比较" in text(
        body_of(services, region="990106", period="2025", indicator="FY10")
    )


def test_no_change_is_computed_across_a_break(services: Services) -> None:
    table = tables(body_of(services, region="990106", period="2025", indicator="FY10"))[0]
    assert table[0][4].startswith("同比")
    changes = {row[0]: row[4] for row in table[1:]}
    assert changes == {
        "2025年": "+10.0",
        "2024年": "口径变化",
        "2023年": "上期无数值",
        "2022年": "—",
        "2021年": "上期无数值",
    }


def test_gaps_say_why(services: Services) -> None:
    table = tables(body_of(services, region="990106", period="2025", indicator="FY10"))[0]
    assert next(row[1] for row in table if row[0] == "2022年") == "— 未报"
    own = tables(body_of(services, region="990105", period="2025", indicator="FY04"))[0]
    assert next(row[1] for row in own if row[0] == "2025年") == "— 无案件"


def test_the_region_above_is_drawn_beside_and_unreported_points_are_hollow(services: Services) -> None:
    figure = figure_of(body_of(services, region="990101", period="2025", indicator="FY04"))
    own, above, target = figure["data"]
    assert [own["name"], above["name"], target["name"]] == ["月屿区", "霁川市", "目标 ≥90%"]
    assert own["y"] == [None, None, None, 80.0, 90.0]
    assert own["marker"]["symbol"][-2:] == ["circle", "circle"]
    assert above["marker"]["symbol"][-2:] == ["square-open", "square-open"]
    assert above["line"]["width"] < own["line"]["width"]
    assert set(target["y"]) == {90.0}
    assert target["line"]["dash"]


def test_the_target_steps_with_the_period(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    for year in (2024, 2025):
        file(services, "990101", str(year), {"suit_head_appeared": 9, "suit_heard": 10})
    late = demo_target(services, "FY04", "floor", 95)
    only_2025 = replace(late, first="2025M01", last="2025M12")
    services.store.set_targets([only_2025], sha256="b" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    figure = figure_of(body_of(services, region="990101", period="2025", indicator="FY04"))
    assert figure["data"][-1]["y"] == [None, None, 95.0, 95.0]


def test_quarters_have_a_change_on_the_quarter_before(services: Services) -> None:
    made = body_of(services, region="990101", period="2025Q4", indicator="FY04")
    table = tables(made)[0]
    assert [row[0] for row in table[1:]] == [
        "2025年四季度",
        "2025年三季度",
        "2025年二季度",
        "2025年一季度",
        "2024年四季度",
    ]
    assert [row[5] for row in table[1:]] == ["−10.0", "上期无数值", "—", "+10.0", "上期无数值"]
    assert table[1][4] == "+20.0"
    ticks = figure_of(made)["layout"]["xaxis"]["ticktext"]
    assert ticks == ["四季度<br>2024年", "一季度<br>2025年", "二季度", "三季度", "四季度"]


def test_years_and_quarters_are_links(services: Services) -> None:
    made = body_of(services, region="990101", period="2025", indicator="FY04")
    nav = next(each for each in walk(made) if each["props"].get("className") == "segments")
    links = {text(each): each["props"] for each in walk(nav) if each["type"] == "A"}
    assert links["按年"]["aria-current"] == "true"
    assert "period=2025Q4" in links["按季"]["href"]
    assert "indicator=FY04" in links["按季"]["href"]


def test_the_same_span_of_each_year_is_a_course_of_its_own(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    for year in (2024, 2025):
        for quarter in (1, 2):
            file(
                services,
                "990101",
                f"{year}Q{quarter}",
                {"suit_head_appeared": 8, "suit_heard": 10},
                form="quarterly",
            )
    found = chosen_course(services, region="990101", period="2025H1", indicator="FY04")
    assert (found.mode, [period.code for period in found.periods]) == ("same", ["2024H1", "2025H1"])
    assert found.lines[0].steps[-1].on_year.amount == 0.0


def test_protected_indicators_have_no_target_colour_or_change(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    target = demo_target(services, "ZF01", "cap", 10)
    services.store.set_targets([target], sha256="e" * 64, path="x.xlsx", size=1, by="测试", at=AT)
    made = body_of(services, region="990101", period="2025", indicator="ZF01")
    assert len(figure_of(made)["data"]) == 2
    head, *rows = tables(made)[0]
    assert [cell.split("件")[0] for cell in head] == ["报告期", "值", "状态"]
    assert rows[0] == ["2025年", "50", "不得评价"]
    assert "不得评价：不设目标，不比高低，不算同比" in text(made)


def test_the_text_alternative_says_the_course_in_one_sentence(services: Services) -> None:
    made = body_of(services, region="990106", period="2025", indicator="FY10")
    alt = next(each["props"]["aria-label"] for each in walk(made) if each["props"].get("role") == "img")
    assert alt.startswith("复议调解和解率的折线图：")
    assert "25.0% → 60.0%" in alt


def test_every_value_and_point_opens_its_passport(services: Services) -> None:
    made = body_of(services, region="990101", period="2025", indicator="FY04")
    links = [
        each["props"]["href"]
        for each in walk(made)
        if each["props"].get("className", "").startswith("number")
    ]
    assert len(links) >= 14
    wanted = "/trace?dataset=demo&region={}&period={}&indicator=FY04"
    assert wanted.format("990101", "2024") in links
    point = figure_of(made)["data"][1]["customdata"][3]
    assert point == ["", wanted.format("990100", "2024")]


def test_a_click_on_a_point_has_its_callback(services: Services) -> None:
    made: Dash = create_app(services)
    inputs = [each["id"] for entry in made.callback_map.values() for each in entry["inputs"]]
    assert CHART in inputs


def test_the_chooser_lists_every_shown_indicator_by_domain(services: Services) -> None:
    made = body_of(services, region="990101", period="2025", indicator="FY04")
    chooser = next(
        each for each in walk(made) if each["props"].get("id") == {"type": "control", "key": "indicator"}
    )
    groups = chooser["props"]["data"]
    codes = [item["value"] for group in groups for item in group["items"]]
    assert codes == [each.code for each in services.numbers().shown()]
    assert chooser["props"]["searchable"] is True
    assert groups[0]["group"] == "依法履职"


@pytest.mark.parametrize(
    "query",
    [
        {"region": "990106", "period": "2025", "indicator": "FY10"},
        {"region": "990101", "period": "2025Q4", "indicator": "FY04"},
        {"region": "990101", "period": "2025", "indicator": "ZF01"},
    ],
)
def test_the_export_equals_the_screen(services: Services, query: dict[str, str]) -> None:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", **query}, numbers)
    made = trend.body(services, numbers, chosen)
    rows = trend.rows(services, numbers, chosen)
    shown = tables(made)
    unit = numbers.indicators[chosen.indicator].unit
    assert {column.key for column in rows.columns} == set(rows.records[0])
    assert len(rows.records) == sum(len(table) - 1 for table in shown)
    by_period = {(place, row[0]): row for place, table in enumerate(shown) for row in table[1:]}
    regions = list(dict.fromkeys(record["region"] for record in rows.records))
    for record in rows.records:
        row = by_period[regions.index(record["region"]), record["period"]]
        value = say.number(record["value"], unit) if record["value"] is not None else f"— {record['reason']}"
        assert row[1] == value
        for part in ("numerator", "denominator"):
            assert record[part] is None or unit != "%" or say.count(record[part]) in row
        assert record["status"] in row[-1]
        assert record["on_year"] is None or say.signed(record["on_year"]) in row
        assert record["on_quarter"] is None or say.signed(record["on_quarter"]) in row


def test_a_public_unit_shows_only_the_years_it_published(public: Services) -> None:
    found = chosen_course(public, dataset="public-renshe", region="440117", period="2021", indicator="TZ10")
    assert [period.code for period in found.periods] == ["2020", "2021"]
    assert [line.region for line in found.lines] == ["440117"]
    assert round(found.lines[0].steps[-1].on_year.amount or 0, 2) == 258.87


def test_without_a_chosen_indicator_one_with_a_value_is_shown(public: Services) -> None:
    found = chosen_course(public, dataset="public-renshe", region="331082", period="2021")
    assert found.lines[0].steps[-1].number.value is not None


def test_the_frame_has_one_heading_of_the_first_level(services: Services) -> None:
    made = answer(services, trend.PAGE, {"dataset": "demo"})
    assert len([each for each in walk(made) if each["type"] == "H1"]) == 1
