"""Four people's days, each signed in: a county files, is returned, fixes and files again; the office reviews
and publishes; leadership sees it; the analyst takes it away; a correction stands in the register."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from builders_people import people_services
from filing_desk import choose, filed, read, workbook
from opened import AT, DESKTOP, Site, Watch
from playwright.sync_api import Browser, Page, expect
from served import serving, settle

from data.passwords import hashed
from data.people import Grant, Role

COUNTY, PERIOD = "990105", "2021"
DESK = f"/submit?dataset=demo&region={COUNTY}&period={PERIOD}"
SEEN = f"/compare?dataset=demo&region=990100&period={PERIOD}&indicator=FY04"
PEOPLE: dict[str, tuple[str, tuple[tuple[Role, str], ...]]] = {
    "xian": ("周县", (("file", COUNTY),)),
    "ban": ("孙审", (("review", "990000"),)),
    "fa": ("赵发", (("publish", "990000"),)),
    "ling": ("钱领", (("view", "990000"),)),
    "fen": ("李析", (("view", "990000"),)),
}
CHOSEN = "a sentence of one's own"
Seat = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    services = people_services(tmp_path_factory.mktemp("office"))
    chosen, told = hashed(CHOSEN), {"by": "测试", "at": AT}
    for name, (person, grants) in PEOPLE.items():
        services.store.add_account(name, person, "", **told)
        services.store.set_password(name, chosen, must_change=False, **told)
        for role, region in grants:
            services.store.grant(name, Grant(role, region), **told)
    with serving(services) as served:
        yield served


@pytest.fixture
def seat(office: Site, browser: Browser) -> Iterator[Seat]:
    """Each person's own browser, signed in; nothing they do may complain or leave the host."""
    seats: dict[str, Page] = {}
    watches = []

    def seated(name: str, there: str) -> Page:
        if name not in seats:
            context = browser.new_context(
                viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="zh-CN", accept_downloads=True
            )
            seats[name] = context.new_page()
            seats[name].goto(office.address + there)
            seats[name].get_by_label("用户名").fill(name)
            seats[name].get_by_label("密码").fill(CHOSEN)
            seats[name].get_by_role("button", name="登录").click()
            settle(seats[name])
            watches.append(Watch(urlsplit(office.address).netloc))
            watches[-1].attach(seats[name])
        seats[name].goto(office.address + there)
        settle(seats[name])
        return seats[name]

    yield seated
    for page in seats.values():
        page.context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []


def send(page: Page, path: Path, data: bytes) -> str:
    """Files a workbook at the county's desk; the address of its submission."""
    path.write_bytes(data)
    choose(page, path)
    read(page)
    filed(page)
    page.wait_for_url("**submission=**", timeout=20_000)
    settle(page)
    return page.url.partition(urlsplit(page.url).netloc)[2]


def take(page: Page, step: str, why: str = "") -> None:
    form = page.locator("form.life-form")
    if why:
        form.locator("[name=why]").fill(why)
    with page.expect_navigation():  # the page comes anew with the step taken
        form.locator(f"button[value={step}]").click()
    settle(page)


def publish(page: Page, note: str, why: str = "") -> None:
    page.locator(f"input[name=period][value='{PERIOD}']").check()
    page.locator("input[name=note]").fill(note)
    if why:
        page.locator("input[name=why]").fill(why)
    page.locator("form.life-form button[type=submit]").click()
    expect(page.locator("table.publications")).to_contain_text(note)


