"""数据质量 in a browser: the line leads to its blocks, units unfold, a unit opens, the way back works."""

from __future__ import annotations

import csv
from pathlib import Path

from opened import Opener, settle
from playwright.sync_api import expect


def test_the_line_leads_to_a_block_units_unfold_and_a_unit_opens_and_closes(open_page: Opener) -> None:
    page = open_page("/quality?dataset=demo&region=990000&period=2025")
    page.locator(".written a[href='#quality-answered'] >> nth=0").click()
    expect(page.locator("#quality-answered h2")).to_be_in_viewport()
    assert page.url.endswith("#quality-answered")

    folded = page.locator("#quality-answered details.twin")
    assert folded.locator("tbody tr").first.is_hidden()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded.locator("tbody tr").first).to_be_visible()
    assert folded.locator("tbody tr").count() == 1 + 3 + 24  # the sum, the cities and their counties

    with page.expect_download() as download:
        page.locator("a[href^='/export/quality.csv']").dispatch_event("click")
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert {row["栏目"] for row in rows} >= {"报送及时性", "填报完整性"}

    unit = folded.locator("a.unit-name").last
    name = unit.inner_text()
    unit.click()
    page.wait_for_url("**region=99**")
    settle(page)
    expect(page.locator(".side .brand")).to_contain_text(name)
    page.go_back()
    settle(page)
    expect(page.locator(".side .brand")).not_to_contain_text(name)
