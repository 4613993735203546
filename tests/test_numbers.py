"""Numbers: the figures of the sources and of a small province, as every page gets them."""

from pathlib import Path

import pytest
from builders_store import demo_target, file, fresh_services, public_services, small_services

from data.model import Period
from layouts.numbers import Number
from layouts.opening import opening
from layouts.services import Services

LINHAI, CONGHUA, SHENZHEN = "331082", "440117", "440300"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return public_services(tmp_path_factory.mktemp("public"))


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return small_services(tmp_path_factory.mktemp("demo"))


def published(
    services: Services, indicator: str, region: str, *, variant: str = "", period: str = "2021"
) -> Number:
    chosen = {indicator: variant} if variant else {}
    return services.numbers().assessed("public-renshe", period, variants=chosen).number(indicator, region)


def test_linhai_had_4_reconsiderations_and_met_its_cap_of_5(public: Services) -> None:
    number = published(public, "FY01", LINHAI)
    assert (number.value, number.basis, number.status, number.warning) == (4, "computed", "met", "")
    assert (number.target, number.attainment) == ("S0-02", 1.0)


def test_linhai_had_5_suits_and_stands_at_its_cap(public: Services) -> None:
    number = published(public, "FY19", LINHAI)
    assert (number.value, number.status, number.warning) == (5, "met", "at_cap")
    assert number.target == "S0-03"


def test_linhai_printed_100_percent_of_heads_in_court(public: Services) -> None:
    number = published(public, "FY04", LINHAI)
    assert (number.value, number.basis, number.reported, number.difference) == (100, "reported", 100, None)
    assert (number.numerator, number.denominator, number.gap) == (None, None, "")


def test_linhai_published_no_rate_of_disputes_settled_before_a_case(public: Services) -> None:
    number = published(public, "TZ06", LINHAI)
    assert (number.value, number.gap, number.status) == (None, "not_reported", "no_target")


def test_linhai_cut_at_least_92_percent_of_the_time(public: Services) -> None:
    number = published(public, "LZ05", LINHAI)
    assert (number.value, number.qualifier) == (92, "at_least")


def test_conghua_mediated_74_59_percent_and_printed_75_45(public: Services) -> None:
    number = published(public, "TZ05", CONGHUA)
    assert number.value is not None
    assert f"{number.value:.2f}" == "74.59"
    assert (number.numerator, number.denominator, number.basis) == (587, 787, "computed")
    assert number.reported == 75.45
    assert number.difference == pytest.approx(74.587 - 75.45, abs=0.001)


def test_conghua_lacks_what_was_pending_so_its_closing_rate_is_the_printed_one(public: Services) -> None:
    number = published(public, "TZ04", CONGHUA)
    assert (number.variant, number.value, number.basis) == ("A", 95.69, "reported")


def test_conghua_closed_98_30_percent_of_what_was_filed(public: Services) -> None:
    number = published(public, "TZ04", CONGHUA, variant="B")
    assert number.value is not None
    assert f"{number.value:.2f}" == "98.30"
    assert (number.numerator, number.denominator, number.basis) == (577, 587, "computed")


def test_conghua_printed_81_28_percent(public: Services) -> None:
    number = published(public, "TZ07", CONGHUA)
    assert (number.value, number.basis) == (81.28, "reported")


@pytest.mark.parametrize("indicator", ["FY04", "FY06"])
def test_conghua_published_too_little_for_a_value(public: Services, indicator: str) -> None:
    number = published(public, indicator, CONGHUA)
    assert number.value is None
    assert number.gap in ("not_reported", "missing_element")


def test_the_caps_hold_in_linhai_only_and_in_their_two_years(public: Services) -> None:
    assert published(public, "FY01", CONGHUA).target == ""
    assert published(public, "FY01", LINHAI, period="2022").status == "no_value"
    assert published(public, "FY01", LINHAI, period="2023").status == "no_target"


def test_nothing_is_expected_or_rolled_up_in_a_set_without_duty(public: Services) -> None:
    frame = public.numbers().assessed("public-renshe", "2021").frame
    assert set(frame["regions_expected"]) == {0}
    assert set(frame["region"].cat.categories) >= {LINHAI, CONGHUA, SHENZHEN}
    assert "440100" not in set(frame["region"].cat.categories)


def test_live_findings_name_the_printed_figures_that_do_not_fit(public: Services) -> None:
    view = public.view()
    filed = {(region, period): number for period, region, _, number in view.filed("public-renshe")}
    found = {
        (each.indicator, each.code, each.severity) for each in public.live_findings(filed[CONGHUA, "2021"])
    }
    assert ("TZ05", "reported.differs", "explain") in found
    assert ("TZ10", "change.truncated", "note") in found
    assert ("TZ04", "reported.differs", "note") in found
    assert not [each for each in found if each[2] == "must"]


