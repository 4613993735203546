"""make bench: the first load of two pages in a browser that has nothing yet, the processor slowed 4×.

The site as it is, beside the same site with the whole of plotly.js in place of the part that we draw with,
both in one run, by turns, each load in a profile of its own. Seconds are from the address to the content (on
the comparison to its drawn chart), kB what went over the line with its headers.
"""

from __future__ import annotations

import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import plotly
from flask import Flask, Response, request
from playwright.sync_api import Browser, sync_playwright
from served import DESKTOP, chromium, serving

from app import create_app
from layouts.packed import YEAR
from layouts.services import Services

ROUNDS, SLOWED = 5, 4
MOST_KB = 2000  # the issue's
BUNDLE = "/assets/00-plotly-cartesian.min.js"
WHOLE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PAGES = {"总览 /": ("/", "main#main h2"), "地区对比 /compare": ("/compare", ".js-plotly-plot .main-svg")}
VARIANTS = ("ours", "full bundle")


@dataclass
class Loads:
    """The loads of one page in one variant."""

    seconds: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)


def bench_first_load(services: Services) -> None:
    """Prints medians, and the full bundle's as a multiple of ours."""
    services.ready.set()
    with ExitStack() as stack:
        browser = stack.enter_context(sync_playwright())
        try:
            opened = chromium(browser)
        except LookupError as error:
            print(f"\nfirst load: not measured, {error}")
            return
        stack.callback(opened.close)
        servers = (create_app(services).server, whole_plotly(create_app(services).server))
        sites = [stack.enter_context(serving(services, server)).address for server in servers]
        loads = {(page, variant): Loads() for page in PAGES for variant in VARIANTS}
        for number in range(ROUNDS + 1):
            for page, (path, drawn) in PAGES.items():
                for variant, site in zip(VARIANTS, sites, strict=True):
                    seconds, kilobytes = load(opened, site + path, drawn)
                    if number:  # the first fills the server's own stores
                        loads[page, variant].seconds.append(seconds)
                        loads[page, variant].kilobytes.append(kilobytes)
    tell(loads)


def whole_plotly(server: Flask) -> Flask:
    """The same site, but the drawing library whole, packed and dated alike."""
    whole = WHOLE.read_bytes()

    def instead() -> Response | None:
        if request.path != BUNDLE:
            return None
        return Response(whole, mimetype="text/javascript", headers={"Cache-Control": f"max-age={YEAR}"})

    server.before_request_funcs.setdefault(None, []).insert(0, instead)
    return server


def load(browser: Browser, address: str, drawn: str) -> tuple[float, float]:
    """Seconds until ``drawn`` is there, and the kB that came, by a profile that holds nothing."""
    context = browser.new_context(locale="zh-CN", viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page = context.new_page()
    session = context.new_cdp_session(page)
    came: list[float] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(drawn, state="attached", timeout=120_000)
    seconds = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds, sum(came) / 1000


def tell(loads: dict[tuple[str, str], Loads]) -> None:
    print(f"\nfirst load, processor slowed {SLOWED}×, median of {ROUNDS}, at most {MOST_KB} kB wanted")
    print(f"{'page':<20}{'variant':<14}{'s':>6}{'kB':>8}   × ours: s, kB")
    for page in PAGES:
        ours = loads[page, VARIANTS[0]]
        for variant in VARIANTS:
            each = loads[page, variant]
            seconds, kilobytes = statistics.median(each.seconds), statistics.median(each.kilobytes)
            slower = seconds / statistics.median(ours.seconds)
            heavier = kilobytes / statistics.median(ours.kilobytes)
            over = "" if kilobytes <= MOST_KB else "   over"
            print(
                f"{page:<20}{variant:<14}{seconds:>6.2f}{kilobytes:>8.0f}   {slower:.2f}, {heavier:.2f}{over}"
            )
