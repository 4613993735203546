"""报送进度: the year and the dataset are those of the address; without a year it is the one that runs."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from builders_board import records, shown
from builders_life import shown as sent
from builders_store import AT, file, public_services, small_services
from flask.testing import FlaskClient

from app import create_app
from layouts.services import Services
from layouts.views.life_facts import unpublished

SCOPE = "?dataset=demo&region=990000"


def page_of(client: FlaskClient, path: str, search: str) -> str:
    return unescape(sent(client, path, search)).replace("\\", "")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


def test_a_year_that_the_address_names_is_shown_though_the_pages_open_with_it(
    client: FlaskClient, services: Services
) -> None:
    assert "2025年各单位报送进度" in shown(client, SCOPE + "&period=2025")
    assert "2025年各单位报送进度" in shown(client, SCOPE + "&period=2025Q3")
    assert {each["period"][:5] for each in records(services, SCOPE + "&period=2025")} == {"2025年"}


def test_without_a_period_it_is_the_year_that_runs_and_stays_so(client: FlaskClient) -> None:
    opened = shown(client, SCOPE)
    assert "2026年各单位报送进度" in opened
    assert f"/board{SCOPE}&part=dates" in opened
    assert "2025年各单位报送进度" in shown(client, SCOPE + "&year=2025")


def test_the_menu_leads_to_the_year_that_runs_until_a_period_is_chosen(client: FlaskClient) -> None:
    opened = page_of(client, "/compare", SCOPE)
    assert f"/board{SCOPE}&variant" not in opened
    assert f"/board{SCOPE}&period" not in opened
    assert f"/board{SCOPE}" in opened
    assert f"/board{SCOPE}&period=2024" in page_of(client, "/compare", SCOPE + "&period=2024")


def test_quality_leads_to_the_calendar_of_its_own_year(client: FlaskClient) -> None:
    page = page_of(client, "/quality", SCOPE + "&period=2025")
    assert f'/board{SCOPE}&period=2025&year=2025">报送进度与催报' in page


def test_what_is_to_do_is_of_the_chosen_dataset(tmp_path: Path) -> None:
    services = public_services(tmp_path)
    number = file(services, "990101", "2025", {"suit_heard": 2, "suit_head_appeared": 1})
    client = create_app(services).server.test_client()
    assert f"submission={number}" in shown(client, "?dataset=demo")
    public = shown(client, "?dataset=public-renshe")
    assert "我的待办" not in public
    assert "月屿区" not in public


def test_the_list_and_its_counts_are_of_the_chosen_dataset_and_what_nobody_recognised(tmp_path: Path) -> None:
    services = public_services(tmp_path)
    file(services, "990101", "2025", {"suit_heard": 2, "suit_head_appeared": 1})
    services.store.keep_file("e" * 64, b"?")
    services.store.turn_away(
        "refused", sha256="e" * 64, path="无名.xlsx", size=1, by="测试", at=AT, findings=()
    )
    client = create_app(services).server.test_client()
    demo, public = (page_of(client, "/submit", f"?dataset={code}") for code in ("demo", "public-renshe"))
    assert ("990101_2025" in demo, "无名.xlsx" in demo) == (True, True)
    assert ("990101_2025" in public, "无名.xlsx" in public) == (False, True)
    view = services.view()
    accepted = view.status_counts("public-renshe")["accepted"]
    assert accepted > 1
    assert ("审核通过 1<" in demo, f"审核通过 {accepted}<" in public) == (True, True)
    assert view.status_counts("demo") == {"accepted": 1, "refused": 1}
    every = sum(view.status_counts().values())
    assert sum(view.status_counts("public-renshe").values()) == every - 1
    text = client.get("/export/submit.csv?dataset=public-renshe").get_data(as_text=True)
    assert ("990101_2025" in text, "无名.xlsx" in text) == (False, True)


def test_a_period_without_filings_has_nothing_unpublished(client: FlaskClient, services: Services) -> None:
    assert sum(unpublished(services.numbers(), "demo", ["2025"]).values()) == 6
    assert unpublished(services.numbers(), "demo", []) == {}
    assert "件尚未发布" in page_of(client, "/", SCOPE + "&period=2025")
    assert "件尚未发布" not in page_of(client, "/", SCOPE + "&period=2030")
