"""make screens: a picture of every page at three sizes in both languages, whole, for eyes to look at.

Writes <page>-<width>-<language>.png into the folder named (default screens/), and index.html beside them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from served import DESKTOP, PHONE, chromium, furnished, serving, settle
from test_pages import DEMO, PAGES, address

SIZES = (DESKTOP, (1920, 1080), PHONE)
LANGUAGES = ("zh", "en")


def main(folder: Path, wanted: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(furnished(Path(home))) as site,
        sync_playwright() as playwright,
    ):
        browser = chromium(playwright)
        context = browser.new_context(locale="zh-CN")
        for name in wanted or PAGES:
            for size in SIZES:
                for language in LANGUAGES:
                    page = context.new_page()
                    page.set_viewport_size({"width": size[0], "height": size[1]})
                    page.goto(site.address + address(name, DEMO, language))
                    settle(page)
                    page.screenshot(path=folder / f"{name}-{size[0]}-{language}.png", full_page=True)
                    page.close()
            print(name, flush=True)
        browser.close()
    pictures = sorted(each.name for each in folder.glob("*.png"))
    shown = "\n".join(f'<h2>{name}</h2><img src="{name}" style="max-width:100%">' for name in pictures)
    (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8>\n{shown}\n", encoding="utf-8")
    print(f"{len(pictures)} pictures: {folder / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screens"), sys.argv[2:])
