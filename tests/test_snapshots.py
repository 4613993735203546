"""Snapshots: old figures on every page, with the definitions of their time."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from builders_life import PUBLISHER, corrected, shown
from builders_store import AT, small_services
from flask.testing import FlaskClient

from app import create_app
from data import catalogue as catalogues
from indicators import definition
from layouts import snapshots
from layouts.services import Services
from layouts.snapshots import copied, hash_of, read_copy


def value(client: FlaskClient, **more: str) -> float | None:
    query = {"dataset": "demo", "region": "990101", "period": "2024", "indicator": "FY04", **more}
    (row,) = client.get("/api/v1/results", query_string=query).get_json()["rows"]
    return row["value"]


def test_a_snapshot_shows_old_figures_on_pages_exports_and_the_api(client: FlaskClient) -> None:
    corrected(client)
    assert (value(client), value(client, snapshot="1"), value(client, snapshot="2")) == (50, 90, 50)
    for path in ("/", "/compare", "/matrix", "/trend", "/trace"):
        search = "?dataset=demo&region=990101&period=2024&indicator=FY04&snapshot=1"
        page = shown(client, path, search)
        assert "第 1 次发布" in page, path
        assert "看现行数字" in page, path
    page = shown(client, "/trace", "?dataset=demo&region=990101&period=2024&indicator=FY04&snapshot=1")
    assert "90.0" in page
    text = client.get("/export/compare.csv?dataset=demo&region=990100&period=2024&indicator=FY04&snapshot=1")
    assert ",90" in text.get_data(as_text=True)
    book = client.get("/export/matrix.xlsx?dataset=demo&region=990100&period=2024&snapshot=1").get_data()
    notes = openpyxl.load_workbook(io.BytesIO(book)).worksheets[1]["B"]
    assert any("第 1 次发布" in str(cell.value) for cell in notes)


def test_links_of_a_snapshot_stay_in_it_and_another_dataset_leaves_it(client: FlaskClient) -> None:
    corrected(client)
    page = shown(client, "/", "?dataset=demo&region=990101&period=2024&snapshot=1")
    assert len(re.findall(r"snapshot=1", page)) > 5
    other = shown(client, "/", "?dataset=public-renshe&snapshot=1")
    assert "没有快照“1”" in other


@pytest.mark.parametrize("number", ["9", "x", "9" * 30, "-1", "²"])
def test_a_snapshot_that_is_none_is_said_and_today_is_shown(client: FlaskClient, number: str) -> None:
    corrected(client)
    page = shown(
        client, "/compare", f"?dataset=demo&region=990100&period=2024&indicator=FY04&snapshot={number}"
    )
    assert "没有快照" in page
    answer = client.get(f"/api/v1/results?dataset=demo&period=2024&snapshot={number}")
    assert answer.status_code in (400, 404)


def test_pages_of_work_know_no_snapshot(client: FlaskClient) -> None:
    corrected(client)
    assert "看现行数字" not in shown(client, "/submit", "?dataset=demo&snapshot=1")


def test_a_snapshot_keeps_the_definitions_of_its_time(
    services: Services, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "indicators"
    folder.mkdir()
    for path in definition.FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace("负责人出庭", "当时的名称"), encoding="utf-8")
    sources = {**snapshots.SOURCES, "indicators": (folder, ("*.toml",))}
    monkeypatch.setattr(snapshots, "SOURCES", sources)
    corrected(client)
    monkeypatch.undo()
    services._copied = None
    assert services.numbers(1).indicators["FY04"].short == "当时的名称"
    assert "当时的名称" in shown(client, "/compare", "?dataset=demo&period=2024&indicator=FY04&snapshot=1")
    assert "当时的名称" not in shown(client, "/compare", "?dataset=demo&period=2024&indicator=FY04")
    assert value(client, snapshot="1") == 90


def test_a_snapshot_whose_definitions_cannot_be_read_says_so(services: Services, client: FlaskClient) -> None:
    broken = b"PK no zip"
    services.store.keep_file(hash_of(broken), broken)
    services.keep_catalogue = lambda: type("Copy", (), {"sha256": hash_of(broken), "size": len(broken)})()
    corrected(client)
    del services.keep_catalogue
    assert "口径按现行目录" in shown(client, "/", "?dataset=demo&region=990101&period=2024&snapshot=1")
    assert value(client, snapshot="1") == 90


def test_the_copy_of_the_definitions_is_the_same_whenever_it_is_made() -> None:
    copy = copied((), {})
    assert copy == copied((), {})
    read = read_copy(copy)
    assert read.name == hash_of(copy)
    assert list(read.catalogue.datasets) == list(catalogues.read_catalogue().datasets)


def test_figures_nobody_else_sees_yet_are_said_to_be_unpublished(tmp_path: Path) -> None:
    services = small_services(tmp_path)
    client = create_app(services).server.test_client()
    assert "6 件尚未发布（审核通过 6）" in shown(client, "/", "?dataset=demo&period=2025")
    copy = services.keep_catalogue()
    services.store.publish("demo", ["2025"], by=PUBLISHER, at=AT, catalogue=copy)
    assert "尚未发布" not in shown(client, "/", "?dataset=demo&period=2025")
