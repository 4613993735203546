"""Numbers, periods and targets as people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model import Period
from layouts import say
from layouts.text import LANGUAGES, Language


def test_a_rate_has_one_decimal_and_rounds_half_away_from_zero() -> None:
    assert [say.rate(value) for value in (89.75, 0.05, -0.05, 100.0, 74.59)] == [
        "89.8",
        "0.1",
        "−0.1",
        "100.0",
        "74.6",
    ]


def test_a_rate_is_never_rounded_onto_a_target_it_is_not() -> None:
    assert say.rate(99.96, 100) == "99.96"
    assert say.rate(99.996, 100) == "99.996"
    assert say.rate(8.04, 8) == "8.04"
    assert say.rate(90.0, 90) == "90.0"


@given(st.floats(min_value=0, max_value=1000), st.integers(min_value=0, max_value=100))
def test_a_shown_rate_equals_the_target_only_when_the_value_does(value: float, threshold: int) -> None:
    shown = Decimal(say.rate(value, threshold).replace(say.MINUS, "-"))
    apart = abs(Decimal(repr(value)) - threshold)
    assert (shown == threshold) == (apart == 0) or apart < Decimal("1e-11")


def test_no_value_is_a_dash_and_never_a_zero() -> None:
    shown = {
        say.rate(None),
        say.count(None),
        say.signed(None),
        say.rate(float("nan")),
        say.value(None, "%", "zh"),
    }
    assert shown == {"—"}


def test_a_zero_carries_no_sign() -> None:
    assert say.rate(-0.0) == "0.0"
    assert say.rate(-0.04) == "0.0"


def test_counts_stand_in_thin_groups_of_three_and_keep_their_decimals() -> None:
    assert say.count(1234567.0) == "1\u202f234\u202f567"
    assert say.count(12.5) == "12.5"
    assert say.count(-1200) == "−1\u202f200"


def test_chart_counts_are_short_above_ten_thousand() -> None:
    assert [say.short_count(value, "zh") for value in (9_999, 12_345, 34_560_000, 120_000_000)] == [
        "9999",
        "1.2万",
        "3456万",
        "1.2亿",
    ]
    assert say.short_count(34_560_000, "en") == "34.6M"


def test_differences_carry_a_real_minus_and_say_when_there_is_none() -> None:
    assert [say.signed(value) for value in (2.2, -0.6, 0.049, -0.049, 0.05)] == [
        "+2.2",
        "−0.6",
        "持平",
        "持平",
        "+0.1",
    ]
    assert say.change(-0.6, "%", "zh") == "−0.6 个百分点"
    assert say.change(3, "件", "en") == "+3 cases"
    assert say.percent_change(258.86, "zh") == "+258.9%"


def test_a_qualifier_travels_with_its_number() -> None:
    assert say.value(92, "%", "zh", qualifier="at_least") == "92.0%以上"
    assert say.qualified("5300", "above", "zh") == "5300余"
    assert say.qualified("92%", "about", "en") == "about 92%"


def test_a_gap_says_its_reason() -> None:
    assert say.value(None, "%", "zh", gap="no_cases") == "— 无案件"
    assert say.gap_reason("not_reported", "en") == "not reported"


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("2024", "2024年", "2024"),
        ("2024H2", "2024年下半年", "H2 2024"),
        ("2024Q3", "2024年三季度", "Q3 2024"),
        ("2024M09", "2024年9月", "Sep 2024"),
        ("2024M01-M09", "2024年1—9月", "Jan–Sep 2024"),
        ("2021M08-2022M07", "2021年8月—2022年7月", "Aug 2021–Jul 2022"),
    ],
)
def test_a_period_has_a_name_in_both_languages(code: str, chinese: str, english: str) -> None:
    assert (say.period(code, "zh"), say.period(Period.parse(code), "en")) == (chinese, english)


def test_a_target_shows_its_sign_its_number_and_its_unit() -> None:
    assert say.target(">=", 90, "%", "zh") == "≥90%"
    assert say.target(">=", 100, "%", "zh") == "100%"
    assert say.target("<=", 5, "件", "zh") == "≤5件"
    assert say.target("=", 71, "项", "en") == "=71 items"
    assert say.target("<=", 3, "位", "zh", kind="rank") == "前3"
    assert say.target("", None, "", "zh", kind="veto") == "一票否决"


def test_a_warning_is_said_beside_its_status() -> None:
    assert say.status("met", "zh") == "达标"
    assert say.status("met", "zh", "anything") == "达标，预警"
    assert say.status("met", "en", "cap_reached") == "Met, at the cap"


def test_lists_are_joined_as_each_language_does() -> None:
    assert say.join(["青石县", "东河县", "沙洄县"], "zh") == "青石县、东河县、沙洄县"
    assert [say.join(list("abc")[:size], "en") for size in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_times_are_those_of_beijing() -> None:
    at = datetime(2026, 10, 18, 18, 42, tzinfo=UTC)
    assert say.moment(at, "zh") == "2026年10月19日 02:42"
    assert say.moment(at, "en") == "19 Oct 2026 02:42"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_and_severity_has_a_word(language: Language) -> None:
    for code in ("met", "near", "missed", "pending", "undecidable", "prohibited", "no_target", "no_value"):
        assert say.status(code, language) != code
    for code in ("must", "explain", "note"):
        assert say.severity(code, language) != code


def test_a_sum_of_amounts_shows_no_noise_of_adding() -> None:
    assert say.count(64.98 + 27.2) == "92.18"
    assert say.count(4032.7999999999997) == f"4{say.THIN}032.8"
    assert say.count(0.1 + 0.2) == "0.3"
