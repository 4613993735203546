"""People in a browser: signing in and out, a county beside its neighbour, the office; a strict CSP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from builders_people import DRAFT, OTHER, OWN, people_services
from opened import AT, DESKTOP, Site, Watch, serving, settle
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.passwords import hashed
from data.people import Grant, Role
from layouts.menu import PAGES

FIRST, CHOSEN = "first-told-once", "a sentence of one's own"
PEOPLE: tuple[tuple[str, str, Role, str], ...] = (
    ("county", "周填", "file", OWN),
    ("office", "孙审", "review", "990000"),
)


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    services = people_services(tmp_path_factory.mktemp("people"))
    first, chosen = hashed(FIRST), hashed(CHOSEN)
    store = services.store
    for name, person, role, region in PEOPLE:
        store.add_account(name, person, first, by="测试", at=AT)
        store.grant(name, Grant(role, region), by="测试", at=AT)
    store.set_password("office", chosen, by="测试", at=AT, must_change=False)
    store.add_account("chief", "郑安", first, by="测试", at=AT)
    for role in ("security", "manage", "audit", "view", "review", "publish", "file"):
        store.grant("chief", Grant(role), by="测试", at=AT)
    store.set_password("chief", chosen, by="测试", at=AT, must_change=False)
    with serving(services) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="zh-CN", accept_downloads=True
    )
    yield opened
    opened.close()


def sign_in(page: Page, site: Site, name: str, password: str, there: str = "/") -> None:
    page.goto(site.address + there)
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def watched(page: Page, site: Site) -> Watch:
    watch = Watch(urlsplit(site.address).netloc)
    watch.attach(page)
    return watch


def test_a_county_signs_in_changes_its_password_sees_its_own_and_signs_out(
    peopled: Site, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(peopled.address + "/submit")
    assert urlsplit(page.url).path == "/sign-in"
    assert "非涉密系统" in page.inner_text("body")
    page.get_by_label("用户名").fill("county")
    page.get_by_label("密码").fill("wrong wrong wrong")
    page.get_by_role("button", name="登录").click()
    assert "用户名或密码不对" in page.inner_text("[role=alert]")
    page.get_by_label("密码").fill(FIRST)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/password")
    page.get_by_label("当前密码").fill(FIRST)
    page.get_by_label("新密码", exact=True).fill(CHOSEN)
    page.get_by_label("再输一次新密码").fill(CHOSEN)
    page.get_by_role("button", name="修改").click()
    settle(page)
    watch = watched(page, peopled)
    page.goto(peopled.address + "/submit?dataset=demo")
    settle(page)
    text = page.inner_text("main")
    tree = peopled.services.shipped.regions
    assert tree.get(OWN).name in text
    assert tree.get(OTHER).name not in page.content()
    assert str(DRAFT[OTHER]) not in page.content()
    assert page.locator("nav.side a.nav-link", has_text="审计").count() == 0
    assert watch.complaints == []
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in*")
    page.goto(peopled.address + "/submit")
    assert urlsplit(page.url).path == "/sign-in"


def test_the_office_returns_what_a_county_has_filed(peopled: Site, context: BrowserContext) -> None:
    page = context.new_page()
    sign_in(page, peopled, "office", CHOSEN, "/submit?submission=3")
    settle(page)
    assert "submission=3" in page.url
    watch = watched(page, peopled)
    form = page.locator("form.life-form")
    form.locator("[name=why]").fill("数字与上年相差过大，请核实")
    form.get_by_role("button", name="退回").click()
    page.wait_for_selector(".outcome.returned")
    assert "孙审" in page.inner_text("main")
    found = peopled.services.whole_view().submission(3)
    assert found is not None
    assert found[0].status == "returned"
    assert watch.complaints == []


def test_every_page_keeps_to_the_content_security_policy(peopled: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', "
        "event => window.broken.push(event.violatedDirective + ' ' + event.blockedURI));"
    )
    sign_in(page, peopled, "chief", CHOSEN)
    settle(page)
    watch = watched(page, peopled)
    broken = []
    for each in PAGES:  # in English too: what is refused is said on the console, which test_pages watches
        page.goto(peopled.address + each.path + "?dataset=demo&period=2024&indicator=FY04")
        settle(page)
        broken += [(each.code, line) for line in page.evaluate("window.broken")]
    assert broken == []
    assert watch.complaints == []


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_a_chart_is_saved_under_the_policy(
    peopled: Site, context: BrowserContext, kind: str, tmp_path: Path
) -> None:
    page = context.new_page()
    sign_in(page, peopled, "chief", CHOSEN)
    settle(page)
    watch = watched(page, peopled)
    page.goto(peopled.address + "/compare?dataset=demo&region=990100&period=2024&indicator=FY04")
    settle(page)
    page.locator(".menu > summary").first.click()
    with page.expect_download() as download:
        page.get_by_text(kind, exact=False).first.click()
    saved = tmp_path / f"chart.{kind}"
    download.value.save_as(saved)
    assert saved.stat().st_size > 1_000
    assert watch.complaints == []


def test_an_account_is_made_on_the_page_and_its_password_told_once(
    peopled: Site, context: BrowserContext
) -> None:
    page = context.new_page()
    sign_in(page, peopled, "chief", CHOSEN, "/manage")
    settle(page)
    watch = watched(page, peopled)
    added = page.locator("form[action='/manage/add']")
    added.get_by_label("用户名").fill("newcomer")
    added.get_by_label("姓名").fill("冯新")
    added.get_by_role("button", name="新建账号").click()
    page.wait_for_function("() => document.getElementById('manage-told').textContent.includes('newcomer')")
    found = peopled.services.store.account("newcomer")
    assert found is not None
    assert (found.person, found.must_change) == ("冯新", True)
    page.reload()
    settle(page)
    assert "一次性密码：" not in page.inner_text("#manage-told")
    row = page.locator("tr", has_text="newcomer")
    row.get_by_text("授予").first.click()
    row.locator("input[name=region]").fill("990101")
    row.get_by_role("button", name="授予").click()
    expect(page.locator("tr", has_text="newcomer").locator(".manage-grants form span")).to_have_count(1)
    found = peopled.services.store.account("newcomer")
    assert found is not None
    assert found.grants == (Grant("file", "990101"),)
    assert watch.complaints == []
