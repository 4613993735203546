"""The header of a return: form, region, period and dataset, each doubt a finding."""

import openpyxl
import pytest
from builders import (
    COUNTY,
    annual,
    catalogue,
    edited,
    extracted,
    find,
    forms,
    grid,
    public,
)
from builders_reading import SUITS

from data.model import Period
from loaders.extract import recognise
from loaders.header import period_words, read_period
from loaders.template import FilledValue
from loaders.workbook import read

# Header


@pytest.mark.parametrize("code", ["2024", "2024H2", "2024Q3", "2024M09", "2024M01-M09", "2021M08-2022M07"])
def test_a_period_is_read_back_from_the_words_of_the_header(code: str):
    assert read_period(period_words(Period.parse(code))) == Period.parse(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("２０２４年度", "2024"),
        ("2024年 第3季度", "2024Q3"),
        ("2024年三季度", "2024Q3"),
        ("2024年1-9月", "2024M01-M09"),
        ("2024年下半年", "2024H2"),
        ("2024q1", "2024Q1"),
    ],
)
def test_a_period_is_read_as_offices_write_it(text: str, code: str):
    assert read_period(text) == Period.parse(code)


@pytest.mark.parametrize("text", ["", "去年", "2024年13月", "2024-09-01", "24年", "2024年5季度"])
def test_a_text_that_is_no_period_is_none(text: str):
    assert read_period(text) is None


def header(label: str, value: str, data: bytes = b"") -> list[tuple[str, str]]:
    """Findings (code, reason) after one header line was changed on every sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            row, column = find(sheet, label)
            sheet.cell(row, column, f"{label}：{value}")

    found = extracted(edited(data or annual(**SUITS), edit)).findings
    assert all(finding.severity == "must" and finding.sheet and finding.cell for finding in found)
    return [(finding.code, str(finding.params["reason"])) for finding in found]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "missing"),
        ("abc", "unlisted"),
        ("123456", "unknown"),
        ("990000", "level"),
        ("331082", "not_in_dataset"),
    ],
)
def test_a_wrong_region_code_is_a_finding(value: str, reason: str):
    assert header("行政区划代码", value) == [("form.wrong_region", reason)]


def test_a_name_of_another_unit_beside_the_code_is_a_finding():
    other = catalogue().regions.get("990102").name
    assert header("填报单位", f"{other}司法局") == [("form.wrong_region", "name")]


@pytest.mark.parametrize("name", ["", "本局", "月屿区司法局", "月屿"])
def test_a_name_that_is_the_units_own_or_says_nothing_is_no_finding(name: str):
    assert header("填报单位", name) == []


@pytest.mark.parametrize(
    ("value", "reason"),
    [("", "missing"), ("去年", "unreadable"), ("2024年第三季度", "kind"), ("1999年", "validity")],
)
def test_a_wrong_period_is_a_finding(value: str, reason: str):
    assert header("报 告 期", value) == [("form.wrong_period", reason)]


def test_a_dataset_that_does_not_take_the_form_is_a_finding():
    assert header("数 据 集", "公开数据·人社部门") == [("form.wrong_dataset", "unknown")]


def test_without_a_named_dataset_the_only_one_that_fits_is_taken():
    assert header("数 据 集", "") == []


def test_a_former_region_code_is_read_as_the_code_of_today():
    def edit(book: openpyxl.Workbook) -> None:
        row, column = find(book.worksheets[0], "行政区划代码")
        book.worksheets[0].cell(row, column, "行政区划代码：440184")

    data = edited(public({("suit_heard", "own"): FilledValue(3.0)}), edit)
    assert extracted(data, "public").place.region == "440117"


def test_two_sheets_for_two_periods_are_a_finding():
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[3]
        row, column = find(sheet, "报 告 期")
        sheet.cell(row, column, "报告期：2023年")

    found = extracted(edited(annual(**SUITS), edit)).findings
    assert [(finding.code, finding.params["reason"], finding.sheet) for finding in found] == [
        ("form.wrong_period", "sheets_differ", "制度决策与履职")
    ]


def test_header_values_may_stand_in_the_cells_beside_their_labels():
    def edit(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            for label, value in (("行政区划代码", 990101), ("报 告 期", "2024年")):
                row, column = find(sheet, label)
                sheet.cell(row, column, label)
                sheet.cell(row, column + 2, value)

    place = extracted(edited(annual(**SUITS), edit)).place
    assert (place.region, place.period, place.findings) == (COUNTY, "2024", ())


def test_a_form_is_known_by_its_number_else_by_its_title_and_a_foreign_number_is_not_guessed():
    def retitle(number: str):
        def edit(book: openpyxl.Workbook) -> None:
            for sheet in book.worksheets:
                row, column = find(sheet, "表    号")
                sheet.cell(row, column, number)

        found = recognise(read(edited(annual(**SUITS), edit)), forms())
        return found.code if found else None

    assert retitle("表号：FH-J1") == "quarterly"
    assert retitle("") == "annual"
    assert retitle("表号：XX-9") is None
    assert recognise(read(grid([["甲", "乙"], [1, 2]])), forms()) is None
