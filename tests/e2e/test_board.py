"""报送进度 in a browser: states, a reminder copied, a deadline set, a summary signed and filed upward."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from opened import AXE, DESKTOP, PHONE, Opener, Site, settle
from playwright.sync_api import Page

YEAR = "/board?dataset=demo&region=990000&year=2025"
CITY = "/board?dataset=demo&region=990100&period=2025&part=summary"
PARTS = {"progress": YEAR, "dates": YEAR + "&part=dates", "summary": CITY}
PDF = b"%PDF-1.7 signed and sealed"


def saved(page: Page, form: str) -> None:
    """Sends a form and waits for the page to come anew."""
    with page.expect_navigation():
        page.click(f'form[action="{form}"] button[type=submit]')
    settle(page)


def test_a_state_is_chosen_and_a_cell_opens_its_submission(open_page: Opener) -> None:
    page = open_page(YEAR)
    page.click(".states a:has-text('待审核')")
    page.wait_for_url("**state=waiting**")
    settle(page)
    page.click("table.board a >> nth=0")
    page.wait_for_url("**/submit?**submission=**")
    settle(page)


def test_the_reminders_are_copied(open_page: Opener) -> None:
    page = open_page("/board?dataset=demo&region=990000&year=2026")
    button = page.locator(".chase-tools button")
    button.click()
    page.wait_for_selector(".chase-tools button:has-text('已复制')")
    message = button.get_attribute("data-copy") or ""
    assert "请尽快报送" in message
    with page.expect_download() as download:
        page.click(".chase-tools a:has-text('Excel')")
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert sheet.max_row > 1
    assert len(message.splitlines()) == len(
        {sheet.cell(line, 2).value for line in range(2, sheet.max_row + 1)}
    )


def test_a_deadline_is_set_refused_without_a_reason_and_taken_back(open_page: Opener) -> None:
    page = open_page(YEAR + "&part=dates")
    form = 'form[action="/board/deadline"]'
    page.select_option(f"{form} select[name=place]", "annual 2025")
    page.fill(f"{form} input[name=due]", "2026-02-06")
    page.fill(f"{form} input[name=by]", "李某")
    page.click(f"{form} button[type=submit]")
    page.wait_for_selector(f"{form} .problem:has-text('请写明理由')")
    page.fill(f"{form} input[name=why]", "春节前后")
    saved(page, "/board/deadline")
    assert "李某另定：春节前后" in page.inner_text("main")
    assert "2026年2月6日" in page.inner_text("main")
    page.select_option(f"{form} select[name=place]", "annual 2025")
    page.fill(f"{form} input[name=by]", "李某")
    page.fill(f"{form} input[name=why]", "恢复")
    saved(page, "/board/deadline")
    assert "2026年2月6日" not in page.inner_text("main")


def test_a_summary_is_made_downloaded_signed_and_filed_upward(
    site: Site, open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(CITY)
    page.fill('form[action="/board/summary"] input[name=by]', "李某")
    saved(page, "/board/summary")
    assert "待签字上传" in page.inner_text("main")
    with page.expect_download() as download:
        page.click('a[href^="/board/summary/"]')
    assert download.value.suggested_filename.endswith("汇总表.xlsx")
    (kept, *_) = site.services.view().summaries("demo", regions=["990100"])
    assert Path(download.value.path()).read_bytes() == site.services.view().file(kept.sha256)
    scan = 'form[action="/board/scan"]'
    page.fill(f"{scan} input[name=by]", "李某")
    wrong = tmp_path / "盖章.pdf"
    wrong.write_bytes(b"no scan")
    page.set_input_files(f"{scan} input[type=file]", wrong)
    page.click(f"{scan} button[type=submit]")
    page.wait_for_selector(f"{scan} .problem:has-text('不是 PDF')")
    wrong.write_bytes(PDF)
    page.set_input_files(f"{scan} input[type=file]", wrong)
    saved(page, "/board/scan")
    assert "已上报，扫描件 1 份" in page.inner_text("main")


@pytest.mark.parametrize("language", ["", "&lang=en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_fits_and_axe_finds_nothing_serious(
    open_page: Opener, part: str, size: tuple[int, int], language: str
) -> None:
    page = open_page(PARTS[part] + language, size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    grave = [
        (each["id"], node["html"][:160])
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
    assert grave == []
