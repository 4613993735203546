"""Explanations, edited rules and mappings: every one is kept, the newest counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_record import AT, accept, broken_at, count, filing, opened, view

from data.model import Explanation, Finding, RuleEdit, SavedMapping
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


def test_explanations_stay_beside_their_finding_newest_last(store: Store, tmp_path: Path) -> None:
    finding = Finding(
        "reported.differs", "explain", "复议应诉", "D12", {"read": "75"}, "990101", "2024", "FY04"
    )
    number = accept(store, filing(suit_heard=3), findings=(finding,))
    for text in ("口径不同", "按新口径重算"):
        store.explain(number, finding, text, by="李某", at=AT)
    assert view(store).explanations(number) == tuple(
        Explanation(number, "reported.differs", "复议应诉", "D12", "FY04", text, "李某", AT)
        for text in ("口径不同", "按新口径重算")
    )
    assert view(store).explanations(number + 1) == view(store).explanations(10**30) == ()
    assert view(store).versions("*") == {"explanations": 2}
    assert view(store).versions("demo") == {"2024": 1}
    assert broken_at(tmp_path) is None


@pytest.mark.parametrize("number", [0, 2, -1, 10**30])
def test_a_submission_that_there_is_not_cannot_be_explained(
    store: Store, tmp_path: Path, number: int
) -> None:
    accept(store, filing(suit_heard=3))
    with pytest.raises(KeyError):
        store.explain(number, Finding("reported.differs", "explain"), "因为", by="李某", at=AT)
    assert [count(tmp_path, name) for name in ("explanation", "audit")] == [0, 1]


def test_the_newest_edit_of_a_rule_counts_and_every_edit_is_kept(store: Store, tmp_path: Path) -> None:
    store.save_rules([("R1", "{}"), ("R2", '{"off": true}')], by="李某", at=AT, why="试行")
    store.save_rules([("R1", '{"tolerance": 2}')], by="王某", at=AT, why="容差放宽")
    newest = RuleEdit("R1", '{"tolerance": 2}', "王某", AT, "容差放宽")
    assert view(store).rule_edits() == (newest, RuleEdit("R2", '{"off": true}', "李某", AT, "试行"))
    assert view(store).rule_history("R1") == (RuleEdit("R1", "{}", "李某", AT, "试行"), newest)
    assert view(store).rule_history("R9") == ()
    assert view(store).versions("*") == {"rules": 2}
    assert count(tmp_path, "audit") == 2
    assert broken_at(tmp_path) is None


def test_no_edit_of_a_rule_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.save_rules([], by="李某", at=AT, why="")
    assert view(store).versions("*") == {}
    assert count(tmp_path, "audit") == 0


def test_the_newest_state_of_a_mapping_counts(store: Store, tmp_path: Path) -> None:
    store.save_mapping("M1", "张县表", "{}", by="李某", at=AT)
    store.save_mapping("M2", "李县表", "{}", by="李某", at=AT)
    store.save_mapping("M1", "张县新表", '{"head": 2}', by="王某", at=AT)
    assert view(store).mappings() == (
        SavedMapping("M1", "张县新表", '{"head": 2}', "王某", AT),
        SavedMapping("M2", "李县表", "{}", "李某", AT),
    )
    assert view(store).versions("*") == {"mappings": 3}
    assert count(tmp_path, "mapping") == 3
    assert broken_at(tmp_path) is None
