"""The site as it is served, with figures in it, and the system's Chromium before it."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from builders_store import fresh_services, public_workbooks, take_in
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright
from waitress import create_server

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
DESKTOP, PHONE = (1366, 768), (390, 844)


@dataclass
class Site:
    """The served site and what is behind it."""

    address: str
    services: Services


def furnished(folder: Path) -> Services:
    """24 made-up counties in three cities, two years and four quarters, beside the public figures."""
    services = fresh_services(folder)
    take_in(services, public_workbooks(services))
    made = build_demo(services.catalogue, services.forms, counties=24, years=2, quarters=2)
    take_in(
        services, {name: data for name, data in made if "2024" in name or "2025" in name or "目标" in name}
    )
    return services


@contextmanager
def serving(services: Services, application: Flask | None = None) -> Iterator[Site]:
    """The site on a port of its own, by the server that serves the product."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    application = application or create_app(services).server
    server = create_server(application, host="127.0.0.1", port=0, threads=THREADS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", services)
    server.close()
    thread.join()


def chromium(playwright: Playwright) -> Browser:
    """The system's; LookupError where there is none, for what only a browser shows must be shown."""
    found = os.environ.get("FAHENG_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise LookupError("no Chromium found: run make system, or name one in FAHENG_BROWSER")
    return playwright.chromium.launch(executable_path=found, args=list(FLAGS))


def settle(page: Page) -> None:
    """Until the page's content stands and nothing is on its way."""
    page.wait_for_selector("main#main", timeout=40_000)
    page.wait_for_load_state("networkidle")
