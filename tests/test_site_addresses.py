"""What an address asks for: nothing breaks a page, what is asked in vain is said, no page is 404."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from builders_site import answered, published_services
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from layouts.menu import PAGES


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(published_services(tmp_path_factory.mktemp("addresses"))).server.test_client()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from(["dataset", "region", "period", "indicator", "variant", "units", "domain", "status",
                         "sort", "submission", "lang", "view", "nonsense"]),
        st.sampled_from(["", "demo", "990101", "2025", "FY04", "B", "x" * 300, "<script>alert(1)</script>",
                         "％", "2025Q9", "-1", "999999999999999999999", "../../etc", "None", "\u0000"]),
    ),
    page=st.sampled_from(PAGES),
)  # fmt: skip
def test_no_address_breaks_a_page_or_runs_in_it(
    client: FlaskClient, query: dict[str, str], page: Any
) -> None:
    text = answered(client, page.path, "?" + urlencode(query))
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("region=990999", "网址中的地区代码“990999”不存在"),
        ("period=2025Q9", "网址中的报告期“2025Q9”不存在"),
        ("indicator=FY4", "网址中的指标代码“FY4”不存在（相近的有：FY04"),
        ("variant=Q", "网址中的口径“Q”不存在"),
        ("domain=xx", "网址中的领域“xx”不存在"),
        ("dataset=dem", "网址中的数据集“dem”不存在（相近的有：demo）"),
        ("dataset=<b>", "“?b?”不存在"),
    ],
)
def test_a_page_says_what_its_address_asks_for_in_vain(client: FlaskClient, choice: str, said: str) -> None:
    for page in PAGES:
        assert said in answered(client, page.path, "?" + choice), page.code
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/export/compare.xlsx?{choice}").get_data()))
    assert any(said in str(cell.value) for cell in book.worksheets[1]["B"])


def containers(part: object, class_name: str) -> list[object]:
    """Every element of exactly this class, however deep."""
    if isinstance(part, dict):
        here = [part] if part.get("className") == class_name else []
        return here + [found for each in part.values() for found in containers(each, class_name)]
    return (
        [found for each in part for found in containers(each, class_name)] if isinstance(part, list) else []
    )


def test_an_ordinary_address_has_no_notice(client: FlaskClient) -> None:
    for page in PAGES:
        search = "?dataset=demo&region=990101&period=2025&indicator=FY04&variant="
        answer = json.loads(answered(client, page.path, search + "A"))
        assert containers(answer, "notices") == [], page.code
        # Another variant than the default says what it changes, and nothing else.
        other = containers(json.loads(answered(client, page.path, search + "B")), "notices")
        assert all(
            str(each).count('class="notice') == str(each).count('class="notice variant"') for each in other
        )


def test_of_a_repeated_key_in_an_address_the_last_counts(client: FlaskClient) -> None:
    for page in PAGES:
        assert "990102" in answered(client, page.path, "?dataset=demo&region=990101&region=990102"), page.code


def test_an_address_that_is_no_page_is_404_and_says_so_in_the_reader_s_language(client: FlaskClient) -> None:
    assert client.get("/nosuch").status_code == 404
    assert client.get("/trend/deeper").status_code == 404
    assert [client.get(page.path).status_code for page in PAGES] == [200] * len(PAGES)
    assert "没有这个页面" in answered(client, "/nosuch", "")
    assert "There is no such page" in answered(client, "/nosuch", "?lang=en")
    assert "404 - Page not found" not in answered(client, "/nosuch", "")


@pytest.mark.parametrize("path", ["/compare", "/trend"])
def test_a_page_of_one_indicator_says_that_it_shows_its_own_for_one_that_is_none(
    client: FlaskClient, path: str
) -> None:
    drawn = answered(client, path, "?dataset=demo&indicator=XX")
    assert "现显示本页默认的指标。" in drawn
    assert "未按它筛选" not in drawn
    book = client.get(f"/export{path}.xlsx?dataset=demo&indicator=XX&lang=en").get_data()
    cells = [
        cell.value for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet for cell in row
    ]
    assert any("the indicator with which this page opens" in str(cell) for cell in cells)
    assert "未按它筛选" in answered(client, "/matrix", "?dataset=demo&indicator=XX")
