"""报送: the pages of what was filed, the list and its export; nothing of a file is ever run as HTML."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import builders
import pytest
from builders_filing import (
    all_of,
    bad,
    good,
    page,
    posted,
    rows_of,
    texts,
)
from builders_store import AT, public_services, take_in
from flask.testing import FlaskClient

from layouts.pages import submit
from layouts.services import Services
from layouts.site import answer, export
from layouts.text import LANGUAGES, words
from layouts.views.submit_sheet import AROUND, row_groups
from loaders.workbook import read


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
        sheet = book["Sheet1"]
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
