"""Objections to a run: in time, with evidence, answered with a reason by somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders_assessment import COUNTY, begun, brought_to, proved
from builders_store import AT

from data.appeals import Appeal, AppealError
from data.people import Reach
from data.runs import Run
from layouts.services import Services

LATER = AT + timedelta(days=8)


@pytest.fixture
def opened(services: Services) -> Run:
    """A run to which units may object."""
    return brought_to(services, begun(services).code, "appeal")


def objection(services: Services, run: Run, **changes: object) -> Appeal:
    code = services.store.next_appeal("demo", run.code)
    return replace(Appeal(code, "demo", run.code, COUNTY, "1", "漏计两件", "周填", AT), **changes)


def entered(services: Services, run: Run) -> Appeal:
    made = objection(services, run)
    proved(services, "appeal", made.code)
    services.store.enter_appeal(made)
    return made


def test_an_objection_and_its_answer_are_kept(services: Services, opened: Run) -> None:
    made = entered(services, opened)
    services.store.answer_appeal("demo", made.code, "accepted", reason="补计两件", by="审某", at=LATER)
    (found,) = services.view().appeals("demo", opened.code)
    assert (found.words, found.answer, found.reason, found.answered_by) == (
        "漏计两件",
        "accepted",
        "补计两件",
        "审某",
    )


def test_an_objection_needs_words_and_evidence(services: Services, opened: Run) -> None:
    with pytest.raises(AppealError, match="nothing"):
        services.store.enter_appeal(objection(services, opened, words=" "))
    with pytest.raises(AppealError, match="no_evidence"):
        services.store.enter_appeal(objection(services, opened))
    assert services.view().appeals("demo") == ()


def test_the_last_day_counts_to_its_end_and_not_longer(services: Services, opened: Run) -> None:
    for at, kept in ((AT + timedelta(days=7, hours=14), True), (AT + timedelta(days=7, hours=15), False)):
        made = objection(services, opened, at=at)
        proved(services, "appeal", made.code)
        if kept:
            services.store.enter_appeal(made)
        else:
            with pytest.raises(AppealError, match="closed"):
                services.store.enter_appeal(made)


def test_before_the_stage_of_objections_there_are_none(services: Services) -> None:
    made = objection(services, begun(services))
    proved(services, "appeal", made.code)
    with pytest.raises(AppealError, match="closed"):
        services.store.enter_appeal(made)


@pytest.mark.parametrize("name", ["周填", " 周 填"])
def test_nobody_answers_his_own_objection(services: Services, opened: Run, name: str) -> None:
    made = entered(services, opened)
    with pytest.raises(AppealError, match="own"):
        services.store.answer_appeal("demo", made.code, "accepted", reason="属实", by=name, at=AT)


def test_an_answer_needs_a_reason_comes_once_and_before_the_decision(services: Services, opened: Run) -> None:
    made = entered(services, opened)
    answer = services.store.answer_appeal
    with pytest.raises(AppealError, match="no_reason"):
        answer("demo", made.code, "rejected", reason="", by="审某", at=AT)
    answer("demo", made.code, "rejected", reason="已计入", by="审某", at=AT)
    with pytest.raises(AppealError, match="answered"):
        answer("demo", made.code, "accepted", reason="改主意", by="审某", at=AT)
    with pytest.raises(AppealError, match="unknown"):
        answer("demo", "none", "accepted", reason="属实", by="审某", at=AT)
    brought_to(services, opened.code, "decision", LATER)
    with pytest.raises(AppealError, match="late"):
        answer("demo", made.code, "accepted", reason="属实", by="审某", at=LATER)


def test_a_county_sees_its_own_objections_only(services: Services, opened: Run) -> None:
    entered(services, opened)
    for over, n in ((COUNTY, 1), ("990102", 0)):
        reach = Reach({"file": frozenset((over,))}, kept=frozenset(("demo",)))
        view = services.store.seen_by(replace(services.viewer(), reach=reach))
        assert len(view.appeals("demo")) == n


def test_objections_and_answers_are_in_the_trail(services: Services, opened: Run) -> None:
    made = entered(services, opened)
    services.store.answer_appeal("demo", made.code, "accepted", reason="补计", by="审某", at=AT)
    assert services.store.prove(at=AT, largest=0).whole
