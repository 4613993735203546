"""Free tables: found in a sheet, proposed with confidence, read as confirmed. Each workbook is built here."""

from __future__ import annotations

from builders import codes, places
from builders_mapping import COUNTIES, applied, book, built, element, figures, mapped, proposed, table, uses

from loaders.mapping_build import Answer
from loaders.mapping_elements import SURE
from loaders.mapping_proposal import Base
from loaders.workbook import read

LOST, SUITS, HEARD = "suit_lost", "suit_first_instance", "suit_heard"


def test_regions_in_rows_and_elements_in_columns_are_proposed_with_their_reasons() -> None:
    proposal = proposed(table(COUNTIES, merges=["A1:E1"]))
    shown = proposal.tables[0]
    assert (proposal.dataset, proposal.under, proposal.period) == ("demo", "990100", "2024")
    assert (shown.rows_are, shown.columns_are, shown.regions) == ("region", "element", 2)
    assert uses(proposal) == [
        ("skip", ""),
        ("label", ""),
        ("element", SUITS),
        ("element", LOST),
        ("skip", ""),
    ]
    assert shown.columns[2].confidence >= SURE
    assert shown.columns[2].why == ("same", "unit", "numbers")


def test_each_region_and_period_is_a_filing_of_its_own() -> None:
    workbook = table(COUNTIES)
    found = applied(mapped(workbook), workbook)
    assert figures(found) == {
        ("990101", "2024"): {SUITS: 12.0, LOST: 3.0},
        ("990102", "2024"): {SUITS: 5.0, LOST: None},
    }
    (_, second) = found.filings
    assert [(each.cell, each.qualifier) for each in second[0].observations] == [
        ("C5", "exact"),
        ("D5", "not_applicable"),
    ]
    assert not found.returned
    assert places(found.findings) == [("Sheet1!E3", "mapping.column_not_read")]  # 备注, said


def test_a_total_row_is_compared_and_never_stored() -> None:
    workbook = table([*COUNTIES[:5], [None, "合计", 18, 3]])
    found = applied(mapped(workbook), workbook)
    assert len(found.filings) == 2
    (told,) = [each for each in found.all_findings if each.code == "mapping.total_differs"]
    assert (told.severity, told.cell, told.params["read"], told.params["expected"]) == (
        "explain",
        "C6",
        "18",
        "17",
    )


def test_a_total_row_may_stand_first() -> None:
    workbook = table([*COUNTIES[:3], [None, "全市", 20, 3], *COUNTIES[3:5]])
    found = applied(mapped(workbook), workbook)
    assert places(found.filings[0][1]) == [("Sheet1!C4", "mapping.total_differs")]


def test_elements_in_rows_and_regions_in_columns() -> None:
    lines = [
        ["项目", "月屿区", "青荻县", "合计"],
        ["行政诉讼败诉数", 1, 2, 4],
        ["负责人出庭应诉件数", 5, 6, 11],
    ]
    workbook = table(lines, name="2024年")
    assert uses(proposed(workbook)) == [
        ("label", ""),
        ("region", "990101"),
        ("region", "990102"),
        ("total", ""),
    ]
    found = applied(mapped(workbook), workbook)
    assert figures(found)["990102", "2024"] == {LOST: 2.0, "suit_head_appeared": 6.0}
    assert places(found.all_findings) == [("2024年!D2", "mapping.total_differs")]


def test_years_side_by_side_are_one_filing_each_and_next_year_has_the_same_heads() -> None:
    head = ["月屿区行政应诉情况"]
    workbook = table([head, ["项目", "2023年", "2024年", "同比增减"], ["行政诉讼败诉数", 1, 2, "100%"]])
    mapping = mapped(workbook)
    assert figures(applied(mapping, workbook)) == {
        ("990101", "2023"): {LOST: 1.0},
        ("990101", "2024"): {LOST: 2.0},
    }
    later = table([head, ["项目", "2024年", "2025年", "同比增减"], ["行政诉讼败诉数", 2, 7, "250%"]])
    assert figures(applied(mapping, later))["990101", "2025"] == {LOST: 7.0}


def test_years_as_numbers_are_heads_and_not_figures() -> None:
    workbook = table([["项目", 2023, 2024], ["行政诉讼败诉数", 2001, 2002]])
    mapping = mapped(workbook, Base(dataset="demo"), region="990101")
    assert figures(applied(mapping, workbook, region="990101")) == {
        ("990101", "2023"): {LOST: 2001.0},
        ("990101", "2024"): {LOST: 2002.0},
    }


