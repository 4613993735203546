"""A real browser before the real server with the public figures and a small made-up province.

One context of the browser serves the tests that only look, so its cache is warm as at an office; what a page
keeps (cookies, its storage) is wiped after each test.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from opened import DESKTOP, Opener, Site, Watch, serving, settle
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from served import chromium, furnished


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(furnished(tmp_path_factory.mktemp("site"))) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without one the tests fail."""
    with sync_playwright() as playwright:
        try:
            opened = chromium(playwright)
        except LookupError as error:
            pytest.fail(str(error))
        yield opened
        opened.close()


expect.set_options(timeout=20_000)  # a machine that runs other tests meanwhile is slow


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", accept_downloads=True)
    context.add_init_script(
        "window.jumps = 0; new PerformanceObserver(list => list.getEntries().forEach(each => {"
        "if (!each.hadRecentInput) window.jumps += each.value; }))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    yield context
    context.close()


@pytest.fixture
def open_page(site: Site, visitor: BrowserContext) -> Iterator[Opener]:
    """Opens addresses, each in a page of its own, and fails the test on any complaint at its end."""
    pages: list[Page] = []
    watch = Watch(urlsplit(site.address).netloc)

    def opened(address: str, *, size: tuple[int, int] = DESKTOP) -> Page:
        page = visitor.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        pages.append(page)
        watch.attach(page)
        page.goto(site.address + address)
        settle(page)
        return page

    yield opened
    for page in pages:
        if not page.is_closed():
            page.evaluate("localStorage.clear()")
            page.close()
    visitor.clear_cookies()
    assert watch.complaints == []
