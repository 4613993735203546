"""A person maps an unknown table: choices are looked at, confirmed, filed; next year's file needs no one."""

from __future__ import annotations

import pytest
from builders_mapping import book
from builders_store import AT
from opened import DESKTOP, PHONE, Opener, Site
from playwright.sync_api import Page, expect

from loaders.intake import receive

HEADS = ["地区", "一审行政诉讼案件数", "败诉", "备注"]


def table(year: int, *, extra: str = "") -> bytes:
    lines = [
        [f"{year}年各县区行政应诉情况{extra}"],
        HEADS,
        ["月屿区", 12, 3, None],
        ["青荻县", 5, "约2", "含上年"],
        ["合计", 17, 5, None],
    ]
    return book(("应诉", lines), merges=["A1:D1"])


def returned(site: Site, data: bytes, name: str = "应诉.xlsx") -> int:
    outcome = receive(name, data, desk=site.services.desk(), by="李某", at=AT)
    assert outcome.submission is not None
    assert outcome.status == "returned"
    return outcome.submission


def ready(page: Page) -> None:
    expect(page.locator("form[data-mapping] button[type=submit]")).to_be_enabled()


def test_a_table_is_mapped_previewed_confirmed_and_read_by_itself_next_year(
    open_page: Opener, site: Site
) -> None:
    number = returned(site, table(2017))
    page = open_page(f"/submit?submission={number}")
    page.locator(f"a[href*='/map?'][href*='submission={number}']").first.click()
    page.wait_for_selector("form[data-mapping]")
    button = page.locator("form[data-mapping] button[type=submit]")
    assert button.is_disabled()
    expect(page.locator("[data-slot='mapping-preview']")).to_contain_text("败诉")
    field = page.locator("input[name='col.0.3']")
    field.focus()
    field.fill("行政诉讼败诉数（suit_lost）")
    field.press("Tab")
    ready(page)
    shown = page.locator("table.mapping-preview")
    expect(shown).to_contain_text("青荻县")
    expect(shown).to_contain_text("2 约")
    page.locator("input[name='by']").fill("王某")
    button.click()
    page.wait_for_selector(".outcome:not(.returned) .mk")
    links = page.locator(".section a[href*='/submit?']")
    assert links.count() == 2
    (saved,) = site.services.view().mappings()
    assert saved.by == "王某"
    later = receive("次年.xlsx", table(2018), desk=site.services.desk(), by="李某", at=AT)
    assert (later.taken_in, len(later.submissions)) == (True, 2)
    page.goto(site.address + "/map")
    page.wait_for_selector("table.mappings")
    page.locator("button[data-off]").click()
    expect(page.locator("table.mappings")).to_contain_text("停用")
    expect(page.locator("button[data-off]")).to_have_count(0)
    assert site.services.mappings == {}


def test_a_suggestion_is_one_press_and_another_dataset_draws_the_fields_anew(
    open_page: Opener, site: Site
) -> None:
    number = returned(site, table(2016, extra="（二）"), "二.xlsx")
    page = open_page(f"/map?submission={number}")
    page.locator("[data-pick='col.0.3']", has_text="行政诉讼败诉数").click()
    ready(page)
    assert page.locator("input[name='col.0.3']").input_value() == "行政诉讼败诉数（suit_lost）"
    page.locator("select[name='rows.0']").focus()
    page.locator("select[name='rows.0']").select_option("element")
    expect(page.locator("[data-slot='mapping-preview']")).to_contain_text("还有")
    expect(page.locator("input[name='row.0.3']")).to_have_count(1)
    assert page.evaluate("document.activeElement.name") == "rows.0"


def test_money_asks_for_its_unit_beside_its_field(open_page: Opener, site: Site) -> None:
    lines = [["2014年处罚情况"], ["地区", "罚没"], ["月屿区", 12], ["青荻县", 3]]
    number = returned(site, book(("处罚", lines)), "四.xlsx")
    page = open_page(f"/map?submission={number}")
    field = page.locator("input[name='col.0.2']")
    field.focus()
    field.fill("fines")
    field.press("Tab")
    unit = page.locator("input[name='unit.col.0.2']")
    unit.wait_for()
    expect(page.locator("[data-slot='mapping-preview']")).to_contain_text("计量单位")
    expect(page.locator(".pick", has=field)).to_contain_text("已指定")
    unit.fill("亿元")
    unit.press("Tab")
    ready(page)
    expect(page.locator("table.mapping-preview")).to_contain_text("120000")


def test_two_tables_taken_for_one_are_divided_by_shortening_the_range(open_page: Opener, site: Site) -> None:
    lines = [["2013年各县区应诉"], HEADS[:3], ["月屿区", 12, 3], ["青荻县", 5, 2]]
    number = returned(site, book(("应诉", [*lines, ["地区", 2011, 2012], ["月屿区", 7, 8]])), "五.xlsx")
    page = open_page(f"/map?submission={number}")
    field = page.locator("input[name='area.0']")
    assert field.input_value() == "应诉!A2:C6"
    for typed, told in (("A2:C60", "超出了有内容的部分"), ("A2:C4", "")):
        field.fill(typed)
        field.press("Tab")
        if told:
            expect(page.locator(".range-field .problem")).to_contain_text(told)
    expect(page.locator("input[name='area.1']")).to_have_value("应诉!A5:C6")
    expect(field).to_have_value("应诉!A2:C4")
    assert page.locator(".range-field .problem").count() == 0
    assert page.evaluate("Boolean(document.activeElement.closest('form[data-mapping]'))")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_wizard_stays_inside_the_window(
    open_page: Opener, site: Site, size: tuple[int, int], language: str
) -> None:
    number = returned(site, table(2015, extra=f"（{language}{size[0]}）"), "三.xlsx")
    page = open_page(f"/map?submission={number}&lang={language}", size=size)
    page.wait_for_selector("form[data-mapping]")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate("document.querySelector('.column').scrollWidth") <= size[0]
