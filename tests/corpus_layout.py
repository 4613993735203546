"""Ugly workbooks: where tables, rows and columns stand, and what their heads and labels say."""

from __future__ import annotations

from corpus_build import (
    BAND_2,
    CASES,
    HEADER,
    HEADS,
    LINES,
    Page,
    Rows,
    book,
    changed,
    chosen,
    shows,
    standard,
    without_headings,
)

__all__ = ["CASES"]


# Rows, columns and the table as a whole in other places


@shows("moved")
def moved_down_and_right() -> bytes:
    return book(Page(standard(), right=3, down=6))


@shows("moved")
def rows_in_another_order() -> bytes:
    return book(Page(standard(sorted(without_headings(), key=lambda line: str(line[0])))))


@shows("moved")
def columns_swapped_under_their_numbers() -> bytes:
    heads: Rows = [["指标名称", "代码", "计量单位", "上年同期", "本期"], ["甲", "乙", "丙", 2, 1]]
    return book(Page(standard(chosen(0, 1, 2, 4, 3), heads=heads)))


@shows("moved", "heads")
def columns_swapped_without_numbers() -> bytes:
    heads: Rows = [["上年同期", "本期", "计量单位", "指标名称", "代码"]]
    return book(Page(standard(chosen(4, 3, 2, 0, 1, lines=without_headings()), heads=heads)))


@shows("extra")
def extra_blank_rows_and_headings() -> bytes:
    lines: Rows = []
    for line in LINES:
        lines += [line, [None], ["（续）"]] if len(line) == 1 else [line]
    return book(Page(standard(lines)))


@shows("extra")
def extra_column_with_a_head() -> bytes:
    heads: Rows = [
        ["指标名称", "代码", "计量单位", "同比增减", "本期", "上年同期"],
        ["甲", "乙", "丙", None, 1, 2],
    ]
    lines = [[*line[:3], 5, *line[3:]] if len(line) > 1 else line for line in LINES]
    return book(Page(standard(lines, heads=heads)))


@shows("extra")
def scratch_numbers_beside_the_table() -> bytes:
    lines = [[*line, None, 99] if len(line) > 1 else line for line in LINES]
    return book(Page(standard(lines)))


@shows("extra")
def extra_row_of_their_own() -> bytes:
    return book(Page(standard([*LINES, ["本地特色指标", None, "件", 7, 6]])))


@shows("extra")
def extra_row_in_words() -> bytes:
    return book(Page(standard([*LINES, ["本地特色指标", None, "件", "约7件", None]])))


@shows("extra")
def extra_row_with_a_foreign_code() -> bytes:
    return book(Page(standard([*LINES, ["本地特色指标", "99", "件", 7, 6]])))


@shows("missing")
def missing_row() -> bytes:
    return book(Page(standard([line for line in LINES if "17" not in line])))


@shows("missing")
def missing_column_of_last_year() -> bytes:
    heads: Rows = [["指标名称", "代码", "计量单位", "本期"], ["甲", "乙", "丙", 1]]
    return book(Page(standard(chosen(0, 1, 2, 3), heads=heads)))


@shows("missing")
def missing_column_of_this_year() -> bytes:
    heads: Rows = [["指标名称", "代码", "计量单位", "上年同期"], ["甲", "乙", "丙", 2]]
    return book(Page(standard(chosen(0, 1, 2, 4), heads=heads)))


@shows("missing", "labels")
def missing_codes() -> bytes:
    return book(Page(standard([[line[0], None, *line[2:]] if len(line) > 1 else line for line in LINES])))


@shows("missing", "labels")
def some_codes_missing() -> bytes:
    return book(Page(standard(changed("行政诉讼败诉数", code=None))))


@shows("missing", "labels")
def column_of_codes_deleted() -> bytes:
    heads: Rows = [["指标名称", "计量单位", "本期", "上年同期"], ["甲", "丙", 1, 2]]
    return book(Page(standard(chosen(0, 2, 3, 4), heads=heads)))


@shows("missing")
def neither_heads_nor_numbers() -> bytes:
    return book(Page(standard(heads=[])))


