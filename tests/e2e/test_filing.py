"""A county at work: files or a folder chosen, read, filed, explained, and the marked workbook taken home."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from filing_desk import DESK, choose, filed, problems, read, workbook
from opened import AT, DESKTOP, PHONE, Opener, Site
from playwright.sync_api import Page, Route

from loaders.intake import receive

SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) sum += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 400);
})"""


def folder(at: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = at / "县报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return at / "县报"


def count(site: Site) -> int:
    return len(site.services.view().submissions(limit=10_000))


def test_a_folder_is_read_first_and_filed_when_confirmed(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    chosen = folder(
        tmp_path,
        {
            "一.xlsx": workbook(site, "2016", suit_heard=9, suit_head_appeared=8),
            "下级/二.xlsx": workbook(site, "2017", suit_heard=6, suit_head_appeared=7),
            "下级/三.xlsx": b"PK\3\4 broken",
            "附件.docx": b"words",
            ".DS_Store": b"litter",
        },
    )
    before = count(site)
    page = open_page(DESK)
    page.locator("#submit-folder").set_input_files(str(chosen))
    read(page)
    text = page.locator("#submit-results").inner_text()
    assert count(site) == before
    for told in ("首次报送", "报送后会退回：1 处必须修改", "读不出内容"):
        assert told in text
    assert "1 个文件不是工作簿，没有读取：附件.docx" in text
    assert page.locator("#submit-confirm").inner_text() == "确认报送 2 件"
    page.locator("#submit-by").fill("")
    page.locator("#submit-confirm").click()
    assert "请先在“上传”一栏写明经办人姓名" in page.locator(".upload-bar .problem").inner_text()
    assert page.evaluate("document.activeElement.id") == "submit-by"
    filed(page)
    page.locator(".phase-done").wait_for()
    assert count(site) == before + 2
    assert "已退回 1 件，未报送 1 件。" in page.locator(".upload-bar").inner_text()
    rows = page.locator(".all-findings li")
    assert rows.first.inner_text().startswith("强制")
    rows.first.locator("a").click()
    page.locator(".outcome.returned").wait_for()
    chosen_cell = page.locator("td.chosen")
    chosen_cell.wait_for()
    assert chosen_cell.get_attribute("data-at") == page.locator(
        ".findings li[aria-current]"
    ).first.get_attribute("data-cell")


def test_the_same_file_and_a_new_version_are_said_before_filing(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    first = workbook(site, "2015", suit_heard=9, suit_head_appeared=8)
    receive("早先.xlsx", first, desk=site.services.desk(), by="李某", at=AT)
    (same, new) = (tmp_path / "又一次.xlsx", tmp_path / "更正.xlsx")
    same.write_bytes(first)
    new.write_bytes(workbook(site, "2015", suit_heard=10, suit_head_appeared=8))
    page = open_page(DESK)
    choose(page, same, new)
    read(page)
    text = page.locator("#submit-results").inner_text()
    for told in ("已报送过：第", "不必再报", "新版本：更新第", "有 1 格不同"):
        assert told in text
    assert page.locator(".uploads input[type=checkbox]").count() == 1
    page.locator(".uploads input[type=checkbox]").uncheck()
    assert page.locator("#submit-confirm").is_disabled()


def test_cancelling_stops_what_was_not_taken_in_and_says_what_stays(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(workbook(site, "2018", region=f"99010{number + 5}", suit_heard=20 + number))
    page = open_page(DESK)
    choose(page, *paths)
    read(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            return  # the second one stays on its way
        held.append(route)
        route.continue_()

    page.route("**/file/receive**", hold)
    before = count(site)
    filed(page)
    page.wait_for_function("() => document.querySelectorAll('.uploads .told').length >= 1")
    page.get_by_role("button", name="全部取消").click()
    page.locator(".phase-filing, .phase-done").first.wait_for()
    page.unroute_all(behavior="ignoreErrors")
    assert count(site) - before >= 1
    assert "已取消，没有报送" in page.locator("#submit-results").inner_text()


def test_reading_is_cancelled_file_by_file(open_page: Opener, site: Site, tmp_path: Path) -> None:
    paths = [tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"]
    for number, path in enumerate(paths):
        path.write_bytes(workbook(site, "2018", suit_heard=30 + number))
    page = open_page(DESK)
    page.route("**/file/preview**", lambda route: None)  # never answered
    choose(page, *paths)
    page.get_by_role("button", name="取消 乙.xlsx").click()
    assert "已取消，没有报送" in page.locator(".uploads li", has_text="乙.xlsx").inner_text()
    page.get_by_role("button", name="全部取消").click()
    page.locator(".phase-done").wait_for()
    assert "未报送 2 件" in page.locator(".upload-bar").inner_text()
    page.unroute_all(behavior="ignoreErrors")


def test_a_file_that_fails_does_not_stop_the_others(open_page: Opener, site: Site, tmp_path: Path) -> None:
    paths = [tmp_path / "坏.xlsx", tmp_path / "好.xlsx"]
    paths[0].write_bytes(b"")
    paths[1].write_bytes(workbook(site, "2015", region="990105", suit_heard=31, suit_head_appeared=3))
    page = open_page(DESK)
    choose(page, *paths)
    read(page)
    filed(page)
    page.locator(".phase-done").wait_for(timeout=20_000)
    text = page.locator("#submit-results").inner_text()
    assert "文件是空的" in text
    assert "1 件，未报送 1 件" in text


def doubtful(site: Site, region: str) -> int:
    """A filed rate that the counts do not give."""
    data = workbook(site, "2020", region, suit_heard=10, suit_head_appeared=9, FY04_reported=75)
    outcome = receive("存疑.xlsx", data, desk=site.services.desk(), by="李某", at=AT)
    assert outcome.submission
    return outcome.submission


def test_an_explanation_is_saved_and_stands_in_the_passport(open_page: Opener, site: Site) -> None:
    number = doubtful(site, "990106")
    page = open_page(f"/submit?dataset=demo&submission={number}")
    box = page.locator(".explain-box", has=page.locator("input[name=indicator][value=FY04]"))
    box.locator("textarea").fill("少于五")
    box.get_by_role("button", name="保存说明").click()
    page.locator(".explain-by input").fill("王某")
    box.locator("textarea").fill("法院按收案口径统计，已核对")
    box.get_by_role("button", name="保存说明").click()
    box.locator(".explained").wait_for()
    assert "王某" in box.locator(".explained").inner_text()
    assert box.locator("textarea").input_value() == ""
    assert "法院按收案口径统计" in page.locator(".receipt").inner_text()
    trace = "/trace?dataset=demo&region=990106&period=2020&indicator=FY04"
    text = open_page(trace).locator(".trace").inner_text()
    assert "法院按收案口径统计，已核对" in text
    assert "有说明 1 条" in text


def test_the_marked_workbook_has_the_explanation(open_page: Opener, site: Site) -> None:
    number = doubtful(site, "990107")
    page = open_page(f"/submit?dataset=demo&submission={number}")
    page.locator(".explain-box textarea").first.fill("法院按收案口径统计")
    page.locator(".explain-box button").first.click()
    page.locator(".explained").first.wait_for()
    with page.expect_download() as download:
        page.get_by_text("下载标注后的原件").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    listed = [str(cell.value) for row in book["校验结果"] for cell in row if cell.value]
    assert any(text.startswith("法院按收案口径统计（") for text in listed)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_are_accessible_and_still(
    open_page: Opener, site: Site, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    paths = [tmp_path / "一.xlsx", tmp_path / "二.xlsx", tmp_path / "三.xlsx"]
    paths[0].write_bytes(workbook(site, "2018", "990108", suit_heard=9))
    paths[1].write_bytes(workbook(site, "2017", "990108", suit_heard=6, suit_head_appeared=7))
    paths[2].write_bytes(b"PK\3\4 broken")
    page = open_page(f"{DESK}&lang={language}", size=size)
    choose(page, *paths)
    read(page)
    page.locator(".uploads details").first.evaluate("box => { box.open = true; }")
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    number = doubtful(site, {"zh": "990201", "en": "990202"}[language])
    shown = open_page(f"/submit?dataset=demo&submission={number}&lang={language}", size=size)
    shown.locator(".columns.filing").wait_for()
    assert problems(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert shown.evaluate(SHIFTS) < 0.1


def drop(page: Page, *paths: Path) -> None:
    """Files and folders let go over the drop zone, as the system's file manager does it."""
    page.locator("#submit-files").wait_for(state="attached")
    box = page.locator("#submit-drop").bounding_box()
    assert box is not None
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 10}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})


def test_a_dropped_folder_is_read_with_its_own_progress_for_each_file_and_can_be_stopped(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    chosen = folder(
        tmp_path,
        {
            "一.xlsx": workbook(site, "2016", "990203", suit_heard=9, suit_head_appeared=8),
            "下级/二.xlsx": workbook(site, "2017", "990203", suit_heard=6, suit_head_appeared=7),
            "下级/深/三.xlsx": workbook(site, "2018", "990203", suit_heard=6, suit_head_appeared=5),
            "附件.docx": b"words",
            ".DS_Store": b"litter",
        },
    )
    beside = tmp_path / "四.xlsx"
    beside.write_bytes(workbook(site, "2019", "990203", suit_heard=6, suit_head_appeared=5))
    before, held = count(site), []
    page = open_page(DESK)

    def hold(route: Route) -> None:  # the third one stays on its way
        held.append(route)
        if len(held) < 3:
            route.continue_()

    page.route("**/file/preview**", hold)
    drop(page, chosen, beside)
    page.wait_for_function("() => document.querySelectorAll('.uploads .foreseen').length === 2")
    lines = page.locator(".uploads > li")
    assert lines.count() == 4
    names = "".join(page.locator(".uploads .name").all_inner_texts())
    assert all(
        name in names for name in ("县报/一.xlsx", "县报/下级/二.xlsx", "县报/下级/深/三.xlsx", "四.xlsx")
    )
    assert page.locator(".uploads progress").count() == 2
    assert "1 个文件不是工作簿，没有读取：附件.docx" in page.locator("#submit-results").inner_text()
    page.locator(".uploads li", has=page.locator("progress")).first.get_by_role("button").click()
    page.get_by_role("button", name="全部取消").click()
    page.unroute_all(behavior="ignoreErrors")
    page.locator(".phase-done, .phase-ready").first.wait_for()
    assert page.locator("#submit-results").inner_text().count("已取消，没有报送") >= 2
    assert count(site) == before
