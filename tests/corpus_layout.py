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
    header,
    shows,
    standard,
    without_headings,
)

__all__ = ["CASES"]

NOTE: Rows = [["注：以上数据截至12月31日。"], ["说明：1．本表由法治工作机构填写，2024年共报1次。"]]


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


# Several tables, notes, merged cells


@shows("pairs")
def pairs_with_numbers() -> bytes:
    heads: Rows = [
        ["指标名称", "代码", "单位", "本期", "指标名称", "代码", "单位", "本期"],
        ["甲", "乙", "丙", 1, "甲", "乙", "丙", 1],
    ]
    return book(Page(standard(_halves(0, 1, 2, 3), heads=heads)))


@shows("pairs", "heads", "labels")
def pairs_of_labels_and_figures() -> bytes:
    lines = [[line[0], line[2], line[3], line[4]] for line in without_headings()]
    lines = [[*left, *right] for left, right in zip(lines[:6], [*lines[6:], [None] * 4], strict=True)]
    heads: Rows = [["项目", "单位", "数量", "上年", "项目", "单位", "数量", "上年"]]
    return book(Page(standard(lines, heads=heads)))


@shows("pairs", "heads")
def pairs_of_codes_before_labels() -> bytes:
    heads: Rows = [["代码", "项目", "单位", "本年", "代码", "项目", "单位", "本年"]]
    return book(Page(standard(_halves(1, 0, 2, 3), heads=heads)))


@shows("pairs", "shifted")
def a_pair_with_a_figure_beside_it() -> bytes:
    heads: Rows = [["项目", "单位", "数量", "项目", "单位", "数量"]]
    lines = _halves(0, 2, 3)
    lines[1] = [*lines[1][:5], None, lines[1][5]]
    return book(Page(standard(lines, heads=heads)))


@shows("tables", "notes")
def two_numbered_tables_with_notes_between() -> bytes:
    lines = [*LINES[:8], *NOTE, [None], *HEADS, *LINES[8:]]
    return book(Page(standard(lines)))


@shows("tables", "heads", "notes")
def a_second_table_with_other_heads() -> bytes:
    second: Rows = [["附表"], ["项目", "单位", "上年同期", "本年"], *chosen(0, 2, 4, 3, lines=LINES[8:])]
    return book(Page(standard([*LINES[:8], *NOTE, [None], *second])))


@shows("tables")
def a_table_that_is_not_ours() -> bytes:
    other: Rows = [[None], ["乡镇", "数量"], ["东岛镇", 5], ["西岛镇", 7]]
    return book(Page([*standard(), *other]))


@shows("tables", "heads")
def heads_again_on_the_next_page() -> bytes:
    lines = [*LINES[:8], HEADS[0], *LINES[8:]]
    return book(Page(standard(lines, heads=HEADS[:1])))


@shows("tables")
def rows_over_two_sheets() -> bytes:
    return book(Page(standard(LINES[:8]), name="一"), Page(standard(LINES[8:]), name="二"))


@shows("tables", "total")
def the_same_rows_on_two_sheets() -> bytes:
    return book(Page(standard(), name="一"), Page([*HEADS, *LINES[9:11]], name="二"))


@shows("notes")
def notes_and_numbers_under_the_table() -> bytes:
    foot: Rows = [["联系电话：", None, None, 5551234], [None, None, None, 250], ["合计数", None, None, 12]]
    return book(Page([*standard(), *NOTE, *foot]))


@shows("notes")
def a_note_between_the_rows() -> bytes:
    return book(Page(standard([*LINES[:8], *NOTE, *LINES[8:]])))


@shows("notes", "labels", "heads")
def a_note_between_rows_without_codes() -> bytes:
    lines = chosen(0, 2, 3, 4)
    return book(Page(standard([*lines[:8], *NOTE, *lines[8:]], heads=[["项目", "单位", "2024年", "2023年"]])))


@shows("merged")
def one_figure_over_two_rows() -> bytes:
    return book(Page(standard(changed("败诉数", value=None)), merges=("D17:D18",)))


@shows("merged")
def one_figure_over_both_columns() -> bytes:
    return book(Page(standard(changed("败诉数", last=None)), merges=("D18:E18",)))


@shows("merged", "nothing")
def not_applicable_over_both_columns() -> bytes:
    return book(Page(standard(changed("败诉数", value="/", last=None)), merges=("D18:E18",)))


@shows("total")
def total_again_at_the_end() -> bytes:
    return book(Page(standard([*LINES[1:4], ["被复议案件审结数", "11", "件", 20, 19], *LINES[4:]])))


@shows("total")
def total_of_their_own() -> bytes:
    return book(Page(standard([*LINES, ["合计", None, "件", 112, None]])))


@shows("total", reconsider_upheld=200.0)
def total_repeated_in_a_part() -> bytes:
    return book(Page(standard(changed("被复议维持数", value=200))))


@shows("shifted")
def a_row_shifted_to_the_right() -> bytes:
    lines = changed("败诉数", value=None, last=None)
    return book(Page(standard([[*line, 2, 1] if "18" in line else line for line in lines])))


@shows("shifted", "heads", "extra")
def a_figure_under_a_head_that_is_not_known() -> bytes:
    lines = [[*line[:3], None, *line[3:]] if len(line) > 1 else line for line in LINES]
    for line in lines:
        if "20" in line:
            line[3], line[4] = line[4], None
    heads: Rows = [["项目", "代码", "单位", "金额", "数量", "上年同期"]]
    return book(Page(standard(lines, heads=heads)))


@shows("notes", "tables")
def explanations_of_the_items_under_the_table() -> bytes:
    meaning = "指报告期内本单位作为被申请人、已经审结的行政复议案件，共分10类。"
    lines: Rows = [
        ["指标解释"],
        ["被复议案件审结数", "11", "件", meaning],
        ["一审行政诉讼审结数", "17", "件", meaning],
    ]
    return book(Page([*standard(), *NOTE, *lines]))


@shows("shifted")
def a_row_shifted_to_the_left() -> bytes:
    return book(Page(standard(changed("败诉数", unit=2, value=1, last=None))))


@shows("shifted", "labels")
def a_row_shifted_over_its_code() -> bytes:
    return book(Page(standard(changed("败诉数", code="件", unit=2, value=1, last=None))))


def _halves(*columns: int) -> Rows:
    lines = chosen(*columns, lines=without_headings())
    half = (len(lines) + 1) // 2
    right = [*lines[half:], *([[None] * len(columns)] * (2 * half - len(lines)))]
    return [[*one, *other] for one, other in zip(lines[:half], right, strict=True)]
