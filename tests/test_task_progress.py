"""Occurrences of tasks at a day: states, what is overdue, and completion as a ratio of sums."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from random import Random

import pytest
from builders_tasks import task
from hypothesis import given, settings
from hypothesis import strategies as st

from app import BEIJING
from data.catalogue import read_catalogue
from data.period import Period
from data.task_life import STEPS, Recurs, TaskStage, TaskStepName, after, due_of, fits, occurrences
from data.tasks import Task, TaskStep
from indicators.task_progress import (
    Completion,
    Occurrence,
    behind,
    by_owner,
    by_region,
    completion,
    due_sums,
    occurrences_at,
    overdue,
)

MAY = date(2024, 5, 10)


def step(
    code: str, name: TaskStepName, on: str = "2024-03-01", occurrence: str = "", percent: float | None = None
) -> TaskStep:
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=BEIJING)
    return TaskStep(code, occurrence, name, percent, "", "王某", at)


def closed(code: str, occurrence: str = "", on: str = "2024-03-01") -> list[TaskStep]:
    return [step(code, "done", on, occurrence), step(code, "confirm", on, occurrence)]


def found(
    tasks: list[Task], steps: list[TaskStep], day: date = MAY, **given: object
) -> tuple[Occurrence, ...]:
    return occurrences_at(tasks, steps, day, **{"duty": True, **given})


def states(each: tuple[Occurrence, ...]) -> list[tuple[str, str]]:
    return [(one.code or one.task.code, one.state) for one in each]


@pytest.mark.parametrize(
    ("recurs", "start", "due", "codes"),
    [
        ("每季度末", "2023-11-20", "2024-12-31", ("2023Q4", "2024Q1", "2024Q2")),
        ("每季度末", "", "2024-12-31", ("2024Q1", "2024Q2")),
        ("每季度末", "2024-01-01", "", ("2024Q1", "2024Q2")),
        ("每季度末", "2024-01-01", "2024-02-15", ("2024Q1",)),
        ("每季度末", "2024-07-01", "", ()),
        ("每年", "2022-06-01", "2025-12-31", ("2022", "2023", "2024")),
        ("", "2022-06-01", "2025-12-31", ("",)),
    ],
)
def test_a_recurring_item_has_an_occurrence_for_each_quarter_or_year_that_has_begun(
    recurs: Recurs, start: str, due: str, codes: tuple[str, ...]
) -> None:
    assert occurrences(recurs, start, due, MAY) == codes


def test_an_occurrence_is_due_on_the_last_day_of_its_quarter_but_not_after_the_item_itself() -> None:
    assert due_of("2024Q4", "") == date(2024, 12, 31)
    assert due_of("2024Q1", "2024-02-15") == date(2024, 2, 15)
    assert due_of("2023", "2025-12-31") == date(2023, 12, 31)
    assert due_of("", "") is None


def test_only_the_occurrences_of_an_item_belong_to_it() -> None:
    assert fits("每季度末", "2024-01-01", "2024-12-31", "2024Q4")
    assert not any(fits("每季度末", "2024-01-01", "2024-12-31", code) for code in ("2025Q1", "2024", ""))
    assert fits("", "", "", "")
    assert not fits("", "", "", "2024Q1")


def test_each_state_follows_from_the_steps_and_the_day() -> None:
    tasks = [
        task(code, due=due) for code, due in (("A", "2024-12-31"), ("B", "2024-12-31"), ("C", "2024-05-09"))
    ]
    tasks += [task("D", due="2024-05-09"), task("E", due="2024-05-09"), task("F", kind="rectify")]
    steps = [
        step("B", "progress", percent=30),
        step("D", "done"),
        *closed("E"),
        step("F", "propose"),
        step("F", "confirm"),
    ]
    made = found(tasks, steps)
    assert [state for _, state in states(made)] == [
        "not_started",
        "under_way",
        "overdue",
        "waiting",
        "done",
        "closed",
    ]
    assert [each.percent for each in made] == [0, 30, 0, 100, 100, 100]


def test_the_last_day_itself_is_not_overdue_and_the_next_one_is() -> None:
    made = [found([task("A", due="2024-03-31")], [], day) for day in (date(2024, 3, 31), date(2024, 4, 1))]
    assert [each[0].state for each in made] == ["not_started", "overdue"]


def test_only_what_must_be_done_by_a_day_is_overdue() -> None:
    tasks = [task("A", due="2024-03-31", strength="力争"), task("B", due="", strength="必须")]
    assert [each.state for each in found(tasks, [])] == ["not_started", "not_started"]
    assert [each.late for each in found(tasks, [])] == [True, False]


def test_where_filing_is_no_duty_nothing_is_overdue_and_without_evidence_there_are_no_data() -> None:
    tasks = [task(code, due="2024-03-31", dataset="public-renshe") for code in ("A", "B", "C")]
    made = found(tasks, [*closed("B"), *closed("C")], duty=False, evidenced={("A", ""), ("C", "")})
    assert states(made) == [("A", "under_way"), ("B", "no_data"), ("C", "done")]
    assert (due_sums(made), overdue(made)) == ({}, ())


def test_steps_taken_after_the_day_do_not_count_yet() -> None:
    made = found([task("A", due="2024-12-31")], closed("A", on="2024-05-11"))
    assert (made[0].state, made[0].percent) == ("not_started", 0)


def test_a_rejected_report_is_due_again_and_one_reported_late_says_so() -> None:
    tasks = [task("A", due="2024-03-31"), task("B", due="2024-03-31")]
    steps = [step("A", "done"), step("A", "reject"), *closed("B", on="2024-04-02")]
    made = found(tasks, steps)
    assert [(each.state, each.on, each.late) for each in made] == [
        ("overdue", None, True),
        ("done", date(2024, 4, 2), True),
    ]


def test_completion_is_done_of_due_over_the_tree_and_never_a_mean_of_rates() -> None:
    tree = read_catalogue().regions
    tasks = [task(f"A{n}", "990101", due="2024-03-31") for n in range(4)]
    tasks += [
        task("B", "990102", due="2024-03-31"),
        task("C", "990100", due="2024-03-31"),
        task("Z", "990102"),
    ]
    made = found(tasks, [*closed("A0"), *closed("B")])
    city = completion(made, tree, "990100")
    assert city.total == Completion("990100", 2, 6)
    assert city.parts == (Completion("990100", 0, 1), Completion("990101", 1, 4), Completion("990102", 1, 1))
    assert city.total.rate == Fraction(100, 3)
    assert completion(made, tree, "990000").total == Completion("990000", 2, 6)
    assert completion(made, tree, "990100", rollup=False).total == Completion("990100", 0, 1)
    assert completion(made, tree, "990200").total.rate is None


def test_items_to_put_right_do_not_count_as_plan_tasks() -> None:
    made = found([task("A", due="2024-03-31"), task("F", due="2024-03-31", kind="rectify")], [])
    assert due_sums(made) == {"990101": (0, 1)}
    assert due_sums(made, kinds=("rectify",)) == {"990101": (0, 1)}


def test_a_period_counts_what_falls_due_in_it_and_names_it() -> None:
    made = found([task("A", recurs="每季度末")], closed("A", "2024Q1"), date(2024, 8, 1))
    first, second, third = (Period.parse(code) for code in ("2024Q1", "2024Q2", "2024Q3"))
    assert [due_sums(made, within=each) for each in (first, second, third)] == [
        {"990101": (1, 1)},
        {"990101": (0, 1)},
        {},
    ]
    assert [each.code for each in behind(made, Period.parse("2024"), {"990101"})] == ["2024Q2", "2024Q1"]


def test_the_longest_overdue_comes_first() -> None:
    tasks = [task("A", due="2024-04-30"), task("B", due="2024-02-29"), task("C")]
    assert [each.task.code for each in overdue(found(tasks, []))] == ["B", "A"]


def test_an_item_of_two_owners_counts_once_for_each() -> None:
    tasks = [task("A", due="2024-03-31", lead="办公室、法规科"), task("B", lead="法规科", assist="仲裁院")]
    made = found(tasks, closed("A"))
    told = [(each.name, each.all, each.completion.done, each.completion.due) for each in by_owner(made)]
    assert told == [("办公室", 1, 1, 1), ("法规科", 2, 1, 1)]
    assert [(each.name, dict(each.states)) for each in by_owner(made, assisting=True)] == [
        ("仲裁院", {"not_started": 1})
    ]
    assert [(each.name, each.all) for each in by_region(made)] == [("990101", 2)]


CODES = ("990000", "990100", "990101", "990102", "990200", "990201")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.sampled_from(["2024-03-31", "2024-12-31", ""]), st.booleans())
    ),
    st.randoms(use_true_random=False),
)
def test_a_region_is_the_sum_of_its_parts_at_every_level_in_any_order(
    drawn: list[tuple[str, str, bool]], random: Random
) -> None:
    tree = read_catalogue().regions
    tasks = [task(f"T{place}", region, due=due) for place, (region, due, _) in enumerate(drawn)]
    steps = [
        step for each, (_, _, done) in zip(tasks, drawn, strict=True) if done for step in closed(each.code)
    ]
    made = list(found(tasks, steps))
    random.shuffle(made)
    for region in CODES:
        whole = completion(made, tree, region)
        below = {each.code for each in tree.descendants(region)}
        due = [each for each in made if each.task.region in below and each.past_due]
        assert whole.total.due == sum(part.due for part in whole.parts) == len(due)
        assert whole.total.done == sum(part.done for part in whole.parts)
        assert 0 <= whole.total.done <= whole.total.due


@given(st.lists(st.sampled_from(STEPS)))
def test_nothing_is_closed_without_having_been_reported_and_confirmed(names: list[TaskStepName]) -> None:
    stage: TaskStage = "open"
    for name in names:
        before, stage = stage, after(stage, name) or stage
        if stage == "closed" and before != "closed":
            assert (name, before in ("waiting", "proposed")) == ("confirm", True)
        if before == "closed" and stage != "closed":
            assert name == "reopen"
