"""Review, publication, snapshots and the register, through the pages' own addresses."""

import io
import re
from pathlib import Path

import builders
import openpyxl
import pytest
from builders_store import AT, fresh_services, small_services
from flask.testing import FlaskClient
from test_site import answered

from app import create_app
from data import catalogue as catalogues
from data.life import BY_HAND
from data.model import Finding
from indicators import definition
from layouts import snapshots
from layouts.services import Services
from layouts.snapshots import copied, hash_of, read_copy

FILER, REVIEWER, PUBLISHER = "李某", "王某", "赵某"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return fresh_services(tmp_path)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services).server.test_client()


def send(client: FlaskClient, name: str = "年报.xlsx", by: str = FILER, **figures: int) -> int:
    """A county's workbook by the ordinary door; the submission's number."""
    figures = figures or {"suit_heard": 10, "suit_head_appeared": 9}
    data = {"by": by, "file": (io.BytesIO(builders.annual("2024", **figures)), name)}
    answer = client.post("/file/receive", data=data, content_type="multipart/form-data")
    (told,) = answer.get_json()["files"]
    assert told["status"] == "waiting", told
    return int(told["submission"])


def step(
    client: FlaskClient, number: int, step: str, *, by: str = REVIEWER, why: str = "", lang: str = "zh"
) -> tuple[int, dict]:
    fields = {"submission": str(number), "step": step, "by": by, "why": why}
    headers = {"Accept": "application/json"}
    answer = client.post(f"/life/step?lang={lang}", data=fields, headers=headers)
    return answer.status_code, answer.get_json()


def publish(client: FlaskClient, *periods: str, why: str = "", by: str = PUBLISHER) -> tuple[int, dict]:
    fields = {
        "dataset": "demo",
        "period": list(periods or ["2024"]),
        "by": by,
        "why": why,
        "note": "年度数据",
    }
    answer = client.post("/life/publish", data=fields, headers={"Accept": "application/json"})
    return answer.status_code, answer.get_json()


def corrected(client: FlaskClient) -> None:
    """Published with 9/10, corrected to 5/10."""
    first = send(client, "一.xlsx")
    assert step(client, first, "approve")[0] == 200
    assert publish(client)[0] == 200
    assert step(client, first, "unlock", why="漏计")[0] == 200
    second = send(client, "二.xlsx", suit_heard=10, suit_head_appeared=5)
    assert step(client, second, "approve")[0] == 200
    assert publish(client, why="漏计五件")[0] == 200


def shown(client: FlaskClient, path: str, search: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), answered(client, path, search))


# Steps


def test_the_page_of_a_filing_offers_review_and_tells_what_happened(client: FlaskClient) -> None:
    number = send(client)
    page = shown(client, "/submit", f"?submission={number}")
    assert all(word in page for word in ("待审核", "审核通过", "退回", "撤回", "经过"))
    assert step(client, number, "approve") == (
        200,
        {"address": f"/submit?dataset=demo&region=990101&period=2024&submission={number}"},
    )
    page = shown(client, "/submit", f"?submission={number}")
    assert "等待发布" in page
    assert REVIEWER in page


