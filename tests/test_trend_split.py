"""谁拉动的: parts that add up to the change, in rows that are exported, or why there are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_page import Element, text, walk
from builders_people import CITY, OWN, account, client_of, people_services
from builders_store import file, fresh_services, public_services, small_services

from app import create_app
from data.people import Grant
from layouts import say
from layouts.numbers import Numbers
from layouts.pages import trend
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.views.trend_course import course
from layouts.views.trend_fall import CHART
from layouts.views.trend_fall_rows import fall_rows
from layouts.views.trend_split import Split, split


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The small province: each unit of city 990100 has one more appearance in 2025, 47 hearings a year."""
    services = small_services(tmp_path_factory.mktemp("split"))
    for year, mediated in (("2023", 12), ("2024", 20), ("2025", 24)):
        file(services, "990106", year, {"review_mediated": mediated, "review_closed": 40})
    return services


def chosen_of(numbers: Numbers, **query: str) -> Selection:
    query = {"dataset": "demo", "region": "990100", "period": "2025", "indicator": "FY04", **query}
    own = tuple((key, query[key]) for key in trend.PAGE.keys if key in query)
    return replace(parse(query, numbers), own=own)


def of(services: Services, **query: str) -> Split | None:
    numbers = services.numbers()
    return split(numbers, course(numbers, chosen_of(numbers, **query)))


def why(services: Services, **query: str) -> str:
    found = of(services, **query)
    assert found is not None
    assert found.parts is None
    return found.why


def records(services: Services, **query: str) -> list[dict[str, Any]]:
    numbers = services.numbers()
    found = course(numbers, chosen_of(numbers, **query))
    parted = split(numbers, found)
    assert parted is not None
    return [dict(record) for record in fall_rows(numbers, found, parted).records]


def block(services: Services, **query: str) -> Element:
    numbers = services.numbers()
    return trend.body(services, numbers, chosen_of(numbers, **query))[-1]


def test_equal_shares_give_each_unit_its_own_change(services: Services) -> None:
    found = of(services)
    assert found is not None
    assert found.parts is not None
    given = {part.region: float(part.total) for part in found.parts.children if part.total}
    assert set(given) == {"", "990101", "990102", "990103", "990104"}
    assert all(amount == pytest.approx(100 / 47) for amount in given.values())
    assert float(found.parts.change) == pytest.approx(500 / 47)


def test_the_rows_of_the_export_add_up_and_end_at_the_value(services: Services) -> None:
    rows = records(services)
    assert rows[0]["before"] == pytest.approx(3200 / 47)
    assert rows[-1]["after"] == pytest.approx(3700 / 47)
    total = sum(row["total"] for row in rows[1:-1])
    assert rows[0]["before"] + total == pytest.approx(rows[-1]["after"])
    assert "霁川市本级" in [row["region"] for row in rows]


def test_the_table_shows_the_rows_that_are_exported(services: Services) -> None:
    rows = records(services)
    shown = [row for row in walk(block(services)) if row["type"] == "Tr"][1:]
    assert [text(row["props"]["children"][0]) for row in shown] == [row["region"] for row in rows]
    for row, record in zip(shown, rows, strict=True):
        for side in ("before", "after"):
            value = record[side]
            assert value is None or say.number(value, "%") in [text(c) for c in row["props"]["children"]]


def test_the_bars_run_from_one_value_to_the_other(services: Services) -> None:
    figure = next(
        each["props"]["figure"] for each in walk(block(services)) if each["props"].get("id") == CHART
    )
    bars, wholes = figure["data"]
    assert bars["base"][1] == wholes["x"][0] == pytest.approx(3200 / 47)
    assert bars["base"][-2] + bars["x"][-2] == pytest.approx(wholes["x"][-1])
    for place in range(1, len(bars["x"]) - 1):
        assert bars["base"][place] == pytest.approx(bars["base"][place - 1] + bars["x"][place - 1])


