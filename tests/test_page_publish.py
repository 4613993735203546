"""Review, publication and the register, through the pages' own addresses."""

import io

import builders
import openpyxl
import pytest
from builders_life import FILER, PUBLISHER, REVIEWER, corrected, publish, send, shown, step
from builders_store import AT
from flask.testing import FlaskClient

from data.life import BY_HAND
from data.model import Finding
from layouts.services import Services

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
    services.live_findings = lambda submission, **_: (finding,)
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
    assert "本数据集共 1 次；次数按全部数据集连续编号" in page


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