@shows("missing", "heads")
def row_of_numbers_deleted() -> bytes:
    return book(Page(standard(heads=HEADS[:1])))


@shows("missing")
def table_on_its_side() -> bytes:
    lines = without_headings()
    return book(Page([*HEADER, *([line[column] for line in lines] for column in (0, 3, 4))]))


# Labels


@shows("labels", "heads")
def labels_alone() -> bytes:
    heads: Rows = [["项目", "本期", "上年同期"]]
    lines = [line for line in chosen(0, 3, 4) if "追回工资金额" not in line]
    return book(Page(standard([*lines, ["追回工资金额（万元）", 77.59, 60]], heads=heads)))


@shows("labels", "width")
def labels_numbered_spaced_and_with_units() -> bytes:
    lines = [
        [f"{index}．{str(line[0]).strip('　').removeprefix('其中：')}（{line[2]}）", line[3]]
        for index, line in enumerate(without_headings(), start=1)
        if line[2] != "%"
    ]
    lines += [["（12）行政诉讼　败诉率 （报告值）\xa0", 16.7]]
    return book(Page(standard(lines, heads=[["统计 项目", "２０２４年"]])))


@shows("labels")
def label_changed_beside_its_code() -> bytes:
    return book(Page(standard(changed("行政诉讼败诉数", name="其中：行政诉讼胜诉数"))))


@shows("labels")
def label_with_another_unit_behind_it() -> bytes:
    return book(
        Page(standard(changed("行政诉讼败诉数", name="其中：行政诉讼败诉数（人）", code=None, unit=None)))
    )


@shows("labels")
def label_with_a_remark_behind_it() -> bytes:
    return book(Page(standard(changed("行政诉讼败诉数", name="其中：行政诉讼败诉数（试点）"))))


@shows("labels", "doubt")
def short_labels_under_their_totals() -> bytes:
    lines: Rows = [
        ["被复议案件审结数", 20],
        ["其中：维持", 14],
        ["　　　撤销", 3],
        ["复议机关审结数", 30],
        ["其中：", None],
        ["维持数", 25],
        ["撤销数", 4],
        *chosen(0, 3)[9:12],
        ["追回工资金额(元)", 775900],
        ["追回工资人数", 65],
    ]
    return book(Page(standard(lines, heads=[["项目", "2024年"]])))


@shows("labels", "doubt")
def short_labels_under_headings_only() -> bytes:
    lines: Rows = [
        ["作为被申请人的行政复议案件"],
        ["审结", 20],
        ["维持", 14],
        [BAND_2],
        ["维持", 25],
    ]
    return book(Page(standard(lines, heads=[["项目", "2024年"]])))


@shows("labels", "doubt")
def short_label_under_a_total_of_another_name() -> bytes:
    lines: Rows = [["复议案件", 20], ["其中：维持", 14], *chosen(0, 3, lines=LINES[9:11])]
    return book(Page(standard(lines, heads=[["项目", "2024年"]])))


@shows("labels", "doubt")
def the_same_label_twice_without_codes() -> bytes:
    lines = [*chosen(0, 3, lines=LINES[:12]), ["行政诉讼败诉数", 5]]
    return book(Page(standard(lines, heads=[["项目", "2024年"]])))


@shows("labels", "merged")
def labels_in_two_columns() -> bytes:
    lines: Rows = [
        ["行政诉讼", "败诉数", 2],
        [None, "败诉率（报告值）", 16.7],
        ["追回工资", "人数", 65],
        [None, "天数", 8],
    ]
    page = Page(standard(lines, heads=[["类别", "项目", "2024年"]]), merges=("A7:A8", "A9:A10"))
    return book(page)


@shows("labels")
def parts_in_a_column_of_their_own() -> bytes:
    lines: Rows = [
        ["被复议案件审结数", None, 20],
        [None, "其中：被复议维持数", 14],
        [None, "被复议撤销数", 3],
        ["复议机关审结数", None, 30],
    ]
    return book(Page(standard(lines, heads=[["项目", None, "2024年"]]), merges=("A6:B6",)))
