"""The rules inside one workbook, each broken and satisfied."""

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import catalogue, codes, filing, observation, places

from data.formula import Formula
from indicators.definition import read_indicators
from layouts.text import finding_parts
from loaders.checks import check
from loaders.rules import Rule, RuleError, read_rules

RULES = read_rules(catalogue())
OWN_RULES = [rule for rule in RULES if rule.origin == "rule"]


def values_for(rule: Rule, *, broken: bool) -> dict[str, float]:
    """Figures, different and small, under which the rule holds exactly, or is off by one."""
    assert rule.right is not None
    figures = {code: float(3 + number) for number, code in enumerate(rule.right.elements)}
    rest = total(rule.right, figures)
    left = dict(zip(rule.left.elements, [0.0] * len(rule.left.elements), strict=True))
    factor, first = rule.left.terms[0]
    if factor != 1:  # a multiple: let the right side make up for it
        left[first] = 2.0
        figures[rule.right.elements[0]] = 2.0 * factor - (1 if broken else 0)
        return left | figures
    left[first] = rest + (1 if broken else 0)
    return left | figures


def total(formula: Formula, figures: dict[str, float]) -> float:
    return sum(factor * figures[code] for factor, code in formula.terms)


def broken_rules(values: dict[str, float]) -> set[str]:
    found = check(filing(**values), OWN_RULES, catalogue())
    return {str(finding.params["name"]) for finding in found if finding.code.startswith("rule.")}


@pytest.mark.parametrize("rule", OWN_RULES, ids=lambda rule: rule.code)
def test_a_shipped_rule_that_is_broken_by_one_is_found(rule: Rule):
    found = check(filing(**values_for(rule, broken=True)), [rule], catalogue())
    assert [finding.severity for finding in found] == [rule.severity]
    assert found[0].params["name"] == rule.code


@pytest.mark.parametrize("rule", OWN_RULES, ids=lambda rule: rule.code)
def test_a_shipped_rule_that_holds_says_nothing(rule: Rule):
    assert rule.code not in broken_rules(values_for(rule, broken=False))


@pytest.mark.parametrize("rule", OWN_RULES, ids=lambda rule: rule.code)
def test_a_shipped_rule_is_skipped_while_one_of_its_elements_is_missing(rule: Rule):
    values = values_for(rule, broken=True)
    for code in rule.elements:
        assert rule.code not in broken_rules({key: value for key, value in values.items() if key != code})


def test_a_broken_balance_names_both_sides_with_their_numbers_and_cells():
    found = check(
        filing(
            arbitration_pending_start=16,
            arbitration_filed=587,
            arbitration_closed=577,
            arbitration_pending_end=25,
        ),
        RULES,
        catalogue(),
    )
    assert places(found) == [("表!B2", "rule.equal")]
    assert found[0].params["left"] == "仲裁上期未结案件数 16 + 仲裁当期立案数 587 = 603"
    assert found[0].params["right"] == "仲裁当期结案数 577 + 仲裁期末未结案件数 25 = 602"
    assert found[0].params["cells"] == "表!B2、表!B3、表!B4、表!B5"


def test_more_lost_than_closed_returns_the_file_even_where_merits_are_not_filed():
    found = check(filing(suit_closed=3, suit_lost=4), RULES, catalogue())
    assert [(finding.code, finding.severity) for finding in found] == [("rule.part", "must")]


def test_a_part_over_its_total_is_told_once_for_the_nearest_total():
    found = check(filing(suit_closed=3, suit_decided=3, suit_lost=4), RULES, catalogue())
    assert [finding.params["right"] for finding in found] == ["一审行政诉讼实体判决数 3"]


def test_a_part_and_its_total_in_different_scopes_are_not_compared():
    both = (
        *filing(suit_closed=3).observations,
        *filing("total", suit_lost=4).observations,
    )
    assert codes(check(replace(filing(), observations=both), RULES, catalogue())) == ["scope.mixed"]


def test_one_element_in_both_scopes_is_told_as_such_and_not_as_a_mixture():
    both = (*filing(suit_closed=3, suit_lost=1).observations, *filing("total", suit_closed=5).observations)
    (found,) = check(replace(filing(), observations=both), RULES, catalogue())
    assert (found.code, found.params["reason"], found.params["found"]) == ("scope.mixed", "both", "1")
    assert "分别计算" in finding_parts(found, "zh")[0]