def test_a_city_adds_its_own_figures_to_those_of_its_counties(province: Services) -> None:
    numbers = province.numbers()
    total = numbers.assessed("demo", "2025").number("FY04", "990100")
    own = numbers.assessed("demo", "2025", scope="own").number("FY04", "990100")
    assert (total.numerator, total.denominator, total.regions_reported) == (37, 47, 6)
    assert (own.numerator, own.denominator) == (5, 5)


def test_a_parent_that_not_all_have_reported_to_is_incomplete_and_pending(province: Services) -> None:
    number = province.numbers().assessed("demo", "2025").number("FY04", "990000")
    assert number.incomplete
    assert number.status == "pending"
    assert number.regions_reported == 6
    assert number.regions_expected > 6


def test_counties_are_judged_by_the_provinces_target(province: Services) -> None:
    table = province.numbers().assessed("demo", "2025")
    found = {code: table.number("FY04", code).status for code in ("990101", "990103", "990105", "990106")}
    assert found == {"990101": "met", "990103": "missed", "990105": "no_value", "990106": "no_value"}
    assert table.number("FY04", "990105").gap == "no_cases"
    assert table.number("FY04", "990106").gap == "not_reported"


def test_protected_indicators_have_a_value_and_no_judgement(province: Services) -> None:
    number = province.numbers().assessed("demo", "2025").number("ZF02", "990101")
    assert (number.status, number.target, number.attainment) == ("prohibited", "", None)


def test_a_number_that_is_not_on_the_axes_is_none(province: Services) -> None:
    table = province.numbers().assessed("demo", "2025", only=("FY04",))
    assert table.get("FY05", "990101") is None
    assert table.get("FY04", "331082") is None
    assert table.get("FY04", "990101") is not None


def test_the_same_question_is_computed_once(province: Services) -> None:
    first = province.numbers().assessed("demo", "2025")
    assert province.numbers().assessed("demo", Period.year(2025)) is first


def test_a_new_version_and_a_new_target_give_new_numbers(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    file(services, "990101", "2025", {"suit_head_appeared": 1, "suit_heard": 2})
    assert services.numbers().assessed("demo", "2025").number("FY04", "990101").value == 50
    file(services, "990101", "2025", {"suit_head_appeared": 2, "suit_heard": 2})
    number = services.numbers().assessed("demo", "2025").number("FY04", "990101")
    assert (number.value, number.status) == (100, "no_target")
    targets = [demo_target(services, "FY04", "floor", 90)]
    services.store.set_targets(targets, sha256="9" * 64, path="目标.xlsx", size=1, by="", at=services.clock())
    assert services.numbers().assessed("demo", "2025").number("FY04", "990101").status == "met"


def test_years_and_cumulative_months_that_quarters_make_up_can_be_shown(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    for quarter in (1, 2, 3):
        filed = {"suit_head_appeared": quarter, "suit_heard": 4}
        file(services, "990101", f"2025Q{quarter}", filed, form="quarterly")
    numbers = services.numbers()
    codes = [period.code for period in numbers.periods("demo")]
    assert codes == ["2025Q1", "2025H1", "2025Q2", "2025M01-M09", "2025Q3"]
    number = numbers.assessed("demo", "2025M01-M09").number("FY04", "990101")
    assert (number.numerator, number.denominator) == (6, 12)
    assert opening(numbers, "demo").period == Period.parse("2025Q3")


def test_an_empty_record_has_no_periods_and_only_gaps(tmp_path: Path) -> None:
    numbers = fresh_services(tmp_path).numbers()
    assert numbers.periods("demo") == ()
    assert opening(numbers, "demo").period is None
    frame = numbers.assessed("demo", "2025").frame
    assert set(frame["gap"]) == {"not_reported"}
    assert numbers.axis("public-renshe") == ()
    assert numbers.assessed("public-renshe", "2025").frame.empty


def test_the_computed_value_is_from_counts_alone(public: Services) -> None:
    numbers = public.numbers()
    given = numbers.computed("public-renshe", "TZ05", "A", CONGHUA, "2021", "total")
    assert given == pytest.approx(100 * 587 / 787)
    assert numbers.computed("public-renshe", "TZ04", "A", CONGHUA, "2021", "total") is None
    assert numbers.computed("public-renshe", "TZ04", "B", CONGHUA, "2021", "total") is not None
