"""The Gantt figure: where days lie in its window, which heads it has, and what each bar says."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from builders_page import text, with_class
from hypothesis import given
from hypothesis import strategies as st

from layouts.figures.gantt import Bar, Point, Span, Window, gantt, window_of

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def bar(start: date | None, due: date | None, **more: Any) -> Bar:
    return Bar(
        "任务",
        "示例县",
        start,
        due,
        more.get("spans", [Span(start, due, 50.0)]),
        "state-under_way",
        "说明",
        more.get("points", ()),
    )


def drawn(*bars: Bar, language: Any = "zh") -> Any:
    return gantt(bars, TODAY, language)


def styles(node: Any, name: str) -> list[dict[str, str]]:
    return [each["props"]["style"] for each in with_class(node, name)]


@given(st.lists(DAYS, min_size=2, max_size=12))
def test_later_days_lie_further_right_and_all_inside(days: list[date]) -> None:
    window = window_of([bar(min(days), max(days))], TODAY)
    places = [window.place(day) for day in sorted(days)]
    assert all(0 <= place <= 100 for place in places)
    assert all(first <= second for first, second in pairwise(places))


def test_a_bar_runs_from_the_beginning_of_its_first_day_to_the_end_of_its_last() -> None:
    (style,) = styles(drawn(bar(date(2026, 1, 1), date(2026, 12, 31))), "gantt-bar")
    assert style == {"left": "0.0%", "width": "100.00%"}


def test_what_is_done_is_a_share_of_its_own_span() -> None:
    quarters = [
        Span(date(2026, 1, 1), date(2026, 3, 31), 0.0),
        Span(date(2026, 4, 1), date(2026, 6, 30), 100.0),
        Span(date(2026, 7, 1), date(2026, 9, 30), 40.0),
    ]
    found = styles(drawn(bar(date(2026, 1, 1), date(2026, 12, 31), spans=quarters)), "gantt-done")
    assert found == [{"left": "25.0%", "width": "25.00%"}, {"left": "50.0%", "width": "10.00%"}]


def test_a_bar_that_begins_after_its_end_is_still_seen() -> None:
    (style,) = styles(drawn(bar(date(2026, 12, 1), date(2026, 6, 30))), "gantt-bar")
    assert style["width"] == "0.60%"


@pytest.mark.parametrize(
    ("start", "due", "name"), [(None, TODAY, "from-before"), (TODAY, None, "without-end")]
)
def test_an_open_end_is_shown_as_one(start: date | None, due: date | None, name: str) -> None:
    assert len(with_class(drawn(bar(start, due)), name)) == 1


def test_a_task_without_any_date_has_no_bar() -> None:
    assert with_class(drawn(bar(None, None)), "gantt-bar") == []


@pytest.mark.parametrize(
    ("due", "heads"),
    [
        (date(2026, 12, 31), ["2026年1月", "2月"]),
        (date(2028, 12, 31), ["2026Q1", "Q2"]),
        (date(2034, 12, 31), ["2026年", "2027年"]),
    ],
)
def test_heads_are_months_quarters_or_years_as_the_window_is_long(due: date, heads: list[str]) -> None:
    ticks = [text(each) for each in with_class(drawn(bar(date(2026, 1, 1), due)), "gantt-tick")]
    assert ticks[:2] == heads
    assert len(ticks) <= 24


def test_ends_of_occurrences_are_marked_where_they_lie() -> None:
    points = [
        Point(date(2026, 3, 31), "mk mk-met", "一季度"),
        Point(date(2026, 6, 30), "mk mk-missed", "二季度"),
    ]
    found = styles(drawn(bar(date(2026, 1, 1), date(2026, 12, 31), points=points)), "gantt-point")
    assert found == [{"left": "25.0%"}, {"left": "50.0%"}]


def test_today_is_in_the_window_even_where_all_is_over() -> None:
    window = window_of([bar(date(2017, 1, 1), date(2017, 12, 31))], TODAY)
    assert Window(2017 * 12, 2026 * 12 + 10) == window
    assert "今天" in text(drawn(bar(date(2017, 1, 1), date(2017, 12, 31))))


def test_on_a_telephone_every_year_has_its_name() -> None:
    shown = drawn(bar(date(2025, 4, 1), date(2027, 3, 31)))
    ticks = [
        text(each) for each in with_class(shown, "gantt-tick") if "minor" not in each["props"]["className"]
    ]
    assert ticks[0].startswith("2025")
    for year in ("2026", "2027"):
        assert any(tick.startswith(year) for tick in ticks), ticks
