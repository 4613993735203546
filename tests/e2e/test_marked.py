"""A returned workbook is taken home with its findings on it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from opened import AT, Opener, Site

from loaders.intake import receive
from loaders.template import FilledValue, write_template


def returned(site: Site) -> tuple[int, bytes]:
    """A filed workbook with more cases lost than decided."""
    figures = {("suit_decided", "own"): 8.0, ("suit_lost", "own"): 9.0}
    data = write_template(
        site.services.forms["annual"],
        site.services.catalogue,
        region="990103",
        period="2018",
        filled={key: FilledValue(value) for key, value in figures.items()},
    )
    outcome = receive("桑榆 年报.xlsx", data, desk=site.services.desk(), by="李某", at=AT)
    assert (outcome.status, outcome.submission is None) == ("returned", False)
    return outcome.submission or 0, data


def test_a_returned_workbook_is_downloaded_with_its_findings_on_it(open_page: Opener, site: Site) -> None:
    number, data = returned(site)
    page = open_page(f"/submit?dataset=demo&submission={number}")
    with page.expect_download() as download:
        page.get_by_text("下载标注后的原件").click()
    assert download.value.suggested_filename == "桑榆 年报（校验标注）.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book.sheetnames == [*openpyxl.load_workbook(io.BytesIO(data)).sheetnames, "校验结果"]
    cells = page.locator("ul.findings li .place a").all_inner_texts()
    notes = {
        cell.coordinate: cell.comment.text for sheet in book for row in sheet for cell in row if cell.comment
    }
    assert cells
    assert all(cell in notes for cell in cells)
