"""What people do: follow a bar to its cell, file a good and a bad workbook, change scope, take data away."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from opened import Opener, Site

from data.model import Period
from layouts.tracing import trace
from loaders.template import FilledValue, write_template

COMPARE = "/compare?dataset=demo&region=990000&period=2025&indicator=FY04"


def filled_workbook(site: Site, *, lost: float) -> bytes:
    """An annual return of one county for a year nobody filed."""
    figures = {
        ("suit_first_instance", "own"): 12.0,
        ("suit_closed", "own"): 10.0,
        ("suit_decided", "own"): 8.0,
        ("suit_heard", "own"): 9.0,
        ("suit_head_appeared", "own"): 8.0,
        ("suit_lost", "own"): lost,
    }
    filled = {key: FilledValue(value) for key, value in figures.items()}
    return write_template(
        site.services.forms["annual"], site.services.catalogue, region="990102", period="2019", filled=filled
    )


def test_a_bar_is_followed_to_its_cell(open_page: Opener, site: Site) -> None:
    page = open_page(COMPARE)
    page.wait_for_selector(".js-plotly-plot .bars .point path")
    box = page.locator(".js-plotly-plot .bars .point path").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 6, box["y"] + box["height"] / 2)
    drawer = page.locator("dialog#passport[open]")
    drawer.wait_for()
    drawer.get_by_text("怎么算的").first.wait_for()
    text = drawer.inner_text()
    numbers = site.services.numbers()
    tree = numbers.catalogue.regions
    title = drawer.locator("h1, h2").first.inner_text()
    shown = next(code for code in numbers.axis("demo") if title.startswith(tree.get(code).name))
    found = trace(numbers, "demo", "FY04", shown, Period.year(2025))
    cells = [(term.sheet, term.cell, Path(term.file).name) for term in found.terms if term.part != "reported"]
    assert cells
    for sheet, cell, name in cells:
        assert f"{sheet}!{cell}" in text, (sheet, cell, text)
        assert name in text
    page.keyboard.press("Escape")
    assert page.locator("dialog#passport[open]").count() == 0


def test_a_number_in_the_table_opens_the_same_passport(open_page: Opener) -> None:
    page = open_page(COMPARE)
    page.locator("table.bars a.number").first.click()
    page.locator("dialog#passport[open]").get_by_text("怎么算的").first.wait_for()


def test_the_scope_bar_writes_the_address_and_back_undoes_it(open_page: Opener) -> None:
    page = open_page("/?dataset=demo&region=990000&period=2025")
    field = page.get_by_role("textbox", name="报告期").or_(page.get_by_role("combobox", name="报告期")).first
    field.click()
    page.get_by_role("option", name="2024年", exact=True).click()
    page.wait_for_url("**period=2024**")
    page.locator(".print-scope", has_text="2024年").wait_for(state="attached")
    page.go_back()
    page.wait_for_url("**period=2025**")
    page.locator(".print-scope", has_text="2025年").wait_for(state="attached")


def test_a_link_in_the_menu_keeps_the_scope(open_page: Opener) -> None:
    page = open_page("/?dataset=demo&region=990100&period=2024")
    page.locator("nav.side").get_by_text("地区对比", exact=True).click()
    page.wait_for_url("**/compare?**region=990100**")
    page.locator("table.bars").wait_for()
    assert "period=2024" in page.url


def test_the_other_language_shows_the_same_page(open_page: Opener) -> None:
    page = open_page(COMPARE)
    page.locator("nav.side a.language").click()
    page.wait_for_url("**lang=en**")
    page.locator("nav.side").get_by_text("Compare").first.wait_for()
    assert "indicator=FY04" in page.url
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_good_workbook_is_taken_in_and_its_receipt_shown(
    open_page: Opener, site: Site, tmp_path: Path
) -> None:
    path = tmp_path / "年报_好.xlsx"
    path.write_bytes(filled_workbook(site, lost=1))
    page = open_page("/submit?dataset=demo&region=990102&period=2025")
    page.locator("input[type=file]").first.set_input_files(str(path))
    page.get_by_role("button", name="确认报送 1 件").click()
    page.wait_for_url("**submission=**", timeout=20_000)
    page.locator(".outcome:is(.accepted, .waiting)").wait_for()
    assert "年报_好.xlsx" in page.locator("main").inner_text()


def test_a_bad_workbook_is_returned_with_the_cell(open_page: Opener, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "年报_错.xlsx"
    path.write_bytes(filled_workbook(site, lost=11))
    page = open_page("/submit?dataset=demo&region=990102&period=2025")
    page.locator("input[type=file]").first.set_input_files(str(path))
    page.get_by_role("button", name="确认报送 1 件").click()
    page.wait_for_url("**submission=**", timeout=20_000)
    page.locator(".outcome.returned").wait_for()
    text = page.locator("main").inner_text()
    assert "已退回" in text
    assert "11" in text


def test_the_export_has_the_rows_of_the_screen(open_page: Opener) -> None:
    page = open_page(COMPARE)
    names = page.locator("table.bars tbody th[scope=row]").all_inner_texts()
    page.locator("details.menu summary").first.click()
    with page.expect_download() as waiting:
        page.locator("a[data-export*='xlsx']").first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    assert sheet.max_row - 1 == len(names)
    assert len(book.sheetnames) == 2


def test_a_chart_is_saved_as_png_and_svg(open_page: Opener) -> None:
    page = open_page(COMPARE)
    page.wait_for_selector(".js-plotly-plot")
    for kind in ("png", "svg"):
        with page.expect_download() as waiting:
            page.locator(f"[data-download={kind}]").first.click()
        assert waiting.value.suggested_filename.endswith(f".{kind}")
        assert Path(waiting.value.path()).stat().st_size > 2_000
