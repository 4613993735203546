"""任务 in a browser: assigned, reported with evidence, confirmed by another; overdue ones; the workbook."""

from __future__ import annotations

from pathlib import Path

from axe import grave
from filing_desk import DESK, choose, filed, read
from opened import DESKTOP, PHONE, Opener, Site, settle
from playwright.sync_api import Page, expect

COUNTY = "990105"
SCOPE = f"dataset=demo&region={COUNTY}&period=2025"
DONE, LATE = f"S4-6-{COUNTY}", f"S4-4-{COUNTY}"


def press(page: Page, form: str, button: str) -> None:
    with page.expect_navigation():
        page.locator(f"form[action='{form}']").get_by_role("button", name=button, exact=True).click()
    settle(page)


def test_a_task_is_assigned_reported_with_evidence_and_confirmed(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    page = open_page(f"/tasks?{SCOPE}&new=assign&plan=S4")
    form = page.locator("form[action='/tasks/assign']")
    form.get_by_role("button", name="分派").click()
    expect(form.locator(".problem")).to_have_text("请选任务。")
    for item in ("S4-4", "S4-6"):
        form.locator(f"input[value='{item}']").check()
    expect(form.locator(f"input[name=region][value='{COUNTY}']")).to_be_checked()
    press(page, "/tasks/assign", "分派")
    expect(page.locator(".written")).to_contain_text("到期任务 1 项，完成 0 项，完成率 0.0%")
    page.locator(".written a", has_text="逾期 1 项").click()
    expect(page.locator("table.tasks tbody tr")).to_have_count(1)  # S4-4 was due in 2022

    page.goto(f"{site.address}/tasks?{SCOPE}&task={DONE}")
    settle(page)
    evidence = page.locator("form[action='/evidence/add']")
    evidence.get_by_label("文号").fill("示例人社〔2026〕7号")
    press(page, "/evidence/add", "登记佐证")
    expect(page.locator("table.evidence")).to_contain_text("示例人社〔2026〕7号")
    press(page, "/tasks/step", "报告完成")
    judged = page.locator("form[action='/tasks/step']").last
    judged.get_by_role("button", name="确认", exact=True).click()
    expect(judged.locator(".problem")).to_contain_text("请由另一位审核人确认")
    judged.get_by_label("经办人").fill("赵核")
    assert grave(page) == []
    press(page, "/tasks/step", "确认")
    expect(page.locator("#task table.tasks").first).to_contain_text("已完成")

    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{site.address}/tasks?{SCOPE}&as=gantt")
    settle(page)
    expect(page.locator(".gantt-row")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert grave(page) == []

    with page.expect_download() as given:
        page.get_by_role("link", name="下载登记表").click()
    book = tmp_path / "任务登记表.xlsx"
    given.value.save_as(book)
    before = site.services.view().tasks("demo")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(site.address + DESK)
    settle(page)
    choose(page, book)
    read(page)
    filed(page)
    page.locator(".outcome").wait_for()
    assert site.services.view().tasks("demo") == before
    steps = [each.step for each in site.services.view().task_steps("demo", DONE)]
    assert steps == ["done", "confirm"]
    for code in (DONE, LATE):
        site.services.store.withdraw_task(code, "demo", why="测试完毕", by="测试", at=site.services.clock())
