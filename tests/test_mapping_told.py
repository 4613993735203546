"""What a mapped table says of its own troubles: every figure that cannot be placed is told with its cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import codes, places
from builders_mapping import COUNTIES, applied, book, built, element, figures, mapped, proposed, table, uses

from loaders.mapping_build import Answer
from loaders.mapping_proposal import Base
from loaders.workbook import read

LOST, SUITS, HEARD = "suit_lost", "suit_first_instance", "suit_heard"


@pytest.mark.parametrize(
    "nasty",
    [
        '=cmd|"/c calc"!A1',
        "<script>alert(1)</script>",
        "月屿区" * 3000,
        "\u202e败诉",
        "'; DROP TABLE cell;--",
    ],
)
def test_a_hostile_text_is_only_a_text(nasty: str) -> None:
    lines = [["2024年"], ["地区", "行政诉讼败诉数", nasty], ["月屿区", nasty, 1], [nasty, 2, 3]]
    workbook = table(lines)
    proposal = proposed(workbook, under="990100", dataset="demo", rows_are={0: "region"})
    answers = {(0, column.number): Answer("skip") for column in proposal.tables[0].columns}
    answers |= {(0, 1): Answer("label"), (0, 2): element(LOST)}
    rows = {(0, row.key): Answer("skip") for row in proposal.tables[0].rows}
    made = built(proposal, columns=answers, rows=rows)
    assert made.mapping is not None, made.problems
    found = applied(made.mapping, workbook)
    stored = [each.value for filing, _ in found.filings for each in filing.observations]
    assert stored == []
    assert found.returned


def test_what_cannot_be_placed_next_time_is_a_finding_and_no_guess() -> None:
    mapping = mapped(table(COUNTIES))
    later = table([*COUNTIES[:3], [1, "月屿区", 1, 1], [2, "新设区", 2, 2]])
    found = applied(mapping, later)
    assert [(each.code, each.cell, each.severity) for each in found.findings][-1] == (
        "mapping.region_unknown",
        "B5",
        "must",
    )


def test_a_column_that_is_not_mapped_is_said_with_its_place() -> None:
    mapping = mapped(table(COUNTIES))
    lines = [[*COUNTIES[2][:4], "涉及人数"], [1, "月屿区", 1, 1, 5]]
    found = applied(mapping, table([*COUNTIES[:2], *lines]))
    assert ("Sheet1!E3", "mapping.column_not_read") in places(found.findings)


def test_the_same_figure_twice_is_told() -> None:
    workbook = table([*COUNTIES[:4], [2, "月屿区", 5, 6]])
    found = applied(mapped(workbook), workbook)
    assert ("Sheet1!C5", "mapping.twice") in places(found.all_findings)


def test_a_missing_period_and_a_missing_region_are_asked_for() -> None:
    lines = [["项目", "数量"], ["行政诉讼败诉数", 1]]
    workbook = table(lines)
    proposal = proposed(workbook, dataset="demo")
    assert [each.code for each in built(proposal).problems] == ["region", "period"]
    mapping = mapped(workbook, Base(dataset="demo"), region="990101", period="2024")
    assert (mapping.region_from, mapping.period_from) == ("asked", "asked")
    assert codes(applied(mapping, workbook).findings) == ["mapping.region_missing"]
    assert codes(applied(mapping, workbook, region="990101").findings) == ["mapping.period_missing"]
    given = applied(mapping, workbook, region="990101", period="2024")
    assert figures(given) == {("990101", "2024"): {LOST: 1.0}}


def test_a_merged_figure_over_two_regions_is_not_read() -> None:
    lines = [["2024年"], ["地区", "行政诉讼败诉数"], ["月屿区", 4], ["青荻县", None]]
    workbook = table(lines, merges=["B3:B4"])
    assert places(applied(mapped(workbook), workbook).all_findings)[0] == ("Sheet1!B3", "cell.merged")


def test_words_around_a_figure_are_normalised_as_in_any_form() -> None:
    lines = [["2024年"], ["地区", "行政诉讼败诉数"], ["月屿区", "约1,200件"], ["青荻县", "１２"]]
    workbook = table(lines)
    found = applied(mapped(workbook), workbook)
    assert [each.qualifier for filing, _ in found.filings for each in filing.observations] == [
        "about",
        "exact",
    ]
    assert codes(found.all_findings) == ["cell.normalised", "cell.normalised"]


HEADS = ["地区", "一审行政诉讼案件数", "行政诉讼败诉数"]
TITLE = ["2024年各县区行政应诉情况"]


def told(workbook, **answers: object) -> list[tuple[str, str]]:
    return places(applied(mapped(workbook, **answers), workbook).all_findings)


def test_a_row_of_figures_without_a_name_is_told_at_its_first_figure() -> None:
    workbook = table([TITLE, HEADS, ["月屿区", 12, 3], [None, 5, 1], ["青荻县", 8, 2], [None, 20, 5]])
    found = applied(mapped(workbook), workbook)
    assert places(found.all_findings) == [
        ("Sheet1!B4", "mapping.row_nameless"),
        ("Sheet1!B6", "mapping.row_nameless"),
    ]
    assert found.returned


def test_a_column_without_a_head_is_never_taken_for_what_the_title_says() -> None:
    workbook = table([TITLE, HEADS, ["月屿区", 12, 3], ["青荻县", None, 8, 2]])
    assert uses(proposed(workbook))[-1] == ("", "")
    skipped = {(0, 4): Answer("skip")}
    assert told(workbook, columns=skipped) == [("Sheet1!D4", "mapping.column_headless")]


def test_each_sheet_is_of_the_period_that_its_name_says() -> None:
    lines = [["各县区行政应诉情况"], HEADS]
    workbook = read(book(("2023", [*lines, ["月屿区", 12, 3]]), ("2024", [*lines, ["月屿区", 15, 4]])))
    made = built(proposed(workbook))
    assert made.mapping is not None
    found = figures(applied(made.mapping, workbook, period=made.period))
    assert found == {
        ("990101", "2023"): {SUITS: 12.0, LOST: 3.0},
        ("990101", "2024"): {SUITS: 15.0, LOST: 4.0},
    }


def test_a_sheet_named_for_another_year_than_its_title_has_to_be_explained() -> None:
    workbook = table([TITLE, HEADS, ["月屿区", 12, 3]], name="2023年")
    assert told(workbook) == [("2023年!", "sheet.period_differs")]


def test_hidden_sheets_and_numbers_beside_the_table_are_said_to_be_left_out() -> None:
    lines = [TITLE, HEADS, ["月屿区", 12, 3], ["青荻县", 8, 2], [], [], [], [], [None, None, None, None, 99]]
    workbook = read(book(("Sheet1", lines), ("旧表", [TITLE, HEADS, ["月屿区", 9, 9]])))
    hidden = replace(workbook.sheets[1], state="hidden")
    workbook = replace(workbook, sheets=(workbook.sheets[0], hidden))
    assert told(workbook) == [("旧表!", "mapping.sheet_hidden"), ("Sheet1!E9", "mapping.outside")]


def test_rows_that_are_left_out_are_said() -> None:
    workbook = table([TITLE, HEADS, ["月屿区", 12, 3], ["小计", 12, 3], ["开发区", 1, 0]])
    rows = {(0, "开发区"): Answer("skip")}
    assert told(workbook, rows=rows) == [
        ("Sheet1!A4", "mapping.row_not_read"),
        ("Sheet1!A5", "mapping.row_not_read"),
    ]


def test_a_total_that_was_never_calculated_is_said_not_to_be_compared() -> None:
    workbook = table([TITLE, HEADS, ["月屿区", 12, 3], ["合计", "=B3", 3]])
    assert told(workbook) == [("Sheet1!B4", "mapping.total_unread")]


def test_a_unit_behind_the_number_stands_before_the_one_in_the_head() -> None:
    workbook = table([TITLE, ["地区", "罚没金额（元）"], ["月屿区", 120000], ["青荻县", "8.5万元"]])
    found = figures(applied(mapped(workbook), workbook))
    assert [list(each.values()) for each in found.values()] == [[12.0], [8.5]]


def test_a_code_and_a_name_that_contradict_each_other_are_told() -> None:
    lines = [TITLE, ["代码", *HEADS], [990101, "月屿区", 12, 3], [990101, "青荻县", 8, 2]]
    workbook = table(lines)
    found = applied(mapped(workbook, rows={(0, "990101/青荻县"): Answer("skip")}), workbook)
    assert list(figures(found)) == [("990101", "2024")]
    assert uses(proposed(workbook))[0] == ("label", "")
    assert [row.key for row in proposed(workbook).tables[0].rows] == ["990101/青荻县"]


def test_a_rank_before_the_regions_makes_no_table_of_its_own() -> None:
    workbook = table([TITLE, ["排名", *HEADS], [1, "月屿区", 12, 3], [2, "青荻县", 8, 2]])
    assert uses(proposed(workbook)) == [("skip", ""), ("label", ""), ("element", SUITS), ("element", LOST)]


def test_heads_repeated_on_the_next_page_go_on_with_the_same_table_and_its_total() -> None:
    rows = [["月屿区", 12, 3], ["（续表）"], HEADS, ["青荻县", 8, 2], ["合计", 20, 5]]
    workbook = table([TITLE, HEADS, *rows])
    found = applied(mapped(workbook), workbook)
    assert list(figures(found)) == [("990101", "2024"), ("990102", "2024")]
    assert found.all_findings == ()
    wrong = table([TITLE, HEADS, *rows[:-1], ["合计", 21, 5]])
    assert told(wrong) == [("Sheet1!B7", "mapping.total_differs")]


def test_a_total_of_each_page_is_none_of_the_whole() -> None:
    page = [["月屿区", 12, 3], ["合计", 12, 3], HEADS, ["青荻县", 8, 2], ["合计", 8, 2]]
    assert told(table([TITLE, HEADS, *page])) == []


def test_a_total_written_over_the_column_of_numbers_is_a_total() -> None:
    lines = [TITLE, ["序号", *HEADS], [1, "月屿区", 12, 3], [2, "青荻县", 8, 2], ["合计", None, 21, 5]]
    assert told(table(lines)) == [("Sheet1!C5", "mapping.total_differs")]
    assert told(table(lines, merges=["A5:B5"])) == [("Sheet1!C5", "mapping.total_differs")]


def test_a_row_shifted_into_the_remarks_is_told() -> None:
    lines = [TITLE, [*HEADS, "备注"], ["月屿区", 12, 3], ["青荻县", None, 8, 2], ["望川县", None, 1, "见附"]]
    assert ("Sheet1!D4", "cell.outside") in told(table(lines))
    assert ("Sheet1!D5", "cell.outside") not in told(table(lines))


def test_a_region_of_another_place_is_said_to_lie_outside() -> None:
    workbook = table([TITLE, HEADS, ["月屿区", 12, 3], ["青荻县", 8, 2]])
    later = table([TITLE, HEADS, ["月屿区", 12, 3], ["从化区", 8, 2], ["青荻乡", 1, 1]])
    outside, unknown = applied(mapped(workbook), later).findings
    assert (outside.params["reason"], outside.params["expected"]) == ("outside", "示例省霁川市")
    assert unknown.params["expected"] == "青荻县"


ITEMS = [
    ["2024年月屿区依法行政情况"],
    ["填报单位：月屿区司法局"],
    ["指标", "计量单位", "数值", "备注"],
    ["一审行政诉讼案件数", "件", 12],
    ["行政诉讼败诉数", "件", 3],
    ["罚没金额", "万元", 5.5],
    ["行政处罚决定数", "件", 40],
]


def told_of_items(place: int, line: list[object]) -> list[tuple[str, str]]:
    lines = [*ITEMS[:place], line, *ITEMS[place + 1 :]]
    return places(applied(mapped(table(ITEMS)), table(lines)).all_findings)


def test_an_element_written_twice_is_told_at_its_second_figure() -> None:
    assert told_of_items(7, ["行政诉讼败诉数", "件", 4]) == [("Sheet1!C8", "mapping.twice")]


def test_a_figure_shifted_among_the_units_is_told() -> None:
    assert told_of_items(4, ["行政诉讼败诉数", 3]) == [("Sheet1!B5", "cell.outside")]


def test_a_figure_with_words_that_cannot_be_read_does_not_end_the_table() -> None:
    assert told_of_items(4, ["行政诉讼败诉数", "件", "3件（含1件二审）"]) == [
        ("Sheet1!C5", "cell.not_a_number")
    ]


def test_a_title_and_a_unit_of_different_regions_are_not_read() -> None:
    assert told_of_items(1, ["填报单位：青荻县司法局"]) == [("Sheet1!A3", "mapping.region_several")]


def test_a_title_of_another_year_than_the_header_has_to_be_explained() -> None:
    assert told_of_items(1, ["报告期：2025年"]) == [("Sheet1!A1", "mapping.period_differs")]