def test_an_approximate_number_breaks_no_rule():
    about = (observation("suit_closed", 3.0, qualifier="about"), observation("suit_lost", 4.0, cell="B3"))
    assert check(replace(filing(), observations=about), RULES, catalogue()) == ()


def test_no_cases_beside_a_part_breaks_no_rule():
    none = (observation("suit_closed", None, qualifier="no_cases"), observation("suit_lost", 4.0, cell="B3"))
    assert check(replace(filing(), observations=none), RULES, catalogue()) == ()


def test_every_part_of_the_catalogue_has_its_rule():
    parts = {rule.elements for rule in RULES if rule.origin == "part"}
    expected = {
        (element.code, element.parent)
        for element in catalogue().elements.values()
        if element.parent and element.unit == catalogue().elements[element.parent].unit
    }
    assert expected <= parts


def test_a_share_beyond_100_is_found_and_a_closure_rate_may_pass_it():
    figures = {"SS01_reported": 100.5, "TZ04_reported": 103.2, "FY04_reported": 250, "FY05_reported": 100}
    found = check(filing(**figures), RULES, catalogue())
    assert places(found) == [("表!B2", "cell.over_100"), ("表!B4", "cell.over_100")]


def test_only_rates_of_closing_may_pass_100_and_each_of_them_has_such_a_variant():
    indicators = read_indicators(catalogue())
    capped = {rule.left.elements[0] for rule in RULES if rule.origin == "share"}
    free = [
        indicators[element.reports]
        for element in catalogue().elements.values()
        if element.kind == "rate" and element.unit == "%" and element.code not in capped
    ]
    assert [each.code for each in free] == ["TZ04", "TZ14", "TZ15"]
    for indicator in free:
        assert indicator.name.endswith(("结案率", "办结率"))
        assert not all(variant.part_of_whole for variant in indicator.variants.values())


def test_the_same_large_number_in_unrelated_elements_is_a_note_across_scopes():
    both = (
        observation("arbitration_filed", 587.0, cell="D12"),
        observation("mediation_succeeded", 587.0, scope="total", cell="D30"),
    )
    found = check(replace(filing(), observations=both), RULES, catalogue())
    assert [(finding.code, finding.severity) for finding in found] == [
        ("number.repeated", "note"),
        ("scope.mixed", "note"),
    ]
    assert found[0].params["cells"] == "表!D12、表!D30"


@pytest.mark.parametrize(
    "values",
    [
        {"arbitration_filed": 587, "arbitration_closed": 587},
        {"suit_closed": 120, "suit_heard": 120},
        {"dispute_total": 120, "suit_first_instance": 120},
        {"arbitration_filed": 99, "mediation_succeeded": 99},
    ],
)
def test_the_same_number_in_one_family_or_a_small_one_is_no_finding(values: dict[str, float]):
    assert check(filing(**values), RULES, catalogue()) == ()


def test_a_rule_file_is_read_strictly_with_every_mistake(tmp_path):
    path = tmp_path / "rules.toml"
    both = 'name = "x"\nenglish = "x"\nop = "="\n'
    path.write_text(
        '[shares]\nmay_pass_100 = ["TZ99_reported"]\n'
        f'[rules.a]\n{both}left = "suit_los"\nright = "suit_closed"\nseverity = "hard"\n'
        f'[rules.b]\n{both}left = "suit_lost"\nright = "suit_closed * suit_lost"\nseverity = "must"\n'
        'colour = "red"\n',
        encoding="utf-8",
    )
    with pytest.raises(RuleError) as caught:
        read_rules(catalogue(), path)
    text = "\n".join(caught.value.mistakes)
    assert len(caught.value.mistakes) == 5
    for words in (
        "did you mean 'suit_lost'",
        "severity = 'hard'",
        "is not allowed",
        "'colour'",
        "TZ99_reported",
    ):
        assert words in text


def test_a_tolerance_lets_a_small_difference_pass():
    rule = replace(OWN_RULES[0], tolerance=Decimal(1))
    assert check(filing(**values_for(rule, broken=True)), [rule], catalogue()) == ()


def test_a_figure_that_could_not_be_read_is_no_gap_beside_what_it_is_compared_with():
    strict = [replace(rule, missing="require") for rule in OWN_RULES if rule.code == "labour_parts"]
    made = filing(labour_dispute_handled=30, mediation_accepted=12)
    assert codes(check(made, strict, catalogue())) == ["rule.missing"]
    assert check(made, strict, catalogue(), unread=("arbitration_filed",)) == ()
