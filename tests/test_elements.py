"""Parts of pages as plain dicts: names, structure, what a screen reader gets."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from dash import html

from layouts import blocks, controls, page, shell, tables
from layouts.elements import Element, h, mark, number_link, status_badge
from layouts.text import LANGUAGES, Language

OPTIONS = [{"value": "990000", "label": "示例省，24 个县（区）"}, {"value": "990101", "label": "麦屿县"}]
COLUMNS = (tables.Column("名次", "", "number"), tables.Column("地区"), tables.Column("值", "%", "number"))


def walk(node: object) -> Iterator[Element]:
    if isinstance(node, dict) and "props" in node:
        yield node
        yield from walk(node["props"].get("children"))
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)


def of_type(node: object, name: str) -> list[Element]:
    return [found for found in walk(node) if found["type"] == name]


def framed(language: Language = "zh", query: dict[str, str] | None = None) -> Element:
    return page.frame(
        page="compare",
        language=language,
        scope_bar=None,
        body=[h("p", "x")],
        region_name="示例省",
        query=query or {},
        title="地区对比",
    )


def test_an_element_is_what_dash_would_send() -> None:
    made = h(
        "td",
        "71.4",
        h("b", "x"),
        None,
        class_name="num",
        col_span=2,
        aria_label="a",
        data_row="3",
        title=None,
    )
    dashed = html.Td(
        ["71.4", html.B("x")], className="num", colSpan=2, **{"aria-label": "a", "data-row": "3"}
    )
    assert made == {
        **dashed.to_plotly_json(),
        "props": {**dashed.to_plotly_json()["props"], "children": ["71.4", h("b", "x")]},
    }


def test_every_tag_in_use_is_one_that_dash_knows() -> None:
    made = [
        framed(),
        tables.table(COLUMNS, [("1", "甲县", "9")], caption="c"),
        blocks.steps(["a"], 0),
        blocks.facts([("a", "b")]),
    ]
    known = set(html.__all__) | {"Store", "Graph", "Select"}
    assert {found["type"] for node in made for found in walk(node)} <= known


def test_a_mark_alone_speaks_and_a_mark_beside_a_word_is_silent() -> None:
    assert mark("missed", label="未达标")["props"]["aria-label"] == "未达标"
    assert mark("missed")["props"]["aria-hidden"] == "true"


def test_a_badge_has_mark_and_word_and_the_flag_is_said() -> None:
    made = status_badge("met", "cap_reached", "zh")["props"]
    assert made["children"] == "达标，达上限"
    assert made["className"] == "status st-met mk mk-met mk-flag"


def test_a_number_is_a_plain_link_to_its_passport() -> None:
    assert number_link("71.4", "/trace?region=1")["props"] == {
        "href": "/trace?region=1",
        "className": "number",
        "children": "71.4",
    }


def test_numbers_stand_to_the_right_and_units_in_heads() -> None:
    made = tables.table(COLUMNS, [("1", "甲县", "9.0")], caption="值", row_head=1)
    assert [cell["props"].get("className") for cell in of_type(made, "Td")] == ["num", "num"]
    head = of_type(made, "Th")[2]["props"]["children"]
    assert head[0] == "值"
    assert head[1]["props"]["children"] == "%"


def test_a_table_that_scrolls_can_be_reached_by_keyboard() -> None:
    box = tables.table(COLUMNS, [], caption="值")["props"]
    assert (box["role"], box["tabIndex"], box["aria-label"]) == ("region", 0, "值")


def test_the_chart_of_a_bar_table_spans_all_rows_and_stands_in_its_column() -> None:
    rows = [("1", "甲县", "9"), ("2", "乙县", "8")]
    made = tables.bar_table(COLUMNS, rows, chart=h("figure"), chart_after=2, chart_head="图", caption="c")
    first, second = of_type(of_type(made, "Tbody")[0], "Tr")
    assert first["props"]["children"][2]["props"]["rowSpan"] == 2
    assert len(second["props"]["children"]) == 3
    assert len(of_type(of_type(made, "Thead")[0], "Th")) == 4


def test_a_neutral_cell_of_the_matrix_has_no_mark_and_no_ground() -> None:
    neutral = tables.matrix_cell("12.3", "no_target", "/trace")
    assert neutral == '<td class="num cell ground-no_target"><a class="number" href="/trace">12.3</a></td>'
    assert "mk-missed" in tables.matrix_cell("71.4", "missed", "/trace")


def test_what_stands_in_a_cell_of_the_matrix_is_escaped() -> None:
    cell = tables.matrix_cell("<1&", "met", '/trace?a="1"&b=2', label='"x"')
    assert 'href="/trace?a=&quot;1&quot;&amp;b=2"' in cell
    assert cell.endswith('aria-label="&quot;x&quot;">&lt;1&amp;</a></td>')


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_has_landmarks_a_skip_link_and_one_heading(language: Language) -> None:
    made = framed(language)
    assert len(of_type(made, "Main")) == len(of_type(made, "H1")) == 1
    assert of_type(made, "A")[0]["props"]["href"] == "#main"
    assert all(nav["props"]["aria-label"] for nav in of_type(made, "Nav"))


def test_the_frame_is_few_components_for_each_costs_the_browser_time() -> None:
    assert len(list(walk(framed()))) < 25


def test_the_frame_says_that_the_system_is_not_for_secrets() -> None:
    assert "本系统为非涉密系统，严禁存储、处理、传输国家秘密、工作秘密" in str(framed())


def test_links_to_other_pages_keep_the_scope_and_nothing_else() -> None:
    query = {"region": "990000", "lang": "en", "sort": "missed"}
    assert page.page_link("matrix", query) == "/matrix?region=990000&lang=en"


def test_the_language_link_keeps_the_whole_address() -> None:
    link = page.language_link("compare", {"region": "990000", "sort": "missed"}, "zh")
    assert link["props"]["href"] == "/compare?region=990000&sort=missed&lang=en"


def test_the_current_page_is_marked_in_the_navigation() -> None:
    marked = re.findall(r'data-page="([^"]*)" aria-current="page"', str(framed()))
    assert set(marked) == {"/compare"}


def test_the_projector_view_is_a_class_of_the_frame() -> None:
    assert framed(query={"view": "projector"})["props"]["className"] == "site projector"


def test_a_select_is_labelled_and_as_wide_as_its_text() -> None:
    made = controls.choice("region", "地区", OPTIONS, "990000", "zh")
    assert made is not None
    assert made["props"]["label"] == "地区"
    assert made["props"]["style"]["--text"] == f"{controls.text_width('示例省，24 个县（区）'):.1f}em"


def test_a_select_without_options_is_left_out() -> None:
    assert controls.choice("variant", "口径", [], "", "zh") is None


def test_the_scope_bar_carries_the_label_of_the_data() -> None:
    bar = controls.scope_bar(
        prefix="compare",
        language="zh",
        datasets=OPTIONS,
        dataset="990000",
        regions=OPTIONS,
        region="990101",
        periods=OPTIONS,
        period="990000",
        label="演示数据，地名均为虚构",
        demonstration=True,
        export_links=(("csv", "/export/compare.csv?region=990101"),),
    )
    labels = [
        node["props"]["children"] for node in walk(bar) if "data-label" in node["props"].get("className", "")
    ]
    assert labels == ["演示数据，地名均为虚构"]
    assert len(of_type(bar, "Select")) == 3
    assert [node["props"]["href"] for node in of_type(bar, "A")] == ["/export/compare.csv?region=990101"]


def test_a_card_without_value_says_why() -> None:
    shown = blocks.Shown("—", "%", "no_value", "/trace", gap="未报")
    made = blocks.card("出庭应诉率", shown, "zh", target="目标 ≥90%", change="同比暂不计算")
    assert "— 未报" in [node["props"].get("children") for node in walk(made)]
    assert "number" in made["props"]["className"]


def test_the_index_page_names_its_language_and_asks_nothing_from_outside() -> None:
    text = shell.index_string("zh")
    assert '<html lang="zh-CN">' in text
    assert "http" not in text.replace("http%3A//www.w3.org/2000/svg", "")
