"""Ugly workbooks: what stands in the cells, in the header, in sheets' names and in foreign formats."""

from __future__ import annotations

import io

import xlsxwriter
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
