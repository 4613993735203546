"""The portrait of a region in a browser: its numbers open, its siblings change, it prints on A4."""

from __future__ import annotations

import re

from opened import Opener, settle

COUNTY = "dataset=demo&region=990101&period=2025"
A4_WIDTH = 594.96  # points
MOST_PAGES = 2


def test_a_number_opens_its_passport_and_the_siblings_can_be_widened(open_page: Opener) -> None:
    page = open_page(f"/portrait?{COUNTY}")
    page.wait_for_selector(".portrait table.spines")
    number = page.locator("table.spines td a.number").first
    shown = number.inner_text()
    number.click()
    page.locator("dialog#passport[open]").get_by_text("怎么算的").first.wait_for()
    assert shown.rstrip("%") in page.locator("#passport-body").inner_text()
    page.keyboard.press("Escape")
    page.locator("dialog#passport[open]").wait_for(state="detached")
    page.locator(".portrait .segments a").nth(1).click()
    page.wait_for_url("**peers=all**")
    settle(page)
    page.locator(".portrait .segments a[aria-current]", has_text="全部").wait_for()
    spines = page.locator("table.spines .spine").first
    assert "中位数" in (spines.get_attribute("aria-label") or "")


def test_every_mark_lies_on_its_line(open_page: Opener) -> None:
    page = open_page(f"/portrait?{COUNTY}")
    page.wait_for_selector(".spine")
    outside = page.evaluate(
        "[...document.querySelectorAll('.spine')].filter(s => s.offsetParent).flatMap(s => {"
        "const box = s.getBoundingClientRect();"
        "return [...s.querySelectorAll('.range, .middle, .median, .own')].map(i => i.getBoundingClientRect())"
        ".filter(r => r.left < box.left - 9 || r.right > box.right + 9).map(r => [r.left, r.right]); })"
    )
    assert outside == []


def test_it_prints_upright_on_two_pages_at_most(open_page: Opener) -> None:
    page = open_page(f"/portrait?{COUNTY}")
    page.wait_for_selector(".portrait table.spines")
    made = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)", made)
    assert 1 <= len(boxes) <= MOST_PAGES
    assert {round(float(width)) for width, _ in boxes} == {round(A4_WIDTH)}
