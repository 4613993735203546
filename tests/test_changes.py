"""Changes between equal spans, and the reasons why there is none."""

from dataclasses import replace
from datetime import date

import pytest

from data.catalogue import read_catalogue
from indicators.breaks import Break
from indicators.definition import Indicators, read_indicators
from layouts.changes import Change, change
from layouts.numbers import Number

LAW = Break("law", date(2025, 1, 1), "行政复议法修订", "Law revised", ("FY10",), "第一条")


@pytest.fixture(scope="module")
def indicators() -> Indicators:
    return read_indicators(read_catalogue())


def number(indicator: str, period: str, value: float | None) -> Number:
    return Number(
        indicator=indicator,
        variant="A",
        region="990101",
        period=period,
        scope="total",
        numerator=None,
        denominator=None,
        value=value,
        qualifier="exact",
        reported=None,
        difference=None,
        basis="computed" if value is not None else "",
        regions_reported=1,
        regions_expected=1,
        gap="" if value is not None else "not_reported",
        target="",
        attainment=None,
        status="no_target",
        warning="",
    )


def pair(indicator: str, now: float | None, before: float | None) -> tuple[Number, Number]:
    return number(indicator, "2025", now), number(indicator, "2024", before)


def test_a_rate_changes_in_points_and_a_count_in_percent(indicators: Indicators) -> None:
    rate = change(indicators["FY04"], *pair("FY04", 89.8, 87.6), ())
    count = change(indicators["TZ10"], *pair("TZ10", 1963.0, 547.0), ())
    assert (rate.text("zh"), rate.line("zh")) == ("+2.2 个百分点", "同比 +2.2 个百分点")
    assert (count.text("zh"), count.figure("zh"), count.relative) == ("+258.9%", "+258.9", True)


def test_no_change_is_computed_across_a_break(indicators: Indicators) -> None:
    found = change(indicators["FY10"], *pair("FY10", 35.0, 30.0), (LAW,))
    assert (found.amount, found.reason, found.cut) == (None, "break", LAW)
    assert (found.text("zh"), found.line("zh")) == ("口径变化", "口径变化，不算同比")
    assert change(indicators["FY04"], *pair("FY04", 35.0, 30.0), (LAW,)).amount == 5.0


def test_the_law_of_2024_parts_2023_from_2024_in_the_shipped_catalogue(indicators: Indicators) -> None:
    after, before = number("FY10", "2024", 35.0), number("FY10", "2023", 30.0)
    assert change(indicators["FY10"], after, before, indicators.breaks).reason == "break"
    later = change(indicators["FY10"], number("FY10", "2025", 36.0), after, indicators.breaks)
    assert later.amount == 1.0


def test_nothing_is_said_of_values_not_fully_reported(indicators: Indicators) -> None:
    now, before = pair("FY04", 90.0, 80.0)
    for half in ((replace(now, regions_expected=2), before), (now, replace(before, regions_expected=2))):
        assert change(indicators["FY04"], *half, ()).line("zh") == "同比暂不计算"


def test_a_printed_rate_is_not_compared_with_one_from_counts(indicators: Indicators) -> None:
    now, before = pair("FY04", 90.0, 80.0)
    assert change(indicators["FY04"], replace(now, basis="reported"), before, ()).reason == "basis"


def test_a_count_from_zero_has_no_percentage(indicators: Indicators) -> None:
    assert change(indicators["FY01"], *pair("FY01", 3.0, 0.0), ()).text("zh") == "上期为0"
    assert change(indicators["FY05"], *pair("FY05", 3.0, 0.0), ()).amount == 3.0


def test_missing_values_are_told_apart(indicators: Indicators) -> None:
    fy04 = indicators["FY04"]
    assert change(fy04, *pair("FY04", None, 80.0), ()).reason == "no_value"
    assert change(fy04, *pair("FY04", 80.0, None), ()).reason == "no_before"
    assert change(fy04, number("FY04", "2025", 80.0), None, ()).reason == "no_before"


def test_protected_indicators_have_no_change(indicators: Indicators) -> None:
    assert change(indicators["ZF01"], *pair("ZF01", 5.0, 3.0), ()).reason == "protected"


def test_approximate_values_change_approximately(indicators: Indicators) -> None:
    now, before = pair("FY04", 92.0, 90.0)
    found = change(indicators["FY04"], replace(now, qualifier="at_least"), before, ())
    assert found.text("zh") == "约+2.0 个百分点"


def test_every_reason_has_words_in_both_languages() -> None:
    reasons = ("no_value", "no_before", "incomplete", "basis", "break", "from_zero", "protected")
    for reason in reasons:
        made = Change(None, "%", reason=reason)
        assert all((made.text(language), made.line(language)) for language in ("zh", "en"))
