"""What only a picture shows: nothing cut, the data's label on every width, the matrix on paper."""

from __future__ import annotations

import pytest
from opened import PHONE, Opener

DEMO = "dataset=demo&region=990000&period=2025"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_label_of_made_up_data_is_seen_at_every_width(open_page: Opener, language: str) -> None:
    page = open_page(f"/compare?{DEMO}&indicator=FY04&lang={language}")
    for width in (1366, 1200, 1024, 800, 390):
        page.set_viewport_size({"width": width, "height": 768})
        box = page.locator(".data-label").first.bounding_box()
        assert box is not None, width
        assert box["x"] >= 0, width
        assert box["x"] + box["width"] <= width, width
        actions = page.locator(".scope-actions").bounding_box() if width >= 1024 else None
        assert actions is None or box["x"] + box["width"] <= actions["x"], width


def test_the_line_under_the_title_names_the_column_the_matrix_is_sorted_by(open_page: Opener) -> None:
    page = open_page(f"/matrix?{DEMO}&domain=FY")
    line = page.locator("#matrix-order")
    assert line.inner_text() == "，未达标多的在前"
    page.locator(".ag-header-cell[col-id=FY05]").click(position={"x": 6, "y": 30})
    page.wait_for_function("() => document.getElementById('matrix-order').textContent.includes('诉讼败诉率')")


def test_paper_has_every_row_and_column_of_the_matrix(open_page: Opener) -> None:
    page = open_page(f"/matrix?{DEMO}&domain=all")
    page.wait_for_selector(".ag-row")
    regions, indicators = page.evaluate(
        "(() => { const api = window.dash_ag_grid.getApi('matrix-grid');"
        "return [api.getDisplayedRowCount() + 1, api.getColumns().length - 3]; })()"
    )
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".matrix-paper td.cell").count() == regions * indicators
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".matrix-paper").count() == 0


def test_a_refused_template_is_said_beside_the_fields(open_page: Opener) -> None:
    page = open_page(f"/submit?{DEMO}")
    page.fill("#template-region", "没有这个县")
    page.locator("#template-fields button").click()
    page.locator("#template-problem", has_text="没有名为").wait_for()


def test_status_words_are_whole_on_a_phone(open_page: Opener) -> None:
    page = open_page(f"/compare?{DEMO}&indicator=FY04", size=PHONE)
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('table.bars .status')]"
        ".map(each => each.getBoundingClientRect().right))"
    )
    assert right <= PHONE[0]
