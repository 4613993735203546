"""The shipped catalogue: complete, consistent, and what the law asks of it."""

import re
import tomllib
from collections import Counter

import pytest
from builders_sources import ROOT, rows_of

from data.catalogue import Catalogue, read_catalogue
from data.formula import parse
from indicators.definition import Indicators, read_indicators

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


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def indicators(catalogue: Catalogue) -> Indicators:
    return read_indicators(catalogue)


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
