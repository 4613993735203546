"""任务: how far a region is with its tasks, the list and its filters, the Gantt figure, steps, rights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from builders_page import text, with_class
from builders_store import AT, small_services
from builders_tasks import task
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.task_model import TaskFault
from data.tasks import Task
from indicators.task_progress import STATES
from layouts.pages import tasks as page
from layouts.selection import parse
from layouts.services import Services
from layouts.text import LANGUAGES, words
from layouts.views.tasks_facts import KEYS, Scene, scene
from loaders.intake import receive

CITY = "990100"
LATE, DONE, QUARTERLY, LATER = "A-1", "A-2", "Q-1", "A-3"


def given() -> list[Task]:
    """Of county 990101 one overdue and one quarterly, of 990102 one done, of 990103 one not due."""
    return [
        task(LATE, "990101", start="2026-01-01", due="2026-06-30", lead="法规科、办公室"),
        task(DONE, "990102", start="2026-01-01", due="2026-06-30", lead="审批科"),
        task(QUARTERLY, "990101", start="2026-01-01", due="2026-12-31", recurs="每季度末", assist="审批科"),
        replace(task(LATER, "990103", start="2026-01-01", due="2026-12-31"), plan="S4", title="落实政务公开"),
    ]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = small_services(tmp_path)
    made.store.set_tasks(given(), by="王审", at=AT)
    made.store.step_task(DONE, "demo", "done", note="已印发", by="周填", at=AT)
    made.store.step_task(DONE, "demo", "confirm", by="王审", at=AT)
    for quarter in ("2026Q1", "2026Q2"):
        made.store.step_task(QUARTERLY, "demo", "done", occurrence=quarter, note="已报", by="周填", at=AT)
    made.store.step_task(QUARTERLY, "demo", "confirm", occurrence="2026Q1", by="王审", at=AT)
    return made


def chosen_of(services: Services, **query: str) -> Any:
    numbers = services.numbers()
    asked = {"dataset": "demo", "region": CITY, "period": "2025", **query}
    return replace(parse(asked, numbers), own=tuple((key, asked[key]) for key in KEYS if key in asked))


def seen(services: Services, **query: str) -> Scene:
    return scene(services, services.numbers(), chosen_of(services, **query))


def body(services: Services, **query: str) -> Any:
    return page.body(services, services.numbers(), chosen_of(services, **query))


def post(client: FlaskClient, what: str, **fields: Any) -> TestResponse:
    told = {"dataset": "demo", "by": "李某", "back": "?dataset=demo"}
    return client.post(f"/tasks/{what}", data={**told, **fields}, content_type="multipart/form-data")


def code_of(answer: TestResponse) -> str:
    return str(answer.get_json()["error"]["code"])


def test_completion_is_done_of_due_and_the_sum_of_its_parts(services: Services) -> None:
    found = seen(services)
    assert (found.total.done, found.total.due) == (2, 5)  # Q1 of three quarters and one plan item
    assert {part.region: (part.done, part.due) for part in found.parts} == {
        "990101": (1, 4),
        "990102": (1, 1),
    }
    assert "到期任务 5 项，完成 2 项，完成率 40.0%" in text(body(services))


def test_what_is_overdue_and_what_waits_is_told_with_a_link_to_its_list(services: Services) -> None:
    found = seen(services)
    assert (found.counts["overdue"], found.counts["waiting"]) == (2, 1)
    (line,) = with_class(body(services), "written")
    links = [
        each["props"]["href"]
        for each in line["props"]["children"]
        if isinstance(each, dict) and each["type"] == "A"
    ]
    assert ["state=overdue" in links[0], "state=waiting" in links[1]] == [True, True]


def test_the_numbers_of_the_headline_add_up_with_what_it_says_stands_apart(services: Services) -> None:
    more = [
        task("ZG-1", "990102", start="2026-01-01", due="2026-06-30", kind="rectify"),
        task("J-1", "990102", start="2026-01-01", due="2026-06-30", strength="建议"),
        task("J-2", "990102", start="2026-01-01", due="2026-12-31"),
    ]
    services.store.set_tasks(more, by="王审", at=AT)
    services.store.step_task("J-2", "demo", "done", note="已报", by="周填", at=AT)
    found = seen(services)
    assert (found.total.due, found.total.done) == (6, 2)
    assert (found.counts["overdue"], found.counts["waiting"], found.apart, found.spared) == (3, 2, 2, 1)
    assert 6 == 2 + 3 + 2 - 2 + 1
    (line,) = with_class(body(services), "written")
    assert "其中 2 项是整改项或还没有到期，不在到期任务之内" in text(line)
    assert "另有 1 项到期未完成，不是“必须”的任务，不判逾期" in text(line)
    assert "2 of these are rectification items or not due yet" in text(body(services, lang="en"))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"state": "overdue"}, {LATE, QUARTERLY}),
        ({"owner": "办公室"}, {LATE}),
        ({"owner": "审批科"}, {DONE, QUARTERLY}),
        ({"plan": "S4"}, {LATER}),
        ({"region": "990102"}, {DONE}),
        ({"state": "overdue", "plan": "S4"}, set()),
    ],
)
def test_the_address_filters_by_state_owner_plan_and_region(
    services: Services, query: dict[str, str], codes: set[str]
) -> None:
    assert {each.task.code for each in seen(services, **query).shown} == codes


def test_what_the_filters_leave_is_what_the_export_has(services: Services) -> None:
    rows = page.rows(services, services.numbers(), chosen_of(services, state="overdue"))
    assert [(row["code"], row["period"], row["due"]) for row in rows.records] == [
        (LATE, "截至 2026-11-20", "2026-06-30"),
        (QUARTERLY, "2026Q3", "2026-09-30"),
    ]


def test_the_chart_says_of_each_bar_what_the_list_says(services: Services) -> None:
    shown = body(services, **{"as": "gantt"})
    tracks = with_class(shown, "gantt-track")
    said = [each["props"]["aria-label"] for each in tracks if "aria-label" in each["props"]]
    assert len(said) == 4
    assert "2026-01-01—2026-06-30，完成 0%，逾期" in said[0]
    assert len(with_class(shown, "gantt-point")) == 1 + 1 + 4 + 1  # a quarterly task has an end each quarter
    assert len(with_class(shown, "tasks")) == 1  # the table


def test_owners_and_regions_are_tallied(services: Services) -> None:
    owners = text(body(services, **{"as": "owners"}))
    assert all(name in owners for name in ("办公室", "法规科", "审批科"))
    (table,) = with_class(body(services, **{"as": "regions"}), "tallied")
    assert "25.0%" in text(table)


def test_a_set_without_duty_has_nothing_overdue_and_no_completion(services: Services) -> None:
    told = task("P-1", "440117", start="2017-01-01", due="2017-12-31", dataset="public-renshe")
    services.store.set_tasks([told], by="王审", at=AT)
    query = {"dataset": "public-renshe", "region": "440117"}
    shown = text(body(services, **query))
    assert [each.state for each in seen(services, **query).every] == ["no_data"]
    assert "无数据" in shown
    assert "不判逾期" in shown
    assert "完成率" not in shown.replace("不算完成率", "")


def test_items_of_a_plan_are_assigned_to_the_regions_of_their_levels(
    services: Services, client: FlaskClient
) -> None:
    answer = post(
        client,
        "assign",
        item=["S4-6", "S3-1.2"],
        region=[CITY, "990104"],
        lead="政策法规科",
        start="2026-11-20",
    )
    assert answer.get_json() == {"address": "/tasks?dataset=demo"}
    made = {each.code: each for each in services.view().tasks("demo")}
    assert {code for code in made if code.startswith("S")} == {"S4-6-990100", "S4-6-990104", "S3-1.2-990104"}
    assert (made["S4-6-990104"].lead, made["S4-6-990104"].start) == ("政策法规科", "2026-11-20")
    assert (made["S3-1.2-990104"].start, made["S3-1.2-990104"].due) == ("", "2017-04-30")  # as the plan says


@pytest.mark.parametrize(
    ("what", "fields", "code"),
    [
        ("assign", {"region": CITY}, "no_item"),
        ("assign", {"item": "S4-6"}, "no_region"),
        ("assign", {"item": "S4-1", "region": CITY}, "plan_item"),
        ("assign", {"item": "S4-33", "region": CITY}, "plan_start"),
        ("assign", {"item": "S3-1.2", "region": CITY}, "no_level"),
        ("assign", {"item": "S4-6", "region": "440117"}, "no_place"),
        ("own", {"region": CITY}, "no_title"),
        ("own", {"region": CITY, "title": "甲", "due": "2026-12-01"}, "no_lead"),
        ("own", {"region": CITY, "title": "甲", "lead": " ", "due": "2026-12-01"}, "no_lead"),
        ("change", {"task": LATE, "lead": "", "why": "职责调整"}, "no_lead"),
        ("own", {"region": CITY, "title": "甲", "due": "年底"}, "bad_day"),
        ("own", {"region": CITY, "title": "甲", "start": "2026-12-01", "due": "2026-11-30"}, "date"),
        ("own", {"region": CITY, "title": "甲", "recurs": "每年"}, "no_start"),
        ("change", {"task": LATE, "lead": "乙"}, "no_why"),
        ("withdraw", {"task": LATE}, "no_why"),
        ("withdraw", {"task": "无"}, "unknown"),
        ("step", {"task": LATE, "step": "fly"}, "no_step"),
        ("step", {"task": LATE, "step": "done"}, "proof"),
        ("step", {"task": LATE, "step": "confirm"}, "not_now"),
        ("step", {"task": LATE, "step": "progress", "percent": "很多"}, "percent"),
        ("step", {"task": LATE, "step": "progress", "percent": "120"}, "percent"),
        ("step", {"task": QUARTERLY, "step": "reject", "occurrence": "2026Q2"}, "why"),
        ("step", {"task": QUARTERLY, "step": "confirm", "occurrence": "2026Q2", "by": "周填"}, "own"),
        ("step", {"task": QUARTERLY, "step": "done", "occurrence": "2031Q2", "note": "甲"}, "occurrence"),
        ("step", {"task": LATE, "step": "progress", "by": ""}, "no_by"),
    ],
)
def test_what_cannot_be_entered_is_refused_in_words(
    services: Services, client: FlaskClient, what: str, fields: dict[str, str], code: str
) -> None:
    before = (services.view().tasks("demo"), services.view().task_steps("demo"))
    assert code_of(post(client, what, **fields)) == code
    assert (services.view().tasks("demo"), services.view().task_steps("demo")) == before


def test_a_task_is_reported_returned_reported_again_and_confirmed(
    services: Services, client: FlaskClient
) -> None:
    for step, by, more in (
        ("progress", "周填", {"percent": "60%"}),
        ("done", "周填", {"note": "方案已印发"}),
        ("reject", "王审", {"note": "没有文号"}),
        ("done", "周填", {"note": "示例〔2026〕7号"}),
        ("confirm", "王审", {}),
    ):
        assert post(client, "step", task=LATE, step=step, by=by, **more).status_code == 200
    shown = text(body(services, task=LATE))
    assert all(word in shown for word in ("没有文号", "示例〔2026〕7号", "已完成", "王审"))
    assert seen(services).counts["overdue"] == 1


def test_owners_and_dates_are_changed_and_a_task_is_withdrawn_with_a_reason(
    services: Services, client: FlaskClient
) -> None:
    post(client, "change", task=LATE, lead="督查室", start="2026-01-01", due="2026-12-31", why="职责调整")
    assert {each.lead for each in services.view().tasks("demo") if each.code == LATE} == {"督查室"}
    post(client, "withdraw", task=LATE, why="重复登记")
    assert LATE not in {each.code for each in services.view().tasks("demo")}


def test_an_own_task_is_added_and_opened(services: Services, client: FlaskClient) -> None:
    answer = post(
        client, "own", region="990101", title="建立联席会议", lead="办公室", due="2026-12-01", strength="必须"
    )
    code = answer.get_json()["address"].partition("task=")[2]
    (made,) = [each for each in services.view().tasks("demo") if each.code == code]
    assert (made.title, made.kind, made.region) == ("建立联席会议", "own", "990101")


def test_the_register_goes_out_as_a_workbook_and_comes_back_unchanged(
    services: Services, client: FlaskClient
) -> None:
    before = services.view().tasks("demo")
    data = client.get(f"/tasks/register.xlsx?dataset=demo&region={CITY}").data
    outcome = receive("台账.xlsx", data, desk=services.desk(), by="王审", at=AT)
    assert (outcome.status, outcome.findings) == ("accepted", ())
    assert services.view().tasks("demo") == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_refusal_has_words(language: str) -> None:
    spoken = words("en" if language == "en" else "zh")
    faults = [each for part in get_args(TaskFault) for each in (get_args(part) or (part,))]
    assert not [each for each in faults if f"task_told.{each}" not in spoken]
    assert not [each for each in STATES if f"task_state.{each}" not in spoken]
