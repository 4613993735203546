"""The site as a whole: every page is answered, every view follows the record, conventions hold."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bench import page_request
from builders_site import answered, published_services
from builders_store import AT, file, fresh_services, public_services, small_services
from dash import html
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from data.model import Filing, Observation
from layouts.elements import HTML
from layouts.menu import PAGES
from layouts.page import PATHS
from layouts.selection import parse
from layouts.services import Services
from layouts.text import words

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return published_services(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def client(services: Services) -> FlaskClient:
    return create_app(services).server.test_client()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(public_services(tmp_path_factory.mktemp("public"))).server.test_client()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_every_page_is_answered_for_every_region_and_some_periods(
    client: FlaskClient, services: Services, page: Any, language: str
) -> None:
    numbers = services.numbers()
    draw = random.Random(page.code)
    shown = [indicator.code for indicator in numbers.shown()]
    for region in (*numbers.axis("demo"), "331082"):
        query = {
            "dataset": "demo",
            "region": region,
            "period": draw.choice(["2025", "2024", "2019", "2025Q1", "2025M01-M09", "2021M08-2022M07"]),
            "indicator": draw.choice(shown),
            "variant": draw.choice(["", "A", "B", "C"]),
            "lang": language,
        }
        drawn = answered(client, page.path, "?" + urlencode(query))
        assert len(drawn) > 2_000
        assert unknown(json.loads(drawn)) == set(), "no such component: the browser draws no page at all"


def unknown(part: object) -> set[str]:
    """Tags that are sent as components of their own though Dash has none of that name, such as input."""
    if isinstance(part, list):
        return set().union(*map(unknown, part))
    if not isinstance(part, dict):
        return set()
    found = set().union(*map(unknown, part.values()))
    lacking = part.get("namespace") == HTML and not hasattr(html, str(part.get("type")))
    return found | {str(part["type"])} if lacking else found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_the_public_set_is_answered_too(public: FlaskClient, page: Any) -> None:
    for region, period in (("331082", "2021"), ("440117", "2020"), ("510800", "2017"), ("440117", "2030")):
        assert (
            len(answered(public, page.path, f"?dataset=public-renshe&region={region}&period={period}"))
            > 2_000
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    region=st.sampled_from(["990000", "990100", "990101", "990105", "990300"]),
    period=st.sampled_from(["2024", "2025", "2025Q1"]),
    indicator=st.sampled_from(["", "FY04", "FY05", "ZF01", "TZ05"]),
    variant=st.sampled_from(["", "B"]),
    lang=st.sampled_from(["zh", "en"]),
    sort=st.sampled_from(["", "missed", "code"]),
)
def test_the_address_of_a_selection_gives_that_selection(services: Services, **choices: str) -> None:
    numbers = services.numbers()
    chosen = parse({"dataset": "demo", **choices}, numbers)
    pairs = dict(part.split("=", 1) for part in chosen.query().removeprefix("?").split("&"))
    assert parse(pairs, numbers) == chosen


def test_a_new_submission_changes_every_view_at_once(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    client = create_app(services).server.test_client()
    query = "dataset=demo&indicator=FY04&region=990101&period=2025"
    assert client.get(f"/api/v1/results?{query}").json["rows"][0]["value"] == 90
    before = answered(client, "/compare", f"?{query}")
    file(services, "990101", "2025", {"suit_head_appeared": 3, "suit_heard": 10})
    assert client.get(f"/api/v1/results?{query}").json["rows"][0]["value"] == 30
    after = answered(client, "/compare", f"?{query}")
    assert before != after


def test_every_callback_speaks_of_components_that_some_page_has(
    client: FlaskClient, services: Services
) -> None:
    layouts = client.get("/_dash-layout").get_data(as_text=True) + '"_pages_content" "_pages_store"'
    scope = "?dataset=demo&region=990000&period=2025&indicator=FY04"
    shown = layouts + "".join(answered(client, page.path, scope) for page in PAGES)
    number = services.view().submissions(limit=1)[0].submission
    shown += answered(client, "/submit", f"{scope}&submission={number}")
    for callback in client.get("/_dash-dependencies").json:
        outputs = [part.rsplit(".", 1)[0] for part in callback["output"].strip(".").split("...")]
        for name in (*outputs, *[each["id"] for each in callback["inputs"]]):
            name = name.split("@")[0]
            wanted = '"control"' if name.startswith("{") else f'"{name}"'
            assert wanted in shown.replace("\\", "") or name.startswith("_pages"), name


def test_every_page_is_in_the_menu_but_the_passport_and_the_mapping_of_a_file() -> None:
    assert {page.code for page in PAGES} - {"trace", "mapping"} == set(PATHS)
    assert {page.path for page in PAGES} - {"/trace", "/map"} == set(PATHS.values())


def test_every_command_is_in_the_readme() -> None:
    parser = (ROOT / "cli.py").read_text(encoding="utf-8")
    names = set(re.findall(r'(?:verb\(|^\s+\()"([a-z]+)"', parser, re.MULTILINE))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"init", "check", "load", "template", "export", "serve", "up", "demo"} <= names
    assert [name for name in sorted(names) if f"faheng {name}" not in readme] == []


def test_answers_carry_the_headers_that_keep_a_browser_careful(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_no_page_names_an_outside_host(client: FlaskClient) -> None:
    text = client.get("/").get_data(as_text=True) + json.dumps(client.get("/_dash-layout").json)
    for page in PAGES:
        text += answered(client, page.path, "?dataset=demo&region=990000&period=2025&indicator=FY04")
    hosts = set(re.findall(r"https?://([^/\"'\\ ]+)", text))
    assert hosts <= {"localhost", "www.w3.org"}


def test_two_sites_of_one_process_answer_each_from_their_own_record(
    client: FlaskClient, tmp_path: Path
) -> None:
    search = "?dataset=demo&region=990101&period=2025&indicator=FY04"
    before = answered(client, "/compare", search)
    other = create_app(fresh_services(tmp_path)).server.test_client()
    assert answered(other, "/compare", search) != before
    assert answered(client, "/compare", search) == before


def test_while_the_first_loading_runs_every_page_and_answer_says_so(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    client = create_app(services).server.test_client()
    services.ready.clear()
    for page in PAGES:
        assert "示例数据正在读入" in answered(client, page.path, "?dataset=demo&period=2025")
    front = answered(client, "/", "?dataset=demo&period=2025")
    assert "未报" not in front.replace("未报齐", "")
    assert "待读入" in front
    answer = client.get("/api/v1/results?dataset=demo&period=2025&indicator=FY04&region=990101")
    assert answer.headers["X-Faheng-Loading"] == "1"
    assert (client.get("/healthz").status_code, client.get("/healthz?quiet=1").status_code) == (503, 200)
    services.ready.set()
    assert "示例数据正在读入" not in answered(client, "/", "?dataset=demo&period=2025")
    assert client.get("/healthz?quiet=1").get_data(as_text=True) == "ok"
    assert "X-Faheng-Loading" not in client.get("/api/v1/regions").headers


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_every_page_has_a_tab_title_of_its_own_with_region_and_period(client: FlaskClient, page: Any) -> None:
    search = "?dataset=demo&region=990101&period=2025"
    asked = client.post("/_dash-update-component", json=page_request(page.path, search))
    title = asked.json["response"]["_pages_store"]["data"]["title"]
    assert title.endswith(" · 月屿区 · 2025年 · 法衡")
    assert title.split(" · ")[0] == words("zh")["nav." + page.code]
    english = client.post("/_dash-update-component", json=page_request(page.path, search + "&lang=en"))
    assert english.json["response"]["_pages_store"]["data"]["title"].endswith(" · 2025 · Faheng")


def test_a_trace_names_the_file_and_not_its_folder(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    observation = Observation("suit_heard", "own", 3.0, "exact", "复议应诉", "D8", "3", 0)
    filing = Filing("annual", "demo", "990106", "2025", (observation,))
    services.store.keep_file("e" * 64, b"")
    path = "/home/office/secret/990106.zip!/年报/990106.xlsx"
    services.store.accept(filing, sha256="e" * 64, path=path, size=1, by="测试", at=AT)
    client = create_app(services).server.test_client()
    query = "dataset=demo&indicator=FY04&region=990106&period=2025"
    answer = client.get(f"/api/v1/trace?{query}")
    assert {term["file"] for term in answer.json["terms"]} == {"990106.xlsx"}
    assert "secret" not in answer.get_data(as_text=True) + answered(client, "/trace", f"?{query}")
