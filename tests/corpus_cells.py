"""Ugly workbooks: what stands in the cells, in the header, in sheets' names and in foreign formats."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from builders import catalogue, forms
from builders_foreign import label, number, xls
from corpus_build import CASES, HEADER, LINES, Page, Rows, book, changed, chosen, header, shows, standard

__all__ = ["CASES"]


def typed(**cells: object) -> bytes:
    """The form with cells of this year's column typed over, by the row's code: c18="2件"."""
    lines = [list(line) for line in LINES]
    for line in lines:
        if len(line) > 1 and f"c{line[1]}" in cells:
            line[3] = cells[f"c{line[1]}"]
    return book(Page(standard(lines)))


# Units


@shows("units", wages_recovered=0.007759)
def money_in_yuan_by_declaration() -> bytes:
    lines = changed("追回工资金额", unit="元")
    return book(Page(standard(lines)))


@shows("units", wages_recovered=775900.0)
def money_in_yi_by_declaration() -> bytes:
    return book(Page(standard(changed("追回工资金额", unit="亿元"))))


@shows("units", "words")
def money_with_its_unit_in_the_cell() -> bytes:
    return typed(c20="775900元")


@shows("units", "heads", wages_recovered=0.007759)
def unit_above_the_table() -> bytes:
    rows: Rows = [*HEADER[:2], ["行政区划代码：990101"], HEADER[3], ["（单位：件、元、人、%）"]]
    return book(Page(standard(chosen(0, 3), header=rows, heads=[["项目", "2024年"]])))


@shows("units", "heads")
def unit_in_the_head() -> bytes:
    money: Rows = [["项目", "2024年（万元）"], ["追回工资金额", 77.59], ["追回工资人数", 65]]
    lines = [*chosen(0, 3, lines=LINES[:12]), [None], *money]
    return book(Page(standard(lines, heads=[["项目", "2024年"]])))


@shows("units", "heads", "labels")
def money_of_no_stated_unit() -> bytes:
    return book(Page(standard(chosen(0, 3), heads=[["项目", "2024年"]])))


@shows("units")
def a_unit_that_measures_something_else() -> bytes:
    return book(Page(standard(changed("追回工资金额", unit="件"))))


@shows("units", "labels", "doubt")
def two_units_that_contradict_each_other() -> bytes:
    return book(Page(standard(changed("追回工资金额", name="追回工资金额（元）"))))


@shows("same_unit")
def zong_and_qi_for_jian() -> bytes:
    lines = changed("行政诉讼审结数", unit="宗")
    lines = [[*line[:2], "起", *line[3:]] if "18" in line else line for line in lines]
    return book(Page(standard(lines)))


@shows("same_unit")
def renci_for_ren() -> bytes:
    return book(Page(standard(changed("追回工资人数", unit="人次"))))


@shows("same_unit", "heads", "doubt")
def persons_and_times_side_by_side() -> bytes:
    heads: Rows = [["项目", "2024年", None], [None, "人数", "人次"]]
    return book(Page(standard([["追回工资人数", 65, 80]], heads=heads), merges=("A6:A7", "B6:C6")))


@shows("same_unit", "heads")
def counts_under_a_head_of_cases() -> bytes:
    heads: Rows = [["项目", "2024年"], [None, "案件数"]]
    lines = [line for line in chosen(0, 3) if "追回工资金额" not in line]
    return book(Page(standard(lines, heads=heads), merges=("A6:A7",)))


# Text with numbers, spellings of nothing, separators, widths


@shows("words")
def numbers_with_words() -> bytes:
    return typed(
        c11="20件", c12="约14", c13="3件左右", c14="近30", c15=">=25", c16="不超过4件", c17="12宗", c18="2 件"
    )


@shows("words")
def text_that_is_no_number() -> bytes:
    return typed(c11="1户(实际以公示为准)", c12="多次", c13="3-5", c17="十二", c18="12，07", c21="65件")


@shows("words")
def a_percentage_beside_a_bare_nought() -> bytes:
    lines = changed("败诉率（报告值）", value="16.7%", last=0)
    return book(Page(standard(lines)))


@shows("nothing", suit_closed=0.0)
def six_spellings_of_nothing() -> bytes:
    return typed(c11="", c12="/", c13="—", c14="-", c15="无", c16="未统计", c17=0, c18="不适用")


@shows("nothing")
def the_same_as_above() -> bytes:
    return typed(c12="同上", c15="〃", c18="如上")


@shows("thousands", reconsider_closed=33191.0, review_closed=12077.0)
def thousands_separators_in_some_cells() -> bytes:
    return typed(c11=33191, c14="12,077", c17="12，")


@shows("width")
def full_width_figures() -> bytes:
    return typed(c11="２０", c12="　14　", c13="'3", c14="30\xa0", c19="１６．７％", c20="77．59")


@shows("width", reconsider_closed=-20.0)
def minus_signs_of_another_kind() -> bytes:
    return typed(c11="−20", c12="－14")


@shows("words", "formulas")
def percentages_by_their_format() -> bytes:
    return book(
        Page(
            standard(changed("败诉率（报告值）", value=0.167, last=0.1)), formats={"D19": "0.0%", "E19": "0%"}
        )
    )


@shows("words", FY05_reported=0.167)
def a_share_typed_as_a_fraction() -> bytes:
    return typed(c19=0.167)


@shows("words")
def dates_and_truths_for_numbers() -> bytes:
    lines = changed("败诉数", value=True)
    return book(Page(standard(lines), formats={"D17": "yyyy-mm-dd"}))


# Formulas and errors


@shows("formulas")
def formulas_without_results() -> bytes:
    return typed(c11="=SUM(D10:D11)", c18="=D17-10")


@shows("formulas")
def formulas_with_results_and_errors() -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("争议")
    for row, cells in enumerate(standard()):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    sheet.write_formula("D9", "=D10+6", None, 20)
    sheet.write_formula("D18", "=D99", None, "#REF!")
    sheet.write_formula("D19", "=D18/D17*100", None, "#DIV/0!")
    made.close()
    return out.getvalue()


# Hidden


@shows("hidden")
def hidden_rows_and_columns() -> bytes:
    return book(Page(standard(), hidden_rows=(9, 18), hidden_columns=("E",)))


@shows("hidden", "heads", "labels")
def hidden_column_under_a_head() -> bytes:
    heads: Rows = [["项目", "单位", "2023年", "2024年"]]
    return book(Page(standard(chosen(0, 2, 4, 3), heads=heads), hidden_columns=("C",)))


@shows("hidden", "years")
def hidden_sheet_of_another_year() -> bytes:
    earlier = standard(chosen(0, 1, 2, 4, 4), header=header(period="报告期：2023年"))
    return book(Page(standard()), Page(earlier, name="2023", state="hidden"))


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
