"""敏感 figures: off by default, and with the right over a region only; on pages, in exports and the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench import page_request
from builders_people import CITY, OTHER, OWN, account, client_of, people_services
from builders_rights import plain, token
from builders_store import AT
from flask.testing import FlaskClient

from data.auditing import AuditFilter
from data.choices import NO, YES
from data.life import OPERATOR
from data.model import Filing, Observation
from data.people import Grant, Role
from layouts.menu import PAGES
from layouts.pages.manage import PAGE as MANAGE
from layouts.selection import parse
from layouts.services import Services

CODE, NAME = "YJ04", "群体性事件处置数"
FILED = {OWN: 61057, OTHER: 62071}
LATER = 61099
PEOPLE: tuple[tuple[str, tuple[tuple[Role, str], ...]], ...] = (
    ("plain", (("view", "990000"), ("review", "990000"), ("publish", "990000"))),
    ("entitled", (("view", "990000"), ("sensitive", "990000"))),
    ("here", (("view", "990000"), ("sensitive", OWN))),
    ("alone", (("sensitive", "990000"),)),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = people_services(tmp_path_factory.mktemp("sensitive"), siblings="all")
    for region, count in FILED.items():
        _file(made, region, count, sha256=region[-1] * 64)
    _publish(made)
    _file(made, OWN, LATER, sha256="c" * 64)
    _publish(made)
    for name, grants in PEOPLE:
        account(made, name, [Grant(role, region) for role, region in grants])
    return made


@pytest.fixture(autouse=True)
def _off_again(services: Services) -> Iterator[None]:
    yield
    services.store.choose_sensitive(NO, by="测试", at=AT)


def test_nobody_is_told_while_it_is_off(services: Services) -> None:
    for name, _ in PEOPLE[:3]:
        assert told(browser(services, name)) == []


def test_switched_on_it_needs_the_right_too(services: Services) -> None:
    services.store.choose_sensitive(YES, by="测试", at=AT)
    assert told(browser(services, "plain")) == []
    every = told(browser(services, "entitled"))
    assert {
        "api",
        "compare",
        "compare.csv",
        "matrix.xlsx",
        "indicators",
        "trace",
        "publish",
        "changes",
    } <= set(every)


def test_the_right_is_over_its_regions(services: Services) -> None:
    services.store.choose_sensitive(YES, by="测试", at=AT)
    rows = results(browser(services, "here"))
    assert (rows[OWN]["value"], rows[OWN]["gap"]) == (LATER, None)
    assert (rows[OTHER]["value"], rows[OTHER]["gap"]) == (None, "no_right")
    assert rows["990000"]["value"] is None
    terms = browser(services, "here").get(trace_of(OTHER)).get_json()["terms"]
    assert terms == []


def test_the_right_alone_shows_no_figures(services: Services) -> None:
    services.store.choose_sensitive(YES, by="测试", at=AT)
    assert browser(services, "alone").get(f"/api/v1/results?indicator={CODE}").status_code == 403


def test_the_api_says_that_a_right_is_missing(services: Services) -> None:
    answer = browser(services, "plain").get(f"/api/v1/results?dataset=demo&period=2024&indicator={CODE}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "sensitive")


def test_targets_of_sensitive_indicators_are_not_told_either(services: Services) -> None:
    client = browser(services, "plain")
    assert CODE not in {
        row["indicator"] for row in client.get("/api/v1/targets?dataset=demo").get_json()["rows"]
    }


def test_without_login_the_switch_alone_decides(tmp_path: Path) -> None:
    services = people_services(tmp_path, mode="off")
    _file(services, OWN, FILED[OWN], sha256="a" * 64)
    client = client_of(services)
    assert told(client) == []
    services.store.choose_sensitive(YES, by="测试", at=AT)
    assert results(client)[OWN]["value"] == FILED[OWN]


def test_the_switch_is_on_the_page_of_the_keeper_and_in_the_trail(services: Services) -> None:
    client = browser(services, "plain")
    assert post(client, "sensitive", sensitive=YES).status_code == 403
    keeper = browser(services, "keeper", [Grant("manage")])
    assert post(keeper, "sensitive", sensitive="perhaps").status_code == 409
    assert post(keeper, "sensitive", sensitive=YES).status_code == 200
    assert services.office.tells_sensitive
    numbers = services.numbers()
    shown = str(MANAGE.body(services, numbers, parse({}, numbers)))
    assert "显示敏感指标" in shown
    assert services.whole_view().audit_entries(AuditFilter())[0][0].action == "sensitive.choose"


def _file(services: Services, region: str, count: int, *, sha256: str) -> None:
    figure = Observation("mass_incidents", "own", float(count), "exact", "自由表", "B2", str(count), 0)
    filing = Filing("annual", "demo", region, "2022", (figure,))
    services.store.keep_file(sha256, b"x")
    services.store.accept(filing, sha256=sha256, path="表.xlsx", size=1, by="李某", at=AT, status="accepted")


def _publish(services: Services) -> None:
    copy = services.keep_catalogue()
    services.store.publish("demo", ["2022"], by="钱发", at=AT, catalogue=copy, why="漏计", rights=OPERATOR)


def browser(services: Services, name: str, grants: list[Grant] | None = None) -> FlaskClient:
    one = services.store.account(name) or account(services, name, grants or [])
    client = client_of(services, one)
    client.environ_base["HTTP_X_FAHENG_TOKEN"] = token(client)
    return client


def results(client: FlaskClient) -> dict[str, dict[str, Any]]:
    answer = client.get(f"/api/v1/results?dataset=demo&period=2022&indicator={CODE}").get_json()
    return {row["region"]: row for row in answer["rows"]}


def trace_of(region: str) -> str:
    return f"/api/v1/trace?dataset=demo&region={region}&period=2022&indicator={CODE}"


def told(client: FlaskClient) -> list[str]:
    """Where a sensitive figure, or the indicator's name, comes out."""
    search = f"?dataset=demo&region={CITY}&period=2022&indicator={CODE}&domain=all"
    asked = {"api": client.get(f"/api/v1/results{search.partition('&domain')[0]}").get_data(as_text=True)}
    for page in PAGES:
        shown = client.post("/_dash-update-component", json=page_request(page.path, search))
        asked[page.code] = shown.get_data(as_text=True)
        for extension in ("csv", "xlsx") if page.rows else ():
            asked[f"{page.code}.{extension}"] = plain(client.get(f"/export/{page.code}.{extension}{search}"))
    compared = page_request("/submit", "?submission=8&against=6")
    asked["changes"] = client.post("/_dash-update-component", json=compared).get_data(as_text=True)
    figures = (*FILED.values(), LATER, LATER + FILED[OTHER])
    never = [NAME, json.dumps(NAME)[1:-1], *map(str, figures), *(f"{each:,}" for each in figures)]
    return [name for name, text in asked.items() if any(each in text for each in never)]


def post(client: FlaskClient, act: str, **fields: str) -> Any:
    return client.post(f"/manage/{act}", data=fields)
