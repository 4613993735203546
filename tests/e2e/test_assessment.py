"""考核 in a browser: a scheme in force, stage by stage, a veto with evidence, an objection, the simulator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe import grave
from builders_store import AT
from opened import PHONE, Opener, Site, settle
from playwright.sync_api import Page, expect

from data.evidence import Evidence
from data.scheme import Mark
from data.vetoes import mark_code
from layouts.services import Services

SCOPE = "dataset=demo&region=990000&period=2025"
SCHEME, COUNTY = "demo-2025", "990103"
LATER = AT + timedelta(days=9)


def press(page: Page, what: str, button: str) -> None:
    with page.expect_navigation():
        page.locator(f"form[action='/assessment/{what}']").get_by_role("button", name=button).click()
    settle(page)


def refused(page: Page, what: str, button: str, told: str) -> None:
    there = page.locator(f"form[action='/assessment/{what}']")
    there.get_by_role("button", name=button).click()
    expect(there.locator(".problem")).to_contain_text(told)


def marked(services: Services) -> None:
    """Marks for the one item that nothing computes, so that every county can be ranked."""
    counties = [
        each.code for each in services.catalogue.regions.descendants("990000") if each.level == "county"
    ]
    for region in counties:
        code = mark_code(SCHEME, "2025", region, "7.1")
        proof = Evidence("demo", "mark", code, region, "2026-01-09", "审某", AT, document="示例〔2026〕1号")
        services.store.add_evidence(proof)
        mark = Mark("7.1", region, 0.0, "未申报")
        services.store.give_mark("demo", SCHEME, "2025", mark, by="审某", at=AT)


def test_an_assessment_goes_from_its_scheme_to_review(
    open_page: Opener, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(f"/assessment?{SCOPE}&part=schemes")
    press(page, "shipped", "登记为草案")
    activation = page.locator("form[action='/assessment/activate']")
    activation.get_by_label("批准人").fill("")
    refused(page, "activate", "生效", "没有批准人，方案不能生效。")
    activation.get_by_label("批准人").fill("示例省委依法治省办主任")
    press(page, "activate", "生效")
    marked(site.services)

    page.get_by_role("link", name="排名", exact=True).click()
    settle(page)
    press(page, "begin", "开始初评")
    expect(page.locator(".stage-line [aria-current]")).to_contain_text("初评")
    expect(page.locator("table.ranked")).to_have_count(2)
    assert grave(page) == []
    press(page, "step", "进入反馈")
    press(page, "step", "进入申诉")
    expect(page.locator(".stage-line .until")).to_contain_text("截至")

    page.get_by_role("link", name="否决与计零").click()
    settle(page)
    veto = page.locator("form[action='/assessment/veto']")
    veto.get_by_label("单位").select_option(COUNTY)
    veto.get_by_label("期间").fill("2024")
    veto.get_by_label("情形").fill("违法查封被省级通报")
    for box in veto.get_by_role("checkbox").all():
        box.check()
    refused(page, "veto", "登记", "否决不追溯以前的事")
    veto.get_by_label("期间").fill("2025Q3")
    refused(page, "veto", "登记", "没有佐证")
    veto.get_by_label("文号").fill("示例法治办〔2025〕31号")
    press(page, "veto", "登记")
    expect(page.locator("table.veto-list", has_text="违法查封被省级通报")).to_contain_text(
        "示例法治办〔2025〕31号"
    )

    page.goto(f"{site.address}/assessment?{SCOPE}&part=sheet&unit={COUNTY}")
    settle(page)
    objection = page.locator("form[action='/assessment/appeal']")
    objection.get_by_label("申诉内容").fill("换证人员漏计两人")
    objection.get_by_label("经办人").fill("周填")
    refused(page, "appeal", "提出申诉", "没有佐证")
    objection.get_by_label("文号").fill("望川司〔2026〕3号")
    press(page, "appeal", "提出申诉")

    monkeypatch.setattr(site.services, "clock", lambda: LATER)
    page.goto(f"{site.address}/assessment?{SCOPE}")
    settle(page)
    press(page, "step", "进入复核")
    struck = page.locator("table.ranked tr", has_text="计“0”分")
    expect(struck).to_contain_text("0.00")
    refused(page, "step", "进入审定", "尚未发布")

    page.get_by_role("link", name="申诉", exact=True).click()
    settle(page)
    answer = page.locator("form[action='/assessment/answer']")
    answer.get_by_label("理由").fill("已核对名册")
    answer.get_by_label("经办人").fill("周填")
    refused(page, "answer", "答复", "须由他人答复")
    answer.get_by_label("经办人").fill("审某")
    press(page, "answer", "答复")
    expect(page.locator("table.veto-list")).to_contain_text("采纳")


def test_the_simulator_shows_who_moves_by_its_address(open_page: Opener) -> None:
    page = open_page(f"/assessment?{SCOPE}&part=trial")
    tried = page.locator("form.try-form")
    tried.get_by_label("考核项").select_option("1.1")
    tried.get_by_label("改为").fill("60")
    with page.expect_navigation():
        tried.get_by_role("button", name="试算").click()
    settle(page)
    expect(page.locator(".changes")).to_contain_text("分值改为“60”")
    expect(page.locator("table.moves")).to_have_count(2)
    assert grave(page) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("link", name="取消").click()
    settle(page)
    expect(page.locator("table.moves")).to_have_count(0)
