"""任务 with people: who may do what about whose tasks, and what each is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders_people import CITY, OTHER, OWN, account, client_of, people_services
from builders_rights import token
from builders_site import answered
from builders_store import AT
from builders_tasks import task
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.model import Viewer
from data.people import SIBLINGS, Grant, Siblings
from layouts.services import Services

ONLY_SEEN = "只计本人能看到的地区"


def browser(services: Services, grant: Grant) -> FlaskClient:
    client = client_of(services, account(services, grant.role, [grant]))
    client.environ_base["HTTP_X_FAHENG_TOKEN"] = token(client)
    return client


def post(client: FlaskClient, what: str, **fields: Any) -> TestResponse:
    return client.post(f"/tasks/{what}", data={"dataset": "demo", "back": "?dataset=demo", **fields})


def code_of(answer: TestResponse) -> str:
    return str(answer.get_json()["error"]["code"])


@pytest.mark.parametrize("siblings", SIBLINGS)
def test_a_county_at_its_city_is_told_that_only_its_own_tasks_are_counted(
    tmp_path: Path, siblings: Siblings
) -> None:
    services = people_services(tmp_path, siblings=siblings)
    services.store.set_tasks([task("X", OWN), task("Y", OTHER)], by="王审", at=AT)
    query = f"?dataset=demo&region={CITY}&period=2024"
    filer, reviewer = (browser(services, Grant(*each)) for each in (("file", OWN), ("review", CITY)))
    shown, whole = answered(filer, "/tasks", query), answered(reviewer, "/tasks", query)
    assert (ONLY_SEEN in shown, "到期任务 1 项" in shown) == (True, True)
    assert (ONLY_SEEN in whole, "到期任务 2 项" in whole) == (False, True)
    assert ONLY_SEEN in answered(filer, "/portrait", query)


def test_each_finds_the_forms_of_what_he_may_do(tmp_path: Path) -> None:
    services = people_services(tmp_path)
    services.store.set_tasks([task("X", OWN)], by="王审", at=AT)
    query = f"?dataset=demo&region={OWN}&period=2024&task=X"
    forms = ("报告进展", "发生日期", "改责任单位或期限", "new=assign")
    shown = {
        grant.role: answered(browser(services, grant), "/tasks", query)
        for grant in (Grant("file", OWN), Grant("review", OWN), Grant("view", OWN))
    }
    found = {role: [word in page for word in forms] for role, page in shown.items()}
    assert found == {
        "file": [True, True, False, False],
        "review": [False, True, True, True],
        "view": [False, False, False, False],
    }


def test_who_files_reports_his_own_and_only_who_reviews_assigns_and_confirms(tmp_path: Path) -> None:
    services = people_services(tmp_path)
    services.store.set_tasks([task("X", OWN), task("Y", OTHER)], by="王审", at=AT)

    filer, reviewer = (browser(services, Grant(role, OWN)) for role in ("file", "review"))
    assert code_of(post(filer, "step", task="Y", step="done", note="甲")) == "unknown"
    assert code_of(post(reviewer, "step", task="X", step="done", note="甲")) == "no_right"
    assert post(filer, "step", task="X", step="done", note="已印发").status_code == 200
    assert code_of(post(filer, "step", task="X", step="confirm")) == "no_right"
    assert code_of(post(filer, "assign", item="S4-6", region=OWN)) == "no_right"
    assert code_of(post(reviewer, "assign", item="S4-6", region=OTHER)) in ("no_place", "no_right")
    assert post(reviewer, "step", task="X", step="confirm").status_code == 200
    assert post(reviewer, "assign", item="S4-6", region=OWN).status_code == 200
    viewer = services.store.seen_by(
        Viewer("某view", reach=services.viewer_of(account(services, "v", [Grant("view", OWN)])).reach)
    )
    assert {each.code for each in viewer.tasks("demo")} == {"X", f"S4-6-{OWN}"}