def test_who_reported_in_one_period_only_stands_apart(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    file(services, "990107", "2025", {"suit_head_appeared": 0, "suit_heard": 3})
    rows = records(services)
    apart = rows[-2]
    assert apart["region"] == f"报送变化（{services.catalogue.regions.get('990107').name}）"
    # 37 of 47 without it, 37 of 50 with it
    assert apart["total"] == pytest.approx(3700 / 50 - 3700 / 47)
    assert "报送变化不是工作变化" in text(block(services))


def test_a_county_sees_its_city_and_itself_in_it(services: Services) -> None:
    found = of(services, region="990101")
    assert found is not None
    assert found.region == "990100"
    row = next(
        each
        for each in walk(block(services, region="990101"))
        if each["type"] == "Tr" and each["props"].get("className") == "selected"
    )
    assert text(row).startswith("月屿区")


def test_counts_are_split_by_their_own_changes(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    for year, first, second in ((2024, 3, 8), (2025, 7, 6)):
        file(services, "990101", str(year), {"suit_lost": first})
        file(services, "990102", str(year), {"suit_lost": second})
    rows = records(services, indicator="FY06")
    assert [(row["region_code"], row["total"]) for row in rows[1:-1]] == [("990101", 4.0), ("990102", -2.0)]
    assert (rows[0]["before"], rows[-1]["after"]) == (11.0, 13.0)


def test_quarters_may_be_compared_with_the_one_before(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    for quarter, came in (("2025Q1", 5), ("2025Q2", 8)):
        figures = {"suit_head_appeared": came, "suit_heard": 10}
        file(services, "990101", quarter, figures, form="quarterly")
    assert why(services, period="2025Q2") == "no_before"
    found = of(services, period="2025Q2", base="quarter")
    assert found is not None
    assert found.parts is not None
    assert (found.before.code, float(found.parts.change)) == ("2025Q1", 30.0)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"indicator": "ZF01"}, "protected"),
        ({"indicator": "FY10", "period": "2024"}, "break"),
        ({"period": "2024"}, "no_before"),
        ({"region": "990200"}, "no_value"),
    ],
)
def test_it_is_said_why_a_change_is_not_split(services: Services, query: dict[str, str], reason: str) -> None:
    assert why(services, **query) == reason
    told = text(block(services, **query))
    assert "不分解变化" in told or "无从分解" in told


def test_a_total_filed_for_the_whole_area_is_not_split(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    for year in ("2024", "2025"):
        file(services, "990101", year, {"suit_head_appeared": 3, "suit_heard": 10})
        file(services, "990100", year, {"suit_head_appeared": 9, "suit_heard": 20}, scope="total")
    assert why(services) == "not_the_sum"


def test_published_figures_are_not_split(tmp_path: Path) -> None:
    public = public_services(tmp_path)
    numbers = public.numbers()
    chosen = parse({"dataset": "public-renshe", "region": "440117", "period": "2021"}, numbers)
    assert split(numbers, course(numbers, chosen)) is None


def test_a_county_that_may_not_see_its_siblings_gets_no_split(tmp_path: Path) -> None:
    services = people_services(tmp_path, siblings="own")
    client = client_of(services, account(services, "county", [Grant("view", OWN)]))
    address = f"/export/trend.csv?dataset=demo&region={CITY}&period=2025&indicator=FY04&part=split"
    lines = client.get(address).get_data(as_text=True).splitlines()
    assert len(lines) == 1


def test_the_export_of_the_split_is_a_file_of_its_own(services: Services) -> None:
    client = create_app(services).server.test_client()
    address = "/export/trend.csv?dataset=demo&region=990100&period=2025&indicator=FY04&part=split"
    lines = client.get(address).get_data().decode("utf-8-sig").splitlines()
    assert "比重变化" in lines[0]
    assert len(lines) == 1 + len(records(services))
