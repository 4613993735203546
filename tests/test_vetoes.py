"""一票否决 and 计“0”分 on record, and marks by hand: with evidence, inside the rule's period, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders_assessment import (
    COUNTY,
    PERIOD,
    SCHEME,
    VETOES,
    begun,
    brought_to,
    happened,
    in_force,
    proved,
    small_scheme,
)
from builders_store import AT

from data.people import Reach
from data.scheme import Mark
from data.vetoes import VetoError, mark_code
from layouts.services import Services

LATER = AT + timedelta(days=8)


def keep(services: Services, **changes: Any) -> str:
    veto = happened(services, **changes)
    proved(services, "veto", veto.code)
    services.store.set_veto(SCHEME, veto, by="审某", at=AT)
    return veto.code


def give(
    services: Services, marks: float, item: str = "3", why: str = "制度齐全", *, shown: bool = True
) -> None:
    if shown:
        proved(services, "mark", mark_code(SCHEME, PERIOD, COUNTY, item))
    services.store.give_mark("demo", SCHEME, PERIOD, Mark(item, COUNTY, marks, why), by="审某", at=AT)


def test_an_event_is_kept_with_its_evidence(services: Services) -> None:
    in_force(services)
    code = keep(services)
    (found,) = services.view().vetoes("demo")
    assert (found.veto.code, found.veto.region, found.veto.evidence) == (code, COUNTY, (1,))
    assert (found.scheme, found.withdrawn, found.veto.by) == (SCHEME, "", "审某")


def test_an_event_without_evidence_is_refused(services: Services) -> None:
    in_force(services)
    with pytest.raises(VetoError, match="no_evidence"):
        services.store.set_veto(SCHEME, happened(services), by="审某", at=AT)
    assert services.view().vetoes("demo") == ()


def test_evidence_of_another_region_proves_nothing(services: Services) -> None:
    in_force(services)
    veto = happened(services)
    proved(services, "veto", veto.code, "990102")
    with pytest.raises(VetoError, match="no_evidence"):
        services.store.set_veto(SCHEME, veto, by="审某", at=AT)


def test_evidence_that_was_withdrawn_proves_nothing(services: Services) -> None:
    in_force(services)
    veto = happened(services)
    number = proved(services, "veto", veto.code)
    services.store.withdraw_evidence(number, why="误", by="审某", at=AT)
    with pytest.raises(VetoError, match="no_evidence"):
        services.store.set_veto(SCHEME, veto, by="审某", at=AT)


@pytest.mark.parametrize("period", ["2024", "2026Q1", "2024M12-2025M01", "去年"])
def test_an_event_of_another_period_never_reaches_back(services: Services, period: str) -> None:
    in_force(services)
    with pytest.raises(VetoError, match="period"):
        keep(services, period=period)


def test_a_rule_of_a_year_of_its_own_takes_events_of_that_year_only(services: Services) -> None:
    in_force(services, small_scheme(vetoes=(replace(VETOES[0], period="2025Q1"),)))
    with pytest.raises(VetoError, match="period"):
        keep(services, period="2025Q2")
    keep(services, period="2025Q1")


@pytest.mark.parametrize(("changes", "reason"), [({"rule": "V9"}, "unknown"), ({"event": " "}, "no_event")])
def test_an_event_names_a_rule_and_what_happened(
    services: Services, changes: dict[str, str], reason: str
) -> None:
    in_force(services)
    with pytest.raises(VetoError, match=reason):
        keep(services, **changes)


def test_every_condition_of_a_rule_must_be_proved(services: Services) -> None:
    rule = replace(VETOES[0], conditions=("被通报", "要求限期整改"))
    in_force(services, small_scheme(vetoes=(rule,)))
    with pytest.raises(VetoError, match="conditions"):
        keep(services, conditions=("被通报",))
    keep(services, conditions=rule.conditions)


def test_a_draft_scheme_vetoes_nobody(services: Services) -> None:
    services.store.save_scheme(small_scheme(), by="审某", at=AT)
    with pytest.raises(VetoError, match="unknown"):
        keep(services)


def test_an_event_is_withdrawn_with_a_reason_and_stays_on_record(services: Services) -> None:
    in_force(services)
    code = keep(services)
    withdraw = services.store.withdraw_veto
    with pytest.raises(VetoError, match="no_reason"):
        withdraw("demo", code, why=" ", by="审某", at=AT)
    withdraw("demo", code, why="判决被改判", by="审某", at=AT)
    with pytest.raises(VetoError, match="unknown"):
        withdraw("demo", code, why="再来", by="审某", at=AT)
    (found,) = services.view().vetoes("demo")
    assert found.withdrawn == "判决被改判"


def test_events_of_other_counties_are_not_told(services: Services) -> None:
    in_force(services)
    keep(services)
    reach = Reach({"file": frozenset(("990102",))}, kept=frozenset(("demo",)))
    view = services.store.seen_by(replace(services.viewer(), reach=reach))
    assert view.vetoes("demo") == ()


def test_a_mark_by_hand_is_kept_and_the_newest_counts(services: Services) -> None:
    in_force(services)
    give(services, 8)
    give(services, 6.5, why="复查后扣分")
    (found,) = services.view().marks("demo", SCHEME, PERIOD)
    assert (found.mark.marks, found.mark.why, found.by) == (6.5, "复查后扣分", "审某")
    assert services.view().marks("demo", SCHEME, "2024") == ()


def test_a_mark_by_hand_needs_reason_evidence_item_and_bounds(services: Services) -> None:
    in_force(services)
    refused: tuple[tuple[str, dict[str, Any]], ...] = (
        ("no_evidence", {"shown": False}),
        ("no_reason", {"why": ""}),
        ("item", {"item": "9"}),
    )
    for reason, given in refused:
        with pytest.raises(VetoError, match=reason):
            give(services, 8, **given)
    for marks in (-1, 10.5):
        with pytest.raises(VetoError, match="bounds"):
            give(services, marks)


def test_after_the_decision_marks_stay_as_they_are(services: Services) -> None:
    code = begun(services).code
    brought_to(services, code, "review", LATER)
    give(services, 8)
    brought_to(services, code, "decision", LATER)
    with pytest.raises(VetoError, match="decided"):
        give(services, 9)


def test_events_and_marks_are_in_the_trail(services: Services) -> None:
    in_force(services)
    code = keep(services)
    services.store.withdraw_veto("demo", code, why="改判", by="审某", at=AT)
    give(services, 8)
    assert services.store.prove(at=AT, largest=0).whole
