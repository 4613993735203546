"""Each control of 地区对比 in a browser: views, second indicator, names, ranks, interval, peers."""

from __future__ import annotations

from axe import grave
from opened import PHONE, Opener, settle
from playwright.sync_api import expect

ADDRESS = "/compare?dataset=demo&region=990000&period=2025&indicator=FY04"
NARROW = (360, 760)
VIEWS = {"漏斗图": "funnel", "分布": "distribution", "散点": "scatter", "小多图": "multiples"}


def test_every_control_of_the_comparison_writes_the_address(open_page: Opener) -> None:
    page = open_page(ADDRESS)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    for word, code in VIEWS.items():
        page.get_by_role("link", name=word, exact=True).click()
        page.wait_for_url(f"**view={code}*")
        page.wait_for_selector(".view-chart .js-plotly-plot .main-svg")
        expect(page.locator("table.twin tbody tr")).to_have_count(24)
        assert grave(page) == []
    page.go_back()
    page.wait_for_url("**view=scatter*")
    page.wait_for_selector("input[value^='FY05'], input[value^='FY10']")
    page.get_by_label("第二项指标").first.click()
    page.get_by_role("option", name="ZD02").click()
    page.wait_for_url("**second=ZD02*")
    settle(page)
    page.wait_for_selector("a[href*='second=ZD02']", state="attached")
    page.get_by_role("link", name="匿名").click()
    page.wait_for_url("**names=off*")
    page.wait_for_selector("table.twin >> text=甲县")
    page.get_by_role("link", name="实名").click()
    page.get_by_role("link", name="排名", exact=True).click()
    page.wait_for_selector("table.bars")
    page.get_by_role("link", name="画区间", exact=True).click()
    page.wait_for_selector(".errorbar, .xerror")
    page.get_by_role("link", name="无名次").click()
    page.wait_for_url("**ranks=off*")
    expect(page.locator("table.bars thead")).not_to_contain_text("名次")


def test_ticked_peers_alone_are_compared(open_page: Opener) -> None:
    page = open_page(ADDRESS)
    page.locator("summary", has_text="同类地区").click()
    for place in range(4):
        page.locator(".peer").nth(place).click()
    expect(page.locator('.peer[aria-checked="true"]')).to_have_count(4)
    page.get_by_role("button", name="只比选定的地区").click()
    page.wait_for_url("**peers=*")
    page.wait_for_selector("text=只比选定的 4 个同类地区")
    expect(page.locator("table.bars tbody tr")).to_have_count(4)
    page.reload()
    settle(page)
    expect(page.locator("table.bars tbody tr")).to_have_count(4)
    page.locator("summary", has_text="同类地区").click()
    page.get_by_label("经办人").fill("李某")
    page.get_by_role("button", name="存为新组").click()
    expect(page.locator(".group-form .problem")).to_have_text("请填写组名。")
    page.get_by_label("组名").fill("四县")
    assert grave(page) == []
    page.get_by_role("button", name="存为新组").click()
    page.wait_for_url("**group=g*")
    expect(page.locator("summary", has_text="同类地区：四县（4）")).to_be_visible()
    expect(page.locator("table.bars tbody tr")).to_have_count(4)


def test_views_fit_a_phone(open_page: Opener) -> None:
    for code in VIEWS.values():
        page = open_page(f"{ADDRESS}&view={code}", size=PHONE)
        page.wait_for_selector(".view-chart .js-plotly-plot .main-svg")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert grave(page) == []


def test_the_ranking_and_the_trend_fit_narrow_phones(open_page: Opener) -> None:
    page = open_page(ADDRESS, size=NARROW)
    page.wait_for_selector(".bar-cell .main-svg")
    box = ".bars-scroll"
    assert page.eval_on_selector(box, "box => box.scrollWidth <= box.clientWidth")
    page.goto(page.url.replace("/compare", "/trend"))
    settle(page)
    page.wait_for_selector("#trend-fall .main-svg")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.eval_on_selector(box, "box => box.scrollWidth <= box.clientWidth")
    assert grave(page) == []
