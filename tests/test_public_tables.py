"""The published figures and targets: all of the sources accounted for, and filed as they are printed."""

from collections import Counter

import pytest
from builders import catalogue
from builders_sources import rows_of, table_under

from data.model import LEVELS, QUALIFIERS, SCOPES, Period
from indicators.definition import Indicators, read_indicators

NUMBERS_IN_WORDS = {
    "penalty_errors": "未出现",
    "FY18_reported": "为零",
    "decisions_heard": "列为",
    "worker_law_lectures": "八期",
    "model_lawful_named": "三县区",
    "model_study_named": "四县区",
    "model_offices_named": "苍溪县",
    "counties_named": "两县",
}
OBSERVATIONS, TARGET_QUANTITIES, CONTEXTS = 97, 9, 16
TARGET_KINDS = {
    "floor": 15,
    "date": 14,
    "text": 10,
    "cadence": 5,
    "exact": 3,
    "rank": 3,
    "cap": 2,
    "veto": 1,
    "prohibition": 1,
}


@pytest.fixture(scope="module")
def indicators() -> Indicators:
    return read_indicators(catalogue())


def figure(region: str, period: str, element: str) -> tuple[str, str, str]:
    found = [
        (row["scope"], row["qualifier"], row["value"])
        for row in rows_of("public_figures.csv")
        if (row["region"], row["period"], row["element"]) == (region, period, element)
    ]
    assert len(found) == 1, f"{region} {period} {element}: {found}"
    return found[0]


def test_every_observation_of_the_sources_is_filed_or_listed_as_left_out() -> None:
    left_out = table_under("Observations left out")
    assert len(rows_of("public_figures.csv")) + len(left_out) == OBSERVATIONS


def test_every_target_and_context_of_the_sources_is_accounted_for() -> None:
    rows = {row["target"] for row in rows_of("targets.csv")}
    listed = table_under("Targets")
    assert len(listed) == TARGET_QUANTITIES
    assert {row[2] for row in listed} <= rows
    contexts = table_under("Context")
    assert len(contexts) == CONTEXTS
    assert all(row[2] for row in contexts)


def test_published_figures_fit_the_catalogue() -> None:
    places = []
    for row in rows_of("public_figures.csv"):
        element = catalogue().elements[row["element"]]
        assert row["unit"] == element.unit, row
        assert row["scope"] in SCOPES, row
        assert row["qualifier"] in QUALIFIERS, row
        assert row["quote"], row
        assert Period.parse(row["period"]).code == row["period"], row
        assert catalogue().dataset_of(row["region"]) == "public-renshe", row
        assert element.kind not in ("count", "rank", "flag") or float(row["value"]).is_integer(), row
        places.append((row["region"], row["period"], row["element"], row["scope"]))
    assert len(set(places)) == len(places)
    assert Counter((place[0], place[1]) for place in places) == {
        ("331082", "2021"): 32,
        ("440117", "2021"): 54,
        ("440117", "2020"): 1,
        ("440300", "2017"): 3,
        ("510800", "2015"): 1,
        ("510800", "2016"): 4,
        ("510800", "2017"): 2,
    }


def test_each_published_number_stands_in_its_own_phrase() -> None:
    for row in rows_of("public_figures.csv"):
        assert NUMBERS_IN_WORDS.get(row["element"], row["value"]) in row["quote"], row


def test_linhai_2021_is_filed_as_printed() -> None:
    assert figure("331082", "2021", "reconsider_cases") == ("own", "exact", "4")
    assert figure("331082", "2021", "suit_unstated") == ("own", "exact", "5")
    assert figure("331082", "2021", "FY04_reported") == ("own", "exact", "100")
    assert figure("331082", "2021", "LZ05_reported") == ("own", "at_least", "92")
    filed = {row["element"] for row in rows_of("public_figures.csv") if row["region"] == "331082"}
    assert not filed & {"pre_case_resolved", "TZ06_reported", "suit_heard", "suit_head_appeared", "suit_lost"}
    assert not filed & {"suggestions_received", "suggestions_replied"}


def test_conghua_2021_is_filed_as_printed() -> None:
    assert figure("440117", "2021", "mediation_succeeded") == ("total", "exact", "587")
    assert figure("440117", "2021", "labour_dispute_handled") == ("own", "exact", "787")
    assert figure("440117", "2021", "arbitration_closed") == ("own", "exact", "577")
    assert figure("440117", "2021", "arbitration_filed") == ("own", "exact", "587")
    assert figure("440117", "2021", "TZ04_reported")[2] == "95.69"
    assert figure("440117", "2021", "TZ07_reported")[2] == "81.28"
    assert figure("440117", "2021", "TZ10_yoy_reported")[2] == "258.86"
    assert figure("440117", "2021", "leaflets") == ("own", "just_below", "3000")
    filed = {row["element"] for row in rows_of("public_figures.csv") if row["region"] == "440117"}
    assert not filed & {"officers_due", "arbitration_pending_start", "suit_heard", "suit_lost"}


def test_all_54_targets_are_there_with_known_places_and_kinds(indicators: Indicators) -> None:
    rows = rows_of("targets.csv")
    assert len({row["target"] for row in rows}) == len(rows) == 54
    assert Counter(row["kind"] for row in rows) == TARGET_KINDS
    for row in rows:
        assert catalogue().dataset_of(row["region"]) == row["dataset"] == "public-renshe", row
        assert set(row["levels"].split(";")) <= set(LEVELS), row
        assert row["indicator"] in {"", *indicators.all}, row
        assert row["object"], row
        assert row["source"], row
        assert row["text"], row
        assert (row["near"], row["variant"], row["reason"]) == ("", "", ""), row
        for month in filter(None, (row["first"], row["last"])):
            assert Period.parse(month).months == 1, row


def test_a_number_to_compare_has_a_sign_an_indicator_and_a_unit() -> None:
    for row in rows_of("targets.csv"):
        numbered = bool(row["threshold"])
        assert numbered == bool(row["op"]) == bool(row["unit"]), row
        assert not numbered or row["indicator"], row
        if row["kind"] in ("floor", "cap", "exact", "rank"):
            assert row["op"] == {"floor": ">=", "exact": "="}.get(row["kind"], "<="), row


def test_a_threshold_is_in_the_unit_of_its_indicator_but_for_one(indicators: Indicators) -> None:
    other = {
        row["target"]
        for row in rows_of("targets.csv")
        if row["threshold"] and row["unit"] != indicators[row["indicator"]].unit
    }
    assert other == {"S4-16"}  # times in a term of office, beside a coverage in percent


def test_nothing_protected_has_a_target_but_the_prohibition_itself(indicators: Indicators) -> None:
    protected = [
        (row["target"], row["kind"])
        for row in rows_of("targets.csv")
        if row["indicator"] and indicators[row["indicator"]].protected
    ]
    assert protected == [("S4-09", "prohibition")]


def test_the_caps_of_linhai_come_from_taizhou_and_hold_for_each_of_two_years() -> None:
    caps = [
        (
            row["indicator"],
            row["region"],
            row["levels"],
            row["first"],
            row["last"],
            row["every"],
            row["threshold"],
        )
        for row in rows_of("targets.csv")
        if row["kind"] == "cap"
    ]
    assert caps == [
        (code, "331000", "county", "2021M01", "2022M12", "year", "5") for code in ("FY01", "FY19")
    ]
