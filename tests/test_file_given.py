"""Files given out: the original as it came, and the marked-up workbook."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import unquote

import builders
import openpyxl
from builders_filing import (
    bad,
    buttons,
    good,
    posted,
)
from flask.testing import FlaskClient

from data.model import Finding
from layouts.services import Services
from layouts.text import finding_parts
from loaders.workbook import read


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
        sheet = book["复议应诉"]
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


def test_the_original_comes_back_under_its_first_name(client: FlaskClient) -> None:
    told = posted(client, "月屿区 年报.xlsx", good())
    posted(client, "别的名字.xlsx", good())
    response = client.get(f"/file/{told['sha256']}")
    disposition = response.headers["Content-Disposition"]
    assert response.data == good()
    assert disposition.startswith("attachment")
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == "月屿区 年报.xlsx"
    assert response.headers["Content-Security-Policy"] == "sandbox"


def test_only_known_files_are_given_out(client: FlaskClient, tmp_path: Path) -> None:
    posted(client, "年报.xlsx", good())
    for asked in ("0" * 64, "..%2Ffaheng.db", "x", "A" * 64):
        response = client.get(f"/file/{asked}")
        assert response.status_code == 404, asked
