"""A mapping is kept as JSON and read strictly; it knows its tables again wherever they stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import builders
import pytest
from builders_mapping import COUNTIES, applied, element, figures, mapped, table
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import SCOPES, SavedMapping
from loaders.mapping import (
    AXES,
    NOTHINGS,
    ROW_KINDS,
    SOURCES,
    USES,
    ColumnUse,
    FormMapping,
    MappingError,
    RowUse,
    TableUse,
    from_json,
    read_mappings,
    switched_off,
    to_json,
)
from loaders.mapping_build import Answer
from loaders.mapping_match import recognised
from loaders.mapping_proposal import Base

AT = datetime(2026, 11, 20, tzinfo=UTC)
LOST = "suit_lost"
words = st.text(max_size=12)


def used(kind: type, uses: tuple[str, ...]) -> st.SearchStrategy:
    codes = {"element": st.sampled_from([LOST, "fines"]), "region": st.sampled_from(["990101", "990102"])}
    return st.sampled_from(uses).flatmap(
        lambda use: st.builds(
            kind,
            words,
            st.just(use),
            codes.get(use, st.just("")),
            st.sampled_from(SCOPES),
            st.sampled_from(["", "万元", "件"]),
        )
    )


tables = st.builds(
    TableUse,
    st.sampled_from(AXES),
    st.lists(used(ColumnUse, USES), max_size=4, unique_by=lambda each: each.head).map(tuple),
    st.lists(used(RowUse, ROW_KINDS), max_size=4, unique_by=lambda each: each.label).map(tuple),
    words,
    st.booleans(),
)
mappings = st.builds(
    FormMapping,
    st.just("map-1"),
    words,
    st.just("demo"),
    st.sampled_from(["990000", "990100"]),
    st.sampled_from(SOURCES),
    st.sampled_from(SOURCES),
    st.lists(tables, max_size=3).map(tuple),
    st.dictionaries(words, st.sampled_from(NOTHINGS), max_size=3),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(mappings)
def test_a_mapping_comes_back_from_its_json_as_it_was(mapping: FormMapping) -> None:
    again = from_json(to_json(mapping), builders.catalogue(), code=mapping.code, name=mapping.name)
    assert again == mapping


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dataset": "nowhere"}, "unknown dataset"),
        ({"under": "440117"}, "not in dataset"),
        ({"more": 1}, "unknown key"),
        ({"region_from": "guess"}, "expected one of"),
        ({"tables": [{"rows_are": "region"}]}, "is missing"),
        ({"tables": "x"}, "expected a list"),
        ({"nothing": {"/": "zero"}}, "expected one of"),
        ({"off": "no"}, "expected true or false"),
    ],
)
def test_a_content_that_does_not_fit_is_refused_with_its_reason(change: dict, said: str) -> None:
    content = {**json.loads(to_json(mapped(table(COUNTIES)))), **change}
    with pytest.raises(MappingError, match=said):
        from_json(json.dumps(content), builders.catalogue(), code="map-1")


@pytest.mark.parametrize("content", ["", "[]", "null", "{", "[" * 100_000])
def test_what_is_no_mapping_at_all_is_refused(content: str) -> None:
    with pytest.raises(MappingError):
        from_json(content, builders.catalogue(), code="map-1")


def test_an_element_that_is_gone_is_refused_with_its_nearest_name() -> None:
    content = to_json(mapped(table(COUNTIES))).replace('"suit_lost"', '"suit_lst"')
    with pytest.raises(MappingError, match="did you mean 'suit_lost'"):
        from_json(content, builders.catalogue(), code="map-1")


def test_mappings_that_are_off_or_unreadable_are_left_out() -> None:
    good = mapped(table(COUNTIES))
    saved = [
        SavedMapping("a", "甲", to_json(good), "李某", AT),
        SavedMapping("b", "乙", to_json(switched_off(good)), "李某", AT),
        SavedMapping("c", "丙", "{}", "李某", AT),
    ]
    found = read_mappings(saved, builders.catalogue())
    assert list(found) == ["a"]
    assert found["a"] == replace(good, code="a", name="甲")


def test_applying_a_mapping_to_its_own_workbook_again_says_the_same() -> None:
    workbook = table(COUNTIES)
    mapping = mapped(workbook)
    again = from_json(to_json(mapping), builders.catalogue(), code=mapping.code, name=mapping.name)
    assert applied(again, workbook) == applied(mapping, workbook)


def test_moved_columns_and_more_rows_are_the_same_table() -> None:
    mapping = mapped(table(COUNTIES))
    moved = table(
        [
            ["2025年各县区行政应诉情况"],
            [],
            ["", "行政诉讼败诉数（件）", "地区", "一审行政诉讼案件数"],
            ["x", 1, "月屿区", 2],
        ]
    )
    lines = [
        ["2025年各县区行政应诉情况"],
        ["地区", "行政诉讼败诉数（件）", "一审行政诉讼案件数", "备注", "序号"],
        ["月屿区", 1, 2, None, 1],
        ["示例县", 3, 4, None, 2],
    ]
    assert recognised(moved, [mapping], builders.catalogue()) is None  # 序号 and 备注 are not read, 地区 is
    assert recognised(table(lines), [mapping], builders.catalogue()) == mapping
    assert figures(applied(mapping, table(lines)))["990101", "2025"] == {
        LOST: 1.0,
        "suit_first_instance": 2.0,
    }


def test_the_same_choices_have_the_same_code_and_others_another() -> None:
    first = mapped(table(COUNTIES))
    renamed = mapped(table(COUNTIES), name="另一个名字")
    other = mapped(table([*COUNTIES[:2], ["地区", "行政诉讼败诉数"], ["月屿区", 1]]))
    assert first.code == renamed.code != other.code


def test_a_head_that_does_not_say_what_is_counted_needs_the_same_title() -> None:
    lines = [["2024年行政诉讼败诉数"], ["地区", "数量"], ["月屿区", 1]]
    mapping = mapped(table(lines))
    assert mapping.tables[0].vague
    later = [["2025年行政诉讼败诉数"], *lines[1:]]
    other = [["2025年罚没金额"], *lines[1:]]
    assert recognised(table(later), [mapping], builders.catalogue()) == mapping
    assert recognised(table(other), [mapping], builders.catalogue()) is None


def test_a_vague_table_without_a_title_is_never_known_again() -> None:
    lines = [["地区", "数量"], ["月屿区", 1]]
    mapping = mapped(
        table(lines, name="2024年"), Base(rows_are={0: "region"}), columns={(0, 2): element(LOST)}
    )
    assert recognised(table(lines, name="2024年"), [mapping], builders.catalogue()) is None


def test_two_mappings_that_know_as_much_leave_the_choice_to_a_person() -> None:
    workbook = table(COUNTIES)
    one = mapped(workbook)
    two = replace(one, code="map-2", period_from="asked")
    assert recognised(workbook, [one, two], builders.catalogue()) is None
    assert recognised(workbook, [one, replace(two, tables=())], builders.catalogue()) == one


def test_a_table_of_items_needs_most_of_its_rows() -> None:
    lines = [["月屿区2024年"], ["项目", "数量"], ["行政诉讼败诉数", 1], ["负责人出庭应诉件数", 2]]
    mapping = mapped(table(lines))
    assert recognised(table(lines), [mapping], builders.catalogue()) == mapping
    assert recognised(table(lines[:3]), [mapping], builders.catalogue()) is None


def test_a_spelling_of_nothing_is_read_as_the_person_said() -> None:
    workbook = table([*COUNTIES[:4], [2, "青荻县", 5, "无"]])
    mapping = mapped(workbook, nothing={"无": "not_filed"})
    found = applied(mapping, workbook)
    assert figures(found)["990102", "2024"] == {"suit_first_instance": 5.0}
    assert [(each.code, each.cell) for each in found.all_findings] == [("cell.normalised", "D5")]


def test_a_row_that_a_person_left_out_is_not_read() -> None:
    lines = [["2024年"], ["地区", "行政诉讼败诉数"], ["月屿区", 1], ["某某办事处", 2]]
    mapping = mapped(table(lines), rows={(0, "某某办事处"): Answer("skip")})
    assert list(figures(applied(mapping, table(lines)))) == [("990101", "2024")]
