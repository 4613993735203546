"""Ugly workbooks: heads of one, two and three levels, and years side by side."""

from __future__ import annotations

from corpus_build import (
    CASES,
    HEADER,
    HEADS,
    LINES,
    Page,
    Rows,
    book,
    chosen,
    header,
    shows,
    standard,
)

__all__ = ["CASES"]


# Heads


@shows("heads", "merged")
def two_levels_of_merged_heads() -> bytes:
    heads: Rows = [["指标名称", "代码", "计量单位", "数值", None], [None, None, None, "本期", "上年同期"]]
    return book(Page(standard(heads=heads), merges=("A6:A7", "B6:B7", "C6:C7", "D6:E6")))


@shows("heads", "merged")
def three_levels_of_merged_heads() -> bytes:
    heads: Rows = [
        ["项目", "代码", "单位", "行政争议情况", None, None],
        [None, None, None, "2024年", None, "2023年"],
        [None, None, None, "数量", "同比（%）", "数量"],
    ]
    lines = [[*line[:4], 5, line[4]] if len(line) > 1 else line for line in LINES]
    merges = ("A6:A8", "B6:B8", "C6:C8", "D6:F6", "D7:E7")
    return book(Page(standard(lines, heads=heads), merges=merges))


@shows("heads", "doubt")
def groups_of_heads_that_say_no_more() -> bytes:
    heads: Rows = [["项目", "市级", None, "县级", None], [None, "本期", "上年同期", "本期", "上年同期"]]
    lines = [[*line, 7, 8] if len(line) > 1 else line for line in chosen(0, 3, 4)]
    return book(Page(standard(lines, heads=heads), merges=("A6:A7", "B6:C6", "D6:E6")))


@shows("heads", "merged")
def lower_heads_that_are_not_known() -> bytes:
    heads: Rows = [["项目", "本期", None], [None, "合计", "其中：本级"]]
    return book(Page(standard(chosen(0, 3, 4), heads=heads), merges=("A6:A7", "B6:C6")))


@shows("heads")
def label_column_without_a_head() -> bytes:
    return book(
        Page(
            standard(
                chosen(0, 3, 4), header=[*HEADER[:4], ["单位：件、万元"]], heads=[[None, "本年", "上年"]]
            )
        )
    )


@shows("heads", "doubt")
def two_columns_for_this_year() -> bytes:
    return book(Page(standard(chosen(0, 2, 3, 4), heads=[["项目", "单位", "2024年", "本年"]])))


@shows("heads")
def this_year_beside_its_running_total() -> bytes:
    heads: Rows = [["项目", "单位", "本年累计", "本期", "去年同期"]]
    return book(Page(standard(chosen(0, 2, 4, 3, 4), heads=heads)))


@shows("heads", "labels")
def row_of_numbers_without_letters() -> bytes:
    heads: Rows = [["项目", "单位", "本期", "上年同期"], ["栏次", None, 1, 2]]
    return book(Page(standard(chosen(0, 2, 3, 4), heads=heads)))


@shows("heads", "moved")
def plan_instead_of_the_period() -> bytes:
    heads: Rows = [["指标名称", "代码", "计量单位", "本期计划", "上年同期"], HEADS[1]]
    return book(Page(standard(heads=heads)))


@shows("years")
def year_as_the_head_over_its_number() -> bytes:
    heads: Rows = [["指标名称", "代码", "计量单位", "2024年", "2023年"], HEADS[1]]
    return book(Page(standard(heads=heads)))


@shows("years", "doubt")
def wrong_year_over_the_number() -> bytes:
    heads: Rows = [["指标名称", "代码", "计量单位", "2023年", "2022年"], HEADS[1]]
    return book(Page(standard(heads=heads)))


@shows("years")
def years_side_by_side() -> bytes:
    heads: Rows = [["项目", "单位", "2022年", "2023年", "2024年", "2025年"]]
    lines = [[line[0], line[2], 9, line[4], line[3], 8] if len(line) > 1 else line for line in LINES]
    return book(Page(standard(lines, heads=heads)))


@shows("heads", "labels")
def numbers_in_brackets_in_the_row_of_numbers() -> bytes:
    return book(Page(standard(heads=[HEADS[0], ["甲", "乙", "丙", "（1）", "（2）"]])))


@shows("years")
def years_as_numbers() -> bytes:
    return book(Page(standard(chosen(0, 2, 4, 3), heads=[["项目", "单位", 2023, 2024]])))


@shows("years", "missing")
def only_other_years() -> bytes:
    return book(Page(standard(chosen(0, 2, 4, 3), heads=[["项目", "单位", "2021年", "2022年"]])))


@shows("years", "extra")
def table_of_earlier_years_beside_the_form() -> bytes:
    earlier: Rows = [["历年情况"], ["项目", "2021年", "2022年"], ["一审行政诉讼审结数", 8, 9]]
    return book(Page(standard()), Page(earlier, name="历年"))


@shows("years", "sheet_name")
def a_sheet_for_each_year() -> bytes:
    earlier = standard(chosen(0, 1, 2, 4, 4), header=[["行政争议简表"]])
    return book(Page(standard(), name="2024年"), Page(earlier, name="2023年"))


@shows("years", "doubt")
def two_periods_in_two_headers() -> bytes:
    return book(
        Page(standard(), name="今年"), Page(standard(header=header(period="报告期：2023年")), name="去年")
    )
