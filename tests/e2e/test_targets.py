"""目标 in a browser: a target set otherwise for a county, seen to count, and withdrawn."""

from __future__ import annotations

from axe import grave
from opened import Opener, Site, settle
from playwright.sync_api import expect

CITY, COUNTY = "990100", "990101"
REASON = "山区出庭路远，测试用"


def test_a_target_is_set_otherwise_counts_there_and_is_withdrawn(open_page: Opener, site: Site) -> None:
    numbers = site.services.numbers()
    base = next(
        each for each in numbers.targets("demo") if each.indicator == "FY04" and each.region == "990000"
    )
    page = open_page(f"/targets?dataset=demo&region={COUNTY}&period=2025&target={base.target}")
    form = page.locator("form[action='/targets/override']")
    form.get_by_label("数值").fill("1.5")
    form.get_by_role("button", name="另定").click()
    expect(form.locator(".problem")).to_have_text("请写明依据文件。")
    form.get_by_label("依据文件").fill("示例法治办〔2025〕3号")
    form.get_by_label("理由").fill(REASON)
    with page.expect_navigation():
        form.get_by_role("button", name="另定").click()
    settle(page)
    expect(page.locator("#target")).to_contain_text(REASON)
    local = f"{base.target}~1"
    opened = page.locator(
        f"table.targets th a[href*='{base.target}%7E1'], table.targets th a[href*='{local}']"
    )
    expect(opened).to_have_count(1)
    expect(page.locator("table.targets tr.off", has_text=f"{local} 代替")).to_have_count(1)
    opened.click()
    withdrawal = page.locator("form[action='/targets/withdraw']")
    withdrawal.get_by_label("理由").fill("测试完毕")
    assert grave(page) == []
    with page.expect_navigation():
        withdrawal.get_by_role("button").click()
    settle(page)
    expect(page.locator("table.targets tr.off", has_text="代替")).to_have_count(0)
    assert all(each.region != COUNTY for each in site.services.view().targets("demo"))


def test_evidence_with_its_scan_meets_a_date_until_it_is_withdrawn(open_page: Opener, site: Site) -> None:
    page = open_page("/targets?dataset=public-renshe&region=510800&period=2017&target=S3-05")
    opened = page.locator("#target")
    expect(opened.locator(".standing")).to_contain_text("无数据")
    form = page.locator("form[action='/evidence/add']")
    form.get_by_label("发生日期").fill("2017-04-10")
    form.get_by_role("button", name="登记佐证").click()
    expect(form.locator(".problem")).to_have_text("请给出文件、网址或文号，至少一样。")
    form.get_by_label("说明").fill("实施方案")
    form.locator("input[type=file]").set_input_files(
        {"name": "方案.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sealed"}
    )
    with page.expect_navigation():
        form.get_by_role("button", name="登记佐证").click()
    settle(page)
    expect(opened.locator(".standing")).to_contain_text("达标")
    expect(opened.locator(".standing")).to_contain_text("2017-04-10 完成")
    with page.expect_download() as given:
        opened.get_by_role("link", name="方案.pdf").click()
    assert given.value.suggested_filename == "方案.pdf"
    assert grave(page) == []
    opened.get_by_text("撤销一份佐证").click()
    withdrawal = page.locator("form[action='/evidence/withdraw']")
    withdrawal.get_by_label("理由").fill("测试完毕")
    with page.expect_navigation():
        withdrawal.get_by_role("button").click()
    settle(page)
    expect(opened.locator(".standing")).to_contain_text("无数据")
    expect(opened.locator("tr.off")).to_contain_text("已撤销：测试完毕")