def test_heads_of_two_levels_are_read_together() -> None:
    lines = [
        ["示例省2024年统计表"],
        ["地市", "县区", "行政复议机关", None, "行政应诉", None],
        [None, None, "受理", "审结", "行政诉讼开庭审理数", "行政诉讼败诉数"],
        ["霁川市", "月屿区", 1, 2, 3, 4],
        [None, "青荻县", 5, 6, 7, 8],
        ["合计", None, 6, 8, 10, 12],
    ]
    areas = ["A1:F1", "C2:D2", "E2:F2", "A2:A3", "B2:B3", "A4:A5"]
    workbook = table(lines, merges=areas)
    assert [code for use, code in uses(proposed(workbook)) if use == "element"] == [
        "review_accepted",
        "review_closed",
        HEARD,
        LOST,
    ]
    found = applied(mapped(workbook), workbook)
    assert figures(found)["990102", "2024"] == {"review_accepted": 5, "review_closed": 6, HEARD: 7, LOST: 8}
    assert codes(found.all_findings) == []


def test_repeated_pairs_of_columns_are_one_table_and_share_their_total() -> None:
    lines = [
        ["2024年各地行政诉讼败诉数"],
        ["县区", "数量", "县区", "数量"],
        ["月屿区", 1, "青荻县", 2],
        [None, None, "合计", 4],
    ]
    workbook = table(lines)
    proposal = proposed(workbook)
    assert [len(each.like) for each in proposal.tables] == [2]
    assert proposal.tables[0].columns[1].why[0] == "title"
    found = applied(mapped(workbook), workbook)
    assert figures(found) == {("990101", "2024"): {LOST: 1.0}, ("990102", "2024"): {LOST: 2.0}}
    assert places(found.all_findings) == [("Sheet1!D4", "mapping.total_differs")]


def test_units_in_heads_are_converted_and_told() -> None:
    workbook = table([["2024年"], ["地区", "罚没金额（元）", "罚没金额"], ["月屿区", 120000, None]])
    proposal = proposed(workbook)
    assert uses(proposal)[1:] == [("element", "fines"), ("", "")]  # never the same element twice
    mapping = mapped(workbook, columns={(0, 2): element("fines"), (0, 3): Answer("skip")})
    found = applied(mapping, workbook)
    assert figures(found) == {("990101", "2024"): {"fines": 12.0}}
    assert "cell.normalised" in codes(found.all_findings)


def test_money_without_a_unit_is_asked_for() -> None:
    workbook = table([["2024年"], ["地区", "罚没金额"], ["月屿区", 12]])
    assert [each.code for each in built(proposed(workbook)).problems] == ["unit"]
    mapping = mapped(workbook, columns={(0, 2): element("fines", "亿元")})
    assert figures(applied(mapping, workbook))["990101", "2024"] == {"fines": 120000.0}


def test_a_unit_that_measures_something_else_is_refused() -> None:
    workbook = table([["2024年"], ["地区", "办案数（人次）"], ["月屿区", 12]])
    assert uses(proposed(workbook))[1] == ("", "")
    made = built(proposed(workbook), columns={(0, 2): element(LOST)})
    assert [(each.code, each.read) for each in made.problems] == [("unit_unfit", "人次")]


def test_a_name_that_many_places_bear_is_asked_for_and_read_only_under_its_parent() -> None:
    lines = [["2024年"], ["地区", "行政诉讼败诉数"], ["鼓楼区", 1]]
    proposal = proposed(table(lines))
    assert (proposal.datasets[0], proposal.under) == ("public-renshe", "")
    chosen = proposed(table(lines), dataset="public-renshe")
    assert "under" in {each.code for each in built(chosen).problems}
    under = proposed(table(lines), dataset="public-renshe", under="320100")
    assert (under.under, under.tables[0].regions) == ("320100", 1)
    mapping = mapped(table(lines), Base("public-renshe", "320100"))
    assert list(figures(applied(mapping, table(lines)))) == [("320106", "2024")]


def test_the_parent_is_proposed_from_the_names_that_are_plain() -> None:
    lines = [["地区", "行政诉讼败诉数"], ["鼓楼区", 1], ["玄武区", 2], ["建邺区", 3]]
    proposal = proposed(table(lines, name="2024年"))
    assert (proposal.under, proposal.under_confidence < SURE) == ("320100", True)
    assert proposal.tables[0].regions == 3


