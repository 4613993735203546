"""What the office chooses once for all: the order of publishing; and which year the calendar's bar shows."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import builders
from bench import page_request
from builders_store import small_services
from flask.testing import FlaskClient

from app import create_app
from layouts.services import Services

JSON = {"Accept": "application/json"}


def answered(client: FlaskClient, path: str, search: str) -> str:
    """The page as it is answered, its texts readable and without blanks."""
    shown = client.post("/_dash-update-component", json=page_request(path, search))
    return json.dumps(shown.get_json(), ensure_ascii=False).replace(" ", "")


def choose(client: FlaskClient, **fields: str) -> int:
    return client.post("/manage/children", data={"by": "郑安", **fields}).status_code


def publish(client: FlaskClient) -> tuple[int, str]:
    fields = {"dataset": "demo", "period": "2024", "by": "赵发"}
    answer = client.post("/life/publish", data=fields, headers=JSON)
    return answer.status_code, answer.get_data(as_text=True)


def test_the_office_has_units_below_published_first_from_the_page(
    client: FlaskClient, services: Services
) -> None:
    data = builders.annual("2024", region="990100", suit_heard=3)
    client.post("/file/receive", data={"by": "李某", "file": (io.BytesIO(data), "市.xlsx")})
    client.post("/life/step", data={"submission": "1", "step": "approve", "by": "王审"}, headers=JSON)
    assert "先下级、后上级发布" in answered(client, "/manage", "")
    assert choose(client, dataset="demo", children="yes") == 200
    status, told = publish(client)
    assert (status, "月屿区" in told) == (409, True)
    assert choose(client, dataset="demo", children="no") == 200
    assert publish(client)[0] == 200


def test_only_a_set_with_units_below_has_an_order(client: FlaskClient, services: Services) -> None:
    assert choose(client, dataset="public-renshe", children="yes") == 409
    assert choose(client, dataset="demo", children="sometimes") == 409
    assert not services.office.children_first(services.shipped.datasets["demo"])


def test_the_bar_of_the_calendar_shows_the_year_of_the_calendar(tmp_path: Path) -> None:
    client = create_app(small_services(tmp_path)).server.test_client()
    for search, year in (("?dataset=demo", "2026"), ("?dataset=demo&year=2025", "2025")):
        shown = answered(client, "/board", search)
        assert f'"value":"{year}"' in shown.partition('"key":"year"')[2][:4000]
        assert '"key":"period"' not in shown
        assert year in shown.partition("print-scope")[2][:300]


def test_an_office_without_figures_begins_with_this_year(client: FlaskClient) -> None:
    shown = answered(client, "/board", "?dataset=demo")
    assert "2026" in shown.partition("print-scope")[2][:300]


def test_the_office_chooses_the_cards_of_the_overview_from_the_page(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    client = create_app(services).server.test_client()

    def take(text: str) -> tuple[int, str]:
        fields = {"by": "郑安", "dataset": "demo", "headlines": text}
        answer = client.post("/manage/headlines", data=fields)
        return answer.status_code, answer.get_data(as_text=True)

    def cards() -> list[str]:
        shown = answered(client, "/", "?dataset=demo&region=990000&period=2025")
        return re.findall(r'class=\\"card-name\\"title=\\"(.*?)\\"', shown)

    plain = cards()
    assert take("FY05，fy04")[0] == 200
    assert cards() == ["行政诉讼败诉率", "负责人出庭应诉率"]
    assert 'value=\\"FY05FY04\\"' in answered(client, "/manage", "")
    for wrong, code in (("FY05 FY44", "FY44"), ("ZF02", "ZF02"), ("FY05 FY05", "FY05")):
        status, message = take(wrong)
        assert (status, code in message) == (409, True)
    assert services.numbers().catalogue.datasets["demo"].headlines == ("FY05", "FY04")
    assert take("")[0] == 200
    assert cards() == plain
