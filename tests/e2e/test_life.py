"""A county files, is returned and corrects; the office approves and publishes; then it is seen."""

from __future__ import annotations

import re
from pathlib import Path

from filing_desk import DESK, choose, filed, problems, read, workbook
from opened import DESKTOP, PHONE, Opener, Site
from playwright.sync_api import Page, expect

FILER, REVIEWER, PUBLISHER = "李某", "王某", "赵某"
PERIOD = "2016"
NUMBER = f"/?dataset=demo&region=990104&period={PERIOD}"


def send(page: Page, tmp_path: Path, name: str, data: bytes, by: str) -> str:
    """Files a workbook at the desk; the address of its page."""
    path = tmp_path / name
    path.write_bytes(data)
    page.locator("#submit-by").fill(by)
    choose(page, path)
    read(page)
    filed(page)
    page.wait_for_url("**submission=**", timeout=20_000)
    return page.url.removeprefix(site_of(page))


def site_of(page: Page) -> str:
    return str(page.evaluate("window.location.origin"))


def take(page: Page, step: str, by: str, why: str = "") -> None:
    """Presses a step's button as a person; the page comes anew, or the form says why not."""
    form = page.locator("form.life-form")
    form.locator("input[name=by]").fill(by)
    form.locator("input[name=why]").fill(why)
    form.locator(f"button[value={step}]").click()


def headline(page: Page) -> str:
    return page.locator("section.outcome h2").inner_text()


def test_a_filing_is_returned_corrected_approved_published_and_seen(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    wrong = workbook(site, PERIOD, suit_heard=10, suit_head_appeared=2)
    right = workbook(site, PERIOD, suit_heard=10, suit_head_appeared=8)
    county = open_page(DESK)
    first = send(county, tmp_path, "年报.xlsx", wrong, FILER)

    office = open_page(first)
    assert headline(office).startswith("待审核")
    take(office, "return", REVIEWER)
    expect(office.locator(".life-form .problem")).to_have_text("请写明“退回”的理由。")
    take(office, "return", FILER, "出庭数与台账不符")
    expect(office.locator(".life-form .problem")).to_contain_text("不能对本人")
    take(office, "return", REVIEWER, "出庭数与台账不符")
    expect(office.locator("section.outcome h2")).to_contain_text("已退回")

    county = open_page(first)
    expect(county.locator(".timeline")).to_contain_text("理由：出庭数与台账不符")
    second = send(open_page(DESK), tmp_path, "年报_更正.xlsx", right, FILER)
    assert second != first

    office = open_page(second)
    take(office, "approve", FILER)
    expect(office.locator(".life-form .problem")).to_contain_text("请由他人办理")
    take(office, "approve", REVIEWER)
    expect(office.locator("section.outcome h2")).to_contain_text("审核通过")

    desk = open_page(f"/publish?dataset=demo&period={PERIOD}")
    desk.locator(f"input[name=period][value='{PERIOD}']").check()
    desk.locator("input[name=by]").fill(PUBLISHER)
    desk.locator("input[name=note]").fill("2016年补报")
    desk.locator("button[type=submit]").click()
    row = desk.locator("table.publications tbody tr", has_text="2016年补报")
    expect(row).to_contain_text(PUBLISHER)

    leader = open_page(f"/compare?dataset=demo&region=990100&period={PERIOD}&indicator=FY04")
    expect(leader.locator("main")).to_contain_text("80.0")
    assert "尚未发布" not in leader.locator("main").inner_text()

    row.get_by_role("link", name="看快照").click()
    desk.wait_for_selector(".notice.snapshot")
    assert "snapshot=" in desk.url
    desk.locator(".side a", has_text="地区对比").click()
    desk.wait_for_url(re.compile("/compare"))
    desk.wait_for_selector(".notice.snapshot")
    desk.get_by_role("link", name="看现行数字").click()
    expect(desk.locator(".notice.snapshot")).to_have_count(0)

    late = open_page(DESK)
    path = tmp_path / "再报.xlsx"
    path.write_bytes(workbook(site, PERIOD, suit_heard=10, suit_head_appeared=9))
    choose(late, path)
    read(late)
    expect(late.locator("#submit-results")).to_contain_text("已锁定")


def test_review_and_publication_are_usable_with_a_keyboard_and_on_a_phone(open_page: Opener) -> None:
    for address in ("/publish?dataset=demo&lang=en", "/submit?submission=90"):  # in Chinese: test_pages
        for size in (DESKTOP, PHONE):
            page = open_page(address, size=size)
            assert problems(page) == []
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size[0], (address, size, width)
