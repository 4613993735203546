"""The recent trend in words: sure, possible, too few cases, or why it is not tested."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from builders_store import file, fresh_services

from layouts.selection import parse
from layouts.views.trend_course import course
from layouts.views.trend_tested import recent, sentence


def said(folder: Path, counts: Sequence[tuple[int, int] | None], **query: str) -> str:
    """Appearances of 990101 in years up to 2025; None where nothing was filed."""
    services = fresh_services(folder)
    for year, pair in enumerate(counts, start=2026 - len(counts)):
        if pair is not None:
            figures = {
                "suit_head_appeared": pair[0],
                "suit_heard": pair[1],
                "review_mediated": pair[0],
                "review_closed": pair[1],
                "penalty_decisions": pair[1],
            }
            file(services, "990101", str(year), figures)
    numbers = services.numbers()
    query = {"dataset": "demo", "region": "990101", "period": "2025", "indicator": "FY04", **query}
    found = course(numbers, parse(query, numbers))
    return sentence(found, recent(found))


RISING = [(2, 20), (4, 20), (6, 20), (8, 20), (10, 20)]


@pytest.mark.parametrize(
    ("counts", "start"),
    [
        (RISING, "近5期（2021年—2025年）可能上升，向好（科克伦—阿米蒂奇检验，χ²=9.5，95%）"),  # 9.5238
        ([(2 * r, 2 * n) for r, n in RISING], "近5期（2021年—2025年）上升，向好，案件数足以确认"),
        (list(reversed(RISING)), "近5期（2021年—2025年）可能下降，变差"),
        ([(1, 2), (0, 2), (1, 2), (1, 2), (2, 2)], "近5期（2021年—2025年）的走势：案件数不足以判断"),
        ([(1, 2), (2, 2)], "可比的连续报告期不足5期"),
        ([(1, 2), None, *RISING[:4]], "可比的连续报告期不足5期"),
        ([(2, 2)] * 5, "各期全部合格或全部不合格"),
    ],
)
def test_the_verdict_is_told_with_its_periods(
    tmp_path: Path, counts: list[tuple[int, int] | None], start: str
) -> None:
    assert said(tmp_path, counts).startswith(start)


def test_the_test_begins_after_the_last_break(tmp_path: Path) -> None:
    assert said(tmp_path, RISING, indicator="FY10").startswith("可比的连续报告期不足5期")


def test_protected_indicators_are_not_tested(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    file(services, "990101", "2025", {"penalty_decisions": 3})
    numbers = services.numbers()
    query = {"dataset": "demo", "region": "990101", "period": "2025", "indicator": "ZF01"}
    assert recent(course(numbers, parse(query, numbers))).why == "protected"


def test_what_still_comes_in_is_left_out(tmp_path: Path) -> None:
    assert said(tmp_path, [*RISING, None], period="2025").startswith("近5期（2020年—2024年）可能上升")
