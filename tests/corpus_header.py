"""Ugly workbooks: sheets' names, the header, the form, and foreign formats."""

from __future__ import annotations

from collections.abc import Sequence

from builders import catalogue, forms
from builders_foreign import label, number, xls
from corpus_build import CASES, LINES, Page, Rows, book, chosen, header, shows, standard

__all__ = ["CASES"]


# Sheets' names, header, form


@shows("sheet_name")
def a_sheet_with_any_name() -> bytes:
    return book(Page(standard(), name="Sheet1 (2)"))


@shows("sheet_name", "doubt")
def a_sheet_named_for_last_year() -> bytes:
    return book(Page(standard(), name="2023年报"))


@shows("sheet_name", "header")
def period_in_the_sheets_name_only() -> bytes:
    return book(Page(standard(header=header(period=None)), name="复议应诉2024年"))


@shows("header")
def period_in_the_title_only() -> bytes:
    return book(Page(standard(header=header(period=None, title="2024年度行政争议简表"))))


@shows("header", "doubt")
def titles_of_two_periods() -> bytes:
    rows = header(period=None, title="2024年度行政争议简表")
    rows[1][1] = "2023年行政争议简表"
    return book(Page(standard(header=rows)))


@shows("header")
def period_left_blank() -> bytes:
    return book(Page(standard(header=header(period="报告期：", title="2024年度行政争议简表"))))


@shows("header", "moved")
def header_values_in_cells_of_their_own() -> bytes:
    rows: Rows = [
        ["行政争议简表"],
        ["填报单位", "月屿区司法局", "表号", "FH-C1"],
        ["行政区划代码", 990101, None, "报 告 期", "２０２４年"],
        [None],
    ]
    return book(Page(standard(header=rows)))


@shows("names", "header")
def a_short_name_without_its_code() -> bytes:
    return book(Page(standard(header=header(code=None, unit="填报单位：月屿"))))


@shows("names", "header")
def the_name_of_an_office_without_its_code() -> bytes:
    return book(Page(standard(header=header(code=None, unit="填报单位：月屿区人力资源和社会保障局"))))


@shows("names", "header")
def an_old_name_without_its_code() -> bytes:
    return book(_published("从化市"))


@shows("names", "header")
def a_full_name_without_its_code() -> bytes:
    return book(_published("广州市从化区"))


@shows("names", "header", "doubt")
def a_name_that_four_regions_bear() -> bytes:
    return book(_published("鼓楼区"))


@shows("names", "header")
def an_unknown_name_without_its_code() -> bytes:
    return book(Page(standard(header=header(code=None, unit="填报单位：某某街道"))))


@shows("names", "doubt")
def the_name_of_another_region() -> bytes:
    return book(Page(standard(header=header(unit=f"填报单位：{catalogue().regions.get('990102').name}"))))


@shows("form")
def no_form_number_but_the_title() -> bytes:
    return book(Page(standard(header=header(number=None))))


@shows("form", "header")
def no_form_number_but_the_title_with_its_period() -> bytes:
    return book(Page(standard(header=header(number=None, title="２０２４年度 行政争议简表"))))


@shows("form", "labels", "heads")
def neither_number_nor_title_but_all_rows() -> bytes:
    rows = header(number=None, title="月屿区基本情况")
    return book(Page(standard(chosen(0, 2, 3), header=rows, heads=[["项目", "单位", "2024年"]])))


@shows("form")
def neither_number_nor_title_and_half_of_the_rows() -> bytes:
    rows = header(number=None, title="月屿区基本情况")
    return book(Page(standard(LINES[:8], header=rows)))


@shows("form")
def a_foreign_form_number() -> bytes:
    return book(Page(standard(header=header(number="表号：XX-9"))))


@shows("form", "heads", "labels")
def a_register_of_published_figures_by_heads() -> bytes:
    return book(_published("从化区", ["行政诉讼开庭审理数", "件", 4, "确数", "本级"]))


@shows("form", "heads", "doubt")
def two_columns_for_the_qualifier() -> bytes:
    rows = [*HEADER_PUBLIC, ["行政区划代码：440117"], ["项目", "单位", "数值", "限定", "限定"]]
    return book(Page([*rows, ["行政诉讼开庭审理数", "件", 4, "约", "余"]], name="公开"))


# Foreign formats


@shows("foreign")
def an_old_binary_workbook() -> bytes:
    return xls(_records(standard()), name="争议")


@shows("foreign", "heads", "labels")
def an_old_binary_workbook_with_heads_alone() -> bytes:
    heads: Rows = [["项目", "单位", "2024年"]]
    return xls(_records(standard(chosen(0, 2, 3), heads=heads)), name="Sheet1")


HEADER_PUBLIC: Rows = [
    [forms()["public"].name],
    ["表号：FH-G1", "数据集：公开数据·人社部门"],
    ["报告期：2021年"],
]


def _published(name: str, *rows: Sequence[object]) -> Page:
    """A register of published figures of a region that is only named."""
    heads: Rows = [["项目", "计量单位", "数值", "限定", "范围"]]
    lines = [list(row) for row in rows or (["行政诉讼开庭审理数", "件", 4, None, None],)]
    return Page([*HEADER_PUBLIC, [f"填报单位：{name}"], *heads, *lines], name="公开")


def _records(rows: Rows) -> list[bytes]:
    records: list[bytes] = []
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, int | float):
                records.append(number(row, column, float(value)))
            elif value is not None:
                records.append(label(row, column, str(value)))
    return records
