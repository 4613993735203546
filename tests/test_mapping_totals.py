"""合计 of mapped tables whose parts could not all be read: the total is not blamed for them."""

from __future__ import annotations

import pytest
from builders_mapping import COUNTIES, Lines, applied, mapped, table

from data.model import Finding
from layouts.text import finding_message

WHOLE = table([*COUNTIES[:5], [None, "合计", 17, 3]])


def about_totals(lines: Lines) -> list[Finding]:
    found = applied(mapped(WHOLE), table(lines)).all_findings
    return [finding for finding in found if finding.code.startswith("mapping.total")]


def test_a_total_waits_while_one_of_its_parts_cannot_be_read() -> None:
    unread = [*COUNTIES[:4], [2, "青荻县", "五件多", "/", None], [None, "合计", 17, 3]]
    (told,) = about_totals(unread)
    assert (told.code, told.severity, told.cell) == ("mapping.total_waits", "note", "C6")
    assert (told.params["found"], told.params["cells"]) == ("1", "C5")
    assert "17 没有核对" in finding_message(told, "zh")


@pytest.mark.parametrize("label", ["无名县", "月屿"])
def test_a_total_waits_while_a_row_of_its_column_is_nobodys(label: str) -> None:
    """A row whose region is not known, and one whose region stands twice."""
    lines = [*COUNTIES[:5], [3, label, 4, 1, None], [None, "合计", 21, 4]]
    assert [(told.code, told.cell) for told in about_totals(lines)] == [
        ("mapping.total_waits", "C7"),
        ("mapping.total_waits", "D7"),
    ]


def test_a_total_is_compared_where_another_column_cannot_be_read() -> None:
    unread = [*COUNTIES[:4], [2, "青荻县", 5, "两件多", None], [None, "合计", 18, 3]]
    (told,) = about_totals(unread)
    assert (told.code, told.cell) == ("mapping.total_differs", "C6")


def test_a_total_that_agrees_with_what_was_read_is_not_spoken_of() -> None:
    unread = [*COUNTIES[:4], [2, "青荻县", "五件多", "/", None], [None, "合计", 12, 3]]
    assert about_totals(unread) == []
