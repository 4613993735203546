"""报送: what is uploaded is judged and told; templates and originals go out; nothing is ever run as HTML."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import builders
import openpyxl
import pytest
from builders_store import AT, fresh_services, take_in
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.model import Finding
from layouts.pages import submit
from layouts.rows import Rows
from layouts.selection import parse
from layouts.services import Services
from layouts.site import answer, export
from layouts.text import LANGUAGES, finding_parts, words
from layouts.views.submit_routes import blueprint
from layouts.views.submit_sent import FORM_ROOM
from layouts.views.submit_sheet import AROUND, row_groups
from loaders.workbook import read

NASTY = '<img src=x onerror="alert(1)">'


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return fresh_services(tmp_path)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    server = Flask("test")
    server.register_blueprint(blueprint(services))
    return server.test_client()


def good() -> bytes:
    return builders.annual("2025", suit_heard=10, suit_head_appeared=9)


def bad() -> bytes:
    """More appearances than hearings; letters for a number on another sheet's row."""

    def spoil(book: object) -> None:
        sheet = book["复议应诉"]  # type: ignore[index]
        sheet.cell(builders.row_of(sheet, "suit_lost"), 4).value = NASTY

    return builders.edited(builders.annual("2025", suit_heard=6, suit_head_appeared=7), spoil)


def classified(mark: str = "机密★10年 某某工程") -> bytes:
    def stamp(book: object) -> None:
        book["复议应诉"]["H1"] = mark  # type: ignore[index]

    return builders.edited(good(), stamp)


