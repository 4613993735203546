"""Where a table begins and ends, said by a person: two taken for one, one broken by blank rows."""

from __future__ import annotations

import json
from dataclasses import replace

import builders
import pytest
from builders import places
from builders_mapping import applied, book, element, figures, mapped, proposed, table

from data.strict import CatalogueError
from loaders.mapping import FormMapping, from_json, to_json
from loaders.mapping_cuts import Cut, Wrong, read_cut
from loaders.mapping_proposal import Base
from loaders.workbook import Workbook, read

SUITS, LOST = "suit_first_instance", "suit_lost"
FIRST = [
    ["2024年各县区行政应诉情况"],
    ["地区", "一审行政诉讼案件数", "行政诉讼败诉数"],
    ["月屿区", 12, 3],
    ["青荻县", 5, 2],
]
TWO = [*FIRST, ["地区", 2023, 2024], ["月屿区", 7, 8], ["青荻县", 9, 10]]
BROKEN = [*FIRST[:3], [], [], ["青荻县", 5, 2], [], ["注：本表含派出机关"]]


def cut(text: str, workbook: Workbook) -> Cut:
    found = read_cut(text, workbook)
    assert isinstance(found, Cut), found
    return found


def extents(workbook: Workbook, *cuts: str) -> list[str]:
    said = tuple(cut(text, workbook) for text in cuts)
    return [one.keyed.grid.extent.text for one in proposed(workbook, cuts=said).tables]


def base(workbook: Workbook, *cuts: str) -> Base:
    return Base(cuts=tuple(cut(text, workbook) for text in cuts))


def test_two_tables_without_a_blank_row_are_divided_where_a_person_says() -> None:
    workbook = table(TWO)
    assert extents(workbook) == ["Sheet1!A2:C7"]
    assert extents(workbook, "A2:C4") == ["Sheet1!A2:C4", "Sheet1!A5:C7"]
    (_, second) = proposed(workbook, cuts=(cut("A2:C4", workbook),)).tables
    assert [column.head for column in second.keyed.grid.columns] == ["地区", "2023", "2024"]
    assert second.title == ""


def test_a_table_broken_by_blank_rows_is_one_where_a_person_says() -> None:
    workbook = table(BROKEN)
    assert extents(workbook) == ["Sheet1!A2:C3", "Sheet1!A6:C6"]
    assert extents(workbook, "a2：c6") == ["Sheet1!A2:C6"]
    mapping = mapped(workbook, base(workbook, "A2:C6"))
    found = applied(mapping, workbook)
    assert figures(found) == {
        ("990101", "2024"): {SUITS: 12.0, LOST: 3.0},
        ("990102", "2024"): {SUITS: 5.0, LOST: 2.0},
    }
    assert found.all_findings == ()


def test_heads_printed_again_inside_a_range_are_no_row_of_it() -> None:
    workbook = table([*FIRST[:3], [], [], FIRST[1], ["青荻县", 5, 2]])
    (one,) = proposed(workbook, cuts=(cut("A2:C7", workbook),)).tables
    assert [row.number for row in one.keyed.grid.rows] == [3, 7]


def test_a_range_is_told_from_the_columns_beside_it() -> None:
    lines = [[*left, *right] for left, right in zip(FIRST[1:], FIRST[1:], strict=True)]
    workbook = table([["2024年"], *lines])
    (first, *_) = proposed(workbook, cuts=(cut("A2:C4", workbook),)).tables
    assert [column.number for column in first.keyed.grid.columns] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("A2", "range", ""),
        ("A9:B2", "range", ""),
        ("应诉 A2:C4", "range", ""),
        ("另一张!A2:C4", "sheet", "Sheet1"),
        ("A2:A4", "small", ""),
        ("A2:C2", "small", ""),
        ("A2:D4", "beyond", "Sheet1!A1:C7"),
        ("A2:C90", "beyond", "Sheet1!A1:C7"),
        ("A4:C7", "overlap", "Sheet1!A2:C4"),
    ],
)
def test_a_range_that_cannot_be_meant_says_why(text: str, code: str, expected: str) -> None:
    workbook = table(TWO)
    found = read_cut(text, workbook, others=[cut("A2:C4", workbook)])
    assert isinstance(found, Wrong)
    assert (found.code, found.expected) == (code, expected)


def test_without_its_sheet_a_range_is_only_read_where_one_is_shown() -> None:
    workbook = read(book(("一", TWO), ("二", TWO)))
    assert isinstance(read_cut("A2:C4", workbook), Wrong)
    assert cut("二！a2:c4", workbook) == Cut("二", (2, 1, 4, 3))


def saved(mapping: FormMapping) -> FormMapping:
    return from_json(to_json(mapping), builders.catalogue(), code=mapping.code, name=mapping.name)


def test_a_saved_mapping_keeps_its_ranges_and_reads_next_years_file_by_them() -> None:
    workbook = table(BROKEN)
    mapping = saved(mapped(workbook, base(workbook, "A2:C6")))
    assert mapping.cuts == (Cut("Sheet1", (2, 1, 6, 3)),)
    lines = [["2025年各县区行政应诉情况"], *BROKEN[1:]]
    next_year = table(lines, name="二〇二五")
    assert len(applied(mapping, next_year).filings) == 2


def test_a_mapping_without_ranges_is_kept_as_before() -> None:
    mapping = mapped(table(FIRST))
    assert "cuts" not in json.loads(to_json(mapping))
    assert saved(mapping) == mapping
    wrong = to_json(replace(mapping, cuts=(Cut("表", (1, 1, 2, 2)),))).replace("表!A1:B2", "表")
    with pytest.raises(CatalogueError, match="cuts: expected ranges"):
        from_json(wrong, builders.catalogue(), code=mapping.code)


def test_a_range_that_is_not_there_in_another_file_gives_way_to_what_is_found() -> None:
    mapping = mapped(table(BROKEN), base(table(BROKEN), "A2:C6"))
    moved = table([["2025年各县区行政应诉情况"], [], [], [], [], [], *FIRST[1:]])
    assert len(applied(mapping, moved).filings) == 2


def test_a_row_of_figures_right_under_a_range_has_to_be_explained() -> None:
    mapping = mapped(table(BROKEN), base(table(BROKEN), "A2:C6"))
    longer = table([*BROKEN[:6], ["雁台县", 4, 1]])
    found = applied(mapping, longer)
    told = [each for each in found.findings if each.code == "mapping.goes_on"]
    assert (places(told), told[0].severity) == ([("Sheet1!B7", "mapping.goes_on")], "explain")


def test_what_is_not_in_the_range_is_mapped_as_a_table_of_its_own() -> None:
    workbook = table(TWO)
    said = base(workbook, "A2:C4")
    answers = {(1, 2): element(LOST), (1, 3): element(LOST)}
    mapping = mapped(workbook, replace(said, rows_are={1: "region"}), columns=answers, period="2022")
    assert [len(each.columns) for each in mapping.tables] == [3, 2]  # 2023 and 2024 are one head
