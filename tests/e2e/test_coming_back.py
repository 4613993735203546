"""Where one comes back to: the control after a choice, the page behind the passport, one that was loading."""

from __future__ import annotations

from opened import PHONE, Opener, Site

DEMO = "dataset=demo&region=990000&period=2025"
FOCUS = "document.activeElement.id"
OPEN = "document.getElementById('passport').open"


def test_after_a_choice_the_keyboard_is_on_the_control_that_made_it(open_page: Opener) -> None:
    page = open_page(f"/compare?{DEMO}&indicator=FY04")
    period = '{"key":"period","type":"control"}'
    page.locator(f"[id='{period}']").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !window.location.search.includes('period=2025&')")
    page.wait_for_function(f"() => {FOCUS} === '{period}'")
    assert not page.locator("[role=option]:visible").count()


def test_back_closes_the_passport_first_and_leaves_the_page_second(open_page: Opener) -> None:
    page = open_page(f"/?{DEMO}")
    page.locator('.side a[data-page="/compare"]').click()
    page.locator("table.bars td a.number").first.click()
    page.wait_for_function(f"() => {OPEN}")
    page.go_back()
    page.wait_for_function(f"() => !{OPEN}")
    assert "/compare" in page.url
    page.locator("td a.number").first.click()
    page.wait_for_function(f"() => {OPEN}")
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => !{OPEN} && !(history.state && history.state.passport)")
    page.go_back()
    page.wait_for_function("() => window.location.pathname === '/'")


def test_a_page_that_is_still_loading_says_so_and_comes_anew_when_ready(
    open_page: Opener, site: Site
) -> None:
    site.services.ready.clear()
    try:
        page = open_page(f"/?{DEMO}", size=PHONE)
        assert "示例数据正在读入" in page.locator(".notice.loading").inner_text()
        assert "未报" not in page.locator("main").inner_text().replace("未报齐", "")
    finally:
        site.services.ready.set()
    page.locator(".notice.loading").wait_for(state="detached", timeout=20_000)
    page.locator(".card").first.wait_for()


def test_every_page_has_a_title_of_its_own(open_page: Opener) -> None:
    titles = [open_page(f"{path}?{DEMO}").title() for path in ("/", "/compare", "/matrix", "/trend")]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith("示例省 · 2025年 · 法衡") for title in titles)


def test_the_english_page_of_published_figures_fits_a_phone(open_page: Opener) -> None:
    page = open_page("/?dataset=public-renshe&region=440117&period=2021&lang=en", size=PHONE)
    tables = "[...document.querySelectorAll('.table-scroll')]"
    assert page.evaluate(f"{tables}.filter(each => each.scrollWidth > each.clientWidth + 1).length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
