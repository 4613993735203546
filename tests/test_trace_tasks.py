"""The passport of a figure from the register of tasks leads to the tasks behind it, not to cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_page import text, walk
from builders_people import CITY, OTHER, OWN, people_services
from builders_store import AT, file, small_services
from builders_tasks import task
from flask import g

from app import create_app
from data.people import Account, Grant
from layouts.pages.trace import PAGE, rows
from layouts.selection import Selection, parse
from layouts.services import Services
from layouts.text import LANGUAGES
from layouts.views.trace_facts import gather
from layouts.views.trace_source import citation
from layouts.views.trace_tasks import tasks_behind


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Two tasks of county 990101 and one of 990102, which filed 3 of 4 itself; one of each is closed."""
    made = small_services(Path(tmp_path_factory.mktemp("trace_tasks")))
    dates = {"start": "2025-01-01", "due": "2025-06-30"}
    given = [task("A", **dates), task("B", **dates), task("C", "990102", **dates)]
    made.store.set_tasks([replace(each, title=f"任务{each.code}") for each in given], by="李某", at=AT)
    for code in ("A", "C"):
        made.store.step_task(code, "demo", "done", note="已办", by="王某", at=AT)
        made.store.step_task(code, "demo", "confirm", by="李某", at=AT)
    file(made, "990102", "2025", {"tasks_done": 3, "tasks_due": 4}, form="quarterly")
    return made


def choose(services: Services, **query: str) -> Selection:
    given = {"dataset": "demo", "region": "990101", "period": "2025", "indicator": "ZZ09"} | query
    return parse(given, services.numbers())


def page(services: Services, **query: str) -> list[dict[str, Any]]:
    return PAGE.body(services, services.numbers(), choose(services, **query))


def links(body: list[dict[str, Any]]) -> list[str]:
    return [str(each["props"]["href"]) for each in walk(body) if "href" in each["props"]]


def test_the_tasks_of_a_county_are_listed_the_undone_first_and_each_leads_to_its_page(
    services: Services,
) -> None:
    body = page(services)
    said = text(body)
    assert said.index("任务B") < said.index("任务A")
    assert "本期到期 2 项，完成 1 项" in said
    assert "没有对应的单元格" not in said
    assert any(href.startswith("/tasks?") and "task=B" in href for href in links(body))


def test_of_a_city_it_is_said_which_unit_s_own_figure_counts(services: Services) -> None:
    said = text(page(services, region="990100"))
    assert "本期到期 3 项，完成 2 项；其中 2 项所在单位没有填报任务数，按登记表计入本数（完成 1 项）" in said
    assert "该单位已填报，以填报数为准" in said
    found = gather(services, services.numbers(), choose(services, region="990100"))
    assert found is not None
    assert (found.number.numerator, found.number.denominator) == (4, 6)


def test_the_citation_and_the_export_name_the_register(services: Services) -> None:
    chosen, numbers = choose(services), services.numbers()
    found = gather(services, numbers, chosen)
    assert found is not None
    assert "任务登记表 2 项到期任务" in citation(found, numbers, "zh")
    assert any("本期到期 2 项" in note for _, note in rows(services, numbers, chosen).notes)


def test_another_indicator_and_a_period_without_tasks_have_no_such_part(services: Services) -> None:
    for query in ({"indicator": "FY04"}, {"period": "2024"}):
        chosen, numbers = choose(services, **query), services.numbers()
        found = gather(services, numbers, chosen)
        assert found is not None
        assert tasks_behind(found, numbers) == ()
        assert "来自任务登记表" not in text(page(services, **query))


def test_both_languages_have_the_words(services: Services) -> None:
    for language in LANGUAGES:
        assert text(page(services, lang=language, region="990100"))


def test_a_county_is_told_only_its_own_tasks_behind_a_figure_of_its_city(tmp_path: Path) -> None:
    made = people_services(tmp_path)
    due = {"start": "2024-01-01", "due": "2024-06-30"}
    given = [replace(task(f"T{code}", code, **due), title=f"任务{code}") for code in (OWN, OTHER)]
    made.store.set_tasks(given, by="李某", at=AT)
    account = Account(1, "x", "某人", "", False, False, 0, "", 1, "", "", (Grant("view", OWN),))
    with create_app(made).server.test_request_context():
        g.viewer = made.viewer_of(account)
        said = text(page(made, region=CITY, period="2024"))
        other = text(page(made, region=OTHER, period="2024"))
    assert f"任务{OWN}" in said
    assert "只列可以查看的单位的任务" in said
    assert f"任务{OTHER}" not in said + other
