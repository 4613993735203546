"""What only a browser shows: lists searched by pinyin, the office's own map by keyboard and on a phone."""

from __future__ import annotations

from builders_maps import APPROVAL, province_map
from opened import AT, PHONE, Opener, Site, settle
from playwright.sync_api import expect

COMPARE = "/compare?dataset=demo&region=990000&period=2025&indicator=FY04"
FITS = [
    ("青荻县 990102", "qdx", True),
    ("青荻县 990102", "qingdi", True),
    ("青荻县 990102", "xq", False),
    ("重庆市 500000", "cq", True),
    ("FY04 负责人出庭应诉率 FY04", "fy04 ctys", True),
    ("行政（复议）率", "xzfyl", True),
    ("青荻县 990102", "0102", True),
    ("青荻县 990102", "0103", False),
]


def test_lists_are_searched_by_name_code_and_pinyin(open_page: Opener) -> None:
    page = open_page(COMPARE)
    page.wait_for_selector("table.bars")
    asked = [[text, typed] for text, typed, _ in FITS]
    found = page.evaluate("asked => asked.map(([text, typed]) => fahengSearch.fits(text, typed))", asked)
    assert found == [expected for _, _, expected in FITS]
    options = page.locator("[role=option]:visible")
    for label, typed, name in (("指标", "fzrcty", "负责人出庭应诉率"), ("地区", "990102", "青荻县")):
        page.get_by_label(label, exact=True).first.click()
        page.keyboard.type(typed)
        expect(options).to_have_count(1)
        expect(options).to_contain_text(name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**region=990102*")


def test_the_office_map_is_read_by_keyboard_and_fits_a_phone(site: Site, open_page: Opener) -> None:
    regions = site.services.catalogue.regions
    counties = [each.code for each in regions.descendants("990000") if each.level == "county"]
    assert site.services.maps.add("e2e", province_map(counties), APPROVAL, regions, at=AT) == ()
    page = open_page(COMPARE)
    page.get_by_role("link", name="方格和地图").click()
    page.wait_for_selector(".tile-groups")
    page.get_by_role("link", name="地图", exact=True).click()
    page.wait_for_url("**map=office*")
    expect(page.locator(".office-map a.area")).to_have_count(len(counties))
    expect(page.locator(".map-credit")).to_contain_text("审图号")
    expect(page.locator("table.twin tbody tr")).to_have_count(len(counties))
    area = page.locator(".office-map a.area").nth(2)
    area.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.passport")).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    site.services.maps.remove("e2e")
