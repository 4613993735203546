"""任务完成率 as a number: from the register where nobody filed it, beside what was filed, as published."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from builders_store import AT, demo_target, file, small_services
from builders_tasks import task

from layouts.numbers import Number
from layouts.services import Services
from layouts.tracing import trace

PERIOD = "2025"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Four tasks of county 990101 and one of 990102 that fell due in 2025; one of each is closed."""
    made = small_services(tmp_path)
    tasks = [task(f"A{n}", start="2025-01-01", due=f"2025-0{n}-28") for n in (1, 2, 3, 4)]
    made.store.set_tasks([*tasks, task("B", "990102", due="2025-06-30")], by="李某", at=AT)
    for code in ("A1", "B"):
        close(made, code)
    return made


def close(services: Services, code: str) -> None:
    services.store.step_task(code, "demo", "done", note="已办", by="王某", at=AT)
    services.store.step_task(code, "demo", "confirm", by="李某", at=AT)


def number(services: Services, region: str, period: str = PERIOD) -> Number:
    return services.numbers().assessed("demo", period).number("ZZ09", region)


def parts(found: Number) -> tuple[float | None, float | None, float | None]:
    return found.numerator, found.denominator, found.value


def test_the_register_gives_the_rate_of_a_county_and_of_all_above_it(services: Services) -> None:
    assert parts(number(services, "990101")) == (1, 4, 25)
    assert parts(number(services, "990102")) == (1, 1, 100)
    assert parts(number(services, "990100")) == (2, 5, 40)
    assert parts(number(services, "990000")) == (2, 5, 40)
    assert number(services, "990103").gap == "not_reported"


def test_what_is_confirmed_now_is_in_the_next_answer(services: Services) -> None:
    assert parts(number(services, "990101")) == (1, 4, 25)
    close(services, "A2")
    assert parts(number(services, "990101")) == (2, 4, 50)


def test_a_target_is_judged_on_it_like_on_any_figure(services: Services) -> None:
    target = demo_target(services, "ZZ09", "floor", 90)
    services.store.set_targets([target], sha256="e" * 64, path="目标.xlsx", size=1, by="测试", at=AT)
    assert [number(services, each).status for each in ("990101", "990102")] == ["missed", "met"]


def test_what_is_due_later_is_not_due_yet_and_days_pass_by_themselves(services: Services) -> None:
    services.store.set_tasks([task("C", "990103", start="2026-01-01", due="2026-11-25")], by="李某", at=AT)
    file(services, "990104", PERIOD, {"suit_heard": 1}, form="quarterly")
    assert services.numbers().on_record("demo").counts.get(2026 * 12 + 10, {}) == {}
    services.clock = lambda: AT + timedelta(days=6)
    assert services.numbers().on_record("demo").counts[2026 * 12 + 10] == {"990103": (0, 1)}


def test_filed_counts_go_before_the_register_and_a_printed_rate_stands_beside_it(services: Services) -> None:
    file(services, "990101", PERIOD, {"tasks_done": 3, "tasks_due": 4}, form="quarterly")
    file(services, "990102", PERIOD, {"ZZ09_reported": 80}, form="quarterly")
    assert parts(number(services, "990101")) == (3, 4, 75)
    found = number(services, "990102")
    assert (found.value, found.basis, found.reported, found.difference) == (100, "computed", 80, 20)


def test_a_publication_keeps_what_was_on_record_when_it_was_made(services: Services) -> None:
    published = AT + timedelta(minutes=1)
    made = services.store.publish(
        "demo", [PERIOD], by="赵某", at=published, catalogue=services.keep_catalogue()
    )
    services.store.step_task("A2", "demo", "done", note="已办", by="王某", at=AT + timedelta(hours=1))
    services.store.step_task("A2", "demo", "confirm", by="李某", at=AT + timedelta(hours=1))
    then = services.numbers(made).assessed("demo", PERIOD).number("ZZ09", "990101")
    assert parts(then) == (1, 4, 25)
    assert parts(number(services, "990101")) == (2, 4, 50)


def test_where_filing_is_no_duty_the_register_gives_no_rate(services: Services) -> None:
    late = task("P", "331082", dataset="public-renshe", start="2021-01-01", due="2021-06-30")
    services.store.set_tasks([late], by="李某", at=AT)
    assert services.numbers().on_record("public-renshe").counts == {}


def test_a_trace_misses_nothing_where_the_register_gives_the_figures(services: Services) -> None:
    numbers = services.numbers()
    period = numbers.periods("demo")[-1]
    assert period.code == PERIOD
    found = trace(numbers, "demo", "ZZ09", "990101", period)
    assert (found.terms, found.missing, parts(found.number)) == ((), (), (1, 4, 25))
    assert trace(numbers, "demo", "ZZ09", "990103", period).missing == ("tasks_done", "tasks_due")
