"""Data quality: printed rates beside the recomputed, unusual figures, open findings, restatements."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_quality import codes, drawn, jumped, of
from builders_store import AT, file, public_services, small_services

from indicators.quality import Share
from layouts.services import Services
from layouts.views import overview_filing
from layouts.views.quality_facts import differing


@pytest.fixture
def public(tmp_path: Path) -> Services:
    return public_services(tmp_path)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview_filing, "PATIENCE", 60)


def test_published_rates_stand_beside_the_recomputed_with_the_difference(public: Services) -> None:
    """从化区 2021: 调解成功率 75.45 printed, 587 of 787 is 74.59; 同比 258.86 is 258.87 cut off."""
    found = of(public, dataset="public-renshe", region="440117", period="2021")
    pairs = {
        (each.figure.indicator, each.figure.value, round(each.computed, 2), each.result)
        for each in differing(found, ("440117",))
    }
    assert any(pair[1:] == (75.45, 74.59, "differs") for pair in pairs)
    assert any(pair[1:] == (258.86, 258.87, "truncated") for pair in pairs)
    assert found.agreeing == Share(1, 3)


def test_a_printed_rate_that_differs_is_told_with_both_numbers_and_links(services: Services) -> None:
    number = file(
        services, "990101", "2025", {"suit_head_appeared": 9, "suit_heard": 10, "FY04_reported": 95}
    )
    found = of(services, region="990100")
    (pair,) = differing(found, ("990100", "990101"))
    assert (pair.figure.region, pair.figure.value, pair.computed, pair.difference) == ("990101", 95, 90, -5)
    shown = drawn(services, region="990100")
    assert "自报数与计算值不一致" in shown
    assert f"submission={number}" in shown
    assert "/trace?" in shown


def test_a_jump_is_told_in_words_and_never_as_a_fault(services: Services) -> None:
    jumped(services)
    found = of(services, region="990100")
    told = [each for each in found.found.unusual if each.region == "990101"]
    assert {each.finding.code for each in told} == {"last_year.jump"}
    shown = drawn(services, region="990100")
    assert "偏离不等于有错" in shown
    assert "上年同期" in shown
    for word in ("错误", "造假", "异常"):
        assert word not in shown


def test_protected_figures_are_never_called_unusual(services: Services) -> None:
    jumped(services)
    elements = {each.finding.params.get("element") for each in of(services, region="990000").found.unusual}
    assert elements
    assert "penalty_decisions" not in elements
    protected = {code for code, each in services.catalogue.elements.items() if each.protected}
    assert not elements & protected


def test_an_explained_finding_is_no_longer_open(services: Services) -> None:
    number = jumped(services)
    before = of(services, region="990101")
    (first, *_) = [each for each in before.found.unusual if each.finding.severity == "explain"]
    services.store.explain(number, first.finding, "并案审理，属实", by="李某", at=AT)
    after = of(services, region="990101")
    assert after.found.open == before.found.open - 1
    assert codes(after) == codes(before)
    assert "并案审理，属实" in drawn(services, region="990101")


def test_findings_are_counted_by_code_with_links_to_their_filings(services: Services) -> None:
    number = jumped(services)
    found = of(services, region="990000")
    kind = next(each for each in found.found.kinds if each.code == "last_year.jump")
    assert kind.regions == ("990101",)
    assert kind.open == len(kind.told)
    shown = drawn(services, region="990000")
    assert "与上年同期变化很大" in shown
    assert f"submission={number}" in shown


def test_a_restatement_after_publication_is_listed(services: Services) -> None:
    copy = services.keep_catalogue()
    services.store.publish("demo", ["2025"], by="钱发", at=AT, catalogue=copy)
    assert of(services, region="990100").restated == ()
    file(services, "990101", "2025", {"suit_head_appeared": 8, "suit_heard": 10})
    services.store.publish("demo", ["2025"], by="钱发", at=AT, catalogue=copy, why="漏计一件")
    told = of(services, region="990100").restated
    assert ("suit_head_appeared", 9, 8) in {(each.element, each.old_value, each.new_value) for each in told}
    assert "漏计一件" in drawn(services, region="990100")
    assert of(services, region="990100", period="2024").restated == ()