def post(client: FlaskClient, name: str, data: bytes, by: str = "李某", **headers: str) -> TestResponse:
    return client.post(
        "/file/receive",
        data={"by": by, "lang": "zh", "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
        headers={key.replace("_", "-"): text for key, text in headers.items()},
    )


def posted(client: FlaskClient, name: str, data: bytes, by: str = "李某") -> dict:
    response = post(client, name, data, by)
    assert response.status_code == 200, response.text
    (told,) = response.json["files"]
    return told


def page(services: Services, address: str) -> list:
    """The parts of the page at an address."""
    numbers = services.numbers()
    chosen = parse(dict(parse_qsl(urlsplit(address).query)), numbers)
    return submit.body(services, numbers, chosen)


def texts(element: object) -> list[str]:
    """Every text a reader sees, in order."""
    if isinstance(element, dict):
        return texts(element["props"].get("children"))
    if isinstance(element, list | tuple):
        return [text for each in element for text in texts(each)]
    return [] if element is None else [str(element)]


def all_of(element: object, kind: str, **props: str) -> list[dict]:
    """Every element of a kind whose props hold these texts."""
    if isinstance(element, list | tuple):
        return [found for each in element for found in all_of(each, kind, **props)]
    if not isinstance(element, dict):
        return []
    mine = element["type"] == kind and all(
        text in str(element["props"].get(key, "")) for key, text in props.items()
    )
    return ([element] if mine else []) + all_of(element["props"].get("children"), kind, **props)


def rows_of(services: Services, query: str) -> Rows:
    numbers = services.numbers()
    return submit.rows(services, numbers, parse(dict(parse_qsl(query)), numbers))


def test_a_good_workbook_is_accepted_and_its_page_says_so(client: FlaskClient, services: Services) -> None:
    told = posted(client, "年报.xlsx", good())
    assert (told["status"], told["known"], told["region"], told["period"]) == (
        "waiting",
        False,
        "990101",
        "2025",
    )
    assert told["title"] == "待审核"
    shown = "".join(texts(page(services, told["href"])))
    assert "待审核" in shown
    assert "读出 2 格，1 个工作表" in shown
    assert "李某" in shown
    assert told["sha256"] in shown


def test_a_bad_workbook_is_returned_with_every_finding_at_its_cell(
    client: FlaskClient, services: Services
) -> None:
    told = posted(client, "年报.xlsx", bad())
    assert told["status"] == "returned"
    assert told["title"].startswith("已退回：2 处必须修改")
    assert services.numbers().filed_periods("demo") == ()
    body = page(services, told["href"])
    listed = all_of(all_of(body, "Ul", className="findings"), "Li")
    cells = [item["props"]["data-cell"] for item in listed]
    drawn = {cell["props"]["data-at"]: cell for cell in all_of(body, "Td", **{"data-at": "c-"})}
    assert len(listed) == len(told["findings"])
    assert set(cells) == set(drawn)
    assert all("must" in cell["props"]["className"] for cell in drawn.values())
    links = {link["props"]["href"] for cell in drawn.values() for link in all_of(cell, "A")}
    assert links <= {f"#{item['props']['data-at']}" for item in listed}


def test_one_finding_is_selected_at_first_with_its_cell_and_its_box(
    client: FlaskClient, services: Services
) -> None:
    body = page(services, posted(client, "年报.xlsx", bad())["href"])
    (current,) = [
        item
        for item in all_of(body, "Li", **{"data-at": "f-"})
        if item["props"].get("aria-current") == "true"
    ]
    (chosen,) = all_of(body, "Td", className="chosen")
    (box,) = [box for box in all_of(body, "Section", className="cell-box") if not box["props"].get("hidden")]
    assert chosen["props"]["data-at"] == current["props"]["data-cell"]
    assert box["props"]["data-box"] == current["props"]["data-at"][2:]
    assert "影响" in texts(box)


def test_a_rule_tells_what_was_read_what_was_expected_and_what_it_reaches(
    client: FlaskClient, services: Services
) -> None:
    body = page(services, posted(client, "年报.xlsx", bad())["href"])
    box = next(box for box in all_of(body, "Section", className="cell-box") if "7" in texts(box))
    shown = "".join(texts(box))
    assert "负责人出庭应诉率" in shown
    assert "改正前不入库" in shown


def test_the_same_bytes_again_are_said_to_be_the_first_submission(client: FlaskClient) -> None:
    first = posted(client, "年报.xlsx", good())
    again = posted(client, "别的名字.xlsx", good())
    assert again["known"] is True
    assert again["submission"] == first["submission"]
    assert f"第 {first['submission']} 号" in again["title"]
    assert "待审核" in again["title"]


def test_a_zip_gives_one_outcome_for_each_workbook(client: FlaskClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("县/一.xlsx", good())
        archive.writestr("县/二.xlsx", bad())
    response = post(client, "包.zip", packed.getvalue())
    assert [each["status"] for each in response.json["files"]] == ["waiting", "returned"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
    ],
)
def test_a_file_sent_by_another_site_is_not_taken(
    client: FlaskClient, services: Services, headers: dict[str, str]
) -> None:
    response = post(client, "年报.xlsx", good(), **headers)
    assert response.status_code == 403
    assert response.json["error"]["code"] == "cross_site"
    assert services.view().submissions() == ()


def test_our_own_page_may_send(client: FlaskClient) -> None:
    sent = post(client, "年报.xlsx", good(), Origin="http://localhost", Sec_Fetch_Site="same-origin")
    assert sent.status_code == 200


def test_a_file_over_the_limit_is_not_read(client: FlaskClient, services: Services) -> None:
    limit = services.desk().limits.bytes
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = head + b"\0" * (limit + FORM_ROOM) + b"\r\n--x--\r\n"
    response = client.post("/file/receive", data=body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 413
    assert response.json["error"]["code"] == "file.too_large"
    assert services.view().submissions() == ()


def test_a_request_without_a_file_is_refused(client: FlaskClient) -> None:
    assert client.post("/file/receive", data={"by": "李某"}).status_code == 400
    assert client.post("/file/receive", data=b"x", content_type="text/plain").status_code == 400
    assert client.get("/file/receive").status_code == 404


def test_a_classified_file_leaves_nothing_and_its_words_are_not_repeated(
    client: FlaskClient, services: Services, tmp_path: Path
) -> None:
    response = post(client, "年报.xlsx", classified())
    (told,) = response.json["files"]
    assert (told["status"], told["submission"], told["href"]) == ("refused", None, None)
    assert "密级" in told["title"]
    assert "某某工程" not in response.text
    assert services.view().submissions() == ()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_the_name_of_the_person_is_one_short_plain_line(client: FlaskClient, services: Services) -> None:
    posted(client, "一.xlsx", good(), by="  李\n\u202e某  " + "长" * 100)
    posted(client, "二.xlsx", bad(), by=" \t ")
    second, first = services.view().submissions()
    assert first.by == ("李某 " + "长" * 100)[:40]
    assert second.by == services.by


def test_what_stands_in_a_file_is_shown_as_text(client: FlaskClient, services: Services) -> None:
    told = posted(client, f"{NASTY}.xlsx", bad(), by=NASTY)
    body = page(services, told["href"])
    assert any(NASTY in text for text in texts(body))
    sent = json.dumps(answer(services, submit.PAGE, dict(parse_qsl(urlsplit(told["href"]).query))))
    assert "&lt;img src=x" in sent
    assert "<img" not in sent


def test_a_path_in_the_name_is_dropped(client: FlaskClient, services: Services) -> None:
    posted(client, "/home/李某/年报.xlsx", good())
    (one,) = services.view().submissions()
    assert one.path == "年报.xlsx"


def test_the_original_comes_back_under_its_first_name(client: FlaskClient) -> None:
    told = posted(client, "月屿区 年报.xlsx", good())
    posted(client, "别的名字.xlsx", good())
    response = client.get(f"/file/{told['sha256']}")
    disposition = response.headers["Content-Disposition"]
    assert response.data == good()
    assert disposition.startswith("attachment")
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == "月屿区 年报.xlsx"
    assert response.headers["Content-Security-Policy"] == "sandbox"


def buttons(services: Services, address: str) -> dict[str, str]:
    """Words of the outcome's buttons -> their addresses."""
    links = all_of(page(services, address), "A", className="button")
    return {"".join(texts(link)): link["props"]["href"] for link in links}


def test_a_returned_workbook_comes_back_with_its_findings_on_it(
    client: FlaskClient, services: Services
) -> None:
    sent = bad()
    told = posted(client, "月屿区 年报.xlsx", sent)
    offered = buttons(services, told["href"])
    assert next(iter(offered)) == "下载标注后的原件"
    response = client.get(offered["下载标注后的原件"])
    name = unquote(response.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    assert (response.status_code, name) == (200, "月屿区 年报（校验标注）.xlsx")
    marked = openpyxl.load_workbook(io.BytesIO(response.data))
    assert marked.sheetnames[-1] == "校验结果"
    for finding in told["findings"]:
        cell = marked[finding["sheet"]][finding["cell"]]
        assert cell.fill.fill_type == "solid"
        assert cell.comment.text.startswith("强制")
        assert finding_parts_of(finding) in cell.comment.text
    listed = [cell.value for row in marked["校验结果"] for cell in row]
    assert all(finding_parts_of(finding) in listed for finding in told["findings"])
    assert client.get(f"/file/{told['sha256']}").data == sent


def finding_parts_of(record: dict) -> str:
    """What is wrong, as the list says it."""
    finding = Finding(record["code"], record["severity"], record["sheet"], record["cell"], record["params"])
    return finding_parts(finding, "zh")[0]


def test_a_corrected_marked_workbook_is_accepted_as_it_is(client: FlaskClient, services: Services) -> None:
    told = posted(client, "年报.xlsx", bad())
    marked = client.get(f"/file/{told['submission']}/marked.xlsx").data

    def correct(book: object) -> None:
        sheet = book["复议应诉"]  # type: ignore[index]
        sheet.cell(builders.row_of(sheet, "suit_lost"), 4).value = 1
        sheet.cell(builders.row_of(sheet, "suit_head_appeared"), 4).value = 6

    again = posted(client, "年报（校验标注）.xlsx", builders.edited(marked, correct))
    assert again["status"] == "waiting", again["findings"]
    again = posted(client, "年报（校验标注）.xlsx", marked)
    assert [each["code"] for each in again["findings"]] == [each["code"] for each in told["findings"]]


def test_the_marked_workbook_speaks_english_too(client: FlaskClient, services: Services) -> None:
    told = posted(client, "report.xlsx", bad())
    offered = buttons(services, told["href"] + "&lang=en")
    response = client.get(offered["Download the marked-up file"])
    assert "report (marked).xlsx" in unquote(response.headers["Content-Disposition"])
    marked = openpyxl.load_workbook(io.BytesIO(response.data))
    heads = [cell.value for row in marked["校验结果"] for cell in row if cell.value == "How to fix"]
    assert heads == ["How to fix"]


def test_what_cannot_be_marked_is_said(client: FlaskClient, services: Services) -> None:
    clean = posted(client, "年报.xlsx", good())
    assert clean["findings"] == []
    assert not [text for text in buttons(services, clean["href"]) if "标注" in text]
    for number in (clean["submission"], 999, 10**30):
        response = client.get(f"/file/{number}/marked.xlsx")
        assert response.status_code == 404, number
        assert "号报送件" in response.text
    broken = posted(client, "坏.xlsx", b"PK\3\4 broken")
    assert not [text for text in buttons(services, broken["href"]) if "标注" in text]
    response = client.get(f"/file/{broken['submission']}/marked.xlsx")
    assert read(response.data).sheets[0].name == "校验结果"


def test_only_known_files_are_given_out(client: FlaskClient, tmp_path: Path) -> None:
    posted(client, "年报.xlsx", good())
    for asked in ("0" * 64, "..%2Ffaheng.db", "x", "A" * 64):
        response = client.get(f"/file/{asked}")
        assert response.status_code == 404, asked


def test_a_template_is_the_form_of_the_region_and_period(client: FlaskClient, services: Services) -> None:
    response = client.get("/template/annual/990101/2025.xlsx")
    disposition = response.headers["Content-Disposition"]
    name = unquote(disposition.partition("filename*=UTF-8''")[2])
    place = builders.extracted(response.data).place
    assert response.status_code == 200
    assert name == "法治建设指标年度统计表_月屿区_2025年.xlsx"
    assert disposition.isascii()
    assert (place.dataset, place.region, place.period) == ("demo", "990101", "2025")


def test_the_words_of_the_page_lead_to_the_template(client: FlaskClient) -> None:
    asked = client.get(f"/template?form=quarterly&region={quote('月屿区')}&period={quote('2026年三季度')}")
    assert asked.status_code == 302
    assert asked.location.endswith("/template/quarterly/990101/2026Q3.xlsx")
    assert client.get(asked.location).status_code == 200


def test_the_page_is_told_of_a_template_without_an_error_status(client: FlaskClient) -> None:
    page = {"Accept": "application/json"}
    good = client.get(f"/template?form=annual&region={quote('月屿区')}&period=2025", headers=page)
    bad = client.get("/template?form=annual&region=&period=2025", headers=page)
    assert (good.status_code, good.json) == (200, {"address": "/template/annual/990101/2025.xlsx"})
    assert (bad.status_code, bad.json) == (200, {"problem": "请填写地区的名称或代码。"})


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/template/weekly/990101/2025.xlsx", 404, "没有报表"),
        ("/template/annual/999999/2025.xlsx", 404, "没有代码"),
        ("/template/annual/990101/2025Q1.xlsx", 400, "按年填报"),
        ("/template/annual/990101/soon.xlsx", 400, "不是报告期"),
        ("/template/annual/990000/2025.xlsx", 400, "不由示例省"),
        ("/template/annual/440117/2025.xlsx", 400, "不由从化区"),
        ("/template/annual/990101/2014.xlsx", 400, "有效期"),
        (f"/template?form=annual&region={quote('月与区')}&period=2025", 404, "月屿区"),
        ("/template?form=annual&region=&period=2025", 400, "请填写地区"),
        (f"/template?form=public&region={quote('鼓楼区')}&period=2025", 400, "请写代码"),
    ],
)
def test_a_template_that_cannot_be_written_says_why(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.mimetype == "text/plain"
    assert said in response.text


def test_the_list_shows_every_outcome_and_the_export_has_the_same(
    client: FlaskClient, services: Services
) -> None:
    posted(client, "一.xlsx", good())
    posted(client, "二.xlsx", bad())
    posted(client, "三.xlsx", b"\xd0\xcf\x11\xe0nonsense")
    (table,) = all_of(page(services, "/submit"), "Table", className="filings")
    lines = [texts(line["props"]["children"]) for line in all_of(all_of(table, "Tbody"), "Tr")]
    keys = [column.key for column in submit.SUBMISSION_COLUMNS]
    records = [
        [str(record[key]) if record[key] != "" else "—" for key in keys]
        for record in rows_of(services, "").records
    ]
    assert [line[0] for line in lines] == ["3", "2", "1"]
    assert lines == records
    assert [line[6] for line in lines] == ["已拒收", "已退回", "待审核"]


def test_the_export_of_a_submission_has_the_findings_of_its_page(
    client: FlaskClient, services: Services
) -> None:
    told = posted(client, "年报.xlsx", bad())
    records = rows_of(services, f"submission={told['submission']}").records
    shown = "".join(texts(page(services, told["href"])))
    assert sorted((record["code"], record["cell"]) for record in records) == sorted(
        (found["code"], found["cell"]) for found in told["findings"]
    )
    assert all(record["problem"] in shown and record["cell"] in shown for record in records)
    exported = export(services, submit.PAGE, {"submission": str(told["submission"])}, "csv").decode("utf-8")
    assert all(str(record["code"]) in exported for record in records)
    assert f"{told['sha256']}" not in exported


def test_a_file_that_cannot_be_read_is_kept_and_shown_without_a_picture(
    client: FlaskClient, services: Services
) -> None:
    told = posted(client, "旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    shown = "".join(texts(page(services, told["href"])))
    assert told["status"] == "refused"
    assert "已拒收：文件没有读入" in shown
    assert "没有原件图" in shown
    assert client.get(f"/file/{told['sha256']}").status_code == 200


def test_an_older_version_says_which_one_is_current(client: FlaskClient, services: Services) -> None:
    first = posted(client, "一.xlsx", good())
    services.clock = lambda: AT + timedelta(hours=1)
    second = posted(client, "二.xlsx", builders.annual("2025", suit_heard=11, suit_head_appeared=9))
    shown = "".join(texts(page(services, first["href"])))
    assert f"现行的是第 {second['submission']} 号" in shown


@pytest.mark.parametrize("number", ["99", "9" * 30, "0"])
def test_an_unknown_submission_leads_to_the_desk(services: Services, number: str) -> None:
    shown = "".join(texts(page(services, f"/submit?submission={number}")))
    assert f"没有第 {number} 号报送件" in shown
    assert words("zh")["filing_list.title"] in shown


def test_the_notice_and_the_limit_stand_beside_the_upload(services: Services) -> None:
    for language in LANGUAGES:
        spoken = words(language)
        shown = texts(page(services, f"/submit?lang={language}"))
        assert spoken["filing_upload.notice"] in shown
        assert any("20 MB" in text for text in shown)


def test_both_languages_can_be_sent_to_the_browser(client: FlaskClient, services: Services) -> None:
    told = posted(client, "年报.xlsx", bad())
    for query in ("", f"submission={told['submission']}"):
        for language in LANGUAGES:
            asked = dict(parse_qsl(f"{query}&lang={language}"))
            sent = json.dumps(answer(services, submit.PAGE, asked), ensure_ascii=False)
            assert words(language)["submit.title"] in sent


def test_an_empty_record_says_what_to_do(services: Services) -> None:
    shown = "".join(texts(page(services, "/submit")))
    assert words("zh")["filing_list.none"] in shown


def test_live_checks_stand_beside_stored_findings(tmp_path: Path) -> None:
    from builders_store import public_services

    services = public_services(tmp_path)
    number = next(
        one.submission
        for one in services.view().submissions()
        if (one.region, one.period) == ("440117", "2021")
    )
    codes = [record["code"] for record in rows_of(services, f"submission={number}").records]
    assert "reported.differs" in codes
    assert "number.repeated" in codes


def test_hidden_rows_are_left_out_unless_they_have_a_finding() -> None:
    def hide(book: object) -> None:
        sheet = book["Sheet1"]  # type: ignore[index]
        sheet.row_dimensions[5].hidden = True
        sheet.row_dimensions[6].hidden = True

    data = builders.edited(builders.grid([[str(row)] for row in range(1, 40)]), hide)
    sheet = read(data).sheets[0]
    shown = [row for group in row_groups(sheet, {6, 30}) for row in group]
    assert 6 in shown
    assert 5 not in shown
    assert {30 - AROUND, 30 + AROUND} <= set(shown)
    assert 20 not in shown


def test_take_in_and_the_page_are_one_door(services: Services) -> None:
    (outcome,) = take_in(services, {"年报.xlsx": bad()})
    shown = "".join(texts(page(services, f"/submit?submission={outcome.submission}")))
    assert "已退回：2 处必须修改" in shown
