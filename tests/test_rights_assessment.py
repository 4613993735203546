"""Who may do what on 考核: every form × every role over the one that assesses, above and beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_assessment import APPROVAL, COUNTY, PERIOD, ROOT, SCHEME, brought_to, in_force, small_scheme
from builders_assessment_page import computed, proof
from builders_people import account, client_of
from builders_rights import token
from builders_site import answered
from builders_store import AT, small_services
from flask.testing import FlaskClient

from app import create_app
from data.people import Grant, Role
from layouts.assessing import scored
from layouts.login import Login
from layouts.services import Services

OTHER, CITY = "990102", "990100"
REVIEW: frozenset[Role] = frozenset(("review",))
PUBLISH: frozenset[Role] = frozenset(("publish",))
RUN = f"{SCHEME}@{PERIOD}"
TOLD = {name: getattr(APPROVAL, name) for name in ("basis", "number", "approver", "decided_on")}
FORMS: tuple[tuple[str, dict[str, str], frozenset[Role]], ...] = (
    ("save", {"c1": "1|weight|70"}, REVIEW),
    ("shipped", {"scheme": "demo-2025"}, REVIEW),
    ("upload", {}, REVIEW),
    ("activate", {"version": "2", **TOLD}, PUBLISH),
    ("retire", {"version": "1", "why": "停用"}, PUBLISH),
    ("retire", {"version": "2", "why": "不要了"}, REVIEW),
    ("begin", {"period": PERIOD}, REVIEW),
    ("step", {"run": RUN, "stage": "feedback"}, REVIEW),
    ("step", {"run": RUN, "stage": "decision"}, PUBLISH),
    ("step", {"run": RUN, "stage": "published"}, PUBLISH),
    ("undo", {"run": RUN, "why": "作废"}, PUBLISH),
    ("veto", {"rule": "V1", "region": COUNTY, "period": PERIOD, "event": "违法强拆"}, REVIEW),
    ("unveto", {"code": "V1", "why": "改判"}, REVIEW),
    ("mark", {"region": COUNTY, "item": "1", "marks": "50", "why": "核查"}, REVIEW),
    ("answer", {"code": f"{RUN}/A1", "answer": "rejected", "why": "不实"}, REVIEW),
)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """A scheme in force and its draft, a run begun, one event and one objection."""
    made = small_services(tmp_path)
    version = in_force(made, computed())
    made.store.save_scheme(small_scheme(items=computed().items, vetoes=(), name="修订"), by="审某", at=AT)
    sheets = scored(made, computed(), PERIOD).contents()
    made.store.begin_run(("demo", ROOT, SCHEME, version), PERIOD, sheets, by="审某", at=AT)
    open_client = create_app(made).server.test_client()
    event = {"dataset": "demo", "scheme": SCHEME, "rule": "V1", "region": COUNTY, "by": "审某", **proof()}
    assert (
        open_client.post("/assessment/veto", data={**event, "period": PERIOD, "event": "违法"}).status_code
        == 200
    )
    made.login = Login("password", secret=b"k" * 32, siblings="own")
    return made


def entered(services: Services, name: str, *grants: Grant) -> FlaskClient:
    signed = client_of(services, account(services, name, list(grants)))
    signed.environ_base["HTTP_X_FAHENG_TOKEN"] = token(signed)
    return signed


def status(client: FlaskClient, what: str, fields: dict[str, Any]) -> int:
    given = {"dataset": "demo", "scheme": SCHEME, "version": "1", **proof(), **fields}
    return client.post(f"/assessment/{what}", data=given).status_code


@pytest.mark.parametrize("role", ["file", "review", "publish", "view", "manage"])
def test_each_form_is_for_its_role_over_the_one_that_assesses(services: Services, role: Role) -> None:
    client = entered(services, role, Grant(role, ROOT))
    wrong = [
        (what, fields)
        for what, fields, allowed in FORMS
        if what not in ("answer", "activate", "retire", "undo")
        and (status(client, what, fields) != 403) != (role in allowed)
    ]
    assert wrong == []


@pytest.mark.parametrize(("what", "fields", "allowed"), FORMS)
def test_a_right_over_a_city_is_none_over_the_province(
    services: Services, what: str, fields: dict[str, str], allowed: frozenset[Role]
) -> None:
    client = entered(services, "city", Grant("review", CITY), Grant("publish", CITY))
    if what == "answer":  # there is no objection yet: nothing is found
        assert status(client, what, fields) == 409
    else:
        assert status(client, what, fields) == 403


@pytest.mark.parametrize(("region", "expected"), [(COUNTY, 200), (OTHER, 403), (ROOT, 403)])
def test_a_county_objects_for_itself_only(services: Services, region: str, expected: int) -> None:
    brought_to(services, RUN, "appeal")
    county = entered(services, "county", Grant("file", COUNTY))
    told = {"run": RUN, "region": region, "item": "1", "words": "漏计两件"}
    assert status(county, "appeal", told) == expected


def test_nobody_answers_his_own_objection_whatever_his_roles(services: Services) -> None:
    brought_to(services, RUN, "appeal")
    both = entered(services, "both", Grant("file", COUNTY), Grant("review", ROOT))
    told = {"run": RUN, "region": COUNTY, "item": "1", "words": "漏计两件"}
    assert status(both, "appeal", told) == 200
    answer = {"code": f"{RUN}/A1", "answer": "accepted", "why": "属实"}
    assert status(both, "answer", answer) == 409
    other = entered(services, "other", Grant("review", ROOT))
    assert status(other, "answer", answer) == 200


@pytest.mark.parametrize(
    "part", ["", "&part=sheet", "&part=vetoes", "&part=appeals", "&part=trial", "&part=schemes"]
)
def test_before_feedback_a_county_is_told_nothing_of_a_run(services: Services, part: str) -> None:
    county = entered(services, "county", Grant("file", OTHER))
    told = answered(county, "/assessment", f"?dataset=demo&region={OTHER}&period={PERIOD}&part={part}")
    name = services.shipped.regions.get(COUNTY).name
    assert "考核" in told
    assert RUN not in told
    assert "修订" not in told  # the draft
    assert "违法强拆" not in told
    assert name not in told
    assert "/assessment/step" not in told


def test_a_county_sees_neither_the_event_nor_the_objection_of_another(services: Services) -> None:
    for stage in ("feedback", "appeal"):
        services.store.step_run("demo", RUN, stage, by="审某", at=AT)
    own = entered(services, "own", Grant("file", COUNTY))
    assert status(own, "appeal", {"run": RUN, "region": COUNTY, "words": "漏计两件的申诉"}) == 200
    other = entered(services, "other", Grant("file", OTHER))
    for part in ("vetoes", "appeals", "sheet"):
        told = answered(other, "/assessment", f"?dataset=demo&period={PERIOD}&part={part}")
        assert "漏计两件的申诉" not in told
        assert "示例办〔2025〕77号" not in told


def test_one_county_alone_is_told_its_own_score_and_place_and_no_others_first(services: Services) -> None:
    for stage in ("feedback", "appeal"):
        services.store.step_run("demo", RUN, stage, by="审某", at=AT)
    told = answered(
        entered(services, "own", Grant("file", OTHER)), "/assessment", f"?dataset=demo&period={PERIOD}"
    )
    assert "失分最多" in told
    assert "分列第 1" not in told
    assert "九成情况下的名次范围" not in told
    assert "24 个参加" in told


def test_a_session_far_later_is_no_session(services: Services) -> None:
    county = entered(services, "county", Grant("file", COUNTY))
    services.clock = lambda: AT + timedelta(days=2)
    assert status(county, "appeal", {"run": RUN}) == 401
