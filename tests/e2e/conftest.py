"""A real browser before the real server with the public figures and a small made-up province.

One context of the browser serves the tests that only look, so its cache is warm as at an office; what a page
keeps (cookies, its storage) is wiped after each test.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))  # builders

from builders_store import AT
from served import DESKTOP, PHONE, Site, chromium, furnished, serving, settle

REFUSED = "status of 409"  # a step that somebody must not take: refused in words beside the form
AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"


@dataclass
class Watch:
    """What a page must never do: complain on the console, or ask another host."""

    host: str
    complaints: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("response", lambda response: self._response(response.status, response.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != self.host:
            self.complaints.append(f"outside request: {url}")

    def _response(self, status: int, url: str) -> None:
        if status >= 500:
            self.complaints.append(f"{status}: {url}")


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


Opener = Callable[..., Page]
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


__all__ = ["AT", "AXE", "DESKTOP", "PHONE", "Opener", "Site", "serving", "settle"]
