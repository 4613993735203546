"""The site as a whole: every address is answered, export equals screen equals API, conventions hold."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from bench import page_request
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
from layouts.site import UNSCOPED
from layouts.text import words

ROOT = Path(__file__).parent.parent
EXPORTED = [page for page in PAGES if page.rows]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    made = small_services(tmp_path_factory.mktemp("site"))
    copy = made.keep_catalogue()
    made.store.publish("demo", ["2024", "2025"], by="发布人", at=made.clock(), catalogue=copy)
    return made


@pytest.fixture(scope="module")
def client(services: Services) -> FlaskClient:
    return create_app(services).server.test_client()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(public_services(tmp_path_factory.mktemp("public"))).server.test_client()


def answered(client: FlaskClient, path: str, search: str) -> str:
    answer = client.post("/_dash-update-component", json=page_request(path, search))
    assert answer.status_code == 200, (path, search)
    return answer.get_data(as_text=True)


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


def test_two_sites_of_one_process_answer_each_from_their_own_record(
    client: FlaskClient, tmp_path: Path
) -> None:
    search = "?dataset=demo&region=990101&period=2025&indicator=FY04"
    before = answered(client, "/compare", search)
    other = create_app(fresh_services(tmp_path)).server.test_client()
    assert answered(other, "/compare", search) != before
    assert answered(client, "/compare", search) == before


def test_of_a_repeated_key_in_an_address_the_last_counts(client: FlaskClient) -> None:
    for page in PAGES:
        assert "990102" in answered(client, page.path, "?dataset=demo&region=990101&region=990102"), page.code


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
    year = "2026" if page.code == "board" else "2025"  # the calendar opens with the year that runs
    assert title.endswith(f" · 月屿区 · {year}年 · 法衡")
    assert title.split(" · ")[0] == words("zh")["nav." + page.code]
    english = client.post("/_dash-update-component", json=page_request(page.path, search + "&lang=en"))
    assert english.json["response"]["_pages_store"]["data"]["title"].endswith(f" · {year} · Faheng")


def test_an_address_that_is_no_page_is_404_and_says_so_in_the_reader_s_language(client: FlaskClient) -> None:
    assert client.get("/nosuch").status_code == 404
    assert client.get("/trend/deeper").status_code == 404
    assert [client.get(page.path).status_code for page in PAGES] == [200] * len(PAGES)
    assert "没有这个页面" in answered(client, "/nosuch", "")
    assert "There is no such page" in answered(client, "/nosuch", "?lang=en")
    assert "404 - Page not found" not in answered(client, "/nosuch", "")


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
