"""The shipped catalogue: complete, consistent, and true to the sources it was made from."""

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from data.catalogue import Catalogue, read_catalogue
from data.formula import parse
from data.model import LEVELS, QUALIFIERS, SCOPES, Period
from indicators.definition import Indicators, read_indicators

ROOT = Path(__file__).parent.parent
INDICATORS_PER_DOMAIN = {
    "LZ": 14,
    "ZD": 7,
    "JC": 9,
    "ZF": 10,
    "SS": 12,
    "YJ": 1,
    "TZ": 25,
    "FY": 19,
    "JD": 6,
    "PF": 6,
    "KJ": 3,
    "ZZ": 13,
}
PROTECTED_INDICATORS = {"ZF01", "ZF02", "ZF10", "SS02", "SS03", "SS06", "SS11", "SS12"}
PROTECTED_ELEMENTS = {
    "penalty_decisions",
    "penalty_warned",
    "penalty_fined",
    "penalty_confiscated",
    "penalty_suspended",
    "penalty_licence_revoked",
    "penalty_closed",
    "penalty_detained",
    "penalty_other",
    "penalty_reviewed",
    "fines",
    "other_penalty_cases",
    "random_checked",
    "joint_checks",
    "joint_checked",
    "patrolled",
    "checks",
}
MAY_PASS_THE_WHOLE = {"TZ04.B", "TZ14.A", "TZ15.A", "TZ17.A", "FY04.B", "FY11.A", "FY17.C"}
SEVERAL_VARIANTS = {"TZ01": "AB", "TZ04": "AB", "TZ05": "ABC", "FY03": "ABC", "FY04": "AB", "FY05": "AB"}
CHANGES = {"TZ10", "FY02", "FY04", "FY05", "FY06", "FY19"}  # with a printed 同比
# Parts and balances that the forms ask for although no indicator reads them.
BASE_ELEMENTS = {
    "arbitration_closed_award",
    "arbitration_closed_withdrawn",
    "arbitration_closed_other",
    "arbitration_pending_end",
    "reconsider_upheld",
    "reconsider_rejected",
    "reconsider_terminated",
    "reconsider_mediated",
    "review_pending_end",
    "suit_withdrawn",
    "random_rank_of",
    "assessment_rank_of",
}
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
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def indicators(catalogue: Catalogue) -> Indicators:
    return read_indicators(catalogue)