def test_without_a_script_the_form_leads_back_to_the_page(client: FlaskClient) -> None:
    number = send(client)
    fields = {"submission": str(number), "step": "approve", "by": REVIEWER}
    answer = client.post("/life/step", data=fields)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/submit")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"submission": "77"}, 404, "no_submission"),
        ({"submission": "x"}, 404, "no_submission"),
        ({"submission": "9" * 40}, 404, "no_submission"),
        ({"step": "publish"}, 400, "no_step"),
        ({"step": "purge"}, 400, "no_step"),
        ({"by": " \u202e "}, 400, "no_name"),
        ({"by": FILER}, 409, "own"),
        ({"step": "return"}, 409, "why"),
        ({"step": "withdraw", "why": "错"}, 409, "not_own"),
        ({"step": "unlock", "why": "错"}, 409, "not_now"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused_in_words(
    client: FlaskClient, services: Services, fields: dict, status: int, code: str
) -> None:
    number = send(client)
    given = {"submission": str(number), "step": "approve", "by": REVIEWER, **fields}
    for language in ("zh", "en"):
        answer = client.post(
            f"/life/step?lang={language}", data=given, headers={"Accept": "application/json"}
        )
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
        assert len(answer.get_json()["error"]["message"]) > 5
    assert services.view().submissions(statuses=["waiting"])


def test_a_second_reviewer_is_told_who_was_faster_and_when(client: FlaskClient) -> None:
    number = send(client)
    step(client, number, "approve")
    status, told = step(client, number, "approve", by="钱某")
    assert status == 409
    assert (
        told["error"]["message"]
        == "第 1 号报送件现为“审核通过”，不能“审核通过”。（王某，2026年11月20日 09:30）"
    )


def test_other_sites_cannot_send_steps(client: FlaskClient, services: Services) -> None:
    number = send(client)
    fields = {"submission": str(number), "step": "approve", "by": REVIEWER}
    for verb in ("step", "publish"):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://other.example"}):
            answer = client.post(f"/life/{verb}", data=fields, headers=headers)
            assert answer.status_code == 403
    assert services.view().submissions(statuses=["waiting"])


def test_a_finding_without_explanation_keeps_a_filing_from_approval(
    client: FlaskClient, services: Services
) -> None:
    number = send(client)
    finding = Finding("outlier.high", "explain", indicator="FY04")
    services.live_findings = lambda submission, **_: (finding,)  # type: ignore[method-assign]
    status, told = step(client, number, "approve")
    assert (status, told["error"]["code"]) == (409, "unexplained")
    services.store.explain(number, finding, "已核对", by=FILER, at=AT)
    assert step(client, number, "approve")[0] == 200


def test_a_withdrawn_or_returned_filing_counts_no_more_and_says_why(client: FlaskClient) -> None:
    first = send(client)
    assert step(client, first, "withdraw", by=FILER, why="报错了")[0] == 200
    second = send(client, "二.xlsx", suit_heard=8, suit_head_appeared=8)
    assert step(client, second, "return", why="与台账不符")[0] == 200
    assert "理由：报错了" in shown(client, "/submit", f"?submission={first}")
    assert "与台账不符" in shown(client, "/submit", f"?submission={second}")
    rows = client.get("/api/v1/results?dataset=demo&region=990101&period=2024&indicator=FY04").get_json()[
        "rows"
    ]
    assert rows[0]["value"] is None


def test_every_step_by_hand_has_words_in_both_languages(client: FlaskClient) -> None:
    number = send(client)
    for name in BY_HAND:
        assert step(client, number, name, by="", lang="en")[1]["error"]["message"] == "Write down your name."


def test_the_list_is_filtered_by_status(client: FlaskClient) -> None:
    first = send(client)
    second = send(client, "二.xlsx", suit_heard=8, suit_head_appeared=8)
    step(client, second, "return", why="错")
    page = shown(client, "/submit", "?only=returned")
    assert "已退回 1" in page
    assert "二.xlsx" in page
    assert "年报.xlsx" not in page
    text = client.get("/export/submit.csv?only=waiting").get_data(as_text=True)
    assert (f"\n{first}," in text, "二.xlsx" in text) == (True, False)


# Versions


def test_two_versions_stand_side_by_side_with_their_cells(client: FlaskClient) -> None:
    corrected(client)
    page = shown(client, "/submit", "?submission=2&against=1")
    assert "第 1 号与第 2 号逐格比较" in page
    assert "1 处不同，1 处相同" in page
    text = client.get("/export/submit.csv?submission=2&against=1").get_data(as_text=True)
    (line,) = text.splitlines()[1:]
    assert ("9" in line, "5" in line, "复议应诉!" in line) == (True, True, True)


@pytest.mark.parametrize("against", ["2", "99", "9" * 30])
def test_what_is_no_version_of_the_place_is_not_compared(client: FlaskClient, against: str) -> None:
    corrected(client)
    assert "不能逐格比较" in shown(client, "/submit", f"?submission=2&against={against}")


# Publication


def test_the_page_of_publication_says_what_is_ready_and_what_is_missing(client: FlaskClient) -> None:
    number = send(client)
    page = shown(client, "/publish", "?dataset=demo")
    assert "没有审核通过而未发布的报送件" in page
    step(client, number, "approve")
    page = shown(client, "/publish", "?dataset=demo")
    assert '"type":"checkbox"' in page or 'type=\\"checkbox\\"' in page
    assert "等 26 个" in page or "等" in page
    assert publish(client) == (200, {"address": "/publish?dataset=demo"})
    page = shown(client, "/publish", "?dataset=demo")
    assert all(word in page for word in (PUBLISHER, "年度数据", "看快照", "发布后没有改动过数字"))


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"dataset": "no"}, 404, "no_dataset"),
        ({"period": []}, 400, "no_period"),
        ({"by": ""}, 400, "no_name"),
        ({"period": ["2019"]}, 409, "nothing"),
        ({"period": ["绝无"]}, 409, "nothing"),
    ],
)
def test_what_cannot_be_published_is_refused_in_words(
    client: FlaskClient, services: Services, fields: dict, status: int, code: str
) -> None:
    step(client, send(client), "approve")
    given = {"dataset": "demo", "period": ["2024"], "by": PUBLISHER, **fields}
    answer = client.post("/life/publish?lang=en", data=given, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
    assert services.view().publications() == ()


def test_correcting_published_figures_needs_a_reason(client: FlaskClient) -> None:
    first = send(client, "一.xlsx")
    step(client, first, "approve")
    publish(client)
    step(client, first, "unlock", why="漏计")
    step(client, send(client, "二.xlsx", suit_heard=10, suit_head_appeared=5), "approve")
    assert "1 件更正已发布的报送件" in shown(client, "/publish", "?dataset=demo")
    status, told = publish(client)
    assert (status, told["error"]["code"]) == (409, "why")
    assert "1 处已发布的数字" in told["error"]["message"]


def test_the_register_shows_old_new_and_why_and_is_exported(client: FlaskClient) -> None:
    corrected(client)
    page = shown(client, "/publish", "?dataset=demo")
    assert "漏计五件" in page
    for search, lines in (("", 1), ("&only=2024", 1), ("&only=2023", 0), ("&region=990102", 0)):
        text = client.get(f"/export/publish.csv?dataset=demo{search}").get_data(as_text=True)
        assert len(text.splitlines()) == 1 + lines, search
    book = openpyxl.load_workbook(io.BytesIO(client.get("/export/publish.xlsx?dataset=demo").get_data()))
    head, line = book.worksheets[0].iter_rows(values_only=True)
    told = dict(zip(head, line, strict=True))
    assert (told["原发布值"], told["更正值"], told["理由"]) == (9, 5, "漏计五件")


def test_parents_wait_for_those_below_where_the_dataset_says_so(
    client: FlaskClient, services: Services
) -> None:
    demo = services.shipped.datasets["demo"]
    object.__setattr__(demo, "children_first", True)
    try:
        data = builders.annual("2024", region="990100", suit_heard=3)
        client.post("/file/receive", data={"by": FILER, "file": (io.BytesIO(data), "市.xlsx")})
        step(client, 1, "approve")
        status, told = publish(client)
    finally:
        object.__setattr__(demo, "children_first", False)
    assert (status, told["error"]["code"]) == (409, "children")
    assert "月屿区" in told["error"]["message"]


# Snapshots


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
    services.keep_catalogue = lambda: type(  # type: ignore[method-assign]
        "Copy", (), {"sha256": hash_of(broken), "size": len(broken)}
    )()
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
