"""make tour: the pictures of docs/tour.md, taken of what `make run` serves; docs/pictures/ is written anew.

SITE is its address. The pictures are of the made-up province, in Chinese, on a screen of 1366 x 768.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from served import DESKTOP, chromium, settle

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SCOPE = "dataset=demo&region=990000&period=2025"
PLAIN = {
    "overview": f"/?{SCOPE}",
    "compare": f"/compare?{SCOPE}&indicator=FY04",
    "matrix": f"/matrix?{SCOPE}",
    "trend": f"/trend?{SCOPE}&indicator=FY04",
    "targets": f"/targets?{SCOPE}",
    "assessment": f"/assessment?{SCOPE}",
    "tasks": f"/tasks?{SCOPE}&as=gantt",
    "submit": f"/submit?{SCOPE}",
    "board": f"/board?{SCOPE}",
    "publish": f"/publish?{SCOPE}",
    "quality": f"/quality?{SCOPE}",
}
FILED = {"returned": "松屿县_季报_2026Q3.xlsx", "review": "麦屿县_季报_2026Q3.xlsx"}
LOW = "青荻县"  # its figure is followed to the cell


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        page = browser.new_context(
            locale="zh-CN", viewport={"width": DESKTOP[0], "height": DESKTOP[1]}
        ).new_page()
        for name, address in PLAIN.items():
            _open(page, site + address)
            _take(page, name)
        for name, file in FILED.items():
            _open(page, site + PLAIN["submit"])
            page.get_by_role("link", name=file, exact=True).click()
            page.wait_for_selector(".sheet-grid, table.sheet")
            settle(page)
            _take(page, name)
        _open(page, site + PLAIN["compare"])
        page.locator("tr", has_text=LOW).locator("a.number").first.click()
        page.wait_for_selector(".trace-title")
        settle(page)
        _take(page, "trace")
        _open(page, site + PLAIN["trend"])
        page.get_by_role("button", name="帮助").or_(page.get_by_role("link", name="帮助")).first.click()
        page.wait_for_selector("dialog[open]")
        _take(page, "help")
        browser.close()


def _open(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    page.wait_for_timeout(400)  # a figure draws itself after its data


def _take(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png")
    print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
