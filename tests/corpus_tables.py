"""Ugly workbooks: several tables, notes, merged cells, totals and shifted rows."""

from __future__ import annotations

from corpus_build import (
    CASES,
    HEADS,
    LINES,
    NOTE,
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
