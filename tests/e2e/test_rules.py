"""校验规则 in a browser: the form, an own rule, the register out and in; files are told accordingly."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from builders import annual
from opened import AXE, PHONE, Opener, Site, settle
from playwright.sync_api import Page

from loaders.intake import receive

RULES = "/rules?dataset=demo"


def told(site: Site, name: str, data: bytes) -> list[str]:
    """Severity of what the rule on hearings says of a file, as any file is judged."""
    services = site.services
    outcome = receive(name, data, desk=services.desk(), by="测试", at=services.clock())
    return [finding.severity for finding in outcome.findings if finding.params.get("name") == "suit_heard"]


def opened(page: Page, rule: str) -> None:
    page.click(f'button[data-rule="{rule}"]')
    page.wait_for_selector("#rules-dialog[open] form")


def saved(page: Page) -> None:
    with page.expect_navigation():
        page.click("#rules-dialog button[type=submit]")
    settle(page)


@pytest.fixture(autouse=True)
def shipped(site: Site):
    """The rules as they were, for the tests after these."""
    yield
    services = site.services
    edits = [
        (edit.code, '{"off": true}' if edit.code == "own_hearings" else "{}")
        for edit in services.view().rule_edits()
    ]
    services.store.save_rules(edits, by="测试", at=services.clock(), why="复原")


def test_an_edit_in_the_form_changes_what_the_next_file_is_told(site: Site, open_page: Opener):
    wrong = {"suit_heard": 12, "suit_closed": 10}
    assert told(site, "甲.xlsx", annual("2019", **wrong)) == ["explain"]
    page = open_page(RULES)
    opened(page, "suit_heard")
    page.select_option("#rules-dialog select[name=severity]", "must")
    page.click("#rules-dialog button[type=submit]")
    page.wait_for_selector("#rules-dialog .problem")
    assert page.inner_text("#rules-dialog .problem") == "2 处要改，一条也没有保存"
    page.fill("#rules-dialog input[name=by]", "李某")
    page.fill("#rules-dialog input[name=why]", "本省从严")
    saved(page)
    row = page.inner_text('tr[data-code="suit_heard"]')
    assert "强制" in row
    assert "已改" in row
    assert "李某" in row
    assert "本省从严" in row
    assert told(site, "乙.xlsx", annual("2018", **wrong)) == ["must"]
    opened(page, "suit_heard")
    assert "本省从严" in page.inner_text("#rules-dialog .past")


def test_an_own_rule_is_told_the_nearest_name_then_saved(site: Site, open_page: Opener):
    page = open_page(RULES)
    opened(page, "")
    for name, text in {
        "code": "own_hearings",
        "name": "开庭不多于新收",
        "left": "行政诉讼开庭审理数",
        "right": "suit_first_instanse",
        "by": "李某",
        "why": "试",
    }.items():
        page.fill(f"#rules-dialog input[name={name}]", text)
    page.select_option("#rules-dialog select[name=op]", "<=")
    page.click("#rules-dialog button[type=submit]")
    page.wait_for_selector("#rules-dialog .problems li")
    assert "suit_first_instance" in page.inner_text("#rules-dialog .problems")
    assert page.get_attribute("#rules-dialog input[name=right]", "aria-invalid") == "true"
    page.fill("#rules-dialog input[name=right]", "suit_first_instance")
    saved(page)
    assert "自有" in page.inner_text('tr[data-code="own_hearings"]')


def test_the_register_is_downloaded_edited_and_uploaded(site: Site, open_page: Opener, tmp_path: Path):
    page = open_page(RULES)
    with page.expect_download() as download:
        page.click('a[href="/rules/register.xlsx"]')
    assert download.value.suggested_filename == "校验规则登记表.xlsx"
    file = tmp_path / "rules.xlsx"
    for value, kept in (("严格", False), ("提示", True)):
        book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
        sheet = book.worksheets[0]
        row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "suit_heard")
        sheet.cell(row, 7).value = value
        book.save(file)
        page.set_input_files("#rules-upload input[type=file]", file)
        page.fill("#rules-upload input[name=by]", "王某")
        page.fill("#rules-upload input[name=why]", "年度修订")
        if kept:
            with page.expect_navigation():
                page.click("#rules-upload button[type=submit]")
            settle(page)
            assert "提示" in page.inner_text('tr[data-code="suit_heard"]')
        else:
            page.click("#rules-upload button[type=submit]")
            page.wait_for_selector("#rules-upload .problems li")
            assert f"G{row} " in page.inner_text("#rules-upload .problems")


@pytest.mark.parametrize("language", ["", "&lang=en"])
def test_the_form_fits_a_phone(open_page: Opener, language: str):
    page = open_page(RULES + language, size=PHONE)
    opened(page, "funnel")
    width = page.evaluate("document.getElementById('rules-dialog').scrollWidth")
    assert width <= PHONE[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run('#rules-dialog')).violations")
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
