"""Statuses of numbers under targets that evidence decides, or the place among siblings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders_numbers import (
    CITY,
    COUNTIES,
    definitions,
    elements_of,
    indicator,
    region_tree,
    results,
    row,
    target,
)

from data.evidence import Happened
from data.model import Target
from indicators.definition import Indicator
from indicators.target_evidence import Known
from indicators.targets import assess

ONE, TWO, THREE = COUNTIES
RATE, COUNT = indicator("X", "a", "b"), indicator("X", "a")
PLACES = replace(indicator("X", "a"), kind="rank", unit="位", aggregation="none", direction="lower")
DUE = target("date", 100, op=">=", due="2024-06-30")


def happened(region: str, on: str, period: str = "") -> Happened:
    return Happened(region, period, date.fromisoformat(on))


def statuses(
    each: Indicator,
    own: Mapping[str, Mapping[str, float]],
    *targets: Target,
    evidence: Mapping[str, tuple[Happened, ...]] | None = None,
    events: Mapping[str, tuple[Happened, ...]] | None = None,
    duty: bool = True,
    day: str = "2025-01-10",
    period: str = "2024",
    **given: Any,
) -> dict[str, tuple[str, str]]:
    """Status and target of each county."""
    frame = results(each, own=own, period=period, **given)
    known = Known(date.fromisoformat(day), duty, evidence or {}, events or {})
    found = assess(frame, targets, definitions(each), elements_of([each]), region_tree(), known)
    return {code: (row(found, code)["status"], row(found, code)["target"]) for code in COUNTIES}


def only(found: Mapping[str, tuple[str, str]]) -> list[str]:
    return [status for status, _ in found.values()]


def test_each_region_by_its_own_evidence() -> None:
    evidence = {"T1": (happened(ONE, "2024-06-30"), happened(TWO, "2024-07-01"))}
    assert only(statuses(RATE, {}, DUE, evidence=evidence)) == ["met", "missed", "missed"]
    assert only(statuses(RATE, {}, DUE, evidence=evidence, duty=False)) == ["met", "missed", "no_value"]
    assert only(statuses(RATE, {}, DUE, day="2024-06-30")) == ["pending"] * 3


def test_a_figure_up_to_the_day_decides_a_date_with_a_number() -> None:
    own = {ONE: {"a": 5, "b": 5}, TWO: {"a": 4, "b": 5}}
    assert only(statuses(RATE, own, DUE, period="2024H1")) == ["met", "missed", "missed"]
    assert only(statuses(RATE, own, DUE, period="2024H1", duty=False)) == ["met", "missed", "no_value"]


def test_a_local_date_takes_the_evidence_of_the_first() -> None:
    later = replace(DUE, target="T1~1", region=TWO, due="2024-12-31", reason="山区")
    evidence = {"T1": (happened(ONE, "2024-09-01"), happened(TWO, "2024-09-01"))}
    found = statuses(RATE, {}, DUE, later, evidence=evidence)
    assert found[ONE] == ("missed", "T1")
    assert found[TWO] == ("met", "T1~1")


def test_a_number_that_can_be_compared_is_judged_before_a_date() -> None:
    evidence = {"T2": (happened(ONE, "2024-06-30"),)}
    near = replace(DUE, target="T2", region=ONE)
    found = statuses(RATE, {ONE: {"a": 1, "b": 5}}, target(), near, evidence=evidence)
    assert found[ONE] == ("missed", "T1")


def test_an_event_of_the_register_of_vetoes_counts_for_its_rule() -> None:
    veto = target("veto", None, first="2024M01", last="2024M12", object="被通报")
    events = {"被通报": (happened(TWO, "2024-08-01", "2024"),), "other": (happened(ONE, "2024-08-01"),)}
    own = {ONE: {"a": 0}, TWO: {"a": 0}}
    assert only(statuses(COUNT, own, veto, events=events)) == ["met", "missed", "no_value"]
    assert only(statuses(COUNT, own, veto, events=events, period="2024Q3")) == ["met", "met", "no_value"]


def test_an_event_is_seen_in_a_part_of_the_year_that_it_is_dated_in() -> None:
    veto = target("veto", None, first="2024M01", last="2024M12", object="被通报")
    events = {"被通报": (happened(TWO, "2024-08-01"),)}
    assert only(statuses(COUNT, {}, veto, events=events, period="2024Q3")) == [
        "no_value",
        "missed",
        "no_value",
    ]


def test_a_cadence_is_met_by_a_figure_that_says_so() -> None:
    yearly = target("cadence", None, text="每年")
    own = {ONE: {"a": 1, "b": 1}, TWO: {"a": 0, "b": 1}}
    assert only(statuses(RATE, own, yearly)) == ["met", "missed", "missed"]
    assert only(statuses(RATE, own, replace(yearly, strength="推进"), duty=False)) == [
        "met",
        "near",
        "no_value",
    ]


def test_occasions_on_a_share_are_counted_by_evidence() -> None:
    trained = target("floor", 1, unit="次", first="2021M01", last="2024M12")
    evidence = {"T1": (happened(ONE, "2022-05-01"),)}
    own = {TWO: {"a": 1, "b": 2}}
    assert only(statuses(RATE, own, trained, evidence=evidence)) == ["met", "missed", "missed"]


# Ranks


@pytest.mark.parametrize(("filed", "status"), [(1, "met"), (3, "met"), (4, "missed")])
def test_a_filed_rank_is_compared_with_the_place_asked_for(filed: float, status: str) -> None:
    rank = target("rank", 3, unit="位", op="<=")
    assert only(statuses(PLACES, {ONE: {"a": filed}}, rank))[0] == status
    assert only(statuses(PLACES, {}, rank))[0] == "no_value"


def test_a_rank_that_does_not_bind_stops_at_near_and_has_no_attainment() -> None:
    rank = target("rank", 3, unit="位", op="<=", strength="力争")
    assert only(statuses(PLACES, {ONE: {"a": 4}}, rank))[0] == "near"
    frame = results(PLACES, own={ONE: {"a": 2}})
    known = Known(date(2025, 1, 1), True, {}, {})
    found = assess(frame, [rank], definitions(PLACES), elements_of([PLACES]), region_tree(), known)
    assert row(found, ONE)["attainment"] is None
    assert row(found, ONE)["warning"] == ""


OWN = {ONE: {"a": 9, "b": 10}, TWO: {"a": 9, "b": 10}, THREE: {"a": 5, "b": 10}}


@pytest.mark.parametrize(
    ("edge", "expected"),
    [(1, ["met", "met", "missed"]), (2, ["met", "met", "missed"]), (3, ["met", "met", "met"])],
)
def test_elsewhere_our_own_rank_among_siblings_is_compared(edge: int, expected: list[str]) -> None:
    assert only(statuses(RATE, OWN, target("rank", edge, unit="位"))) == expected


def test_with_too_few_cases_or_siblings_there_is_no_rank() -> None:
    rank = target("rank", 1, unit="位")
    few = {**OWN, ONE: {"a": 4, "b": 4}}
    assert only(statuses(RATE, few, rank)) == ["undecidable"] * 3
    assert only(statuses(RATE, {ONE: OWN[ONE]}, rank)) == ["undecidable", "no_value", "no_value"]


def test_where_nothing_is_good_or_bad_and_in_published_sets_nothing_is_ranked() -> None:
    rank = target("rank", 1, unit="位")
    assert only(statuses(replace(RATE, direction="neutral"), OWN, rank)) == ["undecidable"] * 3
    assert only(statuses(RATE, OWN, rank, duty=False)) == ["undecidable"] * 3


def test_regions_of_other_parents_are_not_ranked_with_these() -> None:
    own = {**OWN, "990201": {"a": 10, "b": 10}, CITY: {"a": 10, "b": 10}}
    assert only(statuses(RATE, own, target("rank", 1, unit="位"))) == ["met", "met", "missed"]
