"""Rows by their labels, in the shipped forms."""

from __future__ import annotations

import openpyxl
import pytest
from builders import annual, catalogue, codes, edited, extracted, find, forms

from loaders.form import Form, Row
from loaders.recognition import dated
from loaders.row_labels import Labels
from loaders.table import Table, TableRow
from loaders.workbook import Sheet

SUITS = {"suit_closed": 12.0, "suit_lost": 2.0, "wages_recovered": 77.59}


def labels(form: str = "annual") -> Labels:
    return Labels(forms()[form], catalogue().elements)


@pytest.mark.parametrize(
    "text",
    [
        "行政诉讼败诉数",
        "其中：行政诉讼 败诉数",
        "3、行政诉讼败诉数",
        "（3）行政诉讼败诉数（件）",
        "－行政诉讼败诉数",
    ],
)
def test_a_label_may_be_numbered_spaced_and_followed_by_its_unit(text: str):
    assert [row.element for row in labels().meant(text)] == ["suit_lost"]


@pytest.mark.parametrize(
    "text", ["", "败诉数", "行政诉讼胜诉数", "行政诉讼败诉数和复议数", "10行政诉讼败诉数", "同" * 80]
)
def test_a_label_that_is_another_is_not_taken(text: str):
    assert labels().meant(text) == ()


def test_every_full_label_of_the_shipped_forms_means_one_row():
    for form in (forms()["annual"], forms()["quarterly"]):
        known = Labels(form, catalogue().elements)
        assert [row.label for row in form.rows.values() if known.meant(row.label) != (row,)] == []


def meant(above: list[str], text: str, band: str = "") -> str:
    known = labels()
    sheet = Sheet("表", "visible", {}, (), frozenset(), frozenset())
    table = Table(sheet, 1, 1, None, None, {}, 9)
    row = TableRow(table, 2, "", text, "", "A2", known.meant(text), text, band)
    found = known.chosen(row, [known.form.rows[code] for code in above])
    return found.code if found else ""


def test_a_short_label_is_the_part_of_the_total_above_it():
    assert meant(["105", "106"], "其中：撤销") == "108"
    assert meant(["118", "119"], "撤销数") == "121"
    assert meant([], "撤销", "三、作为复议机关的行政复议案件") == "121"


def test_a_short_label_without_its_total_is_in_doubt():
    assert meant([], "撤销") == ""
    assert meant(["105", "130"], "撤销") == ""
    assert meant([], "裁决") == ""
    assert meant([], "仲裁裁决结案数") == "217"


def codeless(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        column = find(sheet, "乙")[1]
        for row in range(find(sheet, "乙")[0] + 1, sheet.max_row + 1):
            if isinstance(sheet.cell(row, column).value, str):
                sheet.cell(row, column).value = None


def numberless(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        row = find(sheet, "甲")[0]
        sheet.delete_rows(row)
        for area in sheet.merged_cells.ranges:  # openpyxl leaves them where they were
            if area.min_row > row:
                area.shift(row_shift=-1)


@pytest.mark.parametrize("edits", [[codeless], [numberless], [codeless, numberless]])
def test_the_annual_form_is_read_without_codes_and_without_numbers(edits: list):
    data = annual(**SUITS)
    for edit in edits:
        data = edited(data, edit)
    extraction = extracted(data)
    assert extraction.filing is not None
    assert {found.element: found.value for found in extraction.filing.observations} == SUITS
    assert codes(extraction.findings, "must") == []
    assert {found.severity for found in extraction.findings} == {"note"}


def test_other_names_of_a_row_are_given_by_the_form():
    form: Form = forms()["annual"]
    row: Row = form.rows["106"]
    assert row.also == ("维持", "维持数")
    assert [found.code for found in form.labelled["维持"]] == ["106", "119"]


@pytest.mark.parametrize(
    ("title", "period", "rest"),
    [
        ("２０２４年度行政争议简表", "2024", "行政争议简表"),
        ("2024年第三季度 法治建设指标季度统计表", "2024Q3", "法治建设指标季度统计表"),
        ("2024年1—9月统计表", "2024M01-M09", "统计表"),
    ],
)
def test_a_title_may_begin_with_its_period(title: str, period: str, rest: str):
    assert list(dated(title))[1] == (rest, period)


def test_a_title_without_a_period_stays_as_it_is():
    assert list(dated("法治建设指标年度统计表")) == [("法治建设指标年度统计表", "")]
