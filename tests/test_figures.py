"""Figures: plain dicts that plotly accepts, rows that line up, lines that are named, gaps never joined."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import unquote

import plotly.graph_objects as go
import pytest

from layouts.figures import bars, graph, sparkline, trend

ROWS = (
    bars.Bar(
        "990101", "麦屿县", 100.0, "100.0%", "met", small=True, href="/trace?region=990101", note="3 ÷ 3 件"
    ),
    bars.Bar("990102", "月浦区", 96.7, "96.7%", "met", href="/trace?region=990102"),
    bars.Bar("990103", "青石县", 71.4, "71.4%", "missed", href="/trace?region=990103"),
    bars.Bar("990104", "晴川县", None, "—", "no_value", reason="无案件，不评价"),
)


def drawn(**changes: object) -> dict:
    choices: dict = {
        "language": "zh",
        "unit": "%",
        "target": bars.Line(90, "目标 ≥90%"),
        "parent": bars.Line(89.8, "全省 89.8%"),
        "selected": "990103",
    }
    return bars.region_bars(ROWS, **(choices | changes))


def shown_names(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"] if note.get("visible", True)]


def series(name: str, *values: float | None) -> trend.Series:
    return trend.Series(name, tuple(trend.Point(value, f"{value}%") for value in values))


@pytest.mark.parametrize("changes", [{}, {"target": None}, {"parent": None}, {"unit": "件", "target": None}])
def test_bars_are_a_figure_that_plotly_accepts(changes: dict) -> None:
    assert go.Figure(drawn(**changes)).layout.height == 24 + 22 * 4 + 16


def test_bar_i_has_its_centre_24_and_22_i_and_11_from_the_top() -> None:
    layout = drawn()["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    first, last = layout["yaxis"]["range"]
    centres = [layout["margin"]["t"] + (place - last) / (first - last) * plot for place in range(4)]
    assert (
        [24 + (place + 0.5) / 4 * plot for place in range(4)]
        == centres
        == [24 + 22 * place + 11 for place in range(4)]
    )
    assert drawn()["data"][0]["width"] * plot / 4 == pytest.approx(14)


def test_bars_start_at_zero() -> None:
    assert drawn()["layout"]["xaxis"]["range"] == [0, 100]
    assert bars.region_bars(ROWS[:1], language="zh", unit="件")["layout"]["xaxis"]["range"][0] == 0


def test_the_selected_bar_is_blue_and_missed_bars_are_dark() -> None:
    colours = drawn()["data"][0]["marker"]["color"]
    plain = drawn(selected="")["data"][0]["marker"]["color"]
    assert colours[2] == "#1B4B8F"
    assert plain[1:3] == ["#9DB4D2", "#4F709C"]


def test_bars_of_few_cases_are_hatched() -> None:
    assert drawn()["data"][0]["marker"]["pattern"]["shape"] == ["/", "", "", ""]


def test_a_region_without_value_shows_its_reason_and_no_bar() -> None:
    figure = drawn()
    assert figure["data"][0]["x"][3] is None
    assert "— 无案件，不评价" in shown_names(figure)


def test_a_bar_knows_its_region_and_its_passport() -> None:
    assert drawn()["data"][0]["customdata"][2] == ["990103", "/trace?region=990103"]


def test_the_target_is_dashed_ochre_and_named_and_the_parent_thin_and_named() -> None:
    figure = drawn(selected="")
    parent, target = figure["layout"]["shapes"]
    assert (target["line"]["dash"], target["line"]["color"], target["x0"]) == ("6px,4px", "#94500F", 90)
    assert (parent["line"]["dash"], parent["line"]["width"]) == ("solid", 1.2)
    assert shown_names(figure)[:2] == ["全省 89.8%", "目标 ≥90%"]


def test_without_a_target_there_is_no_dashed_line() -> None:
    figure = drawn(target=None, parent=None, selected="")
    assert figure["layout"]["shapes"] == []


@pytest.mark.parametrize(
    ("target", "parent"), [(90, 89.8), (100, 99.8), (100, 60), (8, 7.7), (1, 99), (50, 50)]
)
def test_names_of_two_lines_never_cover_each_other(target: float, parent: float) -> None:
    width = 470
    figure = drawn(target=bars.Line(target, "目标 ≥90%"), parent=bars.Line(parent, "全省 89.8%"), width=width)
    room = width - sum(bars.MARGINS)
    spans = []
    for note in [note for note in figure["layout"]["annotations"][:3] if note.get("visible", True)]:
        start = bars.MARGINS[0] + note["x"] / 100 * room + note["xshift"]
        size = bars.text_width(note["text"])
        spans.append((start, start + size) if note["xanchor"] == "left" else (start - size, start))
    (_, first_end), (second_start, _) = sorted(spans)
    assert first_end <= second_start + 1
    assert min(start for start, _ in spans) >= -1
    assert max(end for _, end in spans) <= width + 1


def test_a_downloaded_picture_brings_names_values_title_and_source() -> None:
    extra = drawn(title="出庭应诉率", source="演示数据")["layout"]["meta"]["download"]
    assert extra["yaxis"]["ticktext"] == ["麦屿县", "月浦区", "青石县", "晴川县"]
    assert extra["text"] == ["100.0%", "96.7%", "71.4%", ""]
    assert (extra["title"], extra["source"]) == ("出庭应诉率", "演示数据")


def test_no_rows_still_make_a_figure() -> None:
    assert go.Figure(bars.region_bars((), language="zh", unit="%")).layout.height == 24 + 22 + 16


def test_the_text_alternative_names_best_and_worst_of_the_ranked() -> None:
    said = bars.alternative(ROWS, "出庭应诉率", "2026年1—9月", "zh")
    assert "月浦区最好（96.7%）" in said
    assert "青石县最差（71.4%）" in said


def test_lines_are_a_figure_that_plotly_accepts() -> None:
    target = trend.TargetPath("目标 ≥90%", (None, 90, 90))
    figure = trend.trend_lines(
        [series("青石县", 70, None, 71)], ["一", "二", "三"], language="zh", unit="%", target=target
    )
    assert len(go.Figure(figure).data) == 2


def test_gaps_are_never_joined() -> None:
    figure = trend.trend_lines([series("青石县", 70, None, 71)], ["一", "二", "三"], language="zh", unit="%")
    assert figure["data"][0]["y"] == [70, None, 71]
    assert figure["data"][0]["connectgaps"] is False


def test_a_break_cuts_the_line_and_is_named() -> None:
    cut = (trend.Break(1, "2025年口径变化"),)
    figure = trend.trend_lines([series("青石县", 70, 71)], ["一", "二"], language="zh", unit="%", breaks=cut)
    assert figure["data"][0]["x"] == [0, 0.5, 1]
    assert figure["data"][0]["y"] == [70, None, 71]
    assert figure["layout"]["shapes"][0]["x0"] == 0.5
    assert "2025年口径变化" in shown_names(figure)


def test_every_line_carries_its_name_at_its_end_and_names_do_not_overlap() -> None:
    close = [series(name, 80, 80 + place / 10) for place, name in enumerate("甲乙丙丁戊")]
    figure = trend.trend_lines(close, ["一", "二"], language="zh", unit="%", height=320)
    layout = figure["layout"]
    low, high = layout["yaxis"]["range"]
    scale = (320 - layout["margin"]["t"] - layout["margin"]["b"]) / (high - low)
    places = sorted((note["y"] - low) * scale + note["yshift"] for note in layout["annotations"][:5])
    assert len(places) == 5
    assert min(after - before for before, after in pairwise(places)) >= 15


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    high = trend.trend_lines([series("甲", 90, 95)], ["一", "二"], language="zh", unit="%")
    low = trend.trend_lines([series("甲", 2, 95)], ["一", "二"], language="zh", unit="%")
    assert "纵轴不从0开始" in shown_names(high)
    assert high["layout"]["yaxis"]["range"][0] > 0
    assert "纵轴不从0开始" not in shown_names(low)
    assert low["layout"]["yaxis"]["range"][0] == 0


def test_provisional_points_are_hollow() -> None:
    points = (trend.Point(1.0, "1"), trend.Point(2.0, "2", provisional=True))
    figure = trend.trend_lines([trend.Series("甲", points)], ["一", "二"], language="zh", unit="件")
    assert figure["data"][0]["marker"]["symbol"] == ["circle", "circle-open"]


def test_more_than_five_series_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 5"):
        trend.trend_lines([series(str(place), 1.0) for place in range(6)], ["一"], language="zh", unit="%")


def test_series_without_any_value_still_make_a_figure() -> None:
    figure = trend.trend_lines([series("甲", None, None)], ["一", "二"], language="en", unit="%")
    assert go.Figure(figure).layout.height == 320


def test_nothing_is_sent_anywhere_from_a_chart() -> None:
    config = graph.config("zh")
    assert (config["showSendToCloud"], config["plotlyServerURL"], config["displaylogo"]) == (False, "", False)
    assert config["locale"] == "zh-CN"


def test_a_graph_has_its_height_before_it_is_drawn_and_a_text_alternative() -> None:
    holder = graph.graph("chart", drawn(), "zh", "四个地区")["props"]["children"]
    assert holder["props"]["aria-label"] == "四个地区"
    assert holder["props"]["children"]["props"]["style"] == {"height": "128px"}


def test_a_sparkline_is_a_picture_without_a_chart_library() -> None:
    made = sparkline.sparkline([80, 83, None, 89.8], 90, alt="四年走势")
    assert made is not None
    drawing = unquote(made["props"]["src"])
    assert made["props"]["alt"] == "四年走势"
    assert drawing.startswith("data:image/svg+xml,<svg")
    assert drawing.count("M") == 3  # the course in two pieces, and the dot
    assert "stroke-dasharray" in drawing


def test_one_value_makes_no_sparkline() -> None:
    assert sparkline.sparkline([None, 5.0], 3) is None
