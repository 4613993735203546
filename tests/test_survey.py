"""Tables found by their heads: whatever stands in a sheet gives tables and findings, never an error."""

from __future__ import annotations

from builders import catalogue, forms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model import Finding
from loaders.addresses import address_of
from loaders.collect import collect
from loaders.extract import extract, recognise
from loaders.places import Place
from loaders.row_labels import Labels
from loaders.survey import find_tables
from loaders.workbook import Cell, Sheet, Workbook

WORDS = (
    *(
        "项目",
        "指标名称",
        "代码",
        "乙",
        "甲",
        "1",
        "2",
        "单位",
        "计量单位",
        "件",
        "万元",
        "（单位：元）",
        "序号",
        "备注",
    ),
    *(
        "本期",
        "本年",
        "2024年",
        "2023年",
        "2025",
        "上年同期",
        "数值",
        "数量",
        "件数",
        "人数",
        "同比",
        "其中：",
        "合计",
    ),
    *(
        "行政诉讼败诉数",
        "一审行政诉讼审结数",
        "维持",
        "撤诉数",
        "行政诉讼",
        "败诉数",
        "追回工资金额（元）",
        "101",
        "133",
    ),
    *(
        "二、调解",
        "三、仲裁",
        "注：口径同上",
        "说明：",
        "单位负责人：",
        "75件",
        "/",
        "约3",
        "报告期：2024年",
        "同上",
    ),
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(1, draw(st.integers(2, 14))):
        for column in range(1, draw(st.integers(2, 8))):
            kind = draw(st.sampled_from("ttttnn "))
            address = address_of(row, column)
            if kind == "t":
                text = draw(st.sampled_from(WORDS))
                cells[row, column] = Cell(address, row, column, "text", text, text, None, "General")
            elif kind == "n":
                raw = draw(st.sampled_from(("0", "7", "12.5", "2024", "2023", "101")))
                cells[row, column] = Cell(address, row, column, "number", float(raw), raw, None, "General")
    merges = draw(
        st.lists(
            st.tuples(st.integers(1, 12), st.integers(1, 7), st.integers(0, 4), st.integers(0, 6)), max_size=4
        )
    )
    areas = tuple((top, left, top + height, left + width) for top, left, height, width in merges)
    return Sheet("表", "visible", cells, areas, frozenset({3}), frozenset({2}))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(sheets(), min_size=1, max_size=2), st.sampled_from(("annual", "quarterly", "public")))
def test_any_sheet_gives_figures_from_its_own_cells_or_findings(found: list[Sheet], code: str) -> None:
    workbook = Workbook(tuple(found), date1904=False)
    labels = Labels(forms()[code], catalogue().elements)
    period = "2024Q3" if code == "quarterly" else "2024"
    tables, told = find_tables(workbook, labels, Place("demo", "990101", period, ()))
    collected = collect(tables, labels)
    stood = {cell.address: cell.raw for sheet in found for cell in sheet.cells.values()}
    assert all(figure.cell in stood for figure in collected.observations.values())
    assert all(isinstance(finding, Finding) for finding in (*told, *collected.findings))
    form = recognise(workbook, forms())
    assert form is None or extract(workbook, form, catalogue())


def test_a_made_up_sheet_of_nothing_but_heads_is_not_searched_for_long() -> None:
    cells = {
        (row, column): Cell(address_of(row, column), row, column, "text", "2024年", "2024年", None, "General")
        for row in range(1, 3000)
        for column in (2, 3, 4)
    }
    sheet = Sheet("表", "visible", cells, (), frozenset(), frozenset())
    labels = Labels(forms()["annual"], catalogue().elements)
    place = Place("demo", "990101", "2024", ())
    assert find_tables(Workbook((sheet,), date1904=False), labels, place)[0] == ()
