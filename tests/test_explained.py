"""An explanation is about one finding: two rules broken at one cell are explained one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import annual, catalogue, forms
from builders_filing import texts
from builders_intake import INDICATORS, opened, taken
from builders_store import fresh_services

from data import tables
from data.explained import key_of
from data.model import Finding, Viewer
from data.stages import StepError
from data.store import Store
from layouts.views import explaining
from layouts.views.submit_case import case_number
from layouts.views.submit_explain import receipt_lines
from loaders.intake import Desk
from loaders.rules import read_rules

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
RULES = {
    "own_one": {"right": "suit_closed", "name": "开庭不多于审结"},
    "own_two": {"right": "suit_decided", "name": "开庭不多于实体判决"},
}
EDITS = {
    code: json.dumps({"left": "suit_heard", "op": "<=", "english": "x", "severity": "explain", **rule})
    for code, rule in RULES.items()
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def filed(store: Store) -> tuple[int, tuple[Finding, Finding]]:
    """A return in which two rules of the office's own are broken at one cell."""
    edits = {**EDITS, "suit_heard": '{"off": true}'}
    desk = Desk(store, catalogue(), forms(), read_rules(catalogue(), edits=edits), INDICATORS)
    outcome = taken(desk, annual(suit_closed=12, suit_heard=14, suit_decided=11))
    one, two = outcome.findings
    assert (one.code, one.sheet, one.cell) == (two.code, two.sheet, two.cell)
    assert outcome.submission is not None
    return outcome.submission, (one, two)


def test_an_explanation_of_one_rule_leaves_the_other_open(store: Store) -> None:
    number, (one, two) = filed(store)
    store.explain(number, one, "含上年结转", by="经办人", at=AT)
    said = explaining.by_key(store.seen_by(Viewer("x")).explanations(number))
    assert list(said) == [key_of(one)]
    assert explaining.to_explain((one, two), said) == (two,)
    with pytest.raises(StepError) as caught:
        store.step(number, "approve", by="审核人", at=AT)
    assert caught.value.unexplained == 1
    store.explain(number, two, "部分判决下年宣告", by="经办人", at=AT)
    assert store.step(number, "approve", by="审核人", at=AT) == "accepted"


def kept_before(store: Store, number: int, about: Finding) -> None:
    """An explanation as it was written before the rules at one cell were told apart."""
    with store._engine.begin() as connection:
        place = {"sheet": about.sheet, "cell": about.cell, "indicator": about.indicator}
        row = {
            "submission": number,
            "code": about.code,
            **place,
            "text": "从前",
            "by": "甲",
            "at": AT.isoformat(),
        }
        connection.execute(tables.explanation.insert().values(row))


def test_an_earlier_explanation_of_the_only_rule_at_a_cell_still_counts(store: Store) -> None:
    desk = Desk(store, catalogue(), forms(), read_rules(catalogue()), INDICATORS)
    outcome = taken(desk, annual(suit_closed=12, suit_heard=14))
    (only,) = outcome.findings
    number = outcome.submission or 0
    kept_before(store, number, only)
    (said,) = store.seen_by(Viewer("x")).explanations(number)
    assert key_of(said) == key_of(only)
    assert store.step(number, "approve", by="审核人", at=AT) == "accepted"


def test_an_earlier_explanation_that_may_be_of_either_rule_silences_neither(store: Store) -> None:
    number, (one, two) = filed(store)
    kept_before(store, number, one)
    said = store.seen_by(Viewer("x")).explanations(number)
    assert explaining.to_explain((one, two), explaining.by_key(said)) == (one, two)
    assert explaining.others((one, two), said) == said


def test_the_receipt_says_what_is_alike_of_one_cell_once(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    store = services.store
    number, (one, two) = filed(store)
    case = case_number(services, str(number), "zh")
    assert case is not None
    lines = [text for text in texts(receipt_lines(case)) if one.cell in text]
    assert len(lines) == 1
    store.explain(number, two, "部分判决下年宣告", by="经办人", at=AT)
    case = case_number(services, str(number), "zh")
    assert case is not None
    assert len([text for text in texts(receipt_lines(case)) if one.cell in text]) == 2