def test_a_row_above_others_is_proposed_as_their_sum() -> None:
    lines = [["2024年"], ["地区", "行政诉讼败诉数"], ["霁川市", 9], ["月屿区", 1], ["青荻县", 2]]
    workbook = table(lines)
    (row,) = proposed(workbook).tables[0].rows
    assert (row.use, row.why) == ("total", ("above",))
    found = applied(mapped(workbook), workbook)
    assert set(figures(found)) == {("990101", "2024"), ("990102", "2024")}
    assert places(found.all_findings) == [("Sheet1!B3", "mapping.total_differs")]
    own = mapped(workbook, rows={(0, "霁川市"): Answer("region", "990100")})
    assert figures(applied(own, workbook))["990100", "2024"] == {LOST: 9.0}


def test_the_units_own_figures_are_not_a_sum() -> None:
    lines = [["霁川市2024年"], ["地区", "行政诉讼败诉数"], ["市本级", 9], ["月屿区", 1], ["合计", 10]]
    workbook = table(lines)
    found = applied(mapped(workbook), workbook)
    assert figures(found)["990100", "2024"] == {LOST: 9.0}
    assert {each.scope for filing, _ in found.filings for each in filing.observations} == {"own"}
    assert codes(found.all_findings) == []


def test_periods_in_rows_and_a_sum_over_them() -> None:
    lines = [
        ["月屿区2024年行政应诉情况"],
        ["月份", "行政诉讼败诉数"],
        ["1月", 1],
        ["2月", 2],
        ["合计", 4],
    ]
    workbook = table(lines)
    proposal = proposed(workbook)
    assert (proposal.tables[0].rows_are, proposal.region) == ("period", "990101")
    found = applied(mapped(workbook), workbook)
    assert set(figures(found)) == {("990101", "2024M01"), ("990101", "2024M02")}
    assert places(found.all_findings) == [("Sheet1!B5", "mapping.total_differs")]


def test_a_rate_is_proposed_as_the_reported_rate_of_its_indicator() -> None:
    workbook = table([["2024年"], ["地区", "行政诉讼败诉率（%）"], ["月屿区", 12.5]])
    assert uses(proposed(workbook))[1] == ("element", "FY05_reported")


def test_rows_of_elements_under_headings_say_which_they_mean() -> None:
    lines = [
        ["月屿区2024年情况"],
        ["项目", "单位", "数量"],
        ["一、复议机关", None, None],
        ["维持", "件", 3],
        ["二、行政应诉", None, None],
        ["行政诉讼败诉数", "件", 4],
    ]
    proposal = proposed(table(lines))
    assert [(row.key, row.code) for row in proposal.tables[0].rows] == [
        ("一复议机关/维持", "review_upheld"),
        ("二行政应诉/行政诉讼败诉数", LOST),
    ]
    assert uses(proposal) == [("label", ""), ("unit", ""), ("value", "")]
    found = applied(mapped(table(lines)), table(lines))
    assert figures(found) == {("990101", "2024"): {"review_upheld": 3.0, LOST: 4.0}}


def test_several_tables_on_one_sheet_are_each_proposed() -> None:
    lines = [
        ["2024年"],
        ["表一"],
        ["地区", "行政诉讼败诉数"],
        ["月屿区", 1],
        [],
        ["表二"],
        ["地区", "行政处罚决定数（件）"],
        ["月屿区", 7],
    ]
    workbook = table(lines)
    proposal = proposed(workbook)
    assert [each.title for each in proposal.tables] == ["表一", "表二"]
    found = applied(mapped(workbook, period="2024"), workbook, period="2024")
    assert figures(found) == {("990101", "2024"): {LOST: 1.0, "penalty_decisions": 7.0}}


def test_nothing_is_preselected_where_nothing_is_recognised() -> None:
    proposal = proposed(table([["甲项", "乙项"], ["某某", 1], ["某某某", 2]]))
    assert proposal.tables[0].rows_are == ""
    assert uses(proposal)[1:] == [("", "")]
    assert built(proposal).mapping is None


def test_a_sheet_of_prose_or_of_bare_numbers_has_no_table() -> None:
    assert proposed(read(book(("说明", [["第一段"], ["第二段"]]), ("数", [[1, 2], [3, 4]])))).tables == ()


def test_a_column_of_cities_that_is_blank_does_not_part_the_table() -> None:
    lines = [["2024年"], ["省份", "地市", "县区", "行政诉讼败诉数"], ["北京市", None, "海淀区", 3]]
    proposal = proposed(table([*lines, ["北京市", None, "西城区", 1]]), dataset="public-renshe")
    assert [len(one.columns) for one in proposal.tables] == [4]
    assert proposal.tables[0].regions == 2