def test_the_days_of_a_county_the_office_leadership_and_the_analyst(
    seat: Seat, office: Site, tmp_path: Path
) -> None:
    def filled(appeared: int) -> bytes:
        figures = {"suit_heard": 10.0, "suit_head_appeared": float(appeared)}
        return workbook(office, PERIOD, COUNTY, **figures)

    # The county files what cannot be: returned at once, with the cell; then what the office does not believe.
    broken = send(seat("xian", DESK), tmp_path / "年报_一.xlsx", filled(11))
    expect(seat("xian", broken).locator("section.outcome h2")).to_contain_text("已退回")
    first = send(seat("xian", DESK), tmp_path / "年报_二.xlsx", filled(2))
    expect(seat("xian", first).locator("section.outcome h2")).to_contain_text("待审核")
    assert seat("xian", first).locator("button[value=approve]").count() == 0

    # Nobody else knows of it yet; the office finds it among its tasks and returns it.
    expect(seat("ling", SEEN).locator("main")).not_to_contain_text("20.0")
    tasks = seat("ban", "/board?dataset=demo")
    expect(tasks.locator(".todo")).to_contain_text("等待审核")
    office_page = seat("ban", first)
    take(office_page, "return", "出庭数与台账不符")
    expect(office_page.locator("section.outcome h2")).to_contain_text("已退回")

    # The county reads why, corrects the form and files again.
    expect(seat("xian", "/board?dataset=demo").locator(".todo")).to_contain_text("退回")
    expect(seat("xian", first).locator(".timeline")).to_contain_text("理由：出庭数与台账不符")
    second = send(seat("xian", DESK), tmp_path / "年报_三.xlsx", filled(8))

    # The office approves it together with whatever else waits, and publishes.
    queue = seat("ban", "/submit?only=waiting")
    row = queue.locator("form[action='/life/approve'] tr", has_text="年报_三.xlsx")
    row.locator("input[name=submission]").check()
    queue.locator("form[action='/life/approve'] button[type=submit]").click()
    expect(queue.locator("form[action='/life/approve'] tr", has_text="年报_三.xlsx")).to_have_count(0)
    expect(seat("ban", second).locator("section.outcome h2")).to_contain_text("审核通过")
    expect(seat("ling", SEEN).locator("main")).not_to_contain_text("80.0")
    publish(seat("fa", "/publish?dataset=demo"), "二〇二一年补报")

    # Leadership sees it and who filed it is nobody's business; the analyst takes it away.
    expect(seat("ling", SEEN).locator("main")).to_contain_text("80.0")
    passport = seat("ling", f"/trace?dataset=demo&region={COUNTY}&period={PERIOD}&indicator=FY04")
    expect(passport.locator("main")).to_contain_text("报送人 ＊＊＊")
    expect(
        seat("ban", urlsplit(passport.url)._replace(scheme="", netloc="").geturl()).locator("main")
    ).to_contain_text("报送人 周县")
    assert exported(seat("fen", SEEN)) == {8.0, 10.0}

    # A correction of what is published: unlocked, filed, approved, published with its reason.
    take(seat("ban", second), "unlock", "县里更正")
    expect(seat("ban", second).locator("section.outcome")).not_to_contain_text("已锁定")
    third = send(seat("xian", DESK), tmp_path / "年报_四.xlsx", filled(9))
    take(seat("ban", third), "approve")
    expect(seat("ban", third).locator("section.outcome h2")).to_contain_text("审核通过")
    publish(seat("fa", "/publish?dataset=demo"), "二〇二一年更正", "漏计一件")
    register = seat("fen", "/publish?dataset=demo").locator("table.restated tbody")
    expect(register).to_contain_text("漏计一件")
    assert exported(seat("fen", SEEN)) == {9.0, 10.0}
    old = next(
        made.publication
        for made in office.services.whole_view().publications("demo")
        if made.note == "二〇二一年补报"
    )
    assert exported(seat("fen", f"{SEEN}&snapshot={old}")) == {8.0, 10.0}


def exported(page: Page) -> set[float]:
    """Numerator and denominator of the county in the workbook that the page's menu gives."""
    page.locator("details.menu summary").first.click()
    with page.expect_download() as waiting:
        page.locator("a[data-export*='xlsx']").first.click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).worksheets[0]
    lines = [row for row in sheet.iter_rows(values_only=True) if COUNTY in map(str, row)]
    assert len(lines) == 1
    return {each for each in lines[0] if isinstance(each, int | float) and each in (8, 9, 10)}
