"""The register of tasks as a workbook: round trip, every mistake with its cell, filed by the one door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from builders import catalogue, edited, places
from builders_store import AT
from builders_tasks import task
from hypothesis import given, settings
from hypothesis import strategies as st

from data.evidence import Evidence
from data.model import Finding
from data.plans import RECURS, STRENGTHS
from data.tasks import Task, TaskReport
from layouts.services import Services
from loaders.intake import Outcome, receive
from loaders.tasks import TaskBook, TaskLine, is_task_register, read_tasks, write_tasks
from loaders.workbook import read

INDICATORS = {"FY04": False, "ZF02": True}
FIRST = 7  # the row of the first task
Change = Callable[[openpyxl.Workbook], None]


def cells(**values: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        for address, value in values.items():
            book.worksheets[0][address] = value

    return change


def read_back(data: bytes) -> tuple[TaskBook, tuple[Finding, ...]]:
    return read_tasks(read(data), catalogue(), INDICATORS)


def found(*tasks: Task, **values: object) -> list[tuple[str, str]]:
    lines = [TaskLine(each, "2024Q1" if each.recurs else "") for each in tasks or (task("T1"),)]
    _, findings = read_back(edited(write_tasks(lines), cells(**values)))
    assert all(each.severity == "must" for each in findings)
    return places(findings)


WORDS = st.text(alphabet="甲乙案abc01=+-@ ,；", max_size=12).map(str.strip)
TASKS = st.builds(
    replace,
    st.just(task("T")),
    plan=WORDS,
    part=WORDS,
    title=WORDS.filter(bool),
    lead=WORDS.filter(bool),
    assist=WORDS,
    due=st.sampled_from(["", "2024-12-31"]),
    recurs=st.sampled_from(RECURS),
    strength=st.sampled_from(STRENGTHS),
    outcome=WORDS,
    indicator=st.sampled_from(["", "FY04"]),
    kind=st.sampled_from(["plan", "own", "rectify"]),
    made_from=WORDS,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(TASKS, min_size=1, max_size=5))
def test_tasks_written_and_read_back_are_the_same(tasks: list[Task]) -> None:
    numbered = [replace(each, code=f"T{number}") for number, each in enumerate(tasks)]
    book, findings = read_back(write_tasks([TaskLine(each, "", "未开始", 40.0) for each in numbered]))
    assert (book.tasks, book.reports, findings) == (tuple(numbered), (), ())


def test_the_occurrences_of_a_task_are_rows_of_one_number_and_what_is_reported_of_each_is_read() -> None:
    lines = [TaskLine(task("T1", recurs="每季度末"), f"2024Q{number}") for number in (1, 2, 3)]
    change = cells(V7="完成", X7="已报季报", W8=40, C8="", F8="", X9="补充说明")
    book, findings = read_back(edited(write_tasks(lines), change))
    assert findings == ()
    assert [each.code for each in book.tasks] == ["T1"]
    assert book.reports == (
        TaskReport("T1", "2024Q1", "done", None, "已报季报"),
        TaskReport("T1", "2024Q2", "progress", 40.0, ""),
        TaskReport("T1", "2024Q3", "progress", None, "补充说明"),
    )


@pytest.mark.parametrize(
    ("address", "value", "code"),
    [
        ("B7", "人社", "task.unknown_dataset"),
        ("G7", "999999", "task.unknown_region"),
        ("G7", "331082", "task.unknown_region"),
        ("J7", "年初", "task.bad_date"),
        ("K7", "2023-12-31", "task.order"),
        ("L7", "每月", "task.bad_word"),
        ("M7", "尽量", "task.bad_word"),
        ("O7", "FY4", "task.unknown_indicator"),
        ("O7", "ZF02", "task.protected"),
        ("Q7", "任务", "task.bad_word"),
        ("V7", "办了", "task.bad_word"),
        ("W7", "四成", "task.bad_percent"),
        ("W7", 140, "task.bad_percent"),
    ],
)
def test_a_bad_cell_is_a_finding_at_that_cell(address: str, value: object, code: str) -> None:
    assert found(**{address: value}) == [(f"任务登记表!{address}", code)]


def test_what_is_missing_is_a_finding_of_its_row() -> None:
    assert [code for _, code in found(F7=None)] == ["task.missing"]
    assert [code for _, code in found(H7=None)] == ["task.missing"]
    assert [code for _, code in found(A7=None)] == ["task.bad_code"]
    assert [code for _, code in found(J7=None, L7="每年")] == ["task.bad_date"]


def test_an_empty_cell_is_named_itself() -> None:
    assert found(F7=None, H7=None, L7="每年", J7=None) == [
        ("任务登记表!F7", "task.missing"),
        ("任务登记表!H7", "task.missing"),
        ("任务登记表!J7", "task.bad_date"),
    ]


def test_an_occurrence_that_the_task_does_not_have_is_a_finding_even_where_nothing_is_reported() -> None:
    bad = [("任务登记表!S7", "task.bad_occurrence")]
    assert found(task("T1", recurs="每季度末"), S7="2026Q9") == bad
    assert found(task("T1", recurs="每季度末"), S7="2025Q1") == bad
    assert found(task("T1"), S7="2024Q1") == bad


def test_a_target_that_there_is_not_is_a_finding_at_its_cell() -> None:
    data = edited(write_tasks([TaskLine(task("T1"))]), cells(P7="没有"))

    def told(*targets: str) -> list[tuple[str, str]]:
        return places(read_tasks(read(data), catalogue(), INDICATORS, lambda dataset: targets)[1])

    assert told("T-1", "T-2") == [("任务登记表!P7", "task.unknown_target")]
    assert told("没有") == []


def test_every_mistake_is_told_at_once() -> None:
    assert found(J7="年初", M7="尽量", W7=140) == [
        ("任务登记表!J7", "task.bad_date"),
        ("任务登记表!M7", "task.bad_word"),
        ("任务登记表!W7", "task.bad_percent"),
    ]


def test_two_rows_of_one_number_are_two_occurrences_that_say_the_same_of_the_task() -> None:
    recurring = task("T1", recurs="每季度末")
    twice = [("任务登记表!A8", "task.bad_code")]
    assert found(task("T1"), task("T1")) == twice
    assert found(recurring, recurring, S8="2024Q1") == twice
    assert found(recurring, recurring, S8="2024Q2", H8="办公室") == [("任务登记表!H8", "task.differs")]
    assert found(recurring, S7="2025Q1", V7="进展") == [("任务登记表!S7", "task.bad_occurrence")]
    assert found(task("T1"), S7="2024Q1", V7="进展") == [("任务登记表!S7", "task.bad_occurrence")]


def test_a_register_belongs_to_one_dataset() -> None:
    other = task("T2", "331082", dataset="public-renshe")
    assert found(task("T1"), other) == [("任务登记表!B8", "task.unknown_dataset")]


def test_an_empty_register_is_a_finding_and_other_workbooks_are_none() -> None:
    data = write_tasks([])
    assert is_task_register(read(data))
    assert [each.code for each in read_back(data)[1]] == ["form.empty"]


def file(services: Services, lines: list[TaskLine], by: str = "李某", **values: object) -> Outcome:
    data = edited(write_tasks(lines), cells(**values))
    return receive("任务登记表.xlsx", data, desk=services.desk(), by=by, at=AT)


def steps(services: Services) -> list[tuple[str, str, str]]:
    return [(each.task, each.step, each.by) for each in services.view().task_steps("demo")]


def test_a_register_is_filed_through_the_one_door_and_the_same_file_again_changes_nothing(
    services: Services,
) -> None:
    lines = [TaskLine(task("T1")), TaskLine(task("T2", "990102"))]
    data = edited(write_tasks(lines), cells(W7=30, X7="已启动"))
    first = receive("任务登记表.xlsx", data, desk=services.desk(), by="李某", at=AT)
    assert (first.status, first.form, first.dataset, first.findings) == ("accepted", "tasks", "demo", ())
    assert services.view().tasks("demo") == (task("T1"), task("T2", "990102"))
    history = services.view().task_history("demo")
    again = receive("任务登记表.xlsx", data, desk=services.desk(), by="李某", at=AT)
    assert (again.known, again.submission) == (True, first.submission)
    assert file(services, lines, W7=30, X7="已启动", Y2="另存").known is False
    assert (services.view().task_history("demo"), steps(services)) == (history, [("T1", "progress", "李某")])


def test_what_the_record_does_not_allow_returns_the_file_with_the_cell_and_nothing_of_it_is_kept(
    services: Services,
) -> None:
    file(services, [TaskLine(task("T1"))])
    lines = [TaskLine(task("T0")), TaskLine(task("T1"))]
    for values, code in (
        ({"V8": "完成"}, "task.proof"),
        ({"G8": "990102"}, "task.region"),
    ):
        outcome = file(services, lines, **values)
        assert (outcome.status, places(outcome.findings)) == ("returned", [("任务登记表!A8", code)])
    assert [each.code for each in services.view().tasks("demo")] == ["T1"]


def test_a_file_returned_for_want_of_evidence_is_taken_in_when_it_is_there(services: Services) -> None:
    lines = [TaskLine(task("T1"))]
    file(services, lines)
    assert file(services, lines, V7="完成").status == "returned"
    given = {"dataset": "demo", "subject": "task", "code": "T1", "region": "990101", "on": "2024-03-01"}
    services.store.add_evidence(Evidence(**given, document="示例〔2024〕1号", by="王某", at=AT))
    assert file(services, lines, V7="完成").status == "accepted"
    assert steps(services) == [("T1", "done", "李某")]


def test_who_may_only_file_reports_and_changes_no_task(services: Services) -> None:
    file(services, [TaskLine(task("T1"))])
    desk = replace(services.desk(), barred=lambda region: region != "990101", unassigned=lambda region: True)

    def sent(lines: list[TaskLine], **values: object) -> tuple[str, list[tuple[str, str]]]:
        data = edited(write_tasks(lines), cells(**values))
        outcome = receive("任务登记表.xlsx", data, desk=desk, by="王某", at=AT)
        return outcome.status, places(outcome.findings)

    refused = ("returned", [("任务登记表!A7", "task.right")])
    assert sent([TaskLine(task("T1", due="2025-12-31"))]) == refused
    assert sent([TaskLine(task("T9"))]) == refused
    assert sent([TaskLine(task("T1"))], W7=50) == ("accepted", [])
    assert steps(services) == [("T1", "progress", "王某")]


def test_a_register_that_names_no_known_target_is_returned_and_one_on_record_comes_back(
    services: Services,
) -> None:
    outcome = file(services, [TaskLine(task("T1"))], P7="没有")
    assert (outcome.status, places(outcome.findings)) == (
        "returned",
        [("任务登记表!P7", "task.unknown_target")],
    )
    kept = replace(task("T1"), target="T-gone")
    services.store.set_tasks([kept], by="王审", at=AT)
    assert file(services, [TaskLine(kept)], W7=10).status == "accepted"
