"""The register of tasks: entered whole, stepped by its rules, never lost, told as far as one may know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_store import AT, fresh_services
from builders_tasks import task

from data.evidence import Evidence
from data.model import Viewer
from data.people import Reach
from data.proof import prove
from data.tasks import Task, TaskError, stage_of
from layouts.services import Services

FILER, REVIEWER = "王某", "李某"
PROOF = {"dataset": "demo", "subject": "task", "region": "990101", "on": "2024-03-01", "by": FILER, "at": AT}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = fresh_services(tmp_path)
    made.store.set_tasks([task("T1"), task("T2", "990102", recurs="每季度末")], by=REVIEWER, at=AT)
    return made


def step(services: Services, name: str, code: str = "T1", by: str = FILER, **given: Any) -> int:
    return services.store.step_task(code, "demo", name, by=by, at=AT, **given)


def fault(services: Services, name: str, code: str = "T1", by: str = FILER, **given: Any) -> str:
    with pytest.raises(TaskError) as raised:
        step(services, name, code, by, **given)
    return raised.value.fault


def told(services: Services) -> list[str]:
    return [each.code for each in services.view().tasks("demo")]


def test_the_same_tasks_again_change_nothing_and_one_that_differs_replaces_only_itself(
    services: Services,
) -> None:
    before = services.view().task_history("demo")
    assert services.store.set_tasks([task("T1")], by=REVIEWER, at=AT) == ()
    assert services.view().task_history("demo") == before
    changed = [task("T1"), task("T2", "990102", recurs="每季度末", lead="办公室")]
    assert services.store.set_tasks(changed, by=REVIEWER, at=AT) == ("T2",)
    assert [each.lead for each in services.view().tasks("demo")] == ["法规科", "办公室"]


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ([task("T9"), task("T9", "990102")], "twice"),
        ([task("T9"), task(" ")], "no_code"),
        ([task("T9"), task("T1", "990102")], "region"),
        ([task("T9"), replace(task("T8"), dataset="public-renshe")], "datasets"),
        ([task("T9"), task("T8", start="", recurs="每年")], "start"),
        ([task("T9"), task("T8", start="2025-01-01")], "date"),
        ([task("T9"), task("T8", due="2024年底")], "date"),
    ],
)
def test_of_tasks_that_cannot_be_kept_none_is(services: Services, tasks: list[Task], said: str) -> None:
    with pytest.raises(TaskError) as raised:
        services.store.set_tasks(tasks, by=REVIEWER, at=AT)
    assert (raised.value.fault, told(services)) == (said, ["T1", "T2"])


def test_a_withdrawn_task_is_not_told_takes_no_step_and_stays_in_its_history(services: Services) -> None:
    services.store.withdraw_task("T1", "demo", why="任务合并", by=REVIEWER, at=AT)
    assert told(services) == ["T2"]
    assert fault(services, "progress") == "unknown"
    last = services.view().task_history("demo", "T1")[-1]
    assert (last.task, last.why, last.by) == (None, "任务合并", REVIEWER)
    assert services.store.set_tasks([task("T1")], by=REVIEWER, at=AT) == ("T1",)


def test_a_task_is_withdrawn_only_with_a_reason_and_where_there_is_one(services: Services) -> None:
    for code, why, said in (("T1", " ", "no_why"), ("T7", "不再需要", "unknown")):
        with pytest.raises(TaskError) as raised:
            services.store.withdraw_task(code, "demo", why=why, by=REVIEWER, at=AT)
        assert raised.value.fault == said


def test_a_task_goes_from_progress_to_done_and_is_closed_by_another_person(services: Services) -> None:
    step(services, "progress", percent=40, note="已征求意见")
    step(services, "done", note="已印发")
    assert fault(services, "confirm", by="王 某") == "own"
    step(services, "confirm", by=REVIEWER)
    steps = services.view().task_steps("demo", "T1")
    assert [(each.step, each.percent, each.note, each.by) for each in steps] == [
        ("progress", 40, "已征求意见", FILER),
        ("done", None, "已印发", FILER),
        ("confirm", None, "", REVIEWER),
    ]
    assert stage_of(steps) == "closed"


def test_done_needs_a_note_or_evidence_that_still_counts(services: Services) -> None:
    assert fault(services, "done") == "proof"
    number = services.store.add_evidence(Evidence(code="T1", document="示例〔2024〕1号", **PROOF))
    services.store.withdraw_evidence(number, why="传错了", by=FILER, at=AT)
    assert fault(services, "done") == "proof"
    services.store.add_evidence(Evidence(code="T1", document="示例〔2024〕2号", **PROOF))
    assert step(services, "done") > 0


def test_a_step_that_the_state_does_not_allow_is_refused_and_not_kept(services: Services) -> None:
    assert fault(services, "confirm", by=REVIEWER) == "not_now"
    assert fault(services, "progress", percent=101) == "percent"
    step(services, "done", note="已印发")
    assert fault(services, "done", note="又报") == "not_now"
    assert fault(services, "reject", by=REVIEWER) == "why"
    step(services, "reject", by=REVIEWER, note="文件不全")
    assert [each.step for each in services.view().task_steps("demo")] == ["done", "reject"]


def test_each_quarter_of_a_recurring_task_has_a_life_of_its_own(services: Services) -> None:
    assert fault(services, "progress", "T2") == "occurrence"
    assert fault(services, "progress", "T2", occurrence="2025Q1") == "occurrence"
    assert fault(services, "progress", "T1", occurrence="2024Q1") == "occurrence"
    for quarter in ("2024Q1", "2024Q2"):
        step(services, "done", "T2", occurrence=quarter, note="季报")
    step(services, "confirm", "T2", REVIEWER, occurrence="2024Q1")
    steps = services.view().task_steps("demo", "T2")
    stages = {
        code: stage_of(each for each in steps if each.occurrence == code) for code in ("2024Q1", "2024Q2")
    }
    assert stages == {"2024Q1": "closed", "2024Q2": "waiting"}


def test_what_the_program_proposes_is_confirmed_only_by_somebody_who_did_not_file_it(
    services: Services,
) -> None:
    filed = services.store.turn_away(
        "returned", sha256="a" * 64, path="a", size=1, by=FILER, at=AT, findings=()
    )
    step(services, "propose", by="程序", note="达标", submission=filed)
    assert fault(services, "confirm") == "own"
    step(services, "confirm", by=REVIEWER)
    assert stage_of(services.view().task_steps("demo", "T1")) == "closed"


def test_a_viewer_is_told_the_tasks_of_his_places_and_no_names_of_other_people(services: Services) -> None:
    step(services, "progress", percent=10)
    reach = Reach({"view": frozenset({"990101"})}, kept=frozenset({"demo"}))
    view = services.store.seen_by(Viewer("赵某", reach=reach))
    assert [each.code for each in view.tasks("demo")] == ["T1"]
    assert [each.by for each in view.task_steps("demo")] == ["＊＊＊"]


def test_the_trail_vouches_for_tasks_and_steps(services: Services) -> None:
    step(services, "progress", percent=10)
    services.store.withdraw_task("T1", "demo", why="合并", by=REVIEWER, at=AT)
    with services.store._engine.begin() as connection:
        assert prove(connection).whole
