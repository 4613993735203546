"""Rules as data: the shipped file, and an office's edits laid over it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import COUNTY, catalogue, filing, observation
from hypothesis import given
from hypothesis import strategies as st

from data.formula import Formula
from data.model import LEVELS, Filing
from loaders.checks import check
from loaders.rules import Rule, RuleBook, RuleError, read_rules
from loaders.rules_reading import CHECKS

BOOK = read_rules(catalogue())
OWN = {
    "name": "立案不少于结案",
    "english": "Filed is not less than closed",
    "left": "arbitration_closed",
    "op": "<=",
    "right": "arbitration_filed",
    "severity": "explain",
}


def book(**edits: object) -> RuleBook:
    return read_rules(catalogue(), edits={code: json.dumps(content) for code, content in edits.items()})


def mistakes(**edits: object) -> str:
    with pytest.raises(RuleError) as caught:
        book(**edits)
    return "\n".join(caught.value.mistakes)


def told(made: Filing, rules: RuleBook) -> list[tuple[str, str]]:
    return [
        (str(finding.params.get("name", finding.code)), finding.severity)
        for finding in check(made, rules, catalogue())
    ]


def test_the_file_holds_every_check_across_filings_with_words_in_both_languages():
    entries = {entry.code: entry for entry in BOOK.entries}
    assert set(CHECKS) <= set(entries)
    for entry in BOOK.entries:
        assert entry.rule.name
        assert entry.rule.english
        assert entry.state == "shipped"
        assert entry.on


def test_checks_across_filings_ask_or_note_and_return_nothing():
    assert {each.severity for each in BOOK.checks.values()} <= {"explain", "note"}
    assert "must" in mistakes(funnel={"severity": "must"})


@pytest.mark.parametrize(
    "code",
    [
        "arbitration_carry",
        "review_carry",
        "arbitration_ways",
        "review_ways",
        "suit_head_appeared_part",
        "suit_heard",
        "suit_lost_part",
        "suit_decided_part",
        "dispute_collective_part",
        "arbitration_collective_part",
        "collective_cases_arbitration",
        "collective_workers_arbitration",
        "FY04_reported_share",
        "repeated",
        "previous",
        "children",
    ],
)
def test_every_balance_rule_of_the_domain_is_shipped(code: str):
    assert BOOK.entry(code) is not None


def test_codes_are_used_once():
    codes = [entry.code for entry in BOOK.entries]
    assert len(codes) == len(set(codes))


def test_an_edit_changes_what_a_file_is_told():
    made = filing(suit_heard=12, suit_closed=10)
    assert told(made, BOOK) == [("suit_heard", "explain")]
    assert told(made, book(suit_heard={"severity": "must"})) == [("suit_heard", "must")]
    assert told(made, book(suit_heard={"tolerance": 2})) == []
    assert told(made, book(suit_heard={"off": True})) == []
    assert told(made, book(suit_heard={})) == [("suit_heard", "explain")]


def test_a_part_and_a_share_can_be_edited_too():
    made = filing(suit_lost=4, suit_closed=3)
    (shipped,) = told(made, BOOK)
    assert shipped[1] == "must"
    code = next(each.code for each in BOOK if each.elements == ("suit_lost", "suit_closed"))
    assert told(made, book(**{code: {"severity": "note"}})) == [(code, "note")]
    share = filing(FY05_reported=104)
    assert [severity for _, severity in told(share, BOOK)] == ["must"]
    assert told(share, book(FY05_reported_share={"tolerance": 5})) == []


def test_an_own_rule_is_checked_like_a_shipped_one_until_it_is_switched_off():
    made = filing(arbitration_filed=10, arbitration_closed=12)
    assert told(made, book(closed_of_filed=OWN)) == [("closed_of_filed", "explain")]
    off = book(closed_of_filed={**OWN, "off": True})
    assert told(made, off) == []
    assert [(entry.state, entry.on) for entry in off.entries if entry.code == "closed_of_filed"] == [
        ("own", False)
    ]
    assert book(closed_of_filed={"off": True}).entry("closed_of_filed") is None


@pytest.mark.parametrize(
    ("keys", "applies"),
    [
        ({"levels": ["county"]}, True),
        ({"levels": ["city", "province"]}, False),
        ({"periods": ["year", "half"]}, True),
        ({"periods": ["quarter"]}, False),
        ({"scopes": ["own"]}, True),
        ({"scopes": ["total"]}, False),
        ({"datasets": ["demo"]}, True),
        ({"datasets": ["public-renshe"]}, False),
    ],
)
def test_a_rule_holds_for_the_filings_that_it_names(keys: dict[str, list[str]], applies: bool):
    made = replace(filing(arbitration_filed=10, arbitration_closed=12), region=COUNTY, period="2024")
    assert bool(told(made, book(own_one={**OWN, **keys}))) is applies


def test_a_missing_figure_skips_a_rule_and_is_told_where_the_rule_asks_for_it():
    one = filing(arbitration_closed=12)
    strict = book(own_one={**OWN, "missing": "require"})
    assert told(one, book(own_one=OWN)) == []
    (finding,) = check(one, strict, catalogue())
    assert (finding.code, finding.cell, finding.params["elements"]) == (
        "rule.missing",
        "B2",
        "仲裁当期立案数",
    )
    assert check(filing(suit_closed=1), strict, catalogue()) == ()


def test_a_figure_that_is_not_applicable_or_about_is_no_gap_and_never_zero():
    strict = book(own_one={**OWN, "missing": "require"})
    closed = observation("arbitration_closed", 12.0)
    for none in (
        observation("arbitration_filed", None, qualifier="not_applicable", cell="B3"),
        observation("arbitration_filed", None, qualifier="no_cases", cell="B3"),
        observation("arbitration_filed", 10.0, qualifier="about", cell="B3"),
    ):
        assert check(replace(filing(), observations=(closed, none)), strict, catalogue()) == ()


def test_the_smallest_repeated_number_is_a_setting():
    made = filing(arbitration_filed=300, mediation_succeeded=300)
    assert told(made, BOOK) == []
    assert told(made, book(repeated={"tolerance": 300})) == [("number.repeated", "note")]
    assert told(made, book(repeated={"tolerance": 300, "off": True})) == []


def test_a_threshold_of_a_check_is_edited_alone():
    checks = book(last_year={"limits": {"percent": 80}}).checks
    assert checks["last_year"].limits == {"percent": 80, "least": 10, "chance": 3}
    assert "last_year" not in book(last_year={"off": True}).checks


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"suit_heard": {"severity": "hard"}}, ["register of rules [suit_heard]", "severity = 'hard'"]),
        ({"suit_heard": {"left": "suit_lost"}}, ["'left' of a shipped rule cannot be changed"]),
        ({"suit_heard": {"tolerance": -1}}, ["tolerance = -1"]),
        ({"suit_heard": {"levels": ["town"]}}, ["levels = 'town'"]),
        ({"own_one": {**OWN, "left": "suit_los"}}, ["[own_one]", "did you mean 'suit_lost'"]),
        ({"own_one": {**OWN, "left": "a *"}}, ["[own_one]", "is no formula"]),
        ({"own_one": {"name": "x"}}, ["key 'left' is missing"]),
        ({"own_one": {**OWN, "missing": "zero"}}, ["missing = 'zero'"]),
        ({"own_one": {**OWN, "right": "arbitration_closed"}}, ["left and right are the same"]),
        ({"Own One": OWN}, ["small letters"]),
        ({"gone_rule": {"severity": "note"}}, ["register of rules [gone_rule]", "is missing"]),
        ({"funnel": {"limits": {"alpha": "x"}}}, ["alpha = 'x'"]),
        ({"funnel": {"pairs": []}}, ["'pairs' of a shipped rule cannot be changed"]),
    ],
)
def test_an_edit_that_cannot_run_names_its_entry(edits: dict[str, object], words: list[str]):
    text = mistakes(**edits)
    for word in words:
        assert word in text


def test_a_content_that_is_no_object_names_its_entry():
    for content in ("[1]", "{", '"x"'):
        with pytest.raises(RuleError, match=r"register of rules \[suit_heard\]"):
            read_rules(catalogue(), edits={"suit_heard": content})


def values(rule: Rule, sizes: list[int], off: Decimal) -> dict[str, float]:
    """Figures under which the right side is what it is and the left differs from it by ``off``."""
    assert rule.right is not None
    figures = {code: float(size) for code, size in zip(rule.elements, sizes, strict=False)}
    (factor, first), rest = rule.left.terms[0], rule.left.terms[1:]
    wanted = _total(rule.right, figures) - sum(other * figures[code] for other, code in rest)
    figures[first] = float((Decimal(wanted) + off) / factor)
    return figures


def _total(formula: Formula, figures: dict[str, float]) -> float:
    return sum(factor * figures[code] for factor, code in formula.terms)


PLAIN = [rule for rule in BOOK if rule.origin == "rule" and rule.left.terms[0][0] == 1]


@given(
    rule=st.sampled_from(PLAIN),
    sizes=st.lists(st.integers(0, 100_000), min_size=12, max_size=12),
    tolerance=st.integers(0, 50),
    beyond=st.integers(1, 1000),
    inside=st.floats(0, 1),
)
def test_balanced_figures_break_no_rule_and_a_difference_over_the_tolerance_always_does(
    rule: Rule, sizes: list[int], tolerance: int, beyond: int, inside: float
):
    edited = replace(rule, tolerance=Decimal(tolerance))
    within = values(rule, sizes, Decimal(int(tolerance * inside)))
    assert check(filing(**within), [edited], catalogue()) == ()
    over = check(filing(**values(rule, sizes, Decimal(tolerance + beyond))), [edited], catalogue())
    assert [finding.params["name"] for finding in over] == [rule.code]
    under = check(filing(**values(rule, sizes, -Decimal(tolerance + beyond))), [edited], catalogue())
    assert bool(under) is (rule.op == "=")


def test_every_level_is_one_that_the_regions_have():
    for entry in BOOK.entries:
        assert set(entry.rule.levels) <= set(LEVELS)
