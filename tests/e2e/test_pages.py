"""Every page in a browser: both languages, both data sets, desk and phone, nothing from outside."""

from __future__ import annotations

import pytest
from conftest import AXE, DESKTOP, PHONE, Opener, Site, settle

DEMO = "dataset=demo&region=990000&period=2025"
PUBLIC = "dataset=public-renshe&region=440117&period=2021"
PAGES = {
    "overview": "/",
    "compare": "/compare",
    "matrix": "/matrix",
    "trend": "/trend",
    "portrait": "/portrait",
    "indicators": "/indicators",
    "submit": "/submit",
    "board": "/board",
    "rules": "/rules",
    "trace": "/trace",
}
WITH_INDICATOR = {"compare": "FY04", "trend": "FY04", "trace": "FY04"}


def address(page: str, scope: str, language: str = "zh") -> str:
    chosen = f"&indicator={WITH_INDICATOR[page]}" if page in WITH_INDICATOR else ""
    return f"{PAGES[page]}?{scope}{chosen}&lang={language}"


@pytest.mark.parametrize("scope", [DEMO, PUBLIC], ids=["demo", "public"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_says_whose_figures_it_shows(
    open_page: Opener, site: Site, name: str, language: str, scope: str
) -> None:
    page = open_page(address(name, scope, language))
    dataset = site.services.catalogue.datasets["demo" if scope == DEMO else "public-renshe"]
    label = dataset.label if language == "zh" else dataset.label_english
    assert page.locator(".data-label").first.inner_text() == label
    assert page.locator("html").get_attribute("lang") == ("zh-CN" if language == "zh" else "en")
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 60


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_without_scrolling_sideways(open_page: Opener, name: str) -> None:
    page = open_page(address(name, DEMO), size=PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(open_page: Opener, name: str, size: tuple[int, int]) -> None:
    page = open_page(address(name, DEMO), size=size)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    grave = [
        (each["id"], node["html"][:160])
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
    assert grave == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps_while_a_page_loads(open_page: Opener, site: Site, name: str) -> None:
    page = open_page("/submit")
    page.add_init_script(
        "window.jumps = 0; new PerformanceObserver(list => list.getEntries().forEach(e => {"
        "if (!e.hadRecentInput) window.jumps += e.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(site.address + address(name, DEMO))
    settle(page)
    assert page.evaluate("window.jumps") < 0.1


def test_no_chart_offers_to_send_data_away(open_page: Opener) -> None:
    page = open_page(address("compare", DEMO))
    page.wait_for_selector(".js-plotly-plot")
    config = page.evaluate(
        "(() => { const c = document.querySelector('.js-plotly-plot')._context;"
        "return [c.showSendToCloud, c.plotlyServerURL, c.displaylogo]; })()"
    )
    assert config == [False, "", False]
    assert page.locator("[data-title*='cloud' i], [data-title*='share' i]").count() == 0
