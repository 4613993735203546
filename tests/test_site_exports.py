"""What a page exports: the rows of the screen and of the API, each line saying what it is of."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from builders_site import answered, published_services
from builders_store import AT, public_services
from builders_tasks import task
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from layouts.menu import PAGES
from layouts.selection import parse
from layouts.services import Services
from layouts.site import UNSCOPED

EXPORTED = [page for page in PAGES if page.rows]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    made = public_services(tmp_path_factory.mktemp("public"))
    made.store.set_tasks([task("A", "440117", dataset="public-renshe")], by="测试", at=AT)
    return create_app(made).server.test_client()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = published_services(tmp_path_factory.mktemp("exports"))
    made.store.set_tasks([task("A"), task("B", recurs="每年")], by="测试", at=AT)
    return made


@pytest.fixture(scope="module")
def client(services: Services) -> FlaskClient:
    return create_app(services).server.test_client()


@pytest.mark.parametrize("page", EXPORTED, ids=lambda page: page.code)
@pytest.mark.parametrize(
    "query", ["dataset=demo&region=990000&period=2025", "dataset=demo&region=990101&period=2024"]
)
def test_excel_and_csv_have_the_same_rows(client: FlaskClient, page: Any, query: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/export/{page.code}.xlsx?{query}").get_data()))
    sheet, notes = book.worksheets
    lines = client.get(f"/export/{page.code}.csv?{query}").get_data().decode("utf-8-sig").split("\r\n")[:-1]
    assert sheet.max_row == len(lines)
    assert [cell.value for cell in sheet[1]] == lines[0].split(",")
    assert notes["A1"].value == "表名"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    region=st.sampled_from(["990000", "990100", "990101"]),
    period=st.sampled_from(["2024", "2025"]),
    indicator=st.sampled_from(["FY04", "FY05", "ZF01"]),
)
def test_the_comparison_on_screen_in_the_export_and_in_the_api_is_one(
    client: FlaskClient, services: Services, region: str, period: str, indicator: str
) -> None:
    query = f"dataset=demo&region={region}&period={period}&indicator={indicator}"
    page = next(page for page in PAGES if page.code == "compare")
    numbers = services.numbers()
    chosen = parse(dict(part.split("=") for part in query.split("&")), numbers)
    rows = page.rows(services, numbers, chosen) if page.rows else None
    assert rows is not None
    assert rows.records
    regions = "&".join(f"region={record['code']}" for record in rows.records)
    api = client.get(f"/api/v1/results?dataset=demo&period={period}&indicator={indicator}&{regions}").json[
        "rows"
    ]
    by_region = {row["region"]: row for row in api}
    screen = answered(client, "/compare", "?" + query)
    for record in rows.records:
        row = by_region[record["code"]]
        assert (record["value"], record["numerator"], record["denominator"]) == (
            row["value"],
            row["numerator"],
            row["denominator"],
        )
        assert record["name"] in screen


def lines_of(client: FlaskClient, page: str, query: str) -> list[dict[str, str]]:
    text = client.get(f"/export/{page}.csv?{query}").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "page", [page for page in EXPORTED if page.code not in UNSCOPED], ids=lambda page: page.code
)
def test_every_exported_line_says_what_data_it_is_of(
    client: FlaskClient, public: FlaskClient, page: Any
) -> None:
    query = "dataset=demo&region=990100&period=2025&indicator=FY04"
    made_up = lines_of(client, page.code, query)
    assert {line["数据性质"] for line in made_up} == {"演示数据，地名均为虚构"}
    assert all(line["报告期"] for line in made_up)
    real = lines_of(public, page.code, "dataset=public-renshe&region=440117&period=2021&indicator=TZ05")
    assert {line["数据性质"] for line in real} == {"公开数据"}
    english = lines_of(client, page.code, query + "&lang=en")
    assert all("made-up" in line["Kind of data"] for line in english)


@pytest.mark.parametrize("page", ["compare", "trend"])
def test_a_line_about_one_indicator_names_it_with_its_variant(client: FlaskClient, page: str) -> None:
    line = lines_of(client, page, "dataset=demo&region=990100&period=2025&indicator=FY04")[0]
    assert (line["指标代码"], line["指标"]) == ("FY04", "负责人出庭应诉率")
    assert line["口径"].startswith("A ")
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/export/{page}.xlsx?dataset=demo&indicator=FY04").data)
    )
    assert [row[1].value for row in book.worksheets[1] if row[0].value == "口径"] == [line["口径"]]


def test_the_overview_exports_the_change_as_a_number_with_its_unit(client: FlaskClient) -> None:
    lines = lines_of(client, "overview", "dataset=demo&region=990101&period=2025")
    head = next(line for line in lines if line["指标代码"] == "FY04")
    assert (float(head["同比"]), head["同比单位"], head["同比说明"]) == (10.0, "个百分点", "")
    assert [line for line in lines if line["同比说明"]]
