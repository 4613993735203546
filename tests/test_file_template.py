"""Templates asked for in codes or in words, and why one cannot be written."""

from __future__ import annotations

from urllib.parse import quote, unquote

import builders
import pytest
from flask.testing import FlaskClient

from layouts.services import Services


def test_a_template_is_the_form_of_the_region_and_period(client: FlaskClient, services: Services) -> None:
    response = client.get("/template/annual/990101/2025.xlsx")
    disposition = response.headers["Content-Disposition"]
    name = unquote(disposition.partition("filename*=UTF-8''")[2])
    place = builders.extracted(response.data).place
    assert response.status_code == 200
    assert name == "法治建设指标年度统计表_月屿区_2025年.xlsx"
    assert disposition.isascii()
    assert (place.dataset, place.region, place.period) == ("demo", "990101", "2025")


def test_the_words_of_the_page_lead_to_the_template(client: FlaskClient) -> None:
    asked = client.get(f"/template?form=quarterly&region={quote('月屿区')}&period={quote('2026年三季度')}")
    assert asked.status_code == 302
    assert asked.location.endswith("/template/quarterly/990101/2026Q3.xlsx")
    assert client.get(asked.location).status_code == 200


def test_the_page_is_told_of_a_template_without_an_error_status(client: FlaskClient) -> None:
    page = {"Accept": "application/json"}
    good = client.get(f"/template?form=annual&region={quote('月屿区')}&period=2025", headers=page)
    bad = client.get("/template?form=annual&region=&period=2025", headers=page)
    assert (good.status_code, good.json) == (200, {"address": "/template/annual/990101/2025.xlsx"})
    assert (bad.status_code, bad.json) == (200, {"problem": "请填写地区的名称或代码。"})


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/template/weekly/990101/2025.xlsx", 404, "没有报表"),
        ("/template/annual/999999/2025.xlsx", 404, "没有代码"),
        ("/template/annual/990101/2025Q1.xlsx", 400, "按年填报"),
        ("/template/annual/990101/soon.xlsx", 400, "不是报告期"),
        ("/template/annual/990000/2025.xlsx", 400, "不由示例省"),
        ("/template/annual/440117/2025.xlsx", 400, "不由从化区"),
        ("/template/annual/990101/2014.xlsx", 400, "有效期"),
        (f"/template?form=annual&region={quote('月与区')}&period=2025", 404, "月屿区"),
        ("/template?form=annual&region=&period=2025", 400, "请填写地区"),
        (f"/template?form=public&region={quote('鼓楼区')}&period=2025", 400, "请写代码"),
    ],
)
def test_a_template_that_cannot_be_written_says_why(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.mimetype == "text/plain"
    assert said in response.text