def rows_of(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "samples" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_under(heading: str) -> list[list[str]]:
    """Body rows of the first table under a heading of docs/left_out.md; none where there is no table."""
    text = (ROOT / "docs" / "left_out.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def figure(region: str, period: str, element: str) -> tuple[str, str, str]:
    found = [
        (row["scope"], row["qualifier"], row["value"])
        for row in rows_of("public_figures.csv")
        if (row["region"], row["period"], row["element"]) == (region, period, element)
    ]
    assert len(found) == 1, f"{region} {period} {element}: {found}"
    return found[0]


def test_all_125_indicators_are_there_in_their_domains(indicators: Indicators) -> None:
    assert Counter(indicator.domain for indicator in indicators.all.values()) == INDICATORS_PER_DOMAIN
    assert len(indicators.all) == 125
    assert list(indicators.domains) == list(INDICATORS_PER_DOMAIN)


def test_every_indicator_says_what_it_is_in_both_languages(indicators: Indicators) -> None:
    for code, one in indicators.all.items():
        texts = (one.name, one.short, one.english, one.short_english, one.source, one.definition_english)
        assert all(texts), code
        assert one.definition.endswith("。"), code
        assert one.definition_english.endswith("."), code
        assert len(one.short) <= 6, code
        assert all(variant.name and variant.english for variant in one.variants.values()), code


def test_short_names_are_unique(indicators: Indicators) -> None:
    for field in ("short", "short_english"):
        names = Counter(getattr(one, field) for one in indicators.all.values())
        assert [name for name, count in names.items() if count > 1] == []


def test_english_fields_hold_no_chinese(catalogue: Catalogue, indicators: Indicators) -> None:
    texts = [element.english for element in catalogue.elements.values()]
    for one in indicators.all.values():
        texts += [one.english, one.short_english, one.definition_english]
        texts += [variant.english for variant in one.variants.values()]
    assert [text for text in texts if re.search(r"[\u4e00-\u9fff]", text)] == []


def test_every_formula_parses_and_names_known_elements(catalogue: Catalogue) -> None:
    seen = 0
    for path in sorted((ROOT / "indicators" / "catalogue").glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for variant in entry.get("variants", {}).values() if isinstance(entry, dict) else ():
                for side in ("numerator", "denominator"):
                    if side in variant:
                        assert set(parse(variant[side]).elements) <= set(catalogue.elements)
                        seen += 1
    assert seen > 125 + 69


def test_scale_unit_and_kind_agree(indicators: Indicators) -> None:
    for code, one in indicators.all.items():
        assert one.scale == (100 if one.unit == "%" else 1), code
        assert (one.kind == "ratio") == (one.unit in ("%", "倍", "天")), code
        assert one.kind != "ratio" or one.aggregation == "ratio_of_sums", code
        assert one.kind != "count" or one.aggregation in ("sum", "none"), code
    assert {code for code, one in indicators.all.items() if one.kind == "rank"} == {"SS10", "ZZ08"}


def test_counts_are_in_the_unit_of_their_elements(catalogue: Catalogue, indicators: Indicators) -> None:
    for code, one in indicators.all.items():
        if one.kind != "ratio":
            units = {
                catalogue.elements[name].unit
                for variant in one.variants.values()
                for name in variant.elements
            }
            assert units == {one.unit}, code


def test_an_indicator_adds_up_over_regions_only_where_its_elements_do(
    catalogue: Catalogue, indicators: Indicators
) -> None:
    for code, one in indicators.all.items():
        expected = {"none"} if one.aggregation == "none" else {"sum"}
        for variant in one.variants.values():
            assert {catalogue.elements[name].over_regions for name in variant.elements} == expected, code


def test_every_ratio_has_its_reported_element(catalogue: Catalogue, indicators: Indicators) -> None:
    ratios = {code for code, one in indicators.all.items() if one.kind == "ratio"}
    assert len(ratios) == 69
    assert indicators.reported == {code: f"{code}_reported" for code in ratios}
    assert indicators.reported_change == {code: f"{code}_yoy_reported" for code in CHANGES}
    for code, name in indicators.reported.items():
        element = catalogue.elements[name]
        assert (element.kind, element.over_time, element.over_regions) == ("rate", "none", "none")
        assert element.unit == indicators[code].unit


def test_a_ratio_is_part_of_a_whole_unless_its_numerator_may_pass_it(indicators: Indicators) -> None:
    apart = {
        f"{code}.{variant.code}"
        for code, one in indicators.all.items()
        for variant in one.variants.values()
        if one.kind == "ratio" and not variant.part_of_whole
    }
    assert apart == MAY_PASS_THE_WHOLE


def test_the_variants_are_those_in_use(indicators: Indicators) -> None:
    several = {code: "".join(one.variants) for code, one in indicators.all.items() if len(one.variants) > 1}
    assert several == SEVERAL_VARIANTS | {"ZZ07": "ABC", "FY17": "ABC"}
    assert {one.default for one in indicators.all.values()} == {"A"}
    assert (
        str(indicators["TZ04"].variants["A"].denominator) == "arbitration_pending_start + arbitration_filed"
    )
    assert str(indicators["TZ06"].variants["A"].denominator) == "pre_case_resolved + arbitration_filed"
    assert str(indicators["FY03"].variants["A"].numerator) == "dispute_total"


def test_the_protected_and_the_sensitive_are_those_of_the_law(
    catalogue: Catalogue, indicators: Indicators
) -> None:
    assert {code for code, one in indicators.all.items() if one.protected} == PROTECTED_INDICATORS
    assert {code for code, one in catalogue.elements.items() if one.protected} == PROTECTED_ELEMENTS
    assert {code for code, one in indicators.all.items() if one.sensitive} == {"YJ04"}
    assert {code for code, one in catalogue.elements.items() if one.sensitive} == {"mass_incidents"}


def test_every_part_has_a_parent_of_the_same_unit(catalogue: Catalogue) -> None:
    for code, element in catalogue.elements.items():
        if element.parent:
            assert catalogue.elements[element.parent].unit == element.unit, code


def test_names_of_elements_are_unique_and_stand_alone(catalogue: Catalogue) -> None:
    for field in ("name", "english"):
        names = Counter(getattr(element, field) for element in catalogue.elements.values())
        assert [name for name, count in names.items() if count > 1] == []
        assert not [name for name in names if "其中" in name or "of which" in name]


def test_what_is_carried_over_is_first_and_what_is_pending_is_last(catalogue: Catalogue) -> None:
    over_time = {code: element.over_time for code, element in catalogue.elements.items()}
    assert over_time["arbitration_pending_start"] == over_time["review_pending_start"] == "first"
    assert over_time["arbitration_pending_end"] == over_time["review_pending_end"] == "last"
    assert {code for code, how in over_time.items() if how == "first"} == {
        "arbitration_pending_start",
        "review_pending_start",
    }


def test_every_unit_has_english_words(catalogue: Catalogue, indicators: Indicators) -> None:
    assert {element.unit for element in catalogue.elements.values()} <= set(indicators.units)
    assert {row["unit"] for row in rows_of("targets.csv")} - {""} <= set(indicators.units)


def test_no_element_is_there_for_nothing(catalogue: Catalogue, indicators: Indicators) -> None:
    used = {
        name for one in indicators.all.values() for each in one.variants.values() for name in each.elements
    }
    used |= set(indicators.reported.values()) | set(indicators.reported_change.values())
    used |= {row["element"] for row in rows_of("public_figures.csv")}
    used |= {row["element"] for row in rows_of("public_observations.csv")}
    assert set(catalogue.elements) - used == BASE_ELEMENTS


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


def test_published_figures_fit_the_catalogue(catalogue: Catalogue) -> None:
    places = []
    for row in rows_of("public_figures.csv"):
        element = catalogue.elements[row["element"]]
        assert row["unit"] == element.unit, row
        assert row["scope"] in SCOPES, row
        assert row["qualifier"] in QUALIFIERS, row
        assert row["quote"], row
        assert Period.parse(row["period"]).code == row["period"], row
        assert catalogue.dataset_of(row["region"]) == "public-renshe", row
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


def test_all_54_targets_are_there_with_known_places_and_kinds(
    catalogue: Catalogue, indicators: Indicators
) -> None:
    rows = rows_of("targets.csv")
    assert len({row["target"] for row in rows}) == len(rows) == 54
    assert Counter(row["kind"] for row in rows) == TARGET_KINDS
    for row in rows:
        assert catalogue.dataset_of(row["region"]) == row["dataset"] == "public-renshe", row
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
