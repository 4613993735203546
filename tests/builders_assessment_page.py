"""Forms and parts of the page of assessment for tests: a run taken through its stages, what is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from builders_assessment import COUNTY, ITEMS, PERIOD, ROOT, SCHEME, VETOES, in_force, small_scheme
from builders_store import AT, small_services
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.runs import STAGES, Run, Stage
from data.scheme import Scheme
from layouts.pages import assessment as page
from layouts.selection import parse
from layouts.services import Services
from layouts.views.assessment_facts import KEYS, Scene, scene


def computed() -> Scheme:
    return small_scheme(items=(ITEMS[0], replace(ITEMS[1], weight=40.0)), vetoes=VETOES[:1])


def post(client: FlaskClient, what: str, **fields: Any) -> TestResponse:
    given = {"dataset": "demo", "scheme": SCHEME, "version": "1", "by": "审某", "back": "?dataset=demo"}
    return client.post(f"/assessment/{what}", data={**given, **fields})


def code_of(answer: TestResponse) -> str:
    return str(answer.get_json().get("error", {}).get("code", ""))


def brought(services: Services, client: FlaskClient, stage: Stage) -> Run:
    """The run taken to a stage by the forms; the last day of objections goes by."""
    assert code_of(post(client, "begin", period=PERIOD)) == ""
    through(services, client, stage)
    return run(services)


def through(services: Services, client: FlaskClient, stage: Stage) -> None:
    """The newest run from 初评 to a stage, the last day of objections gone by."""
    for each in STAGES[STAGES.index(run(services).stage) + 1 : STAGES.index(stage) + 1]:
        if each == "review":
            at = services.clock() + timedelta(days=8)
            services.clock = lambda now=at: now
        assert code_of(post(client, "step", run=run(services).code, stage=each)) == ""


def run(services: Services) -> Run:
    return services.whole_view().runs("demo")[-1]


def seen(services: Services, **query: str) -> Scene:
    numbers = services.numbers()
    given = {"dataset": "demo", "region": ROOT, "period": PERIOD, **query}
    own = tuple((key, given[key]) for key in KEYS if key in given)
    return scene(services, numbers, replace(parse(given, numbers), own=own))


def body(services: Services, **query: str) -> Any:
    found = seen(services, **query)
    return page.body(services, found.numbers, found.chosen)


def proof(**changes: Any) -> dict[str, Any]:
    return {"on": "2025-06-30", "title": "通报", "document": "示例办〔2025〕77号", **changes}


def event(**changes: Any) -> dict[str, Any]:
    told = {"rule": "V1", "region": COUNTY, "period": PERIOD, "event": "违法强拆被确认违法"}
    return {**told, **proof(), **changes}


def totals(services: Services) -> dict[str, float | None]:
    board = seen(services).board
    return {each.region: None if each.sheet.marks is None else float(each.sheet.marks) for each in board}


def assessed(folder: Path) -> Services:
    """Figures of five counties, published, and a scheme in force that has no item by hand."""
    made = small_services(folder)
    made.store.publish("demo", ["2024", "2025"], by="发布人", at=AT, catalogue=made.keep_catalogue())
    in_force(made, computed())
    return made
