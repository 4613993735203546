"""Every page in a browser: both languages, both data sets, desk and phone, nothing from outside."""

from __future__ import annotations

import pytest
from axe import grave
from opened import PHONE, Opener, Site
from playwright.sync_api import Page

from layouts.menu import PAGES as ALL

DEMO = "dataset=demo&region=990000&period=2025"
PUBLIC = "dataset=public-renshe&region=440117&period=2021"
PAGES = {page.code: page for page in ALL}
WITH_INDICATOR = {"compare": "FY04", "trend": "FY04", "trace": "FY04"}
OF_WORK = ("publish", "forms", "mapping", "audit", "manage")  # of no data set

# Names and figures that do not fit their box.
CUT = """() => [...document.querySelectorAll('.scope-bar input, .page-head input, .card-name, .card-value')]
  .filter(each => each.offsetWidth && getComputedStyle(each).display !== 'inline')
  .filter(each => each.scrollWidth > each.clientWidth + 1)
  .map(each => each.value || each.textContent)"""


def address(page: str, scope: str, language: str = "zh") -> str:
    chosen = f"&indicator={WITH_INDICATOR[page]}" if page in WITH_INDICATOR else ""
    return f"{PAGES[page].path}?{scope}{chosen}&lang={language}"


def whole(page: Page, site: Site, name: str, dataset: str, language: str) -> None:
    """What is true of every page: its language, one head, nothing empty or cut, whose figures."""
    assert page.locator("html").get_attribute("lang") == ("zh-CN" if language == "zh" else "en")
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 60
    assert page.evaluate(CUT) == []
    if name not in OF_WORK:
        shown = site.services.catalogue.datasets[dataset]
        label = shown.label if language == "zh" else shown.label_english
        assert page.locator(".data-label").first.inner_text() == label


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_a_jump_and_axe_finds_nothing_serious(
    open_page: Opener, site: Site, name: str
) -> None:
    page = open_page(address(name, DEMO))
    assert page.evaluate("window.jumps") < 0.1
    whole(page, site, name, "demo", "zh")
    assert grave(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_in_english(open_page: Opener, site: Site, name: str) -> None:
    page = open_page(address(name, DEMO, "en"))
    assert page.evaluate("window.jumps") < 0.1
    whole(page, site, name, "demo", "en")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_and_axe_finds_nothing_serious_there(open_page: Opener, name: str) -> None:
    page = open_page(address(name, DEMO), size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert grave(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in OF_WORK])
def test_every_page_shows_published_figures_and_says_whose_they_are(
    open_page: Opener, site: Site, name: str, language: str
) -> None:
    page = open_page(address(name, PUBLIC, language))
    whole(page, site, name, "public-renshe", language)


def test_no_chart_offers_to_send_data_away(open_page: Opener) -> None:
    page = open_page(address("compare", DEMO))
    page.wait_for_selector(".js-plotly-plot")
    config = page.evaluate(
        "(() => { const c = document.querySelector('.js-plotly-plot')._context;"
        "return [c.showSendToCloud, c.plotlyServerURL, c.displaylogo]; })()"
    )
    assert config == [False, "", False]
    assert page.locator("[data-title*='cloud' i], [data-title*='share' i]").count() == 0
