"""Review of many at once: what waits is ticked and approved in one go, nothing that may not be."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from bench import page_request
from builders_people import OTHER, OWN, account, client_of, people_services, put
from builders_rights import token
from builders_store import fresh_services
from flask.testing import FlaskClient

from app import create_app
from data.people import Grant
from layouts.login import Login
from layouts.services import Services

COUNTIES = [f"9901{place:02}" for place in range(1, 9)]
YEARS = [str(year) for year in range(2010, 2023)]
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A hundred filings that wait, of eight counties and thirteen years."""
    made = fresh_services(tmp_path_factory.mktemp("many"))
    places = [(county, year) for year in YEARS for county in COUNTIES][:100]
    for number, (county, year) in enumerate(places):
        put(made, county, year, 400 + number, "waiting")
    return made


def test_a_hundred_are_approved_in_one_go_while_one_waits(many: Services) -> None:
    client = create_app(many).server.test_client()
    shown = client.post("/_dash-update-component", json=page_request("/submit", "?only=waiting"))
    assert shown.get_data(as_text=True).count('name=\\"submission\\"') >= 100
    numbers = [str(number) for number in range(1, 101)]
    began = time.perf_counter()
    answer = client.post("/life/approve", data={"submission": numbers, "by": "王审"}, headers=JSON)
    took = time.perf_counter() - began
    assert (answer.status_code, answer.get_json()) == (200, {"address": "/submit?only=waiting"})
    assert many.whole_view().status_counts() == {"accepted": 100}
    emptied = client.post("/_dash-update-component", json=page_request("/submit", "?only=waiting"))
    assert emptied.status_code == 200  # where the answer leads to, when nothing waits any more
    assert "/life/approve" not in emptied.get_data(as_text=True)
    assert took < 20  # a second or two on a quiet machine: nobody needs a job for it


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return people_services(tmp_path)


def browser(services: Services, name: str, *grants: Grant, person: str = "") -> FlaskClient:
    client = client_of(services, account(services, name, grants, person))
    client.environ_base["HTTP_X_FAHENG_TOKEN"] = token(client)
    return client


def statuses(services: Services) -> dict[int, str]:
    return {each.submission: each.status for each in services.whole_view().submissions()}


def test_what_one_may_not_approve_is_told_and_stays(services: Services) -> None:
    mine = put(services, OWN, "2021", 77, "waiting")  # filed by 周填, who reviews as well
    client = browser(services, "both", Grant("review", OWN), person="周填")
    shown = client.post("/_dash-update-component", json=page_request("/submit", "?only=waiting"))
    assert "/life/approve" not in shown.get_data(as_text=True)
    answer = client.post("/life/approve", data={"submission": [str(mine), "4"]}, headers=JSON)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "some")
    assert (statuses(services)[mine], statuses(services)[4]) == ("waiting", "waiting")


def test_those_that_can_be_approved_are_and_the_others_named(services: Services) -> None:
    filed = [put(services, county, "2010", 77, "waiting") for county in (OWN, OTHER)]
    client = browser(services, "office", Grant("review", "990000"))
    ticked = [*map(str, filed), "99"]
    answer = client.post("/life/approve", data={"submission": ticked}, headers=JSON)
    assert answer.status_code == 409
    assert "已通过 2 件；1 件未能通过（#99）" in answer.get_json()["error"]["message"]
    assert [statuses(services)[each] for each in filed] == ["accepted", "accepted"]


def test_nothing_ticked_is_told(services: Services) -> None:
    client = browser(services, "office", Grant("review", "990000"))
    answer = client.post("/life/approve", data={}, headers=JSON)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "nothing")


def test_who_may_not_file_is_offered_no_upload(services: Services) -> None:
    offered = {}
    for role in ("file", "review", "view"):
        client = browser(services, role, Grant(role, OWN))
        shown = client.post("/_dash-update-component", json=page_request("/submit", "?dataset=demo"))
        offered[role] = "submit-drop" in shown.get_data(as_text=True)
    assert offered == {"file": True, "review": False, "view": False}


def test_the_keeper_of_accounts_reads_regions_by_name(services: Services) -> None:
    browser(services, "county", Grant("file", OWN))
    client = browser(services, "keeper", Grant("security"))
    shown = client.post("/_dash-update-component", json=page_request("/manage", ""))
    assert services.shipped.regions.get(OWN).name in json.dumps(shown.get_json(), ensure_ascii=False)


def test_an_empty_overview_sends_only_those_to_filing_who_may_file(tmp_path: Path) -> None:
    services = fresh_services(tmp_path)
    services.login = Login("password", secret=b"k" * 32)
    told = {}
    for role in ("file", "view"):
        client = browser(services, role, Grant(role, OWN))
        shown = client.post("/_dash-update-component", json=page_request("/", "?dataset=demo"))
        told[role] = "还没有已发布的数" in json.dumps(shown.get_json(), ensure_ascii=False)
    assert told == {"file": False, "view": True}
