"""Clearance, disposition time and the identity of a period's cases, by hand."""

import pytest

from indicators.case_flow import clearance, disposition_days, unexplained


def test_clearance_is_closed_of_filed() -> None:
    assert clearance(182, 200) == 91
    assert clearance(110, 100) == 110
    assert clearance(0, 7) == 0
    assert clearance(29, 50) == 58


def test_disposition_time_is_what_is_pending_at_the_speed_of_closing() -> None:
    """25 pending, 50 closed in 365 days: 7.3 days a case, 182.5 days."""
    assert disposition_days(25, 50, 365) == 182.5
    assert disposition_days(0, 50, 365) == 0
    assert disposition_days(9, 90, 91) == pytest.approx(9.1)


def test_nothing_filed_or_nothing_closed_has_no_figure() -> None:
    assert clearance(0, 0) is None
    assert clearance(3, 0) is None
    assert disposition_days(25, 0, 365) is None


def test_what_is_missing_is_not_zero() -> None:
    assert clearance(None, 5) is None
    assert clearance(5, None) is None
    assert disposition_days(None, 5, 365) is None
    assert disposition_days(5, None, 365) is None
    assert unexplained(None, 5, 5, 0) is None
    assert unexplained(0, 5, 5, None) is None


def test_cases_that_nobody_filed_or_closed_are_counted() -> None:
    assert unexplained(10, 50, 45, 15) == 0
    assert unexplained(10, 50, 45, 17) == 2
    assert unexplained(10, 50, 45, 14) == -1
