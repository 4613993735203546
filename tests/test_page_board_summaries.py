"""报送进度: summaries are made, kept, signed and filed upward through their addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders_board import CITY, PDF, attach, make, shown, signed_in
from builders_store import AT, file, small_services
from flask.testing import FlaskClient

from layouts.services import Services
from loaders.scan import MOST_BYTES


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


def test_a_summary_is_made_kept_and_given_back(client: FlaskClient, services: Services) -> None:
    assert make(client) == (200, {"address": "/board" + CITY})
    assert make(client)[0] == 200  # the same figures are the same summary
    (kept,) = services.view().summaries("demo")
    assert (kept.region, kept.period, kept.form, kept.by, kept.at) == ("990100", "2025", "annual", "李某", AT)
    assert len(kept.submissions) == 6
    data = client.get("/board/summary/1.xlsx").get_data()
    assert data == services.view().file(kept.sha256)
    assert data == client.get(f"/board/summary.xlsx{CITY}&form=annual").get_data()


def test_a_summary_is_counted_nowhere(client: FlaskClient, services: Services) -> None:
    def state() -> tuple[Any, ...]:
        numbers = services.numbers()
        number = numbers.assessed("demo", "2025").number("FY04", "990000")
        return numbers.versions("demo"), number, numbers.filed("demo")

    before = state()
    make(client)
    attach(client)
    assert state() == before


def test_what_changed_below_since_is_said(client: FlaskClient, services: Services) -> None:
    make(client)
    assert "与现行数据一致" in shown(client, CITY)
    file(services, "990106", "2025", {"suit_heard": 4})
    assert "生成后下级数据有变动，请重新生成" in shown(client, CITY)
    make(client)
    assert len(services.view().summaries("demo")) == 2


def test_with_its_signed_scan_it_is_filed_upward(client: FlaskClient, services: Services) -> None:
    make(client)
    assert "待签字上传" in shown(client, CITY)
    assert attach(client)[0] == 200
    assert attach(client)[0] == 200  # the same scan once
    page = shown(client, CITY)
    assert "已上报，扫描件 1 份" in page
    answer = client.get("/board/scan/1/1")
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    (kept,) = services.view().summaries("demo")
    assert [(each.name, each.kind, each.size, each.by) for each in kept.scans] == [
        ("盖章.pdf", "pdf", len(PDF), "李某")
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("盖章.pdf", b"MZ no scan", "scan.kind"),
        ("盖章.html", PDF, "scan.ending"),
        ("绝密★.pdf", PDF, "file.classified"),
        ("盖章.pdf", b"", "file.empty"),
    ],
)
def test_a_scan_that_is_none_is_refused_and_nothing_of_it_is_written(
    client: FlaskClient, services: Services, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    make(client)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    status, told = attach(client, name, data)
    assert (status, told["error"]["code"]) == (409, code)
    assert services.view().summaries("demo")[0].scans == ()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_scan_that_is_too_large_is_refused_before_it_is_read(client: FlaskClient) -> None:
    make(client)
    for more, expected in ((100_000, (413, "too_large")), (0, (409, "file.too_large"))):
        answer = client.post(
            "/board/scan",
            data=multipart(PDF + bytes(MOST_BYTES + more), summary="1", by="李某"),
            content_type="multipart/form-data; boundary=part",
            headers={"Accept": "application/json"},
        )
        assert (answer.status_code, answer.get_json()["error"]["code"]) == expected


def multipart(file: bytes, **fields: str) -> bytes:
    """The body of a form with a file; the test client would write one so large to a temporary file."""
    head = b'--part\r\nContent-Disposition: form-data; name="%s"'
    parts = [head % name.encode() + b"\r\n\r\n" + text.encode() for name, text in fields.items()]
    parts.append(head % b"file" + b'; filename="a.pdf"\r\n\r\n' + file)
    return b"\r\n".join([*parts, b"--part--", b""])


def test_what_is_not_there_is_not_given(client: FlaskClient) -> None:
    make(client)
    county = "/board/summary.xlsx?dataset=demo&region=990101&period=2025&form=annual"
    for path in ("/board/summary/2.xlsx", "/board/scan/1/1", "/board/scan/9/9", county):
        assert client.get(path).status_code == 404
    assert attach(client, summary="7")[1]["error"]["code"] == "no_summary"
    assert (
        client.get("/board/summary.xlsx?dataset=demo&region=990101&period=2025&form=annual").status_code
        == 404
    )


def test_a_file_that_was_purged_is_said_to_be_gone(
    client: FlaskClient, services: Services, tmp_path: Path
) -> None:
    make(client)
    (kept,) = services.view().summaries("demo")
    next(tmp_path.rglob(kept.sha256)).unlink()
    answer = client.get("/board/summary/1.xlsx")
    assert (answer.status_code, answer.get_data(as_text=True)) == (404, "这个文件已被清除。")


def test_only_who_files_for_a_city_makes_and_signs_its_summary(
    client: FlaskClient, services: Services
) -> None:
    signed_in(services, file="990200")
    assert make(client)[1]["error"]["code"] == "bad_place"  # a city that is not shown
    signed_in(services, file="990101")
    assert client.get(f"/board/summary.xlsx{CITY}&form=annual").status_code == 404
    signed_in(services, file="990100")
    assert make(client)[0] == 200
    signed_in(services, file="990200")
    assert attach(client)[1]["error"]["code"] == "no_summary"
    assert client.get("/board/summary/1.xlsx").status_code == 404
    signed_in(services, file="990100")
    assert attach(client)[0] == 200
    assert client.get("/board/scan/1/1").get_data() == PDF


def test_a_page_of_summaries_says_why_there_is_none(client: FlaskClient) -> None:
    search = "?dataset=demo&part=summary&period=2025&region="
    assert "没有下级单位" in shown(client, search + "990101")
    assert "没有可汇总的" in shown(client, search + "990200")
    assert "没有2025年一季度这个报告期" in shown(
        client, "?dataset=demo&part=summary&period=2025Q1&form=annual&region=990100"
    )


def test_the_preview_shows_the_totals(client: FlaskClient) -> None:
    page = shown(client, CITY)
    assert "未报 3 个" in page
    assert "有 85 项不能由各单位的数相加" in page
    assert "本级" in page
    english = shown(client, CITY + "&lang=en")
    assert "3 have not filed" in english


def test_a_form_without_script_goes_back_to_the_page_and_nowhere_else(client: FlaskClient) -> None:
    given = {"dataset": "demo", "by": "李某", "region": "990100", "period": "2025", "form": "annual"}
    for back, place in ((CITY, "/board" + CITY), ("//elsewhere.example", "/board")):
        answer = client.post("/board/summary", data={**given, "back": back})
        assert (answer.status_code, answer.headers["Location"]) == (303, place)
