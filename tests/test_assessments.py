"""Runs on record: stages only in their order, sheets kept as they were, and who may see which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders_assessment import (
    COUNTY,
    PERIOD,
    ROOT,
    SCHEME,
    SHEETS,
    UNTIL,
    begun,
    brought_to,
    in_force,
    proved,
    run,
    small_scheme,
)
from builders_store import AT

from data.appeals import Appeal
from data.people import Reach
from data.runs import STAGES, RunError, Stage
from data.view import StoreView
from layouts.services import Services

LATER = AT + timedelta(days=8)  # the day after the last day of objections
OTHER = "990102"


def step(services: Services, code: str, stage: Stage, **given: Any) -> None:
    told = {"sheets": SHEETS, "until": UNTIL, "by": "审某", "at": AT, **given}
    services.store.step_run("demo", code, stage, **told)


def seen(services: Services, over: str, siblings: Any = "own", **aliases: str) -> StoreView:
    """The view of somebody who files for a county."""
    reach = Reach({"file": frozenset((over,))}, siblings=siblings, kept=frozenset(("demo",)), aliases=aliases)
    return services.store.seen_by(replace(services.viewer(), reach=reach))


def test_a_run_goes_from_stage_to_stage_in_their_order(services: Services) -> None:
    made = begun(services)
    assert (made.stage, made.next, made.period) == ("first", "feedback", PERIOD)
    published = brought_to(services, made.code, "published", LATER)
    assert [each.stage for each in published.steps] == list(STAGES)
    assert published.next is None


@pytest.mark.parametrize("stage", [each for each in STAGES if each != "feedback"])
def test_no_stage_is_left_out(services: Services, stage: Stage) -> None:
    made = begun(services)
    with pytest.raises(RunError, match="order"):
        step(services, made.code, stage)


def test_a_run_needs_a_scheme_in_force_and_its_period(services: Services) -> None:
    number = services.store.save_scheme(small_scheme(), by="审某", at=AT)
    begin = services.store.begin_run
    with pytest.raises(RunError, match="draft"):
        begin(("demo", ROOT, SCHEME, number), PERIOD, SHEETS, by="审某", at=AT)
    services.store.retire_scheme("demo", SCHEME, number, why="重来", by="审某", at=AT)
    version = in_force(services)
    with pytest.raises(RunError, match="period"):
        begin(("demo", ROOT, SCHEME, version), "2024", SHEETS, by="审某", at=AT)
    with pytest.raises(RunError, match="no_sheets"):
        begin(("demo", ROOT, SCHEME, version), PERIOD, {}, by="审某", at=AT)
    assert services.view().runs("demo") == ()


def test_a_scheme_has_one_run_for_a_period_until_that_is_withdrawn(services: Services) -> None:
    made = begun(services)
    place = ("demo", ROOT, SCHEME, made.version)
    with pytest.raises(RunError, match="twice"):
        services.store.begin_run(place, PERIOD, SHEETS, by="审某", at=AT)
    with pytest.raises(RunError, match="no_reason"):
        services.store.withdraw_run("demo", made.code, why="", by="审某", at=AT)
    services.store.withdraw_run("demo", made.code, why="口径有误", by="审某", at=AT)
    again = services.store.begin_run(place, PERIOD, SHEETS, by="审某", at=AT)
    assert again != made.code
    assert run(services, made.code).withdrawn == "口径有误"
    with pytest.raises(RunError, match="unknown"):
        step(services, made.code, "feedback")


def test_objections_have_a_last_day_and_review_waits_for_it(services: Services) -> None:
    made = begun(services)
    step(services, made.code, "feedback")
    step(services, made.code, "appeal")
    last = AT + timedelta(days=7)
    with pytest.raises(RunError, match="still_open"):
        step(services, made.code, "review", at=last)
    step(services, made.code, "review", at=LATER)
    assert run(services, made.code).until == UNTIL


def test_without_a_last_day_units_may_object_until_review(services: Services) -> None:
    made = begun(services)
    step(services, made.code, "feedback")
    step(services, made.code, "appeal", until=None)
    assert run(services, made.code).appealing(LATER)
    step(services, made.code, "review")
    assert not run(services, made.code).appealing(AT)


def test_no_decision_while_an_objection_is_unanswered(services: Services) -> None:
    made = begun(services)
    brought_to(services, made.code, "appeal")
    code = services.store.next_appeal("demo", made.code)
    proved(services, "appeal", code)
    services.store.enter_appeal(Appeal(code, "demo", made.code, COUNTY, "1", "漏计两件", "周填", AT))
    step(services, made.code, "review", at=LATER)
    with pytest.raises(RunError, match="unanswered"):
        step(services, made.code, "decision", at=LATER)
    services.store.answer_appeal("demo", code, "rejected", reason="已计入", by="审某", at=LATER)
    step(services, made.code, "decision", at=LATER)


def test_each_stage_keeps_its_sheets_as_they_were(services: Services) -> None:
    made = begun(services)
    brought_to(services, made.code, "appeal")
    changed = {COUNTY: {"marks": "91", "items": [], "vetoes": []}}
    step(services, made.code, "review", at=LATER, sheets=changed)
    told = [
        (each.stage, each.content["marks"])
        for each in services.view().sheets(run(services, made.code))
        if each.region == COUNTY
    ]
    assert told == [("first", "88.5"), ("review", "91")]


def test_a_county_hears_of_a_run_at_feedback_and_sees_its_own_sheet(services: Services) -> None:
    made, county = begun(services), seen(services, COUNTY)
    assert county.runs("demo") == ()
    assert county.sheets(made) == ()
    now = brought_to(services, made.code, "feedback")
    assert [each.region for each in county.sheets(now)] == [COUNTY]


@pytest.mark.parametrize(
    ("siblings", "aliases", "shown"),
    [("own", {}, {COUNTY}), ("all", {}, {COUNTY, OTHER}), ("anonymous", {OTHER: "a7"}, {COUNTY, "a7"})],
)
def test_others_sheets_are_seen_once_published_and_as_siblings_are_shown(
    services: Services, siblings: str, aliases: dict[str, str], shown: set[str]
) -> None:
    made, county = begun(services), seen(services, COUNTY, siblings, **aliases)
    decided = brought_to(services, made.code, "decision", LATER)
    assert {each.region for each in county.sheets(decided)} == {COUNTY}
    published = brought_to(services, made.code, "published", LATER)
    assert {each.region for each in county.sheets(published)} == shown


def test_under_an_alias_nothing_is_said_of_what_happened_there(services: Services) -> None:
    event = {"rule": "V1", "event": "某街某号被拆", "by": "审某", "evidence": [3]}
    told = {
        "marks": "0",
        "items": [{"item": "3", "params": {"why": "李某的说明", "n": "1"}}],
        "vetoes": [event],
    }
    made = begun(services, sheets={COUNTY: SHEETS[COUNTY], OTHER: told})
    now = brought_to(services, made.code, "published", LATER)
    (other,) = [
        each
        for each in seen(services, COUNTY, "anonymous", **{OTHER: "a7"}).sheets(now)
        if each.region == "a7" and each.stage == "first"
    ]
    assert other.anonymous
    assert other.content["vetoes"] == [{"rule": "V1", "event": "", "by": "", "evidence": []}]
    assert other.content["items"] == [{"item": "3", "params": {"n": "1"}}]


def test_every_stage_and_sheet_is_in_the_trail(services: Services) -> None:
    made = begun(services)
    brought_to(services, made.code, "published", LATER)
    assert services.store.prove(at=AT, largest=0).whole
