"""The portrait: what can still be met, margins, and where marks lie on their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_portrait import filed_counties, of, outlook_of
from builders_store import AT, demo_target, file
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.forecast import margin
from indicators.spine import spine
from layouts.views.outlooks import said as sentence
from layouts.views.portrait_spine import marks

values = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


@settings(deadline=None)  # a busy machine is slow
@given(
    st.lists(values, min_size=3, max_size=40),
    st.sampled_from(["higher", "lower"]),
    values,
    values,
)
def test_every_part_of_a_spine_lies_on_its_line(
    siblings: list[float], direction: str, above: float, target: float
) -> None:
    found = spine(siblings, [None] * len(siblings), 0, direction=direction)
    assert found is not None
    at = marks(found, above=above, target=target)
    places = [at.worst, at.lower, at.median, at.upper, at.best, at.own, at.above, at.target]
    assert all(place is not None and 0 <= place <= 100 for place in places)
    assert at.worst <= at.lower <= at.median <= at.upper <= at.best
    assert at.own is not None
    assert at.worst <= at.own <= at.best


@pytest.mark.parametrize(
    ("came", "heard", "word", "said"),
    [
        (18, 25, "short", "差 5 件（相当于再连续 45 件全部合格）"),
        (95, 100, "safe", "达标，余量 5 件"),
        (90, 100, "safe", "达标，没有余量"),
    ],
)
def test_the_outlook_of_a_whole_year(tmp_path: Path, came: int, heard: int, word: str, said: str) -> None:
    services = filed_counties(tmp_path, {"990101": (came, heard)})
    found = of(services, region="990101")
    one = outlook_of(found, "FY04")
    assert one.over
    assert one.verdict == word
    assert sentence(found.numbers, one, "zh") == said


@pytest.mark.parametrize(
    ("came", "heard", "word", "said"),
    [
        (18, 25, "behind", "还要连续 45 件全部合格；年底前最多再错 3 件"),
        (60, 99, "out_of_reach", "今年已不可能达标（全年约 100 件）"),
        (50, 50, "safe", "目前达标；年底前最多再错 10 件（全年约 100 件）"),
        (81, 90, "safe", "目前达标；年底前最多再错 1 件（全年约 100 件）"),
        (81, 91, "behind", "还要连续 9 件全部合格；年底前最多再错 0 件"),
        (60, 100, "behind", "还要连续 300 件全部合格；全年件数不知，不作年底判断"),
    ],
)
def test_the_outlook_to_the_end_of_the_year(
    tmp_path: Path, came: int, heard: int, word: str, said: str
) -> None:
    services = filed_counties(tmp_path, {"990101": (95, 100)}, "2024")
    figures = {"suit_head_appeared": came, "suit_heard": heard}
    file(services, "990101", "2025Q1", figures, form="quarterly")
    found = of(services, region="990101", period="2025Q1")
    one = outlook_of(found, "FY04")
    assert one.verdict == word
    assert sentence(found.numbers, one, "zh") == said


def test_a_target_of_all_is_out_of_reach_after_one_miss(tmp_path: Path) -> None:
    services = filed_counties(tmp_path, {"990101": (9, 10)})
    target = demo_target(services, "FY04", "floor", 100)
    services.store.set_targets([target], sha256="d" * 64, path="目标2.xlsx", size=1, by="测试", at=AT)
    found = of(services, region="990101")
    one = outlook_of(found, "FY04")
    assert one.found.needed is None
    assert sentence(found.numbers, one, "zh") == "差 1 件；已有不合格的，不可能再达到 100%"


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 100))
def test_the_margin_is_how_many_cases_could_have_gone_otherwise(x: int, more: int, target: int) -> None:
    n = x + more
    spare = margin(x, n, target, kind="floor")
    assert spare is not None
    if n:
        assert 100 * (x - spare) >= target * n
        assert not (100 * (x - spare - 1) >= target * n)
    kept = margin(x, n, target, kind="cap")
    assert kept is not None
    assert 100 * (x + kept) <= target * n
    assert not (100 * (x + kept + 1) <= target * n)
