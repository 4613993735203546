"""The controls of 趋势, 指标目录, 总览 and the passport, and the switch of 口径, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from builders_store import file, small_services
from opened import Opener, Site, Watch, serving, settle
from playwright.sync_api import Browser, Page, expect

SCOPE = "dataset=demo&region=990000&period=2025"
QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")


@pytest.fixture
def by_quarter(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """The trend of a city whose counties file by quarter too."""
    services = small_services(tmp_path_factory.mktemp("quarters"))
    for place, quarter in enumerate(QUARTERS):
        for region, heard in (("990101", 10), ("990102", 20)):
            figures = {"suit_head_appeared": heard - 4 + place, "suit_heard": heard}
            file(services, region, quarter, figures, form="quarterly")
    with serving(services) as site:
        context = browser.new_context(locale="zh-CN")  # its own: the server ends when no connection is kept
        page, watch = context.new_page(), Watch(urlsplit(site.address).netloc)
        watch.attach(page)
        page.goto(f"{site.address}/trend?dataset=demo&region=990100&period=2025&indicator=FY04")
        settle(page)
        yield page
        context.close()
    assert watch.complaints == []


def test_the_trend_goes_by_quarter_and_splits_a_change_by_either_base(by_quarter: Page) -> None:
    page = by_quarter
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.get_by_role("link", name="按季", exact=True).click()
    page.wait_for_url("**period=2025Q4*")
    expect(page.locator("table tbody th", has_text="2025年四季度").first).to_be_visible()
    page.get_by_role("link", name="环比", exact=True).click()
    expect(page.get_by_role("link", name="环比", exact=True)).to_have_attribute("aria-current", "true")
    expect(page.locator("main")).to_contain_text("2025年三季度 → 2025年四季度")
    page.get_by_role("link", name="按年", exact=True).click()
    page.wait_for_url("**period=2025&**")
    expect(page.locator("table tbody th", has_text="2024年").first).to_be_visible()


def test_a_point_of_the_trend_opens_its_passport(open_page: Opener) -> None:
    page = open_page(f"/trend?{SCOPE}&indicator=FY04")
    page.wait_for_selector(".js-plotly-plot .scatterlayer .point")
    box = page.locator(".js-plotly-plot .scatterlayer .point").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("dialog#passport[open]").get_by_text("怎么算的").first.wait_for()


def test_another_definition_says_what_it_changes_and_for_how_many(open_page: Opener) -> None:
    page = open_page(f"/compare?{SCOPE}&indicator=FY04")
    page.get_by_label("口径").first.click()
    page.get_by_role("option", name="B", exact=False).first.click()
    page.wait_for_url("**variant=B*")
    line = page.locator(".notice.variant")
    expect(line).to_contain_text("24个地区中，数值有变的")
    line.get_by_role("link", name="看默认口径").click()
    expect(line).to_have_count(0)
    expect(page.locator("table.bars tbody tr")).to_have_count(24)


def test_the_overview_leads_on_and_the_passport_can_be_cited(open_page: Opener, site: Site) -> None:
    page = open_page(f"/?{SCOPE}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    page.locator("a.number").first.click()
    drawer = page.locator("dialog#passport[open]")
    drawer.get_by_text("怎么算的").first.wait_for()
    drawer.get_by_role("button", name="复制引用").click()
    drawer.get_by_role("button", name="引用已复制").wait_for()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.startswith("示例省，")
    assert "口径" in cited
    assert "单元格" in cited
    page.keyboard.press("Escape")
    page.get_by_role("link", name="全部").first.click()
    page.wait_for_url("**/matrix?**status=missed*")


def test_the_catalogue_keeps_to_a_domain_and_opens_an_indicator(open_page: Opener) -> None:
    page = open_page(f"/indicators?{SCOPE}")
    page.get_by_label("领域").first.click()
    page.get_by_role("option", name="制度体系").click()
    page.wait_for_url("**domain=ZD*")
    expect(page.get_by_role("navigation", name="指标目录").locator("li")).to_have_count(7)
    page.get_by_role("link", name="规范性文件合法性审核率").first.click()
    page.wait_for_url("**indicator=ZD02*")
    expect(page.locator("h1, h2").filter(has_text="规范性文件合法性审核率").first).to_be_visible()
