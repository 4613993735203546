"""A real browser before a real server with the public figures and a small made-up province."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from waitress import create_server

sys.path.insert(0, str(Path(__file__).parent.parent))  # builders

from builders_store import AT, fresh_services, public_workbooks, take_in

from app import create_app
from commands import THREADS
from layouts.services import Services
from loaders.demonstration import build_demo

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REFUSED = "status of 409"  # a step that somebody must not take: refused in words beside the form
DESKTOP, PHONE = (1366, 768), (390, 844)
AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"


@dataclass
class Site:
    """The served site and what is behind it."""

    address: str
    services: Services


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
    """Six made-up counties, two years and four quarters, beside the public figures."""
    services = fresh_services(tmp_path_factory.mktemp("site"))
    take_in(services, public_workbooks(services))
    made = build_demo(services.catalogue, services.forms, counties=24, years=2, quarters=2)
    wanted = {name: data for name, data in made if "2024" in name or "2025" in name or "目标" in name}
    take_in(services, wanted)
    with serving(services) as served:
        yield served


@contextmanager
def serving(services: Services) -> Iterator[Site]:
    """The site on a port of its own, by the server that serves the product."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = create_server(create_app(services).server, host="127.0.0.1", port=0, threads=THREADS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", services)
    server.close()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without one the tests fail, for what only a browser shows must be shown."""
    found = os.environ.get("FAHENG_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("no Chromium found: run make system, or name one in FAHENG_BROWSER")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield opened
        opened.close()


Opener = Callable[..., Page]
expect.set_options(timeout=20_000)  # a machine that runs other tests meanwhile is slow


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Opener]:
    """Opens addresses in a context of their own, and fails the test on any complaint at its end."""
    contexts, watches = [], []

    def opened(address: str, *, size: tuple[int, int] = DESKTOP) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        watch = Watch(urlsplit(site.address).netloc)
        watch.attach(page)
        watches.append(watch)
        page.goto(site.address + address)
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []


def settle(page: Page) -> None:
    """Until the page's content stands and nothing is on its way."""
    page.wait_for_selector("main#main", timeout=15_000)
    page.wait_for_load_state("networkidle")


__all__ = ["AT", "AXE", "DESKTOP", "PHONE", "Opener", "Site", "serving", "settle"]
